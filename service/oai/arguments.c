/* The arguments of a request, judged before any verb sees them (OAI-PMH 3.1.1 and 3.6). */
#include "oai/private.h"

#include <offprint/arena.h>

const char *const oai_argument_names[OAI_ARGUMENTS] = {
    [OAI_IDENTIFIER] = "identifier",
    [OAI_METADATA_PREFIX] = "metadataPrefix",
    [OAI_FROM] = "from",
    [OAI_UNTIL] = "until",
    [OAI_SET] = "set",
    [OAI_RESUMPTION_TOKEN] = "resumptionToken",
};

#define PREFIX OAI_ARGUMENT(OAI_METADATA_PREFIX)
#define TOKEN OAI_ARGUMENT(OAI_RESUMPTION_TOKEN)
#define SELECTION (OAI_ARGUMENT(OAI_FROM) | OAI_ARGUMENT(OAI_UNTIL) | OAI_ARGUMENT(OAI_SET))

static const struct oai_verb verbs[] = {
    {"Identify", 1, 0, 0, oai_identify},
    {"ListMetadataFormats", 2, 0, OAI_ARGUMENT(OAI_IDENTIFIER), oai_list_metadata_formats},
    {"ListSets", 3, 0, TOKEN, oai_list_sets},
    {"GetRecord", 4, OAI_ARGUMENT(OAI_IDENTIFIER) | PREFIX, 0, oai_get_record},
    {"ListIdentifiers", 5, PREFIX, SELECTION | TOKEN, oai_list_identifiers},
    {"ListRecords", 6, PREFIX, SELECTION | TOKEN, oai_list_records},
};

static int read_verb(struct oai_request *request, struct diag *diag)
{
    const struct http_request *http = request->http;
    struct slice name = {NULL, 0};

    for (size_t i = 0; i < http->parameter_count; i++) {
        if (!slice_is(http->parameters[i].name, "verb"))
            continue;
        if (name.data != NULL)
            return oai_refuse(diag, OAI_BAD_VERB, "the verb is repeated");
        name = http->parameters[i].value;
    }
    if (name.data == NULL)
        return oai_refuse(diag, OAI_BAD_VERB, "the verb is missing");
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (slice_is(name, verbs[i].name))
            request->verb = &verbs[i];
    if (request->verb == NULL)
        return oai_refuse(diag, OAI_BAD_VERB, "there is no verb \"%.100s\"",
                          arena_slice(http->arena, name).data);
    return 0;
}

static int take_argument(struct oai_request *request, const struct http_parameter *parameter,
                         struct diag *diag)
{
    unsigned allowed = request->verb->required | request->verb->optional;
    const char *name = arena_slice(request->http->arena, parameter->name).data;

    for (unsigned i = 0; i < OAI_ARGUMENTS; i++) {
        if (!slice_is(parameter->name, oai_argument_names[i]) || (allowed & OAI_ARGUMENT(i)) == 0)
            continue;
        if (oai_has(request, i))
            return oai_refuse(diag, OAI_BAD_ARGUMENT, "the argument %s is repeated", name);
        request->arguments[i] = arena_slice(request->http->arena, parameter->value);
        return 0;
    }
    return oai_refuse(diag, OAI_BAD_ARGUMENT, "%s takes no argument \"%.100s\"",
                      request->verb->name, name);
}

/* Letters, digits and the marks of RFC 2396 are what prefixes and sets are made of. */
static bool is_name(struct slice text, const char *more)
{
    static const char marks[] = "-_.!~*'()";

    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && (c == '\0' || (strchr(marks, c) == NULL && strchr(more, c) == NULL)))
            return false;
    }
    return text.length > 0;
}

/* setSpec: names with single colons between (OAI-PMH 2.6). */
static bool is_set(struct slice set)
{
    if (!is_name(set, ":") || set.data[0] == ':' || set.data[set.length - 1] == ':')
        return false;
    for (size_t i = 1; i < set.length; i++)
        if (set.data[i] == ':' && set.data[i - 1] == ':')
            return false;
    return true;
}

static int check_syntax(const struct oai_request *request, struct diag *diag)
{
    const struct slice *arguments = request->arguments;

    if (oai_has(request, OAI_METADATA_PREFIX) && !is_name(arguments[OAI_METADATA_PREFIX], ""))
        return oai_refuse(diag, OAI_BAD_ARGUMENT, "\"%.100s\" cannot be a metadataPrefix",
                          arguments[OAI_METADATA_PREFIX].data);
    if (oai_has(request, OAI_SET) && !is_set(arguments[OAI_SET]))
        return oai_refuse(diag, OAI_BAD_ARGUMENT, "\"%.100s\" cannot be a setSpec",
                          arguments[OAI_SET].data);
    return 0;
}

/* A resumption token stands alone; without one what is required must be there. */
static int check_presence(const struct oai_request *request, struct diag *diag)
{
    bool resumed = oai_has(request, OAI_RESUMPTION_TOKEN);

    for (unsigned i = 0; i < OAI_ARGUMENTS; i++) {
        if (resumed && i != OAI_RESUMPTION_TOKEN && oai_has(request, i))
            return oai_refuse(diag, OAI_BAD_ARGUMENT,
                              "resumptionToken stands alone, %s beside it is one too many",
                              oai_argument_names[i]);
        if (!resumed && (request->verb->required & OAI_ARGUMENT(i)) != 0 && !oai_has(request, i))
            return oai_refuse(diag, OAI_BAD_ARGUMENT, "%s needs the argument %s",
                              request->verb->name, oai_argument_names[i]);
    }
    return 0;
}

int oai_arguments_read(struct oai_request *request, struct diag *diag)
{
    const struct http_request *http = request->http;
    int error = read_verb(request, diag);

    for (size_t i = 0; i < http->parameter_count && error == 0; i++)
        if (!slice_is(http->parameters[i].name, "verb"))
            error = take_argument(request, &http->parameters[i], diag);
    if (error == 0)
        error = check_presence(request, diag);
    return error != 0 ? error : check_syntax(request, diag);
}

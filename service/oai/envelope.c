/* What stands around every answer (OAI-PMH 3.2). */
#include "oai/private.h"

#include "base/datestamp.h"
#include "base/escape.h"
#include "oai/identifier.h"

/* The schema types identifiers as anyURI: what cannot be one is not echoed. */
static bool may_echo(enum oai_argument argument, struct slice value)
{
    return argument != OAI_IDENTIFIER || oai_is_uri(value);
}

static void echo_arguments(const struct oai_request *request)
{
    struct buffer *out = request->out;

    buffer_printf(out, " verb=\"%s\"", request->verb->name);
    for (unsigned i = 0; i < OAI_ARGUMENTS; i++) {
        if (!oai_has(request, i) || !may_echo(i, request->arguments[i]))
            continue;
        buffer_printf(out, " %s=\"", oai_argument_names[i]);
        escape_xml(out, request->arguments[i]);
        buffer_add_char(out, '"');
    }
}

void oai_envelope_begin(const struct oai_request *request, bool echo)
{
    struct buffer *out = request->out;
    char now[DATESTAMP_SIZE];

    datestamp_format(now, datestamp_now());
    buffer_printf(out,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\""
                  " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                  " xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/"
                  " http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd\">\n"
                  "<responseDate>%s</responseDate>\n<request",
                  now);
    if (echo)
        echo_arguments(request);
    buffer_add_char(out, '>');
    escape_xml(out, slice_of(oai_base_url(request)));
    buffer_add_string(out, "</request>\n");
}

void oai_envelope_end(const struct oai_request *request)
{
    buffer_add_string(request->out, "</OAI-PMH>\n");
}

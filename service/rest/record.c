/* GET /records/{id}: one record in one of the formats. */
#include "rest/private.h"

#include <ctype.h>

#include <offprint/arena.h>

#include "rest/links.h"

struct found {
    struct catalogue_record record;
    const struct format *suffix; /* NULL where the address has none */
};

/*
 * A record whose whole id is `name` comes first, for ids have dots of their own; then the longest
 * suffix that is a format's is taken off ("x.csl.json" before "x.csl" with ".json").
 */
static int find(struct found *found, const struct http_request *request, struct slice name,
                struct diag *diag)
{
    int status = catalogue_fetch(&found->record, request->catalogue, name, request->arena, diag);

    found->suffix = NULL;
    for (size_t i = 1; status == OFFPRINT_NOT_FOUND && i < name.length; i++) {
        if (name.data[i] != '.')
            continue;
        found->suffix = format_by_suffix(slice_part(name, i, name.length));
        if (found->suffix != NULL) {
            diag_clear(diag);
            return catalogue_fetch(&found->record, request->catalogue, slice_part(name, 0, i),
                                   request->arena, diag);
        }
    }
    return status;
}

/* A name to save under that every system takes: the id's ASCII letters, digits, '.', '-', '_'. */
static const char *file_name(const char *id, const struct format *format, struct arena *arena)
{
    char *name = arena_printf(arena, "%.100s%s", id, format->suffix);

    for (char *at = name; *at != '\0'; at++)
        if (!isalnum((unsigned char)*at) && strchr(".-_", *at) == NULL)
            *at = '_';
    if (name[0] == '.')
        name[0] = '_';
    return name;
}

static bool is_for_saving(const struct format *format)
{
    return strcmp(format->media_type, "application/marc") == 0 ||
           strcmp(format->name, "ris") == 0 || strcmp(format->name, "bibtex") == 0;
}

static void describe(const struct http_request *request, struct http_response *response,
                     const struct catalogue_record *record, const struct format *format)
{
    response->content_type = http_content_type(format);
    response->validated = true;
    response->last_modified = record->datestamp;
    http_response_header(response, "Cache-Control", "public, max-age=60");
    http_response_header(response, "Content-Location", "%s%s", rest_record_url(request, record->id),
                         format->suffix);
    if (is_for_saving(format))
        http_response_header(response, "Content-Disposition", "attachment; filename=\"%s\"",
                             file_name(record->id, format, request->arena));
    rest_add_links(request, response, record);
}

static int write_record(const struct http_request *request, struct http_response *response,
                        const struct catalogue_record *record, const struct format *format,
                        struct diag *diag)
{
    struct write_options options = {.format = format, .base_url = request->base_url};
    int status;

    if (format->xml)
        buffer_add_string(&response->body, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    status = catalogue_write(&response->body, request->catalogue, record, &options, request->arena,
                             diag);
    return status;
}

void rest_answer_record(const struct http_request *request, struct http_response *response,
                        struct slice name)
{
    static const char *const parameters[] = {"format", NULL};
    const struct format *format;
    struct diag diag = {0};
    struct found found;
    int status;

    if (http_request_allow(request, parameters, &diag) < 0 ||
        find(&found, request, name, &diag) < 0) {
        rest_refuse(request, response, &diag);
        return;
    }
    if (found.record.deleted) {
        rest_answer_deleted(request, response, &found.record);
        return;
    }
    status = http_negotiate(&format, request, response, found.suffix,
                            format_by_name(slice_of("json")), &diag);
    if (status == OFFPRINT_OK)
        status = write_record(request, response, &found.record, format, &diag);
    if (status < 0) {
        rest_refuse(request, response, &diag);
        /* What else there is: RFC 9110 clause 15.5.7 wants a 406 to list it. */
        if (response->status == 406)
            rest_add_links(request, response, &found.record);
        return;
    }
    describe(request, response, &found.record, format);
}

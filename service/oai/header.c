/* Headers and records, as they stand in three verbs (OAI-PMH 2.5). */
#include "oai/private.h"

#include <string.h>

#include <offprint/buffer.h>

#include "base/datestamp.h"
#include "base/escape.h"
#include "oai/identifier.h"
#include "oai/set.h"

/* Every record is in the set of everything; one in a collection of its own is in that one too. */
static void write_sets(struct buffer *out, const char *collection)
{
    buffer_add_string(out, "<setSpec>" OFFPRINT_DEFAULT_COLLECTION "</setSpec>");
    if (strcmp(collection, OFFPRINT_DEFAULT_COLLECTION) == 0)
        return;
    buffer_add_string(out, "<setSpec>");
    oai_set_write(out, collection);
    buffer_add_string(out, "</setSpec>");
}

void oai_write_header(const struct oai_request *request, const struct catalogue_record *record)
{
    struct buffer *out = request->out;
    struct buffer identifier;
    char date[DATESTAMP_SIZE];

    buffer_init(&identifier);
    oai_identifier_write(&identifier, catalogue_repository(request->http->catalogue), record->id);
    datestamp_format(date, record->datestamp);
    buffer_printf(out, "<header%s><identifier>", record->deleted ? " status=\"deleted\"" : "");
    escape_xml(out, buffer_slice(&identifier));
    buffer_printf(out, "</identifier><datestamp>%s</datestamp>", date);
    write_sets(out, record->collection);
    buffer_add_string(out, "</header>\n");
    buffer_finish(&identifier);
}

int oai_write_record(const struct oai_request *request, const struct catalogue_record *record,
                     const struct format *format, struct diag *diag)
{
    const struct http_request *http = request->http;
    struct write_options options = {.format = format, .base_url = http->base_url};
    struct buffer *out = request->out;
    size_t before = out->length;
    int status;

    buffer_add_string(out, "<record>\n");
    oai_write_header(request, record);
    if (!record->deleted) {
        buffer_add_string(out, "<metadata>\n");
        status = catalogue_write(out, http->catalogue, record, &options, http->arena, diag);
        if (status < 0) {
            buffer_truncate(out, before);
            return status;
        }
        buffer_add_string(out, "\n</metadata>\n");
    }
    buffer_add_string(out, "</record>\n");
    return OFFPRINT_OK;
}

int oai_format(const struct format **format, const struct oai_request *request, struct diag *diag)
{
    struct slice prefix = request->arguments[OAI_METADATA_PREFIX];

    *format = format_by_prefix(prefix);
    if (*format != NULL)
        return 0;
    return oai_refuse(diag, OAI_CANNOT_DISSEMINATE_FORMAT,
                      "metadataPrefix \"%.100s\" is not offered; ListMetadataFormats says what is",
                      prefix.data);
}

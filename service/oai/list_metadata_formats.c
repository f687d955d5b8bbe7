/* ListMetadataFormats (OAI-PMH 4.4). */
#include "oai/private.h"

#include <offprint/buffer.h>

#include "base/escape.h"
#include "oai/fetch.h"

static void write_format(struct buffer *out, const struct format *format, const char *prefix)
{
    buffer_add_string(out, "<metadataFormat><metadataPrefix>");
    escape_xml(out, slice_of(prefix));
    buffer_add_string(out, "</metadataPrefix><schema>");
    escape_xml(out, slice_of(format->schema_location));
    buffer_add_string(out, "</schema><metadataNamespace>");
    escape_xml(out, slice_of(format->namespace_uri));
    buffer_add_string(out, "</metadataNamespace></metadataFormat>\n");
}

/* Every record comes in every format; a deleted one still answers GetRecord in each of them. */
int oai_list_metadata_formats(struct oai_request *request, struct diag *diag)
{
    struct catalogue_record record;
    size_t count;
    const struct format *formats = formats_all(&count);

    if (oai_has(request, OAI_IDENTIFIER)) {
        int error = oai_fetch(&record, request, diag);
        if (error != 0)
            return error;
    }
    buffer_add_string(request->out, "<ListMetadataFormats>\n");
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; formats[i].prefixes[j] != NULL; j++)
            write_format(request->out, &formats[i], formats[i].prefixes[j]);
    buffer_add_string(request->out, "</ListMetadataFormats>\n");
    return 0;
}

/* GetRecord (OAI-PMH 4.1), and the record that an identifier names. */
#include "oai/private.h"

#include <offprint/buffer.h>

#include "oai/fetch.h"
#include "oai/identifier.h"

int oai_fetch(struct catalogue_record *record, const struct oai_request *request, struct diag *diag)
{
    struct catalogue *catalogue = request->http->catalogue;
    struct slice identifier = request->arguments[OAI_IDENTIFIER];
    struct buffer id;
    int status = OFFPRINT_NOT_FOUND;

    buffer_init(&id);
    if (oai_identifier_read(&id, catalogue_repository(catalogue), identifier))
        status = catalogue_fetch(record, catalogue, buffer_slice(&id), request->http->arena, diag);
    buffer_finish(&id);
    if (status == OFFPRINT_NOT_FOUND)
        return oai_refuse(diag, OAI_ID_DOES_NOT_EXIST, "no record has the identifier \"%.200s\"",
                          identifier.data);
    return status;
}

int oai_get_record(struct oai_request *request, struct diag *diag)
{
    struct catalogue_record record;
    const struct format *format;
    int status = oai_fetch(&record, request, diag);

    if (status == 0)
        status = oai_format(&format, request, diag);
    if (status != 0)
        return status;
    buffer_add_string(request->out, "<GetRecord>\n");
    status = oai_write_record(request, &record, format, diag);
    buffer_add_string(request->out, "</GetRecord>\n");
    return status;
}

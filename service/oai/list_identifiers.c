/* ListIdentifiers (OAI-PMH 4.3). */
#include "oai/list.h"

static int write_header(const struct oai_request *request, const struct catalogue_record *record,
                        const struct format *format, struct diag *diag)
{
    (void)format;
    (void)diag;
    oai_write_header(request, record);
    return OFFPRINT_OK;
}

int oai_list_identifiers(struct oai_request *request, struct diag *diag)
{
    return oai_list(request, false, write_header, diag);
}

/* ListRecords (OAI-PMH 4.5). */
#include "oai/list.h"

int oai_list_records(struct oai_request *request, struct diag *diag)
{
    return oai_list(request, true, oai_write_record, diag);
}

/* Extended Services (Z39.50 3.2.9.1): none is offered, each is refused by its type. */
#include <yaz/oid_util.h>

#include "z3950/diagnostics.h"
#include "z3950/operation.h"

Z_APDU *z3950_extended_services(struct operation *operation, const Z_APDU *apdu)
{
    const Z_ExtendedServicesRequest *request = apdu->u.extendedServicesRequest;
    Z_APDU *answer = operation_response(operation, Z_APDU_extendedServicesResponse);
    Z_ExtendedServicesResponse *response = answer->u.extendedServicesResponse;
    struct diag diag = {0};
    char type[OID_STR_MAX];

    diag_refuse(&diag, Z3950_EXTENDED_SERVICE, oid_oid_to_dotstring(request->packageType, type),
                "extended services are not offered");
    response->referenceId = request->referenceId;
    *response->operationStatus = Z_ExtendedServicesResponse_failure;
    response->num_diagnostics = 1;
    response->diagnostics = odr_malloc(operation->odr, sizeof(Z_DiagRec *));
    response->diagnostics[0] = diagnostics_record(operation, &diag);
    return answer;
}

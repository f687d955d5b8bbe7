/* Duplicate detection (Z39.50-2003 3.2.12), which is not offered. */
#include "z3950/diagnostics.h"
#include "z3950/operation.h"

Z_APDU *z3950_duplicate_detection(struct operation *operation, const Z_APDU *apdu)
{
    const Z_DuplicateDetectionRequest *request = apdu->u.duplicateDetectionRequest;
    Z_APDU *answer = operation_response(operation, Z_APDU_duplicateDetectionResponse);
    Z_DuplicateDetectionResponse *response = answer->u.duplicateDetectionResponse;
    struct diag diag = {0};

    diag_refuse(&diag, Z3950_SERVICE, "duplicate detection", "the service is not offered");
    response->referenceId = request->referenceId;
    *response->status = Z_DuplicateDetectionResponse_failure;
    response->num_diagnostics = 1;
    response->diagnostics = odr_malloc(operation->odr, sizeof(Z_DiagRec *));
    response->diagnostics[0] = diagnostics_record(operation, &diag);
    return answer;
}

/* Resource-report (Z39.50 3.2.6.3): there is none to give. */
#include "z3950/operation.h"

Z_APDU *z3950_resource_report(struct operation *operation, const Z_APDU *apdu)
{
    const Z_ResourceReportRequest *request = apdu->u.resourceReportRequest;
    Z_APDU *answer = operation_response(operation, Z_APDU_resourceReportResponse);
    Z_ResourceReportResponse *response = answer->u.resourceReportResponse;

    response->referenceId = request->referenceId;
    /* failure-1: the target cannot supply a report. */
    *response->resourceReportStatus = Z_ResourceReportResponse_failure_1;
    return answer;
}

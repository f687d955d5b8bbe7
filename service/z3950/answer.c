/* Which service answers which request. */
#include <offprint/status.h>

#include "base/log.h"
#include "z3950/association.h"
#include "z3950/operation.h"

/*
 * By Z_APDU_…. What is not here only a target sends (Z39.50 3.2 and 4.2), so that it is an error
 * of protocol where a client does.
 */
static z3950_service *const services[] = {
    [Z_APDU_initRequest] = z3950_init,
    [Z_APDU_searchRequest] = z3950_search,
    [Z_APDU_presentRequest] = z3950_present,
    [Z_APDU_deleteResultSetRequest] = z3950_delete,
    [Z_APDU_scanRequest] = z3950_scan,
    [Z_APDU_sortRequest] = z3950_sort,
    [Z_APDU_extendedServicesRequest] = z3950_extended_services,
    [Z_APDU_resourceReportRequest] = z3950_resource_report,
    [Z_APDU_duplicateDetectionRequest] = z3950_duplicate_detection,
    [Z_APDU_close] = z3950_close,
};

/*
 * TriggerResourceControl has no response and may be passed over (Z39.50 3.2.6.2); the other two
 * answer what this target never asks, as a client may after its own time-out.
 */
static bool is_without_answer(int which)
{
    return which == Z_APDU_triggerResourceControlRequest ||
           which == Z_APDU_resourceControlResponse || which == Z_APDU_accessControlResponse;
}

static z3950_service *service_of(int which)
{
    if (which < 0 || (size_t)which >= sizeof services / sizeof services[0])
        return NULL;
    return services[which];
}

Z_APDU *z3950_answer(struct operation *operation, const Z_APDU *request)
{
    const struct association *association = operation->association;
    z3950_service *service = service_of(request->which);
    bool init = request->which == Z_APDU_initRequest;

    if (!association->open && !init && request->which != Z_APDU_close)
        return z3950_end(operation, Z_Close_protocolError, "a session begins with Init");
    if (association->open && init)
        return z3950_end(operation, Z_Close_protocolError, "a session has one Init");
    if (is_without_answer(request->which))
        return NULL;
    if (service == NULL)
        return z3950_end(operation, Z_Close_protocolError, "a client does not send this APDU");
    return service(operation, request);
}

Z_APDU *operation_response(struct operation *operation, int which)
{
    return zget_APDU(operation->odr, which);
}

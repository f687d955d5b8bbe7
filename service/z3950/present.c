/* Present (Z39.50 3.2.3.1): records of a result set. */
#include <inttypes.h>

#include <offprint/catalogue.h>

#include "base/log.h"
#include "z3950/association.h"
#include "z3950/composition.h"
#include "z3950/diagnostics.h"
#include "z3950/operation.h"
#include "z3950/record.h"

static int refuse_range(struct diag *diag, Odr_int start, Odr_int number, uint64_t count)
{
    char text[64];

    snprintf(text, sizeof text, "%lld+%lld", (long long)start, (long long)number);
    return diag_refuse(diag, OFFPRINT_OUT_OF_RANGE, text, "the set has %" PRIu64 " records", count);
}

static int check_range(const Z_PresentRequest *request, uint64_t count, struct diag *diag)
{
    Odr_int start = *request->resultSetStartPoint;
    Odr_int number = *request->numberOfRecordsRequested;

    if (request->num_ranges > 0) {
        const Z_Range *range = request->additionalRanges[0];
        char text[64];

        snprintf(text, sizeof text, "%lld+%lld", (long long)*range->startingPosition,
                 (long long)*range->numberOfRecords);
        return diag_refuse(diag, Z3950_ADDITIONAL_RANGES, text, "a Present takes one range");
    }
    if (start < 1 || number < 0 || (uint64_t)start > count ||
        (uint64_t)number > count - (uint64_t)start + 1)
        return refuse_range(diag, start, number, count);
    return OFFPRINT_OK;
}

static uint32_t lesser(const Odr_int *asked, uint32_t agreed)
{
    return asked != NULL && *asked > 0 && *asked < agreed ? (uint32_t)*asked : agreed;
}

/* A Present may narrow what Init agreed on, never widen it (Z39.50 3.2.3.1.7). */
static struct retrieval_limits limits_of(const struct operation *operation,
                                         const Z_PresentRequest *request)
{
    const struct association *association = operation->association;

    return (struct retrieval_limits){
        .message = lesser(request->maxSegmentSize, association->preferred_message_size),
        .record = lesser(request->maxRecordSize, association->exceptional_record_size),
    };
}

static int retrieve(struct retrieval *retrieval, struct operation *operation,
                    const Z_PresentRequest *request, struct diag *diag)
{
    struct result_set *set = result_sets_find(&operation->association->sets, request->resultSetId);
    struct retrieval_limits limits = limits_of(operation, request);
    struct composition composition;
    int status;

    if (set == NULL)
        return diag_refuse(diag, OFFPRINT_RESULT_SET, request->resultSetId,
                           "no result set has that name");
    if ((status = check_range(request, result_set_count(set), diag)) < 0)
        return status;
    status = composition_read(&composition, request->preferredRecordSyntax,
                              request->recordComposition, diag);
    if (status < 0)
        return status;
    *retrieval =
        record_retrieve(operation, set, (uint64_t)*request->resultSetStartPoint,
                        (uint64_t)*request->numberOfRecordsRequested, &composition, &limits);
    return OFFPRINT_OK;
}

Z_APDU *z3950_present(struct operation *operation, const Z_APDU *apdu)
{
    const Z_PresentRequest *request = apdu->u.presentRequest;
    Z_APDU *answer = operation_response(operation, Z_APDU_presentResponse);
    Z_PresentResponse *response = answer->u.presentResponse;
    struct retrieval retrieval = {0};
    struct diag diag = {0};

    if (retrieve(&retrieval, operation, request, &diag) < 0) {
        retrieval.status = Z_PresentStatus_failure;
        retrieval.records = diagnostics_records(operation, &diag);
    }
    response->referenceId = request->referenceId;
    *response->numberOfRecordsReturned = retrieval.returned;
    *response->nextResultSetPosition = retrieval.next;
    *response->presentStatus = retrieval.status;
    response->records = retrieval.records;
    log_debug("z3950", "%s: Present %s %lld+%lld: %lld records%s%s", operation->association->peer,
              request->resultSetId, (long long)*request->resultSetStartPoint,
              (long long)*request->numberOfRecordsRequested, (long long)retrieval.returned,
              diag.status < 0 ? ": " : "", diag.message);
    return answer;
}

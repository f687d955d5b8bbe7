/* Search (Z39.50 3.2.2.1): a query into a named result set, and its first records with it. */
#include <inttypes.h>

#include <offprint/catalogue.h>

#include "base/log.h"
#include "query/rpn.h"
#include "z3950/association.h"
#include "z3950/composition.h"
#include "z3950/databases.h"
#include "z3950/diagnostics.h"
#include "z3950/facets.h"
#include "z3950/operation.h"
#include "z3950/record.h"

/* The number that a query type goes by, for a client whose type is refused. */
static const char *query_type_name(const Z_Query *query)
{
    switch (query->which) {
    case Z_Query_type_0:
        return "0";
    case Z_Query_type_2:
        return "2";
    case Z_Query_type_100:
        return "100";
    case Z_Query_type_102:
        return "102";
    case Z_Query_type_104:
        return "104";
    default:
        return NULL;
    }
}

static int parse(struct query **query, struct operation *operation, const Z_Query *sent,
                 struct diag *diag)
{
    const struct access_points *table = catalogue_access_points(operation->association->catalogue);

    switch (sent->which) {
    case Z_Query_type_1:
        return query_from_rpn(query, operation->arena, table, sent->u.type_1, diag);
    case Z_Query_type_101:
        return query_from_rpn(query, operation->arena, table, sent->u.type_101, diag);
    default:
        return diag_refuse(diag, OFFPRINT_QUERY_TYPE, query_type_name(sent),
                           "queries are of type 1 or 101");
    }
}

static const struct result_set *find_operand(void *context, const char *name)
{
    return result_sets_find(context, name);
}

static int evaluate(struct result_set **set, struct operation *operation,
                    const Z_SearchRequest *request, struct diag *diag)
{
    struct association *association = operation->association;
    struct databases databases = {0};
    struct search_options options = {
        .find_result_set = find_operand,
        .context = &association->sets,
    };
    struct query *query = NULL;
    int status = databases_resolve(&databases, operation, request->databaseNames,
                                   request->num_databaseNames, diag);

    if (status < 0)
        return status;
    if ((status = parse(&query, operation, request->query, diag)) < 0)
        return status;
    options.collections = databases.collections;
    options.collection_count = databases.count;
    return catalogue_search(set, association->catalogue, query, &options, diag);
}

/*
 * A set whose name is taken over is gone even when the search fails; but not before the query has
 * been answered, which may name that very set (Z39.50 3.2.2.1.3).
 */
static int search(struct result_set **set, Z_SearchResponse *response, struct operation *operation,
                  const Z_SearchRequest *request, struct diag *diag)
{
    struct result_sets *sets = &operation->association->sets;
    const char *name = request->resultSetName;
    struct facet_wishes wishes;
    int status = result_sets_allow(sets, name, diag);

    if (status < 0)
        return status;
    if ((status = facets_read(&wishes, operation, request->additionalSearchInfo, diag)) < 0)
        return status;
    if (!*request->replaceIndicator && result_sets_find(sets, name) != NULL)
        return diag_refuse(diag, OFFPRINT_RESULT_SET_EXISTS, name,
                           "the result set exists and is not to be replaced");
    status = evaluate(set, operation, request, diag);
    if (status >= 0) {
        result_sets_put(sets, name, *set);
        status = facets_answer(response, operation, &wishes, *set, diag);
    }
    if (status < 0)
        result_sets_delete(sets, name);
    return status;
}

/* How many records come with the response, by the size of the set (Z39.50 3.2.2.1.4). */
static uint64_t piggyback(const Z_SearchRequest *request, uint64_t count, bool *medium)
{
    Odr_int medium_number = *request->mediumSetPresentNumber;
    Odr_int small = *request->smallSetUpperBound;
    Odr_int large = *request->largeSetLowerBound;

    *medium = small < 0 || count > (uint64_t)small;
    if (!*medium)
        return count;
    if (large < 0 || count >= (uint64_t)large || medium_number < 0)
        return 0;
    return (uint64_t)medium_number < count ? (uint64_t)medium_number : count;
}

/* Records that cannot come leave the search a success (Z39.50 3.2.2.1.13). */
static void retrieve(Z_SearchResponse *response, struct operation *operation,
                     const Z_SearchRequest *request, struct result_set *set)
{
    const struct association *association = operation->association;
    const struct retrieval_limits limits = {association->preferred_message_size,
                                            association->exceptional_record_size};
    struct retrieval retrieval = {.next = result_set_count(set) > 0 ? 1 : 0};
    struct composition composition;
    struct diag diag = {0};
    bool medium;
    uint64_t number = piggyback(request, result_set_count(set), &medium);
    const Z_ElementSetNames *names =
        medium ? request->mediumSetElementSetNames : request->smallSetElementSetNames;

    if (number > 0 &&
        composition_read_simple(&composition, request->preferredRecordSyntax, names, &diag) < 0) {
        retrieval.status = Z_PresentStatus_failure;
        retrieval.records = diagnostics_records(operation, &diag);
    } else if (number > 0) {
        retrieval = record_retrieve(operation, set, 1, number, &composition, &limits);
    }
    *response->numberOfRecordsReturned = retrieval.returned;
    *response->nextResultSetPosition = retrieval.next;
    response->presentStatus = number > 0 ? operation_int(operation, retrieval.status) : NULL;
    response->records = retrieval.records;
}

static void refuse(Z_SearchResponse *response, struct operation *operation, const struct diag *diag)
{
    *response->searchStatus = 0;
    *response->resultCount = 0;
    *response->numberOfRecordsReturned = 0;
    *response->nextResultSetPosition = 0;
    response->resultSetStatus = operation_int(operation, Z_SearchResponse_none);
    response->records = diagnostics_records(operation, diag);
}

Z_APDU *z3950_search(struct operation *operation, const Z_APDU *apdu)
{
    const Z_SearchRequest *request = apdu->u.searchRequest;
    Z_APDU *answer = operation_response(operation, Z_APDU_searchResponse);
    Z_SearchResponse *response = answer->u.searchResponse;
    struct result_set *set = NULL;
    struct diag diag = {0};

    response->referenceId = request->referenceId;
    if (search(&set, response, operation, request, &diag) < 0) {
        refuse(response, operation, &diag);
    } else {
        *response->searchStatus = 1;
        *response->resultCount = (Odr_int)result_set_count(set);
        retrieve(response, operation, request, set);
    }
    log_debug("z3950", "%s: Search into %s: %lld hits%s%s", operation->association->peer,
              request->resultSetName, (long long)*response->resultCount,
              diag.status < 0 ? ": " : "", diag.message);
    return answer;
}

/* Sort (Z39.50 3.2.7.1): the records of one or several result sets into one, in order. */
#include <offprint/catalogue.h>

#include "base/log.h"
#include "z3950/association.h"
#include "z3950/diagnostics.h"
#include "z3950/operation.h"
#include "z3950/sort_keys.h"

/* More input sets than this are refused. */
#define INPUT_SETS_LIMIT 16

static int find_sets(const struct result_set **inputs, const struct operation *operation,
                     const Z_SortRequest *request, struct diag *diag)
{
    const struct result_sets *sets = &operation->association->sets;

    if (request->num_inputResultSetNames < 1)
        return diag_set(diag, Z3950_SORT_NO_INPUT, "no result set to sort is named");
    if (request->num_inputResultSetNames > INPUT_SETS_LIMIT)
        return diag_refuse(diag, Z3950_SORT_INPUTS, request->inputResultSetNames[INPUT_SETS_LIMIT],
                           "up to %d result sets are sorted together", INPUT_SETS_LIMIT);
    for (int i = 0; i < request->num_inputResultSetNames; i++) {
        const char *name = request->inputResultSetNames[i];

        inputs[i] = result_sets_find(sets, name);
        if (inputs[i] == NULL)
            return diag_refuse(diag, OFFPRINT_RESULT_SET, name, "no result set has that name");
    }
    return OFFPRINT_OK;
}

/* The sorted set takes its name over only once it is there, for it may be one of the inputs. */
static int sort(struct result_set **sorted, struct operation *operation,
                const Z_SortRequest *request, struct diag *diag)
{
    struct association *association = operation->association;
    const struct result_set *inputs[INPUT_SETS_LIMIT];
    struct sort_order order = {.count = 0};
    int status = find_sets(inputs, operation, request, diag);

    if (status < 0 ||
        (status = result_sets_allow(&association->sets, request->sortedResultSetName, diag)) < 0 ||
        (status = sort_keys_read(&order, catalogue_access_points(association->catalogue),
                                 request->sortSequence, diag)) < 0)
        return status;
    status = catalogue_sort(sorted, association->catalogue, inputs,
                            (size_t)request->num_inputResultSetNames, &order, NULL, diag);
    if (status == OFFPRINT_OK)
        result_sets_put(&association->sets, request->sortedResultSetName, *sorted);
    return status;
}

/* What was there under that name, if anything, is as it was. */
static void refuse(Z_SortResponse *response, struct operation *operation,
                   const Z_SortRequest *request, const struct diag *diag)
{
    const struct result_sets *sets = &operation->association->sets;
    bool there = result_sets_find(sets, request->sortedResultSetName) != NULL;

    *response->sortStatus = Z_SortResponse_failure;
    response->resultSetStatus =
        operation_int(operation, there ? Z_SortResponse_unchanged : Z_SortResponse_none);
    response->num_diagnostics = 1;
    response->diagnostics = odr_malloc(operation->odr, sizeof(Z_DiagRec *));
    response->diagnostics[0] = diagnostics_record(operation, diag);
}

Z_APDU *z3950_sort(struct operation *operation, const Z_APDU *apdu)
{
    const Z_SortRequest *request = apdu->u.sortRequest;
    Z_APDU *answer = operation_response(operation, Z_APDU_sortResponse);
    Z_SortResponse *response = answer->u.sortResponse;
    struct result_set *sorted = NULL;
    struct diag diag = {0};

    response->referenceId = request->referenceId;
    *response->sortStatus = Z_SortResponse_success;
    response->resultSetStatus = NULL; /* only of failures (Z39.50 3.2.7.1.7) */
    if (sort(&sorted, operation, request, &diag) < 0)
        refuse(response, operation, request, &diag);
    else if (operation->association->version >= 3)
        response->resultCount = operation_int(operation, (Odr_int)result_set_count(sorted));
    log_debug("z3950", "%s: Sort into %s%s%s", operation->association->peer,
              request->sortedResultSetName, diag.status < 0 ? ": " : "", diag.message);
    return answer;
}

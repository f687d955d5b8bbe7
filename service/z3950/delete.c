/* Delete (Z39.50 3.2.4.1): result sets that the client is done with. */
#include "base/log.h"
#include "z3950/association.h"
#include "z3950/operation.h"

static Z_ListStatus *status_of(struct operation *operation, char *name, Odr_int status)
{
    Z_ListStatus *made = odr_malloc(operation->odr, sizeof *made);

    made->id = name;
    made->status = operation_int(operation, status);
    return made;
}

/* A set that is not there is as good as deleted, but it is said (Z39.50 3.2.4.1.4). */
static Odr_int delete_list(Z_DeleteResultSetResponse *response, struct operation *operation,
                           const Z_DeleteResultSetRequest *request)
{
    struct result_sets *sets = &operation->association->sets;
    int count = request->num_resultSetList;
    Z_ListStatuses *statuses = odr_malloc(operation->odr, sizeof *statuses);
    int missing = 0;

    statuses->num = count;
    statuses->elements = odr_malloc(operation->odr, (size_t)count * sizeof(Z_ListStatus *));
    for (int i = 0; i < count; i++) {
        char *name = request->resultSetList[i];
        bool deleted = result_sets_delete(sets, name) == OFFPRINT_OK;

        missing += deleted ? 0 : 1;
        statuses->elements[i] =
            status_of(operation, name,
                      deleted ? Z_DeleteStatus_success : Z_DeleteStatus_resultSetDidNotExist);
    }
    response->deleteListStatuses = count > 0 ? statuses : NULL;
    if (missing == 0)
        return Z_DeleteStatus_success;
    return missing == count ? Z_DeleteStatus_resultSetDidNotExist
                            : Z_DeleteStatus_notAllRequestedResultSetsDeleted;
}

Z_APDU *z3950_delete(struct operation *operation, const Z_APDU *apdu)
{
    const Z_DeleteResultSetRequest *request = apdu->u.deleteResultSetRequest;
    Z_APDU *answer = operation_response(operation, Z_APDU_deleteResultSetResponse);
    Z_DeleteResultSetResponse *response = answer->u.deleteResultSetResponse;
    Odr_int status;

    response->referenceId = request->referenceId;
    switch (*request->deleteFunction) {
    case Z_DeleteResultSetRequest_all:
        result_sets_finish(&operation->association->sets);
        status = Z_DeleteStatus_success;
        break;
    case Z_DeleteResultSetRequest_list:
        status = delete_list(response, operation, request);
        break;
    default:
        status = Z_DeleteStatus_systemProblemAtTarget;
        response->deleteMessage =
            odr_strdup(operation->odr, "the delete function is 0 (list) or 1 (all)");
    }
    *response->deleteOperationStatus = status;
    log_debug("z3950", "%s: Delete: status %lld", operation->association->peer, (long long)status);
    return answer;
}

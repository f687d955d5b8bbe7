/* Close (Z39.50 3.2.11): answered in kind, or sent when there is no going on. */
#include "base/log.h"
#include "z3950/association.h"
#include "z3950/operation.h"

static Z_APDU *make(struct operation *operation, Z_ReferenceId *reference, int reason,
                    const char *text)
{
    Z_APDU *answer = operation_response(operation, Z_APDU_close);
    Z_Close *response = answer->u.close;

    response->referenceId = reference;
    *response->closeReason = reason;
    response->diagnosticInformation = odr_strdup_null(operation->odr, text);
    return answer;
}

Z_APDU *z3950_end(struct operation *operation, int reason, const char *text)
{
    const struct association *association = operation->association;

    operation->ends = true;
    log_debug("z3950", "%s: closing: %s", association->peer, text);
    if (association->open && association->version < 3)
        return NULL;
    return make(operation, NULL, reason, text);
}

Z_APDU *z3950_close(struct operation *operation, const Z_APDU *request)
{
    operation->ends = true;
    log_debug("z3950", "%s: Close", operation->association->peer);
    return make(operation, request->u.close->referenceId, Z_Close_finished, NULL);
}

/* Sort (Z39.50 3.2.7.1), which is not offered: refused, and the sets stay as they are. */
#include <yaz/oid_util.h>

#include "z3950/diagnostics.h"
#include "z3950/operation.h"

/* What the first key asks to sort by: a field's name, or an attribute as type=value. */
static void describe(char *text, size_t size, const Z_SortRequest *request)
{
    const Z_SortElement *element;
    const Z_SortKey *key;
    const Z_AttributeElement *first;

    text[0] = '\0';
    if (request->sortSequence->num_specs < 1)
        return;
    element = request->sortSequence->specs[0]->sortElement;
    if (element->which != Z_SortElement_generic)
        return;
    key = element->u.generic;
    if (key->which == Z_SortKey_sortField)
        snprintf(text, size, "%s", key->u.sortField);
    if (key->which != Z_SortKey_sortAttributes || key->u.sortAttributes->list->num_attributes < 1)
        return;
    first = key->u.sortAttributes->list->attributes[0];
    if (first->which == Z_AttributeValue_numeric)
        snprintf(text, size, "%lld=%lld", (long long)*first->attributeType,
                 (long long)*first->value.numeric);
}

Z_APDU *z3950_sort(struct operation *operation, const Z_APDU *apdu)
{
    const Z_SortRequest *request = apdu->u.sortRequest;
    Z_APDU *answer = operation_response(operation, Z_APDU_sortResponse);
    Z_SortResponse *response = answer->u.sortResponse;
    struct diag diag = {0};
    char key[160];

    describe(key, sizeof key, request);
    diag_refuse(&diag, OFFPRINT_SORT, key, "result sets are not sorted here");
    response->referenceId = request->referenceId;
    *response->sortStatus = Z_SortResponse_failure;
    response->resultSetStatus = operation_int(operation, Z_SortResponse_unchanged);
    response->num_diagnostics = 1;
    response->diagnostics = odr_malloc(operation->odr, sizeof(Z_DiagRec *));
    response->diagnostics[0] = diagnostics_record(operation, &diag);
    return answer;
}

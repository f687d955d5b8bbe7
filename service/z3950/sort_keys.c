#include "z3950/sort_keys.h"

#include <stdio.h>

#include <offprint/access_points.h>

#include "query/rpn.h"
#include "query/sort.h"
#include "z3950/diagnostics.h"

static int refuse_number(struct diag *diag, int status, Odr_int value, const char *reason)
{
    char digits[24];

    snprintf(digits, sizeof digits, "%lld", (long long)value);
    return diag_refuse(diag, status, digits, "%s", reason);
}

static int read_element(struct sort_key *key, const struct access_points *table,
                        const Z_SortElement *element, struct diag *diag)
{
    struct clause field = {.index = {NULL, 0}};

    if (element->which != Z_SortElement_generic)
        return diag_refuse(diag, Z3950_SORT_DATABASE_SPECIFIC,
                           element->u.databaseSpecific->num > 0
                               ? element->u.databaseSpecific->elements[0]->databaseName
                               : NULL,
                           "keys for single databases are not offered");
    switch (element->u.generic->which) {
    case Z_SortKey_sortField:
        field.index = slice_of(element->u.generic->u.sortField);
        return sort_name_find(&key->access_point, table, &field, diag);
    case Z_SortKey_sortAttributes:
        return query_from_sort_attributes(&key->access_point, table,
                                          element->u.generic->u.sortAttributes, diag);
    default:
        return diag_refuse(diag, OFFPRINT_SORT, "elementSpec",
                           "sorting by an element specification is not offered");
    }
}

static int read_relation(struct sort_key *key, const Z_SortKeySpec *spec, struct diag *diag)
{
    if (*spec->sortRelation != Z_SortKeySpec_ascending &&
        *spec->sortRelation != Z_SortKeySpec_descending)
        return refuse_number(diag, OFFPRINT_SORT_RELATION, *spec->sortRelation,
                             "a sort key is ascending (0) or descending (1)");
    key->descending = *spec->sortRelation == Z_SortKeySpec_descending;
    return OFFPRINT_OK;
}

/* Words are sorted folded; what is written in digits has no case that could count. */
static int check_case(const struct sort_key *key, const Z_SortKeySpec *spec, struct diag *diag)
{
    bool text = key->access_point != NULL && key->access_point->kind == ACCESS_TEXT;

    if (*spec->caseSensitivity == Z_SortKeySpec_caseInsensitive ||
        (*spec->caseSensitivity == Z_SortKeySpec_caseSensitive && !text))
        return OFFPRINT_OK;
    return refuse_number(diag, OFFPRINT_SORT_CASE, *spec->caseSensitivity,
                         "keys of words are sorted whatever the case (1)");
}

/*
 * Null leaves it to the server where such records stand: last. YAZ sets `which` only where there
 * is an action, and the pointer in any case.
 */
static int read_missing(struct sort_key *key, const Z_SortKeySpec *spec, struct diag *diag)
{
    if (spec->u.null == NULL)
        return OFFPRINT_OK;
    switch (spec->which) {
    case Z_SortKeySpec_null:
        return OFFPRINT_OK;
    case Z_SortKeySpec_abort:
        key->missing = SORT_MISSING_FAIL;
        return OFFPRINT_OK;
    case Z_SortKeySpec_missingValueData:
        key->missing = SORT_MISSING_VALUE;
        key->value = slice_make((const char *)spec->u.missingValueData->buf,
                                (size_t)spec->u.missingValueData->len);
        return OFFPRINT_OK;
    default:
        return refuse_number(diag, Z3950_SORT_ILLEGAL_MISSING, spec->which,
                             "not an action for missing values");
    }
}

static int read_key(struct sort_order *order, const struct access_points *table,
                    const Z_SortKeySpec *spec, struct diag *diag)
{
    struct sort_key key = {.descending = false};
    int status = read_element(&key, table, spec->sortElement, diag);

    if (status < 0 || (status = read_relation(&key, spec, diag)) < 0 ||
        (status = check_case(&key, spec, diag)) < 0 ||
        (status = read_missing(&key, spec, diag)) < 0)
        return status;
    return sort_order_add(order, &key, diag);
}

int sort_keys_read(struct sort_order *order, const struct access_points *table,
                   const Z_SortKeySpecList *sent, struct diag *diag)
{
    int status = OFFPRINT_OK;

    if (sent->num_specs < 1)
        return diag_set(diag, Z3950_SORT_ILLEGAL, "there are no keys to sort by");
    for (int i = 0; i < sent->num_specs && status == OFFPRINT_OK; i++)
        status = read_key(order, table, sent->specs[i], diag);
    return status;
}

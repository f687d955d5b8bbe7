/* One key of a CQL "sortby": its index, and its modifiers of context set sort. */
#include <offprint/arena.h>

#include "query/masks.h"
#include "query/names.h"
#include "query/sort.h"
#include "query/tree.h"

enum sort_modifier {
    MODIFIER_ASCENDING,
    MODIFIER_DESCENDING,
    MODIFIER_FOLDED,  /* what is always so */
    MODIFIER_EXACTLY, /* what never is */
    MODIFIER_MISSING_LOW,
    MODIFIER_MISSING_HIGH,
    MODIFIER_MISSING_OMIT,
    MODIFIER_MISSING_FAIL,
    MODIFIER_MISSING_VALUE,
};

static const struct {
    const char *name;
    enum sort_modifier means;
} modifiers[] = {
    {"ascending", MODIFIER_ASCENDING},        {"descending", MODIFIER_DESCENDING},
    {"ignoreCase", MODIFIER_FOLDED},          {"ignoreAccents", MODIFIER_FOLDED},
    {"respectCase", MODIFIER_EXACTLY},        {"respectAccents", MODIFIER_EXACTLY},
    {"missingLow", MODIFIER_MISSING_LOW},     {"missingHigh", MODIFIER_MISSING_HIGH},
    {"missingOmit", MODIFIER_MISSING_OMIT},   {"missingFail", MODIFIER_MISSING_FAIL},
    {"missingValue", MODIFIER_MISSING_VALUE},
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* What the modifiers of one key say; each thing once. */
struct manner {
    const struct modifier *direction, *missing;
    enum sort_modifier ascending_or_not, missing_how;
};

static int refuse(const struct modifier *modifier, int status, const char *reason,
                  struct diag *diag)
{
    return query_refuse(diag, status, modifier->name, "%s", reason);
}

static int find_modifier(enum sort_modifier *means, const struct modifier *modifier,
                         const struct prefix *prefixes, struct diag *diag)
{
    struct slice name = modifier->name;
    size_t i = 0, count = names_in_sort(&name, prefixes) ? COUNT(modifiers) : 0;
    bool valued;

    while (i < count && !names_equal(name, slice_of(modifiers[i].name)))
        i++;
    if (i == count)
        return refuse(modifier, OFFPRINT_RELATION_MODIFIER, "that sort modifier is not offered",
                      diag);
    *means = modifiers[i].means;
    valued = *means == MODIFIER_MISSING_VALUE;
    if (valued && !slice_is(modifier->relation, "="))
        return refuse(modifier, OFFPRINT_RELATION_MODIFIER, "missingValue needs = and a value",
                      diag);
    if (!valued && modifier->relation.length > 0)
        return refuse(modifier, OFFPRINT_RELATION_MODIFIER, "that sort modifier takes no value",
                      diag);
    return OFFPRINT_OK;
}

static int take_modifier(struct manner *manner, const struct modifier *modifier,
                         const struct prefix *prefixes, struct diag *diag)
{
    enum sort_modifier means = MODIFIER_FOLDED;
    int status = find_modifier(&means, modifier, prefixes, diag);

    if (status < 0 || means == MODIFIER_FOLDED)
        return status;
    if (means == MODIFIER_EXACTLY)
        return refuse(modifier, OFFPRINT_SORT_CASE, "sorting knows neither case nor accents", diag);
    if (means == MODIFIER_ASCENDING || means == MODIFIER_DESCENDING) {
        if (manner->direction != NULL)
            return refuse(modifier, OFFPRINT_SORT_RELATION, "a sort key has one direction", diag);
        manner->direction = modifier;
        manner->ascending_or_not = means;
        return OFFPRINT_OK;
    }
    if (manner->missing != NULL)
        return refuse(modifier, OFFPRINT_SORT_MISSING_ACTION,
                      "a sort key says once what counts where its value is missing", diag);
    manner->missing = modifier;
    manner->missing_how = means;
    return OFFPRINT_OK;
}

/* Low is first among ascending values and last among descending ones. */
static int settle_missing(struct sort_key *key, const struct manner *manner,
                          const struct clause_context *context)
{
    struct masked_term value;
    int status;

    if (manner->missing == NULL)
        return OFFPRINT_OK;
    if (key->access_point == NULL)
        return refuse(manner->missing, OFFPRINT_SORT_MISSING_ACTION, "every record has a relevance",
                      context->diag);
    if (manner->missing_how == MODIFIER_MISSING_OMIT)
        key->missing = SORT_MISSING_OMIT;
    else if (manner->missing_how == MODIFIER_MISSING_FAIL)
        key->missing = SORT_MISSING_FAIL;
    else if (manner->missing_how != MODIFIER_MISSING_VALUE)
        key->missing = (manner->missing_how == MODIFIER_MISSING_LOW) == !key->descending
                           ? SORT_MISSING_FIRST
                           : SORT_MISSING_LAST;
    if (manner->missing_how != MODIFIER_MISSING_VALUE)
        return OFFPRINT_OK;
    status =
        masks_read(&value, context->arena, manner->missing->value, MASK_CQL_PLAIN, context->diag);
    key->missing = SORT_MISSING_VALUE;
    key->value = value.value;
    return status;
}

int sort_clause_read(struct sort_order *order, const struct clause_context *context,
                     const struct clause *clause)
{
    struct sort_key key = {0};
    struct manner manner = {0};
    int status = sort_name_find(&key.access_point, context->table, clause, context->diag);

    for (const struct modifier *at = clause->modifiers; at != NULL && status == OFFPRINT_OK;
         at = at->next)
        status = take_modifier(&manner, at, clause->prefixes, context->diag);
    if (status < 0)
        return status;
    key.descending = manner.direction != NULL && manner.ascending_or_not == MODIFIER_DESCENDING;
    /* Relevance is a number: descending is the best first, which goes without saying. */
    if (key.access_point == NULL && manner.direction != NULL)
        key.descending = !key.descending;
    if ((status = settle_missing(&key, &manner, context)) < 0)
        return status;
    return sort_order_add(order, &key, context->diag);
}

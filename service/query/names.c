/* Names in CQL, resolved by prefix maps and the access-point table. */
#include "query/names.h"

#include <string.h>
#include <strings.h>

#include "query/tree.h"

/* Whatever the version behind it: cql-v1.1, cql-v1.2. */
#define CQL_CONTEXT_SET "info:srw/cql-context-set/1/cql-"
#define SORT_CONTEXT_SET "info:srw/cql-context-set/1/sort-"

bool names_equal(struct slice a, struct slice b)
{
    return a.length == b.length && (a.length == 0 || strncasecmp(a.data, b.data, a.length) == 0);
}

/* Splits "dc.title" at its first dot; false, with an empty prefix, where there is none. */
static bool split(struct slice *prefix, struct slice *name, struct slice whole)
{
    const char *dot = whole.length > 0 ? memchr(whole.data, '.', whole.length) : NULL;
    size_t width = dot != NULL ? (size_t)(dot - whole.data) : 0;

    *prefix = slice_part(whole, 0, width);
    *name = dot != NULL ? slice_part(whole, width + 1, whole.length) : whole;
    return dot != NULL;
}

/* The context set that a prefix stands for: as declared, else itself. */
static struct slice resolve(struct slice prefix, const struct prefix *prefixes)
{
    for (const struct prefix *at = prefixes; at != NULL; at = at->outer) {
        if (names_equal(at->name, prefix))
            return at->identifier;
    }
    return prefix;
}

static bool is_cql(struct slice context_set)
{
    return names_equal(context_set, slice_of("cql")) || slice_starts(context_set, CQL_CONTEXT_SET);
}

static bool is_sort(struct slice context_set)
{
    return names_equal(context_set, slice_of("sort")) ||
           slice_starts(context_set, SORT_CONTEXT_SET);
}

bool names_in_cql(struct slice *name, const struct prefix *prefixes)
{
    struct slice prefix, rest;

    if (!split(&prefix, &rest, *name))
        return true; /* relations without prefix are cql's (CQL 1.2, "Context Sets") */
    *name = rest;
    return is_cql(resolve(prefix, prefixes));
}

bool names_in_sort(struct slice *name, const struct prefix *prefixes)
{
    struct slice prefix, rest;

    if (!split(&prefix, &rest, *name))
        return true;
    *name = rest;
    return is_sort(resolve(prefix, prefixes));
}

/* Indexes of context set cql that mean the same whatever the table says. */
static bool find_builtin(enum index_meaning *meaning, const struct access_point **access_point,
                         const struct access_points *table, struct slice name)
{
    static const char *const any[] = {"serverChoice", "anywhere", "keywords", "anyIndexes",
                                      "allIndexes"};

    if (names_equal(name, slice_of("allRecords"))) {
        *meaning = INDEX_ALL_RECORDS;
        return true;
    }
    if (names_equal(name, slice_of("resultSetId"))) {
        *meaning = INDEX_RESULT_SET;
        return true;
    }
    for (size_t i = 0; i < sizeof any / sizeof any[0]; i++) {
        if (names_equal(name, slice_of(any[i])))
            *access_point = access_point_by_use(table, BIB1_USE_ANY);
    }
    return *access_point != NULL;
}

/* A name without prefix, where no default context set was declared. */
static bool find_bare(enum index_meaning *meaning, const struct access_point **access_point,
                      const struct access_points *table, struct slice name)
{
    size_t count;
    const struct context_set *sets = access_points_context_sets(table, &count);

    *access_point = access_point_by_name(table, name);
    for (size_t i = 0; i < count && *access_point == NULL; i++)
        *access_point = access_point_by_cql(table, slice_of(sets[i].name), name);
    return *access_point != NULL || find_builtin(meaning, access_point, table, name);
}

static bool find_in_set(enum index_meaning *meaning, const struct access_point **access_point,
                        const struct access_points *table, struct slice context_set,
                        struct slice name)
{
    bool cql = is_cql(context_set);

    *access_point = access_point_by_cql(table, cql ? slice_of("cql") : context_set, name);
    return *access_point != NULL || (cql && find_builtin(meaning, access_point, table, name));
}

int names_find_index(enum index_meaning *meaning, const struct access_point **access_point,
                     const struct access_points *table, const struct clause *clause,
                     struct diag *diag)
{
    struct slice prefix, name, context_set;
    bool prefixed = split(&prefix, &name, clause->index), found;

    *meaning = INDEX_ACCESS_POINT;
    *access_point = NULL;
    if (clause->index.length == 0) {
        if (find_builtin(meaning, access_point, table, slice_of("serverChoice")))
            return OFFPRINT_OK;
        return diag_set(diag, OFFPRINT_ACCESS_POINT_MISSING,
                        "the term has no index, and there is no default");
    }
    context_set = resolve(prefix, clause->prefixes);
    if (!prefixed && context_set.length == 0) {
        found = find_bare(meaning, access_point, table, name);
    } else {
        if (!is_cql(context_set) && context_set_find(table, context_set) == NULL)
            return query_refuse(diag, OFFPRINT_ATTRIBUTE_SET, context_set,
                                "that context set is not known");
        found = find_in_set(meaning, access_point, table, context_set, name);
    }
    return found
               ? OFFPRINT_OK
               : query_refuse(diag, OFFPRINT_ACCESS_POINT, clause->index, "no index has that name");
}

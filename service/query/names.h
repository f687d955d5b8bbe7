/* Names in CQL: indexes, relations and modifiers, with the context sets they come from. */
#ifndef OFFPRINT_QUERY_NAMES_H
#define OFFPRINT_QUERY_NAMES_H

#include <stdbool.h>

#include <offprint/access_points.h>

#include "query/clause.h"

enum index_meaning {
    INDEX_ACCESS_POINT,
    INDEX_ALL_RECORDS,
    INDEX_RESULT_SET,
};

/* Names in CQL have no case. */
bool names_equal(struct slice a, struct slice b);

/*
 * The index of a clause. A name without prefix is looked up under the declared default context
 * set, else as one of our own names ("title"), else in each context set in turn.
 * OFFPRINT_ATTRIBUTE_SET for an unknown context set, OFFPRINT_ACCESS_POINT for an unknown index,
 * OFFPRINT_ACCESS_POINT_MISSING where none is named and the table has no default.
 */
int names_find_index(enum index_meaning *meaning, const struct access_point **access_point,
                     const struct access_points *table, const struct clause *clause,
                     struct diag *diag);

/* Is a relation's or modifier's name one of context set cql? Takes the prefix off it. */
bool names_in_cql(struct slice *name, const struct prefix *prefixes);
/* The same for the modifiers of a sort key and context set sort. */
bool names_in_sort(struct slice *name, const struct prefix *prefixes);

#endif

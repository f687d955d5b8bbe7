/* Sort keys: names and modifiers as CQL and lists write them, values as columns hold them. */
#ifndef OFFPRINT_QUERY_SORT_H
#define OFFPRINT_QUERY_SORT_H

#include <offprint/query.h>

#include "query/clause.h"

/*
 * One key of a CQL "sortby": the clause's index and modifiers (context set sort 1.0). ascending,
 * descending, ignoreCase, ignoreAccents, missingLow, missingHigh, missingOmit, missingFail and
 * missingValue= are honoured; all others are refused.
 */
int sort_clause_read(struct sort_order *order, const struct clause_context *context,
                     const struct clause *clause);

/*
 * The access point that a key names: NULL with OFFPRINT_OK for "relevance". OFFPRINT_SORT for one
 * that does not sort, else as names_find_index.
 */
int sort_name_find(const struct access_point **access_point, const struct access_points *table,
                   const struct clause *clause, struct diag *diag);

/* Appends the sort value that a record would have whose field said `value`. */
void sort_value_add(struct buffer *out, const struct access_point *access_point,
                    struct slice value);

#endif

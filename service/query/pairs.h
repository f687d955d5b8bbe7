/* Phrases by their pairs: which records can have the words of a term side by side. */
#ifndef OFFPRINT_QUERY_PAIRS_H
#define OFFPRINT_QUERY_PAIRS_H

#include "query/patterns.h"
#include "query/plan.h"
#include "query/tree.h"

/*
 * Fills in `plan->needs` once the words are looked up: each of them, or in their place the pairs
 * (index_add_pair) that the index has of neighbours in a sequence. `patterns` are the words as they
 * were asked for.
 */
int pairs_plan_needs(struct plan_term *plan, struct engine *engine,
                     const struct member_list *members, const struct pattern_list *patterns);

#endif

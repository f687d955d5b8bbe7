/* How many records a part of a query finds, about: what an AND has to know, to begin with the
 * least. */
#ifndef OFFPRINT_QUERY_ESTIMATE_H
#define OFFPRINT_QUERY_ESTIMATE_H

#include "query/plan.h"

/* Fills in need->estimate, the first time. */
int estimate_need(struct plan_need *need, struct engine *engine);

/* UINT64_MAX for what has no bound. */
int estimate_plan(uint64_t *estimate, const struct plan *plan, struct engine *engine);

#endif

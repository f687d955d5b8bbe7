/* From what was asked to term numbers: exact terms, prefixes, masks and ranges in the index. */
#ifndef OFFPRINT_QUERY_EXPAND_H
#define OFFPRINT_QUERY_EXPAND_H

#include "index/index.h"
#include "query/engine.h"

/* Longer terms are cut in the index, so that no more of what stands before a mask can be found. */
#define EXPAND_PREFIX_MAX 400

/* Adds the one term that is exactly that, if any record ever had it. */
int expand_exact(struct numbers *numbers, struct engine *engine,
                 const struct access_point *access_point, enum term_kind kind, struct slice term);

/*
 * Adds the terms that a pattern (patterns.h) matches; without masks, the exact one.
 * OFFPRINT_TRUNCATION where more than EXPAND_PREFIX_MAX bytes stand before the first mask.
 */
int expand_pattern(struct numbers *numbers, struct engine *engine,
                   const struct access_point *access_point, enum term_kind kind,
                   struct slice pattern);

/* Adds the terms from `from` on (empty: the first) and before `until` (empty: to the last). */
int expand_range(struct numbers *numbers, struct engine *engine,
                 const struct access_point *access_point, enum term_kind kind, struct slice from,
                 struct slice until);

#endif

/* Words where they stand: sequences and proximity, read from forward lists. */
#ifndef OFFPRINT_QUERY_PHRASE_H
#define OFFPRINT_QUERY_PHRASE_H

#include "query/plan.h"

/* Does answering the words of this term need their places, or only their records? */
bool phrase_needs_places(const struct plan_term *term);

/* Takes out of `docs` the records in which the words do not stand as the term says. */
int phrase_filter(struct docset *docs, const struct plan_term *term, struct engine *engine);

/* Takes out of `docs`, which have the words of both, the records that proximity does not allow. */
int proximity_filter(struct docset *docs, const struct plan_term *left,
                     const struct plan_term *right, const struct query_proximity *proximity,
                     struct engine *engine);

#endif

/* Keys of the index (identifiers, codes, dates) that answer a term. */
#ifndef OFFPRINT_QUERY_KEYS_H
#define OFFPRINT_QUERY_KEYS_H

#include "query/engine.h"

struct access_point;

/*
 * Adds the keys of `access_point` (not a union, not of words) that the term's value, relation and
 * truncation ask for. A value that it cannot have equals none, and differs from all: in a union,
 * others may have it.
 */
int keys_find(struct numbers *numbers, struct engine *engine,
              const struct access_point *access_point, const struct query_term *term);

#endif

/* Sorts a batch's terms by their keys. */
#ifndef OFFPRINT_INDEX_TERM_SORT_H
#define OFFPRINT_INDEX_TERM_SORT_H

#include <stddef.h>

#include "base/radix.h"

/*
 * By the bytes of their keys: the items are of struct pending_term. `room` has space for as many;
 * what `order` says is changed.
 */
void term_sort_keys(struct radix_item *terms, size_t count, struct radix_item *room);

#endif

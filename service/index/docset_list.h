/* Docids in order, each once, in an array: what a set is while it is small. */
#ifndef OFFPRINT_INDEX_DOCSET_LIST_H
#define OFFPRINT_INDEX_DOCSET_LIST_H

#include <stddef.h>
#include <stdint.h>

/* Borrowed. */
struct docid_list {
    const uint32_t *docids;
    size_t count;
};

/* How many of them are less than `docid`. */
size_t docid_list_below(struct docid_list list, uint32_t docid);

/*
 * Each writes a list to `out` and returns how many there are. `out` has room for all of `a`, and
 * may be `a` itself; of the union it is another array, with room for both.
 */
size_t docid_list_and(uint32_t *out, struct docid_list a, struct docid_list b);
size_t docid_list_not(uint32_t *out, struct docid_list a, struct docid_list b);
size_t docid_list_or(uint32_t *out, struct docid_list a, struct docid_list b);

/*
 * The docids of `list`, which all have the upper 16 bits of `base`, whose lower ones are among the
 * `count` values, at least one. Unless these are in order, not all that should be found are.
 */
size_t docid_list_and_values(uint32_t *out, struct docid_list list, const uint16_t *values,
                             size_t count);

#endif

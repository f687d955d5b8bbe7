/* Large arrays of the import: they grow without being copied, and in huge pages where there are. */
#ifndef OFFPRINT_INDEX_LARGE_H
#define OFFPRINT_INDEX_LARGE_H

#include <stddef.h>

/*
 * Zeros is an empty one. Bytes that were never written are zeros. Aborts where memory has run
 * out, as base/memory.h does.
 */
struct large {
    void *data;
    size_t size; /* bytes there is room for */
};

/* Makes room for `size` bytes at least; more than doubles nothing. Returns large->data, perhaps
 * moved. */
void *large_reserve(struct large *large, size_t size);
void large_finish(struct large *large);

#endif

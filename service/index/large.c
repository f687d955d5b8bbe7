#define _GNU_SOURCE /* mremap */
#include "index/large.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#define SIZE_FIRST ((size_t)64 << 10)
#define PAGE ((size_t)4096)

/* Half as much again each time: an import's arrays together are bounded by --memory. */
static size_t next_size(size_t size, size_t needed)
{
    size_t next = size == 0 ? SIZE_FIRST : size + size / 2;

    if (needed > SIZE_MAX / 4)
        abort();
    if (next < needed)
        next = needed;
    return (next + PAGE - 1) & ~(PAGE - 1);
}

void *large_reserve(struct large *large, size_t size)
{
    size_t next;
    void *data;

    if (size <= large->size)
        return large->data;
    next = next_size(large->size, size);
    if (large->data == NULL)
        data = mmap(NULL, next, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    else
        data = mremap(large->data, large->size, next, MREMAP_MAYMOVE);
    if (data == MAP_FAILED)
        abort();
    /* Terms are looked up all over the place: with small pages, each would miss the TLB. A kernel
     * without huge pages refuses, and that is as well. */
    madvise(data, next, MADV_HUGEPAGE);
    large->data = data;
    large->size = next;
    return data;
}

void large_finish(struct large *large)
{
    if (large->data != NULL)
        munmap(large->data, large->size);
    *large = (struct large){NULL, 0};
}

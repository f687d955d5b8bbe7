/* The docids of many terms, put together in any order: bits, a page for each 65,536 docids. */
#ifndef OFFPRINT_INDEX_DOCSET_PAGES_H
#define OFFPRINT_INDEX_DOCSET_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>

struct buffer;
struct container;
struct docset_page;

/* Zeroed to begin with. Memory is a bit a docid of the pages that are touched. */
struct docset_pages {
    struct docset_page **pages; /* by the docid's upper 16 bits; NULL where there is none */
    size_t page_count;
    uint64_t count; /* of docids, each once */
};

void docset_pages_finish(struct docset_pages *pages);

void docset_pages_add(struct docset_pages *pages, const uint32_t *docids, size_t count);
void docset_pages_add_container(struct docset_pages *pages, const struct container *container);

/* Writes all docids, in order; `docids` has room for one more than `count`. */
void docset_pages_list(const struct docset_pages *pages, uint32_t *docids);
/* Appends them as bytes that docset_read takes. */
void docset_pages_write(struct buffer *out, const struct docset_pages *pages);

#endif

/* What a record is found by: its terms, in the order of its forward list, and its sort values. */
#ifndef OFFPRINT_INDEX_EXTRACT_H
#define OFFPRINT_INDEX_EXTRACT_H

#include <stddef.h>
#include <stdint.h>

#include <offprint/buffer.h>

#include "index/access_table.h"
#include "index/index.h"

/* A term, or where `length` is 0 the mark FORWARD_FIELD_BREAK or FORWARD_SUBFIELD_BREAK. */
struct index_entry {
    uint32_t offset; /* of the term's key in `keys`; or the mark */
    uint32_t length;
};

struct extract_scratch;

/*
 * One record's entries. Nothing in it points outside, so that one thread can extract while
 * another writes what was extracted before.
 */
struct index_entries {
    struct buffer keys; /* access point, kind, term; one after another */
    struct index_entry *entries;
    size_t count, capacity;
    /* Sort prefixes by the table's columns: 8 bytes, big-endian; 0 for none. */
    uint64_t sorts[SORT_COLUMNS_MAX];
    struct extract_scratch *scratch;
};

void index_entries_init(struct index_entries *entries);
void index_entries_finish(struct index_entries *entries);

/* Replaces what `entries` held by what `document` is found by. Never fails. */
void index_extract(struct index_entries *entries, const struct access_points *table,
                   const struct index_document *document);

#endif

/* What a record is found by: its terms, in the order of its forward list, and its sort values. */
#ifndef OFFPRINT_INDEX_EXTRACT_H
#define OFFPRINT_INDEX_EXTRACT_H

#include <stddef.h>
#include <stdint.h>

#include <offprint/buffer.h>

#include "index/access_table.h"
#include "index/index.h"

/* A term, or where `length` is 0 the mark FORWARD_FIELD_BREAK or FORWARD_SUBFIELD_BREAK. The last
 * mark ends the words: what follows it are headings, pairs and keys. */
struct index_entry {
    uint32_t offset; /* of the term's key in `keys`; or the mark */
    uint32_t length;
    uint32_t hash; /* of the key, with a seed of this process: never on disk */
};

struct extract_scratch;

/* One record's entries. Nothing in it points into the record or the table. */
struct index_entries {
    struct buffer keys; /* access point, kind, term; one after another */
    struct index_entry *entries;
    size_t count, capacity;
    /* Sort prefixes by the table's columns: 8 bytes, big-endian; 0 for none. */
    uint64_t sorts[SORT_COLUMNS_MAX];
    uint8_t ranks[SORT_COLUMNS_MAX]; /* in the table, of those found; 0 for none */
    struct extract_scratch *scratch; /* NULL in a copy */
};

void index_entries_init(struct index_entries *entries);
void index_entries_finish(struct index_entries *entries);

/* Replaces what `entries` held by what the record and its id say. Never fails. */
void index_extract_record(struct index_entries *entries, const struct access_points *table,
                          const struct marc_record *record, struct slice id);
/* Replaces it by what only the catalogue knows of the document: collection and dates. */
void index_extract_own(struct index_entries *entries, const struct access_points *table,
                       const struct index_document *document);
/* Both, one behind the other: what `document` is found by, in the order of its forward list. */
void index_extract(struct index_entries *entries, const struct access_points *table,
                   const struct index_document *document);

/*
 * Only the sort values of `document`, in full, into `values`: one buffer a column of the table, of
 * which those that `wanted` has a bit for are replaced; empty where the document has none.
 */
void index_extract_sort(struct index_entries *entries, const struct access_points *table,
                        const struct index_document *document, uint32_t wanted,
                        struct buffer *values);

#endif

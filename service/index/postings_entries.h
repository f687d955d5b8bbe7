/*
 * What a writer of postings does with the store's entries. What is known of a term is changed in
 * its block, and blocks are kept open for the next of their terms: those of a batch come in the
 * order of their keys, which is that of the numbers that an earlier batch gave. With one open for
 * each of so many earlier batches, most are written once.
 */
#ifndef OFFPRINT_INDEX_POSTINGS_ENTRIES_H
#define OFFPRINT_INDEX_POSTINGS_ENTRIES_H

#include "index/postings.h"

struct open_block {
    bool any; /* is it of use? */
    bool changed;
    uint32_t first; /* number of its first term */
    struct postings_block block;
};

/* The block of a term; until the next is opened, who changes it says so in `changed`. */
int postings_open_block(struct postings_writer *writer, uint32_t term, struct open_block **opened);

int postings_put(struct postings_writer *writer, const uint8_t *key, size_t key_size,
                 struct slice value);
/* 1 and `*value`, or 0. */
int postings_get(struct postings_writer *writer, const uint8_t *key, size_t key_size,
                 struct slice *value);
/* Deletes what postings_get has found. */
int postings_delete_found(struct postings_writer *writer);
/* Deletes an entry that may be there. */
int postings_delete(struct postings_writer *writer, const uint8_t *key, size_t key_size);

#endif

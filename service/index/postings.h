/* Postings: which records have a term, as they stand in the store. */
#ifndef OFFPRINT_INDEX_POSTINGS_H
#define OFFPRINT_INDEX_POSTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lmdb.h>

#include <offprint/buffer.h>
#include <offprint/slice.h>
#include <offprint/status.h>

struct docset;
struct store_transaction;

/* Up to so many docids stand with the count; more stand in chunks of 65,536 docids. */
#define POSTINGS_INLINE_MAX 32
/* Chunks become inline again only from here down, so that a term on the edge does not flap. */
#define POSTINGS_INLINE_AGAIN 24

#define POSTINGS_KEY_SIZE 4
#define POSTINGS_CHUNK_KEY_SIZE 6

/* A term's entry: the count, and the docids where they stand with it. */
struct postings {
    uint32_t count;
    bool chunked;
    uint32_t docids[POSTINGS_INLINE_MAX]; /* `count` of them where not `chunked`, in order */
};

/* OFFPRINT_CORRUPT where the bytes contradict themselves. */
int postings_decode(struct postings *postings, uint32_t term, struct slice bytes,
                    struct diag *diag);
/* The docid of a chunk's key, shifted: true where `key` is a chunk of `term`. */
bool postings_chunk_of(const MDB_val *key, uint32_t term, uint16_t *chunk);

/* Writes postings, term by term. */
struct postings_writer {
    MDB_cursor *cursor; /* over STORE_POSTS */
    struct buffer bytes;
    struct docset *chunk;
    uint32_t *merged;
    size_t merged_capacity;
};

int postings_writer_open(struct postings_writer *writer, struct store_transaction *transaction,
                         struct diag *diag);
void postings_writer_close(struct postings_writer *writer);

/*
 * Adds and removes records of one term. Both lists are in order, without repeats, and have
 * nothing in common; what is there already, or is not there, does no harm. `append` says that no
 * entry of this or a later term exists.
 */
int postings_update(struct postings_writer *writer, uint32_t term, const uint32_t *added,
                    size_t added_count, const uint32_t *removed, size_t removed_count, bool append,
                    struct diag *diag);

#endif

/*
 * Postings: which records have a term, as they stand in the store. What is known of a term stands
 * in its block (postings_block.h), with up to 8 docids; with more, they stand in a list of its own,
 * and with more than 512 in chunks of 65,536 docids each. In the order of the store's keys a block
 * stands before the lists and chunks of its terms.
 */
#ifndef OFFPRINT_INDEX_POSTINGS_H
#define OFFPRINT_INDEX_POSTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lmdb.h>

#include <offprint/buffer.h>
#include <offprint/slice.h>
#include <offprint/status.h>

#include "index/postings_block.h"

struct docset;
struct store_transaction;

/* --- keys -------------------------------------------------------------------------------------
 */

#define POSTINGS_BLOCK_KEY_SIZE 4 /* the number of the block's first term */
#define POSTINGS_LIST_KEY_SIZE 5  /* the term's, and 0 */
#define POSTINGS_CHUNK_KEY_SIZE 6 /* the term's, and its docids' upper 16 bits */

/* An entry's key; returns its size. */
size_t postings_block_key(uint8_t key[POSTINGS_CHUNK_KEY_SIZE], uint32_t block);
size_t postings_list_key(uint8_t key[POSTINGS_CHUNK_KEY_SIZE], uint32_t term);
size_t postings_chunk_key(uint8_t key[POSTINGS_CHUNK_KEY_SIZE], uint32_t term, uint16_t chunk);

/* Is it the key of the term's list? */
bool postings_list_of(const MDB_val *key, uint32_t term);
/* The docid of a chunk's key, shifted: true where `key` is a chunk of `term`. */
bool postings_chunk_of(const MDB_val *key, uint32_t term, uint16_t *chunk);

/* --- reading ------------------------------------------------------------------------------------
 */

/* Reads postings, quickest where their terms come in order. Until it is closed, the transaction
 * writes none. */
struct postings_reader {
    MDB_cursor *cursor; /* over STORE_POSTS */
    struct diag *diag;
    bool any;       /* is there a block at hand? */
    uint32_t block; /* which */
    struct postings_view view;
    uint32_t docids[POSTINGS_LIST_MAX];
};

/* `diag` is borrowed. */
int postings_reader_open(struct postings_reader *reader, struct store_transaction *transaction,
                         struct diag *diag);
void postings_reader_close(struct postings_reader *reader);

/* A term's. */
struct postings {
    uint32_t count;
    uint32_t *docids; /* `count` of them, in order, the reader's; NULL: they stand in chunks */
};

/* 1, or 0 where no record has the term. OFFPRINT_CORRUPT where the bytes contradict themselves. */
int postings_find(struct postings_reader *reader, uint32_t term, struct postings *postings);
/* The first record that has the term: 1, or 0. */
int postings_first(struct postings_reader *reader, uint32_t term, uint32_t *docid);

/* What is said of those that contradict themselves. */
int postings_malformed(uint32_t term, struct diag *diag);
int postings_miscounted(uint32_t term, struct diag *diag);

/* --- writing ------------------------------------------------------------------------------------
 */

/* A chunk becomes a list, and a list goes to its block, only from here down: so a term on the edge
 * does not flap. */
#define POSTINGS_LIST_AGAIN 400u
#define POSTINGS_HERE_AGAIN 6u

struct open_block;

/* Changes postings, term by term. */
struct postings_writer {
    MDB_cursor *cursor; /* over STORE_POSTS */
    struct diag *diag;
    struct open_block *blocks; /* that may differ from the store's */
    unsigned next;             /* that makes room for another */
    struct buffer bytes;
    struct docset *chunk;
    uint32_t *merged;
    size_t merged_capacity;
};

/* `diag` is borrowed. */
int postings_writer_open(struct postings_writer *writer, struct store_transaction *transaction,
                         struct diag *diag);
/* Writes what is open still. Without it, the last changes are lost. */
int postings_writer_flush(struct postings_writer *writer);
void postings_writer_close(struct postings_writer *writer);

/* Records of one term: both lists are in order, without repeats, and have nothing in common. */
struct postings_change {
    const uint32_t *added, *removed;
    size_t added_count, removed_count;
};

/* Adds and removes them; what is there already, or is not there, does no harm. */
int postings_update(struct postings_writer *writer, uint32_t term,
                    const struct postings_change *change);

#endif

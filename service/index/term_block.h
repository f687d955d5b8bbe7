/*
 * Terms in blocks: what an entry of the store's terms holds. Keys that stand side by side begin
 * alike, so each says how much of the one before it goes on with:
 *
 *   u32 number of the first term | length | key
 *   then for each further one    | zigzag(number - number before - 1) | shared | rest | bytes
 *
 * The lengths and the zigzag number are varints. New terms have numbers in a row: a byte says that.
 */
#ifndef OFFPRINT_INDEX_TERM_BLOCK_H
#define OFFPRINT_INDEX_TERM_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>

#include "index/keys.h"

/* A term's key: access point, kind, term. */
#define TERM_KEY_MIN 2
#define TERM_KEY_MAX (2 + TERM_MAX)

/* A block has no more terms and bytes than this: with its key it stands in a page with others. */
#define TERM_BLOCK_TERMS 24
#define TERM_BLOCK_BYTES 800

/* --- writing ---------------------------------------------------------------------------------- */

struct term_block_writer {
    uint8_t *start, *at;
    size_t count;
    uint32_t number; /* of the last term */
};

/* The block will stand at `start`, where TERM_BLOCK_BYTES have room. */
void term_block_open(struct term_block_writer *writer, uint8_t *start);
/*
 * Adds a term behind the last. `shared` is how many bytes its key shares with that one's: all that
 * it does. False where the block is full; then nothing has changed. A first one has always room.
 */
bool term_block_add(struct term_block_writer *writer, struct slice key, size_t shared,
                    uint32_t number);
/* Gives a block other numbers: the first is `number`, the others go with it. */
void term_block_renumber(uint8_t *start, uint32_t number);

static inline struct slice term_block_bytes(const struct term_block_writer *writer)
{
    return slice_make((const char *)writer->start, (size_t)(writer->at - writer->start));
}

/* How many bytes two keys share. */
size_t term_shared_length(struct slice a, struct slice b);
/* Below 0 where `a` stands before `b`, above where behind it. */
int term_compare(struct slice a, struct slice b);

/* --- reading; of bytes that may be anything -----------------------------------------------------
 */

struct term_block_reader {
    const uint8_t *at, *end; /* borrowed */
    size_t count;            /* of terms read */
    uint32_t number;         /* of the one at hand */
    size_t shared;           /* what its key shares with the one before */
    struct slice rest;       /* and how it goes on */
    size_t length;           /* of the whole key */
    bool failed;
};

void term_block_begin(struct term_block_reader *reader, struct slice block);
/* Goes on to the next term; false behind the last, and where `failed`: the block is malformed. */
bool term_block_next(struct term_block_reader *reader);

/* --- whole keys ------------------------------------------------------------------------------- */

/* What is copied at once may be so many bytes more than a key has. */
#define TERM_KEY_SPARE 64
#define TERM_KEY_ROOM (TERM_KEY_MAX + TERM_KEY_SPARE)

/* The terms of a block, one after the other, with their keys. */
struct term_walk {
    struct term_block_reader reader;
    uint8_t key[TERM_KEY_ROOM];
};

static inline struct slice term_walk_key(const struct term_walk *walk)
{
    return slice_make((const char *)walk->key, walk->reader.length);
}

void term_walk_begin(struct term_walk *walk, struct slice block);
/* As term_block_next, which a block fails as well where a key is not behind the one before. */
bool term_walk_next(struct term_walk *walk);
/* Goes from the front on to the first term that is not before `wanted`: false where there is none,
 * and where the reader has failed. */
bool term_walk_seek(struct term_walk *walk, struct slice wanted);

/* The number of the term with that key: 1, 0 where there is none, or -1: the block is malformed. */
int term_block_find(struct slice block, struct slice key, uint32_t *number);

/* --- all of them ------------------------------------------------------------------------------ */

struct listed_term {
    uint32_t number;
    uint16_t offset, length; /* of its key */
};

/* Room for a block and as much again. */
#define TERM_LIST_MAX (2 * TERM_BLOCK_TERMS)

struct term_list {
    size_t count;
    size_t used; /* bytes of keys */
    struct listed_term terms[TERM_LIST_MAX];
    uint8_t keys[TERM_LIST_MAX * TERM_KEY_MAX + TERM_KEY_ROOM];
};

static inline struct slice term_list_key(const struct term_list *list, size_t at)
{
    return slice_make((const char *)list->keys + list->terms[at].offset, list->terms[at].length);
}

/* Adds a term behind the last; there must be room. */
void term_list_add(struct term_list *list, struct slice key, uint32_t number);
/* The terms of a block and no others; false where it is malformed. */
bool term_list_decode(struct term_list *list, struct slice block);

#endif

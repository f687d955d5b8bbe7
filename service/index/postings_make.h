/*
 * Postings of terms that no record had before, made into the entries that the store is to have, in
 * its order: without the store, so that another thread can make them than the one that writes.
 */
#ifndef OFFPRINT_INDEX_POSTINGS_MAKE_H
#define OFFPRINT_INDEX_POSTINGS_MAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/buffer.h>

#include "index/postings.h"

/* What is made: an entry. It is followed by the next, from a multiple of 8 on. */
struct made_entry {
    uint32_t length; /* of the value */
    uint16_t key_size;
    uint8_t key[POSTINGS_CHUNK_KEY_SIZE];
    uint8_t value[];
};

/* The block at hand, with all that its terms have. */
struct postings_maker {
    bool any;       /* is there one? */
    uint32_t first; /* number of its first term */
    struct postings_block block;
    struct buffer apart; /* entries: lists and chunks of its terms */
};

void postings_maker_init(struct postings_maker *maker);
void postings_maker_finish(struct postings_maker *maker);

/* Does the term stand behind the block at hand? Then that has to be taken first. */
bool postings_maker_is_behind(const struct postings_maker *maker, uint32_t term);
/* Docids of the next term, in order, each once: at least one. */
void postings_maker_add(struct postings_maker *maker, uint32_t term, const uint32_t *docids,
                        uint32_t count);

/* How much room the entries of the block at hand may need, in bytes; 0 where there is none. */
size_t postings_maker_size(const struct postings_maker *maker);
/* Moves them to `out`, which is aligned as they are; returns the end. */
uint8_t *postings_maker_take(struct postings_maker *maker, uint8_t *out);

#endif

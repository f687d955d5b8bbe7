/* What an index writer has gathered and not yet written. */
#ifndef OFFPRINT_INDEX_PENDING_H
#define OFFPRINT_INDEX_PENDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/extract.h"
#include "index/index.h"

/*
 * A term of the batch. They stand one after another in a pool, each with its key behind it; the
 * place in units of 4 bytes is how records refer to it.
 */
struct pending_term {
    uint32_t count;  /* documents that have it */
    uint32_t last;   /* gathering: 1 + the document that had it last; inverting: docids so far */
    uint32_t number; /* once it is resolved */
    uint32_t start;  /* once it is inverted: where its docids begin */
    uint16_t length;
    uint8_t key[];
};

/* A document of the batch; of several with one docid the last one counts. */
struct pending_document {
    uint32_t docid;
    bool removed;
    size_t first; /* in `items` */
    uint32_t count;
};

struct pending_slot {
    uint32_t hash;
    uint32_t place; /* 1 + a term's place; 0 is free */
};

struct index_writer {
    const struct access_points *table;
    uint64_t memory;
    uint64_t seed;
    struct index_entries entries; /* of the document being taken in */
    uint32_t *hashes;             /* of its entries */
    size_t hash_capacity;

    uint8_t *pool;
    size_t pool_used, pool_capacity;
    struct pending_slot *slots; /* open addressing; a power of two of them */
    size_t slot_count;
    size_t term_count;

    uint32_t *items; /* marks, and TERM_FIRST + the place of a term */
    size_t item_count, item_capacity;
    struct pending_document *documents;
    size_t document_count, document_capacity;
    uint64_t *sorts; /* as many a document as the table has columns */
    size_t sort_capacity;
};

/* Bytes of a term in the pool. */
static inline size_t pending_term_size(size_t key_length)
{
    return (offsetof(struct pending_term, key) + key_length + 3) & ~(size_t)3;
}

/* The pool is far larger than any cache: what is wanted soon is asked for so many steps before. */
#define PENDING_AHEAD 12

static inline struct pending_term *pending_term_at(const struct index_writer *writer,
                                                   uint32_t place)
{
    return (struct pending_term *)(void *)(writer->pool + (size_t)place * 4);
}

#endif

/* What an index writer has gathered in memory and not yet put into a run: records, inverted. */
#ifndef OFFPRINT_INDEX_PENDING_H
#define OFFPRINT_INDEX_PENDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/extract.h"
#include "index/index.h"
#include "index/large.h"

/*
 * A term that was gathered. They stand one after another in a pool, in the order in which they
 * came, each with its key behind it; its number among them is how documents refer to it.
 */
struct pending_term {
    uint32_t number;
    uint32_t count; /* documents that have it */
    uint32_t last;  /* 1 + the document that had it last */
    uint16_t length;
    uint8_t key[];
};

/* A document; of several with one docid the last one counts. */
struct pending_document {
    uint32_t docid;
    bool removed;
    size_t first; /* in `items` */
    uint32_t count;
};

/* Terms by their hashes: a line of the cache, filled from the front. */
#define BUCKET_TERMS 8

struct pending_bucket {
    uint32_t hashes[BUCKET_TERMS]; /* 0 is free */
    uint32_t places[BUCKET_TERMS]; /* in the pool, in units of 4 bytes */
};

/* Zeros are an empty one. */
struct pending {
    size_t columns; /* sort values a document; set by the owner */

    struct large pool; /* of struct pending_term */
    size_t pool_used;
    struct large buckets; /* of struct pending_bucket, a power of two; behind a full one the next */
    size_t bucket_count;
    size_t term_count;

    struct large items; /* of uint32_t: marks and terms of the documents, pending_item() */
    size_t item_count;
    struct large documents; /* of struct pending_document */
    size_t document_count;
    struct large sorts; /* of uint64_t: `columns` a document */
};

/* A document as it is taken in. Everything is borrowed. */
struct pending_put {
    uint32_t docid;
    bool removed; /* then there is nothing else */
    const struct index_entry *entries;
    size_t count;
    const uint8_t *keys; /* that the entries refer to, and PENDING_SLACK bytes more */
    size_t key_bytes;
    const uint64_t *sorts;
};

/* Behind all keys so many bytes can be read, whatever they are. */
#define PENDING_SLACK 16

void pending_finish(struct pending *pending);
/* Forgets what was gathered and keeps the memory. */
void pending_clear(struct pending *pending);
void pending_add(struct pending *pending, const struct pending_put *put);
/* Bytes that it holds, with what making a run of it needs besides. */
uint64_t pending_held(const struct pending *pending);

/* Bytes of a term in the pool. */
static inline size_t pending_term_size(size_t key_length)
{
    return (offsetof(struct pending_term, key) + key_length + 3) & ~(size_t)3;
}

/* The pool is far larger than any cache: what is wanted soon is asked for so many steps before. */
#define PENDING_AHEAD 32

static inline struct pending_term *pending_term_at(const struct pending *pending, uint32_t place)
{
    return (struct pending_term *)(void *)((uint8_t *)pending->pool.data + (size_t)place * 4);
}

/*
 * An item that is no mark is a term's number past TERM_FIRST, and whether the document has had the
 * term before: who inverts need not look for it among the term's docids then.
 */
#define ITEM_AGAIN UINT32_C(0x80000000)

static inline uint32_t pending_item(uint32_t number, bool again)
{
    return (TERM_FIRST + number) | (again ? ITEM_AGAIN : 0);
}

static inline bool pending_is_term(uint32_t item)
{
    return item >= TERM_FIRST;
}

static inline uint32_t pending_item_number(uint32_t item)
{
    return (item & ~ITEM_AGAIN) - TERM_FIRST;
}

static inline struct pending_bucket *pending_buckets(const struct pending *pending)
{
    return pending->buckets.data;
}

static inline uint32_t *pending_items(const struct pending *pending)
{
    return pending->items.data;
}

static inline struct pending_document *pending_documents(const struct pending *pending)
{
    return pending->documents.data;
}

static inline uint64_t *pending_sorts(const struct pending *pending)
{
    return pending->sorts.data;
}

#endif

/* Records inverted in memory, as they come. */
#include "index/pending.h"

#include <assert.h>
#include <string.h>

#include "base/block.h"
#include "base/radix.h"

#define BUCKETS_FIRST 128
/* Entries whose buckets and terms are asked for at once. */
#define GROUP 32u
/* What a run being made knows of a term. */
#define RUN_TERM_SIZE 8

void pending_finish(struct pending *pending)
{
    large_finish(&pending->pool);
    large_finish(&pending->buckets);
    large_finish(&pending->items);
    large_finish(&pending->documents);
    large_finish(&pending->sorts);
    *pending = (struct pending){.columns = pending->columns};
}

void pending_clear(struct pending *pending)
{
    if (pending->bucket_count > 0)
        memset(pending_buckets(pending), 0, pending->bucket_count * sizeof(struct pending_bucket));
    pending->pool_used = 0;
    pending->term_count = 0;
    pending->item_count = 0;
    pending->document_count = 0;
}

uint64_t pending_held(const struct pending *pending)
{
    return pending->pool_used + pending->bucket_count * sizeof(struct pending_bucket) +
           pending->term_count * (2 * sizeof(struct radix_item) + RUN_TERM_SIZE) +
           pending->item_count * 2 * sizeof(uint32_t) +
           pending->document_count * (sizeof(struct pending_document) + sizeof(void *) +
                                      pending->columns * sizeof(uint64_t));
}

/* --- terms ------------------------------------------------------------------------------------ */

/* Of a bucket's terms those that have the hash, four bits for each. */
static inline uint32_t match(const struct pending_bucket *bucket, uint32_t hashed)
{
    typedef uint32_t hashes __attribute__((vector_size(BLOCK_SIZE)));
    hashes first = (hashes)block_load((const char *)bucket->hashes);
    hashes second = (hashes)block_load((const char *)bucket->hashes + BLOCK_SIZE);

    return block_bits((block_bytes)(first == hashed)) | block_bits((block_bytes)(second == hashed))
                                                            << 16;
}

/* Puts a term that is not there into the first free place. */
static void add_place(struct pending *pending, uint32_t hashed, uint32_t place)
{
    struct pending_bucket *buckets = pending_buckets(pending);
    size_t mask = pending->bucket_count - 1, at = hashed & mask;
    uint32_t free;

    while ((free = match(&buckets[at], 0)) == 0)
        at = (at + 1) & mask;
    free = (uint32_t)__builtin_ctz(free) / 4;
    buckets[at].hashes[free] = hashed;
    buckets[at].places[free] = place;
}

static void grow_buckets(struct pending *pending)
{
    size_t old_count = pending->bucket_count;
    struct large old = pending->buckets;
    const struct pending_bucket *buckets = old.data;

    pending->bucket_count = old_count > 0 ? old_count * 2 : BUCKETS_FIRST;
    pending->buckets = (struct large){0};
    large_reserve(&pending->buckets, pending->bucket_count * sizeof *buckets);
    for (size_t i = 0; i < old_count; i++) {
        for (size_t j = 0; j < BUCKET_TERMS && buckets[i].hashes[j] != 0; j++)
            add_place(pending, buckets[i].hashes[j], buckets[i].places[j]);
    }
    large_finish(&old);
}

/* Has room for all terms of a document that may be new. */
static void reserve_terms(struct pending *pending, const struct pending_put *put)
{
    size_t most = put->count * pending_term_size(0) + put->key_bytes + put->count * 3;

    while ((pending->term_count + put->count) * 3 > pending->bucket_count * BUCKET_TERMS * 2)
        grow_buckets(pending);
    large_reserve(&pending->pool, pending->pool_used + most + PENDING_SLACK);
}

/* Puts a new term into the pool; returns its place. */
static uint32_t add_term(struct pending *pending, const uint8_t *key, size_t length)
{
    uint32_t place = (uint32_t)(pending->pool_used / 4);
    struct pending_term *term = pending_term_at(pending, place);

    *term = (struct pending_term){
        .number = (uint32_t)pending->term_count++,
        .length = (uint16_t)length,
    };
    memcpy(term->key, key, length);
    pending->pool_used += pending_term_size(length);
    return place;
}

/* Most keys are short, and are compared at once. */
static inline bool same_key(const struct pending_term *term, const uint8_t *key, size_t length)
{
    static const uint64_t ones[4] = {UINT64_MAX, UINT64_MAX, 0, 0};
    uint64_t left[2], right[2], count[2]; /* those bytes that count are ones */

    if (length > PENDING_SLACK)
        return term->length == length && memcmp(term->key, key, length) == 0;
    memcpy(left, term->key, PENDING_SLACK);
    memcpy(right, key, PENDING_SLACK);
    memcpy(count, (const uint8_t *)ones + PENDING_SLACK - length, PENDING_SLACK);
    return (((left[0] ^ right[0]) & count[0]) | ((left[1] ^ right[1]) & count[1]) |
            (term->length ^ length)) == 0;
}

/* A term of the pool; a new one is added. */
static struct pending_term *intern(struct pending *pending, uint32_t hashed, const uint8_t *key,
                                   size_t length)
{
    const struct pending_bucket *buckets = pending_buckets(pending);
    size_t mask = pending->bucket_count - 1;
    uint32_t place;

    for (size_t at = hashed & mask;; at = (at + 1) & mask) {
        for (uint32_t found = match(&buckets[at], hashed); found != 0; found &= found - 1) {
            struct pending_term *term =
                pending_term_at(pending, buckets[at].places[__builtin_ctz(found) / 4]);

            if (same_key(term, key, length))
                return term;
        }
        if (match(&buckets[at], 0) != 0)
            break;
    }
    place = add_term(pending, key, length);
    add_place(pending, hashed, place);
    return pending_term_at(pending, place);
}

/* --- documents -------------------------------------------------------------------------------- */

/* What the last document has for a term that it is found by. */
static inline uint32_t item_of(const struct pending *pending, struct pending_term *term)
{
    bool again = term->last == pending->document_count;

    term->last = (uint32_t)pending->document_count;
    term->count += again ? 0 : 1;
    return pending_item(term->number, again);
}

/* A hash as it stands in a bucket. */
static inline uint32_t hash_of(const struct index_entry *entry)
{
    return entry->hash | (entry->hash == 0);
}

/* Entries one behind the other, and what may be their terms, by their hashes; 0 for none. */
struct group {
    const struct index_entry *entries;
    size_t count;
    uint32_t places[GROUP]; /* 1 + */
};

/* GCC takes a function for pure that only asks for what is wanted soon, and leaves out its calls:
 * so these are none. */
#define INLINE __attribute__((always_inline)) static inline

INLINE void ask_for_buckets(const struct pending *pending, const struct group *group)
{
    size_t mask = pending->bucket_count - 1;

    for (size_t i = 0; i < group->count; i++)
        __builtin_prefetch(&pending_buckets(pending)[hash_of(&group->entries[i]) & mask], 1);
}

INLINE void look_up(const struct pending *pending, struct group *group)
{
    size_t mask = pending->bucket_count - 1;

    for (size_t i = 0; i < group->count; i++) {
        uint32_t hashed = hash_of(&group->entries[i]);
        const struct pending_bucket *bucket = &pending_buckets(pending)[hashed & mask];
        uint32_t found = match(bucket, hashed);
        uint32_t place = bucket->places[(uint32_t)__builtin_ctz(found | 1u << 31) / 4];

        group->places[i] = (place + 1) & (0 - (uint32_t)(found != 0));
        __builtin_prefetch(pending_term_at(pending, place), 1);
    }
}

INLINE void put_group(struct pending *pending, uint32_t *items, const struct group *group,
                      const struct pending_put *put)
{
    for (size_t i = 0; i < group->count; i++) {
        const struct index_entry *entry = &group->entries[i];
        const uint8_t *key = put->keys + entry->offset;
        struct pending_term *term = NULL;

        if (entry->length == 0) {
            items[i] = entry->offset; /* a mark */
            continue;
        }
        if (group->places[i] != 0)
            term = pending_term_at(pending, group->places[i] - 1);
        if (term == NULL || !same_key(term, key, entry->length))
            term = intern(pending, hash_of(entry), key, entry->length);
        items[i] = item_of(pending, term);
    }
}

/*
 * Buckets and terms stand all over the place: those of a group are asked for while earlier groups
 * are at hand, first the buckets, then the terms.
 */
static void put_items(struct pending *pending, uint32_t *items, const struct pending_put *put)
{
    struct group groups[3];

    for (size_t i = 0, n = 0; i < put->count + 2 * GROUP; i += GROUP, n++) {
        struct group *next = &groups[n % 3];

        next->entries = put->entries + i;
        next->count = i >= put->count ? 0 : put->count - i < GROUP ? put->count - i : GROUP;
        ask_for_buckets(pending, next);
        if (n >= 1)
            look_up(pending, &groups[(n + 2) % 3]);
        if (n >= 2)
            put_group(pending, items + i - 2 * GROUP, &groups[(n + 1) % 3], put);
    }
}

/* Makes room for the last document's sort values and returns where they stand. */
static uint64_t *add_sorts(struct pending *pending)
{
    size_t needed = pending->document_count * pending->columns;
    uint64_t *sorts = large_reserve(&pending->sorts, needed * sizeof *sorts);

    return sorts + needed - pending->columns;
}

void pending_add(struct pending *pending, const struct pending_put *put)
{
    size_t count = put->removed ? 0 : put->count, bytes = pending->columns * sizeof(uint64_t);
    struct pending_document *document;
    uint64_t *sorts;
    uint32_t *items;

    assert(put->docid > 0);
    large_reserve(&pending->documents, (pending->document_count + 1) * sizeof *document);
    document = &pending_documents(pending)[pending->document_count++];
    *document = (struct pending_document){
        .docid = put->docid,
        .removed = put->removed,
        .first = pending->item_count,
        .count = (uint32_t)count,
    };
    sorts = add_sorts(pending);
    if (put->removed) {
        memset(sorts, 0, bytes);
        return;
    }
    memcpy(sorts, put->sorts, bytes);
    reserve_terms(pending, put);
    large_reserve(&pending->items, (pending->item_count + count) * sizeof *items);
    items = pending_items(pending) + pending->item_count;
    put_items(pending, items, put);
    pending->item_count += count;
}

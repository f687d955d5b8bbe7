/* Records inverted in memory, as they come. */
#include "index/pending.h"

#include <assert.h>
#include <string.h>

#include "base/radix.h"

#define SLOTS_FIRST 1024
/* What a run being made knows of a term. */
#define RUN_TERM_SIZE 8

void pending_finish(struct pending *pending)
{
    large_finish(&pending->pool);
    large_finish(&pending->slots);
    large_finish(&pending->items);
    large_finish(&pending->documents);
    large_finish(&pending->sorts);
    *pending = (struct pending){.columns = pending->columns};
}

void pending_clear(struct pending *pending)
{
    if (pending->slot_count > 0)
        memset(pending_slots(pending), 0, pending->slot_count * sizeof(struct pending_slot));
    pending->pool_used = 0;
    pending->term_count = 0;
    pending->item_count = 0;
    pending->document_count = 0;
}

uint64_t pending_held(const struct pending *pending)
{
    return pending->pool_used + pending->slot_count * sizeof(struct pending_slot) +
           pending->term_count * (2 * sizeof(struct radix_item) + RUN_TERM_SIZE) +
           pending->item_count * 2 * sizeof(uint32_t) +
           pending->document_count * (sizeof(struct pending_document) + sizeof(void *) +
                                      pending->columns * sizeof(uint64_t));
}

/* --- terms ------------------------------------------------------------------------------------ */

static void grow_slots(struct pending *pending)
{
    size_t count = pending->slot_count > 0 ? pending->slot_count * 2 : SLOTS_FIRST;
    const struct pending_slot *old = pending_slots(pending);
    struct large grown = {0};
    struct pending_slot *slots = large_reserve(&grown, count * sizeof *slots);

    for (size_t i = 0; i < pending->slot_count; i++) {
        size_t at = old[i].hash & (count - 1);

        if (old[i].place == 0)
            continue;
        while (slots[at].place != 0)
            at = (at + 1) & (count - 1);
        slots[at] = old[i];
    }
    large_finish(&pending->slots);
    pending->slots = grown;
    pending->slot_count = count;
}

/* Puts a new term into the pool; returns its place. */
static uint32_t add_term(struct pending *pending, const uint8_t *key, size_t length)
{
    size_t size = pending_term_size(length);
    uint32_t place = (uint32_t)(pending->pool_used / 4);
    struct pending_term *term;

    large_reserve(&pending->pool, pending->pool_used + size);
    pending->pool_used += size;
    term = pending_term_at(pending, place);
    term->number = (uint32_t)pending->term_count++;
    term->count = term->last = 0;
    term->length = (uint16_t)length;
    memcpy(term->key, key, length);
    return place;
}

/* A term of the pool; a new one is added. There is a free slot. */
static struct pending_term *intern(struct pending *pending, uint32_t hashed, const uint8_t *key,
                                   size_t length)
{
    struct pending_slot *slots = pending_slots(pending);
    size_t at;

    for (at = hashed & (pending->slot_count - 1); slots[at].place != 0;
         at = (at + 1) & (pending->slot_count - 1)) {
        struct pending_term *term;

        if (slots[at].hash != hashed)
            continue;
        term = pending_term_at(pending, slots[at].place - 1);
        if (term->length == length && memcmp(term->key, key, length) == 0)
            return term;
    }
    slots[at].hash = hashed;
    slots[at].place = add_term(pending, key, length) + 1;
    return pending_term_at(pending, slots[at].place - 1);
}

/*
 * Has slots and terms on their way into the cache before the first of them is looked at: one by
 * one, each would be waited for.
 */
static void look_ahead(struct pending *pending, const struct pending_put *put)
{
    while ((pending->term_count + put->count) * 3 > pending->slot_count * 2)
        grow_slots(pending);
    for (size_t i = 0; i < put->count; i++)
        __builtin_prefetch(
            &pending_slots(pending)[put->entries[i].hash & (pending->slot_count - 1)], 1);
    for (size_t i = 0; i < put->count; i++) {
        const struct pending_slot *slot =
            &pending_slots(pending)[put->entries[i].hash & (pending->slot_count - 1)];

        if (slot->place != 0)
            __builtin_prefetch(pending_term_at(pending, slot->place - 1), 1);
    }
}

/* --- documents -------------------------------------------------------------------------------- */

static uint32_t item_of(struct pending *pending, const uint8_t *keys,
                        const struct index_entry *entry)
{
    struct pending_term *term;
    bool again;

    if (entry->length == 0)
        return entry->offset;
    term = intern(pending, entry->hash, keys + entry->offset, entry->length);
    again = term->last == pending->document_count;
    term->last = (uint32_t)pending->document_count;
    term->count += again ? 0 : 1;
    return pending_item(term->number, again);
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
    look_ahead(pending, put);
    large_reserve(&pending->items, (pending->item_count + count) * sizeof *items);
    items = pending_items(pending) + pending->item_count;
    for (size_t i = 0; i < count; i++)
        items[i] = item_of(pending, put->keys, &put->entries[i]);
    pending->item_count += count;
}

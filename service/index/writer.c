/* The index writer's first half: gathers what documents are found by, inverted. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/memory.h"
#include "index/pending.h"

#define SLOTS_FIRST 1024
#define MEMORY_STANDARD (UINT64_C(512) << 20)
/* What 32-bit places reach. */
#define POOL_MAX (UINT64_C(3) << 32)
#define ITEMS_MAX (UINT32_MAX - 65536)

struct index_writer *index_writer_create(const struct access_points *table, uint64_t memory)
{
    struct index_writer *writer = memory_zeroed(1, sizeof *writer);

    writer->table = table;
    writer->memory = memory > 0 ? memory : MEMORY_STANDARD;
    /* Records come from outside: they must not be able to choose who collides. */
    if (getrandom(&writer->seed, sizeof writer->seed, GRND_NONBLOCK) < 0)
        writer->seed = (uint64_t)(uintptr_t)writer;
    index_entries_init(&writer->entries);
    return writer;
}

void index_writer_destroy(struct index_writer *writer)
{
    if (writer == NULL)
        return;
    index_entries_finish(&writer->entries);
    free(writer->pool);
    free(writer->slots);
    free(writer->hashes);
    free(writer->items);
    free(writer->documents);
    free(writer->sorts);
    free(writer);
}

void index_writer_forget(struct index_writer *writer)
{
    writer->pool_used = 0;
    if (writer->term_count > 0)
        memset(writer->slots, 0, writer->slot_count * sizeof *writer->slots);
    writer->term_count = 0;
    writer->item_count = 0;
    writer->document_count = 0;
}

/* With what the flush will need besides: inverted lists, sorted terms. */
bool index_writer_is_full(const struct index_writer *writer)
{
    uint64_t used = writer->pool_used + writer->slot_count * sizeof *writer->slots +
                    writer->term_count * 16 + writer->item_count * 2 * sizeof *writer->items +
                    writer->document_count * (sizeof *writer->documents +
                                              writer->table->column_count * sizeof(uint64_t));

    return used >= writer->memory || writer->pool_used >= POOL_MAX ||
           writer->item_count >= ITEMS_MAX;
}

/* --- terms ------------------------------------------------------------------------------------ */

static uint64_t load(const uint8_t *bytes, size_t length)
{
    uint64_t word = 0;

    memcpy(&word, bytes, length);
    return word;
}

/* Multiply and fold, eight bytes at a time. Never on disk. */
static uint32_t hash(uint64_t seed, const uint8_t *key, size_t length)
{
    uint64_t value = seed ^ length;

    for (; length > 8; key += 8, length -= 8) {
        value = (value ^ load(key, 8)) * UINT64_C(0x9e3779b97f4a7c15);
        value ^= value >> 32;
    }
    value = (value ^ load(key, length)) * UINT64_C(0xff51afd7ed558ccd);
    value ^= value >> 32;
    value *= UINT64_C(0xc4ceb9fe1a85ec53);
    return (uint32_t)(value >> 32);
}

static void grow_slots(struct index_writer *writer)
{
    size_t count = writer->slot_count > 0 ? writer->slot_count * 2 : SLOTS_FIRST;
    struct pending_slot *slots = memory_zeroed(count, sizeof *slots);

    for (size_t i = 0; i < writer->slot_count; i++) {
        size_t at = writer->slots[i].hash & (count - 1);

        if (writer->slots[i].place == 0)
            continue;
        while (slots[at].place != 0)
            at = (at + 1) & (count - 1);
        slots[at] = writer->slots[i];
    }
    free(writer->slots);
    writer->slots = slots;
    writer->slot_count = count;
}

static uint32_t add_term(struct index_writer *writer, const uint8_t *key, size_t length)
{
    size_t size = pending_term_size(length);
    uint32_t place = (uint32_t)(writer->pool_used / 4);
    struct pending_term *term;

    if (writer->pool_capacity - writer->pool_used < size) {
        writer->pool_capacity = writer->pool_capacity * 2 + 65536;
        writer->pool = memory_resize(writer->pool, writer->pool_capacity);
    }
    writer->pool_used += size;
    term = pending_term_at(writer, place);
    term->count = term->last = 0;
    term->length = (uint16_t)length;
    memcpy(term->key, key, length);
    writer->term_count++;
    return place;
}

/* The place of a term in the pool; a new one is added. There is a free slot. */
static uint32_t intern(struct index_writer *writer, uint32_t hashed, const uint8_t *key,
                       size_t length)
{
    size_t at;

    for (at = hashed & (writer->slot_count - 1); writer->slots[at].place != 0;
         at = (at + 1) & (writer->slot_count - 1)) {
        const struct pending_term *term;

        if (writer->slots[at].hash != hashed)
            continue;
        term = pending_term_at(writer, writer->slots[at].place - 1);
        if (term->length == length && memcmp(term->key, key, length) == 0)
            return writer->slots[at].place - 1;
    }
    writer->slots[at].hash = hashed;
    writer->slots[at].place = add_term(writer, key, length) + 1;
    return writer->slots[at].place - 1;
}

/*
 * Hashes every entry, and has slots and terms on their way into the cache before the first of
 * them is looked at: one by one, each would be waited for.
 */
static void hash_entries(struct index_writer *writer)
{
    const struct index_entries *entries = &writer->entries;
    const uint8_t *keys = (const uint8_t *)entries->keys.data;

    while ((writer->term_count + entries->count) * 3 > writer->slot_count * 2)
        grow_slots(writer);
    if (entries->count > writer->hash_capacity) {
        writer->hash_capacity = entries->count * 2;
        writer->hashes =
            memory_resize(writer->hashes, writer->hash_capacity * sizeof *writer->hashes);
    }
    for (size_t i = 0; i < entries->count; i++) {
        const struct index_entry *entry = &entries->entries[i];

        if (entry->length == 0)
            continue;
        writer->hashes[i] = hash(writer->seed, keys + entry->offset, entry->length);
        __builtin_prefetch(&writer->slots[writer->hashes[i] & (writer->slot_count - 1)], 1);
    }
    for (size_t i = 0; i < entries->count; i++) {
        const struct pending_slot *slot;

        if (entries->entries[i].length == 0)
            continue;
        slot = &writer->slots[writer->hashes[i] & (writer->slot_count - 1)];
        if (slot->place != 0)
            __builtin_prefetch(pending_term_at(writer, slot->place - 1), 1);
    }
}

/* --- documents -------------------------------------------------------------------------------- */

static struct pending_document *add_document(struct index_writer *writer, uint32_t docid)
{
    struct pending_document *document;

    assert(docid > 0);
    writer->documents = memory_grow(writer->documents, &writer->document_capacity,
                                    writer->document_count, sizeof *writer->documents);
    document = &writer->documents[writer->document_count++];
    *document = (struct pending_document){.docid = docid, .first = writer->item_count};
    return document;
}

static void add_item(struct index_writer *writer, uint32_t item)
{
    writer->items = memory_grow(writer->items, &writer->item_capacity, writer->item_count,
                                sizeof *writer->items);
    writer->items[writer->item_count++] = item;
}

static void add_entry(struct index_writer *writer, const struct index_entry *entry, uint32_t hashed)
{
    const uint8_t *keys = (const uint8_t *)writer->entries.keys.data;
    struct pending_term *term;
    uint32_t place;

    if (entry->length == 0) {
        add_item(writer, entry->offset);
        return;
    }
    place = intern(writer, hashed, keys + entry->offset, entry->length);
    term = pending_term_at(writer, place);
    if (term->last != writer->document_count) {
        term->last = (uint32_t)writer->document_count;
        term->count++;
    }
    add_item(writer, TERM_FIRST + place);
}

static void add_sorts(struct index_writer *writer, const uint64_t *sorts)
{
    size_t columns = writer->table->column_count;
    size_t needed = writer->document_count * columns;

    if (needed > writer->sort_capacity) {
        writer->sort_capacity = needed * 2;
        writer->sorts = memory_resize(writer->sorts, writer->sort_capacity * sizeof *writer->sorts);
    }
    if (columns > 0)
        memcpy(writer->sorts + needed - columns, sorts, columns * sizeof *sorts);
}

int index_writer_put(struct index_writer *writer, struct store_transaction *transaction,
                     const struct index_document *document, struct diag *diag)
{
    struct pending_document *pending = add_document(writer, document->docid);
    const struct index_entries *entries = &writer->entries;

    /* What the record had before is read when the batch is written, in the store's order. */
    (void)transaction;
    (void)diag;
    index_extract(&writer->entries, writer->table, document);
    hash_entries(writer);
    for (size_t i = 0; i < entries->count; i++)
        add_entry(writer, &entries->entries[i], writer->hashes[i]);
    pending->count = (uint32_t)(writer->item_count - pending->first);
    add_sorts(writer, entries->sorts);
    return OFFPRINT_OK;
}

int index_writer_remove(struct index_writer *writer, struct store_transaction *transaction,
                        uint32_t docid, struct diag *diag)
{
    static const uint64_t none[SORT_COLUMNS_MAX];

    (void)transaction;
    (void)diag;
    add_document(writer, docid)->removed = true;
    add_sorts(writer, none);
    return OFFPRINT_OK;
}

/* The index writer's first half: gathers what documents are found by, inverted. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "index/pending.h"
#include "index/term_sort.h"
#include "store/store.h"

#define SLOTS_FIRST 1024
#define MEMORY_STANDARD (UINT64_C(512) << 20)
/* What 31-bit places in units of 4 bytes reach, and 32-bit items. */
#define POOL_MAX (UINT64_C(7) << 30)
#define ITEMS_MAX (UINT32_MAX - 65536)
#define PAGE_SIZE 4096
/* The dirty pages at which LMDB 0.9 writes some out before the commit: MDB_IDL_UM_MAX. */
#define DIRTY_MAX (UINT64_C(131071) * PAGE_SIZE)
/* The part of the memory that is for gathering, whatever the pages take: one in so many. */
#define GATHERED_LEAST 6

struct index_writer *index_writer_create(const struct access_points *table, uint64_t memory)
{
    struct index_writer *writer = memory_zeroed(1, sizeof *writer);

    writer->table = table;
    writer->memory = memory > 0 ? memory : MEMORY_STANDARD;
    index_entries_init(&writer->entries);
    index_entries_init(&writer->own);
    return writer;
}

void index_writer_destroy(struct index_writer *writer)
{
    if (writer == NULL)
        return;
    index_entries_finish(&writer->entries);
    index_entries_finish(&writer->own);
    large_finish(&writer->pool);
    large_finish(&writer->slots);
    large_finish(&writer->items);
    large_finish(&writer->documents);
    large_finish(&writer->sorts);
    free(writer);
}

void index_writer_forget(struct index_writer *writer)
{
    writer->pool_used = 0;
    if (writer->slot_count > 0)
        memset(pending_slots(writer), 0, writer->slot_count * sizeof(struct pending_slot));
    writer->term_count = 0;
    writer->item_count = 0;
    writer->document_count = 0;
    writer->counted = 0;
}

/* Bytes that are held, with what the flush will need besides: sorted terms, inverted lists. */
static uint64_t gathered(const struct index_writer *writer)
{
    return writer->pool_used + writer->slot_count * sizeof(struct pending_slot) +
           writer->term_count * 2 * sizeof(struct radix_item) +
           writer->item_count * 2 * sizeof(uint32_t) +
           writer->document_count *
               (sizeof(struct pending_document) + writer->table->column_count * sizeof(uint64_t));
}

/* How many of `pages` are met by `count` terms that may stand in any: pages (1 - e^(-count/pages)),
 * near enough. */
static uint64_t pages_met(uint64_t count, uint64_t pages)
{
    double x = pages > 0 ? (double)count / (double)pages : 0, power = x + x * x / 2;

    return (uint64_t)((double)pages * power / (1 + power));
}

/*
 * LMDB holds every page that a transaction writes until it is committed, or until there are
 * DIRTY_MAX of them. New entries come in new pages; and a term, new or not, has one page of the
 * terms copied, one in four (those that are not new, and common) one of the postings.
 */
static uint64_t dirtied(const struct index_writer *writer)
{
    uint64_t entries =
        writer->pool_used + writer->term_count * 16 + writer->item_count * sizeof(uint32_t);
    uint64_t pages = pages_met(writer->term_count, writer->terms_pages) +
                     pages_met(writer->term_count / 4, writer->posts_pages);
    uint64_t bytes = entries + pages * PAGE_SIZE + writer->counted;

    return bytes < DIRTY_MAX ? bytes : DIRTY_MAX;
}

/*
 * Every batch copies much of a large index: batches that are too small would copy it for nothing.
 * So what is gathered gets a part of the memory in any case.
 */
bool index_writer_is_full(const struct index_writer *writer)
{
    uint64_t held = gathered(writer);

    return (held + dirtied(writer) >= writer->memory && held >= writer->memory / GATHERED_LEAST) ||
           writer->pool_used >= POOL_MAX || writer->item_count >= ITEMS_MAX;
}

void index_writer_count(struct index_writer *writer, uint64_t bytes)
{
    writer->counted += bytes;
}

/* --- terms ------------------------------------------------------------------------------------ */

static void grow_slots(struct index_writer *writer)
{
    size_t count = writer->slot_count > 0 ? writer->slot_count * 2 : SLOTS_FIRST;
    const struct pending_slot *old = pending_slots(writer);
    struct large grown = {0};
    struct pending_slot *slots = large_reserve(&grown, count * sizeof *slots);

    for (size_t i = 0; i < writer->slot_count; i++) {
        size_t at = old[i].hash & (count - 1);

        if (old[i].place == 0)
            continue;
        while (slots[at].place != 0)
            at = (at + 1) & (count - 1);
        slots[at] = old[i];
    }
    large_finish(&writer->slots);
    writer->slots = grown;
    writer->slot_count = count;
}

static uint32_t add_term(struct index_writer *writer, const uint8_t *key, size_t length)
{
    size_t size = pending_term_size(length);
    uint32_t place = (uint32_t)(writer->pool_used / 4);
    struct pending_term *term;

    large_reserve(&writer->pool, writer->pool_used + size);
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
    struct pending_slot *slots = pending_slots(writer);
    size_t at;

    for (at = hashed & (writer->slot_count - 1); slots[at].place != 0;
         at = (at + 1) & (writer->slot_count - 1)) {
        const struct pending_term *term;

        if (slots[at].hash != hashed)
            continue;
        term = pending_term_at(writer, slots[at].place - 1);
        if (term->length == length && memcmp(term->key, key, length) == 0)
            return slots[at].place - 1;
    }
    slots[at].hash = hashed;
    slots[at].place = add_term(writer, key, length) + 1;
    return slots[at].place - 1;
}

/*
 * Has slots and terms on their way into the cache before the first of them is looked at: one by
 * one, each would be waited for.
 */
static void look_ahead(struct index_writer *writer, const struct index_entries *entries)
{
    while ((writer->term_count + entries->count) * 3 > writer->slot_count * 2)
        grow_slots(writer);
    for (size_t i = 0; i < entries->count; i++)
        __builtin_prefetch(
            &pending_slots(writer)[entries->entries[i].hash & (writer->slot_count - 1)], 1);
    for (size_t i = 0; i < entries->count; i++) {
        const struct pending_slot *slot =
            &pending_slots(writer)[entries->entries[i].hash & (writer->slot_count - 1)];

        if (slot->place != 0)
            __builtin_prefetch(pending_term_at(writer, slot->place - 1), 1);
    }
}

/* --- documents -------------------------------------------------------------------------------- */

static struct pending_document *add_document(struct index_writer *writer, uint32_t docid)
{
    struct pending_document *document;

    assert(docid > 0);
    large_reserve(&writer->documents, (writer->document_count + 1) * sizeof *document);
    document = &pending_documents(writer)[writer->document_count++];
    *document = (struct pending_document){.docid = docid, .first = writer->item_count};
    return document;
}

static void add_item(struct index_writer *writer, uint32_t item)
{
    pending_items(writer)[writer->item_count++] = item;
}

static void add_entry(struct index_writer *writer, const uint8_t *keys,
                      const struct index_entry *entry)
{
    struct pending_term *term;
    uint32_t place;
    bool again;

    if (entry->length == 0) {
        add_item(writer, entry->offset);
        return;
    }
    place = intern(writer, entry->hash, keys + entry->offset, entry->length);
    term = pending_term_at(writer, place);
    again = term->last == writer->document_count;
    term->last = (uint32_t)writer->document_count;
    term->count += again ? 0 : 1;
    add_item(writer, pending_item(place, again));
}

static void add_entries(struct index_writer *writer, const struct index_entries *entries)
{
    const uint8_t *keys = (const uint8_t *)entries->keys.data;

    look_ahead(writer, entries);
    large_reserve(&writer->items, (writer->item_count + entries->count) * sizeof(uint32_t));
    for (size_t i = 0; i < entries->count; i++)
        add_entry(writer, keys, &entries->entries[i]);
}

/* Makes room for the last document's sort values and returns where they stand. */
static uint64_t *add_sorts(struct index_writer *writer)
{
    size_t columns = writer->table->column_count;
    size_t needed = writer->document_count * columns;
    uint64_t *sorts = large_reserve(&writer->sorts, needed * sizeof *sorts);

    return sorts + needed - columns;
}

/* Of two values of a column that of the better rank stays: the record's own where they are equal.
 */
static void merge_sorts(uint64_t *sorts, size_t columns, const struct index_entries *record,
                        const struct index_entries *own)
{
    for (size_t i = 0; i < columns; i++) {
        bool better =
            own->ranks[i] != 0 && (record->ranks[i] == 0 || own->ranks[i] < record->ranks[i]);

        sorts[i] = better ? own->sorts[i] : record->sorts[i];
    }
}

/* Records that come together are mostly of one collection and one second. */
static void extract_own(struct index_writer *writer, const struct index_document *document)
{
    const struct index_document *last = &writer->last;

    if (writer->own.count == 0 || last->collection != document->collection ||
        last->added != document->added || last->changed != document->changed)
        index_extract_own(&writer->own, writer->table, document);
    writer->last = *document;
}

int index_writer_put(struct index_writer *writer, struct store_transaction *transaction,
                     const struct index_document *document, struct diag *diag)
{
    const struct index_entries *record = document->entries;
    struct pending_document *pending;

    /* What the record had before is read when the batch is written, in the store's order. */
    if (writer->document_count == 0) {
        writer->terms_pages = store_pages(transaction, STORE_TERMS);
        writer->posts_pages = store_pages(transaction, STORE_POSTS);
    }
    if (writer->pool_used >= POOL_MAX || writer->item_count >= ITEMS_MAX)
        return diag_set(diag, OFFPRINT_LIMIT, "the batch is too large to be indexed; commit it");
    pending = add_document(writer, document->docid);
    if (record == NULL) {
        index_extract_record(&writer->entries, writer->table, document->record, document->id);
        record = &writer->entries;
    }
    extract_own(writer, document);
    add_entries(writer, record);
    add_entries(writer, &writer->own);
    pending->count = (uint32_t)(writer->item_count - pending->first);
    merge_sorts(add_sorts(writer), writer->table->column_count, record, &writer->own);
    return OFFPRINT_OK;
}

int index_writer_remove(struct index_writer *writer, struct store_transaction *transaction,
                        uint32_t docid, struct diag *diag)
{
    (void)transaction;
    (void)diag;
    add_document(writer, docid)->removed = true;
    memset(add_sorts(writer), 0, writer->table->column_count * sizeof(uint64_t));
    return OFFPRINT_OK;
}

/* What is pending, sorted and put aside as a run. */
#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "index/docset.h"
#include "index/facets.h"
#include "index/pending.h"
#include "index/run.h"
#include "index/term_sort.h"

/* A run has fewer terms than these bits can say: it is made of 2 GiB at most (gatherer.c). */
#define RANK_BITS 27

/*
 * What documents need of a term, by its number: in a few bytes, so that those of all terms stand in
 * the processor's cache, as the terms themselves do not.
 */
struct run_term {
    uint32_t rank : RANK_BITS;
    uint32_t slot : 32 - RANK_BITS; /* 1 + the facet's that it is a value of; 0 for none */
    uint32_t next; /* where its next docid goes; while counting, how many there are */
};

static_assert(FACETS_MAX < 1 << (32 - RANK_BITS), "a slot has too few bits");

struct run_writer {
    const struct pending *pending;
    struct run_room *room;
    struct run_spools *spools;
    struct pending_document **live; /* the last of each docid, in order */
    size_t live_count;
    struct radix_item *terms; /* of live documents, in order */
    size_t term_count;
    struct run_term *by_number;
    uint32_t *docids;   /* of each term, one after another */
    uint8_t slots[256]; /* 1 + place of a facet, by number of access point */
};

static inline uint8_t *put(uint8_t *at, uint32_t value)
{
    for (; value >= 0x80; value >>= 7)
        *at++ = (uint8_t)(value | 0x80);
    *at++ = (uint8_t)value;
    return at;
}

/* --- documents that count --------------------------------------------------------------------- */

static int compare_documents(const void *left, const void *right)
{
    const struct pending_document *a = *(struct pending_document *const *)left;
    const struct pending_document *b = *(struct pending_document *const *)right;

    if (a->docid != b->docid)
        return a->docid < b->docid ? -1 : 1;
    return a < b ? -1 : a > b; /* as they came */
}

static void find_live(struct run_writer *writer)
{
    const struct pending *pending = writer->pending;
    bool sorted = true;
    size_t count = 0;

    writer->live = memory_alloc(pending->document_count * sizeof *writer->live);
    for (size_t i = 0; i < pending->document_count; i++) {
        writer->live[i] = &pending_documents(pending)[i];
        sorted = sorted && (i == 0 || writer->live[i - 1]->docid < writer->live[i]->docid);
    }
    writer->live_count = pending->document_count;
    if (sorted)
        return;
    qsort(writer->live, writer->live_count, sizeof *writer->live, compare_documents);
    for (size_t i = 0; i < writer->live_count; i++) {
        if (i + 1 == writer->live_count || writer->live[i + 1]->docid != writer->live[i]->docid)
            writer->live[count++] = writer->live[i];
    }
    writer->live_count = count;
}

/* --- terms ------------------------------------------------------------------------------------ */

/* Counts anew the records of each term, without documents that a later one replaces. */
static void recount(struct run_writer *writer)
{
    const struct pending *pending = writer->pending;

    for (size_t i = 0; i < pending->term_count; i++)
        writer->by_number[i].next = 0;
    for (size_t i = 0; i < writer->live_count; i++) {
        const uint32_t *items = pending_items(pending) + writer->live[i]->first;

        for (uint32_t j = 0; j < writer->live[i]->count; j++) {
            if (pending_is_term(items[j]) && (items[j] & ITEM_AGAIN) == 0)
                writer->by_number[pending_item_number(items[j])].next++;
        }
    }
}

/* Finds the terms that some live document has, and counts these. */
static void collect_terms(struct run_writer *writer)
{
    const struct pending *pending = writer->pending;
    bool all_live = writer->live_count == pending->document_count;

    writer->by_number = large_reserve(&writer->room->by_number,
                                      (pending->term_count + 1) * sizeof *writer->by_number);
    if (!all_live)
        recount(writer);
    /* The second half is room to sort in. */
    writer->terms =
        large_reserve(&writer->room->terms, 2 * (pending->term_count + 1) * sizeof *writer->terms);
    for (size_t at = 0; at < pending->pool_used;) {
        struct pending_term *term = pending_term_at(pending, (uint32_t)(at / 4));

        if (!all_live)
            term->count = writer->by_number[term->number].next;
        if (term->count > 0)
            writer->terms[writer->term_count++] = (struct radix_item){0, {term}};
        at += pending_term_size(term->length);
    }
}

/* Sorts the terms, and gives each its rank and its place among the docids. */
static void sort_terms(struct run_writer *writer)
{
    const struct pending *pending = writer->pending;
    size_t start = 0;

    collect_terms(writer);
    term_sort_keys(writer->terms, writer->term_count, writer->terms + pending->term_count);
    for (size_t i = 0; i < writer->term_count; i++) {
        const struct pending_term *term = writer->terms[i].pointer;
        uint8_t slot = term->key[1] != TERM_WORD ? writer->slots[term->key[0]] : 0;

        if (i + PENDING_AHEAD < writer->term_count)
            __builtin_prefetch(writer->terms[i + PENDING_AHEAD].pointer);
        writer->by_number[term->number] = (struct run_term){
            .rank = (uint32_t)i & ((1u << RANK_BITS) - 1),
            .slot = slot & 31u,
            .next = (uint32_t)start,
        };
        start += term->count;
    }
    writer->docids = large_reserve(&writer->room->docids, (start + 1) * sizeof *writer->docids);
}

/* --- documents -------------------------------------------------------------------------------- */

/*
 * Has what a document further on needs of a term on its way into the cache, and halfway there the
 * term's docids. What follows a document's items are mostly those of the next one. GCC takes a
 * function for pure that only asks for what is wanted soon, and leaves its calls out: so this one
 * is none.
 */
__attribute__((always_inline)) static inline void look_ahead(const struct run_writer *writer,
                                                             size_t at)
{
    const struct pending *pending = writer->pending;
    const uint32_t *items = pending_items(pending);
    size_t further = at + PENDING_AHEAD;

    if (further < pending->item_count && pending_is_term(items[further]))
        __builtin_prefetch(&writer->by_number[pending_item_number(items[further])], 1);
    further = at + PENDING_AHEAD / 2;
    if (further < pending->item_count && pending_is_term(items[further]))
        __builtin_prefetch(
            writer->docids + writer->by_number[pending_item_number(items[further])].next, 1);
}

/* Puts an item's term down, and the document among the term's docids. */
static uint8_t *put_item(const struct run_writer *writer, uint8_t *at, uint32_t item,
                         uint32_t docid)
{
    struct run_term *term = &writer->by_number[pending_item_number(item)];
    uint32_t rank = term->rank, slot = term->slot;

    if ((item & ITEM_AGAIN) != 0)
        return put(at, TERM_FIRST + (rank << 2 | RUN_AGAIN));
    writer->docids[term->next++] = docid;
    at = put(at, TERM_FIRST + (rank << 2 | (slot != 0 ? RUN_FACET : 0)));
    if (slot != 0)
        *at++ = (uint8_t)(slot - 1);
    return at;
}

static void write_document(const struct run_writer *writer, const struct pending_document *document)
{
    const struct pending *pending = writer->pending;
    const uint32_t *items = pending_items(pending) + document->first;
    size_t place = (size_t)(document - pending_documents(pending));
    size_t sorts = pending->columns * sizeof(uint64_t);
    struct spool *spool = &writer->spools->documents;
    uint8_t *start = spool_reserve(spool, 8 + (size_t)document->count * 6 + sorts), *at = start + 8;
    uint32_t length;

    for (uint32_t i = 0; i < document->count; i++) {
        look_ahead(writer, document->first + i);
        at = pending_is_term(items[i]) ? put_item(writer, at, items[i], document->docid)
                                       : put(at, items[i]);
    }
    length = document->removed ? RUN_REMOVED : (uint32_t)(at - start - 8);
    memcpy(start, &document->docid, 4);
    memcpy(start + 4, &length, 4);
    memcpy(at, pending_sorts(pending) + place * pending->columns, sorts);
    spool_advance(spool, at + sorts);
}

/* --- keys and postings -------------------------------------------------------------------------
 */

static size_t shared_length(const struct pending_term *a, const struct pending_term *b)
{
    size_t least = a->length < b->length ? a->length : b->length;

    for (size_t i = 0; i < least; i += 8) {
        uint64_t left, right;

        memcpy(&left, a->key + i, sizeof left);
        memcpy(&right, b->key + i, sizeof right);
        if (left != right) {
            i += (size_t)__builtin_ctzll(le64toh(left ^ right)) / 8;
            return i < least ? i : least;
        }
    }
    return least;
}

static void write_key(struct spool *spool, const struct pending_term *term,
                      const struct pending_term *before)
{
    size_t shared = before != NULL ? shared_length(term, before) : 0, rest = term->length - shared;
    uint8_t *at = spool_reserve(spool, 10 + rest + PENDING_SLACK);

    at = put(put(at, (uint32_t)shared), (uint32_t)rest);
    /* Of both there is more that can be read, or written. */
    for (size_t i = 0; i < rest; i += PENDING_SLACK)
        memcpy(at + i, term->key + shared + i, PENDING_SLACK);
    spool_advance(spool, at + rest);
}

static void write_postings(struct spool *spool, const uint32_t *docids, uint32_t count)
{
    uint8_t *at = spool_reserve(spool, 5 + (size_t)count * 5);
    uint32_t before = 0;

    at = put(at, count);
    for (uint32_t i = 0; i < count; i++) {
        at = put(at, docids[i] - before);
        before = docids[i];
    }
    spool_advance(spool, at);
}

static void write_terms(const struct run_writer *writer)
{
    const struct pending_term *before = NULL;
    const uint32_t *docids = writer->docids;

    for (size_t i = 0; i < writer->term_count; i++) {
        const struct pending_term *term = writer->terms[i].pointer;

        /* The line that has its key, or most of it. */
        if (i + PENDING_AHEAD < writer->term_count)
            __builtin_prefetch((const char *)writer->terms[i + PENDING_AHEAD].pointer + 16);
        write_key(&writer->spools->keys, term, before);
        write_postings(&writer->spools->postings, docids, term->count);
        docids += term->count;
        before = term;
    }
}

/* --- all of it -------------------------------------------------------------------------------- */

void run_room_finish(struct run_room *room)
{
    large_finish(&room->terms);
    large_finish(&room->by_number);
    large_finish(&room->docids);
}

void run_write(struct run *run, struct run_spools *spools, struct run_room *room,
               struct pending *pending, const struct access_points *table)
{
    struct run_writer writer = {.pending = pending, .room = room, .spools = spools};

    *run = (struct run){.documents = spool_length(&spools->documents),
                        .keys = spool_length(&spools->keys),
                        .postings = spool_length(&spools->postings)};
    facet_slots(writer.slots, table);
    find_live(&writer);
    sort_terms(&writer);
    for (size_t i = 0; i < writer.live_count; i++)
        write_document(&writer, writer.live[i]);
    write_terms(&writer);
    run->document_count = writer.live_count;
    run->term_count = writer.term_count;
    run->last_docid = writer.live_count > 0 ? writer.live[writer.live_count - 1]->docid : 0;
    free(writer.live);
    pending_clear(pending);
}

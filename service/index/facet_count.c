/* Values counted over a set of records, from facet columns and from the links of parts to hosts. */
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/datestamp.h"
#include "base/memory.h"
#include "index/docset.h"
#include "index/facets.h"
#include "store/store.h"
#include "store/value.h"

/* Docids that are taken out of a set at once. */
#define DOCIDS_AT_ONCE 4096
/* Entries that are stepped over before the cursor is sent on: a step costs a tenth of a search. */
#define STEPS_BEFORE_SEARCH 8
#define SIZE_FIRST 1024

/* --- the table of counts ---------------------------------------------------------------------- */

void facet_counts_finish(struct facet_counts *counts)
{
    free(counts->places);
    *counts = (struct facet_counts){0};
}

static size_t home_of(const struct facet_counts *counts, uint32_t number)
{
    return number * UINT64_C(0x9e3779b97f4a7c15) >> 32 & (counts->size - 1);
}

/* The place of a number, or the free one that it would take. There is one. */
static struct facet_count *place_of(const struct facet_counts *counts, uint32_t number)
{
    size_t mask = counts->size - 1, at = home_of(counts, number);

    while (counts->places[at].number != 0 && counts->places[at].number != number)
        at = (at + 1) & mask;
    return &counts->places[at];
}

uint32_t facet_counts_of(const struct facet_counts *counts, uint32_t number)
{
    return counts->size > 0 ? place_of(counts, number)->count : 0;
}

static void grow(struct facet_counts *counts)
{
    struct facet_count *old = counts->places;
    size_t size = counts->size;

    counts->size = size > 0 ? size * 2 : SIZE_FIRST;
    counts->places = memory_zeroed(counts->size, sizeof *counts->places);
    for (size_t i = 0; i < size; i++) {
        if (old[i].number != 0)
            *place_of(counts, old[i].number) = old[i];
    }
    free(old);
}

static bool count_one(struct facet_counts *counts, uint32_t number)
{
    struct facet_count *place = place_of(counts, number);

    if (place->number == 0) {
        if (counts->count >= FACET_DISTINCT_MAX)
            return false;
        place->number = number;
        counts->count++;
    }
    place->count++;
    return true;
}

bool facet_counts_settle(struct facet_counts *counts)
{
    bool good = true;

    for (size_t i = 0; i < counts->waiting_count && good; i++)
        good = count_one(counts, counts->waiting[i]);
    counts->waiting_count = 0;
    return good;
}

/* Has a number wait; there is room for all that do. */
static bool await(struct facet_counts *counts, uint32_t number)
{
    if (counts->waiting_count == FACET_WAITING && !facet_counts_settle(counts))
        return false;
    if ((counts->count + FACET_WAITING) * 2 > counts->size)
        grow(counts);
    __builtin_prefetch(&counts->places[home_of(counts, number)], 1);
    counts->waiting[counts->waiting_count++] = number;
    return true;
}

bool facet_counts_add(struct facet_counts *counts, struct slice values)
{
    struct bytes in;

    bytes_init(&in, values.data, values.length);
    while (bytes_left(&in) > 0) {
        uint32_t number = facet_take(&in);

        if (bytes_failed(&in) || number < TERM_FIRST || !await(counts, number))
            return false;
    }
    return true;
}

static int refuse_count(const struct facet_counts *counts, const char *facet, struct diag *diag)
{
    if (counts->count >= FACET_DISTINCT_MAX)
        return diag_refuse(diag, OFFPRINT_LIMIT, facet,
                           "facet %s has more than %d values among these records", facet,
                           FACET_DISTINCT_MAX);
    return diag_refuse(diag, OFFPRINT_CORRUPT, facet, "the column of facet %s is malformed", facet);
}

static int check_time(uint64_t deadline, const char *facet, struct diag *diag)
{
    if (clock_milliseconds() <= deadline)
        return OFFPRINT_OK;
    return diag_refuse(diag, OFFPRINT_TIMEOUT, facet,
                       "counting the values of facet %s took longer than it may", facet);
}

/* --- facet columns ---------------------------------------------------------------------------- */

/* Facets being counted. */
struct counting {
    struct facet_counts *counts; /* one each */
    const struct access_point *const *facets;
    MDB_cursor *cursor;
    MDB_val key, data; /* where the cursor stands */
    bool placed, ended;
    uint8_t slots[256]; /* 1 + place among the facets, by number of access point */
    struct diag *diag;
};

/* The chunk of the entry that the cursor stands on, and its access point. */
static uint32_t entry_chunk(const struct counting *counting, uint8_t *facet)
{
    struct bytes in;
    uint32_t chunk;

    bytes_init(&in, counting->key.mv_data, counting->key.mv_size);
    chunk = bytes_take_u32(&in);
    *facet = bytes_take_u8(&in);
    return chunk;
}

static int move(struct counting *counting, MDB_cursor_op how)
{
    int code = mdb_cursor_get(counting->cursor, &counting->key, &counting->data, how);

    if (code != 0 && code != MDB_NOTFOUND)
        return store_failed(counting->diag, code, "cannot read the facet columns");
    counting->placed = true;
    counting->ended = code != 0;
    return OFFPRINT_OK;
}

/* Goes to the first entry of a chunk or of one behind it. Often the cursor stands there already. */
static int enter_chunk(struct counting *counting, uint32_t chunk)
{
    uint8_t bytes[FACET_KEY_SIZE], facet;

    if (counting->ended || (counting->placed && entry_chunk(counting, &facet) >= chunk))
        return OFFPRINT_OK;
    facet_key(bytes, chunk, 0);
    counting->key = value_of(bytes, sizeof bytes);
    return move(counting, MDB_SET_RANGE);
}

/* Counts the values that some records of one chunk have in the entry at hand. */
static int count_entry(const struct counting *counting, size_t slot, const uint32_t *docids,
                       size_t count)
{
    struct facet_counts *counts = &counting->counts[slot];
    const char *facet = counting->facets[slot]->facet;
    struct facet_chunk entry;

    if (!facet_chunk_read(&entry, value_slice(&counting->data)))
        return refuse_count(counts, facet, counting->diag);
    for (size_t i = 0; i < count; i++) {
        if (!facet_counts_add(counts, facet_chunk_values(&entry, docids[i] % FACET_CHUNK)))
            return refuse_count(counts, facet, counting->diag);
    }
    return OFFPRINT_OK;
}

/* Counts records of one chunk: its entries stand side by side. */
static int count_chunk(struct counting *counting, const uint32_t *docids, size_t count)
{
    uint32_t chunk = docids[0] / FACET_CHUNK;
    int status = enter_chunk(counting, chunk);
    uint8_t facet;

    while (status >= 0 && !counting->ended && entry_chunk(counting, &facet) == chunk) {
        if (counting->slots[facet] != 0)
            status = count_entry(counting, counting->slots[facet] - 1u, docids, count);
        if (status >= 0)
            status = move(counting, MDB_NEXT);
    }
    return status;
}

/* How many of `count` docids to take, when more follow: whole chunks, for one is entered once. */
static size_t whole_chunks(const uint32_t *docids, size_t count)
{
    size_t kept = count;

    while (kept > 0 && docids[kept - 1] / FACET_CHUNK == docids[count - 1] / FACET_CHUNK)
        kept--;
    return kept > 0 ? kept : count;
}

static int count_within(struct counting *counting, const struct docset *docs, uint64_t deadline)
{
    uint32_t docids[DOCIDS_AT_ONCE], last = 0;
    size_t count;
    int status = OFFPRINT_OK;

    while (status >= 0 && !counting->ended &&
           (count = docset_list(docs, last, docids, DOCIDS_AT_ONCE)) > 0) {
        if (count == DOCIDS_AT_ONCE)
            count = whole_chunks(docids, count);
        last = docids[count - 1];
        for (size_t i = 0, length; i < count && status >= 0; i += length) {
            for (length = 1;
                 i + length < count && docids[i + length] / FACET_CHUNK == docids[i] / FACET_CHUNK;)
                length++;
            status = count_chunk(counting, docids + i, length);
        }
        if (status >= 0)
            status = check_time(deadline, counting->facets[0]->facet, counting->diag);
    }
    return status;
}

int index_facet_counts(struct facet_counts *counts, struct store_transaction *transaction,
                       const struct access_point *const *facets, size_t facet_count,
                       const struct docset *docs, uint64_t deadline, struct diag *diag)
{
    struct counting counting = {.counts = counts, .facets = facets, .diag = diag};
    struct docset *all = NULL;
    int code, status = OFFPRINT_OK;

    if (facet_count == 0)
        return OFFPRINT_OK;
    code = mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_FACETS),
                           &counting.cursor);
    if (code != 0)
        return store_failed(diag, code, "cannot read the facet columns");
    for (size_t i = 0; i < facet_count; i++)
        counting.slots[facets[i]->number] = (uint8_t)(i + 1);
    if (docs == NULL) {
        all = docset_create();
        status = index_all_docs(transaction, all, diag);
    }
    if (status >= 0)
        status = count_within(&counting, docs != NULL ? docs : all, deadline);
    for (size_t i = 0; i < facet_count && status >= 0; i++) {
        if (!facet_counts_settle(&counts[i]))
            status = refuse_count(&counts[i], facets[i]->facet, diag);
    }
    docset_destroy(all);
    mdb_cursor_close(counting.cursor);
    return status;
}

/* --- hosts ------------------------------------------------------------------------------------ */

#define LINK_KEY_SIZE 12

/* Where the walk over the links of parts stands: they are in order of the part. */
struct links {
    MDB_cursor *cursor;
    uint32_t part, host; /* part 0: before the first */
    bool ended;
    struct diag *diag;
};

/* Takes what the cursor found: a link, or something behind all of them. */
static int links_settle(struct links *links, int code, const MDB_val *key)
{
    struct bytes in;

    if (code != 0 && code != MDB_NOTFOUND)
        return store_failed(links->diag, code, "cannot read the component parts");
    bytes_init(&in, code == 0 ? key->mv_data : NULL, code == 0 ? key->mv_size : 0);
    links->ended = bytes_take_u32(&in) != 0 || bytes_left(&in) != 8;
    links->part = bytes_take_u32(&in);
    links->host = bytes_take_u32(&in);
    return OFFPRINT_OK;
}

/* Goes to the first link of a part with that docid or a greater one. */
static int links_seek(struct links *links, uint32_t part)
{
    uint8_t bytes[LINK_KEY_SIZE] = {0};
    MDB_val key, data;
    int status = OFFPRINT_OK;

    for (int i = 0; i < STEPS_BEFORE_SEARCH && links->part != 0; i++) {
        if (status < 0 || links->ended || links->part >= part)
            return status;
        status = links_settle(links, mdb_cursor_get(links->cursor, &key, &data, MDB_NEXT), &key);
    }
    if (status < 0 || links->ended || links->part >= part)
        return status;
    put_u32(bytes + 4, part);
    key = value_of(bytes, sizeof bytes);
    return links_settle(links, mdb_cursor_get(links->cursor, &key, &data, MDB_SET_RANGE), &key);
}

/* Counts the hosts of some records, in order: links and records each leap to where the other is. */
static int count_hosts(struct facet_counts *counts, struct links *links, const uint32_t *docids,
                       size_t count)
{
    for (size_t i = 0; i < count && !links->ended; i++) {
        int status = OFFPRINT_OK;

        if (links->part < docids[i])
            status = links_seek(links, docids[i]);
        if (status < 0)
            return status;
        if (!links->ended && links->part == docids[i] && links->host > 0 &&
            !await(counts, links->host))
            return refuse_count(counts, FACET_HOST, links->diag);
    }
    return OFFPRINT_OK;
}

/* Leaves out hosts that have not come, or are gone. */
static void forget_missing(struct facet_counts *counts, const struct docset *all)
{
    for (size_t i = 0; i < counts->size; i++) {
        struct facet_count *counted = &counts->places[i];

        if (counted->number != 0 && !docset_contains(all, counted->number))
            counted->count = 0;
    }
}

static int count_hosts_within(struct facet_counts *counts, struct links *links,
                              const struct docset *docs, uint64_t deadline)
{
    uint32_t docids[DOCIDS_AT_ONCE], last = 0;
    size_t count;
    int status = OFFPRINT_OK;

    while (status >= 0 && !links->ended &&
           (count = docset_list(docs, last, docids, DOCIDS_AT_ONCE)) > 0) {
        last = docids[count - 1];
        status = count_hosts(counts, links, docids, count);
        if (status >= 0)
            status = check_time(deadline, FACET_HOST, links->diag);
    }
    return status;
}

int index_host_counts(struct facet_counts *counts, struct store_transaction *transaction,
                      const struct docset *docs, uint64_t deadline, struct diag *diag)
{
    struct links links = {.diag = diag};
    struct docset *all;
    int code = mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_PARTS),
                               &links.cursor),
        status = OFFPRINT_OK;

    if (code != 0)
        return store_failed(diag, code, "cannot read the component parts");
    all = docset_create();
    status = index_all_docs(transaction, all, diag);
    if (status >= 0)
        status = count_hosts_within(counts, &links, docs != NULL ? docs : all, deadline);
    if (status >= 0)
        status = facet_counts_settle(counts) ? OFFPRINT_OK : refuse_count(counts, FACET_HOST, diag);
    if (status >= 0)
        forget_missing(counts, all);
    docset_destroy(all);
    mdb_cursor_close(links.cursor);
    return status;
}

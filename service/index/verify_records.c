/* Live records against what the index says of them: forward lists and sort values. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/record.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "index/columns.h"
#include "index/extract.h"
#include "index/forward.h"
#include "index/verify.h"
#include "index/verify_facets.h"
#include "store/value.h"

/* The entry of a sort column that the walk is in. */
struct column_place {
    uint32_t chunk; /* 1 + its number; 0 before the first */
    struct slice bytes;
};

struct records_check {
    struct index_check *check;
    struct arena *arena;
    struct index_entries entries;
    uint32_t *numbers; /* of the forward list at hand */
    size_t capacity;
    struct docids listed; /* records that have a forward list */
    uint32_t last;        /* docid of the block before; 0 before the first */
    struct column_place columns[SORT_COLUMNS_MAX];
    struct facets_check facets;
};

/* --- forward lists ---------------------------------------------------------------------------- */

/* Adds the record to what is known of each term of its list, once. */
static void add_up(const struct records_check *records, uint32_t docid, size_t count)
{
    const struct index_check *check = records->check;
    uint64_t value = index_check_docid(check, docid);

    for (size_t i = 0; i < count; i++) {
        struct term_check *term = term_check_at(check, records->numbers[i]);

        if (term == NULL || term->last == docid)
            continue;
        term->last = docid;
        term->docs += value;
    }
}

/* Does a number of the list stand for that entry? True for terms of another pass. */
static bool is_entry(const struct records_check *records, uint32_t number,
                     const struct index_entry *entry)
{
    const struct index_check *check = records->check;
    const struct term_check *term;
    struct slice key;

    if (number < TERM_FIRST || entry->length == 0)
        return entry->length == 0 && number == entry->offset;
    if (number >= check->next_term)
        return false;
    term = term_check_at(check, number);
    key = slice_make(records->entries.keys.data + entry->offset, entry->length);
    return term == NULL || term->key == index_check_key(check, key);
}

static void say_difference(const struct records_check *records, uint32_t docid, size_t at)
{
    const struct index_check *check = records->check;
    const struct index_entry *entry = &records->entries.entries[at];
    struct buffer wanted;

    buffer_init(&wanted);
    if (entry->length == 0)
        buffer_add_string(&wanted, entry->offset == FORWARD_FIELD_BREAK ? "the end of a field"
                                                                        : "the end of a subfield");
    else
        index_check_describe(&wanted, check->table,
                             slice_make(records->entries.keys.data + entry->offset, entry->length));
    verify_say(check->verify, verify_record_place(check->verify, docid),
               "has number %u at place %zu of its forward list, where the record has %s",
               records->numbers[at], at + 1, wanted.data);
    buffer_finish(&wanted);
}

/* Do the stored words end where those of the entries do, behind the last mark? What they and the
 * rest are has been compared. */
static bool words_end(const struct records_check *records, struct slice words)
{
    const struct index_entries *entries = &records->entries;
    size_t wanted = entries->count, count = 0;

    while (wanted > 0 && entries->entries[wanted - 1].length > 0)
        wanted--;
    for (size_t i = 0; i < words.length; i++)
        count += (uint8_t)words.data[i] < 0x80;
    return count == wanted;
}

/* One contradiction a record is enough: what follows the first is often its consequence. True where
 * there is none. */
static bool compare_list(const struct records_check *records, uint32_t docid, size_t count,
                         struct slice words)
{
    const struct index_check *check = records->check;
    size_t wanted = records->entries.count;

    for (size_t i = 0; i < count && i < wanted; i++) {
        if (is_entry(records, records->numbers[i], &records->entries.entries[i]))
            continue;
        say_difference(records, docid, i);
        return false;
    }
    if (count != wanted && check->first)
        verify_say(check->verify, verify_record_place(check->verify, docid),
                   "has %zu entries in its forward list, but makes %zu", count, wanted);
    if (count != wanted)
        return false;
    if (!words_end(records, words) && check->first)
        verify_say(check->verify, verify_record_place(check->verify, docid),
                   "does not have its words apart from the rest of its forward list");
    return true;
}

/* --- sort values ------------------------------------------------------------------------------ */

static uint64_t column_value(struct records_check *records, size_t column, uint32_t docid)
{
    const struct index_check *check = records->check;
    const struct store_transaction *transaction = check->verify->transaction;
    struct column_place *place = &records->columns[column];
    uint32_t chunk = docid / COLUMN_CHUNK;
    struct bytes in;

    if (place->chunk != chunk + 1) {
        uint8_t bytes[COLUMN_KEY_SIZE] = {check->table->columns[column]};
        MDB_val key = value_of(bytes, sizeof bytes), data;

        put_u32(bytes + 1, chunk);
        place->chunk = chunk + 1;
        place->bytes = slice_make(NULL, 0);
        if (mdb_get(transaction->txn, store_handle(transaction, STORE_COLUMNS), &key, &data) == 0)
            place->bytes = value_slice(&data);
    }
    bytes_init(&in, place->bytes.data, place->bytes.length);
    bytes_skip(&in, (size_t)(docid % COLUMN_CHUNK) * 8);
    return bytes_take_u64(&in); /* past the end: 0 */
}

static void compare_sorts(struct records_check *records, uint32_t docid)
{
    const struct index_check *check = records->check;

    for (size_t i = 0; i < check->table->column_count; i++) {
        if (column_value(records, i, docid) != records->entries.sorts[i])
            verify_say(check->verify, verify_record_place(check->verify, docid),
                       "does not have the sort value that it makes in column %u",
                       check->table->columns[i]);
    }
}

/* --- records ---------------------------------------------------------------------------------- */

/* Extracts what the record is found by: false, and said, where it cannot be read. */
static bool extract(struct records_check *records, uint32_t docid)
{
    const struct index_check *check = records->check;
    struct index_document document;
    struct verify *verify = check->verify;
    struct store_record stored;
    struct marc_record *record;
    struct diag diag = {0};

    arena_reset(records->arena);
    if (store_get(verify->transaction, docid, &stored, &diag) <= 0 ||
        packed_decode(&record, records->arena, stored.packed, &diag) < 0) {
        if (check->first)
            verify_say(verify, verify_record_place(verify, docid), "cannot be read: %s",
                       diag.message);
        return false;
    }
    document = index_document_of(&stored);
    document.record = record;
    index_extract(&records->entries, check->table, &document);
    return true;
}

/* Decodes the document's list; how many numbers, or negative where it is malformed. */
static ptrdiff_t read_list(struct records_check *records, uint32_t docid,
                           const struct forward_list *list)
{
    size_t most = forward_list_length(list);

    if (most >= records->capacity) {
        records->capacity = most * 2 + 1024;
        records->numbers =
            memory_resize(records->numbers, records->capacity * sizeof *records->numbers);
    }
    return forward_decode(records->numbers, docid, list, NULL);
}

static void check_list(struct records_check *records, uint32_t docid,
                       const struct forward_list *list)
{
    struct index_check *check = records->check;
    struct verify *verify = check->verify;
    ptrdiff_t count;

    if (!docids_has(&verify->live, docid)) {
        if (check->first)
            verify_say(verify, verify_record_place(verify, docid),
                       "has a forward list, but is not there to be found");
        return;
    }
    docids_add(&records->listed, docid);
    count = read_list(records, docid, list);
    if (count < 0 && check->first)
        verify_say(verify, verify_record_place(verify, docid), "has a malformed forward list");
    if (count >= 0)
        add_up(records, docid, (size_t)count);
    if (count >= 0 && extract(records, docid)) {
        bool agrees = compare_list(records, docid, (size_t)count, list->words);

        if (check->first)
            compare_sorts(records, docid);
        if (check->first && agrees)
            facets_check_record(&records->facets, check, docid, &records->entries,
                                records->numbers);
    }
    if (verify->progress != NULL)
        verify->progress(verify->context, ++check->done, check->total);
}

/* Takes an entry for a block that comes after the one before: false, and said, where it is none. */
static bool read_block(struct records_check *records, struct forward_block *block, struct slice key,
                       struct slice data)
{
    const struct index_check *check = records->check;
    struct bytes in;
    uint32_t last;
    bool good;

    bytes_init(&in, key.data, key.length);
    last = bytes_take_u32(&in);
    good = !bytes_failed(&in) && bytes_left(&in) == 0 && forward_block_read(block, last, data) &&
           forward_block_is_sound(block) && block->first > records->last;
    records->last = last;
    if (!good && check->first) {
        char where[64];

        snprintf(where, sizeof where, "forward lists up to docid %u", last);
        verify_say(check->verify, where, "are malformed");
    }
    return good;
}

static int check_forward(void *context, struct slice key, struct slice data)
{
    struct records_check *records = context;
    struct forward_block block;

    if (!read_block(records, &block, key, data))
        return OFFPRINT_OK;
    for (uint32_t i = 0; i < block.count; i++) {
        struct forward_list list;

        forward_block_list(&list, &block, block.first + i); /* which is sound */
        if (forward_list_length(&list) > 0)
            check_list(records, block.first + i, &list);
    }
    return OFFPRINT_OK;
}

/* Live records that the index does not know. */
static void check_unlisted(const struct records_check *records)
{
    struct verify *verify = records->check->verify;

    for (uint32_t docid = 1; docid < verify->live.end; docid++) {
        if (docids_has(&verify->live, docid) && !docids_has(&records->listed, docid))
            verify_say(verify, verify_record_place(verify, docid), "has no forward list");
    }
}

int index_check_records(struct index_check *check)
{
    struct records_check records = {.check = check, .arena = arena_create()};
    struct verify *verify = check->verify;
    int status;

    index_entries_init(&records.entries);
    docids_init(&records.listed, verify->live.end);
    status = store_walk(verify->transaction, STORE_FORWARD, check_forward, &records, verify->diag);
    if (status >= 0 && check->first)
        check_unlisted(&records);
    docids_finish(&records.listed);
    index_entries_finish(&records.entries);
    facets_check_finish(&records.facets);
    free(records.numbers);
    arena_destroy(records.arena);
    return status;
}

/* --- sort values of nothing ------------------------------------------------------------------- */

static bool is_column(const struct access_points *table, uint8_t column)
{
    return memchr(table->columns, column, table->column_count) != NULL;
}

static int check_column(void *context, struct slice key, struct slice data)
{
    const struct index_check *check = context;
    struct verify *verify = check->verify;
    struct bytes in;
    uint8_t column;
    uint64_t first;

    bytes_init(&in, key.data, key.length);
    column = bytes_take_u8(&in);
    first = (uint64_t)bytes_take_u32(&in) * COLUMN_CHUNK;
    if (bytes_failed(&in) || bytes_left(&in) > 0 || !is_column(check->table, column) ||
        first > UINT32_MAX || data.length % 8 != 0 || data.length > COLUMN_CHUNK * 8) {
        verify_say(verify, "sort columns", "an entry of column %u is malformed", column);
        return OFFPRINT_OK;
    }
    bytes_init(&in, data.data, data.length);
    for (uint32_t docid = (uint32_t)first; bytes_left(&in) > 0; docid++) {
        if (bytes_take_u64(&in) != 0 && !docids_has(&verify->live, docid))
            verify_say(verify, verify_record_place(verify, docid),
                       "has a sort value in column %u, but is not there to be sorted", column);
    }
    return OFFPRINT_OK;
}

int index_check_columns(struct index_check *check)
{
    struct verify *verify = check->verify;

    return store_walk(verify->transaction, STORE_COLUMNS, check_column, check, verify->diag);
}

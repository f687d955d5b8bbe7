/*
 * The keys of all runs in one order, each looked up in the store once. They come in blocks as the
 * store has them: those behind all that it has are written as they are. The others are taken one by
 * one into the blocks that they belong to, which are written again.
 */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/relay.h"
#include "index/merge.h"
#include "index/merge_keys.h"
#include "index/term_block.h"
#include "store/store.h"
#include "store/value.h"

/* A block of keys, as it is handed over: with numbers that are yet to be given, in a row. */
struct made_block {
    uint32_t count, length;
    uint64_t runs[TERM_BLOCK_TERMS]; /* of each term, a bit for each that has it */
    uint16_t last_length;
    uint8_t last[TERM_KEY_MAX]; /* the last key */
    uint8_t bytes[TERM_BLOCK_BYTES];
};

/* A block of the store that keys are being taken into. */
struct open_block {
    bool is_open, changed;
    bool is_last;           /* of the store: keys behind it belong to it as well */
    bool gone;              /* it no longer stands under its last key */
    struct term_list terms; /* as it was */
    size_t at;              /* the terms before are pending */
};

/* What looks them up. */
struct terms_merge {
    struct merge *merge;
    MDB_dbi dbi;
    MDB_cursor *cursor;       /* over STORE_TERMS */
    bool append;              /* keys stand behind all of the store's from here on */
    struct open_block block;  /* at hand */
    struct term_list pending; /* terms to be written, in order: of that block, and new ones */
    struct term_list made;    /* the keys that are being taken into it */
    uint8_t value[TERM_BLOCK_BYTES];
};

static struct slice made_bytes(const struct made_block *made)
{
    return slice_make((const char *)made->bytes, made->length);
}

/* --- blocks of keys --------------------------------------------------------------------------- */

static struct made_block *begin_block(struct term_block_writer *writer, struct relay *relay)
{
    struct made_block *made = (void *)relay_reserve(relay, sizeof *made);

    term_block_open(writer, made->bytes);
    return made;
}

static void end_block(struct made_block *made, const struct term_block_writer *writer,
                      struct relay *relay)
{
    made->count = (uint32_t)writer->count;
    made->length = (uint32_t)term_block_bytes(writer).length;
    relay_advance(relay, made->bytes + made->length);
}

static void make_blocks(struct relay *relay, void *context)
{
    const struct merge *merge = context;
    struct term_block_writer writer;
    struct made_block *made = begin_block(&writer, relay);
    struct keys_merge keys;
    uint64_t runs;

    keys_merge_begin(&keys, merge->runs, merge->run_count, merge->keys);
    while (!relay_is_over(relay) && (runs = keys_merge_next(&keys)) != 0) {
        struct slice key = slice_make((const char *)keys.key, keys.length);

        if (!term_block_add(&writer, key, keys.shared, (uint32_t)writer.count)) {
            end_block(made, &writer, relay);
            made = begin_block(&writer, relay);
            term_block_add(&writer, key, keys.shared, 0);
        }
        made->runs[writer.count - 1] = runs;
        made->last_length = (uint16_t)keys.length;
        memcpy(made->last, keys.key, keys.length);
    }
    if (writer.count > 0)
        end_block(made, &writer, relay);
}

/* --- numbers ---------------------------------------------------------------------------------- */

static void keep(struct merge *merge, uint32_t number, uint64_t runs)
{
    const struct merged_term term = {.runs = runs, .number = number};

    spool_add(&merge->sequence, &term, sizeof term);
    for (; runs != 0; runs &= runs - 1)
        spool_add(&merge->numbers[__builtin_ctzll(runs)], &number, sizeof number);
}

/* Gives the next `count` numbers. */
static int give_numbers(struct merge *merge, uint32_t count, uint32_t *first)
{
    if (UINT32_MAX - merge->next < count)
        return diag_set(merge->diag, OFFPRINT_LIMIT, "the index can take no more terms");
    *first = merge->next;
    merge->next += count;
    return OFFPRINT_OK;
}

/* --- the store -------------------------------------------------------------------------------- */

static int write_failed(const struct terms_merge *terms, int code)
{
    return code == 0 ? OFFPRINT_OK
                     : store_failed(terms->merge->diag, code, "cannot write the terms");
}

static int put_block(struct terms_merge *terms, struct slice last, struct slice bytes)
{
    MDB_val key = value_of_slice(last), data = value_of_slice(bytes);

    return write_failed(terms, mdb_cursor_put(terms->cursor, &key, &data, 0));
}

/* Puts some of the pending terms into a block; false where they are too many for one. */
static bool encode(struct terms_merge *terms, size_t from, size_t until, struct slice *bytes)
{
    struct term_block_writer writer;
    struct slice before = slice_make(NULL, 0);

    term_block_open(&writer, terms->value);
    for (size_t i = from; i < until; i++) {
        struct slice key = term_list_key(&terms->pending, i);

        if (!term_block_add(&writer, key, term_shared_length(before, key),
                            terms->pending.terms[i].number))
            return false;
        before = key;
    }
    *bytes = term_block_bytes(&writer);
    return true;
}

/* Writes some of the pending terms: in one block, or in as many as it takes, evenly. */
static int write_pending(struct terms_merge *terms, size_t from, size_t until)
{
    size_t middle = from + (until - from) / 2;
    struct slice bytes;
    int status;

    if (until == from)
        return OFFPRINT_OK;
    if (until - from <= TERM_BLOCK_TERMS && encode(terms, from, until, &bytes))
        return put_block(terms, term_list_key(&terms->pending, until - 1), bytes);
    status = write_pending(terms, from, middle);
    return status < 0 ? status : write_pending(terms, middle, until);
}

/* Makes room for half of what may be pending. */
static int write_half(struct terms_merge *terms)
{
    struct term_list *pending = &terms->pending;
    size_t half = TERM_LIST_MAX / 2, moved = pending->terms[half].offset;
    int status = write_pending(terms, 0, half);

    pending->count -= half;
    pending->used -= moved;
    memmove(pending->keys, pending->keys + moved, pending->used);
    memmove(pending->terms, pending->terms + half, pending->count * sizeof *pending->terms);
    for (size_t i = 0; i < pending->count; i++)
        pending->terms[i].offset = (uint16_t)(pending->terms[i].offset - moved);
    return status;
}

static int add_pending(struct terms_merge *terms, struct slice key, uint32_t number)
{
    int status = OFFPRINT_OK;

    if (terms->pending.count == TERM_LIST_MAX)
        status = write_half(terms);
    term_list_add(&terms->pending, key, number);
    return status;
}

/* --- taking keys into a block ----------------------------------------------------------------- */

static struct slice last_of(const struct term_list *list)
{
    return term_list_key(list, list->count - 1);
}

/* Writes what has become of the block at hand. */
static int close_block(struct terms_merge *terms)
{
    struct open_block *block = &terms->block;
    int status = OFFPRINT_OK;

    if (!block->is_open)
        return OFFPRINT_OK;
    block->is_open = false;
    if (!block->changed)
        return OFFPRINT_OK;
    for (; block->at < block->terms.count && status >= 0; block->at++)
        status = add_pending(terms, term_list_key(&block->terms, block->at),
                             block->terms.terms[block->at].number);
    return status < 0 ? status : write_pending(terms, 0, terms->pending.count);
}

/* Begins with the block that a key belongs to; there is one. */
static int open_block(struct terms_merge *terms, struct slice wanted)
{
    struct open_block *block = &terms->block;
    MDB_val key = value_of_slice(wanted), data;
    int code = mdb_cursor_get(terms->cursor, &key, &data, MDB_SET_RANGE);

    terms->pending.count = terms->pending.used = 0;
    block->at = 0;
    block->is_open = true;
    block->changed = block->gone = false;
    block->is_last = code == MDB_NOTFOUND;
    if (block->is_last)
        code = mdb_cursor_get(terms->cursor, &key, &data, MDB_LAST);
    if (code != 0)
        return store_failed(terms->merge->diag, code, "cannot read the terms");
    if (!term_list_decode(&block->terms, value_slice(&data)) ||
        !slice_equal(last_of(&block->terms), value_slice(&key)))
        return diag_set(terms->merge->diag, OFFPRINT_CORRUPT, "a block of terms is malformed");
    return OFFPRINT_OK;
}

/* The last block of the store gets another last key: it will stand under that one. */
static int remove_entry(struct terms_merge *terms)
{
    MDB_val key = value_of_slice(last_of(&terms->block.terms));

    terms->block.gone = true;
    return write_failed(terms, mdb_del(terms->merge->transaction->txn, terms->dbi, &key, NULL));
}

/* Has the block at hand be the one that a key belongs to. */
static int find_block(struct terms_merge *terms, struct slice key)
{
    const struct open_block *block = &terms->block;
    bool is_behind = block->is_open && term_compare(key, last_of(&block->terms)) > 0;
    int status = OFFPRINT_OK;

    if (!block->is_open || (is_behind && !block->is_last)) {
        status = close_block(terms);
        if (status >= 0)
            status = open_block(terms, key);
        is_behind = block->is_last;
    }
    return status >= 0 && is_behind && !block->gone ? remove_entry(terms) : status;
}

static int check_number(const struct merge *merge, uint32_t number)
{
    if (number < TERM_FIRST || number >= merge->first_new)
        return diag_set(merge->diag, OFFPRINT_CORRUPT, "a term has the number %u, not yet given",
                        number);
    return OFFPRINT_OK;
}

/* The number that a key has in the store, or the next one. */
static int resolve(struct terms_merge *terms, struct slice key, uint32_t *number)
{
    struct open_block *block = &terms->block;
    int status = find_block(terms, key), order = 1;

    for (; status >= 0 && block->at < block->terms.count; block->at++) {
        order = term_compare(term_list_key(&block->terms, block->at), key);
        if (order >= 0)
            break;
        status = add_pending(terms, term_list_key(&block->terms, block->at),
                             block->terms.terms[block->at].number);
    }
    if (status < 0)
        return status;
    if (order == 0) {
        *number = block->terms.terms[block->at].number;
        return check_number(terms->merge, *number);
    }
    block->changed = true;
    status = give_numbers(terms->merge, 1, number);
    return status < 0 ? status : add_pending(terms, key, *number);
}

/* --- all of them ------------------------------------------------------------------------------ */

static int append_block(struct terms_merge *terms, const struct made_block *made)
{
    MDB_val key = value_of(made->last, made->last_length), data = {made->length, NULL};
    uint32_t number = 0;
    int status = give_numbers(terms->merge, made->count, &number);

    if (status >= 0)
        status = write_failed(terms,
                              mdb_cursor_put(terms->cursor, &key, &data, MDB_APPEND | MDB_RESERVE));
    if (status < 0)
        return status;
    memcpy(data.mv_data, made->bytes, made->length);
    term_block_renumber(data.mv_data, number);
    for (uint32_t i = 0; i < made->count; i++)
        keep(terms->merge, number + i, made->runs[i]);
    return OFFPRINT_OK;
}

static int resolve_block(struct terms_merge *terms, const struct made_block *made)
{
    struct term_list *keys = &terms->made;
    int status = OFFPRINT_OK;

    term_list_decode(keys, made_bytes(made));
    for (uint32_t i = 0; i < made->count && status >= 0; i++) {
        uint32_t number = 0;

        if ((status = resolve(terms, term_list_key(keys, i), &number)) >= 0)
            keep(terms->merge, number, made->runs[i]);
    }
    return status;
}

/* Is it behind all of the store's, and have others filled the store's last block? */
static bool can_append(const struct terms_merge *terms, const struct made_block *made)
{
    struct term_block_reader reader;

    if (!terms->block.is_open || !terms->block.is_last)
        return false;
    term_block_begin(&reader, made_bytes(made));
    return term_block_next(&reader) && term_compare(reader.rest, last_of(&terms->block.terms)) > 0;
}

static int take_blocks(struct terms_merge *terms, struct slice bytes)
{
    int status = OFFPRINT_OK;

    for (size_t at = 0; at < bytes.length && status >= 0;) {
        const struct made_block *made = (const void *)(bytes.data + at);

        if (!terms->append && can_append(terms, made)) {
            status = close_block(terms);
            terms->append = true;
        }
        if (status >= 0)
            status = terms->append ? append_block(terms, made) : resolve_block(terms, made);
        at += relay_size(offsetof(struct made_block, bytes) + made->length);
    }
    return status;
}

static int open_terms(struct terms_merge *terms)
{
    struct store_transaction *transaction = terms->merge->transaction;
    MDB_val last, data;
    int code;

    terms->dbi = store_handle(transaction, STORE_TERMS);
    code = mdb_cursor_open(transaction->txn, terms->dbi, &terms->cursor);
    if (code != 0) {
        terms->cursor = NULL;
        return store_failed(terms->merge->diag, code, "cannot write the terms");
    }
    code = mdb_cursor_get(terms->cursor, &last, &data, MDB_LAST);
    terms->append = code == MDB_NOTFOUND;
    if (code != 0 && code != MDB_NOTFOUND)
        return store_failed(terms->merge->diag, code, "cannot read the terms");
    return OFFPRINT_OK;
}

static int map_numbers(struct merge *merge)
{
    struct slice sequence;
    int failed = spool_map(&merge->sequence, &sequence);

    if (failed != 0)
        return store_failed(merge->diag, failed, "cannot write a temporary file");
    merge->terms = (const struct merged_term *)(const void *)sequence.data;
    merge->term_count = sequence.length / sizeof *merge->terms;
    for (size_t i = 0; i < merge->run_count; i++) {
        struct slice bytes;
        int code = spool_map(&merge->numbers[i], &bytes);

        if (code != 0)
            return store_failed(merge->diag, code, "cannot write a temporary file");
        merge->number_of[i] = (const uint32_t *)(const void *)bytes.data;
    }
    return OFFPRINT_OK;
}

static int take_all(struct merge *merge)
{
    struct terms_merge *terms = memory_zeroed(1, sizeof *terms);
    struct relay *relay = relay_start(make_blocks, merge, merge->alone);
    struct slice bytes;
    int status;

    terms->merge = merge;
    status = open_terms(terms);
    while (status >= 0 && relay_take(relay, &bytes))
        status = take_blocks(terms, bytes);
    if (status >= 0)
        status = close_block(terms);
    relay_destroy(relay);
    if (terms->cursor != NULL)
        mdb_cursor_close(terms->cursor);
    free(terms);
    return status;
}

int merge_terms(struct merge *merge)
{
    uint64_t next;
    int status = store_meta_get(merge->transaction, META_NEXT_TERM, &next, merge->diag);

    if (status < 0)
        return status;
    if (next > UINT32_MAX)
        return diag_set(merge->diag, OFFPRINT_CORRUPT, "the number of terms is out of range");
    merge->first_new = merge->next = next < TERM_FIRST ? TERM_FIRST : (uint32_t)next;
    status = take_all(merge);
    if (status >= 0)
        status = map_numbers(merge);
    if (status >= 0)
        status = store_meta_put(merge->transaction, META_NEXT_TERM, merge->next, merge->diag);
    return status;
}

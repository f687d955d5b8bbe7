/*
 * Terms: found, and walked in order. They stand in blocks, each under the key of its last term: so
 * the first entry that is not before a key is the block which that key stands in, or would.
 */
#include "index/index.h"

#include <stdlib.h>
#include <string.h>

#include <offprint/buffer.h>

#include "base/memory.h"
#include "index/term_block.h"
#include "store/store.h"
#include "store/value.h"

/* Writes a term's key; returns its length. What is too long is cut as it was when indexed. */
static size_t term_key(uint8_t key[TERM_KEY_MAX], unsigned access_point, enum term_kind kind,
                       struct slice term)
{
    struct buffer cut;
    size_t most = kind == TERM_WORD ? TERM_CUT : TERM_MAX;

    key[0] = (uint8_t)access_point;
    key[1] = (uint8_t)kind;
    if (term.length <= most) {
        if (term.length > 0)
            memcpy(key + 2, term.data, term.length);
        return 2 + term.length;
    }
    buffer_init(&cut);
    index_add_heading(&cut, term);
    memcpy(key + 2, cut.data, cut.length);
    term.length = cut.length;
    buffer_finish(&cut);
    return 2 + term.length;
}

static int refuse_block(struct diag *diag)
{
    return diag_set(diag, OFFPRINT_CORRUPT, "a block of terms is malformed");
}

static int check_number(uint32_t number, struct diag *diag)
{
    if (number < TERM_FIRST)
        return diag_set(diag, OFFPRINT_CORRUPT, "a term has %u for its number", number);
    return 1;
}

static int find_in_block(struct slice block, struct slice key, uint32_t *number, struct diag *diag)
{
    int found = term_block_find(block, key, number);

    if (found < 0)
        return refuse_block(diag);
    return found > 0 ? check_number(*number, diag) : 0;
}

int index_find_term(struct store_transaction *transaction, unsigned access_point,
                    enum term_kind kind, struct slice term, uint32_t *number, struct diag *diag)
{
    uint8_t bytes[TERM_KEY_MAX];
    struct slice wanted =
        slice_make((const char *)bytes, term_key(bytes, access_point, kind, term));
    MDB_val key = value_of_slice(wanted), data;
    MDB_cursor *cursor;
    int status = 0;
    int code = mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_TERMS), &cursor);

    *number = 0;
    if (code != 0)
        return store_failed(diag, code, "cannot look up a term");
    code = mdb_cursor_get(cursor, &key, &data, MDB_SET_RANGE);
    if (code == 0)
        status = find_in_block(value_slice(&data), wanted, number, diag);
    else if (code != MDB_NOTFOUND)
        status = store_failed(diag, code, "cannot look up a term");
    mdb_cursor_close(cursor);
    return status;
}

/* --- blocks ----------------------------------------------------------------------------------- */

/* Where a cursor stands: on a term of its own, or beside all of them. */
enum cursor_place { CURSOR_BEFORE, CURSOR_AT, CURSOR_AFTER };

struct term_cursor {
    MDB_cursor *cursor;
    uint8_t access_point;
    uint8_t kind;
    enum cursor_place place;
    struct slice block;    /* at hand */
    struct term_walk walk; /* through it from its front; it stands on the term at hand */
    bool listed;           /* once it went back: then that term is in the list, at `at` */
    size_t at;
    struct term_list *list; /* owned; NULL before it first went back */
    struct diag *diag;      /* of the call at hand */
};

/* LMDB fills its pages from the end: the block behind this one stands in front of it, mostly. It is
 * on its way into the cache while this one is walked through. */
static void look_ahead(struct slice block)
{
    for (size_t at = 64; at <= TERM_BLOCK_BYTES; at += 64)
        __builtin_prefetch((const void *)((uintptr_t)block.data - at));
}

/* Has LMDB's cursor go on, or to `*key`; begins with the block there. 1, or 0 where there is none.
 */
static int load_block(struct term_cursor *cursor, MDB_cursor_op where, MDB_val *key)
{
    MDB_val none, data;
    int code = mdb_cursor_get(cursor->cursor, key != NULL ? key : &none, &data, where);

    if (code == MDB_NOTFOUND)
        return 0;
    if (code != 0)
        return store_failed(cursor->diag, code, "cannot walk the terms");
    cursor->block = value_slice(&data);
    cursor->listed = false;
    term_walk_begin(&cursor->walk, cursor->block);
    if (where == MDB_NEXT)
        look_ahead(cursor->block);
    return 1;
}

/* Each of these stands on a term, of whatever access point, and returns 1; or 0, there is none. */

/* The first that is not before `wanted`. */
static int to_first_from(struct term_cursor *cursor, struct slice wanted)
{
    MDB_val key = value_of_slice(wanted);
    int status = load_block(cursor, MDB_SET_RANGE, &key);

    if (status <= 0)
        return status;
    /* The last term of the block is its entry's key: it is not before `wanted`. */
    return term_walk_seek(&cursor->walk, wanted) ? 1 : refuse_block(cursor->diag);
}

static int to_next(struct term_cursor *cursor)
{
    int status;

    if (cursor->listed && ++cursor->at < cursor->list->count)
        return 1;
    if (!cursor->listed && term_walk_next(&cursor->walk))
        return 1;
    if (cursor->walk.reader.failed)
        return refuse_block(cursor->diag);
    status = load_block(cursor, MDB_NEXT, NULL);
    if (status <= 0)
        return status;
    return term_walk_next(&cursor->walk) ? 1 : refuse_block(cursor->diag);
}

/* Lists the terms of the block at hand, to stand in front of the one at `at`. */
static int list_block(struct term_cursor *cursor, size_t at)
{
    if (cursor->list == NULL)
        cursor->list = memory_alloc(sizeof *cursor->list);
    if (!term_list_decode(cursor->list, cursor->block) || at > cursor->list->count)
        return refuse_block(cursor->diag);
    cursor->listed = true;
    cursor->at = at - 1;
    return 1;
}

/* Stands on the last term of the block that was loaded with `status`. */
static int to_end_of_block(struct term_cursor *cursor, int status)
{
    if (status <= 0)
        return status;
    status = list_block(cursor, 1);
    cursor->at = cursor->list->count - 1;
    return status;
}

static int to_previous(struct term_cursor *cursor)
{
    size_t at = cursor->listed ? cursor->at : cursor->walk.reader.count - 1;

    if (at == 0)
        return to_end_of_block(cursor, load_block(cursor, MDB_PREV, NULL));
    if (!cursor->listed)
        return list_block(cursor, at);
    cursor->at--;
    return 1;
}

static int to_last(struct term_cursor *cursor)
{
    return to_end_of_block(cursor, load_block(cursor, MDB_LAST, NULL));
}

/* --- walking ---------------------------------------------------------------------------------- */

int term_cursor_open(struct term_cursor **opened, struct store_transaction *transaction,
                     const struct access_point *access_point, enum term_kind kind,
                     struct diag *diag)
{
    struct term_cursor *cursor = memory_zeroed(1, sizeof *cursor);
    int code =
        mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_TERMS), &cursor->cursor);

    *opened = NULL;
    if (code != 0) {
        free(cursor);
        return store_failed(diag, code, "cannot walk the terms");
    }
    cursor->access_point = access_point->number;
    cursor->kind = (uint8_t)kind;
    *opened = cursor;
    return OFFPRINT_OK;
}

void term_cursor_close(struct term_cursor *cursor)
{
    if (cursor == NULL)
        return;
    mdb_cursor_close(cursor->cursor);
    free(cursor->list);
    free(cursor);
}

/* What the cursor was moved to: 1 and `*entry` where it is one of its own; else 0, and it stands
 * `beyond` them. */
static int settle(struct term_cursor *cursor, int status, enum cursor_place beyond,
                  struct term_entry *entry)
{
    struct slice key;
    uint32_t number;

    cursor->place = beyond;
    if (status <= 0)
        return status;
    if (cursor->listed) {
        key = term_list_key(cursor->list, cursor->at);
        number = cursor->list->terms[cursor->at].number;
    } else {
        key = term_walk_key(&cursor->walk);
        number = cursor->walk.reader.number;
    }
    if ((uint8_t)key.data[0] != cursor->access_point || (uint8_t)key.data[1] != cursor->kind)
        return 0;
    cursor->place = CURSOR_AT;
    *entry = (struct term_entry){number, slice_make(key.data + 2, key.length - 2)};
    return check_number(number, cursor->diag);
}

int term_cursor_seek(struct term_cursor *cursor, struct slice term, struct term_entry *entry,
                     struct diag *diag)
{
    uint8_t bytes[TERM_KEY_MAX];
    enum term_kind kind = (enum term_kind)cursor->kind;
    size_t length = term_key(bytes, cursor->access_point, kind, term);

    cursor->diag = diag;
    return settle(cursor, to_first_from(cursor, slice_make((const char *)bytes, length)),
                  CURSOR_AFTER, entry);
}

int term_cursor_next(struct term_cursor *cursor, struct term_entry *entry, struct diag *diag)
{
    cursor->diag = diag;
    if (cursor->place == CURSOR_BEFORE)
        return term_cursor_seek(cursor, slice_make(NULL, 0), entry, diag);
    if (cursor->place == CURSOR_AFTER)
        return 0;
    return settle(cursor, to_next(cursor), CURSOR_AFTER, entry);
}

int term_cursor_previous(struct term_cursor *cursor, struct term_entry *entry, struct diag *diag)
{
    const char behind[2] = {(char)cursor->access_point, (char)(cursor->kind + 1)};
    int status;

    cursor->diag = diag;
    if (cursor->place == CURSOR_BEFORE)
        return 0;
    if (cursor->place == CURSOR_AT)
        return settle(cursor, to_previous(cursor), CURSOR_BEFORE, entry);
    /* From the first key after ours, or from the end of all. */
    status = to_first_from(cursor, slice_make(behind, sizeof behind));
    if (status >= 0)
        status = status > 0 ? to_previous(cursor) : to_last(cursor);
    return settle(cursor, status, CURSOR_BEFORE, entry);
}

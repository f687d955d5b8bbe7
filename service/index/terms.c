/* Terms: found, and walked in order. */
#include "index/index.h"

#include <stdlib.h>
#include <string.h>

#include <offprint/buffer.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "index/keys.h"
#include "store/store.h"
#include "store/value.h"

/* Writes a term's key; returns its length. What is too long is cut as it was when indexed. */
static size_t term_key(uint8_t key[2 + TERM_MAX], unsigned access_point, enum term_kind kind,
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

static int term_number(const MDB_val *data, uint32_t *number, struct diag *diag)
{
    struct bytes in;

    bytes_init(&in, data->mv_data, data->mv_size);
    *number = bytes_take_u32(&in);
    if (bytes_failed(&in) || *number < TERM_FIRST)
        return diag_set(diag, OFFPRINT_CORRUPT, "a term's entry is not its number");
    return 1;
}

int index_find_term(struct store_transaction *transaction, unsigned access_point,
                    enum term_kind kind, struct slice term, uint32_t *number, struct diag *diag)
{
    uint8_t bytes[2 + TERM_MAX];
    MDB_val key = value_of(bytes, term_key(bytes, access_point, kind, term)), data;
    int code = mdb_get(transaction->txn, store_handle(transaction, STORE_TERMS), &key, &data);

    *number = 0;
    if (code == MDB_NOTFOUND)
        return 0;
    if (code != 0)
        return store_failed(diag, code, "cannot look up a term");
    return term_number(&data, number, diag);
}

/* --- walking ---------------------------------------------------------------------------------- */

/* Where LMDB's cursor stands: on a term of ours, or beside all of them. */
enum cursor_place { CURSOR_BEFORE, CURSOR_AT, CURSOR_AFTER };

struct term_cursor {
    MDB_cursor *cursor;
    uint8_t access_point;
    uint8_t kind;
    enum cursor_place place;
};

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
    free(cursor);
}

/* What LMDB's cursor found: 1 and `*entry` where it is one of ours; else 0, and the cursor stands
 * `beyond` them. */
static int settle(struct term_cursor *cursor, int code, const MDB_val *key, const MDB_val *data,
                  enum cursor_place beyond, struct term_entry *entry, struct diag *diag)
{
    const uint8_t *bytes = code == 0 ? key->mv_data : NULL;

    if (code != 0 && code != MDB_NOTFOUND)
        return store_failed(diag, code, "cannot walk the terms");
    if (code != 0 || key->mv_size < 2 || bytes[0] != cursor->access_point ||
        bytes[1] != cursor->kind) {
        cursor->place = beyond;
        return 0;
    }
    cursor->place = CURSOR_AT;
    entry->term = slice_part(value_slice(key), 2, key->mv_size);
    return term_number(data, &entry->number, diag);
}

int term_cursor_seek(struct term_cursor *cursor, struct slice term, struct term_entry *entry,
                     struct diag *diag)
{
    uint8_t bytes[2 + TERM_MAX];
    enum term_kind kind = (enum term_kind)cursor->kind;
    MDB_val key = value_of(bytes, term_key(bytes, cursor->access_point, kind, term)), data;
    int code = mdb_cursor_get(cursor->cursor, &key, &data, MDB_SET_RANGE);

    return settle(cursor, code, &key, &data, CURSOR_AFTER, entry, diag);
}

int term_cursor_next(struct term_cursor *cursor, struct term_entry *entry, struct diag *diag)
{
    MDB_val key, data;
    int code;

    if (cursor->place == CURSOR_BEFORE)
        return term_cursor_seek(cursor, slice_make(NULL, 0), entry, diag);
    if (cursor->place == CURSOR_AFTER)
        return 0;
    code = mdb_cursor_get(cursor->cursor, &key, &data, MDB_NEXT);
    return settle(cursor, code, &key, &data, CURSOR_AFTER, entry, diag);
}

int term_cursor_previous(struct term_cursor *cursor, struct term_entry *entry, struct diag *diag)
{
    uint8_t bytes[2] = {cursor->access_point, (uint8_t)(cursor->kind + 1)};
    MDB_val key = value_of(bytes, sizeof bytes), data;
    int code;

    if (cursor->place == CURSOR_BEFORE)
        return 0;
    if (cursor->place == CURSOR_AFTER) {
        /* From the first key after ours, or from the end of all. */
        code = mdb_cursor_get(cursor->cursor, &key, &data, MDB_SET_RANGE);
        code = mdb_cursor_get(cursor->cursor, &key, &data, code == 0 ? MDB_PREV : MDB_LAST);
    } else {
        code = mdb_cursor_get(cursor->cursor, &key, &data, MDB_PREV);
    }
    return settle(cursor, code, &key, &data, CURSOR_BEFORE, entry, diag);
}

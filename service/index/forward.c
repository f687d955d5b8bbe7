#include "index/forward.h"

#include <string.h>

#include <offprint/arena.h>

#include "base/bytes.h"
#include "index/index.h"
#include "store/store.h"
#include "store/value.h"

ptrdiff_t forward_decode(uint32_t *numbers, uint32_t docid, struct slice bytes, struct diag *diag)
{
    ptrdiff_t count = 0;
    struct bytes in;

    bytes_init(&in, bytes.data, bytes.length);
    while (bytes_left(&in) > 0 && !bytes_failed(&in))
        numbers[count++] = bytes_take_varint(&in);
    if (bytes_failed(&in))
        return diag_set(diag, OFFPRINT_CORRUPT, "the forward list of record %u is malformed",
                        docid);
    return count;
}

/* A record's list: 1, or 0 where it has none. */
static int find(struct store_transaction *transaction, uint32_t docid, struct slice *list,
                struct diag *diag)
{
    uint8_t bytes[4];
    MDB_val key = value_of(bytes, sizeof bytes), data;
    int code;

    put_u32(bytes, docid);
    code = mdb_get(transaction->txn, store_handle(transaction, STORE_FORWARD), &key, &data);
    if (code == MDB_NOTFOUND)
        return 0;
    if (code != 0)
        return store_failed(diag, code, "cannot read a forward list");
    *list = value_slice(&data);
    return 1;
}

ptrdiff_t index_forward(struct store_transaction *transaction, uint32_t docid, uint32_t **terms,
                        struct arena *arena, struct diag *diag)
{
    struct slice list = {NULL, 0};
    int found = find(transaction, docid, &list, diag);

    *terms = NULL;
    if (found <= 0)
        return found;
    *terms = arena_array(arena, list.length + 1, sizeof **terms);
    return forward_decode(*terms, docid, list, diag);
}

/* --- words in a row --------------------------------------------------------------------------- */

static bool holds(const struct forward_word *word, uint32_t number)
{
    for (size_t i = 0; i < word->count; i++) {
        if (word->numbers[i] == number)
            return true;
    }
    return false;
}

/* Do the words stand where `in` is, breaks between subfields left out of account? */
static bool stands_here(struct bytes in, const struct forward_word *words, size_t count,
                        bool one_subfield)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t item = bytes_take_varint(&in);

        while (item == FORWARD_SUBFIELD_BREAK && !one_subfield && bytes_left(&in) > 0)
            item = bytes_take_varint(&in);
        if (bytes_failed(&in) || !holds(&words[i], item))
            return false;
    }
    return true;
}

/*
 * Looks for a number by the bytes that it is stored as. All but the last byte of one are 0x80 or
 * more: so what begins behind a lesser one is an item.
 */
static bool stands_behind(struct slice list, uint32_t first, const struct forward_word *words,
                          size_t count, bool one_subfield)
{
    const uint8_t *start = (const uint8_t *)list.data, *end = start + list.length, *at = start;
    uint8_t pattern[5];
    size_t length = (size_t)(put_varint(pattern, first) - pattern);

    while ((at = memchr(at, pattern[0], (size_t)(end - at))) != NULL) {
        if ((size_t)(end - at) < length)
            return false;
        if ((at == start || at[-1] < 0x80) && memcmp(at, pattern, length) == 0) {
            struct bytes in;

            bytes_init(&in, at + length, (size_t)(end - at) - length);
            if (stands_here(in, words, count, one_subfield))
                return true;
        }
        at++;
    }
    return false;
}

int index_forward_has(struct store_transaction *transaction, uint32_t docid,
                      const struct forward_word *words, size_t count, bool one_subfield,
                      struct diag *diag)
{
    struct slice list = {NULL, 0};
    int found = find(transaction, docid, &list, diag);

    for (size_t i = 0; found > 0 && i < words[0].count; i++) {
        if (stands_behind(list, words[0].numbers[i], words + 1, count - 1, one_subfield))
            return 1;
    }
    return found < 0 ? found : 0;
}

/* --- all of them ------------------------------------------------------------------------------ */

int index_last_forward(uint32_t *docid, const struct store_transaction *transaction,
                       struct diag *diag)
{
    MDB_cursor *cursor;
    MDB_val key, data;
    struct bytes in;
    int code = mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_FORWARD), &cursor);

    *docid = 0;
    if (code == 0) {
        code = mdb_cursor_get(cursor, &key, &data, MDB_LAST);
        if (code == 0) {
            bytes_init(&in, key.mv_data, key.mv_size);
            *docid = bytes_take_u32(&in);
        }
        mdb_cursor_close(cursor);
    }
    return code == 0 || code == MDB_NOTFOUND
               ? OFFPRINT_OK
               : store_failed(diag, code, "cannot read the forward lists");
}

#include "index/forward.h"

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

ptrdiff_t index_forward(struct store_transaction *transaction, uint32_t docid, uint32_t **terms,
                        struct arena *arena, struct diag *diag)
{
    uint8_t bytes[4];
    MDB_val key = value_of(bytes, sizeof bytes), data;
    int code;

    *terms = NULL;
    put_u32(bytes, docid);
    code = mdb_get(transaction->txn, store_handle(transaction, STORE_FORWARD), &key, &data);
    if (code == MDB_NOTFOUND)
        return 0;
    if (code != 0)
        return store_failed(diag, code, "cannot read a forward list");
    *terms = arena_array(arena, data.mv_size + 1, sizeof **terms);
    return forward_decode(*terms, docid, value_slice(&data), diag);
}

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

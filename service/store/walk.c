/* Every entry of a database, in order of its keys. */
#include "store/store.h"

#include "base/bytes.h"
#include "store/value.h"

int store_walk(const struct store_transaction *transaction, enum store_database database,
               int (*visit)(void *context, struct slice key, struct slice data), void *context,
               struct diag *diag)
{
    MDB_val key, data;
    MDB_cursor *cursor;
    int code = mdb_cursor_open(transaction->txn, store_handle(transaction, database), &cursor);
    int status = OFFPRINT_OK;

    if (code != 0)
        return store_failed(diag, code, "cannot read the catalogue");
    while (status >= 0 && (code = mdb_cursor_get(cursor, &key, &data, MDB_NEXT)) == 0)
        status = visit(context, value_slice(&key), value_slice(&data));
    mdb_cursor_close(cursor);
    if (status >= 0 && code != MDB_NOTFOUND)
        return store_failed(diag, code, "cannot read the catalogue");
    return status < 0 ? status : OFFPRINT_OK;
}

int store_next(const struct store_transaction *transaction, uint32_t docid,
               struct store_record *record, struct diag *diag)
{
    uint8_t bytes[4];
    MDB_val key = value_of(bytes, sizeof bytes), data;
    MDB_cursor *cursor;
    struct bytes in;
    int code;

    put_u32(bytes, docid);
    code = mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_RECORDS), &cursor);
    if (code != 0)
        return store_failed(diag, code, "cannot read a record");
    code = mdb_cursor_get(cursor, &key, &data, MDB_SET_RANGE);
    mdb_cursor_close(cursor);
    if (code == MDB_NOTFOUND)
        return 0;
    if (code != 0)
        return store_failed(diag, code, "cannot read a record");
    bytes_init(&in, key.mv_data, key.mv_size);
    docid = bytes_take_u32(&in);
    if (bytes_failed(&in) || bytes_left(&in) > 0)
        return diag_set(diag, OFFPRINT_CORRUPT, "a record's key is not a docid");
    return store_get(transaction, docid, record, diag);
}

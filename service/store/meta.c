/* Small named values: format version, counters, texts. */
#include "store/store.h"

#include <string.h>

#include "base/bytes.h"
#include "store/value.h"

int store_meta_get(const struct store_transaction *transaction, const char *name, uint64_t *value,
                   struct diag *diag)
{
    MDB_val key = value_of(name, strlen(name)), data;
    struct bytes in;
    int code = mdb_get(transaction->txn, store_handle(transaction, STORE_META), &key, &data);

    *value = 0;
    if (code == MDB_NOTFOUND)
        return OFFPRINT_OK;
    if (code != 0)
        return store_failed(diag, code, "cannot read the meta database");
    bytes_init(&in, data.mv_data, data.mv_size);
    *value = bytes_take_u64(&in);
    if (bytes_failed(&in) || bytes_left(&in) != 0)
        return diag_refuse(diag, OFFPRINT_CORRUPT, name, "a meta value is not a number");
    return OFFPRINT_OK;
}

int store_meta_put(const struct store_transaction *transaction, const char *name, uint64_t value,
                   struct diag *diag)
{
    uint8_t bytes[8];
    MDB_val key = value_of(name, strlen(name)), data = value_of(bytes, sizeof bytes);
    int code;

    put_u64(bytes, value);
    code = mdb_put(transaction->txn, store_handle(transaction, STORE_META), &key, &data, 0);
    if (code != 0)
        return store_failed(diag, code, "cannot write the meta database");
    return OFFPRINT_OK;
}

int store_meta_get_text(const struct store_transaction *transaction, const char *name,
                        struct slice *text, struct diag *diag)
{
    MDB_val key = value_of(name, strlen(name)), data;
    int code = mdb_get(transaction->txn, store_handle(transaction, STORE_META), &key, &data);

    *text = code == 0 ? value_slice(&data) : slice_make(NULL, 0);
    if (code != 0 && code != MDB_NOTFOUND)
        return store_failed(diag, code, "cannot read the meta database");
    return OFFPRINT_OK;
}

int store_meta_put_text(const struct store_transaction *transaction, const char *name,
                        struct slice text, struct diag *diag)
{
    MDB_dbi meta = store_handle(transaction, STORE_META);
    MDB_val key = value_of(name, strlen(name)), data = value_of_slice(text);
    int code = text.length > 0 ? mdb_put(transaction->txn, meta, &key, &data, 0)
                               : mdb_del(transaction->txn, meta, &key, NULL);

    if (code != 0 && code != MDB_NOTFOUND)
        return store_failed(diag, code, "cannot write the meta database");
    return OFFPRINT_OK;
}

/* Collections: names and the numbers that stand for them in records and index. */
#include "store/internal.h"

#include <string.h>

#include "base/bytes.h"
#include "store/value.h"

#define DEFAULT_NAME "Default"
#define COLLECTIONS_MAX UINT16_MAX

/* "collection:" and the name gives the number; "collection-name:" and the number gives the name. */
#define BY_NAME "collection:"
#define BY_NUMBER "collection-name:"

static size_t name_key(char key[sizeof BY_NAME + STORE_ID_MAX], struct slice name)
{
    memcpy(key, BY_NAME, sizeof BY_NAME - 1);
    memcpy(key + sizeof BY_NAME - 1, name.data, name.length);
    return sizeof BY_NAME - 1 + name.length;
}

static size_t number_key(char key[sizeof BY_NUMBER + 2], uint16_t number)
{
    memcpy(key, BY_NUMBER, sizeof BY_NUMBER - 1);
    put_u16((uint8_t *)key + sizeof BY_NUMBER - 1, number);
    return sizeof BY_NUMBER - 1 + 2;
}

int store_collection_find(const struct store_transaction *transaction, struct slice name,
                          uint16_t *number, struct diag *diag)
{
    char bytes[sizeof BY_NAME + STORE_ID_MAX];
    MDB_val key, data;
    struct bytes in;
    int code;

    *number = 0;
    if (slice_is(name, DEFAULT_NAME))
        return 1;
    if (name.length == 0 || name.length > STORE_ID_MAX)
        return 0;
    key = value_of(bytes, name_key(bytes, name));
    code = mdb_get(transaction->txn, store_handle(transaction, STORE_META), &key, &data);
    if (code == MDB_NOTFOUND)
        return 0;
    if (code != 0)
        return store_failed(diag, code, "cannot read the collections");
    bytes_init(&in, data.mv_data, data.mv_size);
    *number = bytes_take_u16(&in);
    if (bytes_failed(&in))
        return diag_set(diag, OFFPRINT_CORRUPT, "a collection's number is cut short");
    return 1;
}

int store_collection_count(const struct store_transaction *transaction, uint16_t *count,
                           struct diag *diag)
{
    uint64_t others;
    int status = store_meta_get(transaction, META_COLLECTIONS, &others, diag);

    *count = 1; /* "Default" is always there */
    if (status < 0)
        return status;
    if (others >= COLLECTIONS_MAX)
        return diag_set(diag, OFFPRINT_CORRUPT, "the number of collections is out of range");
    *count = (uint16_t)(1 + others);
    return OFFPRINT_OK;
}

static int add_collection(const struct store_transaction *transaction, struct slice name,
                          uint16_t number, struct diag *diag)
{
    MDB_dbi meta = store_handle(transaction, STORE_META);
    char by_name[sizeof BY_NAME + STORE_ID_MAX], by_number[sizeof BY_NUMBER + 2];
    uint8_t bytes[2];
    MDB_val key = value_of(by_name, name_key(by_name, name)), data = value_of(bytes, 2);
    int code;

    put_u16(bytes, number);
    if ((code = mdb_put(transaction->txn, meta, &key, &data, 0)) == 0) {
        key = value_of(by_number, number_key(by_number, number));
        data = value_of_slice(name);
        code = mdb_put(transaction->txn, meta, &key, &data, 0);
    }
    if (code != 0)
        return store_failed(diag, code, "cannot write a collection");
    return store_meta_put(transaction, META_COLLECTIONS, number, diag);
}

int store_collection_claim(const struct store_transaction *transaction, struct slice name,
                           uint16_t *number, struct diag *diag)
{
    int status = store_collection_find(transaction, name, number, diag);
    uint16_t count;

    if (status != 0)
        return status < 0 ? status : OFFPRINT_OK;
    if (name.length == 0)
        return diag_set(diag, OFFPRINT_INVALID, "a collection needs a name");
    if (name.length > STORE_ID_MAX)
        return diag_set(diag, OFFPRINT_INVALID, "a collection's name is over %d bytes long",
                        STORE_ID_MAX);
    if ((status = store_collection_count(transaction, &count, diag)) < 0)
        return status;
    if (count == COLLECTIONS_MAX)
        return diag_set(diag, OFFPRINT_LIMIT, "there are %d collections already", COLLECTIONS_MAX);
    *number = count;
    return add_collection(transaction, name, count, diag);
}

struct slice store_collection_name(const struct store_transaction *transaction, uint16_t number)
{
    char bytes[sizeof BY_NUMBER + 2];
    MDB_val key = value_of(bytes, number_key(bytes, number)), data;

    if (number == 0)
        return slice_of(DEFAULT_NAME);
    if (mdb_get(transaction->txn, store_handle(transaction, STORE_META), &key, &data) != 0)
        return slice_make(NULL, 0);
    return value_slice(&data);
}

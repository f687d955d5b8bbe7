/* Component parts: which records stand in which host, in order. */
#include "store/store.h"

#include <assert.h>

#include "base/bytes.h"
#include "store/value.h"

/*
 * Two entries a part (docs/format.md):
 *
 *   host4 order8 part4 -> nothing      the parts of a host in order
 *   0     part4  host4 -> order8       the same by part, so that it can be taken out
 *
 * No host has docid 0, so the second kind stands before the first and never among it.
 */
#define PART_KEY_SIZE 16
#define REVERSE_KEY_SIZE 12

static void part_key(uint8_t key[PART_KEY_SIZE], uint32_t host, uint64_t order, uint32_t part)
{
    put_u32(put_u64(put_u32(key, host), order), part);
}

static void reverse_key(uint8_t key[REVERSE_KEY_SIZE], uint32_t part, uint32_t host)
{
    put_u32(put_u32(put_u32(key, 0), part), host);
}

/* The order that `part` has in `host`: 1, or 0 where it does not stand there. */
static int find_order(const struct store_transaction *transaction, uint32_t host, uint32_t part,
                      uint64_t *order, struct diag *diag)
{
    uint8_t bytes[REVERSE_KEY_SIZE];
    MDB_val key = value_of(bytes, sizeof bytes), data;
    struct bytes in;
    int code;

    *order = 0;
    reverse_key(bytes, part, host);
    code = mdb_get(transaction->txn, store_handle(transaction, STORE_PARTS), &key, &data);
    if (code == MDB_NOTFOUND)
        return 0;
    if (code != 0)
        return store_failed(diag, code, "cannot read the component parts");
    bytes_init(&in, data.mv_data, data.mv_size);
    *order = bytes_take_u64(&in);
    if (bytes_failed(&in))
        return diag_set(diag, OFFPRINT_CORRUPT, "the order of part %u is cut short", part);
    return 1;
}

int store_part_remove(const struct store_transaction *transaction, uint32_t host, uint32_t part,
                      struct diag *diag)
{
    MDB_dbi parts = store_handle(transaction, STORE_PARTS);
    uint8_t forward[PART_KEY_SIZE], reverse[REVERSE_KEY_SIZE];
    MDB_val key = value_of(forward, sizeof forward);
    uint64_t order;
    int status = find_order(transaction, host, part, &order, diag), code;

    if (status <= 0)
        return status;
    part_key(forward, host, order, part);
    reverse_key(reverse, part, host);
    code = mdb_del(transaction->txn, parts, &key, NULL);
    if (code == 0) {
        key = value_of(reverse, sizeof reverse);
        code = mdb_del(transaction->txn, parts, &key, NULL);
    }
    if (code == MDB_NOTFOUND)
        return diag_set(diag, OFFPRINT_CORRUPT, "part %u is not among those of its host %u", part,
                        host);
    if (code != 0)
        return store_failed(diag, code, "cannot remove a component part");
    return OFFPRINT_OK;
}

int store_part_add(const struct store_transaction *transaction, uint32_t host, uint64_t order,
                   uint32_t part, struct diag *diag)
{
    MDB_dbi parts = store_handle(transaction, STORE_PARTS);
    uint8_t forward[PART_KEY_SIZE], reverse[REVERSE_KEY_SIZE], bytes[8];
    MDB_val key = value_of(forward, sizeof forward), data = value_of(NULL, 0);
    int status, code;

    assert(host > 0 && part > 0);
    if ((status = store_part_remove(transaction, host, part, diag)) < 0)
        return status;
    part_key(forward, host, order, part);
    reverse_key(reverse, part, host);
    put_u64(bytes, order);
    if ((code = mdb_put(transaction->txn, parts, &key, &data, 0)) == 0) {
        key = value_of(reverse, sizeof reverse);
        data = value_of(bytes, sizeof bytes);
        code = mdb_put(transaction->txn, parts, &key, &data, 0);
    }
    if (code != 0)
        return store_failed(diag, code, "cannot write a component part");
    return OFFPRINT_OK;
}

ptrdiff_t store_parts(const struct store_transaction *transaction, uint32_t host, uint32_t *parts,
                      size_t capacity, struct diag *diag)
{
    uint8_t bytes[PART_KEY_SIZE];
    MDB_val key = value_of(bytes, sizeof bytes), data;
    MDB_cursor *cursor;
    ptrdiff_t count = 0;
    int code;

    assert(host > 0);
    part_key(bytes, host, 0, 0);
    code = mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_PARTS), &cursor);
    if (code != 0)
        return store_failed(diag, code, "cannot read the component parts");
    for (code = mdb_cursor_get(cursor, &key, &data, MDB_SET_RANGE); code == 0;
         code = mdb_cursor_get(cursor, &key, &data, MDB_NEXT)) {
        struct bytes in;

        bytes_init(&in, key.mv_data, key.mv_size);
        if (bytes_take_u32(&in) != host)
            break;
        bytes_skip(&in, 8);
        if ((size_t)count < capacity)
            parts[count] = bytes_take_u32(&in);
        count++;
    }
    mdb_cursor_close(cursor);
    if (code != 0 && code != MDB_NOTFOUND)
        return store_failed(diag, code, "cannot read the component parts");
    return count;
}

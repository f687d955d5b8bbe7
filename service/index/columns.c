#include "index/columns.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "store/store.h"
#include "store/value.h"

static int compare(const void *left, const void *right)
{
    const struct column_value *a = left, *b = right;

    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    return a->docid < b->docid ? -1 : a->docid > b->docid;
}

/* Puts `count` values of one chunk into its bytes; what stands past the last is not kept. */
static int write_chunk(MDB_cursor *cursor, const struct column_value *values, size_t count,
                       struct diag *diag)
{
    uint8_t key_bytes[COLUMN_KEY_SIZE], bytes[COLUMN_CHUNK * 8] = {0};
    MDB_val key = value_of(key_bytes, sizeof key_bytes), data;
    size_t length = 0;
    int code;

    key_bytes[0] = values[0].column;
    put_u32(key_bytes + 1, values[0].docid / COLUMN_CHUNK);
    code = mdb_cursor_get(cursor, &key, &data, MDB_SET);
    if (code == 0 && data.mv_size <= sizeof bytes) {
        length = data.mv_size;
        memcpy(bytes, data.mv_data, length);
    } else if (code == 0) {
        return diag_set(diag, OFFPRINT_CORRUPT, "a sort column's entry is too long");
    } else if (code != MDB_NOTFOUND) {
        return store_failed(diag, code, "cannot read the sort columns");
    }
    for (size_t i = 0; i < count; i++) {
        size_t offset = values[i].docid % COLUMN_CHUNK * 8;

        put_u64(bytes + offset, values[i].prefix);
        if (length < offset + 8)
            length = offset + 8;
    }
    data = value_of(bytes, length);
    code = mdb_cursor_put(cursor, &key, &data, 0);
    return code == 0 ? OFFPRINT_OK : store_failed(diag, code, "cannot write the sort columns");
}

int columns_write(struct store_transaction *transaction, struct column_value *values, size_t count,
                  struct diag *diag)
{
    MDB_cursor *cursor;
    int code, status = OFFPRINT_OK;

    if (count == 0)
        return OFFPRINT_OK;
    qsort(values, count, sizeof *values, compare);
    code = mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_COLUMNS), &cursor);
    if (code != 0)
        return store_failed(diag, code, "cannot write the sort columns");
    for (size_t i = 0, length; status >= 0 && i < count; i += length) {
        for (length = 1; i + length < count && values[i + length].column == values[i].column &&
                         values[i + length].docid / COLUMN_CHUNK == values[i].docid / COLUMN_CHUNK;)
            length++;
        status = write_chunk(cursor, values + i, length, diag);
    }
    mdb_cursor_close(cursor);
    return status;
}

/* Takes the prefixes of the docids of one chunk out of its bytes; returns how many there were. */
static size_t read_chunk(struct slice bytes, uint32_t chunk, const uint32_t *docids, size_t count,
                         uint64_t *prefixes)
{
    size_t i = 0;

    for (; i < count && docids[i] / COLUMN_CHUNK == chunk; i++) {
        size_t offset = docids[i] % COLUMN_CHUNK * 8;

        prefixes[i] = 0;
        if (offset + 8 <= bytes.length) {
            memcpy(&prefixes[i], bytes.data + offset, 8);
            prefixes[i] = be64toh(prefixes[i]);
        }
    }
    return i;
}

int columns_read(struct store_transaction *transaction, uint8_t column, const uint32_t *docids,
                 size_t count, uint64_t *prefixes, struct diag *diag)
{
    uint8_t key_bytes[COLUMN_KEY_SIZE] = {column};
    MDB_dbi handle = store_handle(transaction, STORE_COLUMNS);

    for (size_t i = 0; i < count;) {
        MDB_val key = value_of(key_bytes, sizeof key_bytes), data = {0, NULL};
        uint32_t chunk = docids[i] / COLUMN_CHUNK;
        int code;

        put_u32(key_bytes + 1, chunk);
        code = mdb_get(transaction->txn, handle, &key, &data);
        if (code != 0 && code != MDB_NOTFOUND)
            return store_failed(diag, code, "cannot read the sort columns");
        i += read_chunk(value_slice(&data), chunk, docids + i, count - i, prefixes + i);
    }
    return OFFPRINT_OK;
}

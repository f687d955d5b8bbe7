#include "index/columns.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "store/store.h"
#include "store/value.h"

/* --- writing ---------------------------------------------------------------------------------- */

int column_writer_open(struct column_writer *writer, struct store_transaction *transaction,
                       const uint8_t *columns, size_t count, struct diag *diag)
{
    int code;

    *writer = (struct column_writer){.columns = columns, .column_count = count, .diag = diag};
    code = mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_COLUMNS),
                           &writer->cursor);
    if (code != 0) {
        writer->cursor = NULL;
        return store_failed(diag, code, "cannot write the sort columns");
    }
    writer->prefixes = memory_zeroed(count * COLUMN_CHUNK, sizeof *writer->prefixes);
    return OFFPRINT_OK;
}

void column_writer_finish(struct column_writer *writer)
{
    if (writer->cursor != NULL)
        mdb_cursor_close(writer->cursor);
    free(writer->prefixes);
    *writer = (struct column_writer){0};
}

static bool is_touched(const struct column_writer *writer, size_t place)
{
    return (writer->touched[place / 64] >> place % 64 & 1) != 0;
}

/* Puts the new prefixes of a column into its entry; what stands past the last is not kept. */
static int write_entry(const struct column_writer *writer, size_t column)
{
    const uint64_t *prefixes = writer->prefixes + column * COLUMN_CHUNK;
    uint8_t key_bytes[COLUMN_KEY_SIZE], bytes[COLUMN_CHUNK * 8] = {0};
    MDB_val key = value_of(key_bytes, sizeof key_bytes), data;
    size_t length = 0;
    int code;

    key_bytes[0] = writer->columns[column];
    put_u32(key_bytes + 1, writer->chunk);
    code = mdb_cursor_get(writer->cursor, &key, &data, MDB_SET);
    if (code == 0 && data.mv_size <= sizeof bytes) {
        length = data.mv_size;
        memcpy(bytes, data.mv_data, length);
    } else if (code == 0) {
        return diag_set(writer->diag, OFFPRINT_CORRUPT, "a sort column's entry is too long");
    } else if (code != MDB_NOTFOUND) {
        return store_failed(writer->diag, code, "cannot read the sort columns");
    }
    for (size_t i = 0; i < COLUMN_CHUNK; i++) {
        if (!is_touched(writer, i))
            continue;
        put_u64(bytes + i * 8, prefixes[i]);
        if (length < i * 8 + 8)
            length = i * 8 + 8;
    }
    data = value_of(bytes, length);
    code = mdb_cursor_put(writer->cursor, &key, &data, 0);
    return code == 0 ? OFFPRINT_OK
                     : store_failed(writer->diag, code, "cannot write the sort columns");
}

int column_writer_end(struct column_writer *writer)
{
    int status = OFFPRINT_OK;

    if (!writer->begun)
        return OFFPRINT_OK;
    for (size_t i = 0; i < writer->column_count && status >= 0; i++)
        status = write_entry(writer, i);
    memset(writer->touched, 0, sizeof writer->touched);
    writer->begun = false;
    return status;
}

int column_writer_put(struct column_writer *writer, uint32_t docid, const uint8_t *prefixes)
{
    size_t place = docid % COLUMN_CHUNK;
    int status = OFFPRINT_OK;

    if (writer->begun && docid / COLUMN_CHUNK != writer->chunk)
        status = column_writer_end(writer);
    writer->chunk = docid / COLUMN_CHUNK;
    writer->begun = true;
    writer->touched[place / 64] |= UINT64_C(1) << place % 64;
    for (size_t i = 0; i < writer->column_count; i++)
        memcpy(&writer->prefixes[i * COLUMN_CHUNK + place], prefixes + i * 8, 8);
    return status;
}

/* --- reading ---------------------------------------------------------------------------------- */

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

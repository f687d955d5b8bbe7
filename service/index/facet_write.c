/* Facet columns written: entries taken apart, changed records put in, and put back. */
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "index/facets.h"
#include "store/store.h"
#include "store/value.h"

void facet_key(uint8_t key[FACET_KEY_SIZE], uint32_t chunk, uint8_t facet)
{
    put_u32(key, chunk);
    key[4] = facet;
}

/* --- an entry's bytes ------------------------------------------------------------------------- */

/* Where each record's values begin: `count` lengths stand first. False where they do not add up. */
static bool read_lengths(struct facet_chunk *chunk, struct bytes *in, uint32_t count)
{
    uint32_t at = 0;

    for (uint32_t i = 0; i < FACET_CHUNK; i++) {
        uint32_t length = i < count ? facet_take(in) : 0;

        chunk->starts[i] = at;
        if (length > in->length - at)
            return false;
        at += length;
    }
    chunk->starts[FACET_CHUNK] = at;
    return true;
}

/* The same where all lengths are one byte, as they nearly always are. */
static bool read_short_lengths(struct facet_chunk *chunk, struct bytes *in, uint32_t count)
{
    const uint8_t *lengths = in->data + in->offset;
    uint32_t at = 0;
    uint8_t all = 0;

    if (count > in->length - in->offset)
        return false;
    for (uint32_t i = 0; i < count; i++)
        all |= lengths[i];
    if (all >= 0x80)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        chunk->starts[i] = at;
        at += lengths[i];
    }
    for (uint32_t i = count; i <= FACET_CHUNK; i++)
        chunk->starts[i] = at;
    bytes_skip(in, count);
    return true;
}

bool facet_chunk_read(struct facet_chunk *chunk, struct slice bytes)
{
    struct bytes in;
    uint32_t count;

    bytes_init(&in, bytes.data, bytes.length);
    count = bytes.length > 0 ? bytes_take_varint(&in) : 0;
    if (count > FACET_CHUNK || bytes.length > UINT32_MAX)
        return false;
    if (!read_short_lengths(chunk, &in, count) && !read_lengths(chunk, &in, count))
        return false;
    chunk->bytes = in.data + bytes_offset(&in);
    return !bytes_failed(&in) && bytes_left(&in) == chunk->starts[FACET_CHUNK];
}

/* --- opening ---------------------------------------------------------------------------------- */

/* Finds the last chunk that there is: past it, entries are appended. */
static int find_last(struct facet_writer *writer)
{
    MDB_val key, data;
    struct bytes in;
    int code = mdb_cursor_get(writer->cursor, &key, &data, MDB_LAST);

    if (code == MDB_NOTFOUND)
        return OFFPRINT_OK;
    if (code != 0)
        return store_failed(writer->diag, code, "cannot read the facet columns");
    bytes_init(&in, key.mv_data, key.mv_size);
    writer->last = (uint64_t)bytes_take_u32(&in) + 1;
    return OFFPRINT_OK;
}

void facet_slots(uint8_t slots[256], const struct access_points *table)
{
    memset(slots, 0, 256);
    for (size_t i = 0; i < table->facet_count; i++)
        slots[table->facets[i]->number] = (uint8_t)(i + 1);
}

int facet_writer_open(struct facet_writer *writer, struct store_transaction *transaction,
                      const struct access_points *table, struct diag *diag)
{
    int code;

    *writer = (struct facet_writer){.transaction = transaction, .table = table, .diag = diag};
    for (size_t i = 0; i < table->facet_count; i++)
        buffer_init(&writer->columns[i].values);
    buffer_init(&writer->bytes);
    code =
        mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_FACETS), &writer->cursor);
    if (code != 0) {
        writer->cursor = NULL;
        return store_failed(diag, code, "cannot write the facet columns");
    }
    return find_last(writer);
}

void facet_writer_finish(struct facet_writer *writer)
{
    if (writer->table == NULL)
        return;
    for (size_t i = 0; i < writer->table->facet_count; i++)
        buffer_finish(&writer->columns[i].values);
    buffer_finish(&writer->bytes);
    if (writer->cursor != NULL)
        mdb_cursor_close(writer->cursor);
    *writer = (struct facet_writer){0};
}

/* --- a chunk ---------------------------------------------------------------------------------- */

/* Reads the entry that a facet has for the chunk: an empty one where there is none. */
static int read_old(const struct facet_writer *writer, uint8_t facet, struct slice *old,
                    struct facet_chunk *chunk)
{
    uint8_t bytes[FACET_KEY_SIZE];
    MDB_val key = value_of(bytes, sizeof bytes), data;
    int code = MDB_NOTFOUND;

    *old = slice_make(NULL, 0);
    facet_key(bytes, writer->chunk, facet);
    if (writer->chunk < writer->last)
        code = mdb_cursor_get(writer->cursor, &key, &data, MDB_SET);
    if (code != 0 && code != MDB_NOTFOUND)
        return store_failed(writer->diag, code, "cannot read the facet columns");
    if (code == 0)
        *old = value_slice(&data);
    if (!facet_chunk_read(chunk, *old))
        return diag_set(writer->diag, OFFPRINT_CORRUPT, "a facet column's entry is malformed");
    return OFFPRINT_OK;
}

/* Makes the entry anew in writer->bytes: nothing at all where no record has a value. */
static void merge(struct facet_writer *writer, const struct facet_column *column,
                  const struct facet_chunk *old)
{
    struct slice lists[FACET_CHUNK];
    size_t total = 0, from = 0;
    uint32_t count = 0;
    uint8_t *at;

    for (uint32_t i = 0; i < FACET_CHUNK; i++) {
        lists[i] = facet_chunk_values(old, i);
        if (writer->touched[i]) {
            lists[i] = slice_make(column->values.data + from, column->lengths[i]);
            from += column->lengths[i];
        }
        total += lists[i].length;
        if (lists[i].length > 0)
            count = i + 1;
    }
    buffer_truncate(&writer->bytes, 0);
    if (count == 0)
        return;
    at = (uint8_t *)buffer_reserve(&writer->bytes, ((size_t)count + 1) * 5 + total);
    at = put_varint(at, count);
    for (uint32_t i = 0; i < count; i++)
        at = put_varint(at, (uint32_t)lists[i].length);
    for (uint32_t i = 0; i < count; i++) {
        if (lists[i].length > 0)
            memcpy(at, lists[i].data, lists[i].length);
        at += lists[i].length;
    }
    writer->bytes.length = (size_t)(at - (uint8_t *)writer->bytes.data);
}

static int write_column(struct facet_writer *writer, size_t slot)
{
    uint8_t facet = writer->table->facets[slot]->number, bytes[FACET_KEY_SIZE];
    MDB_val key = value_of(bytes, sizeof bytes), data;
    struct facet_chunk chunk;
    struct slice old;
    int status = read_old(writer, facet, &old, &chunk), code = 0;

    if (status < 0)
        return status;
    merge(writer, &writer->columns[slot], &chunk);
    if (slice_equal(old, buffer_slice(&writer->bytes)))
        return OFFPRINT_OK;
    facet_key(bytes, writer->chunk, facet);
    data = value_of_slice(buffer_slice(&writer->bytes));
    if (writer->bytes.length == 0) /* the cursor stands where read_old found it */
        code = mdb_cursor_del(writer->cursor, 0);
    else
        code = mdb_cursor_put(writer->cursor, &key, &data,
                              writer->chunk >= writer->last ? MDB_APPEND : 0);
    return code == 0 ? OFFPRINT_OK
                     : store_failed(writer->diag, code, "cannot write the facet columns");
}

int facet_writer_end(struct facet_writer *writer)
{
    int status = OFFPRINT_OK;

    if (!writer->begun)
        return OFFPRINT_OK;
    for (size_t i = 0; i < writer->table->facet_count && status >= 0; i++) {
        status = write_column(writer, i);
        buffer_truncate(&writer->columns[i].values, 0);
        memset(writer->columns[i].lengths, 0, sizeof writer->columns[i].lengths);
    }
    memset(writer->touched, 0, sizeof writer->touched);
    writer->begun = false;
    return status;
}

int facet_writer_begin(struct facet_writer *writer, uint32_t docid)
{
    int status = OFFPRINT_OK;

    if (writer->begun && docid / FACET_CHUNK != writer->chunk)
        status = facet_writer_end(writer);
    writer->chunk = docid / FACET_CHUNK;
    writer->place = docid % FACET_CHUNK;
    writer->touched[writer->place] = true;
    writer->begun = true;
    return status;
}

void facet_writer_add(struct facet_writer *writer, size_t slot, uint32_t number)
{
    struct facet_column *column = &writer->columns[slot];
    uint8_t *at = (uint8_t *)buffer_reserve(&column->values, 5);
    size_t length = (size_t)(put_varint(at, number) - at);

    column->values.length += length;
    column->lengths[writer->place] += (uint32_t)length;
}

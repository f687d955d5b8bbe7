/* Postings written: inline while they are few, in chunks when they are many. */
#include "index/postings.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "index/docset.h"
#include "store/store.h"
#include "store/value.h"

int postings_writer_open(struct postings_writer *writer, struct store_transaction *transaction,
                         struct diag *diag)
{
    int code;

    *writer = (struct postings_writer){0};
    code =
        mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_POSTS), &writer->cursor);
    if (code != 0) {
        writer->cursor = NULL;
        return store_failed(diag, code, "cannot write postings");
    }
    writer->chunk = docset_create();
    return OFFPRINT_OK;
}

void postings_writer_close(struct postings_writer *writer)
{
    if (writer->cursor != NULL)
        mdb_cursor_close(writer->cursor);
    docset_destroy(writer->chunk);
    buffer_finish(&writer->bytes);
    free(writer->merged);
    *writer = (struct postings_writer){0};
}

/* --- entries and chunks ----------------------------------------------------------------------- */

static int put(struct postings_writer *writer, const void *key_bytes, size_t key_size,
               struct slice value, bool append, struct diag *diag)
{
    MDB_val key = value_of(key_bytes, key_size), data = value_of_slice(value);
    int code = mdb_cursor_put(writer->cursor, &key, &data, append ? MDB_APPEND : 0);

    return code == 0 ? OFFPRINT_OK : store_failed(diag, code, "cannot write postings");
}

/* Finds a key: 1 and `*value`, or 0. */
static int find(struct postings_writer *writer, const void *key_bytes, size_t key_size,
                struct slice *value, struct diag *diag)
{
    MDB_val key = value_of(key_bytes, key_size), data;
    int code = mdb_cursor_get(writer->cursor, &key, &data, MDB_SET);

    if (code == MDB_NOTFOUND)
        return 0;
    if (code != 0)
        return store_failed(diag, code, "cannot read postings");
    *value = value_slice(&data);
    return 1;
}

/* Deletes what `find` has found. */
static int delete_found(struct postings_writer *writer, struct diag *diag)
{
    int code = mdb_cursor_del(writer->cursor, 0);

    return code == 0 ? OFFPRINT_OK : store_failed(diag, code, "cannot write postings");
}

/* Writes a term's entry: count, and docids unless they stand in chunks (NULL). */
static int put_entry(struct postings_writer *writer, uint32_t term, uint32_t count,
                     const uint32_t *docids, bool append, struct diag *diag)
{
    uint8_t key[POSTINGS_KEY_SIZE], value[5 * (1 + POSTINGS_INLINE_MAX)], *at = value;
    uint32_t last = 0;

    put_u32(key, term);
    at = put_varint(at, count);
    for (uint32_t i = 0; docids != NULL && i < count; i++) {
        at = put_varint(at, docids[i] - last);
        last = docids[i];
    }
    return put(writer, key, sizeof key, slice_make((const char *)value, (size_t)(at - value)),
               append, diag);
}

static int put_chunk(struct postings_writer *writer, uint32_t term, uint16_t number, bool append,
                     struct diag *diag)
{
    uint8_t key[POSTINGS_CHUNK_KEY_SIZE];

    put_u16(put_u32(key, term), number);
    buffer_truncate(&writer->bytes, 0);
    docset_write(&writer->bytes, writer->chunk);
    return put(writer, key, sizeof key, buffer_slice(&writer->bytes), append, diag);
}

/* Makes `writer->chunk` empty. */
static void clear_chunk(struct postings_writer *writer)
{
    docset_not(writer->chunk, writer->chunk);
}

/* How many docids from the front of a list are in `chunk`. */
static size_t run_of(const uint32_t *docids, size_t count, uint32_t chunk)
{
    size_t length = 0;

    while (length < count && docids[length] >> 16 == chunk)
        length++;
    return length;
}

/* --- few docids ------------------------------------------------------------------------------- */

/* The docids of `old` and `added` in order, without those of `removed`, in writer->merged. */
static size_t merge(struct postings_writer *writer, const struct postings *old,
                    const uint32_t *added, size_t added_count, const uint32_t *removed,
                    size_t removed_count)
{
    size_t i = 0, j = 0, k = 0, count = 0;

    if (writer->merged_capacity < old->count + added_count) {
        writer->merged_capacity = (old->count + added_count) * 2;
        writer->merged =
            memory_resize(writer->merged, writer->merged_capacity * sizeof *writer->merged);
    }
    while (i < old->count || j < added_count) {
        uint32_t next;

        if (j == added_count || (i < old->count && old->docids[i] < added[j]))
            next = old->docids[i++];
        else
            next = added[j++];
        if (i < old->count && old->docids[i] == next)
            i++;
        while (k < removed_count && removed[k] < next)
            k++;
        if (k == removed_count || removed[k] != next)
            writer->merged[count++] = next;
    }
    return count;
}

/* Writes a whole list in chunks, its count before them. */
static int put_in_chunks(struct postings_writer *writer, uint32_t term, const uint32_t *docids,
                         size_t count, bool append, struct diag *diag)
{
    int status = put_entry(writer, term, (uint32_t)count, NULL, append, diag);

    for (size_t i = 0, length; status >= 0 && i < count; i += length) {
        length = run_of(docids + i, count - i, docids[i] >> 16);
        clear_chunk(writer);
        docset_add_many(writer->chunk, docids + i, length);
        status = put_chunk(writer, term, (uint16_t)(docids[i] >> 16), append, diag);
    }
    return status;
}

static int delete_entry(struct postings_writer *writer, uint32_t term, struct diag *diag)
{
    uint8_t key[POSTINGS_KEY_SIZE];
    struct slice value;
    int status;

    put_u32(key, term);
    status = find(writer, key, sizeof key, &value, diag);
    return status > 0 ? delete_found(writer, diag) : status;
}

static int update_few(struct postings_writer *writer, uint32_t term, const struct postings *old,
                      const uint32_t *added, size_t added_count, const uint32_t *removed,
                      size_t removed_count, bool append, struct diag *diag)
{
    size_t count = merge(writer, old, added, added_count, removed, removed_count);

    if (count > 0 && count == old->count &&
        memcmp(writer->merged, old->docids, count * sizeof *writer->merged) == 0)
        return OFFPRINT_OK; /* records that were written again have most of their terms as before */
    if (count > POSTINGS_INLINE_MAX)
        return put_in_chunks(writer, term, writer->merged, count, append, diag);
    if (count > 0)
        return put_entry(writer, term, (uint32_t)count, writer->merged, append, diag);
    return old->count > 0 ? delete_entry(writer, term, diag) : OFFPRINT_OK;
}

/* --- many docids ------------------------------------------------------------------------------ */

/* Changes one chunk; `*count` follows. */
static int update_chunk(struct postings_writer *writer, uint32_t term, uint16_t number,
                        const uint32_t *added, size_t added_count, const uint32_t *removed,
                        size_t removed_count, uint32_t *count, struct diag *diag)
{
    uint8_t key[POSTINGS_CHUNK_KEY_SIZE];
    struct slice value = {NULL, 0};
    uint64_t before, after;
    int found;

    put_u16(put_u32(key, term), number);
    clear_chunk(writer);
    if ((found = find(writer, key, sizeof key, &value, diag)) < 0)
        return found;
    if (found > 0 && !docset_read(writer->chunk, value))
        return diag_set(diag, OFFPRINT_CORRUPT, "the postings of term %u are malformed", term);
    before = docset_count(writer->chunk);
    docset_add_many(writer->chunk, added, added_count);
    for (size_t i = 0; i < removed_count; i++)
        docset_remove(writer->chunk, removed[i]);
    after = docset_count(writer->chunk);
    if (found > 0 && removed_count == 0 && after == before)
        return OFFPRINT_OK; /* nothing new */
    if (*count + after < before || *count + after - before > UINT32_MAX)
        return diag_set(diag, OFFPRINT_CORRUPT, "the count of term %u is wrong", term);
    *count = (uint32_t)(*count + after - before);
    if (after > 0)
        return put_chunk(writer, term, number, false, diag);
    return found > 0 ? delete_found(writer, diag) : OFFPRINT_OK;
}

/* Takes all chunks of a term out of the store; fills `docids` with the `count` that are left. */
static int take_chunks(struct postings_writer *writer, uint32_t term, uint32_t *docids,
                       uint32_t count, struct diag *diag)
{
    uint8_t bytes[POSTINGS_CHUNK_KEY_SIZE];
    uint32_t docid = 0, taken = 0;
    uint16_t number;
    MDB_val key = value_of(bytes, sizeof bytes), data;
    int code, status = OFFPRINT_OK;

    put_u16(put_u32(bytes, term), 0);
    clear_chunk(writer);
    code = mdb_cursor_get(writer->cursor, &key, &data, MDB_SET_RANGE);
    while (code == 0 && status >= 0 && postings_chunk_of(&key, term, &number)) {
        if (!docset_read(writer->chunk, value_slice(&data)))
            return diag_set(diag, OFFPRINT_CORRUPT, "the postings of term %u are malformed", term);
        status = delete_found(writer, diag);
        code = mdb_cursor_get(writer->cursor, &key, &data, MDB_NEXT);
    }
    if (code != 0 && code != MDB_NOTFOUND)
        return store_failed(diag, code, "cannot read postings");
    if (docset_count(writer->chunk) != count)
        return diag_set(diag, OFFPRINT_CORRUPT, "the count of term %u is wrong", term);
    while (docset_next(writer->chunk, &docid))
        docids[taken++] = docid;
    return status;
}

static int update_many(struct postings_writer *writer, uint32_t term, uint32_t count,
                       const uint32_t *added, size_t added_count, const uint32_t *removed,
                       size_t removed_count, struct diag *diag)
{
    uint32_t docids[POSTINGS_INLINE_AGAIN], before = count;
    int status = OFFPRINT_OK;

    while (status >= 0 && added_count + removed_count > 0) {
        uint32_t chunk = added_count > 0 ? added[0] >> 16 : removed[0] >> 16;
        size_t adds, removes;

        if (removed_count > 0 && removed[0] >> 16 < chunk)
            chunk = removed[0] >> 16;
        adds = run_of(added, added_count, chunk);
        removes = run_of(removed, removed_count, chunk);
        status = update_chunk(writer, term, (uint16_t)chunk, added, adds, removed, removes, &count,
                              diag);
        added += adds;
        added_count -= adds;
        removed += removes;
        removed_count -= removes;
    }
    if (status < 0)
        return status;
    if (count > POSTINGS_INLINE_AGAIN)
        return count == before ? OFFPRINT_OK : put_entry(writer, term, count, NULL, false, diag);
    if ((status = take_chunks(writer, term, docids, count, diag)) < 0)
        return status;
    return count > 0 ? put_entry(writer, term, count, docids, false, diag)
                     : delete_entry(writer, term, diag);
}

int postings_update(struct postings_writer *writer, uint32_t term, const uint32_t *added,
                    size_t added_count, const uint32_t *removed, size_t removed_count, bool append,
                    struct diag *diag)
{
    uint8_t key[POSTINGS_KEY_SIZE];
    struct postings old = {0};
    struct slice value;
    int status = 0;

    put_u32(key, term);
    if (!append && (status = find(writer, key, sizeof key, &value, diag)) > 0)
        status = postings_decode(&old, term, value, diag);
    if (status < 0)
        return status;
    if (old.chunked)
        return update_many(writer, term, old.count, added, added_count, removed, removed_count,
                           diag);
    return update_few(writer, term, &old, added, added_count, removed, removed_count, append, diag);
}

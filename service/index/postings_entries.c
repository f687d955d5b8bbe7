#include "index/postings_entries.h"

#include <stdlib.h>

#include "base/memory.h"
#include "index/docset.h"
#include "store/store.h"
#include "store/value.h"

#define OPEN_BLOCKS 8u

int postings_writer_open(struct postings_writer *writer, struct store_transaction *transaction,
                         struct diag *diag)
{
    int code;

    *writer = (struct postings_writer){.diag = diag};
    code =
        mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_POSTS), &writer->cursor);
    if (code != 0) {
        writer->cursor = NULL;
        return store_failed(diag, code, "cannot write postings");
    }
    writer->blocks = memory_zeroed(OPEN_BLOCKS, sizeof *writer->blocks);
    writer->chunk = docset_create();
    return OFFPRINT_OK;
}

void postings_writer_close(struct postings_writer *writer)
{
    if (writer->cursor != NULL)
        mdb_cursor_close(writer->cursor);
    docset_destroy(writer->chunk);
    buffer_finish(&writer->bytes);
    free(writer->blocks);
    free(writer->merged);
    *writer = (struct postings_writer){0};
}

/* --- entries ---------------------------------------------------------------------------------- */

int postings_put(struct postings_writer *writer, const uint8_t *key_bytes, size_t key_size,
                 struct slice value)
{
    MDB_val key = value_of(key_bytes, key_size), data = value_of_slice(value);
    int code = mdb_cursor_put(writer->cursor, &key, &data, 0);

    return code == 0 ? OFFPRINT_OK : store_failed(writer->diag, code, "cannot write postings");
}

int postings_get(struct postings_writer *writer, const uint8_t *key_bytes, size_t key_size,
                 struct slice *value)
{
    MDB_val key = value_of(key_bytes, key_size), data;
    int code = mdb_cursor_get(writer->cursor, &key, &data, MDB_SET);

    if (code == MDB_NOTFOUND)
        return 0;
    if (code != 0)
        return store_failed(writer->diag, code, "cannot read postings");
    *value = value_slice(&data);
    return 1;
}

int postings_delete_found(struct postings_writer *writer)
{
    int code = mdb_cursor_del(writer->cursor, 0);

    return code == 0 ? OFFPRINT_OK : store_failed(writer->diag, code, "cannot write postings");
}

int postings_delete(struct postings_writer *writer, const uint8_t *key, size_t key_size)
{
    struct slice value;
    int found = postings_get(writer, key, key_size, &value);

    return found > 0 ? postings_delete_found(writer) : found;
}

/* --- blocks ----------------------------------------------------------------------------------- */

static int write_block(struct postings_writer *writer, struct open_block *open)
{
    uint8_t key[POSTINGS_CHUNK_KEY_SIZE], bytes[POSTINGS_BLOCK_SIZE_MAX];
    size_t key_size = postings_block_key(key, open->first);
    const uint8_t *end;

    if (!open->any || !open->changed)
        return OFFPRINT_OK;
    open->changed = false;
    if (postings_block_is_empty(&open->block))
        return postings_delete(writer, key, key_size);
    end = postings_block_encode(bytes, &open->block);
    return postings_put(writer, key, key_size,
                        slice_make((const char *)bytes, (size_t)(end - bytes)));
}

int postings_writer_flush(struct postings_writer *writer)
{
    int status = OFFPRINT_OK;

    for (unsigned i = 0; i < OPEN_BLOCKS && status >= 0; i++)
        status = write_block(writer, &writer->blocks[i]);
    return status;
}

/* The block that was opened first makes room for another. */
int postings_open_block(struct postings_writer *writer, uint32_t term, struct open_block **opened)
{
    uint8_t key[POSTINGS_CHUNK_KEY_SIZE];
    uint32_t first = postings_block_of(term);
    struct open_block *open;
    struct slice value;
    int status;

    for (unsigned i = 0; i < OPEN_BLOCKS; i++) {
        *opened = &writer->blocks[i];
        if ((*opened)->any && (*opened)->first == first)
            return OFFPRINT_OK;
    }
    *opened = open = &writer->blocks[writer->next++ % OPEN_BLOCKS];
    if ((status = write_block(writer, open)) < 0)
        return status;
    open->any = open->changed = false;
    status = postings_get(writer, key, postings_block_key(key, first), &value);
    if (status < 0)
        return status;
    if (status == 0)
        open->block = (struct postings_block){0};
    else if (!postings_block_decode(&open->block, value))
        return postings_malformed(term, writer->diag);
    open->first = first;
    open->any = true;
    return OFFPRINT_OK;
}

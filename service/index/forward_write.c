#include "index/forward_write.h"

#include <string.h>

#include "base/bytes.h"
#include "index/forward.h"
#include "store/store.h"
#include "store/value.h"

int forward_writer_open(struct forward_writer *writer, struct store_transaction *transaction,
                        struct diag *diag)
{
    int code;

    *writer = (struct forward_writer){.transaction = transaction, .diag = diag};
    buffer_init(&writer->bytes);
    buffer_init(&writer->old_bytes);
    code = mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_FORWARD),
                           &writer->cursor);
    if (code == 0)
        return OFFPRINT_OK;
    writer->cursor = NULL;
    return store_failed(diag, code, "cannot write the forward lists");
}

void forward_writer_finish(struct forward_writer *writer)
{
    buffer_finish(&writer->bytes);
    buffer_finish(&writer->old_bytes);
    if (writer->cursor != NULL)
        mdb_cursor_close(writer->cursor);
    *writer = (struct forward_writer){0};
}

/* --- writing what waits ----------------------------------------------------------------------- */

/* What the block of the lists from `from` to before `to` takes; too much where there are too many.
 */
static size_t size_of(const struct forward_writer *writer, size_t from, size_t to)
{
    const struct forward_waiting *first = &writer->waiting[from], *last = &writer->waiting[to - 1];
    size_t docids = (size_t)(last->docid - first->docid) + 1;

    return docids > FORWARD_BLOCK_DOCIDS ? SIZE_MAX
                                         : forward_block_size(docids, last->end - first->start);
}

static bool fits(const struct forward_writer *writer, size_t from, size_t to)
{
    return to - from <= 1 || size_of(writer, from, to) <= FORWARD_BLOCK_SIZE;
}

/* How many of the lists that wait fit into one block: one always does. */
static size_t count_fitting(const struct forward_writer *writer)
{
    size_t count = 1;

    while (count < writer->count && fits(writer, 0, count + 1))
        count++;
    return count;
}

/* Makes the block of the first `count` lists that wait where LMDB has it. */
static void make_block(const struct forward_writer *writer, size_t count, uint8_t *at)
{
    struct forward_list lists[FORWARD_BLOCK_DOCIDS] = {{{NULL, 0}, {NULL, 0}}};
    uint32_t first = writer->waiting[0].docid, last = writer->waiting[count - 1].docid;
    const char *bytes = writer->bytes.data;

    for (size_t i = 0; i < count; i++) {
        const struct forward_waiting *list = &writer->waiting[i];

        lists[list->docid - first] =
            (struct forward_list){slice_make(bytes + list->start, list->rest - list->start),
                                  slice_make(bytes + list->rest, list->end - list->rest)};
    }
    forward_block_write(at, lists, last - first + 1);
}

/* Takes the first `count` lists out of those that wait. */
static void forget(struct forward_writer *writer, size_t count)
{
    size_t used = writer->waiting[count - 1].end, left = writer->bytes.length - used;

    memmove(writer->bytes.data, writer->bytes.data + used, left);
    buffer_truncate(&writer->bytes, left);
    writer->count -= count;
    for (size_t i = 0; i < writer->count; i++) {
        const struct forward_waiting *list = &writer->waiting[count + i];

        writer->waiting[i] = (struct forward_waiting){list->docid, list->start - used,
                                                      list->rest - used, list->end - used};
    }
}

/* Writes the first `count` lists that wait as a block. */
static int write_block(struct forward_writer *writer, size_t count)
{
    uint32_t last = writer->waiting[count - 1].docid;
    size_t size = size_of(writer, 0, count);
    uint8_t bytes[FORWARD_KEY_SIZE];
    MDB_val key = value_of(bytes, sizeof bytes), data = {size, NULL};
    bool past_all = writer->is_last && last >= (uint64_t)writer->old.first + writer->old.count;
    int code;

    if (size > UINT32_MAX)
        return diag_set(writer->diag, OFFPRINT_LIMIT,
                        "the forward list of record %u has over 4 GiB", last);
    put_u32(bytes, last);
    code = mdb_cursor_put(writer->cursor, &key, &data, MDB_RESERVE | (past_all ? MDB_APPEND : 0));
    if (code != 0)
        return store_failed(writer->diag, code, "cannot write the forward lists");
    make_block(writer, count, data.mv_data);
    if (writer->old.count > 0 && last == writer->old.first + writer->old.count - 1)
        writer->old_written = true;
    forget(writer, count);
    return OFFPRINT_OK;
}

/* Has a list wait, and writes those before it that make a block. At the end of the store blocks are
 * filled; elsewhere enough is kept to cut the last two evenly. */
static int add_list(struct forward_writer *writer, uint32_t docid, const struct forward_list *list)
{
    size_t start = writer->bytes.length;
    int status = OFFPRINT_OK;

    if (forward_list_length(list) == 0)
        return OFFPRINT_OK;
    buffer_add_slice(&writer->bytes, list->words);
    buffer_add_slice(&writer->bytes, list->rest);
    writer->waiting[writer->count++] =
        (struct forward_waiting){docid, start, start + list->words.length, writer->bytes.length};
    while (status >= 0 && !fits(writer, 0, writer->count)) {
        size_t fitting = count_fitting(writer);

        if (!writer->is_last && fits(writer, fitting, writer->count))
            break;
        status = write_block(writer, fitting);
    }
    return status;
}

/* Of lists that take two blocks, how many come into the first. */
static size_t half_of(const struct forward_writer *writer)
{
    size_t from = writer->waiting[0].start;
    size_t half = (writer->waiting[writer->count - 1].end - from) / 2;
    size_t fitting = count_fitting(writer), count = 1;

    while (count < fitting && writer->waiting[count - 1].end - from < half)
        count++;
    return count;
}

/* --- stretches -------------------------------------------------------------------------------- */

static int failed(const struct forward_writer *writer, int code)
{
    return store_failed(writer->diag, code, "cannot read the forward lists");
}

/* Takes an entry for a block; what is none must not be written again. */
static int take_block(const struct forward_writer *writer, struct forward_block *block,
                      const MDB_val *key, const MDB_val *data)
{
    struct bytes in;
    uint32_t last;

    bytes_init(&in, key->mv_data, key->mv_size);
    last = bytes_take_u32(&in);
    if (!forward_block_read(block, last, value_slice(data)) || !forward_block_is_sound(block))
        return diag_set(writer->diag, OFFPRINT_CORRUPT,
                        "the block of forward lists up to docid %u is malformed", last);
    return OFFPRINT_OK;
}

/* Moves the cursor, and takes the block there: of no documents where there is none. */
static int go(const struct forward_writer *writer, MDB_cursor_op where, uint32_t docid,
              struct forward_block *block)
{
    uint8_t bytes[FORWARD_KEY_SIZE];
    MDB_val key = value_of(bytes, sizeof bytes), data;
    int code;

    *block = (struct forward_block){0};
    put_u32(bytes, docid);
    code = mdb_cursor_get(writer->cursor, &key, &data, where);
    if (code == MDB_NOTFOUND)
        return OFFPRINT_OK;
    return code != 0 ? failed(writer, code) : take_block(writer, block, &key, &data);
}

/* Makes it the stretch's own, to be written anew. */
static void take_old(struct forward_writer *writer, const struct forward_block *block)
{
    buffer_truncate(&writer->old_bytes, 0);
    buffer_add_slice(&writer->old_bytes, block->bytes);
    writer->old = *block;
    writer->old.bytes = buffer_slice(&writer->old_bytes);
    writer->old_next = block->first;
}

/*
 * Finds the stretch of a document: from the block that has it, or else from the one before it if
 * it is near enough, to the next.
 */
static int begin(struct forward_writer *writer, uint32_t docid)
{
    struct forward_block next, before;
    int status = go(writer, MDB_SET_RANGE, docid, &next);

    writer->begun = true;
    writer->old = (struct forward_block){0};
    writer->old_written = false;
    if (status >= 0 && forward_block_has(&next, docid)) {
        take_old(writer, &next);
        status = go(writer, MDB_NEXT, 0, &next);
    } else if (status >= 0) {
        status = go(writer, next.count > 0 ? MDB_PREV : MDB_LAST, 0, &before);
        if (status >= 0 && before.count > 0 && docid - before.first < FORWARD_BLOCK_DOCIDS)
            take_old(writer, &before);
    }
    writer->is_last = next.count == 0;
    writer->end = writer->is_last ? UINT64_MAX : next.first;
    return status;
}

/* Has the lists of the old block before `end` wait to be written again. */
static int keep_old(struct forward_writer *writer, uint64_t end)
{
    int status = OFFPRINT_OK;

    while (status >= 0 && writer->old_next < end &&
           forward_block_has(&writer->old, writer->old_next)) {
        struct forward_list list;

        forward_block_list(&list, &writer->old, writer->old_next); /* which is sound */
        status = add_list(writer, writer->old_next++, &list);
    }
    return status;
}

/* Where no block was written in its place, the old one goes. */
static int remove_old(struct forward_writer *writer)
{
    uint8_t bytes[FORWARD_KEY_SIZE];
    MDB_val key = value_of(bytes, sizeof bytes), data;
    int code;

    if (writer->old.count == 0 || writer->old_written)
        return OFFPRINT_OK;
    put_u32(bytes, writer->old.first + writer->old.count - 1);
    code = mdb_cursor_get(writer->cursor, &key, &data, MDB_SET);
    if (code == 0)
        code = mdb_cursor_del(writer->cursor, 0);
    return code == 0 ? OFFPRINT_OK
                     : store_failed(writer->diag, code, "cannot write the forward lists");
}

int forward_writer_end(struct forward_writer *writer)
{
    int status;

    if (!writer->begun)
        return OFFPRINT_OK;
    writer->begun = false;
    status = keep_old(writer, UINT64_MAX);
    while (status >= 0 && writer->count > 0) {
        bool one = fits(writer, 0, writer->count);

        status = write_block(writer, one ? writer->count : half_of(writer));
    }
    return status < 0 ? status : remove_old(writer);
}

/* --- documents -------------------------------------------------------------------------------- */

int forward_writer_seek(struct forward_writer *writer, uint32_t docid, struct forward_list *old)
{
    int status = OFFPRINT_OK;

    *old = (struct forward_list){{NULL, 0}, {NULL, 0}};
    if (writer->begun && docid >= writer->end)
        status = forward_writer_end(writer);
    if (status >= 0 && !writer->begun)
        status = begin(writer, docid);
    if (status >= 0)
        status = keep_old(writer, docid);
    if (status >= 0)
        forward_block_list(old, &writer->old, docid); /* which is sound */
    return status;
}

int forward_writer_put(struct forward_writer *writer, uint32_t docid,
                       const struct forward_list *list)
{
    if (forward_block_has(&writer->old, docid))
        writer->old_next = docid + 1;
    return add_list(writer, docid, list);
}

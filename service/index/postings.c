#include "index/postings.h"

#include "base/bytes.h"
#include "index/docset.h"
#include "index/index.h"
#include "store/store.h"
#include "store/value.h"

int postings_malformed(uint32_t term, struct diag *diag)
{
    return diag_set(diag, OFFPRINT_CORRUPT, "the postings of term %u are malformed", term);
}

int postings_miscounted(uint32_t term, struct diag *diag)
{
    return diag_set(diag, OFFPRINT_CORRUPT, "the count of term %u is wrong", term);
}

/* --- keys -------------------------------------------------------------------------------------
 */

size_t postings_block_key(uint8_t key[POSTINGS_CHUNK_KEY_SIZE], uint32_t block)
{
    return (size_t)(put_u32(key, block) - key);
}

size_t postings_list_key(uint8_t key[POSTINGS_CHUNK_KEY_SIZE], uint32_t term)
{
    *put_u32(key, term) = 0;
    return POSTINGS_LIST_KEY_SIZE;
}

size_t postings_chunk_key(uint8_t key[POSTINGS_CHUNK_KEY_SIZE], uint32_t term, uint16_t chunk)
{
    return (size_t)(put_u16(put_u32(key, term), chunk) - key);
}

bool postings_list_of(const MDB_val *key, uint32_t term)
{
    struct bytes in;

    bytes_init(&in, key->mv_data, key->mv_size);
    return key->mv_size == POSTINGS_LIST_KEY_SIZE && bytes_take_u32(&in) == term &&
           bytes_take_u8(&in) == 0;
}

bool postings_chunk_of(const MDB_val *key, uint32_t term, uint16_t *chunk)
{
    struct bytes in;

    bytes_init(&in, key->mv_data, key->mv_size);
    if (key->mv_size != POSTINGS_CHUNK_KEY_SIZE || bytes_take_u32(&in) != term)
        return false;
    *chunk = bytes_take_u16(&in);
    return true;
}

/* --- a term's -----------------------------------------------------------------------------------
 */

int postings_reader_open(struct postings_reader *reader, struct store_transaction *transaction,
                         struct diag *diag)
{
    int code =
        mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_POSTS), &reader->cursor);

    reader->diag = diag;
    reader->any = false;
    if (code == 0)
        return OFFPRINT_OK;
    reader->cursor = NULL;
    return store_failed(diag, code, "cannot read postings");
}

void postings_reader_close(struct postings_reader *reader)
{
    if (reader->cursor != NULL)
        mdb_cursor_close(reader->cursor);
}

/* What LMDB found for the block of a term. */
static int view_block(struct postings_view *view, uint32_t term, int code, const MDB_val *data,
                      struct diag *diag)
{
    if (code == MDB_NOTFOUND)
        postings_view_clear(view);
    else if (code != 0)
        return store_failed(diag, code, "cannot read postings");
    else if (!postings_view_init(view, value_slice(data)))
        return postings_malformed(term, diag);
    return OFFPRINT_OK;
}

static int find_block(struct postings_reader *reader, uint32_t term)
{
    uint8_t bytes[POSTINGS_CHUNK_KEY_SIZE];
    uint32_t block = postings_block_of(term);
    MDB_val key, data;
    int code, status;

    if (reader->any && reader->block == block)
        return OFFPRINT_OK;
    key = value_of(bytes, postings_block_key(bytes, block));
    code = mdb_cursor_get(reader->cursor, &key, &data, MDB_SET);
    status = view_block(&reader->view, term, code, &data, reader->diag);
    reader->any = status >= 0;
    reader->block = block;
    return status;
}

/* The docids of a term that may have a list; which it has not where it has chunks still. */
static int find_list(struct postings_reader *reader, uint32_t term, struct postings *postings)
{
    uint8_t bytes[POSTINGS_CHUNK_KEY_SIZE];
    MDB_val key = value_of(bytes, postings_list_key(bytes, term)), data;
    int code = mdb_cursor_get(reader->cursor, &key, &data, MDB_SET);
    uint32_t count;

    if (code == MDB_NOTFOUND && postings->count > POSTINGS_LIST_AGAIN)
        return OFFPRINT_OK;
    if (code != 0 && code != MDB_NOTFOUND)
        return store_failed(reader->diag, code, "cannot read postings");
    if (code != 0 || (count = postings_list_decode(reader->docids, value_slice(&data))) == 0)
        return postings_malformed(term, reader->diag);
    if (count != postings->count)
        return postings_miscounted(term, reader->diag);
    postings->docids = reader->docids;
    return OFFPRINT_OK;
}

int postings_find(struct postings_reader *reader, uint32_t term, struct postings *postings)
{
    unsigned slot = postings_slot_of(term);
    int status = find_block(reader, term);
    uint32_t head;

    if (status < 0)
        return status;
    head = reader->view.heads[slot];
    *postings = (struct postings){.count = postings_head_count(head)};
    if (postings_are_here(head)) {
        postings->docids = reader->docids;
        if (!postings_view_docids(&reader->view, slot, reader->docids))
            return postings_malformed(term, reader->diag);
    } else if (postings->count <= POSTINGS_LIST_MAX) {
        status = find_list(reader, term, postings);
    }
    return status < 0 ? status : postings->count > 0;
}

/* The first docid of a term's first chunk. */
static int first_of_chunk(struct postings_reader *reader, uint32_t term, uint32_t *docid)
{
    uint8_t bytes[POSTINGS_CHUNK_KEY_SIZE];
    MDB_val key = value_of(bytes, postings_chunk_key(bytes, term, 0)), data;
    struct docset *chunk;
    uint16_t which;
    bool good;
    int code = mdb_cursor_get(reader->cursor, &key, &data, MDB_SET_RANGE);

    if (code != 0 && code != MDB_NOTFOUND)
        return store_failed(reader->diag, code, "cannot read postings");
    if (code != 0 || !postings_chunk_of(&key, term, &which))
        return postings_malformed(term, reader->diag);
    chunk = docset_create();
    *docid = 0;
    good = docset_read(chunk, value_slice(&data)) && docset_next(chunk, docid);
    docset_destroy(chunk);
    return good ? 1 : postings_malformed(term, reader->diag);
}

int postings_first(struct postings_reader *reader, uint32_t term, uint32_t *docid)
{
    struct postings postings;
    int status = postings_find(reader, term, &postings);

    *docid = 0;
    if (status <= 0)
        return status;
    if (postings.docids == NULL)
        return first_of_chunk(reader, term, docid);
    *docid = postings.docids[0];
    return 1;
}

int index_terms_count(struct store_transaction *transaction, const uint32_t *terms, size_t count,
                      uint64_t *records, struct diag *diag)
{
    struct postings_view view;
    int status = OFFPRINT_OK;

    *records = 0;
    for (size_t i = 0; i < count && status >= 0; i++) {
        uint32_t block = postings_block_of(terms[i]);

        if (i == 0 || block != postings_block_of(terms[i - 1])) {
            uint8_t bytes[POSTINGS_CHUNK_KEY_SIZE];
            MDB_val key = value_of(bytes, postings_block_key(bytes, block)), data;
            int code =
                mdb_get(transaction->txn, store_handle(transaction, STORE_POSTS), &key, &data);

            status = view_block(&view, terms[i], code, &data, diag);
        }
        if (status >= 0)
            *records += postings_head_count(view.heads[postings_slot_of(terms[i])]);
    }
    return status;
}

int index_term_count(struct store_transaction *transaction, uint32_t term, uint64_t *count,
                     struct diag *diag)
{
    return index_terms_count(transaction, &term, 1, count, diag);
}

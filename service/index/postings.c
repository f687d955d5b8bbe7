#include "index/postings.h"

#include "base/bytes.h"
#include "index/docset.h"
#include "index/index.h"
#include "store/store.h"
#include "store/value.h"

/* --- decoding --------------------------------------------------------------------------------- */

int postings_decode(struct postings *postings, uint32_t term, struct slice bytes, struct diag *diag)
{
    struct bytes in;
    uint32_t docid = 0;
    bool good;

    bytes_init(&in, bytes.data, bytes.length);
    postings->count = bytes_take_varint(&in);
    postings->chunked = bytes_left(&in) == 0;
    good = postings->count > 0 && (postings->chunked || postings->count <= POSTINGS_INLINE_MAX);
    for (uint32_t i = 0; good && !postings->chunked && i < postings->count; i++) {
        uint32_t gap = bytes_take_varint(&in);

        good = gap > 0 && gap <= UINT32_MAX - docid;
        docid += gap;
        postings->docids[i] = docid;
    }
    if (!good || bytes_failed(&in) || bytes_left(&in) > 0)
        return diag_set(diag, OFFPRINT_CORRUPT, "the postings of term %u are malformed", term);
    return OFFPRINT_OK;
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

/* --- reading ---------------------------------------------------------------------------------- */

/* What LMDB found for a term: 1, or 0 where no record has it. */
static int take_postings(struct postings *postings, uint32_t term, int code, const MDB_val *data,
                         struct diag *diag)
{
    int status;

    if (code == MDB_NOTFOUND)
        return 0;
    if (code != 0)
        return store_failed(diag, code, "cannot read postings");
    status = postings_decode(postings, term, value_slice(data), diag);
    return status < 0 ? status : 1;
}

int index_term_count(struct store_transaction *transaction, uint32_t term, uint64_t *count,
                     struct diag *diag)
{
    uint8_t bytes[POSTINGS_KEY_SIZE];
    MDB_val key = value_of(bytes, sizeof bytes), data;
    struct postings postings;
    int code, status;

    put_u32(bytes, term);
    code = mdb_get(transaction->txn, store_handle(transaction, STORE_POSTS), &key, &data);
    status = take_postings(&postings, term, code, &data, diag);
    *count = status > 0 ? postings.count : 0;
    return status < 0 ? status : OFFPRINT_OK;
}

/* Adds the docids of one chunk, those in `within`. */
static int add_chunk(struct docset *docs, const struct docset *within, uint32_t term,
                     struct slice bytes, struct diag *diag)
{
    struct docset *chunk;
    bool good;

    if (within == NULL) {
        good = docset_read(docs, bytes);
    } else {
        chunk = docset_create();
        if ((good = docset_read(chunk, bytes))) {
            docset_and(chunk, within);
            docset_or(docs, chunk);
        }
        docset_destroy(chunk);
    }
    if (!good)
        return diag_set(diag, OFFPRINT_CORRUPT, "the postings of term %u are malformed", term);
    return OFFPRINT_OK;
}

/* The first chunk from `chunk` on in which `within` has a docid: false where there is none. */
static bool next_within(const struct docset *within, uint32_t chunk, uint32_t *next)
{
    uint32_t docid = chunk > 0 ? (chunk << 16) - 1 : 0;

    *next = chunk;
    if (within == NULL)
        return true;
    if (!docset_next(within, &docid))
        return false;
    *next = docid >> 16;
    return true;
}

/* Walks the term's chunks and those of `within` side by side, each leaping to where the other is.
 */
static int add_chunks(MDB_cursor *cursor, uint32_t term, const struct docset *within,
                      struct docset *docs, struct diag *diag)
{
    uint8_t bytes[POSTINGS_CHUNK_KEY_SIZE];
    uint32_t wanted = 0;
    uint16_t found;
    MDB_val key, data;
    int code = 0, status = OFFPRINT_OK;

    while (status >= 0 && wanted <= UINT16_MAX && next_within(within, wanted, &wanted)) {
        put_u16(put_u32(bytes, term), (uint16_t)wanted);
        key = value_of(bytes, sizeof bytes);
        code = mdb_cursor_get(cursor, &key, &data, MDB_SET_RANGE);
        if (code != 0 || !postings_chunk_of(&key, term, &found))
            break;
        if (found == wanted || within == NULL) {
            status = add_chunk(docs, within, term, value_slice(&data), diag);
            wanted = (uint32_t)found + 1;
        } else {
            wanted = found;
        }
    }
    if (code != 0 && code != MDB_NOTFOUND)
        return store_failed(diag, code, "cannot read postings");
    return status;
}

/* Adds the docids that stand with the count, those in `within`. */
static void add_inline(struct docset *docs, const struct docset *within,
                       const struct postings *postings)
{
    if (within == NULL) {
        docset_add_many(docs, postings->docids, postings->count);
        return;
    }
    for (uint32_t i = 0; i < postings->count; i++) {
        if (docset_contains(within, postings->docids[i]))
            docset_add(docs, postings->docids[i]);
    }
}

static int add_term(MDB_cursor *cursor, uint32_t term, const struct docset *within,
                    struct docset *docs, struct diag *diag)
{
    uint8_t bytes[POSTINGS_KEY_SIZE];
    MDB_val key = value_of(bytes, sizeof bytes), data;
    struct postings postings;
    int code, status;

    put_u32(bytes, term);
    code = mdb_cursor_get(cursor, &key, &data, MDB_SET);
    status = take_postings(&postings, term, code, &data, diag);
    if (status <= 0)
        return status;
    if (postings.chunked)
        return add_chunks(cursor, term, within, docs, diag);
    add_inline(docs, within, &postings);
    return OFFPRINT_OK;
}

int index_terms_docs(struct store_transaction *transaction, const uint32_t *terms, size_t count,
                     const struct docset *within, struct docset *docs, struct diag *diag)
{
    MDB_cursor *cursor;
    int status = OFFPRINT_OK, code;

    code = mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_POSTS), &cursor);
    if (code != 0)
        return store_failed(diag, code, "cannot read postings");
    for (size_t i = 0; i < count && status >= 0; i++)
        status = add_term(cursor, terms[i], within, docs, diag);
    mdb_cursor_close(cursor);
    return status < 0 ? status : OFFPRINT_OK;
}

int index_term_docs(struct store_transaction *transaction, uint32_t term,
                    const struct docset *within, struct docset *docs, struct diag *diag)
{
    return index_terms_docs(transaction, &term, 1, within, docs, diag);
}

/* --- every record, and a collection's --------------------------------------------------------- */

/* The records of one of the index's own terms. */
static int own_term_docs(struct store_transaction *transaction, unsigned access_point,
                         struct slice term, struct docset *docs, struct diag *diag)
{
    uint32_t number;
    int status = index_find_term(transaction, access_point, TERM_KEY, term, &number, diag);

    return status > 0 ? index_term_docs(transaction, number, NULL, docs, diag) : status;
}

int index_all_docs(struct store_transaction *transaction, struct docset *docs, struct diag *diag)
{
    return own_term_docs(transaction, ACCESS_POINT_ALL, slice_make(NULL, 0), docs, diag);
}

int index_collection_docs(struct store_transaction *transaction, uint16_t collection,
                          struct docset *docs, struct diag *diag)
{
    uint8_t term[2];

    put_u16(term, collection);
    return own_term_docs(transaction, ACCESS_POINT_COLLECTION, slice_make((const char *)term, 2),
                         docs, diag);
}

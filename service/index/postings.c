#include "index/postings.h"

#include <stdlib.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "index/docset.h"
#include "index/docset_pages.h"
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

/*
 * Where docids go: only those in `within` where it is not NULL. Those of one term come in order,
 * and make a docset at once; those of several are put together in pages.
 */
struct sink {
    MDB_cursor *cursor; /* over STORE_POSTS */
    const struct docset *within;
    struct docset *docs;        /* NULL: they go to the pages */
    struct docset_pages *pages; /* NULL: there is one term only */
    /* The largest term beside the pages: by itself it is quicker read and joined with the rest. */
    struct docset *largest;
    uint32_t largest_count;
    struct diag *diag;
};

static int sink_chunk(struct sink *sink, uint32_t term, struct slice bytes)
{
    bool good = sink->docs != NULL ? docset_read_within(sink->docs, bytes, sink->within)
                                   : docset_pages_read(sink->pages, bytes, sink->within);

    if (!good)
        return diag_set(sink->diag, OFFPRINT_CORRUPT, "the postings of term %u are malformed",
                        term);
    return OFFPRINT_OK;
}

/* The docids that stand with the count. */
static void sink_inline(struct sink *sink, struct postings *postings)
{
    size_t kept = 0;

    for (uint32_t i = 0; i < postings->count; i++) {
        postings->docids[kept] = postings->docids[i];
        kept += sink->within == NULL || docset_contains(sink->within, postings->docids[i]);
    }
    if (sink->docs != NULL)
        docset_add_many(sink->docs, postings->docids, kept);
    else
        docset_pages_add(sink->pages, postings->docids, kept);
}

/* The first chunk from `chunk` on in which `within` has a docid: false where there is none. */
static bool next_within(const struct docset *within, uint32_t chunk, uint32_t *next)
{
    uint32_t docid = chunk > 0 ? (chunk << 16) - 1 : 0;

    *next = chunk;
    if (chunk > UINT16_MAX)
        return false;
    if (within == NULL)
        return true;
    if (!docset_next(within, &docid))
        return false;
    *next = docid >> 16;
    return true;
}

/*
 * The term's first chunk from `wanted` on: 1, or 0 where there is none. It is mostly the next entry
 * after the one at which the cursor stands, which costs less to look at than to search for one.
 */
static int find_chunk(struct sink *sink, uint32_t term, uint32_t wanted, uint16_t *found,
                      MDB_val *data)
{
    uint8_t bytes[POSTINGS_CHUNK_KEY_SIZE];
    MDB_val key;
    int code = mdb_cursor_get(sink->cursor, &key, data, MDB_NEXT);

    if (code == 0 && postings_chunk_of(&key, term, found) && *found < wanted) {
        put_u16(put_u32(bytes, term), (uint16_t)wanted);
        key = value_of(bytes, sizeof bytes);
        code = mdb_cursor_get(sink->cursor, &key, data, MDB_SET_RANGE);
    }
    if (code != 0 && code != MDB_NOTFOUND)
        return store_failed(sink->diag, code, "cannot read postings");
    return code == 0 && postings_chunk_of(&key, term, found);
}

/* Walks the term's chunks and those of `within` side by side, each leaping to where the other is.
 * The cursor stands at the term's count. */
static int sink_chunks(struct sink *sink, uint32_t term)
{
    uint32_t wanted = 0;
    uint16_t found = 0;
    bool any = false;
    MDB_val data;
    int status = 1;

    while (status >= 0 && next_within(sink->within, wanted, &wanted)) {
        if (!any || found < wanted) {
            if ((status = find_chunk(sink, term, wanted, &found, &data)) <= 0)
                break;
            any = true;
        }
        if (sink->within == NULL || found == wanted) {
            status = sink_chunk(sink, term, value_slice(&data));
            wanted = (uint32_t)found + 1;
        } else {
            wanted = found;
        }
    }
    return status;
}

/* Among several terms, one that is larger than those before it goes in the place of the largest. */
static void set_apart(struct sink *sink, uint32_t count)
{
    if (sink->largest != NULL)
        docset_pages_add_set(sink->pages, sink->largest);
    docset_destroy(sink->largest);
    sink->docs = sink->largest = docset_create();
    sink->largest_count = count;
}

static int sink_term(struct sink *sink, uint32_t term)
{
    uint8_t bytes[POSTINGS_KEY_SIZE];
    MDB_val key = value_of(bytes, sizeof bytes), data;
    struct postings postings;
    int code, status;

    put_u32(bytes, term);
    code = mdb_cursor_get(sink->cursor, &key, &data, MDB_SET);
    status = take_postings(&postings, term, code, &data, sink->diag);
    if (status <= 0)
        return status;
    if (!postings.chunked) {
        sink_inline(sink, &postings);
        return OFFPRINT_OK;
    }
    if (sink->pages != NULL && sink->within == NULL && postings.count > sink->largest_count)
        set_apart(sink, postings.count);
    if (sink->docs != NULL && sink->within == NULL)
        docset_expect(sink->docs, postings.count);
    status = sink_chunks(sink, term);
    if (sink->pages != NULL)
        sink->docs = NULL;
    return status;
}

static int open_cursor(MDB_cursor **cursor, struct store_transaction *transaction,
                       struct diag *diag)
{
    int code = mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_POSTS), cursor);

    return code == 0 ? OFFPRINT_OK : store_failed(diag, code, "cannot read postings");
}

int index_term_docs(struct store_transaction *transaction, uint32_t term,
                    const struct docset *within, struct docset *docs, struct diag *diag)
{
    struct sink sink = {.within = within, .docs = docs, .diag = diag};
    int status = open_cursor(&sink.cursor, transaction, diag);

    if (status < 0)
        return status;
    status = sink_term(&sink, term);
    mdb_cursor_close(sink.cursor);
    return status < 0 ? status : OFFPRINT_OK;
}

/* --- several terms --------------------------------------------------------------------------- */

/* No term with fewer records is kept apart. */
#define APART_FROM 1024

struct term_union {
    struct sink sink;
    struct docset_pages pages;
};

int term_union_open(struct term_union **opened, struct store_transaction *transaction,
                    const struct docset *within, struct diag *diag)
{
    struct term_union *terms = memory_zeroed(1, sizeof *terms);
    int status;

    *opened = NULL;
    terms->sink = (struct sink){
        .within = within,
        .pages = &terms->pages,
        .largest_count = APART_FROM,
        .diag = diag,
    };
    if ((status = open_cursor(&terms->sink.cursor, transaction, diag)) < 0)
        free(terms);
    else
        *opened = terms;
    return status;
}

int term_union_add(struct term_union *terms, const uint32_t *numbers, size_t count)
{
    int status = OFFPRINT_OK;

    for (size_t i = 0; i < count && status >= 0; i++)
        status = sink_term(&terms->sink, numbers[i]);
    return status < 0 ? status : OFFPRINT_OK;
}

void term_union_close(struct term_union *terms, struct docset *docs)
{
    if (terms == NULL)
        return;
    if (docs != NULL) {
        if (terms->sink.largest != NULL)
            docset_take(docs, terms->sink.largest);
        docset_add_pages(docs, &terms->pages);
    } else {
        docset_destroy(terms->sink.largest);
    }
    docset_pages_finish(&terms->pages);
    mdb_cursor_close(terms->sink.cursor);
    free(terms);
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

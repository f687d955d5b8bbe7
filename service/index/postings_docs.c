/* The records of terms: as a set, or only those of them that are in another. */
#include <stdlib.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "index/docset.h"
#include "index/docset_pages.h"
#include "index/index.h"
#include "index/postings.h"
#include "store/store.h"
#include "store/value.h"

/*
 * Where docids go: only those in `within` where it is not NULL. Those of one term come in order,
 * and make a docset at once; those of several are put together in pages.
 */
struct sink {
    struct postings_reader *reader;
    const struct docset *within;
    struct docset *docs;        /* NULL: they go to the pages */
    struct docset_pages *pages; /* NULL: there is one term only */
    /* The largest term beside the pages: by itself it is quicker read and joined with the rest. */
    struct docset *largest;
    uint32_t largest_count;
};

static int sink_chunk(struct sink *sink, uint32_t term, struct slice bytes)
{
    bool good = sink->docs != NULL ? docset_read_within(sink->docs, bytes, sink->within)
                                   : docset_pages_read(sink->pages, bytes, sink->within);

    return good ? OFFPRINT_OK : postings_malformed(term, sink->reader->diag);
}

static void sink_docids(struct sink *sink, const struct postings *postings)
{
    size_t kept = postings->count;

    if (sink->within != NULL)
        kept = docset_keep(sink->within, postings->docids, kept);
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
 * The term's first chunk from `wanted` on: 1, or 0 where there is none. Once there was `any`, it is
 * mostly the next entry after the one at which the cursor stands, which costs less to look at than
 * to search for one.
 */
static int find_chunk(struct sink *sink, uint32_t term, bool any, uint32_t wanted, uint16_t *found,
                      MDB_val *data)
{
    MDB_cursor *cursor = sink->reader->cursor;
    uint8_t bytes[POSTINGS_CHUNK_KEY_SIZE];
    MDB_val key;
    int code = any ? mdb_cursor_get(cursor, &key, data, MDB_NEXT) : 0;

    if (!any || (code == 0 && postings_chunk_of(&key, term, found) && *found < wanted)) {
        key = value_of(bytes, postings_chunk_key(bytes, term, (uint16_t)wanted));
        code = mdb_cursor_get(cursor, &key, data, MDB_SET_RANGE);
    }
    if (code != 0 && code != MDB_NOTFOUND)
        return store_failed(sink->reader->diag, code, "cannot read postings");
    return code == 0 && postings_chunk_of(&key, term, found);
}

/* Walks the term's chunks and those of `within` side by side, each leaping to where the other is.
 */
static int sink_chunks(struct sink *sink, uint32_t term)
{
    uint32_t wanted = 0;
    uint16_t found = 0;
    bool any = false;
    MDB_val data;
    int status = 1;

    while (status >= 0 && next_within(sink->within, wanted, &wanted)) {
        if (!any || found < wanted) {
            if ((status = find_chunk(sink, term, any, wanted, &found, &data)) <= 0)
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
    struct postings postings;
    int status = postings_find(sink->reader, term, &postings);

    if (status <= 0)
        return status;
    if (postings.docids != NULL) {
        sink_docids(sink, &postings);
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

int index_term_docs(struct store_transaction *transaction, uint32_t term,
                    const struct docset *within, struct docset *docs, struct diag *diag)
{
    struct postings_reader reader;
    struct sink sink = {.reader = &reader, .within = within, .docs = docs};
    int status = postings_reader_open(&reader, transaction, diag);

    if (status < 0)
        return status;
    status = sink_term(&sink, term);
    postings_reader_close(&reader);
    return status < 0 ? status : OFFPRINT_OK;
}

/* --- several terms --------------------------------------------------------------------------- */

/* No term with fewer records is kept apart. */
#define APART_FROM 1024

struct term_union {
    struct postings_reader reader;
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
        .reader = &terms->reader,
        .within = within,
        .pages = &terms->pages,
        .largest_count = APART_FROM,
    };
    if ((status = postings_reader_open(&terms->reader, transaction, diag)) < 0)
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
    postings_reader_close(&terms->reader);
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

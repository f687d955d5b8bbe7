/* A flush's documents: which of them count, their forward lists, and who has which term. */
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "index/flush.h"
#include "index/forward.h"
#include "store/store.h"
#include "store/value.h"

/* --- documents that count --------------------------------------------------------------------- */

static int compare_documents(const void *left, const void *right)
{
    const struct pending_document *a = *(struct pending_document *const *)left;
    const struct pending_document *b = *(struct pending_document *const *)right;

    if (a->docid != b->docid)
        return a->docid < b->docid ? -1 : 1;
    return a < b ? -1 : a > b; /* as they came */
}

/* Counts anew the records of each term, without documents that a later one replaces. */
static void recount(struct flush *flush)
{
    const struct index_writer *writer = flush->writer;

    for (size_t at = 0; at < writer->pool_used;) {
        struct pending_term *term = pending_term_at(writer, (uint32_t)(at / 4));

        term->count = term->last = 0;
        at += pending_term_size(term->length);
    }
    for (size_t i = 0; i < flush->live_count; i++) {
        const uint32_t *items = pending_items(writer) + flush->live[i]->first;

        for (uint32_t j = 0; j < flush->live[i]->count; j++) {
            if (pending_is_term(items[j]) && (items[j] & ITEM_AGAIN) == 0)
                pending_item_term(writer, items[j])->count++;
        }
    }
}

void flush_find_live(struct flush *flush)
{
    const struct index_writer *writer = flush->writer;
    bool sorted = true;
    size_t count = 0;

    flush->live = memory_alloc(writer->document_count * sizeof *flush->live);
    for (size_t i = 0; i < writer->document_count; i++) {
        flush->live[i] = &pending_documents(writer)[i];
        sorted = sorted && (i == 0 || flush->live[i - 1]->docid < flush->live[i]->docid);
    }
    flush->live_count = writer->document_count;
    if (sorted)
        return;
    qsort(flush->live, flush->live_count, sizeof *flush->live, compare_documents);
    for (size_t i = 0; i < flush->live_count; i++) {
        if (i + 1 == flush->live_count || flush->live[i + 1]->docid != flush->live[i]->docid)
            flush->live[count++] = flush->live[i];
    }
    if (count == flush->live_count)
        return;
    flush->live_count = count;
    recount(flush);
}

/* --- forward lists ---------------------------------------------------------------------------- */

static int compare_u32(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

    return a < b ? -1 : a > b;
}

static int open_forward(struct flush *flush)
{
    MDB_val key, data;
    struct bytes in;
    int code = mdb_cursor_open(flush->transaction->txn,
                               store_handle(flush->transaction, STORE_FORWARD), &flush->forward);

    if (code != 0) {
        flush->forward = NULL;
        return store_failed(flush->diag, code, "cannot write the forward lists");
    }
    code = mdb_cursor_get(flush->forward, &key, &data, MDB_LAST);
    if (code == MDB_NOTFOUND)
        return OFFPRINT_OK;
    if (code != 0)
        return store_failed(flush->diag, code, "cannot read the forward lists");
    bytes_init(&in, key.mv_data, key.mv_size);
    flush->last_forward = bytes_take_u32(&in);
    return OFFPRINT_OK;
}

/* Reads which terms a record has in the store: 1, or 0 where it has none. */
static int read_old(struct flush *flush, uint32_t docid)
{
    uint8_t bytes[4];
    MDB_val key = value_of(bytes, sizeof bytes), data;
    ptrdiff_t count;
    size_t unique = 0;
    int code;

    flush->old_count = 0;
    if (docid > flush->last_forward)
        return 0;
    put_u32(bytes, docid);
    code = mdb_cursor_get(flush->forward, &key, &data, MDB_SET);
    if (code == MDB_NOTFOUND)
        return 0;
    if (code != 0)
        return store_failed(flush->diag, code, "cannot read the forward lists");
    if (data.mv_size > flush->old_capacity) {
        flush->old_capacity = data.mv_size * 2;
        flush->old = memory_resize(flush->old, flush->old_capacity * sizeof *flush->old);
        flush->kept = memory_resize(flush->kept, flush->old_capacity * sizeof *flush->kept);
    }
    count = forward_decode(flush->old, docid, value_slice(&data), flush->diag);
    if (count < 0)
        return (int)count;
    if (count > 0)
        qsort(flush->old, (size_t)count, sizeof *flush->old, compare_u32);
    for (size_t i = 0; i < (size_t)count; i++) {
        if (flush->old[i] >= TERM_FIRST && (unique == 0 || flush->old[unique - 1] != flush->old[i]))
            flush->old[unique++] = flush->old[i];
    }
    flush->old_count = unique;
    if (unique > 0)
        memset(flush->kept, 0, unique * sizeof *flush->kept);
    return 1;
}

/* Did the record at hand have the term before? Then it keeps it. */
static bool keep_old(struct flush *flush, uint32_t number)
{
    const uint32_t *found;

    if (flush->old_count == 0)
        return false;
    found = bsearch(&number, flush->old, flush->old_count, sizeof number, compare_u32);
    if (found == NULL)
        return false;
    flush->kept[found - flush->old] = true;
    return true;
}

static void add_removals(struct flush *flush, uint32_t docid)
{
    for (size_t i = 0; i < flush->old_count; i++) {
        if (flush->kept[i])
            continue;
        flush->removals = memory_grow(flush->removals, &flush->removal_capacity,
                                      flush->removal_count, sizeof *flush->removals);
        flush->removals[flush->removal_count++] = (struct removal){flush->old[i], docid};
    }
}

/*
 * Has the term of an item further on on its way into the cache, and halfway there its docids.
 * What follows a document's items are mostly those of the next one.
 */
static void look_ahead(const struct flush *flush, size_t at)
{
    const struct index_writer *writer = flush->writer;
    const uint32_t *items = pending_items(writer);
    size_t further = at + PENDING_AHEAD;

    if (further < writer->item_count && pending_is_term(items[further]))
        __builtin_prefetch(pending_item_term(writer, items[further]), 1);
    further = at + PENDING_AHEAD / 2;
    if (further < writer->item_count && pending_is_term(items[further])) {
        const struct pending_term *term = pending_item_term(writer, items[further]);

        __builtin_prefetch(flush->docids + term->start + term->last, 1);
    }
}

/* Puts the document's terms into flush->bytes as its forward list, and it among their docids; those
 * that are values of facets go to its facet columns too. */
static void invert(struct flush *flush, const struct pending_document *document)
{
    const uint32_t *items = pending_items(flush->writer) + document->first;
    uint8_t *at;

    buffer_truncate(&flush->bytes, 0);
    at = (uint8_t *)buffer_reserve(&flush->bytes, (size_t)document->count * 5);
    for (uint32_t i = 0; i < document->count; i++) {
        struct pending_term *term;

        look_ahead(flush, document->first + i);
        if (!pending_is_term(items[i])) {
            at = put_varint(at, items[i]);
            continue;
        }
        term = pending_item_term(flush->writer, items[i]);
        at = put_varint(at, term->number);
        if ((items[i] & ITEM_AGAIN) != 0)
            continue;
        facet_writer_add(&flush->facets, term->key, term->number);
        if (!keep_old(flush, term->number))
            flush->docids[term->start + term->last++] = document->docid;
    }
    flush->bytes.length = (size_t)(at - (uint8_t *)flush->bytes.data);
}

static int write_forward(struct flush *flush, const struct pending_document *document, bool was)
{
    uint8_t bytes[4];
    MDB_val key = value_of(bytes, sizeof bytes), data = value_of_slice(buffer_slice(&flush->bytes));
    unsigned append = document->docid > flush->last_forward ? MDB_APPEND : 0;
    int code = 0;

    put_u32(bytes, document->docid);
    if (!document->removed)
        code = mdb_cursor_put(flush->forward, &key, &data, append);
    else if (was) /* the cursor stands where read_old found it */
        code = mdb_cursor_del(flush->forward, 0);
    return code == 0 ? OFFPRINT_OK
                     : store_failed(flush->diag, code, "cannot write the forward lists");
}

int flush_documents(struct flush *flush)
{
    int status = open_forward(flush);

    if (status >= 0)
        status = facet_writer_open(&flush->facets, flush->transaction, flush->writer->table,
                                   flush->diag);
    for (size_t i = 0; i < flush->live_count && status >= 0; i++) {
        const struct pending_document *document = flush->live[i];
        int was = read_old(flush, document->docid);

        if (was < 0 || (status = facet_writer_begin(&flush->facets, document->docid)) < 0)
            return was < 0 ? was : status;
        invert(flush, document);
        add_removals(flush, document->docid);
        status = write_forward(flush, document, was > 0);
    }
    return status < 0 ? status : facet_writer_end(&flush->facets);
}

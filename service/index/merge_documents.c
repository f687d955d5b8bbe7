/* The documents of all runs in one order: forward lists, facets, sort columns, and removals. */
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "base/relay.h"
#include "index/columns.h"
#include "index/facets.h"
#include "index/forward.h"
#include "index/merge.h"
#include "store/store.h"
#include "store/value.h"

/* A document as it is handed over. Behind it: the sort values, the facets' values, and the forward
 * list. */
struct made_document {
    uint32_t docid;
    uint32_t removed;
    uint32_t facet_count;
    uint32_t length; /* of the list */
};

struct made_facet {
    uint32_t slot;
    uint32_t number;
};

/* Numbers of terms, in order and each once. */
struct numbers {
    uint32_t *list;
    size_t count, capacity;
};

struct documents_merge {
    struct merge *merge;
    MDB_cursor *cursor;    /* over STORE_FORWARD */
    uint32_t last_forward; /* no list stood past this docid before */
    struct facet_writer facets;
    struct column_writer columns;
    struct numbers old; /* of the document at hand, as it was */
    struct numbers new; /* and as it is, where it was there before */
};

/* --- making them -------------------------------------------------------------------------------
 */

/* The run whose document is next, the last one of several: run_count at the end. */
static size_t next_run(const struct run_documents *heads, size_t run_count)
{
    size_t next = run_count;
    uint32_t least = UINT32_MAX;

    for (size_t i = 0; i < run_count; i++) {
        if (heads[i].docid != 0 && heads[i].docid <= least) {
            least = heads[i].docid;
            next = i;
        }
    }
    return next;
}

/* Makes the forward list out of a run's items, ranks made numbers, and finds the facets' values. */
static void translate(struct made_document *made, uint8_t *list, struct buffer *facets,
                      struct slice items, const uint32_t *number_of)
{
    const uint8_t *in = (const uint8_t *)items.data, *end = in + items.length;
    uint8_t *at = list;

    buffer_truncate(facets, 0);
    while (in < end) {
        uint32_t item = run_take(&in), number;

        if (item < TERM_FIRST) {
            *at++ = (uint8_t)item;
            continue;
        }
        item -= TERM_FIRST;
        number = number_of[item >> 2];
        at = put_varint(at, number);
        if ((item & RUN_FACET) != 0)
            buffer_add(facets, &(struct made_facet){*in++, number}, sizeof(struct made_facet));
    }
    made->facet_count = (uint32_t)(facets->length / sizeof(struct made_facet));
    made->length = (uint32_t)(at - list);
}

/* A list has at most five bytes for each item of one byte; a facet's value at least two. */
static void make_document(struct relay *relay, const struct run_documents *head,
                          const uint32_t *number_of, struct buffer *facets)
{
    size_t sorts = head->columns * sizeof(uint64_t), items = head->items.length;
    size_t most_facets = items / 2 * sizeof(struct made_facet);
    struct made_document *made =
        (void *)relay_reserve(relay, sizeof *made + sorts + most_facets + items * 5);
    uint8_t *at = (uint8_t *)(made + 1), *list = at + sorts + most_facets;

    made->docid = head->docid;
    made->removed = head->removed;
    memcpy(at, head->sorts, sorts);
    translate(made, list, facets, head->items, number_of);
    if (facets->length > 0)
        memcpy(at + sorts, facets->data, facets->length);
    memmove(at + sorts + facets->length, list, made->length);
    relay_advance(relay, at + sorts + facets->length + made->length);
}

static void make_documents(struct relay *relay, void *context)
{
    const struct merge *merge = context;
    struct run_documents heads[RUNS_MAX];
    struct buffer facets;
    size_t run;

    buffer_init(&facets);
    for (size_t i = 0; i < merge->run_count; i++)
        run_documents_begin(&heads[i], &merge->runs[i], merge->table->column_count,
                            merge->documents);
    while (!relay_is_over(relay) && (run = next_run(heads, merge->run_count)) < merge->run_count) {
        uint32_t docid = heads[run].docid;

        make_document(relay, &heads[run], merge->number_of[run], &facets);
        for (size_t i = 0; i < merge->run_count; i++) {
            if (heads[i].docid == docid)
                run_documents_next(&heads[i]);
        }
    }
    buffer_finish(&facets);
}

/* --- what was there --------------------------------------------------------------------------- */

static int compare_u32(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

    return a < b ? -1 : a > b;
}

/* Sorts them, and takes out marks and repeats. */
static void tidy(struct numbers *numbers)
{
    size_t count = 0;

    if (numbers->count > 0)
        qsort(numbers->list, numbers->count, sizeof *numbers->list, compare_u32);
    for (size_t i = 0; i < numbers->count; i++) {
        if (numbers->list[i] >= TERM_FIRST &&
            (count == 0 || numbers->list[count - 1] != numbers->list[i]))
            numbers->list[count++] = numbers->list[i];
    }
    numbers->count = count;
}

/* Reads which terms a record has in the store: 1, or 0 where it has none. */
static int read_old(struct documents_merge *documents, uint32_t docid)
{
    struct diag *diag = documents->merge->diag;
    struct numbers *old = &documents->old;
    uint8_t bytes[4];
    MDB_val key = value_of(bytes, sizeof bytes), data;
    ptrdiff_t count;
    int code;

    old->count = 0;
    if (docid > documents->last_forward)
        return 0;
    put_u32(bytes, docid);
    code = mdb_cursor_get(documents->cursor, &key, &data, MDB_SET);
    if (code == MDB_NOTFOUND)
        return 0;
    if (code != 0)
        return store_failed(diag, code, "cannot read the forward lists");
    if (data.mv_size > old->capacity) {
        old->capacity = data.mv_size * 2;
        old->list = memory_resize(old->list, old->capacity * sizeof *old->list);
    }
    count = forward_decode(old->list, docid, value_slice(&data), diag);
    if (count < 0)
        return (int)count;
    old->count = (size_t)count;
    tidy(old);
    return 1;
}

static void add_removals(struct documents_merge *documents, uint32_t docid)
{
    struct merge *merge = documents->merge;
    const struct numbers *old = &documents->old, *new = &documents->new;

    for (size_t i = 0, j = 0; i < old->count; i++) {
        while (j < new->count &&new->list[j] < old->list[i])
            j++;
        if (j < new->count &&new->list[j] == old->list[i])
            continue;
        merge->removals = memory_grow(merge->removals, &merge->removal_capacity,
                                      merge->removal_count, sizeof *merge->removals);
        merge->removals[merge->removal_count++] = (struct removal){old->list[i], docid};
    }
}

/* --- one document ------------------------------------------------------------------------------
 */

/* Reads which terms the document at hand has now. */
static int read_new(struct documents_merge *documents, uint32_t docid, struct slice list)
{
    struct numbers *new = &documents->new;
    ptrdiff_t count;

    if (list.length > new->capacity) {
        new->capacity = list.length * 2;
        new->list = memory_resize(new->list, new->capacity * sizeof *new->list);
    }
    count = forward_decode(new->list, docid, list, documents->merge->diag);
    new->count = count > 0 ? (size_t)count : 0;
    tidy(new);
    return count < 0 ? (int)count : OFFPRINT_OK;
}

static int write_forward(const struct documents_merge *documents, const struct made_document *made,
                         struct slice list, bool was)
{
    uint8_t bytes[4];
    MDB_val key = value_of(bytes, sizeof bytes), data = value_of_slice(list);
    unsigned append = made->docid > documents->last_forward ? MDB_APPEND : 0;
    int code = 0;

    put_u32(bytes, made->docid);
    if (made->removed == 0)
        code = mdb_cursor_put(documents->cursor, &key, &data, append);
    else if (was) /* the cursor stands where read_old found it */
        code = mdb_cursor_del(documents->cursor, 0);
    return code == 0 ? OFFPRINT_OK
                     : store_failed(documents->merge->diag, code, "cannot write the forward lists");
}

static int write_facets(struct documents_merge *documents, const struct made_document *made,
                        const struct made_facet *facets)
{
    int status = facet_writer_begin(&documents->facets, made->docid);

    for (uint32_t i = 0; i < made->facet_count && status >= 0; i++)
        facet_writer_add(&documents->facets, facets[i].slot, facets[i].number);
    return status;
}

/* Writes a document; `*size` is what it took of the block. */
static int write_document(struct documents_merge *documents, const struct made_document *made,
                          size_t *size)
{
    const uint8_t *sorts = (const uint8_t *)(made + 1);
    const struct made_facet *facets =
        (const void *)(sorts + documents->merge->table->column_count * sizeof(uint64_t));
    struct slice list = slice_make((const char *)(facets + made->facet_count), made->length);
    int was = read_old(documents, made->docid), status = was < 0 ? was : OFFPRINT_OK;

    *size = relay_size((size_t)(list.data + list.length - (const char *)made));
    if (was > 0 && (status = read_new(documents, made->docid, list)) >= 0)
        add_removals(documents, made->docid);
    if (status >= 0)
        status = write_facets(documents, made, facets);
    if (status >= 0)
        status = column_writer_put(&documents->columns, made->docid, sorts);
    if (status >= 0)
        status = write_forward(documents, made, list, was > 0);
    return status;
}

/* --- all of them ------------------------------------------------------------------------------ */

static int open_forward(struct documents_merge *documents)
{
    struct store_transaction *transaction = documents->merge->transaction;
    struct diag *diag = documents->merge->diag;
    int code = mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_FORWARD),
                               &documents->cursor);

    if (code != 0) {
        documents->cursor = NULL;
        return store_failed(diag, code, "cannot write the forward lists");
    }
    return index_last_forward(&documents->last_forward, transaction, diag);
}

static int open_documents(struct documents_merge *documents)
{
    const struct merge *merge = documents->merge;
    int status = open_forward(documents);

    if (status >= 0)
        status =
            facet_writer_open(&documents->facets, merge->transaction, merge->table, merge->diag);
    if (status >= 0)
        status = column_writer_open(&documents->columns, merge->transaction, merge->table->columns,
                                    merge->table->column_count, merge->diag);
    return status;
}

static void finish(struct documents_merge *documents)
{
    if (documents->cursor != NULL)
        mdb_cursor_close(documents->cursor);
    facet_writer_finish(&documents->facets);
    column_writer_finish(&documents->columns);
    free(documents->old.list);
    free(documents->new.list);
}

static int compare_removals(const void *left, const void *right)
{
    const struct removal *a = left, *b = right;

    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return a->docid < b->docid ? -1 : a->docid > b->docid;
}

int merge_documents(struct merge *merge)
{
    struct documents_merge documents = {.merge = merge};
    struct relay *relay = relay_start(make_documents, merge, merge->alone);
    int status = open_documents(&documents);
    struct slice block;

    while (status >= 0 && relay_take(relay, &block)) {
        for (size_t at = 0, size; at < block.length && status >= 0; at += size)
            status = write_document(&documents, (const void *)(block.data + at), &size);
    }
    relay_destroy(relay);
    if (status >= 0)
        status = facet_writer_end(&documents.facets);
    if (status >= 0)
        status = column_writer_end(&documents.columns);
    finish(&documents);
    if (merge->removal_count > 0)
        qsort(merge->removals, merge->removal_count, sizeof *merge->removals, compare_removals);
    return status;
}

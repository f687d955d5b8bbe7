/* The documents of all runs in one order: forward lists, facets, sort columns, and removals. */
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "index/columns.h"
#include "index/facets.h"
#include "index/forward.h"
#include "index/merge.h"
#include "store/store.h"
#include "store/value.h"

/* Numbers of terms, in order and each once. */
struct numbers {
    uint32_t *list;
    size_t count, capacity;
};

struct documents_merge {
    struct merge *merge;
    struct run_documents heads[RUNS_MAX];
    MDB_cursor *cursor;    /* over STORE_FORWARD */
    uint32_t last_forward; /* no list stood past this docid before */
    struct facet_writer facets;
    struct column_writer columns;
    struct numbers old; /* of the document at hand, as it was */
    struct numbers new; /* and as it is, where it was there before */
    struct buffer list;
};

/* --- the order -------------------------------------------------------------------------------- */

/* The run whose document is next, the last one of several: run_count at the end. */
static size_t next_run(const struct documents_merge *documents)
{
    size_t next = documents->merge->run_count;
    uint32_t least = UINT32_MAX;

    for (size_t i = 0; i < documents->merge->run_count; i++) {
        uint32_t docid = documents->heads[i].docid;

        if (docid != 0 && docid <= least) {
            least = docid;
            next = i;
        }
    }
    return next;
}

static void pass(struct documents_merge *documents, uint32_t docid)
{
    for (size_t i = 0; i < documents->merge->run_count; i++) {
        if (documents->heads[i].docid == docid)
            run_documents_next(&documents->heads[i]);
    }
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

    tidy(&documents->new);
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

static void add_new(struct documents_merge *documents, uint32_t number)
{
    struct numbers *new = &documents->new;

    new->list = memory_grow(new->list, &new->capacity, new->count, sizeof *new->list);
    new->list[new->count++] = number;
}

/* Makes the forward list out of a run's items, and gives the facets their values. */
static void translate(struct documents_merge *documents, size_t run, bool was)
{
    const struct run_documents *head = &documents->heads[run];
    const uint32_t *number_of = documents->merge->number_of[run];
    const uint8_t *in = (const uint8_t *)head->items.data, *end = in + head->items.length;
    uint8_t *at;

    documents->new.count = 0;
    buffer_truncate(&documents->list, 0);
    /* An item of a byte is a mark, or a rank whose number may have five. */
    at = (uint8_t *)buffer_reserve(&documents->list, head->items.length * 5);
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
            facet_writer_add(&documents->facets, *in++, number);
        if (was && (item & RUN_AGAIN) == 0)
            add_new(documents, number);
    }
    documents->list.length = (size_t)(at - (uint8_t *)documents->list.data);
}

static int write_forward(struct documents_merge *documents, uint32_t docid, bool removed, bool was)
{
    uint8_t bytes[4];
    MDB_val key = value_of(bytes, sizeof bytes),
            data = value_of_slice(buffer_slice(&documents->list));
    unsigned append = docid > documents->last_forward ? MDB_APPEND : 0;
    int code = 0;

    put_u32(bytes, docid);
    if (!removed)
        code = mdb_cursor_put(documents->cursor, &key, &data, append);
    else if (was) /* the cursor stands where read_old found it */
        code = mdb_cursor_del(documents->cursor, 0);
    return code == 0 ? OFFPRINT_OK
                     : store_failed(documents->merge->diag, code, "cannot write the forward lists");
}

static int write_document(struct documents_merge *documents, size_t run)
{
    const struct run_documents *head = &documents->heads[run];
    int was = read_old(documents, head->docid);
    int status = was < 0 ? was : facet_writer_begin(&documents->facets, head->docid);

    if (status < 0)
        return status;
    translate(documents, run, was > 0);
    if (was > 0)
        add_removals(documents, head->docid);
    status = column_writer_put(&documents->columns, head->docid, head->sorts);
    if (status >= 0)
        status = write_forward(documents, head->docid, head->removed, was > 0);
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
    for (size_t i = 0; i < merge->run_count; i++)
        run_documents_begin(&documents->heads[i], &merge->runs[i], merge->table->column_count,
                            merge->documents);
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
    buffer_finish(&documents->list);
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
    int status = open_documents(&documents);
    size_t run;

    while (status >= 0 && (run = next_run(&documents)) < merge->run_count) {
        status = write_document(&documents, run);
        pass(&documents, documents.heads[run].docid);
    }
    if (status >= 0)
        status = facet_writer_end(&documents.facets);
    if (status >= 0)
        status = column_writer_end(&documents.columns);
    finish(&documents);
    if (merge->removal_count > 0)
        qsort(merge->removals, merge->removal_count, sizeof *merge->removals, compare_removals);
    return status;
}

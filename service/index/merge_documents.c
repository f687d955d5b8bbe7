/* The documents of all runs in one order: forward lists, facets, sort columns, and removals. */
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "base/order.h"
#include "base/relay.h"
#include "index/columns.h"
#include "index/facets.h"
#include "index/forward.h"
#include "index/forward_write.h"
#include "index/merge.h"

/* A document as it is handed over. Behind it: the sort values, the facets' values, and the forward
 * list, of which it has none where it was removed. */
struct made_document {
    uint32_t docid;
    uint32_t facet_count;
    uint32_t words, rest; /* bytes of the list's parts */
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
    struct forward_writer forward;
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

/* What the maker makes one document after the other of. */
struct maker {
    struct buffer facets; /* of struct made_facet */
    uint32_t *items;
    size_t item_capacity;
};

/*
 * Takes a run's items apart: marks, terms, and behind a term that is a facet's value the facet's
 * slot. Where the terms' numbers stand is far apart, so it is asked for before the first of them is
 * looked at.
 */
static size_t read_items(struct maker *maker, struct slice items, const uint32_t *number_of)
{
    const uint8_t *in = (const uint8_t *)items.data, *end = in + items.length;
    uint32_t *out;

    if (items.length > maker->item_capacity) {
        maker->item_capacity = items.length * 2;
        maker->items = memory_resize(maker->items, maker->item_capacity * sizeof *maker->items);
    }
    for (out = maker->items; in < end; out++) {
        *out = run_take(&in);
        if (*out < TERM_FIRST)
            continue;
        __builtin_prefetch(&number_of[(*out - TERM_FIRST) >> 2]);
        if (((*out - TERM_FIRST) & RUN_FACET) != 0)
            *++out = *in++;
    }
    return (size_t)(out - maker->items);
}

/* Makes the forward list out of the items, ranks made numbers, and finds the facets' values. The
 * words end behind the last mark. */
static void translate(struct made_document *made, uint8_t *list, struct maker *maker, size_t count,
                      const uint32_t *number_of)
{
    uint8_t *at = list, *rest = list;

    buffer_truncate(&maker->facets, 0);
    for (size_t i = 0; i < count; i++) {
        uint32_t item = maker->items[i], number;

        if (item < TERM_FIRST) {
            *at++ = (uint8_t)item;
            rest = at;
            continue;
        }
        item -= TERM_FIRST;
        number = number_of[item >> 2];
        at = put_varint(at, number);
        if ((item & RUN_FACET) != 0)
            buffer_add(&maker->facets, &(struct made_facet){maker->items[++i], number},
                       sizeof(struct made_facet));
    }
    made->facet_count = (uint32_t)(maker->facets.length / sizeof(struct made_facet));
    made->words = (uint32_t)(rest - list);
    made->rest = (uint32_t)(at - rest);
}

/* A list has at most five bytes for each item; a facet's value two items. */
static void make_document(struct relay *relay, const struct run_documents *head,
                          const uint32_t *number_of, struct maker *maker)
{
    size_t sorts = head->columns * sizeof(uint64_t);
    size_t count = read_items(maker, head->items, number_of);
    size_t most_facets = count / 2 * sizeof(struct made_facet);
    struct made_document *made =
        (void *)relay_reserve(relay, sizeof *made + sorts + most_facets + count * 5);
    uint8_t *at = (uint8_t *)(made + 1), *list = at + sorts + most_facets;

    made->docid = head->docid;
    memcpy(at, head->sorts, sorts);
    translate(made, list, maker, count, number_of);
    at += sorts;
    if (maker->facets.length > 0)
        memcpy(at, maker->facets.data, maker->facets.length);
    at += maker->facets.length;
    memmove(at, list, made->words + made->rest);
    relay_advance(relay, at + made->words + made->rest);
}

static void make_documents(struct relay *relay, void *context)
{
    const struct merge *merge = context;
    struct run_documents heads[RUNS_MAX];
    struct maker maker = {0};
    size_t run;

    for (size_t i = 0; i < merge->run_count; i++)
        run_documents_begin(&heads[i], &merge->runs[i], merge->table->column_count,
                            merge->documents);
    while (!relay_is_over(relay) && (run = next_run(heads, merge->run_count)) < merge->run_count) {
        uint32_t docid = heads[run].docid;

        make_document(relay, &heads[run], merge->number_of[run], &maker);
        for (size_t i = 0; i < merge->run_count; i++) {
            if (heads[i].docid == docid)
                run_documents_next(&heads[i]);
        }
    }
    buffer_finish(&maker.facets);
    free(maker.items);
}

/* --- what was there --------------------------------------------------------------------------- */

/* Sorts them, and takes out marks and repeats. */
static void tidy(struct numbers *numbers)
{
    size_t count = 0;

    if (numbers->count > 0)
        qsort(numbers->list, numbers->count, sizeof *numbers->list, order_u32);
    for (size_t i = 0; i < numbers->count; i++) {
        if (numbers->list[i] >= TERM_FIRST &&
            (count == 0 || numbers->list[count - 1] != numbers->list[i]))
            numbers->list[count++] = numbers->list[i];
    }
    numbers->count = count;
}

/* Takes the terms of a document's list. */
static int read_numbers(struct numbers *numbers, uint32_t docid, const struct forward_list *list,
                        struct diag *diag)
{
    size_t most = forward_list_length(list);
    ptrdiff_t count;

    if (most > numbers->capacity) {
        numbers->capacity = most * 2;
        numbers->list = memory_resize(numbers->list, numbers->capacity * sizeof *numbers->list);
    }
    count = forward_decode(numbers->list, docid, list, diag);
    if (count < 0)
        return (int)count;
    numbers->count = (size_t)count;
    tidy(numbers);
    return OFFPRINT_OK;
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

static int write_forward(struct documents_merge *documents, uint32_t docid,
                         const struct forward_list *list)
{
    struct diag *diag = documents->merge->diag;
    struct forward_list old;
    int status = forward_writer_seek(&documents->forward, docid, &old);

    if (status >= 0 && forward_list_length(&old) > 0) {
        if ((status = read_numbers(&documents->old, docid, &old, diag)) < 0 ||
            (status = read_numbers(&documents->new, docid, list, diag)) < 0)
            return status;
        add_removals(documents, docid);
    }
    return status < 0 ? status : forward_writer_put(&documents->forward, docid, list);
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
    const char *at = (const char *)(facets + made->facet_count);
    const struct forward_list list = {slice_make(at, made->words),
                                      slice_make(at + made->words, made->rest)};
    int status = write_forward(documents, made->docid, &list);

    *size = relay_size((size_t)(list.rest.data + list.rest.length - (const char *)made));
    if (status >= 0)
        status = write_facets(documents, made, facets);
    if (status >= 0)
        status = column_writer_put(&documents->columns, made->docid, sorts);
    return status;
}

/* --- all of them ------------------------------------------------------------------------------ */

static int open_documents(struct documents_merge *documents)
{
    const struct merge *merge = documents->merge;
    int status = forward_writer_open(&documents->forward, merge->transaction, merge->diag);

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
    forward_writer_finish(&documents->forward);
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
        status = forward_writer_end(&documents.forward);
    if (status >= 0)
        status = facet_writer_end(&documents.facets);
    if (status >= 0)
        status = column_writer_end(&documents.columns);
    finish(&documents);
    if (merge->removal_count > 0)
        qsort(merge->removals, merge->removal_count, sizeof *merge->removals, compare_removals);
    return status;
}

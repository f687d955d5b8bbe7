#include "catalogue/facet_values.h"

#include <stdlib.h>

#include <offprint/access_points.h>
#include <offprint/arena.h>
#include <offprint/record.h>

#include "base/bytes.h"
#include "base/datestamp.h"
#include "base/memory.h"
#include "catalogue/display.h"
#include "index/docset.h"

/* So many values are read from records to be put in the order of their terms; of more, the list of
 * terms is walked until enough are found: a record takes as long as some hundred steps. */
#define READ_MAX 256
#define STEPS_BETWEEN_LOOKS 4096
/* What ends a walk before its end: no status. */
#define WALK_ENOUGH (-9999)

/* A value that may be given. */
struct candidate {
    uint32_t number; /* of the term, or the docid of a host */
    uint64_t count;
    struct slice term; /* in the arena, once it is known; `data` is NULL before */
};

/* Those of one facet; how they are called depends on what they are. */
struct candidates {
    struct facet_run *run;
    struct facet *facet;
    bool hosts;
    struct candidate *items; /* owned */
    size_t count;
};

int facet_run_check(const struct facet_run *run, const char *facet)
{
    if (clock_milliseconds() <= run->deadline)
        return OFFPRINT_OK;
    return diag_refuse(run->diag, OFFPRINT_TIMEOUT, facet,
                       "counting the values of facet %s took longer than it may", facet);
}

static size_t limit_of(const struct facet_run *run)
{
    return run->options->limit > 0 ? run->options->limit : FACET_VALUES_MAX;
}

static uint64_t minimum_of(const struct facet_run *run)
{
    return run->options->minimum > 0 ? run->options->minimum : 1;
}

/* --- texts ------------------------------------------------------------------------------------ */

static int find_term(const struct candidates *candidates, struct candidate *candidate)
{
    struct facet_run *run = candidates->run;
    struct store_record stored;
    struct slice term;
    int status;

    if (candidate->term.data != NULL)
        return OFFPRINT_OK;
    if (candidates->hosts) {
        status = store_get(&run->transaction, candidate->number, &stored, run->diag);
        term = stored.id;
    } else {
        status = term_viewer_seek(run->viewer, candidate->number, run->diag);
        if (status > 0)
            status = term_viewer_term(run->viewer, candidates->facet->access_point,
                                      candidate->number, &term, run->diag);
        else if (status == 0)
            status = diag_set(run->diag, OFFPRINT_CORRUPT,
                              "the column of facet %s has term %u, which no record has",
                              candidates->facet->name, candidate->number);
    }
    if (status >= 0)
        candidate->term = arena_slice(run->arena, term);
    return status < 0 ? status : OFFPRINT_OK;
}

static int find_terms(const struct candidates *candidates, struct candidate *items, size_t count)
{
    int status = OFFPRINT_OK;

    for (size_t i = 0; i < count && status >= 0; i++) {
        status = find_term(candidates, &items[i]);
        if (status >= 0 && i % READ_MAX == 0)
            status = facet_run_check(candidates->run, candidates->facet->name);
    }
    return status;
}

static int host_title(struct slice *display, const struct facet_run *run, uint32_t docid)
{
    struct store_record stored;
    struct marc_record *record;
    int status = store_get(&run->transaction, docid, &stored, run->diag);

    if (status > 0)
        status =
            packed_decode(&record, run->arena, stored.packed, run->diag) < 0 ? OFFPRINT_CORRUPT : 1;
    if (status > 0)
        *display = display_title(record, stored.id, run->arena);
    return status < 0 ? status : OFFPRINT_OK;
}

/* --- which of them ---------------------------------------------------------------------------- */

static int compare_terms(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    size_t shorter = a->term.length < b->term.length ? a->term.length : b->term.length;
    int order = shorter > 0 ? memcmp(a->term.data, b->term.data, shorter) : 0;

    return order != 0 ? order
                      : (a->term.length > b->term.length) - (a->term.length < b->term.length);
}

static int compare_counts(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;

    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return compare_terms(left, right);
}

static bool is_by_term(const struct facet_run *run)
{
    return run->options->order == FACET_ORDER_TERM;
}

/* Puts those whose terms are known in the order asked for. */
static void put_in_order(const struct facet_run *run, struct candidate *items, size_t count)
{
    if (count > 0)
        qsort(items, count, sizeof *items, is_by_term(run) ? compare_terms : compare_counts);
}

/* Lets a count sink to its place in a heap with the smallest on top. */
static void sink(uint64_t *heap, size_t size, size_t at)
{
    uint64_t count = heap[at];

    for (size_t child = at * 2 + 1; child < size; child = at * 2 + 1) {
        if (child + 1 < size && heap[child + 1] < heap[child])
            child++;
        if (heap[child] >= count)
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = count;
}

/*
 * The count that the last of the `limit` most common values has; 1 where there are not so many.
 * `*distinct` is how many values have `minimum`.
 */
static uint64_t find_floor(const struct facet_counts *counts, uint64_t minimum, size_t limit,
                           uint64_t *distinct)
{
    uint64_t *heap = memory_alloc(limit * sizeof *heap), floor = 1;
    size_t size = 0;

    *distinct = 0;
    for (size_t i = 0; i < counts->size; i++) {
        uint64_t count = counts->places[i].count;

        if (count < minimum)
            continue;
        ++*distinct;
        if (size < limit) {
            heap[size++] = count;
            for (size_t at = size == limit ? limit / 2 : 0; at-- > 0;)
                sink(heap, limit, at);
        } else if (count > heap[0]) {
            heap[0] = count;
            sink(heap, limit, 0);
        }
    }
    if (size == limit)
        floor = heap[0];
    free(heap);
    return floor;
}

/* Takes those that have `floor` and `minimum`. */
static int gather(struct candidates *candidates, const struct facet_counts *counts, uint64_t floor)
{
    uint64_t least = floor > minimum_of(candidates->run) ? floor : minimum_of(candidates->run);
    size_t capacity = 0;

    for (size_t i = 0; i < counts->size; i++) {
        const struct facet_count *counted = &counts->places[i];

        if (counted->count < least)
            continue;
        candidates->items =
            memory_grow(candidates->items, &capacity, candidates->count, sizeof *candidates->items);
        candidates->items[candidates->count++] =
            (struct candidate){.number = counted->number, .count = counted->count};
    }
    return facet_run_check(candidates->run, candidates->facet->name);
}

/* Puts those above `floor` in front; returns how many they are. */
static size_t part(struct candidates *candidates, uint64_t floor)
{
    size_t above = 0;

    for (size_t i = 0; i < candidates->count; i++) {
        struct candidate item = candidates->items[i];

        if (item.count == floor)
            continue;
        candidates->items[i] = candidates->items[above];
        candidates->items[above++] = item;
    }
    return above;
}

/* What a walk over terms in order takes: the first `needed` with a count within these bounds. */
struct walk {
    const struct candidates *candidates;
    const struct facet_counts *counts;
    uint64_t least, most;
    struct candidate *found;
    size_t count, needed, steps;
};

/* Takes the value of that number where it counts: WALK_ENOUGH when it was the last one needed. */
static int take(struct walk *walk, uint32_t number, struct slice term)
{
    struct facet_run *run = walk->candidates->run;
    uint64_t count = facet_counts_of(walk->counts, number);

    if (count >= walk->least && count <= walk->most)
        walk->found[walk->count++] =
            (struct candidate){number, count, arena_slice(run->arena, term)};
    if (walk->count == walk->needed)
        return WALK_ENOUGH;
    return ++walk->steps % STEPS_BETWEEN_LOOKS == 0
               ? facet_run_check(run, walk->candidates->facet->name)
               : OFFPRINT_OK;
}

static int walk_terms(struct walk *walk)
{
    const struct candidates *candidates = walk->candidates;
    struct facet_run *run = candidates->run;
    const struct access_point *facet = candidates->facet->access_point;
    enum term_kind kind = facet->kind == ACCESS_TEXT ? TERM_HEADING : TERM_KEY;
    struct term_cursor *cursor;
    struct term_entry entry;
    int status = term_cursor_open(&cursor, &run->transaction, facet, kind, run->diag);

    if (status < 0)
        return status;
    while ((status = term_cursor_next(cursor, &entry, run->diag)) > 0 &&
           (status = take(walk, entry.number, entry.term)) >= 0)
        continue;
    term_cursor_close(cursor);
    if (status == WALK_ENOUGH)
        return OFFPRINT_OK;
    return status < 0 ? status
                      : diag_set(run->diag, OFFPRINT_CORRUPT,
                                 "the column of facet %s has values that are no terms of it",
                                 candidates->facet->name);
}

static int visit_id(void *context, struct slice id, struct slice data)
{
    struct bytes in;

    bytes_init(&in, data.data, data.length);
    return take(context, bytes_take_u32(&in), id);
}

/* Ids are in order too. */
static int walk_ids(struct walk *walk)
{
    struct facet_run *run = walk->candidates->run;
    int status = store_walk(&run->transaction, STORE_IDS, visit_id, walk, run->diag);

    if (status == WALK_ENOUGH)
        return OFFPRINT_OK;
    return status < 0 ? status : diag_set(run->diag, OFFPRINT_CORRUPT, "a part's host has no id");
}

static int walk(struct walk *walk)
{
    return walk->candidates->hosts ? walk_ids(walk) : walk_terms(walk);
}

/* Leaves the `limit` most common ones; among those of one count, those that come first. */
static int choose(struct candidates *candidates, const struct facet_counts *counts, uint64_t floor,
                  size_t limit)
{
    size_t above, ties;
    int status;

    if (candidates->count <= limit)
        return OFFPRINT_OK;
    above = part(candidates, floor);
    ties = candidates->count - above;
    candidates->count = limit;
    if (ties > READ_MAX)
        return walk(&(struct walk){.candidates = candidates,
                                   .counts = counts,
                                   .least = floor,
                                   .most = floor,
                                   .found = candidates->items + above,
                                   .needed = limit - above});
    status = find_terms(candidates, candidates->items + above, ties);
    if (status >= 0)
        put_in_order(candidates->run, candidates->items + above, ties);
    return status;
}

/* Takes the first `limit` in the order of their terms, of `distinct` that there are. */
static int take_first(struct candidates *candidates, const struct facet_counts *counts,
                      size_t limit, uint64_t distinct)
{
    struct walk first = {.candidates = candidates,
                         .counts = counts,
                         .least = minimum_of(candidates->run),
                         .most = UINT64_MAX};
    int status;

    if (distinct <= READ_MAX) {
        status = gather(candidates, counts, 1);
        if (status >= 0)
            status = find_terms(candidates, candidates->items, candidates->count);
        if (status < 0)
            return status;
        put_in_order(candidates->run, candidates->items, candidates->count);
        if (candidates->count > limit)
            candidates->count = limit;
        return OFFPRINT_OK;
    }
    first.needed = distinct < limit ? (size_t)distinct : limit;
    first.found = candidates->items = memory_alloc(first.needed * sizeof *candidates->items);
    candidates->count = first.needed;
    return walk(&first);
}

/* --- the values ------------------------------------------------------------------------------- */

static int show(const struct candidates *candidates, struct facet_value *value,
                const struct candidate *candidate)
{
    struct facet_run *run = candidates->run;
    const struct access_point *point = candidates->facet->access_point;

    *value = (struct facet_value){.term = candidate->term, .count = candidate->count};
    if (candidates->hosts)
        return host_title(&value->display, run, candidate->number);
    return display_term(&value->display, run->viewer, point,
                        point->kind == ACCESS_TEXT ? TERM_HEADING : TERM_KEY, candidate->term,
                        candidate->number, run->arena, run->diag);
}

static int give(struct candidates *candidates)
{
    struct facet *facet = candidates->facet;
    int status = find_terms(candidates, candidates->items, candidates->count);

    if (status < 0)
        return status;
    put_in_order(candidates->run, candidates->items, candidates->count);
    facet->values =
        arena_array(candidates->run->arena, candidates->count + 1, sizeof *facet->values);
    for (size_t i = 0; i < candidates->count && status >= 0; i++) {
        status = show(candidates, &facet->values[i], &candidates->items[i]);
        if (status >= 0 && i % READ_MAX == 0)
            status = facet_run_check(candidates->run, facet->name);
    }
    facet->count = candidates->count;
    return status;
}

static int values_of(struct facet_run *run, struct facet *facet, const struct facet_counts *counts,
                     bool hosts)
{
    struct candidates candidates = {.run = run, .facet = facet, .hosts = hosts};
    size_t limit = limit_of(run);
    uint64_t floor = find_floor(counts, minimum_of(run), limit, &facet->distinct);
    int status = OFFPRINT_OK;

    if (is_by_term(run))
        status = take_first(&candidates, counts, limit, facet->distinct);
    else if ((status = gather(&candidates, counts, floor)) >= 0)
        status = choose(&candidates, counts, floor, limit);
    if (status >= 0)
        status = give(&candidates);
    free(candidates.items);
    return status < 0 ? status : OFFPRINT_OK;
}

int facet_values_of_terms(struct facet_run *run, struct facet *facet,
                          const struct facet_counts *counts)
{
    return values_of(run, facet, counts, false);
}

int facet_values_of_hosts(struct facet_run *run, struct facet *facet,
                          const struct facet_counts *counts)
{
    return values_of(run, facet, counts, true);
}

/* --- collections ------------------------------------------------------------------------------ */

static int count_collection(struct facet_run *run, uint16_t number, uint64_t *count)
{
    struct docset *docs = docset_create();
    int status = index_collection_docs(&run->transaction, number, docs, run->diag);

    *count = run->docs != NULL ? docset_and_count(docs, run->docs) : docset_count(docs);
    docset_destroy(docs);
    return status < 0 ? status : facet_run_check(run, FACET_COLLECTION);
}

/* Collections are few, and each is a set of records by itself. */
int facet_values_of_collections(struct facet_run *run, struct facet *facet)
{
    struct candidates candidates = {.run = run, .facet = facet};
    uint16_t collections = 0;
    int status = store_collection_count(&run->transaction, &collections, run->diag);

    candidates.items = memory_zeroed((size_t)collections + 1, sizeof *candidates.items);
    for (uint32_t i = 0; i < collections && status >= 0; i++) {
        struct slice name = store_collection_name(&run->transaction, (uint16_t)i);
        uint64_t count = 0;

        status = count_collection(run, (uint16_t)i, &count);
        if (status >= 0 && count >= minimum_of(run))
            candidates.items[candidates.count++] =
                (struct candidate){.count = count, .term = arena_slice(run->arena, name)};
    }
    put_in_order(run, candidates.items, candidates.count);
    facet->distinct = candidates.count;
    facet->count = candidates.count < limit_of(run) ? candidates.count : limit_of(run);
    facet->values = arena_array(run->arena, facet->count + 1, sizeof *facet->values);
    for (size_t i = 0; i < facet->count; i++)
        facet->values[i] = (struct facet_value){.term = candidates.items[i].term,
                                                .count = candidates.items[i].count};
    free(candidates.items);
    return status < 0 ? status : OFFPRINT_OK;
}

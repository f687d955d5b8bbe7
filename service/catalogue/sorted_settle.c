/* Ties: records whose prefixes are equal, put in order by their values in full. */
#include <stdlib.h>

#include <offprint/arena.h>

#include "base/datestamp.h"
#include "base/memory.h"
#include "catalogue/private.h"
#include "catalogue/sorted.h"
#include "query/evaluate.h"

/* The clock costs about as much as looking at a record. */
#define RECORDS_BETWEEN_LOOKS 64

static bool is_tied(const struct sorted *sorted, size_t place)
{
    return place < sorted->count && (sorted->ties[place / 64] >> place % 64 & 1) != 0;
}

static int compare(const void *a, const void *b)
{
    return sorted_compare(a, b, 0);
}

static int load(struct sorted_item *items, const struct sorted_view *view, size_t first, size_t end,
                struct arena *arena)
{
    const struct query_limits limits = {.milliseconds = view->sorted->milliseconds};
    uint64_t deadline = query_deadline(&limits);
    struct sorted_loader *loader = sorted_loader_create(view);
    int status = OFFPRINT_OK;

    for (size_t i = first; i < end && status >= 0; i++) {
        status = sorted_load(&items[i - first], loader, view->sorted->docids[i], arena);
        if (i % RECORDS_BETWEEN_LOOKS == 0 && clock_milliseconds() > deadline)
            status = diag_set(view->diag, OFFPRINT_TIMEOUT,
                              "putting %zu records in order took longer than it may", end - first);
    }
    sorted_loader_destroy(loader);
    return status < 0 ? status : OFFPRINT_OK;
}

/* Settles one whole tie. */
static int settle(const struct sorted_view *view, size_t first, size_t end)
{
    struct sorted *sorted = view->sorted;
    struct arena *arena = arena_create();
    struct sorted_item *items = memory_alloc((end - first) * sizeof *items);
    int status = load(items, view, first, end, arena);

    if (status == OFFPRINT_OK) {
        qsort(items, end - first, sizeof *items, compare);
        for (size_t i = first; i < end; i++) {
            sorted->docids[i] = items[i - first].docid;
            sorted->ties[i / 64] &= ~(UINT64_C(1) << i % 64);
        }
    }
    free(items);
    arena_destroy(arena);
    return status;
}

int sorted_settle(const struct sorted_view *view, size_t first, size_t end)
{
    int status = OFFPRINT_OK;

    while (first > 0 && is_tied(view->sorted, first))
        first--;
    while (first < end && status == OFFPRINT_OK) {
        size_t next = first + 1;

        while (is_tied(view->sorted, next))
            next++;
        if (next - first > 1)
            status = settle(view, first, next);
        first = next;
    }
    return status;
}

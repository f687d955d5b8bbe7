/*
 * Settling a place: what the first sort left open, done key by key within a tie.
 *
 * By a key's prefixes the tie falls apart into groups, and a group whose prefixes do not say
 * everything by the ranks of its values; what is equal still goes on to the next key. Only the
 * group that the place is in is followed: others stay ties, of their own.
 */
#include <stdlib.h>

#include <offprint/access_points.h>

#include "base/memory.h"
#include "base/radix.h"
#include "catalogue/private.h"
#include "catalogue/sorted.h"
#include "index/columns.h"
#include "index/docset.h"
#include "query/evaluate.h"

struct settling {
    const struct sorted_view *view;
    size_t place;
    size_t first, end; /* the group that the place is in */
    uint64_t deadline;
    /* Room for all the tie. */
    struct radix_item *items; /* twice */
    uint64_t *prefixes;
    uint32_t *ranks;
};

static bool is_tied(const struct sorted *sorted, size_t place)
{
    return place < sorted->count && (sorted->ties[place / 64] >> place % 64 & 1) != 0;
}

static void cut_tie(struct sorted *sorted, size_t place)
{
    sorted->ties[place / 64] &= ~(UINT64_C(1) << place % 64);
}

static uint32_t *group_docids(const struct settling *settling)
{
    return settling->view->sorted->docids + settling->first;
}

/* Takes the group's docids into the items, whose orders are set next. */
static size_t take_group(struct settling *settling)
{
    size_t count = settling->end - settling->first;
    const uint32_t *docids = group_docids(settling);

    for (size_t i = 0; i < count; i++)
        settling->items[i].number = docids[i];
    return count;
}

/* Puts the group in the order of its items; what is equal stays as it stands. */
static void put_in_order(struct settling *settling, size_t count)
{
    uint32_t *docids = group_docids(settling);

    radix_sort(settling->items, count, settling->items + count);
    for (size_t i = 0; i < count; i++)
        docids[i] = (uint32_t)settling->items[i].number;
}

/* Cuts the group where the orders of its items differ, and goes on with the part that the place is
 * in. Returns the order of that. */
static uint64_t narrow(struct settling *settling, size_t count)
{
    const struct radix_item *items = settling->items;
    size_t at = settling->place - settling->first, first = 0, end = count;

    for (size_t i = 1; i < count; i++) {
        if (items[i].order == items[i - 1].order)
            continue;
        cut_tie(settling->view->sorted, settling->first + i);
        if (i <= at)
            first = i;
        else if (end == count)
            end = i;
    }
    settling->end = settling->first + end;
    settling->first += first;
    return items[at].order;
}

/* Everything in the group is told apart as far as it ever is. */
static void cut_all(const struct settling *settling)
{
    for (size_t i = settling->first + 1; i < settling->end; i++)
        cut_tie(settling->view->sorted, i);
}

/* What is equal in the end stands in order of docids, and columns are read so. */
static void order_by_docid(struct settling *settling)
{
    size_t count = take_group(settling);

    for (size_t i = 0; i < count; i++)
        settling->items[i].order = settling->items[i].number;
    put_in_order(settling, count);
}

static int read_prefixes(const struct settling *settling, const struct sorted_key *key,
                         size_t count)
{
    const struct sorted_view *view = settling->view;
    const uint32_t *docids = group_docids(settling);

    if (key->access_point != NULL)
        return columns_read(view->transaction, key->access_point->number, docids, count,
                            settling->prefixes, view->diag);
    for (size_t i = 0; i < count; i++)
        settling->prefixes[i] =
            sorted_rank_prefix(view->sorted, docset_rank(view->docs, docids[i]) - 1);
    return OFFPRINT_OK;
}

/* Splits the group by the prefixes of a key, and says which the part has. */
static int split_by_prefix(struct settling *settling, size_t number, uint64_t *order)
{
    const struct sorted_key *key = &settling->view->sorted->keys[number];
    uint64_t stand_in = sorted_prefix(key, slice_make(NULL, 0));
    size_t count = take_group(settling);
    int status = read_prefixes(settling, key, count);

    if (status < 0)
        return status;
    for (size_t i = 0; i < count; i++) {
        uint64_t prefix = settling->prefixes[i] != 0 ? settling->prefixes[i] : stand_in;

        settling->items[i].order = sorted_order_of(key, prefix);
    }
    put_in_order(settling, count);
    *order = narrow(settling, count);
    return OFFPRINT_OK;
}

/* Splits a group of one prefix by what the values go on with. */
static int split_by_value(struct settling *settling, size_t number, uint64_t order)
{
    const struct sorted *sorted = settling->view->sorted;
    size_t count = take_group(settling);
    const struct sorted_tie tie = {
        .key = number,
        .prefix = sorted->keys[number].descending ? ~order : order,
        .docids = group_docids(settling),
        .count = count,
        .deadline = settling->deadline,
    };
    int status = sorted_rank_tie(settling->ranks, settling->view, &tie);

    if (status < 0)
        return status;
    for (size_t i = 0; i < count; i++)
        settling->items[i].order = settling->ranks[i];
    put_in_order(settling, count);
    if (number + 1 == sorted->key_count)
        cut_all(settling);
    narrow(settling, count);
    return OFFPRINT_OK;
}

/*
 * A tie that begins with the first key had one prefix when the records were sorted. Where its first
 * record still has one that does not say everything, nothing is split: a record that was changed
 * since has other values than those that begin so, and is read.
 */
static int begin_with_one_prefix(struct settling *settling, uint64_t *order, bool *one)
{
    const struct sorted_key *key = &settling->view->sorted->keys[0];
    int status = OFFPRINT_OK;

    *one = false;
    if (key->access_point != NULL && !key->whole)
        status = read_prefixes(settling, key, 1);
    if (status < 0 || key->access_point == NULL || key->whole || settling->prefixes[0] == 0)
        return status;
    *order = sorted_order_of(key, settling->prefixes[0]);
    *one = !sorted_is_whole(key, *order);
    return OFFPRINT_OK;
}

static int settle(struct settling *settling)
{
    const struct sorted *sorted = settling->view->sorted;
    int status = OFFPRINT_OK;

    order_by_docid(settling);
    for (size_t i = 0; i < sorted->key_count && settling->end - settling->first > 1; i++) {
        uint64_t order;
        bool one = false;

        if (i == 0)
            status = begin_with_one_prefix(settling, &order, &one);
        if (status >= 0 && !one)
            status = split_by_prefix(settling, i, &order);
        if (status >= 0 && settling->end - settling->first > 1 &&
            !sorted_is_whole(&sorted->keys[i], order))
            status = split_by_value(settling, i, order);
        if (status < 0)
            return status;
    }
    cut_all(settling);
    return OFFPRINT_OK;
}

int sorted_settle(const struct sorted_view *view, size_t place)
{
    const struct query_limits limits = {.milliseconds = view->sorted->milliseconds};
    struct settling settling = {.view = view, .place = place, .first = place, .end = place + 1};
    size_t count;
    int status;

    while (settling.first > 0 && is_tied(view->sorted, settling.first))
        settling.first--;
    while (is_tied(view->sorted, settling.end))
        settling.end++;
    count = settling.end - settling.first;
    if (count == 1)
        return OFFPRINT_OK;
    settling.deadline = query_deadline(&limits);
    settling.items = memory_alloc(2 * count * sizeof *settling.items);
    settling.prefixes = memory_alloc(count * sizeof *settling.prefixes);
    settling.ranks = memory_alloc(count * sizeof *settling.ranks);
    status = settle(&settling);
    free(settling.items);
    free(settling.prefixes);
    free(settling.ranks);
    return status;
}

#include "catalogue/sorted.h"

#include <stdlib.h>
#include <string.h>

#include <offprint/access_points.h>
#include <offprint/buffer.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "base/radix.h"
#include "catalogue/private.h"
#include "index/columns.h"
#include "index/docset.h"
#include "query/evaluate.h"
#include "query/rank.h"
#include "query/sort.h"
#include "query/tree.h"

/* What is thrown away once the order is made. */
struct making {
    const struct sorted_request *request;
    struct sorted *sorted;
    uint32_t *docids; /* as they stand in the docset */
    size_t count;
    uint64_t *orders[SORT_KEYS_MAX]; /* by key, then place in the docset */
    struct diag *diag;
};

void sorted_destroy(struct sorted *sorted)
{
    if (sorted == NULL)
        return;
    for (size_t i = 0; i < sorted->key_count; i++)
        buffer_finish(&sorted->keys[i].value);
    free(sorted->docids);
    free(sorted->ties);
    free(sorted->ranks);
    free(sorted);
}

/* --- keys ------------------------------------------------------------------------------------ */

uint64_t sorted_prefix(const struct sorted_key *key, struct slice value)
{
    uint8_t bytes[8] = {0};
    struct bytes in;

    if (value.length == 0)
        value = buffer_slice(&key->value);
    if (value.length > 0)
        memcpy(bytes, value.data, value.length < sizeof bytes ? value.length : sizeof bytes);
    bytes_init(&in, bytes, sizeof bytes);
    return bytes_take_u64(&in);
}

/* No value has a prefix of all zeros, and none is all ones: these are first and last. */
uint64_t sorted_order_of(const struct sorted_key *key, uint64_t prefix)
{
    if (prefix == 0)
        return key->missing == SORT_MISSING_FIRST ? 0 : UINT64_MAX;
    return key->descending ? ~prefix : prefix;
}

/* A value that does not fill its eight bytes has none beyond them. */
bool sorted_is_whole(const struct sorted_key *key, uint64_t order)
{
    return key->whole || order == 0 || order == UINT64_MAX ||
           ((key->descending ? ~order : order) & 0xff) == 0;
}

static struct sorted_key make_key(const struct sort_key *from)
{
    struct sorted_key key = {
        .access_point = from->access_point,
        .descending = from->descending,
        .whole = from->access_point == NULL || from->access_point->kind == ACCESS_DATE,
        .missing = from->missing,
    };

    buffer_init(&key.value);
    if (from->missing == SORT_MISSING_VALUE)
        sort_value_add(&key.value, from->access_point, from->value);
    return key;
}

/* --- values ---------------------------------------------------------------------------------- */

uint64_t sorted_rank_prefix(const struct sorted *sorted, uint64_t place)
{
    return (uint64_t)~sorted->ranks[place] << 32;
}

static int read_ranks(struct making *making, uint64_t *orders)
{
    const struct sorted_request *request = making->request;
    struct sorted *sorted = making->sorted;
    int status;

    if (request->query == NULL)
        return diag_refuse(making->diag, OFFPRINT_SORT, "relevance",
                           "relevance is of a query: it is asked for with the search");
    sorted->ranks = memory_zeroed(making->count + 1, sizeof *sorted->ranks);
    status = query_rank(sorted->ranks, request->evaluation, request->query, request->docs,
                        making->docids, making->count, making->diag);
    for (size_t i = 0; i < making->count && status == OFFPRINT_OK; i++)
        orders[i] = sorted_rank_prefix(sorted, i);
    return status;
}

/* Says which record has no value, for an order that must not meet one; a deleted one may. */
static int check_missing(const struct making *making, const struct sorted_key *key, size_t place)
{
    struct store_record record;
    char id[STORE_ID_MAX + 1];
    int status = store_get(making->request->evaluation->transaction, making->docids[place], &record,
                           making->diag);

    if (status <= 0 || record.deleted)
        return status < 0 ? status : OFFPRINT_OK;
    memcpy(id, record.id.data, record.id.length);
    id[record.id.length] = '\0';
    return diag_refuse(making->diag, OFFPRINT_SORT_MISSING, id, "record \"%s\" has no %s", id,
                       key->access_point->name);
}

static int read_orders(struct making *making, size_t number)
{
    const struct sorted_key *key = &making->sorted->keys[number];
    uint64_t *orders = memory_alloc((making->count + 1) * sizeof *orders);
    uint64_t stand_in = sorted_prefix(key, slice_make(NULL, 0));
    int status;

    making->orders[number] = orders;
    if (key->access_point == NULL)
        status = read_ranks(making, orders);
    else
        status = columns_read(making->request->evaluation->transaction, key->access_point->number,
                              making->docids, making->count, orders, making->diag);
    for (size_t i = 0; i < making->count && status == OFFPRINT_OK; i++) {
        if (orders[i] == 0 && key->missing == SORT_MISSING_FAIL)
            status = check_missing(making, key, i);
        orders[i] = sorted_order_of(key, orders[i] != 0 ? orders[i] : stand_in);
    }
    return status;
}

/* Takes out of everything the records that have no value for a key which omits them. */
static void omit(struct making *making)
{
    const struct sorted *sorted = making->sorted;
    size_t kept = 0, omitting = 0;

    for (size_t i = 0; i < sorted->key_count; i++)
        omitting += sorted->keys[i].missing == SORT_MISSING_OMIT ? 1 : 0;
    if (omitting == 0)
        return;
    for (size_t i = 0; i < making->count; i++) {
        bool lacks = false;

        for (size_t j = 0; j < sorted->key_count; j++)
            lacks = lacks || (sorted->keys[j].missing == SORT_MISSING_OMIT &&
                              making->orders[j][i] == UINT64_MAX);
        if (lacks) {
            docset_remove(making->request->docs, making->docids[i]);
            continue;
        }
        for (size_t j = 0; j < sorted->key_count; j++)
            making->orders[j][kept] = making->orders[j][i];
        if (sorted->ranks != NULL)
            sorted->ranks[kept] = sorted->ranks[i];
        making->docids[kept++] = making->docids[i];
    }
    making->count = kept;
}

/* --- order ----------------------------------------------------------------------------------- */

/* Is a record a tie with the one before: equal as far as the prefixes say? */
static bool is_tie(const struct making *making, uint64_t before, uint64_t after)
{
    for (size_t i = 0; i < making->sorted->key_count; i++) {
        if (making->orders[i][before] != making->orders[i][after])
            return false;
        if (!sorted_is_whole(&making->sorted->keys[i], making->orders[i][after]))
            return true;
    }
    return false; /* wholly equal, and in order of docids already */
}

static void take_order(struct making *making, const struct radix_item *items)
{
    struct sorted *sorted = making->sorted;

    sorted->count = making->count;
    sorted->docids = memory_alloc((making->count + 1) * sizeof *sorted->docids);
    sorted->ties = memory_zeroed(making->count / 64 + 1, sizeof *sorted->ties);
    for (size_t i = 0; i < making->count; i++) {
        sorted->docids[i] = making->docids[items[i].number];
        if (i > 0 && is_tie(making, items[i - 1].number, items[i].number))
            sorted->ties[i / 64] |= UINT64_C(1) << i % 64;
    }
}

/* By the last key first: the sort keeps what is equal as it stands. */
static void put_in_order(struct making *making)
{
    struct radix_item *items = memory_alloc((2 * making->count + 1) * sizeof *items);

    for (size_t i = 0; i < making->count; i++)
        items[i].number = i;
    for (size_t key = making->sorted->key_count; key-- > 0;) {
        for (size_t i = 0; i < making->count; i++)
            items[i].order = making->orders[key][items[i].number];
        radix_sort(items, making->count, items + making->count);
    }
    take_order(making, items);
    free(items);
}

static int check_count(const struct making *making, const struct evaluation *evaluation)
{
    uint32_t limit = evaluation->limits.sorted_records;

    if (making->count <= limit)
        return OFFPRINT_OK;
    return query_refuse_number(making->diag, OFFPRINT_SORT_RECORDS, (int64_t)making->count,
                               "%zu records are found, and up to %u are sorted", making->count,
                               (unsigned)limit);
}

static int make(struct making *making)
{
    const struct sorted_request *request = making->request;
    int status = check_count(making, request->evaluation);

    if (status < 0)
        return status;
    making->docids = memory_alloc((making->count + 1) * sizeof *making->docids);
    docset_list(request->docs, 0, making->docids, making->count);
    for (size_t i = 0; i < making->sorted->key_count && status == OFFPRINT_OK; i++)
        status = read_orders(making, i);
    if (status < 0)
        return status;
    omit(making);
    put_in_order(making);
    return OFFPRINT_OK;
}

int sorted_make(struct sorted **sorted, const struct sorted_request *request, struct diag *diag)
{
    struct making making = {
        .request = request,
        .sorted = memory_zeroed(1, sizeof *making.sorted),
        .count = (size_t)docset_count(request->docs),
        .diag = diag,
    };
    int status;

    making.sorted->milliseconds = request->evaluation->limits.milliseconds;
    for (size_t i = 0; i < request->order->count; i++)
        making.sorted->keys[making.sorted->key_count++] = make_key(&request->order->keys[i]);
    status = make(&making);
    for (size_t i = 0; i < SORT_KEYS_MAX; i++)
        free(making.orders[i]);
    free(making.docids);
    if (status < 0) {
        sorted_destroy(making.sorted);
        making.sorted = NULL;
    }
    *sorted = making.sorted;
    return status;
}

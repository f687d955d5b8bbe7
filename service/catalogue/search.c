#include "catalogue/private.h"

#include "base/memory.h"
#include "catalogue/result_set.h"
#include "catalogue/sorted.h"
#include "index/docset.h"
#include "query/evaluate.h"
#include "query/rank.h"

/* Sorted results that are open may have so many times the records that one of them may. */
#define SORTED_TOGETHER 16u

/* Carries the caller's finder of result sets to the evaluation, which works on docsets. */
struct finder {
    const struct search_options *options;
};

static const struct docset *find_docs(void *context, const char *name)
{
    const struct search_options *options = ((struct finder *)context)->options;
    const struct result_set *found = NULL;

    if (options->find_result_set != NULL)
        found = options->find_result_set(options->context, name);
    return found != NULL ? found->docs : NULL;
}

/* Leaves only the records of the collections asked for. */
static int restrict_collections(struct docset *docs, struct store_transaction *transaction,
                                const struct search_options *options, struct diag *diag)
{
    struct docset *collections = docset_create();
    int status = catalogue_collection_docs(collections, transaction, options->collections,
                                           options->collection_count, diag);

    if (status > 0)
        docset_and(docs, collections);
    docset_destroy(collections);
    return status < 0 ? status : OFFPRINT_OK;
}

/* The order that was asked for, in the one place or the other; `*order` is NULL where in none. */
static int find_order(const struct sort_order **order, const struct query *query,
                      const struct search_options *options, struct diag *diag)
{
    static const struct sort_order by_relevance = {.keys = {{.access_point = NULL}}, .count = 1};

    *order = options->sort != NULL ? options->sort : query->sort;
    if (options->sort != NULL && query->sort != NULL)
        return diag_refuse(diag, OFFPRINT_SORT, "sortby",
                           "the query has an order of its own (sortby) beside the one asked for");
    if (*order == NULL && query_asks_relevance(query))
        *order = &by_relevance;
    return OFFPRINT_OK;
}

static int put_in_order(struct result_set *result, const struct query *query,
                        const struct evaluation *evaluation, const struct sort_order *order,
                        struct diag *diag)
{
    struct catalogue *catalogue = result->catalogue;
    struct evaluation limited = *evaluation;
    const struct sorted_request request = {
        .order = order,
        .evaluation = &limited,
        .query = query,
        .docs = result->docs,
    };
    int status;

    if (order == NULL || order->count == 0)
        return OFFPRINT_OK;
    if (limited.limits.sorted_records == 0)
        limited.limits.sorted_records = catalogue->sort_limit;
    if ((status = sorted_make(&result->sorted, &request, diag)) < 0)
        return status;
    /* The result takes it back when it is destroyed, which here is at once. */
    if (atomic_fetch_add(&catalogue->sorted, result->sorted->count) + result->sorted->count >
        (uint64_t)SORTED_TOGETHER * catalogue->sort_limit)
        return diag_set(diag, OFFPRINT_BUSY,
                        "the sorted results that are open hold %u times as many records as one may",
                        SORTED_TOGETHER);
    return OFFPRINT_OK;
}

static int answer(struct result_set *result, const struct query *query,
                  const struct search_options *options, struct diag *diag)
{
    struct catalogue *catalogue = result->catalogue;
    struct store_transaction transaction;
    struct finder finder = {options};
    const struct sort_order *order;
    const struct evaluation evaluation = {
        .transaction = &transaction,
        .table = catalogue->access_points,
        .limits = options->limits,
        .deadline = query_deadline(&options->limits),
        .find_result_set = find_docs,
        .context = &finder,
    };
    int status = find_order(&order, query, options, diag);

    if (status < 0 || (status = store_read(&transaction, catalogue->store, diag)) < 0)
        return status;
    status = catalogue_check_index(catalogue, &transaction, diag);
    if (status >= 0)
        status = query_evaluate(&result->docs, &evaluation, query, diag);
    if (status >= 0)
        status = restrict_collections(result->docs, &transaction, options, diag);
    if (status >= 0)
        status = put_in_order(result, query, &evaluation, order, diag);
    store_end(&transaction);
    return status;
}

static struct result_set *create(struct catalogue *catalogue)
{
    struct result_set *result = memory_zeroed(1, sizeof *result);

    result->catalogue = catalogue;
    return result;
}

/* Hands over a result set, or destroys it where there is none to be had. */
static int finish(struct result_set **result, struct result_set *made, int status)
{
    if (status < 0) {
        result_set_destroy(made);
        return status;
    }
    *result = made;
    return OFFPRINT_OK;
}

int catalogue_search(struct result_set **result, struct catalogue *catalogue,
                     const struct query *query, const struct search_options *options,
                     struct diag *diag)
{
    static const struct search_options defaults;
    struct result_set *made = create(catalogue);

    return finish(result, made, answer(made, query, options != NULL ? options : &defaults, diag));
}

static int sort(struct result_set *result, const struct sort_order *order,
                const struct query_limits *limits, struct diag *diag)
{
    struct catalogue *catalogue = result->catalogue;
    struct store_transaction transaction;
    const struct evaluation evaluation = {
        .transaction = &transaction,
        .table = catalogue->access_points,
        .limits = *limits,
        .deadline = query_deadline(limits),
    };
    int status = store_read(&transaction, catalogue->store, diag);

    if (status < 0)
        return status;
    status = catalogue_check_index(catalogue, &transaction, diag);
    if (status >= 0)
        status = put_in_order(result, NULL, &evaluation, order, diag);
    store_end(&transaction);
    return status;
}

int catalogue_sort(struct result_set **result, struct catalogue *catalogue,
                   const struct result_set *const *sets, size_t count,
                   const struct sort_order *order, const struct query_limits *limits,
                   struct diag *diag)
{
    static const struct query_limits defaults;
    struct result_set *made = create(catalogue);

    made->docs = docset_create();
    for (size_t i = 0; i < count; i++)
        docset_or(made->docs, sets[i]->docs);
    return finish(result, made, sort(made, order, limits != NULL ? limits : &defaults, diag));
}

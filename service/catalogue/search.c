#include "catalogue/private.h"

#include <stdlib.h>

#include <offprint/arena.h>

#include "base/memory.h"
#include "index/docset.h"
#include "query/evaluate.h"

struct result_set {
    struct catalogue *catalogue;
    struct docset *docs;
};

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

static int answer(struct docset **docs, struct catalogue *catalogue, const struct query *query,
                  const struct search_options *options, struct diag *diag)
{
    struct store_transaction transaction;
    struct finder finder = {options};
    struct evaluation evaluation = {
        .transaction = &transaction,
        .table = catalogue->access_points,
        .limits = options->limits,
        .find_result_set = find_docs,
        .context = &finder,
    };
    int status = store_read(&transaction, catalogue->store, diag);

    if (status < 0)
        return status;
    status = catalogue_check_index(catalogue, &transaction, diag);
    if (status >= 0)
        status = query_evaluate(docs, &evaluation, query, diag);
    if (status >= 0)
        status = restrict_collections(*docs, &transaction, options, diag);
    store_end(&transaction);
    return status;
}

int catalogue_search(struct result_set **result, struct catalogue *catalogue,
                     const struct query *query, const struct search_options *options,
                     struct diag *diag)
{
    static const struct search_options defaults;
    struct docset *docs = NULL;
    int status = answer(&docs, catalogue, query, options != NULL ? options : &defaults, diag);

    if (status < 0) {
        docset_destroy(docs);
        return status;
    }
    *result = memory_alloc(sizeof **result);
    **result = (struct result_set){catalogue, docs};
    return OFFPRINT_OK;
}

void result_set_destroy(struct result_set *result)
{
    if (result == NULL)
        return;
    docset_destroy(result->docs);
    free(result);
}

uint64_t result_set_count(const struct result_set *result)
{
    return docset_count(result->docs);
}

int result_set_fetch(struct catalogue_record *found, struct result_set *result, uint64_t position,
                     struct arena *arena, struct diag *diag)
{
    struct store_transaction transaction;
    struct store_record stored;
    uint32_t docid;
    int status;

    if (position == 0 || !docset_at(result->docs, position - 1, &docid))
        return diag_refuse(
            diag, OFFPRINT_OUT_OF_RANGE, arena_printf(arena, "%llu", (unsigned long long)position),
            "position %llu is not within the %llu records found", (unsigned long long)position,
            (unsigned long long)docset_count(result->docs));
    status = store_read(&transaction, result->catalogue->store, diag);
    if (status < 0)
        return status;
    status = store_get(&transaction, docid, &stored, diag);
    if (status > 0)
        status = catalogue_record_read(found, &transaction, &stored, arena, diag) < 0
                     ? OFFPRINT_CORRUPT
                     : 1;
    store_end(&transaction);
    if (status > 0 && !found->deleted)
        return OFFPRINT_OK;
    if (status < 0)
        return status;
    return diag_refuse(diag, OFFPRINT_GONE, status > 0 ? found->id : "",
                       "the record at position %llu was deleted since the search",
                       (unsigned long long)position);
}

/* A mark is a docid: it keeps its place whatever comes and goes around it. */
uint64_t result_set_position_after(const struct result_set *result, uint64_t mark)
{
    return mark >= UINT32_MAX ? docset_count(result->docs) + 1
                              : docset_rank(result->docs, (uint32_t)mark) + 1;
}

uint64_t result_set_mark(const struct result_set *result, uint64_t position)
{
    uint32_t docid;

    return position > 0 && docset_at(result->docs, position - 1, &docid) ? docid : 0;
}

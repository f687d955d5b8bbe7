#include "catalogue/private.h"

#include <string.h>

#include <offprint/arena.h>

#include "index/docset.h"
#include "index/index.h"

ptrdiff_t catalogue_collections(const char *const **names, struct catalogue *catalogue,
                                struct arena *arena, struct diag *diag)
{
    struct store_transaction transaction;
    const char **list;
    uint16_t count = 0;
    int status = store_read(&transaction, catalogue->store, diag);

    if (status < 0)
        return status;
    status = store_collection_count(&transaction, &count, diag);
    if (status >= 0) {
        list = arena_array(arena, count + 1u, sizeof *list);
        for (uint16_t i = 0; i < count; i++)
            list[i] = arena_slice(arena, store_collection_name(&transaction, i)).data;
        *names = list;
    }
    store_end(&transaction);
    return status < 0 ? status : count;
}

/* As a database, Default is every collection, its own records included. */
static bool mean_all(const char *const *collections, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(collections[i], OFFPRINT_DEFAULT_COLLECTION) == 0)
            return true;
    }
    return count == 0;
}

static int find_collection(const struct store_transaction *transaction, const char *name,
                           uint16_t *number, struct diag *diag)
{
    int status = store_collection_find(transaction, slice_of(name), number, diag);

    if (status != 0)
        return status;
    return diag_refuse(diag, OFFPRINT_DATABASE, name, "no collection is named \"%s\"", name);
}

int catalogue_collection_docs(struct docset *docs, struct store_transaction *transaction,
                              const char *const *collections, size_t count, struct diag *diag)
{
    bool all = mean_all(collections, count);
    uint16_t number;
    int status;

    for (size_t i = 0; i < count; i++) {
        status = find_collection(transaction, collections[i], &number, diag);
        if (status >= 0 && !all)
            status = index_collection_docs(transaction, number, docs, diag);
        if (status < 0)
            return status;
    }
    return all ? 0 : 1;
}

/* Database names and the collections that they mean. */
#include "z3950/databases.h"

#include <strings.h>

#include <offprint/arena.h>
#include <offprint/catalogue.h>

#include "z3950/association.h"
#include "z3950/diagnostics.h"
#include "z3950/operation.h"

static const char *find(const char *const *collections, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(collections[i], name) == 0)
            return collections[i];
    return NULL;
}

static int check_count(char *const *names, int count, struct diag *diag)
{
    if (count < 1)
        return diag_set(diag, OFFPRINT_DATABASE, "no database is named");
    if (count > DATABASE_NAMES_LIMIT)
        return diag_refuse(diag, Z3950_DATABASE_COUNT, names[DATABASE_NAMES_LIMIT],
                           "a request may name %d databases", DATABASE_NAMES_LIMIT);
    return OFFPRINT_OK;
}

/* Every name is looked at, so that a wrong one is refused beside "Default" too. */
int databases_resolve(struct databases *databases, struct operation *operation, char *const *names,
                      int count, struct diag *diag)
{
    struct catalogue *catalogue = operation->association->catalogue;
    const char *const *collections = NULL;
    ptrdiff_t collection_count = -1;
    const char **chosen;
    bool all = false;
    int status = check_count(names, count, diag);

    if (status < 0)
        return status;
    chosen = arena_array(operation->arena, (size_t)count, sizeof *chosen);
    for (int i = 0; i < count; i++) {
        if (strcasecmp(names[i], OFFPRINT_DEFAULT_COLLECTION) == 0) {
            all = true;
            continue;
        }
        if (collection_count < 0)
            collection_count =
                catalogue_collections(&collections, catalogue, operation->arena, diag);
        if (collection_count < 0)
            return (int)collection_count;
        chosen[i] = find(collections, (size_t)collection_count, names[i]);
        if (chosen[i] == NULL)
            return diag_refuse(diag, OFFPRINT_DATABASE, names[i], "there is no such database");
    }
    databases->collections = all ? NULL : chosen;
    databases->count = all ? 0 : (size_t)count;
    return OFFPRINT_OK;
}

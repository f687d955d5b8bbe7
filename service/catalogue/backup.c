/* Copies of the catalogue: a backup, and a compacted one in its own place. */
#include "catalogue/private.h"

int catalogue_backup(struct catalogue *catalogue, const char *folder, struct diag *diag)
{
    static const struct store_options options = {0};
    int status = store_backup(catalogue->store, folder, diag);
    struct store *copy;

    if (status < 0)
        return status;
    /* A backup that has never been opened is a hope. */
    if ((status = store_open(&copy, folder, &options, diag)) >= 0)
        store_close(copy);
    return status;
}

int catalogue_compact(struct catalogue *catalogue, const struct upkeep *upkeep, struct diag *diag)
{
    struct store *store = catalogue->store;

    catalogue->store = NULL; /* store_close takes it */
    catalogue_close(catalogue);
    return store_compact(store, upkeep->waiting, upkeep->context, diag);
}

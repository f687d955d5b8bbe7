#include "catalogue/private.h"

#include <stdint.h>
#include <stdlib.h>

#include <offprint/access_points.h>

#include "base/datestamp.h"
#include "base/memory.h"

#define DEFAULT_MEMORY (UINT64_C(512) << 20)

/* The name under which the store remembers what its index was made with. */
#define META_ACCESS_POINTS "access-points"

/* Writes the table's hash into a new catalogue. */
static int stamp(struct catalogue *catalogue, uint64_t hash, struct diag *diag)
{
    struct store_transaction transaction;
    int status = store_write(&transaction, catalogue->store, NULL, NULL, diag);

    if (status < 0)
        return status;
    status = store_meta_put(&transaction, META_ACCESS_POINTS, hash, diag);
    if (status >= 0)
        status = store_commit(&transaction, diag);
    store_end(&transaction);
    return status;
}

/* An index made with another table would answer questions nobody asked. */
static int check_access_points(struct catalogue *catalogue, bool create, struct diag *diag)
{
    uint64_t hash = access_points_hash(catalogue->access_points), stored = 0;
    struct store_transaction transaction;
    int status = store_read(&transaction, catalogue->store, diag);

    if (status < 0)
        return status;
    status = store_meta_get(&transaction, META_ACCESS_POINTS, &stored, diag);
    store_end(&transaction);
    if (status < 0 || stored == hash)
        return status < 0 ? status : OFFPRINT_OK;
    if (stored == 0 && create)
        return stamp(catalogue, hash, diag);
    return diag_set(diag, OFFPRINT_STALE_INDEX,
                    "the access-point table has changed since this catalogue was indexed; "
                    "import its records into a new catalogue");
}

int catalogue_open(struct catalogue **catalogue, const char *path,
                   const struct catalogue_options *options, struct diag *diag)
{
    struct store_options store_options = {options->create, options->map_size};
    struct catalogue *opened = memory_zeroed(1, sizeof *opened);
    int status;

    opened->repository = memory_string(options->repository != NULL ? options->repository
                                                                   : OFFPRINT_DEFAULT_REPOSITORY);
    opened->memory = options->memory > 0 ? options->memory : DEFAULT_MEMORY;
    status = access_points_load(&opened->access_points, options->access_points, diag);
    if (status >= 0)
        status = store_open(&opened->store, path, &store_options, diag);
    if (status >= 0)
        status = check_access_points(opened, options->create, diag);
    if (status < 0) {
        catalogue_close(opened);
        return status;
    }
    *catalogue = opened;
    return OFFPRINT_OK;
}

void catalogue_close(struct catalogue *catalogue)
{
    if (catalogue == NULL)
        return;
    store_close(catalogue->store);
    access_points_destroy(catalogue->access_points);
    free(catalogue->repository);
    free(catalogue);
}

const struct access_points *catalogue_access_points(const struct catalogue *catalogue)
{
    return catalogue->access_points;
}

const char *catalogue_repository(const struct catalogue *catalogue)
{
    return catalogue->repository;
}

/* The datestamps of the first and the last change; now, where there has been none. */
static int date_changes(struct catalogue_statistics *statistics,
                        const struct store_transaction *transaction, struct diag *diag)
{
    struct store_change change;
    uint64_t past_last;
    int status = store_change_since(transaction, INT64_MAX, &past_last, diag);

    if (status < 0)
        return status;
    statistics->last_change = past_last > 0 ? past_last - 1 : 0;
    statistics->earliest = statistics->latest = datestamp_now();
    status = store_change_at(transaction, 1, &change, diag);
    if (status <= 0)
        return status;
    statistics->earliest = change.datestamp;
    status = store_change_at(transaction, statistics->last_change, &change, diag);
    if (status > 0)
        statistics->latest = change.datestamp;
    return status < 0 ? status : OFFPRINT_OK;
}

int catalogue_statistics(struct catalogue_statistics *statistics, struct catalogue *catalogue,
                         struct diag *diag)
{
    struct store_transaction transaction;
    int status = store_read(&transaction, catalogue->store, diag);

    if (status < 0)
        return status;
    *statistics = (struct catalogue_statistics){0};
    status = store_meta_get(&transaction, META_RECORDS, &statistics->records, diag);
    if (status >= 0)
        status = store_meta_get(&transaction, META_DELETED, &statistics->deleted, diag);
    if (status >= 0)
        status = store_meta_get(&transaction, META_PARTS, &statistics->parts, diag);
    if (status >= 0)
        status = date_changes(statistics, &transaction, diag);
    statistics->terms = store_entries(&transaction, STORE_TERMS);
    statistics->bytes = store_bytes(&transaction);
    store_end(&transaction);
    return status < 0 ? status : OFFPRINT_OK;
}

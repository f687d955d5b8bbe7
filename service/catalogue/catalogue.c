#include "catalogue/private.h"

#include <stdint.h>
#include <stdlib.h>

#include <offprint/access_points.h>

#include "base/datestamp.h"
#include "base/memory.h"
#include "index/index.h"

#define DEFAULT_MEMORY (UINT64_C(512) << 20)
#define DEFAULT_SORT_LIMIT 2000000

/* --- the access-point table --------------------------------------------------------------------
 */

/* Reads the table that the options ask for, or that the catalogue keeps. */
static int load_table(struct catalogue *catalogue, const char *path, struct diag *diag)
{
    struct store_transaction transaction;
    struct slice text;
    int status;

    if (path != NULL)
        return access_points_load(&catalogue->access_points, path[0] != '\0' ? path : NULL, diag);
    if ((status = store_read(&transaction, catalogue->store, diag)) < 0)
        return status;
    status = store_meta_get_text(&transaction, META_ACCESS_POINTS_TEXT, &text, diag);
    if (status >= 0 && text.length > 0)
        status = access_points_read(&catalogue->access_points, text,
                                    "the catalogue's own access-points.xml", diag);
    else if (status >= 0)
        status = access_points_load(&catalogue->access_points, NULL, diag);
    store_end(&transaction);
    return status;
}

int catalogue_stamp_index(const struct catalogue *catalogue,
                          const struct store_transaction *transaction, struct diag *diag)
{
    int status = store_meta_put(transaction, META_ACCESS_POINTS,
                                access_points_hash(catalogue->access_points), diag);

    return status < 0 ? status
                      : store_meta_put_text(transaction, META_ACCESS_POINTS_TEXT,
                                            access_points_text(catalogue->access_points), diag);
}

/* Gives a new catalogue its table. */
static int stamp(struct catalogue *catalogue, struct diag *diag)
{
    struct store_transaction transaction;
    int status = store_write(&transaction, catalogue->store, NULL, NULL, diag);

    if (status < 0)
        return status;
    status = catalogue_stamp_index(catalogue, &transaction, diag);
    if (status >= 0)
        status = store_commit(&transaction, diag);
    store_end(&transaction);
    return status;
}

/* An index made with another table would answer questions nobody asked. */
int catalogue_check_index(const struct catalogue *catalogue,
                          const struct store_transaction *transaction, struct diag *diag)
{
    uint64_t stored;
    int status = store_meta_get(transaction, META_ACCESS_POINTS, &stored, diag);

    if (status < 0 || stored == access_points_hash(catalogue->access_points))
        return status < 0 ? status : OFFPRINT_OK;
    return diag_set(diag, OFFPRINT_STALE_INDEX,
                    "the index of this catalogue was made with another access-point table: run "
                    "offprint reindex, and start the daemon again");
}

/* Looks at the index of a catalogue that is being opened; a new one takes our table. */
static int check_opened(struct catalogue *catalogue, const struct catalogue_options *options,
                        struct diag *diag)
{
    struct store_transaction transaction;
    uint64_t stored = 0;
    int status = store_read(&transaction, catalogue->store, diag);

    if (status < 0)
        return status;
    status = store_meta_get(&transaction, META_ACCESS_POINTS, &stored, diag);
    if (status >= 0 && stored != 0 && !options->stale_index)
        status = catalogue_check_index(catalogue, &transaction, diag);
    store_end(&transaction);
    if (status < 0 || stored != 0)
        return status;
    if (options->create)
        return stamp(catalogue, diag);
    return options->stale_index ? OFFPRINT_OK
                                : diag_set(diag, OFFPRINT_STALE_INDEX,
                                           "this catalogue has no index yet: import into it, or "
                                           "run offprint reindex");
}

int catalogue_open(struct catalogue **catalogue, const char *path,
                   const struct catalogue_options *options, struct diag *diag)
{
    struct store_options store_options = {options->create, options->map_size};
    struct catalogue *opened = memory_zeroed(1, sizeof *opened);
    int status;

    opened->repository = memory_string(options->repository != NULL ? options->repository
                                                                   : OFFPRINT_DEFAULT_REPOSITORY);
    opened->sort_limit = options->sort_limit > 0 ? options->sort_limit : DEFAULT_SORT_LIMIT;
    opened->memory = options->memory > 0 ? options->memory : DEFAULT_MEMORY;
    status = store_open(&opened->store, path, &store_options, diag);
    if (status >= 0)
        status = load_table(opened, options->access_points, diag);
    if (status >= 0)
        status = check_opened(opened, options, diag);
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
    uint64_t next_term = 0;
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
    if (status >= 0)
        status = store_meta_get(&transaction, META_NEXT_TERM, &next_term, diag);
    if (next_term > TERM_FIRST)
        statistics->terms = next_term - TERM_FIRST; /* every number given is a term's */
    statistics->bytes = store_bytes(&transaction);
    store_end(&transaction);
    return status < 0 ? status : OFFPRINT_OK;
}

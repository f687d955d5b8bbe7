/* What the catalogue's own files share. */
#ifndef OFFPRINT_CATALOGUE_PRIVATE_H
#define OFFPRINT_CATALOGUE_PRIVATE_H

#include <stdatomic.h>

#include <offprint/catalogue.h>

#include "store/store.h"

struct docset;

/* What the catalogue counts, under the store's named values. */
#define META_RECORDS "records"
#define META_DELETED "deleted"
#define META_PARTS "component-parts"
#define META_WAITING "parts-without-host"
/* The hash of the access-point table that its index was made with. */
#define META_ACCESS_POINTS "access-points"
/* The text of that table, where it is not the built-in one. */
#define META_ACCESS_POINTS_TEXT "access-points.xml"

struct catalogue {
    struct store *store;
    struct access_points *access_points;
    char *repository;
    uint64_t memory;
    uint32_t sort_limit;
    atomic_uint_fast64_t sorted; /* records in the sorted results that are open */
};

/* Writes that the index of this transaction is made with the catalogue's table, and the table. */
int catalogue_stamp_index(const struct catalogue *catalogue,
                          const struct store_transaction *transaction, struct diag *diag);

/*
 * OFFPRINT_STALE_INDEX where the index of this transaction was made with another access-point
 * table than the catalogue's: whatever asks it or adds to it asks this first, for another process
 * may reindex at any time.
 */
int catalogue_check_index(const struct catalogue *catalogue,
                          const struct store_transaction *transaction, struct diag *diag);

/* Copies a stored record into `arena` and decodes it. */
int catalogue_record_read(struct catalogue_record *found,
                          const struct store_transaction *transaction,
                          const struct store_record *stored, struct arena *arena,
                          struct diag *diag);

/*
 * Adds to `docs` the records of the collections named. Returns 1, or 0 with nothing added where
 * they mean all records. OFFPRINT_DATABASE names the first one that is not there.
 */
int catalogue_collection_docs(struct docset *docs, struct store_transaction *transaction,
                              const char *const *collections, size_t count, struct diag *diag);

#endif

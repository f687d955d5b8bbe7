/* What the catalogue's own files share. */
#ifndef OFFPRINT_CATALOGUE_PRIVATE_H
#define OFFPRINT_CATALOGUE_PRIVATE_H

#include <offprint/catalogue.h>

#include "store/store.h"

struct docset;

/* What the catalogue counts, under the store's named values. */
#define META_RECORDS "records"
#define META_DELETED "deleted"
#define META_PARTS "component-parts"

struct catalogue {
    struct store *store;
    struct access_points *access_points;
    char *repository;
    uint64_t memory;
};

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

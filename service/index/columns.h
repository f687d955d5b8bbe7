/* Sort columns: eight bytes a record that compare as its heading does. */
#ifndef OFFPRINT_INDEX_COLUMNS_H
#define OFFPRINT_INDEX_COLUMNS_H

#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>
#include <offprint/status.h>

struct access_points;
struct index_document;
struct store_transaction;

/* Records of one entry of STORE_COLUMNS, a power of two. */
#define COLUMN_CHUNK 1024
#define COLUMN_KEY_SIZE 5

struct column_value {
    uint8_t column; /* number of the access point */
    uint32_t docid;
    uint64_t prefix; /* 0 for none */
};

/* Sorts `values` and writes them. */
int columns_write(struct store_transaction *transaction, struct column_value *values, size_t count,
                  struct diag *diag);

/*
 * The prefixes of `count` docids, which are in order, in `prefixes`: 0 for a record that has none.
 * Only the entries that the docids touch are read, in place.
 */
int columns_read(struct store_transaction *transaction, uint8_t column, const uint32_t *docids,
                 size_t count, uint64_t *prefixes, struct diag *diag);

/*
 * Reads sort values in full, which the prefixes only begin, from the records themselves. They
 * compare as bytes; one that is empty is missing. One thread; owned by the caller.
 */
struct sort_values;
struct sort_values *sort_values_create(const struct access_points *table);
void sort_values_destroy(struct sort_values *values);
/* Reads the document's values for each of `columns`. Borrowed until the next call. */
void sort_values_read(struct sort_values *values, const struct index_document *document,
                      const uint8_t *columns, size_t count, struct slice *found);

#endif

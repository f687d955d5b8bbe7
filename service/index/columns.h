/* Sort columns: eight bytes a record that compare as its heading does. */
#ifndef OFFPRINT_INDEX_COLUMNS_H
#define OFFPRINT_INDEX_COLUMNS_H

#include <stddef.h>
#include <stdint.h>

#include <offprint/status.h>

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

#endif

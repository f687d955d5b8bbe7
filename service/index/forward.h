/* Forward lists as they stand in the store. */
#ifndef OFFPRINT_INDEX_FORWARD_H
#define OFFPRINT_INDEX_FORWARD_H

#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>
#include <offprint/status.h>

/* A list's numbers in `numbers`, which has room for as many as `bytes` is long: how many, or
 * OFFPRINT_CORRUPT. */
ptrdiff_t forward_decode(uint32_t *numbers, uint32_t docid, struct slice bytes, struct diag *diag);

struct store_transaction;

/* The greatest docid that has a forward list; 0 where none has. */
int index_last_forward(uint32_t *docid, const struct store_transaction *transaction,
                       struct diag *diag);

#endif

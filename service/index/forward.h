/* Forward lists in the store. */
#ifndef OFFPRINT_INDEX_FORWARD_H
#define OFFPRINT_INDEX_FORWARD_H

#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>
#include <offprint/status.h>

#include "index/forward_block.h"

struct store_transaction;

/* A list's numbers in `numbers`, which has room for as many as the list is long: how many, or
 * OFFPRINT_CORRUPT. */
ptrdiff_t forward_decode(uint32_t *numbers, uint32_t docid, const struct forward_list *list,
                         struct diag *diag);

/* The greatest docid that has a forward list; 0 where none has. */
int index_last_forward(uint32_t *docid, const struct store_transaction *transaction,
                       struct diag *diag);

#endif

/*
 * Takes documents in and makes runs of them: in a thread of its own as soon as they are many, so
 * that the caller can go on with the store.
 */
#ifndef OFFPRINT_INDEX_GATHERER_H
#define OFFPRINT_INDEX_GATHERER_H

#include <stddef.h>
#include <stdint.h>

#include "index/pending.h"
#include "index/run.h"

struct gatherer;

/* What was taken in since the last gatherer_clear: behind what was added by some blocks. */
struct gathered {
    uint64_t key_bytes, terms, items; /* a term counts in each run that has it */
    size_t runs;
    int error; /* the errno of a file that could not be written, or 0 */
};

/* `memory` bounds, in bytes, what it holds. The table is borrowed. */
struct gatherer *gatherer_create(const struct access_points *table, uint64_t memory);
void gatherer_destroy(struct gatherer *gatherer);

/*
 * Adds a document, in place of an earlier one with its docid: what `parts` hold one behind the
 * other, and as many sort values as the table has columns. Without `sorts` (NULL) it was removed.
 * Everything is copied. Where memory is short, runs are put into files in `folder`, which is
 * borrowed until the end. Returns 0, or the errno of a file that could not be written meanwhile:
 * then there is no point in going on.
 */
int gatherer_add(struct gatherer *gatherer, uint32_t docid,
                 const struct index_entries *const *parts, size_t part_count, const uint64_t *sorts,
                 const char *folder);

struct gathered gatherer_gathered(struct gatherer *gatherer);

/* Waits until everything is in runs: they and their spools are the caller's until
 * gatherer_clear. */
size_t gatherer_settle(struct gatherer *gatherer, const struct run **runs,
                       struct run_spools **spools);

/* Forgets everything that was added. */
void gatherer_clear(struct gatherer *gatherer);

#endif

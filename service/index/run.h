/*
 * Runs: what fitted into memory, inverted, sorted and put aside until a flush merges all of them.
 * A run numbers its terms by their order in it, from 0: a rank.
 */
#ifndef OFFPRINT_INDEX_RUN_H
#define OFFPRINT_INDEX_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/spool.h"
#include "index/access_table.h"
#include "index/index.h"
#include "index/large.h"

struct docset;
struct pending;

/* Runs that one flush merges: a bit of a word each. */
#define RUNS_MAX 64

/*
 * What the runs stand in, one behind the other:
 *
 *   documents  in order of docid: docid, length of the items (RUN_REMOVED: there are none), in 4
 *              bytes each as the machine has them; the items, varints; and 8 bytes a sort column
 *   keys       in order: how many bytes are the same as in the key before, how many follow,
 *              varints; those that follow
 *   postings   of each term in that order: how many, varint; each docid less the one before
 *
 * An item is a mark of the forward list, or a term: TERM_FIRST + (rank << 2 | flags).
 */
struct run_spools {
    struct spool documents, keys, postings;
};

#define RUN_REMOVED UINT32_MAX
#define RUN_AGAIN 1u /* the document has had the term before */
#define RUN_FACET 2u /* the term is a value of a facet: a byte follows, its slot */

struct run {
    uint64_t documents, keys, postings; /* where its own begin in each spool */
    size_t document_count, term_count;
    uint32_t last_docid;
    struct docset *replaced; /* documents that a later run has as well; NULL for none */
};

/* What making a run takes besides: kept for the next one. Zeros is an empty one. */
struct run_room {
    struct large terms, by_number, docids;
};

void run_room_finish(struct run_room *room);

/* Sorts what is pending and adds it to the spools: where, `*run` says. What the spools could not
 * take fails them. */
void run_write(struct run *run, struct run_spools *spools, struct run_room *room,
               struct pending *pending, const struct access_points *table);

/* --- reading a run back; the bytes are the process's own ----------------------------------------
 */

static inline uint32_t run_take(const uint8_t **at)
{
    uint32_t number = *(*at)++, byte;

    if (number < 0x80)
        return number;
    number &= 0x7f;
    for (unsigned shift = 7;; shift += 7) {
        byte = *(*at)++;
        number |= (byte & 0x7f) << shift;
        if (byte < 0x80)
            return number;
    }
}

/* The keys of a run, one after the other. */
struct run_keys {
    const uint8_t *at;
    size_t left; /* behind the key at hand */
    size_t length;
    size_t shared; /* how many bytes are the same as in the key before: all that are */
    uint8_t key[512];
};

void run_keys_begin(struct run_keys *keys, const struct run *run, struct slice bytes);
/* Goes on to the next key; false behind the last. Behind a key stand 8 zeros. */
bool run_keys_next(struct run_keys *keys);

/* The documents of a run, one after the other. */
struct run_documents {
    const uint8_t *at;
    size_t left; /* behind the document at hand */
    size_t columns;
    uint32_t docid; /* 0: there is none */
    bool removed;
    struct slice items;
    const uint8_t *sorts; /* 8 bytes a column, as the machine has them */
};

void run_documents_begin(struct run_documents *documents, const struct run *run, size_t columns,
                         struct slice bytes);
/* Goes on to the next document; without one, docid is 0. */
void run_documents_next(struct run_documents *documents);

#endif

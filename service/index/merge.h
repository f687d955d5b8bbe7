/*
 * Runs merged into the store: first the terms, then the documents, then the postings. In each step
 * a thread of its own reads the runs and makes what is to be written (a relay_maker), and the
 * caller's, which has the transaction, writes it.
 */
#ifndef OFFPRINT_INDEX_MERGE_H
#define OFFPRINT_INDEX_MERGE_H

#include <lmdb.h>

#include "index/run.h"

/* A record that no longer has a term. */
struct removal {
    uint32_t number;
    uint32_t docid;
};

/* A term of the runs, in the order of the keys. */
struct merged_term {
    uint64_t runs; /* a bit for each that has it */
    uint32_t number;
};

struct merge {
    struct store_transaction *transaction;
    const struct access_points *table;
    struct diag *diag;

    const struct run *runs;
    size_t run_count;
    bool alone;                             /* the runs are too small for another thread */
    struct slice documents, keys, postings; /* of all runs */

    struct spool numbers[RUNS_MAX]; /* of uint32_t: of each run, by rank */
    const uint32_t *number_of[RUNS_MAX];
    struct spool sequence; /* of struct merged_term */
    const struct merged_term *terms;
    size_t term_count;
    uint32_t first_new; /* number of the first term that is new */
    uint32_t next;      /* and past the last */

    struct removal *removals; /* in order of number, then docid, once all are there */
    size_t removal_count, removal_capacity;
};

/* Numbers the terms of all runs, new ones too, and writes these. */
int merge_terms(struct merge *merge);
/* Writes forward lists, facets and sort columns; finds what records no longer have. */
int merge_documents(struct merge *merge);
/* Writes the postings. */
int merge_postings(struct merge *merge);

#endif

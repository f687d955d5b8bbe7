/* Contradictions between index and records, found both ways. */
#ifndef OFFPRINT_INDEX_VERIFY_H
#define OFFPRINT_INDEX_VERIFY_H

#include <stddef.h>
#include <stdint.h>

#include "index/access_table.h"
#include "index/docset.h"
#include "index/index.h"
#include "store/verify.h"

struct buffer;

/*
 * What is known of one term while it is checked. Records are added up as random numbers: forward
 * lists add them, postings take them away, and 0 is left where both have the same ones. (Another
 * outcome has a chance of 1 in 2^64.)
 */
struct term_check {
    uint64_t key; /* hash of its key; 0 until it is found */
    uint64_t docs;
    uint32_t last; /* the docid that was added last */
};

/* One pass over the index, for the terms numbered from `low` to below `high`. */
struct index_check {
    struct verify *verify;
    const struct access_points *table;
    uint64_t seed;
    uint32_t next_term; /* numbers below this were given */
    uint32_t low, high;
    struct term_check *terms;
    bool first;           /* the first pass: what is not about single terms is checked there */
    uint64_t done, total; /* records, over all passes */
};

/*
 * Checks the index against the live records of `verify`, which verify_store has been through:
 * what each record is found by is extracted anew and compared with its forward list and its sort
 * values, the forward lists with the postings, and every entry is looked at for what should not be
 * there. `memory` bounds what is held, in bytes; with little of it there are more passes. `*terms`
 * is how many terms there are. Negative where the store cannot be read.
 */
int verify_index(struct verify *verify, const struct access_points *table, uint64_t memory,
                 uint64_t *terms);

/* --- its steps -------------------------------------------------------------------------------- */

/* A term of this pass, or NULL. */
static inline struct term_check *term_check_at(const struct index_check *check, uint32_t number)
{
    return number >= check->low && number < check->high ? &check->terms[number - check->low] : NULL;
}

/* What a docid counts for, and what a key does: never 0. */
uint64_t index_check_docid(const struct index_check *check, uint32_t docid);
uint64_t index_check_key(const struct index_check *check, struct slice key);

/* The access point with that number, or NULL. */
const struct access_point *index_check_point(const struct access_points *table, uint8_t number);
/* Appends a term's key as people read it: title word "rupture". */
void index_check_describe(struct buffer *out, const struct access_points *table, struct slice key);

/* Visits every term, in order: of a damaged block those in front of the damage. */
typedef void index_check_visit(void *context, struct slice key, uint32_t number);
int index_check_walk_terms(struct index_check *check, index_check_visit *visit, void *context);

/* Looks at every block, counts the terms and finds out which numbers were given. */
int index_check_count(struct index_check *check, uint64_t *terms);
/* Each term's key and number; of numbers, those of this pass. */
int index_check_terms(struct index_check *check);
/* Each live record against its forward list, sort values and facet columns; adds up the lists'
 * terms. */
int index_check_records(struct index_check *check);
/* Sort values of what is no record. */
int index_check_columns(struct index_check *check);
/* Entries of facet columns that are malformed, or of what is no record. */
int index_check_facets(struct index_check *check);
/* The postings against themselves; takes what they list from what the forward lists added. */
int index_check_postings(struct index_check *check);
/* Says which records the postings and forward lists of `count` terms disagree about. */
int index_check_explain(struct index_check *check, const uint32_t *numbers, size_t count);

#endif

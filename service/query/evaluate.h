/* A query tree answered: turned into a docset within one read transaction. */
#ifndef OFFPRINT_QUERY_EVALUATE_H
#define OFFPRINT_QUERY_EVALUATE_H

#include <stdint.h>

#include <offprint/query.h>

struct access_points;
struct docset;
struct store_transaction;

struct evaluation {
    struct store_transaction *transaction;
    const struct access_points *table;
    struct query_limits limits; /* 0 is the default */
    uint64_t deadline;          /* of clock_milliseconds; 0: as the limits say, from now on */
    /* The docset of a named result set, or NULL; borrowed for the evaluation. */
    const struct docset *(*find_result_set)(void *context, const char *name);
    void *context;
};

/* When, of clock_milliseconds, what is begun now must be done. */
uint64_t query_deadline(const struct query_limits *limits);

/* `*docs` is the caller's to destroy. */
int query_evaluate(struct docset **docs, const struct evaluation *evaluation,
                   const struct query *query, struct diag *diag);

#endif

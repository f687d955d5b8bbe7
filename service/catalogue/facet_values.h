/* Of the values that were counted, those to be given: the most common, in order, with their texts.
 */
#ifndef OFFPRINT_CATALOGUE_FACET_VALUES_H
#define OFFPRINT_CATALOGUE_FACET_VALUES_H

#include <offprint/catalogue.h>

#include "catalogue/private.h"
#include "index/facets.h"
#include "index/term_viewer.h"

/* What counting the facets of one request carries along. */
struct facet_run {
    struct catalogue *catalogue;
    struct store_transaction transaction;
    const struct facet_options *options;
    const struct docset *docs; /* NULL: all records */
    struct term_viewer *viewer;
    uint64_t deadline; /* of clock_milliseconds() */
    struct arena *arena;
    struct diag *diag;
};

/* OFFPRINT_TIMEOUT past the deadline. */
int facet_run_check(const struct facet_run *run, const char *facet);

/* Fills `facet`, which has its names and access point, from the counts of its terms. */
int facet_values_of_terms(struct facet_run *run, struct facet *facet,
                          const struct facet_counts *counts);
/* The same from the counts of hosts, by docid. */
int facet_values_of_hosts(struct facet_run *run, struct facet *facet,
                          const struct facet_counts *counts);
/* Fills it with the collections. */
int facet_values_of_collections(struct facet_run *run, struct facet *facet);

#endif

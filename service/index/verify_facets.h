/* What the check of records asks of the facet columns. */
#ifndef OFFPRINT_INDEX_VERIFY_FACETS_H
#define OFFPRINT_INDEX_VERIFY_FACETS_H

#include "index/extract.h"
#include "index/facets.h"
#include "index/verify.h"

/* The entry of a facet's column that the walk is in. */
struct facet_place {
    uint32_t chunk; /* 1 + its number; 0 before the first */
    struct facet_chunk values;
};

struct facets_check {
    struct facet_place places[FACETS_MAX];
    struct buffer wanted;
};

/* Compares a record's columns with what it makes: `entries` and, one for each, the numbers of its
 * forward list, which has been found to agree with them. */
void facets_check_record(struct facets_check *facets, const struct index_check *check,
                         uint32_t docid, const struct index_entries *entries,
                         const uint32_t *numbers);
void facets_check_finish(struct facets_check *facets);

#endif

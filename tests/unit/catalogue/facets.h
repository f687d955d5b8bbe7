/* What the tests of facets share: a batch, a search, a count. */
#ifndef OFFPRINT_TEST_FACETS_H
#define OFFPRINT_TEST_FACETS_H

#include "library.h"

static inline struct catalogue_batch *begin(struct library *library)
{
    struct catalogue_batch *batch;

    succeeds(catalogue_batch_begin(&batch, library->catalogue, NULL, NULL, &library->diag),
             &library->diag);
    return batch;
}

static inline struct result_set *search(struct library *library, const char *cql)
{
    struct result_set *result = NULL;
    struct query *query;

    succeeds(query_from_cql(&query, library->arena, catalogue_access_points(library->catalogue),
                            cql, &library->diag),
             &library->diag);
    succeeds(catalogue_search(&result, library->catalogue, query, NULL, &library->diag),
             &library->diag);
    return result;
}

static inline struct facet *count(struct library *library, const struct result_set *result,
                                  const struct facet_options *options, size_t wanted)
{
    struct facet *facets;
    ptrdiff_t given = catalogue_facets(&facets, library->catalogue, result, options, library->arena,
                                       &library->diag);

    succeeds((int)given, &library->diag);
    assert_int_equal(given, wanted);
    return facets;
}

#endif

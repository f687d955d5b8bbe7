/* Facets of a list: ?facets=, ?facet-limit= …; in JSON and beside the list. */
#ifndef OFFPRINT_REST_FACETS_H
#define OFFPRINT_REST_FACETS_H

#include <stdbool.h>
#include <stddef.h>

#include <offprint/catalogue.h>
#include <offprint/slice.h>
#include <offprint/status.h>

struct buffer;
struct format;
struct http_request;

/* Everything is in the request's arena. */
struct rest_facets {
    bool asked;  /* by the client */
    bool wanted; /* or shown because it is a page */
    struct facet_options options;
    struct facet *facets;
    size_t count;
};

/* Reads the parameters. OFFPRINT_INVALID for values that are none, and for a format that has no
 * place for facets: JSON and the page have one. */
int rest_facets_read(struct rest_facets *facets, const struct http_request *request,
                     const struct format *format, struct diag *diag);

/* Counts what was found, where facets are wanted. */
int rest_facets_count(struct rest_facets *facets, const struct http_request *request,
                      const struct result_set *result, struct diag *diag);

/* Appends `"facets": […], `, the member of a JSON list; nothing where none were asked for. */
void rest_facets_write_json(struct buffer *out, const struct rest_facets *facets,
                            struct slice query);

/* Appends the list beside the records: each value a link that narrows `query` to it, where that
 * leaves fewer than `total`. Nothing where no value does. */
void rest_facets_write_page(struct buffer *out, const struct http_request *request,
                            const struct rest_facets *facets, struct slice query, uint64_t total);

#endif

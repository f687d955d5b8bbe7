/* Queries made narrower: by a value of a facet, by ?isbn= and its like. */
#ifndef OFFPRINT_REST_NARROW_H
#define OFFPRINT_REST_NARROW_H

#include <offprint/slice.h>
#include <offprint/status.h>

struct buffer;
struct http_request;
struct query;

/* Parameters that name an access point, and what is looked for in it. */
#define REST_IDENTIFIERS "isbn", "issn", "lccn", "doi"

/* Appends the query that finds those of `query`, which may be empty, that `clause` finds as well:
 * both are CQL, the clause one without booleans. */
void rest_narrow(struct buffer *out, struct slice query, struct slice clause);

/*
 * Narrows a query by the request's identifiers: `*query`, which is NULL for all records, becomes
 * the tree of both, and `*cql`, what it was made of, the text of both; in the request's arena.
 * Errors as query_from_cql's, for a value that is no such identifier OFFPRINT_TERM_FORMAT.
 */
int rest_identifiers_read(struct query **query, struct slice *cql,
                          const struct http_request *request, struct diag *diag);

#endif

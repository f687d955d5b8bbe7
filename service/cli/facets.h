/* Facets on the command line. */
#ifndef OFFPRINT_CLI_FACETS_H
#define OFFPRINT_CLI_FACETS_H

#include <stdint.h>

struct catalogue;
struct result_set;

/*
 * Prints the values of facets, a line each: facet, number of records, value. `names` is a list with
 * commas, "all" means every facet; `limit` values of each, 0 all. Returns an EXIT_….
 */
int print_facets(struct catalogue *catalogue, const struct result_set *result, const char *names,
                 uint32_t limit);

#endif

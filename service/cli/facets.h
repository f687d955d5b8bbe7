/* Facets on the command line. */
#ifndef OFFPRINT_CLI_FACETS_H
#define OFFPRINT_CLI_FACETS_H

struct catalogue;
struct facet_options;
struct result_set;

/*
 * Prints the values of facets, a line each: facet, number of records, value. `names` is a list with
 * commas, "all" means every facet; of `options`, limit and order count. Returns an EXIT_….
 */
int print_facets(struct catalogue *catalogue, const struct result_set *result, const char *names,
                 const struct facet_options *options);

#endif

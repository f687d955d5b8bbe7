/* The sequence of keys of a Sort, as an order of the catalogue's. */
#ifndef OFFPRINT_Z3950_SORT_KEYS_H
#define OFFPRINT_Z3950_SORT_KEYS_H

#include <yaz/proto.h>

#include <offprint/query.h>

/*
 * Adds the keys to `order`, which borrows from `sent`. A field is named as an access point or a
 * CQL index is, or by its Bib-1 use attribute. Refused, each with its condition: keys that do not
 * sort, sequences for single databases, element specifications, frequency, case that counts.
 */
int sort_keys_read(struct sort_order *order, const struct access_points *table,
                   const Z_SortKeySpecList *sent, struct diag *diag);

#endif

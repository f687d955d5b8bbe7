/* The Bib-1 attributes of one term, as RPN and PQF send them (Z39.50 ATR.3). */
#ifndef OFFPRINT_QUERY_BIB1_H
#define OFFPRINT_QUERY_BIB1_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/query.h>

enum bib1_type {
    BIB1_USE = 1,
    BIB1_RELATION,
    BIB1_POSITION,
    BIB1_STRUCTURE,
    BIB1_TRUNCATION,
    BIB1_COMPLETENESS,
    BIB1_TYPES, /* one more than the last */
};

/* A value as it was sent: a number, or a name (which only use has). */
struct bib1_value {
    bool given;
    struct slice name; /* empty: `number` holds; borrowed */
    int64_t number;
};

struct bib1 {
    struct bib1_value values[BIB1_TYPES];
};

/* Refuses attribute types that Bib-1 does not have (OFFPRINT_ATTRIBUTE_TYPE). */
int bib1_check_type(int64_t type, struct diag *diag);

/* The access point of a use attribute; where none was given, any (1016). */
int bib1_access_point(const struct access_point **found, const struct access_points *table,
                      const struct bib1_value *use, struct diag *diag);

/*
 * The tree for `value` (UTF-8) with these attributes. What was not sent takes its default: use
 * any (1016), relation equal, position any, structure phrase (keys: the whole value; dates: year
 * or date, as the value is), truncation none, completeness none.
 *
 * A term to scan from may be anything, the empty one and half an ISBN too: `scanning` leaves its
 * value unjudged, but for being UTF-8.
 */
int bib1_term(struct query **query, struct arena *arena, const struct access_points *table,
              const struct bib1 *attributes, struct slice value, bool scanning, struct diag *diag);

#endif

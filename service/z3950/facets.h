/* Facets in Search: YAZ's user information format facet-1, beside the query and beside the answer.
 */
#ifndef OFFPRINT_Z3950_FACETS_H
#define OFFPRINT_Z3950_FACETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <yaz/proto.h>

#include <offprint/status.h>

struct operation;
struct result_set;

/* One facet that was asked for. */
struct facet_wish {
    const char *name; /* of the catalogue's facet */
    const char *text; /* what the client called it, where it was a word; else NULL */
    Odr_int use;      /* and where it was a number */
    uint32_t limit;
    uint32_t start; /* the first value that is given, from 1 */
    bool by_term;   /* in the order of the alphabet; else most records first */
};

struct facet_wishes {
    struct facet_wish *wishes; /* in the operation's memory; NULL where none were asked for */
    size_t count;
};

/*
 * Reads what additionalSearchInfo of a Search asks for. Its attributes are YAZ's: type 1 names the
 * facet (a word without case, or a Bib-1 use value), 2 the order (0: most records first, 1: by
 * the alphabet), 3 how many values, 4 the first of them from 1. What is not offered is refused with
 * the value.
 */
int facets_read(struct facet_wishes *wishes, struct operation *operation,
                Z_OtherInformation *information, struct diag *diag);

/* Counts `set` and puts the lists into additionalSearchInfo of the response: as many values as the
 * agreed message size takes. */
int facets_answer(Z_SearchResponse *response, struct operation *operation,
                  const struct facet_wishes *wishes, const struct result_set *set,
                  struct diag *diag);

#endif

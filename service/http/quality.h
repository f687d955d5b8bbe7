/* Lists with q-values, as Accept and Accept-Encoding send them (RFC 9110 clause 12.4.2). */
#ifndef OFFPRINT_HTTP_QUALITY_H
#define OFFPRINT_HTTP_QUALITY_H

#include <stdbool.h>

#include <offprint/slice.h>

struct format;

struct quality_item {
    struct slice value; /* "application/json", "gzip": without parameters */
    unsigned quality;   /* thousandths: 0 to 1000 */
};

/* Takes the next element of `*list` and moves past it; false at the end. Elements that are empty
 * are passed over; a q that cannot be read counts as 0: it asks for something, we know not what. */
bool quality_next(struct slice *list, struct quality_item *item);

/*
 * The format that an Accept header asks for: the highest q wins, then the range that says more
 * ("application/json" before "application" with a star), then the one named first, then
 * `standard`, then the order of the vocabulary. NULL where none will do.
 */
const struct format *accept_choose(struct slice accept, const struct format *standard);

/* Does an Accept-Encoding header (may be NULL) allow gzip? */
bool accepts_gzip(const char *accept_encoding);

#endif

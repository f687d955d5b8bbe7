/* Validators and conditional requests (RFC 9110 clauses 8.8 and 13). */
#ifndef OFFPRINT_HTTP_CONDITION_H
#define OFFPRINT_HTTP_CONDITION_H

#include <stdbool.h>
#include <stdint.h>

#include <offprint/slice.h>

#define ENTITY_TAG_SIZE 48

/* Writes a strong entity tag with its quotes: a hash of `body`, its length, and `coding` ("gzip",
 * or "" for the bytes as they are). */
void entity_tag_make(char tag[ENTITY_TAG_SIZE], struct slice body, const char *coding);

/* Is `tag` in the list of an If-None-Match (weak comparison) or If-Match (strong) header? "*"
 * matches every tag. */
bool entity_tag_listed(const char *list, const char *tag, bool strong);

/* The conditional headers of a request; each NULL where it was not sent. */
struct conditions {
    const char *if_match;
    const char *if_unmodified_since;
    const char *if_none_match;
    const char *if_modified_since;
};

/* 200, 304 or 412 for a GET whose representation has `tag` and, where not 0, `last_modified`; in
 * the order of RFC 9110 clause 13.2.2. */
unsigned conditions_evaluate(const struct conditions *conditions, const char *tag,
                             int64_t last_modified);

#endif

/* The fields of a record by number, an 880 under the tag of the field that it writes in another
 * script. */
#ifndef OFFPRINT_CONVERT_FIELDS_H
#define OFFPRINT_CONVERT_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/record.h>
#include <offprint/slice.h>

struct arena;

struct linked_field {
    const struct marc_field *field;
    int tag;            /* 245, also for an 880 whose $6 begins with 245; 0 where not digits */
    bool original;      /* the field itself, not its 880 */
    struct slice group; /* occurrence number of $6, the same for both; empty where not linked */
    const char *script; /* ISO 15924, of an 880; "" where not said */
};

/* In the order of the record; borrowed from it and from `arena`. */
struct linked_fields {
    struct linked_field *list;
    size_t count;
    uint64_t present[16]; /* one bit a tag, so that what a record does not have costs nothing */
};

void fields_link(struct linked_fields *fields, const struct marc_record *record,
                 struct arena *arena);

/* The next field under `tag` from number `*at` on, which moves past it; NULL at the end. */
const struct linked_field *fields_next(const struct linked_fields *fields, int tag, size_t *at);

#endif

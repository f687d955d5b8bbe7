/* Standard numbers as keys, and what reading them takes. */
#ifndef OFFPRINT_INDEX_KEY_NUMBERS_H
#define OFFPRINT_INDEX_KEY_NUMBERS_H

#include <stdbool.h>
#include <strings.h>

#include <offprint/slice.h>

struct buffer;

static inline bool key_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline char key_to_small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Takes `prefix` off the front of `*value`, whatever its case. */
static inline bool key_skip_prefix(struct slice *value, const char *prefix)
{
    size_t length = strlen(prefix);

    if (value->length < length || strncasecmp(value->data, prefix, length) != 0)
        return false;
    *value = slice_part(*value, length, value->length);
    return true;
}

/* Appends 13 digits; of a number whose check digit is wrong those that there are. */
void key_add_isbn(struct buffer *out, struct slice value);
/* Appends 8 characters. */
void key_add_issn(struct buffer *out, struct slice value);

#endif

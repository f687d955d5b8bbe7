/* A run of bytes that somebody else owns. */
#ifndef OFFPRINT_SLICE_H
#define OFFPRINT_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* `data` is borrowed, not terminated, and NULL only where `length` is 0. */
struct slice {
    const char *data;
    size_t length;
};

static inline struct slice slice_of(const char *string)
{
    return (struct slice){string, string != NULL ? strlen(string) : 0};
}

static inline struct slice slice_make(const char *data, size_t length)
{
    return (struct slice){data, length};
}

static inline bool slice_equal(struct slice a, struct slice b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

static inline bool slice_is(struct slice a, const char *string)
{
    return slice_equal(a, slice_of(string));
}

static inline bool slice_starts(struct slice a, const char *prefix)
{
    size_t length = strlen(prefix);
    return a.length >= length && memcmp(a.data, prefix, length) == 0;
}

/* `a` from byte `from` on, at most `length` bytes; what lies outside is left out. */
static inline struct slice slice_part(struct slice a, size_t from, size_t length)
{
    if (from >= a.length)
        return (struct slice){NULL, 0};
    if (length > a.length - from)
        length = a.length - from;
    return (struct slice){a.data + from, length};
}

/* Is it white space of ASCII: tab, line feed, vertical tab, form feed, return, space? */
static inline bool slice_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* `a` without ASCII white space at either end. */
static inline struct slice slice_trim(struct slice a)
{
    while (a.length > 0 && slice_is_space(a.data[a.length - 1]))
        a.length--;
    while (a.length > 0 && slice_is_space(a.data[0])) {
        a.data++;
        a.length--;
    }
    return a;
}

#endif

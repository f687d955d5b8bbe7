/*
 * Keys that answer a term. Keys sort as they compare, and a date is a prefix of every finer one
 * within it (2026, 202611, 20261123), so each relation is one or two ranges.
 */
#include "query/keys.h"

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "index/keys.h"
#include "query/expand.h"
#include "query/patterns.h"
#include "query/tree.h"

struct ranges {
    struct numbers *numbers;
    struct engine *engine;
    const struct access_point *access_point;
};

static int add_range(const struct ranges *ranges, struct slice from, struct slice until)
{
    return expand_range(ranges->numbers, ranges->engine, ranges->access_point, TERM_KEY, from,
                        until);
}

/* --- dates ----------------------------------------------------------------------------------- */

/* A date as keys have it: digits alone. */
static struct slice date_start(struct arena *arena, struct slice date)
{
    char *digits = arena_alloc(arena, date.length + 1);
    size_t length = 0;

    for (size_t i = 0; i < date.length; i++) {
        if (date.data[i] != '-')
            digits[length++] = date.data[i];
    }
    return slice_make(digits, length);
}

/* Before it sorts everything that begins with `start`: its last digit goes up by one (9 to ':'). */
static struct slice date_end(struct arena *arena, struct slice start)
{
    char *end = arena_copy(arena, start.data, start.length);

    end[start.length - 1]++;
    return slice_make(end, start.length);
}

static int add_dates(const struct ranges *ranges, enum query_relation relation, struct slice from,
                     struct slice until)
{
    const struct slice open = {"", 0}, start = date_start(ranges->engine->arena, from),
                       end = date_end(ranges->engine->arena, start);
    int status;

    switch (relation) {
    case RELATION_EQUAL:
        return add_range(ranges, start, end);
    case RELATION_LESS:
        return add_range(ranges, open, start);
    case RELATION_LESS_OR_EQUAL:
        return add_range(ranges, open, end);
    case RELATION_GREATER_OR_EQUAL:
        return add_range(ranges, start, open);
    case RELATION_GREATER:
        return add_range(ranges, end, open);
    case RELATION_NOT_EQUAL:
        status = add_range(ranges, open, start);
        return status < 0 ? status : add_range(ranges, end, open);
    case RELATION_WITHIN:
        break;
    }
    return add_range(ranges, start,
                     date_end(ranges->engine->arena, date_start(ranges->engine->arena, until)));
}

static int find_dates(const struct ranges *ranges, const struct query_term *term)
{
    struct slice rest = term->value, from = query_next_part(&rest), until = query_next_part(&rest);

    if (!query_is_date(from) || (until.length > 0 && !query_is_date(until)) ||
        query_next_part(&rest).length > 0 ||
        (until.length > 0) != (term->relation == RELATION_WITHIN))
        return OFFPRINT_OK;
    return add_dates(ranges, term->relation, from, until);
}

/* --- identifiers and codes ------------------------------------------------------------------- */

/* A record answers "not equal" by having another key, as it answers "less" by having a smaller. */
static int find_others(const struct ranges *ranges, struct slice key)
{
    const struct slice open = {"", 0};
    struct slice next;
    int status;

    if (key.length == 0)
        return add_range(ranges, open, open);
    /* With its NUL: the very next key. */
    next = slice_make(arena_copy(ranges->engine->arena, key.data, key.length), key.length + 1);
    status = add_range(ranges, open, key);
    return status < 0 ? status : add_range(ranges, next, open);
}

static int find_keys(const struct ranges *ranges, const struct query_term *term)
{
    struct buffer key;
    int status = OFFPRINT_OK;

    buffer_init(&key);
    index_add_key(&key, ranges->access_point, term->value);
    /* In a union, every ISBN is another number than an LCCN that no ISBN can be. */
    if (term->relation == RELATION_NOT_EQUAL)
        status = find_others(ranges, buffer_slice(&key));
    else if (key.length > 0)
        status = expand_exact(ranges->numbers, ranges->engine, ranges->access_point, TERM_KEY,
                              buffer_slice(&key));
    buffer_finish(&key);
    return status;
}

/*
 * What a right-truncated value begins with where keys have another form than it: an LCCN filled to
 * its length, a DOI without its address, an ISBN of ten digits as one of thirteen, whose first nine
 * follow 978. Nothing where it has none.
 */
static void add_start(struct buffer *start, const struct access_point *access_point,
                      struct slice value, struct slice digits)
{
    bool isbn = access_point->form == FORM_ISBN;

    if (isbn && digits.length < 10 && !slice_starts(digits, "978") &&
        !slice_starts(digits, "979")) {
        buffer_add_string(start, "978");
        buffer_add_slice(start, digits);
    } else {
        index_add_key(start, access_point, value);
    }
}

static int find_start(const struct ranges *ranges, const struct query_term *term,
                      struct slice digits)
{
    struct buffer start;
    int status = OFFPRINT_OK;

    buffer_init(&start);
    add_start(&start, ranges->access_point, term->value, digits);
    if (start.length > 0) {
        buffer_add_char(&start, PATTERN_RUN);
        status = expand_pattern(ranges->numbers, ranges->engine, ranges->access_point, TERM_KEY,
                                buffer_slice(&start));
    }
    buffer_finish(&start);
    return status;
}

static int find_truncated(const struct ranges *ranges, const struct query_term *term)
{
    struct slice forms[2];
    int status = OFFPRINT_OK;

    patterns_of_key(forms, ranges->engine->arena, term);
    for (int i = 0; i < 2 && status == OFFPRINT_OK; i++) {
        if (i == 0 || !slice_equal(forms[0], forms[1]))
            status = expand_pattern(ranges->numbers, ranges->engine, ranges->access_point, TERM_KEY,
                                    forms[i]);
    }
    if (status == OFFPRINT_OK && term->truncation == TRUNCATION_RIGHT &&
        ranges->access_point->kind == ACCESS_IDENTIFIER)
        status = find_start(ranges, term, pattern_prefix(forms[1]));
    return status;
}

int keys_find(struct numbers *numbers, struct engine *engine,
              const struct access_point *access_point, const struct query_term *term)
{
    const struct ranges ranges = {numbers, engine, access_point};

    if (term->truncation != TRUNCATION_NONE)
        return find_truncated(&ranges, term);
    if (access_point->kind == ACCESS_DATE)
        return find_dates(&ranges, term);
    return find_keys(&ranges, term);
}

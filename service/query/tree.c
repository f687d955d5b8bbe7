/* Nodes of the query tree, refusals, and the bound on a query's text. */
#include "query/tree.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <offprint/arena.h>

#include "base/text.h"

struct query *query_operator(struct arena *arena, enum query_kind kind, struct query *left,
                             struct query *right)
{
    struct query *query = arena_alloc(arena, sizeof *query);

    query->kind = kind;
    query->left = left;
    query->right = right;
    return query;
}

struct query *query_all(struct arena *arena)
{
    return query_operator(arena, QUERY_ALL, NULL, NULL);
}

struct query *query_result_set(struct arena *arena, struct slice name)
{
    struct query *query = query_operator(arena, QUERY_RESULT_SET, NULL, NULL);

    query->result_set = arena_copy(arena, name.data, name.length);
    return query;
}

struct query *query_term(struct arena *arena, const struct query_term *term)
{
    struct query *query = query_operator(arena, QUERY_TERM, NULL, NULL);

    query->term = *term;
    query->term.value = arena_slice(arena, term->value);
    return query;
}

/* Formats the sentence, then reports it with a NUL-terminated copy of the value. */
static int refuse(struct diag *diag, int status, struct slice value, const char *format,
                  va_list arguments) OFFPRINT_PRINTF(4, 0);

static int refuse(struct diag *diag, int status, struct slice value, const char *format,
                  va_list arguments)
{
    struct diag report; /* for its sizes */
    size_t length = value.length;

    if (length > sizeof report.value - 1)
        length = sizeof report.value - 1;
    if (length > 0)
        memcpy(report.value, value.data, length);
    report.value[length] = '\0';
    vsnprintf(report.message, sizeof report.message, format, arguments);
    return diag_refuse(diag, status, report.value, "%s", report.message);
}

int query_refuse(struct diag *diag, int status, struct slice value, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    refuse(diag, status, value, format, arguments);
    va_end(arguments);
    return status;
}

int query_refuse_number(struct diag *diag, int status, int64_t value, const char *format, ...)
{
    char digits[24];
    va_list arguments;

    snprintf(digits, sizeof digits, "%" PRId64, value);
    va_start(arguments, format);
    refuse(diag, status, slice_of(digits), format, arguments);
    va_end(arguments);
    return status;
}

struct slice query_next_part(struct slice *text)
{
    struct slice rest = slice_trim(*text), part;
    size_t end = 0;

    while (end < rest.length &&
           (rest.data[end] == '\0' || strchr(" \t\r\n\v\f", rest.data[end]) == NULL))
        end++;
    part = slice_part(rest, 0, end);
    *text = slice_part(rest, end, rest.length);
    return part;
}

int query_text_check(struct slice text, struct diag *diag)
{
    size_t invalid;

    if (text.length > QUERY_BYTES_BOUND)
        return diag_set(diag, OFFPRINT_LIMIT, "the query has %zu bytes, over the limit of %zu",
                        text.length, QUERY_BYTES_BOUND);
    invalid = text_invalid_at(text);
    if (invalid < text.length)
        return query_refuse(diag, OFFPRINT_TERM_ENCODING, slice_part(text, invalid, 16),
                            "the query is not UTF-8 at byte %zu", invalid + 1);
    return OFFPRINT_OK;
}

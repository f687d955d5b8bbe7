/* Masks in terms, turned into the plainest truncation that says the same. */
#include "query/masks.h"

#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "base/text.h"
#include "query/tree.h"

struct reading {
    struct buffer literal; /* without masks and escapes */
    struct buffer pattern; /* as struct query_term says for TRUNCATION_MASKED */
    size_t runs, ones;     /* masks of either kind */
    bool starts, ends;     /* is the first thing, the last thing a run? */
};

static void add_literal(struct reading *reading, char c)
{
    buffer_add_char(&reading->literal, c);
    if (c == '*' || c == '?' || c == '\\')
        buffer_add_char(&reading->pattern, '\\');
    buffer_add_char(&reading->pattern, c);
    reading->ends = false;
}

static void add_run(struct reading *reading)
{
    if (reading->pattern.length == 0)
        reading->starts = true;
    buffer_add_char(&reading->pattern, '*');
    reading->runs++;
    reading->ends = true;
}

static void add_one(struct reading *reading)
{
    buffer_add_char(&reading->pattern, '?');
    reading->ones++;
    reading->ends = false;
}

/* What `c` stands for: '*' a run, '?' one character, 0 itself. */
static char mask_of(enum mask_syntax syntax, char c)
{
    switch (syntax) {
    case MASK_CQL:
        return c == '*' || c == '?' ? c : '\0';
    case MASK_HASH:
        return c == '#' ? '*' : '\0';
    case MASK_Z3958:
        return c == '?' ? '*' : c == '#' ? '?' : '\0';
    case MASK_CQL_PLAIN:
        break;
    }
    return '\0';
}

/* CQL: a backslash stands before what would have a meaning, and before nothing else. */
static int read_escape(struct reading *reading, struct slice raw, size_t *at, struct diag *diag)
{
    char c = *at + 1 < raw.length ? raw.data[*at + 1] : '\0';

    if (c == '\0' || strchr("*?^\"\\", c) == NULL)
        return query_refuse(diag, OFFPRINT_TERM_FORMAT, raw,
                            "a backslash may only stand before * ? ^ \" or another backslash");
    add_literal(reading, c);
    ++*at;
    return OFFPRINT_OK;
}

/* Takes '^' off either end, where it is not escaped. */
static struct slice take_anchors(struct masked_term *term, struct slice raw)
{
    size_t escapes = 0;

    if (raw.length > 0 && raw.data[0] == '^') {
        term->anchored_start = true;
        raw = slice_part(raw, 1, raw.length);
    }
    if (raw.length == 0 || raw.data[raw.length - 1] != '^')
        return raw;
    while (escapes + 1 < raw.length && raw.data[raw.length - 2 - escapes] == '\\')
        escapes++;
    if (escapes % 2 == 0) {
        term->anchored_end = true;
        raw.length--;
    }
    return raw;
}

static int read_all(struct reading *reading, struct slice raw, enum mask_syntax syntax,
                    struct diag *diag)
{
    bool cql = syntax == MASK_CQL || syntax == MASK_CQL_PLAIN;
    int status;

    for (size_t i = 0; i < raw.length; i++) {
        char c = raw.data[i], mask = mask_of(syntax, c);

        if (cql && c == '\\') {
            if ((status = read_escape(reading, raw, &i, diag)) < 0)
                return status;
        } else if (syntax == MASK_CQL && c == '^') {
            return query_refuse(diag, OFFPRINT_POSITION, raw,
                                "an anchor (^) may only stand at the ends of a term");
        } else if (mask == '*') {
            /* Z39.58 lets a number bound the run, which is not offered. */
            if (syntax == MASK_Z3958 && i + 1 < raw.length && raw.data[i + 1] >= '0' &&
                raw.data[i + 1] <= '9')
                return query_refuse(diag, OFFPRINT_TRUNCATION, slice_part(raw, i, 2),
                                    "a mask of a given number of characters is not offered");
            add_run(reading);
        } else if (mask == '?') {
            add_one(reading);
        } else {
            add_literal(reading, c);
        }
    }
    return OFFPRINT_OK;
}

/* Does a letter put at that end of the literal belong to the word that stands there? */
static bool joins(struct slice literal, bool at_end)
{
    struct buffer text, folded;
    bool joined;

    if (literal.length == 0)
        return false;
    buffer_init(&text);
    buffer_init(&folded);
    if (!at_end)
        buffer_add_char(&text, 'x');
    buffer_add_slice(&text, literal);
    if (at_end)
        buffer_add_char(&text, 'x');
    text_add_folded(&folded, buffer_slice(&text));
    if (at_end)
        joined = folded.length > 1 && folded.data[folded.length - 2] != ' ';
    else
        joined = folded.length > 1 && folded.data[1] != ' ';
    buffer_finish(&folded);
    buffer_finish(&text);
    return joined;
}

static enum query_truncation simplest(const struct reading *reading)
{
    struct slice literal = buffer_slice(&reading->literal);

    if (reading->runs + reading->ones == 0)
        return TRUNCATION_NONE;
    if (reading->ones > 0 || reading->runs > 2 ||
        reading->runs != (size_t)reading->starts + (size_t)reading->ends)
        return TRUNCATION_MASKED;
    /* "cat *" is a word after "cat", not a word that begins with it. */
    if ((reading->starts && !joins(literal, false)) || (reading->ends && !joins(literal, true)))
        return TRUNCATION_MASKED;
    if (reading->starts && reading->ends)
        return TRUNCATION_BOTH;
    return reading->starts ? TRUNCATION_LEFT : TRUNCATION_RIGHT;
}

int masks_read(struct masked_term *term, struct arena *arena, struct slice raw,
               enum mask_syntax syntax, struct diag *diag)
{
    struct reading reading = {.runs = 0};
    int status;

    memset(term, 0, sizeof *term);
    buffer_init(&reading.literal);
    buffer_init(&reading.pattern);
    if (syntax == MASK_CQL)
        raw = take_anchors(term, raw);
    status = read_all(&reading, raw, syntax, diag);
    if (status == OFFPRINT_OK) {
        term->truncation = simplest(&reading);
        term->pattern = arena_slice(arena, buffer_slice(&reading.pattern));
        term->value = term->truncation == TRUNCATION_MASKED
                          ? term->pattern
                          : arena_slice(arena, buffer_slice(&reading.literal));
    }
    buffer_finish(&reading.pattern);
    buffer_finish(&reading.literal);
    return status;
}

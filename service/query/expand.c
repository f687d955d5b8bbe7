/* Walks over the terms of an access point, within the limits of the evaluation. */
#include "query/expand.h"

#include <string.h>

#include "query/patterns.h"
#include "query/tree.h"

int expand_exact(struct numbers *numbers, struct engine *engine,
                 const struct access_point *access_point, enum term_kind kind, struct slice term)
{
    uint32_t number;
    int found = index_find_term(engine->transaction, access_point->number, kind, term, &number,
                                engine->diag);

    if (found > 0)
        numbers_add(numbers, engine, number);
    return found < 0 ? found : OFFPRINT_OK;
}

/* Is the term within what is walked? Where it is not, the walk is at its end. */
typedef bool walk_end(struct slice term, struct slice bound);

static bool past_prefix(struct slice term, struct slice prefix)
{
    return term.length < prefix.length ||
           (prefix.length > 0 && memcmp(term.data, prefix.data, prefix.length) != 0);
}

static bool past_bound(struct slice term, struct slice until)
{
    size_t shared = term.length < until.length ? term.length : until.length;
    int order = shared > 0 ? memcmp(term.data, until.data, shared) : 0;

    return until.length > 0 && (order > 0 || (order == 0 && term.length >= until.length));
}

/* From `from` to what `end` says of `bound`, adding what `pattern` matches (empty: everything). */
static int walk(struct numbers *numbers, struct engine *engine, struct term_cursor *cursor,
                struct slice from, walk_end *end, struct slice bound, struct slice pattern)
{
    struct term_entry entry;
    int status = term_cursor_seek(cursor, from, &entry, engine->diag);

    while (status > 0 && !end(entry.term, bound)) {
        if ((status = engine_step(engine)) < 0)
            return status;
        if (pattern.length == 0 || pattern_matches(pattern, entry.term)) {
            if ((status = numbers_expand(numbers, engine, entry.number)) < 0)
                return status;
        }
        status = term_cursor_next(cursor, &entry, engine->diag);
    }
    return status < 0 ? status : OFFPRINT_OK;
}

int expand_pattern(struct numbers *numbers, struct engine *engine,
                   const struct access_point *access_point, enum term_kind kind,
                   struct slice pattern)
{
    struct slice prefix = pattern_prefix(pattern);
    struct term_cursor *cursor;
    int status;

    if (!pattern_is_masked(pattern))
        return expand_exact(numbers, engine, access_point, kind, pattern);
    if (prefix.length > EXPAND_PREFIX_MAX)
        return query_refuse(engine->diag, OFFPRINT_TRUNCATION, prefix,
                            "at most %d bytes may stand before a mask", EXPAND_PREFIX_MAX);
    status = term_cursor_open(&cursor, engine->transaction, access_point, kind, engine->diag);
    if (status < 0)
        return status;
    status = walk(numbers, engine, cursor, prefix, past_prefix, prefix, pattern);
    term_cursor_close(cursor);
    return status;
}

int expand_range(struct numbers *numbers, struct engine *engine,
                 const struct access_point *access_point, enum term_kind kind, struct slice from,
                 struct slice until)
{
    struct term_cursor *cursor;
    int status = term_cursor_open(&cursor, engine->transaction, access_point, kind, engine->diag);

    if (status < 0)
        return status;
    status = walk(numbers, engine, cursor, from, past_bound, until, slice_of(""));
    term_cursor_close(cursor);
    return status;
}

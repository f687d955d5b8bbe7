/* Sort values told from the index: which of the terms that begin with a prefix a record has. */
#include <stdlib.h>

#include <offprint/arena.h>

#include "base/bytes.h"
#include "base/datestamp.h"
#include "base/memory.h"
#include "index/columns.h"
#include "index/docset.h"
#include "index/index.h"
#include "index/keys.h"
#include "index/postings.h"
#include "store/store.h"

/* The clock costs about as much as a term. */
#define TERMS_BETWEEN_LOOKS 64

struct matching {
    const struct column_question *question;
    struct column_match *match;
    struct docset *within; /* the records asked about */
    uint32_t *sections;    /* where each begins among their docids, and the end */
    uint32_t first, section_count;
    unsigned shift; /* a section is so many bits wide */
    struct postings_reader postings;
    size_t taken;    /* records that the term at hand was given to */
    size_t capacity; /* of match->terms */
    struct diag *diag;
};

/* --- records ---------------------------------------------------------------------------------- */

/* Divides the docids into about as many sections of equal width, so that one is found at once. */
static void make_sections(struct matching *matching)
{
    const struct column_question *question = matching->question;
    uint32_t width, section = 0;

    matching->first = question->docids[0];
    width = question->docids[question->count - 1] - matching->first;
    while (width >> matching->shift >= question->count)
        matching->shift++;
    matching->sections = memory_alloc(((width >> matching->shift) + 2) * sizeof(uint32_t));
    for (size_t i = 0; i < question->count; i++) {
        while (section <= (question->docids[i] - matching->first) >> matching->shift)
            matching->sections[section++] = (uint32_t)i;
    }
    matching->section_count = section;
    matching->sections[section] = (uint32_t)question->count;
}

/* Gives a term to a record if it is asked about. One with two terms that begin so has the one or
 * the other as its value. */
static void take_record(struct matching *matching, uint32_t docid, uint32_t term)
{
    const uint32_t *docids = matching->question->docids;
    uint32_t *places = matching->match->places;
    uint32_t section = (docid - matching->first) >> matching->shift, low, high;

    if (docid < matching->first || section >= matching->section_count)
        return;
    low = matching->sections[section];
    high = matching->sections[section + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (docids[middle] < docid)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == matching->sections[section + 1] || docids[low] != docid)
        return;
    matching->taken++;
    places[low] = places[low] == COLUMN_TERM_NONE ? term : COLUMN_TERM_UNSURE;
}

/* --- terms ------------------------------------------------------------------------------------ */

/* Gives a term to the records that stand in chunks: it is one of many. */
static int take_chunks(struct matching *matching, const struct term_entry *entry, uint32_t term)
{
    struct docset *found = docset_create();
    int status = index_term_docs(matching->question->transaction, entry->number, matching->within,
                                 found, matching->diag);
    uint32_t docid = 0;

    while (status >= 0 && docset_next(found, &docid))
        take_record(matching, docid, term);
    docset_destroy(found);
    return status;
}

/* Gives a term to those of the records that have it. */
static int take_postings(struct matching *matching, const struct term_entry *entry, uint32_t term)
{
    struct postings postings;
    int status = postings_find(&matching->postings, entry->number, &postings);

    if (status <= 0)
        return status;
    if (postings.docids == NULL)
        return take_chunks(matching, entry, term);
    for (uint32_t i = 0; i < postings.count; i++)
        take_record(matching, postings.docids[i], term);
    return OFFPRINT_OK;
}

/* One that was cut does not say how it goes on. */
static int take_term(struct matching *matching, const struct term_entry *entry, struct arena *arena)
{
    struct column_match *match = matching->match;
    bool cut = matching->question->point->kind == ACCESS_TEXT && entry->term.length > TERM_CUT;
    int status;

    if (cut)
        return take_postings(matching, entry, COLUMN_TERM_UNSURE);
    matching->taken = 0;
    status = take_postings(matching, entry, (uint32_t)match->term_count);
    if (status >= 0 && matching->taken > 0) {
        match->terms =
            memory_grow(match->terms, &matching->capacity, match->term_count, sizeof *match->terms);
        match->terms[match->term_count++] = arena_slice(arena, entry->term);
    }
    return status;
}

static int check_time(const struct matching *matching, size_t walked)
{
    if (walked % TERMS_BETWEEN_LOOKS != 0 || clock_milliseconds() <= matching->question->deadline)
        return OFFPRINT_OK;
    return diag_set(matching->diag, OFFPRINT_TIMEOUT,
                    "putting %zu records in order took longer than it may",
                    matching->question->count);
}

/* 1, or 0 where more terms begin so than may be looked at. */
static int walk(struct matching *matching, struct term_cursor *cursor, struct arena *arena)
{
    const struct column_question *question = matching->question;
    struct term_entry entry;
    uint8_t bytes[8];
    struct slice prefix = slice_make((const char *)bytes, sizeof bytes);
    size_t walked = 0;
    int status, taken = OFFPRINT_OK;

    put_u64(bytes, question->prefix);
    status = term_cursor_seek(cursor, prefix, &entry, matching->diag);
    while (status > 0 && taken >= 0 && slice_equal(slice_part(entry.term, 0, 8), prefix)) {
        if (walked++ == question->term_limit)
            return 0;
        taken = check_time(matching, walked);
        if (taken >= 0)
            taken = take_term(matching, &entry, arena);
        if (taken >= 0)
            status = term_cursor_next(cursor, &entry, matching->diag);
    }
    if (status < 0)
        return status;
    return taken < 0 ? taken : 1;
}

/* A union has terms of its own only to be counted by. */
static bool has_terms(const struct access_point *point)
{
    return point->member_count == 0 || point->facet != NULL;
}

/* Opens both: the cursor over terms and the reader of postings. */
static int open_both(struct matching *matching, struct term_cursor **cursor)
{
    const struct column_question *question = matching->question;
    enum term_kind kind = question->point->kind == ACCESS_TEXT ? TERM_HEADING : TERM_KEY;
    struct store_transaction *transaction = question->transaction;
    int status = postings_reader_open(&matching->postings, transaction, matching->diag);

    *cursor = NULL;
    if (status < 0)
        return status;
    return term_cursor_open(cursor, transaction, question->point, kind, matching->diag);
}

int columns_match(struct column_match *match, const struct column_question *question,
                  struct arena *arena, struct diag *diag)
{
    struct matching matching = {.question = question, .match = match, .diag = diag};
    struct term_cursor *cursor = NULL;
    int status;

    *match = (struct column_match){0};
    if (!has_terms(question->point) || question->count == 0)
        return 0;
    match->places = memory_alloc((question->count + 1) * sizeof *match->places);
    for (size_t i = 0; i < question->count; i++)
        match->places[i] = COLUMN_TERM_NONE;
    matching.within = docset_create();
    docset_add_many(matching.within, question->docids, question->count);
    make_sections(&matching);
    status = open_both(&matching, &cursor);
    if (status >= 0)
        status = walk(&matching, cursor, arena);
    docset_destroy(matching.within);
    free(matching.sections);
    term_cursor_close(cursor);
    postings_reader_close(&matching.postings);
    if (status <= 0)
        column_match_finish(match);
    return status;
}

void column_match_finish(struct column_match *match)
{
    free(match->places);
    free(match->terms);
    *match = (struct column_match){0};
}

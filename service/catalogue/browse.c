#include "catalogue/private.h"

#include <string.h>

#include <offprint/access_points.h>
#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "base/text.h"
#include "catalogue/display.h"
#include "index/docset.h"
#include "index/index.h"
#include "index/term_viewer.h"

/* Access points that one union may have: more than the table can name. */
#define MEMBERS_LARGEST 256

/* The terms of one access point, or of a union's member. */
struct member {
    struct term_cursor *cursor;
    struct term_entry entry; /* where the cursor stands */
    bool ended;
};

/* A walk over the terms of an access point: for a union, its members' terms merged. */
struct browse {
    struct store_transaction transaction;
    const struct browse_options *options;
    enum term_kind kind;
    struct slice start; /* normalized */
    struct member *members;
    size_t member_count;
    uint32_t terms[MEMBERS_LARGEST]; /* numbers of the entry that was taken last */
    size_t term_count;
    struct docset *collections; /* NULL: all records */
    struct term_viewer *viewer;
    struct arena *arena;
    struct diag *diag;
};

/* --- preparing ---------------------------------------------------------------------------------
 */

static enum term_kind browse_kind(const struct browse_options *options)
{
    if (options->access_point->kind != ACCESS_TEXT)
        return TERM_KEY;
    return options->headings ? TERM_HEADING : TERM_WORD;
}

/* The start term in the form that the index has its terms in. */
static struct slice normalize_start(const struct browse_options *options, enum term_kind kind,
                                    struct arena *arena)
{
    struct buffer text, heading;
    struct slice start, words;

    buffer_init(&text);
    buffer_init(&heading);
    if (kind == TERM_KEY)
        index_add_key(&text, options->access_point, options->start);
    if (text.length == 0)
        text_add_folded(&text, options->start);
    words = buffer_slice(&text);
    if (kind == TERM_WORD)
        words = text_next_word(&words);
    if (kind == TERM_HEADING) {
        index_add_heading(&heading, words);
        words = buffer_slice(&heading);
    }
    start = arena_slice(arena, words);
    buffer_finish(&text);
    buffer_finish(&heading);
    return start;
}

static int open_member(struct browse *browse, const struct access_point *access_point)
{
    struct member *member = &browse->members[browse->member_count];
    int status = term_cursor_open(&member->cursor, &browse->transaction, access_point, browse->kind,
                                  browse->diag);

    if (status >= 0)
        browse->member_count++;
    return status;
}

/* A union that is a facet has its headings or keys as terms of its own. */
static bool has_own_list(const struct browse *browse)
{
    return browse->options->access_point->facet != NULL && browse->kind != TERM_WORD;
}

static int open_members(struct browse *browse)
{
    const struct access_point *access_point = browse->options->access_point;
    size_t count = access_point->member_count;
    int status = OFFPRINT_OK;

    if (count > MEMBERS_LARGEST)
        return diag_set(browse->diag, OFFPRINT_LIMIT, "access point %s has too many members",
                        access_point->name);
    browse->members = arena_array(browse->arena, count + 1, sizeof *browse->members);
    if (count == 0 || has_own_list(browse))
        return open_member(browse, access_point);
    for (size_t i = 0; i < count && status >= 0; i++)
        status = open_member(browse, access_point->members[i]);
    return status;
}

static int browse_begin(struct browse *browse, struct catalogue *catalogue)
{
    const struct browse_options *options = browse->options;
    int status = store_read(&browse->transaction, catalogue->store, browse->diag);

    if (status >= 0)
        status = catalogue_check_index(catalogue, &browse->transaction, browse->diag);
    if (status < 0)
        return status;
    browse->kind = browse_kind(options);
    browse->start = normalize_start(options, browse->kind, browse->arena);
    browse->viewer = term_viewer_create(&browse->transaction, catalogue->access_points);
    browse->collections = docset_create();
    status =
        catalogue_collection_docs(browse->collections, &browse->transaction, options->collections,
                                  options->collection_count, browse->diag);
    if (status == 0) {
        docset_destroy(browse->collections);
        browse->collections = NULL;
    }
    return status < 0 ? status : open_members(browse);
}

static void browse_end(struct browse *browse)
{
    for (size_t i = 0; i < browse->member_count; i++)
        term_cursor_close(browse->members[i].cursor);
    docset_destroy(browse->collections);
    term_viewer_destroy(browse->viewer);
    store_end(&browse->transaction);
}

/* --- walking -----------------------------------------------------------------------------------
 */

/* Moves one member's cursor and notes whether there was anything. */
static int member_moved(struct member *member, int status)
{
    member->ended = status <= 0;
    return status < 0 ? status : OFFPRINT_OK;
}

static int member_step(struct browse *browse, struct member *member, bool backward)
{
    return member_moved(
        member, backward ? term_cursor_previous(member->cursor, &member->entry, browse->diag)
                         : term_cursor_next(member->cursor, &member->entry, browse->diag));
}

/* Places every cursor at the start term or the first after it; going backward, before that. */
static int seek(struct browse *browse, bool backward)
{
    int status = OFFPRINT_OK;

    for (size_t i = 0; i < browse->member_count && status >= 0; i++) {
        struct member *member = &browse->members[i];

        status = member_moved(
            member, term_cursor_seek(member->cursor, browse->start, &member->entry, browse->diag));
        if (status >= 0 && backward)
            status = member_step(browse, member, true);
    }
    return status;
}

static int compare_terms(struct slice a, struct slice b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter > 0 ? memcmp(a.data, b.data, shorter) : 0;

    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

/* The term that comes next among the members' cursors; false where all have ended. */
static bool next_term(const struct browse *browse, bool backward, struct slice *term)
{
    bool found = false;

    for (size_t i = 0; i < browse->member_count; i++) {
        const struct member *member = &browse->members[i];
        int order;

        if (member->ended)
            continue;
        order = found ? compare_terms(member->entry.term, *term) : 0;
        if (!found || (backward ? order > 0 : order < 0))
            *term = member->entry.term;
        found = true;
    }
    return found;
}

/* How many records have the term, within the collections asked for. */
static int count_records(struct browse *browse, uint64_t *records)
{
    const uint32_t *terms = browse->terms;
    size_t count = browse->term_count;
    struct docset *docs;
    int status = OFFPRINT_OK;

    if (count == 1 && browse->collections == NULL)
        return index_term_count(&browse->transaction, terms[0], records, browse->diag);
    docs = docset_create();
    for (size_t i = 0; i < count && status >= 0; i++)
        status = index_term_docs(&browse->transaction, terms[i], browse->collections, docs,
                                 browse->diag);
    *records = docset_count(docs);
    docset_destroy(docs);
    return status;
}

/* Takes one entry and moves past it. 1, or 0 at the end of the list. */
static int take(struct browse *browse, bool backward, struct browse_entry *entry)
{
    struct slice term;
    int status = OFFPRINT_OK;

    if (!next_term(browse, backward, &term))
        return 0;
    entry->term = arena_slice(browse->arena, term);
    entry->display = slice_make(NULL, 0);
    browse->term_count = 0;
    for (size_t i = 0; i < browse->member_count && status >= 0; i++) {
        struct member *member = &browse->members[i];

        if (member->ended || !slice_equal(member->entry.term, entry->term))
            continue;
        browse->terms[browse->term_count++] = member->entry.number;
        status = member_step(browse, member, backward);
    }
    if (status >= 0)
        status = count_records(browse, &entry->count);
    return status < 0 ? status : 1;
}

/* Finds how a record writes the entry that was taken last, from whichever member has one. */
static int show(struct browse *browse, struct browse_entry *entry)
{
    int status = OFFPRINT_OK;

    for (size_t i = 0; i < browse->term_count && entry->display.length == 0 && status >= 0; i++)
        status =
            display_term(&entry->display, browse->viewer, browse->options->access_point,
                         browse->kind, entry->term, browse->terms[i], browse->arena, browse->diag);
    return status;
}

/*
 * Collects up to `wanted` entries, after passing over `skipped` of them. Terms that no record has
 * any more are not there for a reader.
 */
static ptrdiff_t collect(struct browse *browse, bool backward, uint32_t skipped, uint32_t wanted,
                         struct browse_entry *entries)
{
    struct browse_entry entry = {0};
    uint32_t count = 0;
    int status = seek(browse, backward);

    while (status >= 0 && count < wanted) {
        status = take(browse, backward, &entry);
        if (status <= 0)
            break;
        if (entry.count == 0)
            continue;
        if (skipped > 0) {
            skipped--;
            continue;
        }
        status = show(browse, &entry);
        entries[count++] = entry;
    }
    return status < 0 ? status : (ptrdiff_t)count;
}

/* --- the answer ----------------------------------------------------------------------------------
 */

/* The entries before the start term, in order, at the front of `entries`. */
static ptrdiff_t collect_before(struct browse *browse, struct browse_entry *entries)
{
    uint32_t position = browse->options->position, count = browse->options->count;
    uint32_t before = position > 0 ? position - 1 : 0;
    ptrdiff_t found;

    if (before == 0)
        return 0;
    found = before > count ? collect(browse, true, before - count, count, entries)
                           : collect(browse, true, 0, before, entries);
    for (ptrdiff_t i = 0; i < found / 2; i++) {
        struct browse_entry swapped = entries[i];

        entries[i] = entries[found - 1 - i];
        entries[found - 1 - i] = swapped;
    }
    return found;
}

/* Position 0 stands before the first entry: the start term itself is left out (Z39.50 3.2.8.1.5).
 */
static ptrdiff_t collect_after(struct browse *browse, struct browse_entry *entries)
{
    uint32_t position = browse->options->position, count = browse->options->count;
    uint32_t before = position > 0 ? position - 1 : 0;
    struct browse_entry first = {0};
    uint32_t skipped = 0;
    ptrdiff_t status;

    if (before >= count)
        return 0;
    if (position == 0) {
        status = collect(browse, false, 0, 1, &first);
        if (status < 0)
            return status;
        skipped = status > 0 && slice_equal(first.term, browse->start) ? 1 : 0;
    }
    return collect(browse, false, skipped, count - before, entries);
}

/* Can the access point be browsed at all, in the way asked for? */
static int check(const struct browse_options *options, struct diag *diag)
{
    const struct access_point *access_point = options->access_point;

    if (!access_point->scans || (options->headings && access_point->kind != ACCESS_TEXT))
        return diag_refuse(diag, OFFPRINT_SCAN_ACCESS_POINT, access_point->name,
                           "%s cannot be browsed by %s", access_point->label,
                           options->headings ? "headings" : "words");
    return OFFPRINT_OK;
}

ptrdiff_t catalogue_browse(struct browse_entry **entries, uint32_t *position,
                           struct catalogue *catalogue, const struct browse_options *options,
                           struct arena *arena, struct diag *diag)
{
    struct browse browse = {.options = options, .arena = arena, .diag = diag};
    ptrdiff_t before, after = 0;
    int status = check(options, diag);

    if (status < 0)
        return status;
    *entries = arena_array(arena, (size_t)options->count + 1, sizeof **entries);
    status = browse_begin(&browse, catalogue);
    before = status < 0 ? status : collect_before(&browse, *entries);
    if (before >= 0)
        after = collect_after(&browse, *entries + before);
    browse_end(&browse);
    if (before < 0 || after < 0)
        return before < 0 ? before : after;
    *position = options->position > 0 ? (uint32_t)before + 1 : 0;
    return before + after;
}

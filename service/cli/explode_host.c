/* Finds the record of a book that a publisher's file describes. */
#include "cli/explode.h"

#include <stdio.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/convert.h>
#include <offprint/query.h>
#include <offprint/record.h>

#include "base/text.h"
#include "convert/date.h"
#include "convert/isbd.h"

/* Records that a title or number may find before it says nothing. */
#define FOUND_MAX 100
/* Bytes of a title that a query is made of. */
#define TITLE_MAX 1000

/* Those that a book may be, and are no parts themselves. */
struct candidates {
    struct explosion *explosion;
    const struct explode_book *book;
    bool by_title;
    struct catalogue_record first;
    size_t count;
};

static bool is_same_title(const struct candidates *candidates, const struct marc_record *record)
{
    struct arena *arena = candidates->explosion->arena;
    const struct explode_book *book = candidates->book;
    const struct explode_part whole = {.title = book->title, .subtitle = book->subtitle};
    const struct marc_field *title = marc_record_field(record, "245", NULL);
    struct slice wanted = explode_part_title(&whole, arena), got;
    struct buffer proper;
    bool same;

    if (title == NULL || wanted.length == 0)
        return false;
    if (slice_equal(explode_record_title(record, arena), wanted))
        return true;
    buffer_init(&proper);
    text_add_folded(&proper, isbd_join(title, "a", " ", arena));
    got = buffer_slice(&proper);
    same = slice_equal(got, wanted);
    buffer_finish(&proper);
    return same;
}

static bool is_candidate(const struct candidates *candidates, const struct marc_record *record)
{
    char level = record->leader[MARC_LEADER_LEVEL];
    struct dates dates;

    if (level == 'a' || level == 'b' || level == 'd')
        return false;
    if (!candidates->by_title)
        return true;
    dates_read(&dates, record, candidates->explosion->arena);
    return dates.year == candidates->book->year && is_same_title(candidates, record);
}

/* Adds what a query finds. */
static int look(struct candidates *candidates, const char *text, struct diag *diag)
{
    struct explosion *explosion = candidates->explosion;
    struct result_set *result = NULL;
    struct query *query;
    int status = query_from_cql(&query, explosion->arena,
                                catalogue_access_points(explosion->catalogue), text, diag);

    if (status >= 0)
        status = catalogue_search(&result, explosion->catalogue, query, NULL, diag);
    for (uint64_t i = 1; status >= 0 && i <= result_set_count(result) && i <= FOUND_MAX; i++) {
        struct catalogue_record record;

        if (result_set_fetch(&record, result, i, explosion->arena, diag) < 0 ||
            !is_candidate(candidates, record.record))
            continue;
        if (candidates->count > 0 && strcmp(candidates->first.id, record.id) == 0)
            continue;
        if (candidates->count++ == 0)
            candidates->first = record;
    }
    result_set_destroy(result);
    return status < 0 ? status : OFFPRINT_OK;
}

/* A CQL term in quotes. */
static const char *quoted(struct slice text, struct arena *arena)
{
    struct buffer out;
    const char *term;

    buffer_init(&out);
    buffer_add_char(&out, '"');
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] != '\0' && strchr("\"\\*?^", text.data[i]) != NULL)
            buffer_add_char(&out, '\\');
        buffer_add_char(&out, text.data[i]);
    }
    buffer_add_char(&out, '"');
    term = arena_slice(arena, buffer_slice(&out)).data;
    buffer_finish(&out);
    return term;
}

/* Letters and digits alone: what a number is, whatever stands in the file. */
static struct slice plain(struct slice isbn, struct arena *arena)
{
    char *copy = arena_copy(arena, isbn.data != NULL ? isbn.data : "", isbn.length);
    size_t length = 0;

    for (size_t i = 0; i < isbn.length; i++) {
        if ((copy[i] >= '0' && copy[i] <= '9') || (copy[i] | 0x20) == 'x')
            copy[length++] = copy[i];
    }
    return slice_make(copy, length);
}

static int look_by_isbn(struct candidates *candidates, struct diag *diag)
{
    struct arena *arena = candidates->explosion->arena;
    int status = OFFPRINT_OK;

    for (size_t i = 0; i < candidates->book->isbn_count && status >= 0; i++) {
        struct slice isbn = plain(candidates->book->isbns[i], arena);

        if (isbn.length == 10 || isbn.length == 13)
            status = look(candidates,
                          arena_printf(arena, "bath.isbn = \"%.*s\"", (int)isbn.length, isbn.data),
                          diag);
    }
    return status;
}

static int look_by_title(struct candidates *candidates, struct diag *diag)
{
    struct arena *arena = candidates->explosion->arena;
    struct slice title = candidates->book->title;

    if (title.length == 0 || title.length > TITLE_MAX || candidates->book->year == 0)
        return OFFPRINT_OK;
    candidates->by_title = true;
    return look(candidates, arena_printf(arena, "dc.title all %s", quoted(title, arena)), diag);
}

int explosion_find_host(struct catalogue_record *host, struct explosion *explosion,
                        const struct explode_book *book, struct diag *diag)
{
    struct candidates candidates = {.explosion = explosion, .book = book};
    int status = look_by_isbn(&candidates, diag);

    if (status >= 0 && candidates.count == 0)
        status = look_by_title(&candidates, diag);
    if (status < 0)
        return status;
    if (candidates.count == 0)
        return diag_set(diag, OFFPRINT_NOT_FOUND,
                        "no record has its ISBN, or its title and date: import one first, or name "
                        "it with --host");
    if (candidates.count > 1)
        return diag_set(diag, OFFPRINT_INVALID,
                        "%zu records could be its own, \"%.100s\" and others: name one with --host",
                        candidates.count, candidates.first.id);
    *host = candidates.first;
    if (candidates.by_title)
        fprintf(stderr, "%s: note: %s is taken to be the book \"%.*s\", by title and date\n",
                explosion->source, host->id, (int)book->title.length, book->title.data);
    return OFFPRINT_OK;
}

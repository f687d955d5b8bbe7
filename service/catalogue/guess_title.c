#include "catalogue/guess_title.h"

#include <stdlib.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/convert.h>
#include <offprint/record.h>

#include "base/text.h"
#include "convert/date.h"
#include "convert/isbd.h"
#include "convert/language.h"
#include "convert/part.h"
#include "convert/title.h"

/* --- forms --------------------------------------------------------------------------------------
 */

/* Adds `text` folded, unless it stands there already or is empty. */
static size_t add_form(struct slice titles[GUESS_TITLES], size_t count, struct slice text,
                       struct arena *arena)
{
    struct buffer folded;

    buffer_init(&folded);
    text_add_folded(&folded, text);
    for (size_t i = 0; i < count; i++) {
        if (slice_equal(titles[i], buffer_slice(&folded)))
            buffer_truncate(&folded, 0);
    }
    if (folded.length > 0 && count < GUESS_TITLES)
        titles[count++] = arena_slice(arena, buffer_slice(&folded));
    buffer_finish(&folded);
    return count;
}

static struct slice first_link_title(const struct marc_record *part)
{
    const struct marc_field *field = NULL;

    while ((field = marc_record_field(part, "773", field)) != NULL) {
        struct slice title = marc_field_subfield(field, 't');

        if (title.length > 0)
            return title;
    }
    return slice_make(NULL, 0);
}

/* Bytes of the article that `text` begins with, in the language of the record. */
static size_t article(struct slice text, const struct marc_record *record, struct arena *arena)
{
    struct slice language = language_of(record, arena);
    struct title title;

    title_split(&title, text, language, arena);
    if (title.nonsort.length > 0)
        return title.nonsort.length;
    if (slice_is(language, "eng"))
        return slice_starts(text, "A ") ? 2 : (slice_starts(text, "An ") ? 3 : 0);
    return 0;
}

size_t guess_titles_of_link(struct slice titles[GUESS_TITLES], const struct marc_record *part,
                            struct arena *arena)
{
    struct slice text = slice_trim(first_link_title(part));
    size_t count = add_form(titles, 0, text, arena);

    if (text.length == 0)
        return 0;
    return add_form(titles, count, slice_part(text, article(text, part, arena), text.length),
                    arena);
}

/* A 245's text without the characters that its second indicator says not to file. */
static struct slice filed(struct slice text, char indicator)
{
    size_t offset = 0;

    for (int i = indicator >= '1' && indicator <= '9' ? indicator - '0' : 0;
         i > 0 && offset < text.length; i--)
        text_next(text, &offset);
    return offset < text.length ? slice_part(text, offset, text.length) : text;
}

size_t guess_titles_of_record(struct slice titles[GUESS_TITLES], const struct marc_record *record,
                              struct arena *arena)
{
    const struct marc_field *field = marc_record_field(record, "245", NULL);
    struct slice whole, proper;
    size_t count;

    if (field == NULL)
        return 0;
    whole = isbd_join(field, "abnp", " ", arena);
    proper = isbd_join(field, "a", " ", arena);
    count = add_form(titles, 0, whole, arena);
    count = add_form(titles, count, filed(whole, field->indicator[1]), arena);
    count = add_form(titles, count, proper, arena);
    return add_form(titles, count, filed(proper, field->indicator[1]), arena);
}

/* Articles as folding leaves them; an apostrophe joins one to its word. */
static const struct {
    const char *language;
    const char *articles[9];
} languages[] = {
    {"eng", {"the ", "a ", "an ", NULL}},
    {"ger", {"der ", "die ", "das ", "ein ", "eine ", NULL}},
    {"fre", {"le ", "la ", "les ", "l", "un ", "une ", NULL}},
    {"spa", {"el ", "la ", "los ", "las ", "un ", "una ", NULL}},
    {"ita", {"il ", "lo ", "la ", "i ", "gli ", "le ", "l", NULL}},
    {"por", {"o ", "a ", "os ", "as ", NULL}},
    {"dut", {"de ", "het ", "een ", NULL}},
};

size_t guess_titles_with_articles(struct slice **titles, const struct marc_record *record,
                                  struct arena *arena)
{
    const size_t most = sizeof languages[0].articles / sizeof languages[0].articles[0];
    struct slice language = language_of(record, arena), own[GUESS_TITLES];
    size_t count = guess_titles_of_record(own, record, arena), all = 0;

    *titles = arena_array(arena, count * most + 1, sizeof **titles);
    for (size_t i = 0; i < count; i++) {
        (*titles)[all++] = own[i];
        for (size_t j = 0; j < sizeof languages / sizeof languages[0]; j++) {
            const char *const *article = languages[j].articles;

            for (; slice_is(language, languages[j].language) && *article != NULL; article++)
                (*titles)[all++] = slice_of(
                    arena_printf(arena, "%s%.*s", *article, (int)own[i].length, own[i].data));
        }
    }
    return all;
}

/* --- dates --------------------------------------------------------------------------------------
 */

/* The year that the part gives for its host; its own where it does not say: they came out
 * together. 0 where neither is known. */
static int host_year(const struct marc_record *part, struct arena *arena)
{
    struct convert_context context = {0};
    struct part read;
    struct dates dates;

    if (part_read(&read, part, &context, arena) && read.date.length == 4)
        return date_year_in(read.date);
    dates_read(&dates, part, arena);
    return dates.year;
}

bool guess_is_titled(const struct marc_record *part, const struct marc_record *host,
                     struct arena *arena)
{
    struct slice named[GUESS_TITLES], own[GUESS_TITLES];
    size_t named_count = guess_titles_of_link(named, part, arena);
    size_t own_count = guess_titles_of_record(own, host, arena);
    struct dates dates;
    bool same = false;

    for (size_t i = 0; i < named_count; i++) {
        for (size_t j = 0; j < own_count; j++)
            same |= slice_equal(named[i], own[j]);
    }
    if (!same)
        return false;
    dates_read(&dates, host, arena);
    return dates.year != 0 && dates.year == host_year(part, arena);
}

/* A citation in one line of plain text, after the habits of Chicago's bibliographies: alone as a
 * format of its own, and as part of others. */
#include "convert/writer.h"

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "convert/citation.h"

/* Chicago prints up to six names; of more, the first three. */
#define NAMES_MOST 6
#define NAMES_SHOWN 3

static bool ends_sentence(const struct buffer *out)
{
    if (out->length == 0)
        return true;
    char last = out->data[out->length - 1];
    return last == '.' || last == '?' || last == '!';
}

/* Closes what stands in `out` since `start`, and leaves a space before what comes next. */
static void stop(struct buffer *out, size_t start)
{
    if (out->length == start)
        return;
    if (!ends_sentence(out))
        buffer_add_char(out, '.');
    buffer_add_char(out, ' ');
}

static void add_direct(struct buffer *out, const struct citation_name *name)
{
    if (name->family.length == 0) {
        buffer_add_slice(out, name->whole);
        return;
    }
    buffer_add_slice(out, name->given);
    buffer_add_char(out, ' ');
    buffer_add_slice(out, name->family);
    if (name->suffix.length > 0) {
        buffer_add_char(out, ' ');
        buffer_add_slice(out, name->suffix);
    }
}

/* "A", "A and B", "A, B, and C", "A, B, C, et al."; the first inverted where the list opens a
 * citation. */
static void add_names(struct buffer *out, const struct citation *citation, enum citation_role role,
                      bool inverted)
{
    size_t total = citation_count(citation, role), at = 0;
    size_t shown = total > NAMES_MOST ? NAMES_SHOWN : total;
    for (size_t i = 0; i < citation->name_count && at < shown; i++) {
        if (citation->names[i].role != role)
            continue;
        if (at > 0)
            buffer_add_string(out, at + 1 < total          ? ", "
                                   : total > 2 || inverted ? ", and "
                                                           : " and ");
        if (inverted && at == 0)
            citation_add_inverted(out, &citation->names[i]);
        else
            add_direct(out, &citation->names[i]);
        at++;
    }
    if (shown < total)
        buffer_add_string(out, ", et al.");
}

/* Who opens the citation: authors, else whoever else made it. Returns CITATION_ROLES for nobody. */
static enum citation_role add_makers(struct buffer *out, const struct citation *citation)
{
    static const struct {
        enum citation_role role;
        const char *one, *many;
    } makers[] = {
        {CITATION_AUTHOR, "", ""},
        {CITATION_COMPOSER, "", ""},
        {CITATION_EDITOR, ", editor", ", editors"},
        {CITATION_COMPILER, ", compiler", ", compilers"},
        {CITATION_DIRECTOR, ", director", ", directors"},
        {CITATION_PERFORMER, "", ""},
    };
    size_t start = out->length;
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
        size_t count = citation_count(citation, makers[i].role);
        if (count == 0)
            continue;
        add_names(out, citation, makers[i].role, true);
        buffer_add_string(out, count == 1 ? makers[i].one : makers[i].many);
        stop(out, start);
        return makers[i].role;
    }
    return CITATION_ROLES;
}

static void add_title(struct buffer *out, const struct citation *citation)
{
    size_t start = out->length;
    bool quoted = citation_is_part(citation) && citation->title.length > 0;
    if (quoted)
        buffer_add_string(out, "“");
    buffer_add_slice(out, citation->title);
    if (!quoted) {
        stop(out, start);
        return;
    }
    if (!ends_sentence(out))
        buffer_add_char(out, '.');
    buffer_add_string(out, "” ");
}

static void add_item(struct buffer *out, const char *before, struct slice value)
{
    if (value.length == 0)
        return;
    buffer_add_string(out, before);
    buffer_add_slice(out, value);
}

/* "In The Whole, edited by A. Editor, ch. 6, pp. 211–256" */
static void add_book_host(struct buffer *out, const struct citation *citation, struct slice pages)
{
    buffer_add_string(out, "In ");
    buffer_add_slice(out, citation->container_title);
    if (citation_count(citation, CITATION_CONTAINER_AUTHOR) > 0) {
        buffer_add_string(out, ", by ");
        add_names(out, citation, CITATION_CONTAINER_AUTHOR, false);
    }
    if (citation_count(citation, CITATION_CONTAINER_EDITOR) > 0) {
        buffer_add_string(out, ", edited by ");
        add_names(out, citation, CITATION_CONTAINER_EDITOR, false);
    }
    add_item(out, ", vol. ", citation->volume);
    if (citation->part_number.length > 0 && slice_is(citation->part_kind, "chapter"))
        add_item(out, ", ch. ", citation->part_number);
    add_item(out, slice_equal(citation->page_first, pages) ? ", p. " : ", pp. ", pages);
}

/* "Journal of Things 24, no. 3 (2001): 12–20" */
static void add_serial_host(struct buffer *out, const struct citation *citation, struct slice pages,
                            struct slice date)
{
    buffer_add_slice(out, citation->container_title);
    add_item(out, " ", citation->volume);
    add_item(out, ", no. ", citation->issue);
    if (date.length > 0) {
        add_item(out, " (", date);
        buffer_add_char(out, ')');
    }
    add_item(out, ": ", pages);
}

/* Who else made it: "Edited by A. Editor. Translated by B. Translator." */
static void add_other_makers(struct buffer *out, const struct citation *citation,
                             enum citation_role opening)
{
    static const struct {
        enum citation_role role;
        const char *by;
    } makers[] = {
        {CITATION_EDITOR, "Edited by "},         {CITATION_COMPILER, "Compiled by "},
        {CITATION_TRANSLATOR, "Translated by "}, {CITATION_ILLUSTRATOR, "Illustrated by "},
        {CITATION_DIRECTOR, "Directed by "},     {CITATION_PERFORMER, "Performed by "},
        {CITATION_NARRATOR, "Read by "},
    };
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
        size_t start = out->length;
        if (makers[i].role == opening || citation_count(citation, makers[i].role) == 0)
            continue;
        buffer_add_string(out, makers[i].by);
        add_names(out, citation, makers[i].role, false);
        stop(out, start);
    }
}

/* What it is, where that is no text to be read: "Map, 1:50,000"; the number of a report. */
static void add_medium(struct buffer *out, const struct citation *citation)
{
    static const bool named[CITATION_TYPES] = {
        [CITATION_REPORT] = true,  [CITATION_MAP] = true,        [CITATION_SCORE] = true,
        [CITATION_SPEECH] = true,  [CITATION_MUSIC] = true,      [CITATION_VIDEO] = true,
        [CITATION_IMAGE] = true,   [CITATION_DATASET] = true,    [CITATION_SOFTWARE] = true,
        [CITATION_OBJECT] = true,  [CITATION_COLLECTION] = true, [CITATION_MANUSCRIPT] = true,
        [CITATION_WEBSITE] = true,
    };
    size_t start = out->length;
    if (!named[citation->type])
        return;
    buffer_add_string(out, citation_type_label(citation->type));
    if (citation->type == CITATION_REPORT)
        add_item(out, " ", citation->report_number);
    add_item(out, ", ", citation->scale);
    stop(out, start);
}

/* "2nd ed. Studies in things 12." */
static void add_edition_and_series(struct buffer *out, const struct citation *citation)
{
    size_t start = out->length;
    add_item(out, "", citation->edition);
    stop(out, start);
    start = out->length;
    add_item(out, "", citation->series);
    if (citation->series.length > 0)
        add_item(out, ", ", citation->series_number);
    stop(out, start);
}

/* "Cambridge: Cambridge University Press, 1977": whatever of it there is. */
static void add_imprint(struct buffer *out, const struct citation *citation, struct slice date,
                        struct arena *arena)
{
    bool thesis = citation->type == CITATION_THESIS;
    struct slice publisher =
        thesis && citation->institution.length > 0 ? citation->institution : citation->publisher;
    size_t start = out->length;
    if (thesis)
        add_item(out, "", citation_thesis_kind(citation, arena));
    if (!thesis)
        add_item(out, "", citation->place);
    if (publisher.length > 0)
        add_item(out, out->length == start ? "" : thesis ? ", " : ": ", publisher);
    add_item(out, out->length == start ? "" : ", ", date);
    stop(out, start);
}

void citation_add_plain(struct buffer *out, const struct citation *citation, struct arena *arena)
{
    struct slice pages = citation_pages(citation->page_first, citation->page_last, "–", arena);
    struct slice date = citation_date_text(&citation->issued, "–", arena);
    bool article =
        citation->type == CITATION_ARTICLE || citation->type == CITATION_NEWSPAPER_ARTICLE;
    enum citation_role opening = add_makers(out, citation);
    add_title(out, citation);
    size_t start = out->length;
    if (citation->container_title.length > 0 && article)
        add_serial_host(out, citation, pages, date);
    else if (citation->container_title.length > 0)
        add_book_host(out, citation, pages);
    stop(out, start);
    add_other_makers(out, citation, opening);
    add_edition_and_series(out, citation);
    add_medium(out, citation);
    if (!article || citation->container_title.length == 0)
        add_imprint(out, citation, date, arena);
    if (citation->doi.length > 0)
        add_item(out, "https://doi.org/", citation->doi);
    else
        add_item(out, "", citation->url);
    while (out->length > 0 && out->data[out->length - 1] == ' ')
        buffer_truncate(out, out->length - 1);
}

int write_citation(struct buffer *out, const struct marc_record *record,
                   const struct convert_context *context, struct arena *arena, struct diag *diag)
{
    (void)diag;
    struct citation citation;
    citation_from_record(&citation, record, context, arena);
    citation_add_plain(out, &citation, arena);
    buffer_add_char(out, '\n');
    return OFFPRINT_OK;
}

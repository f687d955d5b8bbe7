/* BibTeX: entry types that every style knows, fields that biblatex knows too. */
#include "convert/writer.h"

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "base/text.h"
#include "convert/citation.h"
#include "convert/latex.h"

/* Classic BibTeX has no types for what stands under misc: a note says what it is. */
static const char *const types[CITATION_TYPES] = {
    [CITATION_BOOK] = "book",
    [CITATION_CHAPTER] = "incollection",
    [CITATION_ARTICLE] = "article",
    [CITATION_NEWSPAPER_ARTICLE] = "article",
    [CITATION_SERIAL] = "misc",
    [CITATION_NEWSPAPER] = "misc",
    [CITATION_THESIS] = "phdthesis",
    [CITATION_REPORT] = "techreport",
    [CITATION_PROCEEDINGS] = "proceedings",
    [CITATION_CONFERENCE_PAPER] = "inproceedings",
    [CITATION_MAP] = "misc",
    [CITATION_SCORE] = "misc",
    [CITATION_SPEECH] = "misc",
    [CITATION_MUSIC] = "misc",
    [CITATION_VIDEO] = "misc",
    [CITATION_IMAGE] = "misc",
    [CITATION_DATASET] = "misc",
    [CITATION_SOFTWARE] = "misc",
    [CITATION_MANUSCRIPT] = "unpublished",
    [CITATION_OBJECT] = "misc",
    [CITATION_COLLECTION] = "misc",
    [CITATION_WEBSITE] = "misc",
};

/* Parts what comes from what stands: the key has its comma even where nothing follows it. */
static void next_field(struct buffer *out)
{
    if (out->data[out->length - 1] != ',')
        buffer_add_char(out, ',');
    buffer_add_string(out, "\n  ");
}

/* One `name = {value}` line; the value is between begin and end. */
static void begin_field(struct buffer *out, const char *name)
{
    next_field(out);
    buffer_add_string(out, name);
    buffer_add_string(out, " = {");
}

static void end_field(struct buffer *out)
{
    buffer_add_char(out, '}');
}

static void add_field(struct buffer *out, const char *name, struct slice value)
{
    if (value.length == 0)
        return;
    begin_field(out, name);
    latex_add(out, value);
    end_field(out);
}

static void add_title(struct buffer *out, const char *name, struct slice title, bool english)
{
    if (title.length == 0)
        return;
    begin_field(out, name);
    latex_add_title(out, title, english);
    end_field(out);
}

/* In a list of names the word "and" parts them: a name that holds it goes in braces. */
static bool holds_and(struct slice name)
{
    for (size_t at = 0; at + 5 <= name.length; at++)
        if (memcmp(name.data + at, " and ", 5) == 0)
            return true;
    return false;
}

/* A comma within a piece of a name would begin its next piece. */
static void add_name_piece(struct buffer *out, struct slice piece)
{
    bool comma = memchr(piece.data, ',', piece.length) != NULL;
    if (comma)
        buffer_add_char(out, '{');
    latex_add(out, piece);
    if (comma)
        buffer_add_char(out, '}');
}

/* "Family, Given" or "Family, Jr., Given"; in braces what must not be taken apart. */
static void add_name(struct buffer *out, const struct citation_name *name)
{
    if (name->family.length == 0 || holds_and(name->whole)) {
        buffer_add_char(out, '{');
        latex_add(out, name->whole);
        buffer_add_char(out, '}');
        return;
    }
    add_name_piece(out, name->family);
    if (name->suffix.length > 0) {
        buffer_add_string(out, ", ");
        latex_add(out, name->suffix);
    }
    buffer_add_string(out, ", ");
    add_name_piece(out, name->given);
}

static void add_names(struct buffer *out, const struct citation *citation, const char *field,
                      enum citation_role role, enum citation_role also)
{
    size_t count = 0;
    for (size_t i = 0; i < citation->name_count; i++) {
        const struct citation_name *name = &citation->names[i];
        if (name->role != role && name->role != also)
            continue;
        if (count++ == 0)
            begin_field(out, field);
        else
            buffer_add_string(out, " and ");
        add_name(out, name);
    }
    if (count > 0)
        end_field(out);
}

/* The family name, or the first word of a name that says more than "the", folded to small ASCII
 * letters and digits. */
static void add_key_name(struct buffer *out, const struct citation_name *name)
{
    struct buffer folded;
    buffer_init(&folded);
    bool whole = name->family.length == 0;
    text_add_folded(&folded, slice_part(whole ? name->whole : name->family, 0, 200));
    size_t start = out->length;
    for (size_t i = 0; i < folded.length; i++) {
        char c = folded.data[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            buffer_add_char(out, c);
        if (c == ' ' && whole && out->length - start > 3)
            break;
        if (c == ' ' && whole)
            buffer_truncate(out, start);
    }
    buffer_finish(&folded);
}

/* `text` as it is, each run of what a key cannot hold as one hyphen. */
static void add_key_text(struct buffer *out, struct slice text)
{
    bool gap = false;
    size_t start = out->length;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9')) {
            gap = true;
            continue;
        }
        if (gap && out->length > start)
            buffer_add_char(out, '-');
        buffer_add_char(out, c);
        gap = false;
    }
}

/*
 * "gorodetsky1977-06" for chapter 6, "gorodetsky1977-precarious-truce" for the book of that id:
 * name and year to remember it by, then what makes it the only one of its kind in a bibliography.
 */
static void add_key(struct buffer *out, const struct citation *citation)
{
    size_t start = out->length;
    if (citation->name_count > 0)
        add_key_name(out, &citation->names[0]);
    bool named = out->length > start;
    if (citation->issued.year != 0)
        buffer_printf(out, "%d", citation->issued.year);
    size_t before = out->length;
    buffer_add_string(out, before > start ? "-" : "");
    size_t filled = out->length;
    struct slice number = citation->part_number;
    if (named && citation_is_part(citation)) {
        bool one_digit = number.length == 1 && number.data[0] >= '0' && number.data[0] <= '9';
        buffer_add_string(out, one_digit ? "0" : "");
        add_key_text(out, number);
    }
    if (out->length == filled)
        add_key_text(out, slice_of(citation->id));
    if (out->length == filled)
        buffer_truncate(out, before);
    if (out->length == start)
        buffer_add_string(out, "record");
}

/* A map in an atlas or a song on a record: no other type that styles know names the whole. */
static bool is_in_something(const struct citation *citation)
{
    static const char *const alone[] = {"misc", "unpublished", "book"};
    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
        if (strcmp(types[citation->type], alone[i]) == 0)
            return citation->container_title.length > 0;
    return false;
}

static const char *type_of(const struct citation *citation)
{
    static const char *const masters[] = {"master", "magist", "m.a",   "m. a",
                                          "m.s",    "m. s",   "mphil", "m.phil"};
    if (is_in_something(citation))
        return "incollection";
    if (citation->type != CITATION_THESIS)
        return types[citation->type];
    for (size_t i = 0; i < sizeof masters / sizeof *masters; i++)
        for (size_t at = 0; at < citation->degree.length; at++) {
            struct slice rest = slice_part(citation->degree, at, strlen(masters[i]));
            size_t same = 0;
            while (same < rest.length && (rest.data[same] | 0x20) == (masters[i][same] | 0x20))
                same++;
            if (same == strlen(masters[i]))
                return "mastersthesis";
        }
    return types[citation->type];
}

static void add_date(struct buffer *out, const struct citation *citation, struct arena *arena)
{
    static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                         "jul", "aug", "sep", "oct", "nov", "dec"};
    struct citation_date date = citation->issued, first = date;
    first.circa = date.circa = false;
    first.open = false;
    first.year_end = 0;
    /* Styles sort by the year, and readers take nothing but one: biblatex has ranges in a date. */
    add_field(out, "year", citation_date_text(&first, "", arena));
    if (date.year != 0 && (date.open || date.year_end != 0))
        add_field(out, "date", citation_date_text(&date, "/", arena));
    if (date.month != 0) {
        next_field(out);
        buffer_add_string(out, "month = "); /* a macro, for the style to spell out */
        buffer_add_string(out, months[date.month - 1]);
    }
}

static void add_container(struct buffer *out, const struct citation *citation, bool english,
                          struct arena *arena)
{
    bool article = strcmp(types[citation->type], "article") == 0;
    add_title(out, article ? "journal" : "booktitle", citation->container_title, english);
    if (!article && (citation->part_kind.length == 0 || slice_is(citation->part_kind, "chapter")))
        add_field(out, "chapter", citation->part_number);
    add_field(out, "volume", citation->volume);
    add_field(out, "number", citation->issue);
    add_field(out, "pages", citation_pages(citation->page_first, citation->page_last, "–", arena));
}

static void add_publication(struct buffer *out, const struct citation *citation, bool english,
                            struct arena *arena)
{
    const char *type = types[citation->type];
    if (citation->type == CITATION_THESIS) {
        add_field(out, "school",
                  citation->institution.length > 0 ? citation->institution : citation->publisher);
        add_field(out, "type", citation_thesis_kind(citation, arena));
    } else if (citation->type == CITATION_REPORT) {
        add_field(out, "institution", citation->publisher);
        add_field(out, "number", citation->report_number);
    } else {
        add_field(out, "publisher", citation->publisher);
    }
    add_field(out, "address", citation->place);
    add_field(out, "edition", citation->edition);
    add_title(out, "series", citation->series, english);
    if (citation->volume.length == 0)
        add_field(out, "volume", citation->series_number);
    add_date(out, citation, arena);
    if (strcmp(type, "misc") == 0 || strcmp(type, "unpublished") == 0)
        add_field(out, "note", slice_of(citation_type_label(citation->type)));
}

/* babel's names are English ones in small letters; a qualified name is cut at its comma. */
static void add_language(struct buffer *out, const struct citation *citation)
{
    if (citation->language_count == 0)
        return;
    const struct citation_language *language = &citation->languages[0];
    struct slice name = language->name != NULL ? slice_of(language->name) : language->code;
    begin_field(out, "language");
    for (size_t i = 0; i < name.length; i++) {
        char c = name.data[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if ((c < 'a' || c > 'z') && c != ' ' && c != '-')
            break;
        buffer_add_char(out, c);
    }
    end_field(out);
}

int write_bibtex(struct buffer *out, const struct marc_record *record,
                 const struct convert_context *context, struct arena *arena, struct diag *diag)
{
    (void)diag;
    struct citation citation;
    citation_from_record(&citation, record, context, arena);
    bool english = citation.language_count > 0 && slice_is(citation.languages[0].code, "eng");
    buffer_printf(out, "@%s{", type_of(&citation));
    add_key(out, &citation);
    buffer_add_char(out, ',');
    bool directed = citation_count(&citation, CITATION_AUTHOR) == 0 &&
                    citation_count(&citation, CITATION_COMPOSER) == 0;
    add_names(out, &citation, "author", directed ? CITATION_DIRECTOR : CITATION_AUTHOR,
              directed ? CITATION_DIRECTOR : CITATION_COMPOSER);
    add_names(out, &citation, "editor", CITATION_EDITOR, CITATION_CONTAINER_EDITOR);
    add_names(out, &citation, "translator", CITATION_TRANSLATOR, CITATION_TRANSLATOR);
    add_names(out, &citation, "bookauthor", CITATION_CONTAINER_AUTHOR, CITATION_CONTAINER_AUTHOR);
    add_title(out, "title", citation.title, english);
    add_container(out, &citation, english, arena);
    add_publication(out, &citation, english, arena);
    add_language(out, &citation);
    add_field(out, "isbn", citation_join(&citation.isbn, ", ", arena));
    add_field(out, "issn", citation_join(&citation.issn, ", ", arena));
    if (citation.doi.length > 0) {
        begin_field(out, "doi");
        latex_add_url(out, citation.doi);
        end_field(out);
    }
    if (citation.url.length > 0) {
        begin_field(out, "url");
        latex_add_url(out, citation.url);
        end_field(out);
    }
    add_field(out, "keywords", citation_keywords(&citation, arena));
    add_field(out, "abstract", citation.abstract);
    buffer_add_string(out, "\n}\n");
    return OFFPRINT_OK;
}

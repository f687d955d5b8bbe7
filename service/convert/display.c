#include "convert/display.h"

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/convert.h>
#include <offprint/record.h>

#include "convert/citation_internal.h"
#include "convert/isbd.h"

/* Notes that a reader of a catalogue wants, with the subfields that say them. */
static const struct {
    const char *tag, *codes, *label;
} notes[] = {
    {"520", "ab", "Abstract"},
    {"505", "agrt", "Contents"},
    {"502", "abcd", "Thesis"},
    {"500", "a", "Note"},
    {"504", "a", "Note"},
    {"508", "a", "Credits"},
    {"511", "a", "Performers"},
    {"518", "adp", "Recorded"},
    {"521", "a", "Audience"},
    {"530", "a", "Other forms"},
    {"533", "abcd", "Reproduction"},
    {"538", "a", "System"},
    {"545", "ab", "About"},
    {"546", "ab", "Language note"},
    {"580", "a", "Note"},
    {"506", "abcde", "Access"},
    {"540", "a", "Terms of use"},
};

struct lines {
    struct display_line *items;
    size_t count, capacity;
    struct arena *arena;
};

static void add_line(struct lines *lines, struct display_line line)
{
    if (line.value.length == 0)
        return;
    if (lines->count == lines->capacity) {
        size_t capacity = lines->capacity * 2 + 32;
        struct display_line *items = arena_array(lines->arena, capacity, sizeof *items);
        if (lines->count > 0)
            memcpy(items, lines->items, lines->count * sizeof *items);
        lines->items = items;
        lines->capacity = capacity;
    }
    lines->items[lines->count++] = line;
}

static void add(struct lines *lines, const char *label, struct slice value)
{
    add_line(lines, (struct display_line){.label = label, .value = value});
}

/* A value in the words of the record. */
static void add_own(struct lines *lines, const char *label, struct slice value)
{
    add_line(lines, (struct display_line){.label = label, .value = value, .own_language = true});
}

static void add_address(struct lines *lines, const char *label, struct slice value,
                        struct slice link)
{
    if (!citation_url_is_safe(link))
        link = (struct slice){NULL, 0};
    add_line(lines, (struct display_line){.label = label, .value = value, .link = link});
}

static struct slice take(struct buffer *buffer, struct arena *arena)
{
    struct slice copy = arena_slice(arena, buffer_slice(buffer));
    buffer_finish(buffer);
    return copy;
}

/* "chapter" as the label "Chapter". */
static const char *label_of(struct slice kind, struct arena *arena)
{
    if (kind.length == 0)
        return "Part";
    char *label = arena_copy(arena, kind.data, kind.length);
    if (label[0] >= 'a' && label[0] <= 'z')
        label[0] = (char)(label[0] - 'a' + 'A');
    return label;
}

static void add_names(struct lines *lines, const struct citation *citation)
{
    for (size_t i = 0; i < citation->name_count; i++)
        add_own(lines, citation_role_label(citation->names[i].role), citation->names[i].whole);
}

static void add_host(struct lines *lines, const struct citation *citation, const char *base_url)
{
    struct display_line in = {
        .label = "In", .value = citation->container_title, .own_language = true};
    if (citation->container_id != NULL) /* leads there even where only the path is known */
        in.link = citation_record_url(base_url, citation->container_id, lines->arena);
    add_line(lines, in);
    add(lines, label_of(citation->part_kind, lines->arena), citation->part_number);
    add(lines, "Volume", citation->volume);
    add(lines, "Issue", citation->issue);
    add(lines, "Pages",
        citation_pages(citation->page_first, citation->page_last, "–", lines->arena));
}

/* "Cambridge: Cambridge University Press, 1977" */
static struct slice imprint_of(const struct citation *citation, struct arena *arena)
{
    struct buffer text;
    struct slice date = citation_date_text(&citation->issued, "–", arena);
    buffer_init(&text);
    buffer_add_slice(&text, citation->place);
    if (text.length > 0 && citation->publisher.length > 0)
        buffer_add_string(&text, ": ");
    buffer_add_slice(&text, citation->publisher);
    if (text.length > 0 && date.length > 0)
        buffer_add_string(&text, ", ");
    buffer_add_slice(&text, date);
    return take(&text, arena);
}

static struct slice series_of(const struct citation *citation, struct arena *arena)
{
    return citation_pages(citation->series, citation->series_number, " ; ", arena);
}

static void add_publication(struct lines *lines, const struct citation *citation)
{
    struct buffer online;
    buffer_init(&online);
    citation_date_add(&online, &citation->online, '-');
    add(lines, "Edition", citation->edition);
    add_own(lines, "Published", imprint_of(citation, lines->arena));
    add(lines, "Published online", take(&online, lines->arena));
    add_own(lines, "Series", series_of(citation, lines->arena));
    add(lines, "Report number", citation->report_number);
    add_own(lines, "Event", citation->event);
    add(lines, "Description", citation->extent);
    add(lines, "Scale", citation->scale);
    for (size_t i = 0; i < citation->language_count; i++) {
        const struct citation_language *language = &citation->languages[i];
        add(lines, "Language", language->name != NULL ? slice_of(language->name) : language->code);
    }
}

static void add_notes(struct lines *lines, const struct marc_record *record)
{
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        const struct marc_field *field = NULL;
        while ((field = marc_record_field(record, notes[i].tag, field)) != NULL)
            add_own(
                lines, notes[i].label,
                citation_clean(isbd_join(field, notes[i].codes, " ", lines->arena), lines->arena));
    }
}

static void add_identifiers(struct lines *lines, const struct citation *citation,
                            const struct convert_context *context)
{
    for (size_t i = 0; i < citation->isbn.count; i++)
        add(lines, "ISBN", citation->isbn.items[i]);
    for (size_t i = 0; i < citation->issn.count; i++)
        add(lines, "ISSN", citation->issn.items[i]);
    if (citation->doi.length > 0)
        add_address(lines, "DOI", citation->doi,
                    citation_pages(slice_of("https://doi.org"), citation->doi, "/", lines->arena));
    add(lines, "Call number", citation->call_number);
    add_address(lines, "Read online", citation->full_text, citation->full_text);
    add_address(lines, "Record", citation->record_url, citation->record_url);
    add(lines, "Identifier", citation_clean(slice_of(context->id), lines->arena));
}

size_t display_lines(struct display_line **result, const struct citation *citation,
                     const struct marc_record *record, const struct convert_context *context,
                     struct arena *arena)
{
    struct lines lines = {.arena = arena};
    add_names(&lines, citation);
    add_host(&lines, citation, context->base_url);
    add_publication(&lines, citation);
    for (size_t i = 0; i < citation->keywords.count; i++)
        add_own(&lines, "Subject", citation->keywords.items[i]);
    add_notes(&lines, record);
    add(&lines, "Type", slice_of(citation_type_label(citation->type)));
    add_identifiers(&lines, citation, context);
    *result = lines.items;
    return lines.count;
}

struct slice display_place(struct slice kind, struct slice number, struct slice first,
                           struct slice last, struct arena *arena)
{
    struct buffer text;
    buffer_init(&text);
    if (number.length > 0) {
        buffer_add_string(&text, label_of(kind, arena));
        buffer_add_char(&text, ' ');
        buffer_add_slice(&text, number);
    }
    struct slice pages = citation_pages(first, last, "–", arena);
    if (pages.length > 0) {
        buffer_add_string(&text, text.length == 0 ? "" : ", ");
        buffer_add_string(&text, slice_equal(pages, first) ? "page " : "pages ");
        buffer_add_slice(&text, pages);
    }
    return take(&text, arena);
}

/* RIS: one tag a line, CRLF, closed by "ER  - " with its trailing space. */
#include "convert/writer.h"

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "convert/citation.h"

static const char *const types[CITATION_TYPES] = {
    [CITATION_BOOK] = "BOOK",
    [CITATION_CHAPTER] = "CHAP",
    [CITATION_ARTICLE] = "JOUR",
    [CITATION_NEWSPAPER_ARTICLE] = "NEWS",
    [CITATION_SERIAL] = "JFULL",
    [CITATION_NEWSPAPER] = "JFULL",
    [CITATION_THESIS] = "THES",
    [CITATION_REPORT] = "RPRT",
    [CITATION_PROCEEDINGS] = "CONF",
    [CITATION_CONFERENCE_PAPER] = "CPAPER",
    [CITATION_MAP] = "MAP",
    [CITATION_SCORE] = "MUSIC",
    [CITATION_SPEECH] = "SOUND",
    [CITATION_MUSIC] = "SOUND",
    [CITATION_VIDEO] = "VIDEO",
    [CITATION_IMAGE] = "ART",
    [CITATION_DATASET] = "DATA",
    [CITATION_SOFTWARE] = "COMP",
    [CITATION_MANUSCRIPT] = "MANSCPT",
    [CITATION_OBJECT] = "ART",
    [CITATION_COLLECTION] = "AGGR",
    [CITATION_WEBSITE] = "ELEC",
};

/* ED edited the thing itself, A2 the host that it stands in, A4 translated it. */
static const char *const roles[CITATION_ROLES] = {
    [CITATION_AUTHOR] = "AU",           [CITATION_EDITOR] = "ED",
    [CITATION_TRANSLATOR] = "A4",       [CITATION_COMPILER] = "ED",
    [CITATION_ILLUSTRATOR] = "A3",      [CITATION_COMPOSER] = "AU",
    [CITATION_PERFORMER] = "A3",        [CITATION_NARRATOR] = "A3",
    [CITATION_DIRECTOR] = "AU",         [CITATION_PRODUCER] = "A3",
    [CITATION_INTERVIEWER] = "A3",      [CITATION_CONTRIBUTOR] = "A3",
    [CITATION_CONTAINER_AUTHOR] = "A3", [CITATION_CONTAINER_EDITOR] = "A2",
};

/* A value is one line already (citation_clean), so nothing in it can begin a tag. */
static void add_tag(struct buffer *out, const char *tag, struct slice value)
{
    if (value.length == 0)
        return;
    buffer_add_string(out, tag);
    buffer_add_string(out, "  - ");
    buffer_add_slice(out, value);
    buffer_add_string(out, "\r\n");
}

static void add_list(struct buffer *out, const char *tag, const struct citation_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        add_tag(out, tag, list->items[i]);
}

static void add_names(struct buffer *out, const struct citation *citation)
{
    for (size_t i = 0; i < citation->name_count; i++) {
        buffer_printf(out, "%s  - ", roles[citation->names[i].role]);
        citation_add_inverted(out, &citation->names[i]);
        buffer_add_string(out, "\r\n");
    }
}

static void add_titles(struct buffer *out, const struct citation *citation)
{
    add_tag(out, "TI", citation->title);
    add_tag(out, "ST", citation->title_short);
    if (citation->container_title.length > 0)
        add_tag(out, "T2", citation->container_title);
    else if (citation->event.length > 0)
        add_tag(out, "T2", citation->event);
    add_tag(out, "T3", citation->series);
}

static void add_dates(struct buffer *out, const struct citation *citation, struct arena *arena)
{
    struct buffer date;
    buffer_init(&date);
    citation_date_add(&date, &citation->issued, '/');
    struct slice text = arena_slice(arena, buffer_slice(&date));
    buffer_finish(&date);
    add_tag(out, "PY", slice_part(text, 0, 4));
    if (citation->issued.month != 0)
        add_tag(out, "DA", text);
}

static void add_publication(struct buffer *out, const struct citation *citation,
                            struct arena *arena)
{
    bool thesis = citation->type == CITATION_THESIS;
    add_tag(out, "PB",
            thesis && citation->institution.length > 0 ? citation->institution
                                                       : citation->publisher);
    add_tag(out, "CY", citation->place);
    add_tag(out, "ET", citation->edition);
    add_tag(out, "M3", citation_thesis_kind(citation, arena));
    add_tag(out, "VL", citation->volume);
    add_tag(out, "IS", citation->issue);
    add_tag(out, "M1", citation->series_number);
    add_tag(out, "SE", citation->part_number);
    add_tag(out, "SP",
            citation->page_first.length > 0 ? citation->page_first : citation->page_count);
    add_tag(out, "EP", citation->page_last);
}

/* The tag may stand once: "en, fr". */
static void add_languages(struct buffer *out, const struct citation *citation)
{
    for (size_t i = 0; i < citation->language_count; i++) {
        buffer_add_string(out, i == 0 ? "LA  - " : ", ");
        buffer_add_slice(out, citation->languages[i].short_code);
    }
    if (citation->language_count > 0)
        buffer_add_string(out, "\r\n");
}

static void add_identifiers(struct buffer *out, const struct citation *citation)
{
    add_list(out, "SN", &citation->isbn);
    add_list(out, "SN", &citation->issn);
    add_tag(out, "SN", citation->report_number);
    add_tag(out, "DO", citation->doi);
    add_tag(out, "CN", citation->call_number);
    add_languages(out, citation);
    add_tag(out, "UR", citation->url);
    if (!slice_equal(citation->full_text, citation->url))
        add_tag(out, "L2", citation->full_text);
}

int write_ris(struct buffer *out, const struct marc_record *record,
              const struct convert_context *context, struct arena *arena, struct diag *diag)
{
    (void)diag;
    struct citation citation;
    citation_from_record(&citation, record, context, arena);
    add_tag(out, "TY", slice_of(types[citation.type]));
    add_tag(out, "ID", citation_clean(slice_of(citation.id), arena));
    add_names(out, &citation);
    add_titles(out, &citation);
    add_dates(out, &citation, arena);
    add_publication(out, &citation, arena);
    add_identifiers(out, &citation);
    add_tag(out, "AB", citation.abstract);
    add_list(out, "KW", &citation.keywords);
    buffer_add_string(out, "ER  - \r\n");
    return OFFPRINT_OK;
}

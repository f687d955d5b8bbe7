/* CSL-JSON: an array of one item, as citation processors and reference managers read it. */
#include "convert/writer.h"

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "convert/citation.h"
#include "convert/json_out.h"

/* CSL 1.0.2, appendix III: item types. */
static const char *const types[CITATION_TYPES] = {
    [CITATION_BOOK] = "book",
    [CITATION_CHAPTER] = "chapter",
    [CITATION_ARTICLE] = "article-journal",
    [CITATION_NEWSPAPER_ARTICLE] = "article-newspaper",
    [CITATION_SERIAL] = "periodical",
    [CITATION_NEWSPAPER] = "periodical",
    [CITATION_THESIS] = "thesis",
    [CITATION_REPORT] = "report",
    [CITATION_PROCEEDINGS] = "book",
    [CITATION_CONFERENCE_PAPER] = "paper-conference",
    [CITATION_MAP] = "map",
    [CITATION_SCORE] = "musical_score",
    [CITATION_SPEECH] = "speech",
    [CITATION_MUSIC] = "song",
    [CITATION_VIDEO] = "motion_picture",
    [CITATION_IMAGE] = "graphic",
    [CITATION_DATASET] = "dataset",
    [CITATION_SOFTWARE] = "software",
    [CITATION_MANUSCRIPT] = "manuscript",
    [CITATION_OBJECT] = "document",
    [CITATION_COLLECTION] = "collection",
    [CITATION_WEBSITE] = "webpage",
};

/* CSL 1.0.2, appendix IV: name variables. */
static const char *const roles[CITATION_ROLES] = {
    [CITATION_AUTHOR] = "author",
    [CITATION_EDITOR] = "editor",
    [CITATION_TRANSLATOR] = "translator",
    [CITATION_COMPILER] = "compiler",
    [CITATION_ILLUSTRATOR] = "illustrator",
    [CITATION_COMPOSER] = "composer",
    [CITATION_PERFORMER] = "performer",
    [CITATION_NARRATOR] = "narrator",
    [CITATION_DIRECTOR] = "director",
    [CITATION_PRODUCER] = "producer",
    [CITATION_INTERVIEWER] = "interviewer",
    [CITATION_CONTRIBUTOR] = "contributor",
    [CITATION_CONTAINER_AUTHOR] = "container-author",
    [CITATION_CONTAINER_EDITOR] = "editor",
};

static void write_name(struct json *json, const struct citation_name *name)
{
    json_open_object_on_line(json);
    if (name->family.length > 0) {
        json_member(json, "family", name->family);
        json_member(json, "given", name->given);
        json_member(json, "suffix", name->suffix);
    } else {
        json_member(json, "literal", name->whole);
    }
    json_end(json);
}

/* A key may stand once in an object: the editors of a part and of its host are one list. */
static void write_names(struct json *json, const struct citation *citation)
{
    for (enum citation_role role = 0; role < CITATION_CONTAINER_EDITOR; role++) {
        bool open = false;
        for (size_t i = 0; i < citation->name_count; i++) {
            if (strcmp(roles[citation->names[i].role], roles[role]) != 0)
                continue;
            if (!open) {
                json_key(json, roles[role]);
                json_open_array(json);
            }
            open = true;
            write_name(json, &citation->names[i]);
        }
        if (open)
            json_end(json);
    }
}

static void write_date_parts(struct json *json, const struct citation_date *date)
{
    json_key(json, "date-parts");
    json_open_array_on_line(json);
    json_open_array(json);
    json_number(json, date->year);
    if (date->month != 0)
        json_number(json, date->month);
    if (date->day != 0)
        json_number(json, date->day);
    json_end(json);
    if (date->year_end != 0) {
        json_open_array(json);
        json_number(json, date->year_end);
        json_end(json);
    }
    json_end(json);
}

static void write_date(struct json *json, const char *key, const struct citation_date *date)
{
    if (date->year == 0 && date->literal.length == 0)
        return;
    json_key(json, key);
    json_open_object_on_line(json);
    if (date->year == 0) {
        json_member(json, "literal", date->literal);
    } else {
        write_date_parts(json, date);
        if (date->circa) {
            json_key(json, "circa");
            json_boolean(json, true);
        }
    }
    json_end(json);
}

/* Where in its host a part stands has a variable of its own for each kind of division. */
static const char *number_key(struct slice kind)
{
    if (slice_is(kind, "part"))
        return "part";
    return slice_is(kind, "section") ? "section" : "chapter-number";
}

static void write_container(struct json *json, const struct citation *citation, struct arena *arena)
{
    json_member(json, "container-title", citation->container_title);
    json_member(json, number_key(citation->part_kind), citation->part_number);
    json_member(json, "volume", citation->volume);
    json_member(json, "issue", citation->issue);
    json_member(json, "page",
                citation_pages(citation->page_first, citation->page_last, "-", arena));
}

static void write_publication(struct json *json, const struct citation *citation,
                              struct arena *arena)
{
    bool thesis = citation->type == CITATION_THESIS && citation->institution.length > 0;
    json_member(json, "genre", citation_thesis_kind(citation, arena));
    json_member(json, "number", citation->report_number);
    json_member(json, "edition", citation->edition);
    json_member(json, "collection-title", citation->series);
    json_member(json, "collection-number", citation->series_number);
    json_member(json, "event-title", citation->event);
    json_member(json, "event-place", citation->event_place);
    json_member(json, "scale", citation->scale);
    json_member(json, "number-of-pages", citation->page_count);
    json_member(json, "publisher", thesis ? citation->institution : citation->publisher);
    json_member(json, "publisher-place", citation->place);
    write_date(json, "issued", &citation->issued);
    write_date(json, "available-date", &citation->online);
}

int write_csl(struct buffer *out, const struct marc_record *record,
              const struct convert_context *context, struct arena *arena, struct diag *diag)
{
    (void)diag;
    struct citation citation;
    citation_from_record(&citation, record, context, arena);
    struct json json;
    json_init(&json, out);
    json_open_array(&json);
    json_open_object(&json);
    json_key(&json, "id");
    json_text(&json, slice_of(citation.id));
    json_member(&json, "type", slice_of(types[citation.type]));
    json_member(&json, "title", citation.title);
    json_member(&json, "title-short", citation.title_short);
    write_names(&json, &citation);
    write_container(&json, &citation, arena);
    write_publication(&json, &citation, arena);
    if (citation.language_count > 0)
        json_member(&json, "language", citation.languages[0].short_code);
    json_member(&json, "DOI", citation.doi);
    json_member(&json, "ISBN", citation_join(&citation.isbn, " ", arena));
    json_member(&json, "ISSN", citation_join(&citation.issn, " ", arena));
    json_member(&json, "call-number", citation.call_number);
    json_member(&json, "URL", citation.url);
    json_member(&json, "abstract", citation.abstract);
    json_member(&json, "keyword", citation_keywords(&citation, arena));
    json_end(&json);
    json_end(&json);
    return OFFPRINT_OK;
}

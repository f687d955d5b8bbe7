/*
 * Dublin Core, simple (oai_dc) and qualified (qdc), after the Library of Congress's crosswalks from
 * MARC 21. The fifteen elements are in the old namespace in both forms, as DCMI's guidelines for
 * XML have it; the qualified form's refinements are in dcterms.
 */
#include "convert/dc.h"

#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "convert/citation.h"
#include "convert/date.h"
#include "convert/isbd.h"
#include "convert/language.h"
#include "convert/material.h"
#include "convert/name.h"
#include "convert/title.h"
#include "convert/writer.h"
#include "convert/xml.h"

void dc_add(const struct dublin_core *dc, struct dc_term term, struct slice text)
{
    bool refined = dc->qualified && term.refinement != NULL;
    const char *name = refined ? term.refinement : term.element;
    text = slice_trim(text);
    if (name == NULL || text.length == 0)
        return;
    const char *prefix = refined ? "dcterms:" : "dc:";
    buffer_printf(dc->out, "<%s%s", prefix, name);
    if (dc->qualified && term.scheme != NULL)
        buffer_printf(dc->out, " xsi:type=\"dcterms:%s\"", term.scheme);
    buffer_add_char(dc->out, '>');
    if (dc->qualified && term.scheme != NULL && strcmp(term.scheme, "URI") == 0)
        xml_uri(dc->out, text);
    else
        xml_text(dc->out, text);
    buffer_printf(dc->out, "</%s%s>", prefix, name);
}

const struct marc_field *dc_field(const struct dublin_core *dc, int tag, size_t *at)
{
    const struct linked_field *from = fields_next(&dc->fields, tag, at);
    return from != NULL ? from->field : NULL;
}

void dc_apply(const struct dublin_core *dc, const struct dc_rule *rules, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct marc_field *field;
        size_t at = 0;
        while ((field = dc_field(dc, rules[i].tag, &at)) != NULL) {
            struct slice text = isbd_join(field, rules[i].codes, rules[i].separator, dc->arena);
            dc_add(dc, rules[i].term, rules[i].trim ? isbd_trim(text) : text);
        }
    }
}

struct slice dc_record_url(const struct dublin_core *dc, const char *id)
{
    if (id == NULL || id[0] == '\0' || dc->context->base_url[0] == '\0')
        return (struct slice){NULL, 0};
    return citation_record_url(dc->context->base_url, id, dc->arena);
}

static void write_titles(const struct dublin_core *dc)
{
    static const struct {
        int tag;
        struct dc_term term;
    } titles[] = {
        {245, {"title", NULL, NULL}},       {130, {NULL, "alternative", NULL}},
        {240, {NULL, "alternative", NULL}}, {210, {NULL, "alternative", NULL}},
        {222, {NULL, "alternative", NULL}}, {242, {NULL, "alternative", NULL}},
        {246, {NULL, "alternative", NULL}}, {247, {NULL, "alternative", NULL}},
    };
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        const struct marc_field *field;
        size_t at = 0;
        while ((field = dc_field(dc, titles[i].tag, &at)) != NULL) {
            struct title title;
            title_read(&title, field, dc->arena);
            dc_add(dc, titles[i].term, title_whole(&title, " : ", dc->arena));
        }
    }
}

/* Made it: a main entry, or an added one with the role of a maker or with none. */
static bool is_creator(const struct name *name)
{
    static const char *const roles[][2] = {{"aut", "author"},       {"cre", "creator"},
                                           {"cmp", "composer"},     {"art", "artist"},
                                           {"pht", "photographer"}, {"ctg", "cartographer"},
                                           {"aus", "screenwriter"}, {"dis", "dissertant"},
                                           {"inv", "inventor"},     {"prg", "programmer"}};
    if (name->primary)
        return true;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (name_has_role(name, roles[i][0], roles[i][1]))
            return true;
    return false;
}

static void write_names(const struct dublin_core *dc)
{
    static const int tags[] = {100, 110, 111, 700, 710, 711, 720};
    for (int creators = 1; creators >= 0; creators--)
        for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
            const struct marc_field *field;
            size_t at = 0;
            while ((field = dc_field(dc, tags[i], &at)) != NULL) {
                if (tags[i] >= 700 && tags[i] != 720 && marc_field_subfield(field, 't').length > 0)
                    continue;
                struct name name;
                name_read(&name, field, dc->arena);
                const char *codes = name.kind == NAME_CORPORATE ? "abndc"
                                    : name.kind == NAME_MEETING ? "acdenq"
                                                                : "abcqd";
                if (is_creator(&name) == (creators == 1))
                    dc_add(dc, (struct dc_term){creators ? "creator" : "contributor", NULL, NULL},
                           isbd_trim(isbd_join(field, codes, " ", dc->arena)));
            }
        }
}

static void write_publishers(const struct dublin_core *dc)
{
    static const int tags[] = {260, 264};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        const struct marc_field *field;
        size_t at = 0;
        while ((field = dc_field(dc, tags[i], &at)) != NULL) {
            if (i == 1 && field->indicator[1] != '1')
                continue;
            for (uint32_t j = 0; j < field->subfield_count; j++)
                if (field->subfields[j].code == 'b')
                    dc_add(dc, (struct dc_term){"publisher", NULL, NULL},
                           part_known(field->subfields[j].value));
        }
    }
}

/* What is not published has a date on which it was made: manuscripts, leader/06 d, f, p and t. */
static bool is_unpublished(const struct marc_record *record)
{
    char type = record->leader[MARC_LEADER_TYPE];
    return type != '\0' && strchr("dfpt", type) != NULL;
}

static bool has_digit(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.data[i] >= '0' && text.data[i] <= '9')
            return true;
    return false;
}

/* A range is a DCMI Period in the qualified form, and two years with a slash in the simple one. */
static void write_dates(const struct dublin_core *dc)
{
    const char *event = is_unpublished(dc->record) ? "created" : "issued";
    struct dates dates;
    dates_read(&dates, dc->record, dc->arena);
    bool range = dates.year_end > dates.year;
    if (!dc->qualified && range)
        dates.issued = slice_of(arena_printf(dc->arena, "%04d/%04d", dates.year, dates.year_end));
    else if (range)
        dates.issued = slice_of(arena_printf(dc->arena, "start=%04d; end=%04d; scheme=W3C-DTF",
                                             dates.year, dates.year_end));
    else if (dc->qualified && dates.open && dates.year != 0)
        dates.issued = slice_of(arena_printf(dc->arena, "start=%04d; scheme=W3C-DTF", dates.year));
    const char *scheme = range || dates.open ? "Period" : "W3CDTF";
    if (dates.issued.length == 0 && has_digit(dates.transcribed)) { /* "[196-?]" */
        dates.issued = isbd_unbracket(dates.transcribed);
        scheme = NULL;
    }
    dc_add(dc, (struct dc_term){"date", event, scheme}, dates.issued);
    dc_add(dc, (struct dc_term){NULL, "available", "W3CDTF"}, dates.online);
    if (dates.copyright > 0)
        dc_add(dc, (struct dc_term){NULL, "dateCopyrighted", "W3CDTF"},
               slice_of(arena_printf(dc->arena, "%04d", dates.copyright)));
}

static void write_types(const struct dublin_core *dc)
{
    static const char *const types[] = {
        [MATERIAL_BOOK] = "Text",        [MATERIAL_CHAPTER] = "Text",
        [MATERIAL_ARTICLE] = "Text",     [MATERIAL_SERIAL] = "Text",
        [MATERIAL_THESIS] = "Text",      [MATERIAL_MAP] = "StillImage",
        [MATERIAL_SCORE] = "Text",       [MATERIAL_SPEECH] = "Sound",
        [MATERIAL_MUSIC] = "Sound",      [MATERIAL_VIDEO] = "MovingImage",
        [MATERIAL_IMAGE] = "StillImage", [MATERIAL_DATA] = "Software",
        [MATERIAL_MANUSCRIPT] = "Text",  [MATERIAL_OBJECT] = "PhysicalObject",
        [MATERIAL_MIXED] = "Collection", [MATERIAL_WEBSITE] = "InteractiveResource"};
    static const struct dc_rule genres[] = {
        {655, {"type", NULL, NULL}, "abvxyz", "--", true},
    };
    static const struct dc_term dcmi = {"type", NULL, "DCMIType"};
    enum material material = material_of(dc->record);
    dc_add(dc, dcmi, slice_of(types[material]));
    if (dc->record->leader[MARC_LEADER_LEVEL] == 'c' && material != MATERIAL_MIXED)
        dc_add(dc, dcmi, slice_of("Collection"));
    /* The info:eu-repo vocabulary of document types, which harvesters of literature read. */
    const char *semantic = material == MATERIAL_CHAPTER && dc->has_part ? "bookPart"
                           : material == MATERIAL_ARTICLE               ? "article"
                           : material == MATERIAL_BOOK                  ? "book"
                                                                        : NULL;
    if (semantic != NULL)
        dc_add(dc, (struct dc_term){"type", NULL, NULL},
               slice_of(arena_printf(dc->arena, "info:eu-repo/semantics/%s", semantic)));
    dc_apply(dc, genres, sizeof genres / sizeof *genres);
}

static void write_languages(const struct dublin_core *dc)
{
    struct slice *codes;
    size_t count = languages_of(&codes, dc->record, dc->arena);
    for (size_t i = 0; i < count; i++)
        dc_add(dc, (struct dc_term){"language", NULL, "ISO639-2"}, codes[i]);
}

static void write_formats(const struct dublin_core *dc)
{
    static const struct dc_rule formats[] = {
        {300, {"format", "extent", NULL}, "abcefg", " ", true},
        {340, {NULL, "medium", NULL}, "a", ", ", true},
        {338, {NULL, "medium", NULL}, "a", ", ", true},
        {856, {"format", NULL, "IMT"}, "q", " ", true},
        {310, {NULL, "accrualPeriodicity", NULL}, "a", " ", true},
    };
    dc_apply(dc, formats, sizeof formats / sizeof *formats);
}

/* The record's statements, the same in both forms but for what each calls them. */
static void write_statements(struct buffer *out, const struct marc_record *record,
                             const struct convert_context *context, struct arena *arena,
                             bool qualified)
{
    struct dublin_core dc = {
        .out = out, .record = record, .context = context, .arena = arena, .qualified = qualified};
    fields_link(&dc.fields, record, arena);
    dc.has_part = part_read(&dc.part, record, context, arena);
    write_titles(&dc);
    write_names(&dc);
    write_publishers(&dc);
    write_dates(&dc);
    write_types(&dc);
    dc_write_identifiers(&dc);
    write_languages(&dc);
    if (context->brief) {
        dc_write_source(&dc);
        return;
    }
    write_formats(&dc);
    dc_write_subjects(&dc);
    dc_write_descriptions(&dc);
    dc_write_relations(&dc);
    dc_write_source(&dc);
    dc_write_coverage(&dc);
    dc_write_rights(&dc);
}

int write_dc(struct buffer *out, const struct marc_record *record,
             const struct convert_context *context, struct arena *arena, struct diag *diag)
{
    (void)diag;
    buffer_add_string(out, "<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\""
                           " xmlns:dc=\"http://purl.org/dc/elements/1.1/\">");
    write_statements(out, record, context, arena, false);
    buffer_add_string(out, "</oai_dc:dc>");
    return OFFPRINT_OK;
}

/*
 * DCMI's qualifieddc.xsd has a container without a namespace, for applications to include. OCLC's
 * namespace for it has a published schema and is what aggregators read from CONTENTdm; DSpace's has
 * none, so that what is in it cannot be validated.
 */
int write_qdc(struct buffer *out, const struct marc_record *record,
              const struct convert_context *context, struct arena *arena, struct diag *diag)
{
    (void)diag;
    buffer_add_string(out, "<oai_qdc:qualifieddc"
                           " xmlns:oai_qdc=\"http://worldcat.org/xmlschemas/qdc-1.0/\""
                           " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
                           " xmlns:dcterms=\"http://purl.org/dc/terms/\""
                           " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
    write_statements(out, record, context, arena, true);
    buffer_add_string(out, "</oai_qdc:qualifieddc>");
    return OFFPRINT_OK;
}

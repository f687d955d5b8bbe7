/* Dublin Core (oai_dc), after the Library of Congress's crosswalk from MARC 21. */
#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/convert.h>
#include <offprint/record.h>

#include "base/escape.h"
#include "convert/date.h"
#include "convert/fields.h"
#include "convert/identifier.h"
#include "convert/isbd.h"
#include "convert/language.h"
#include "convert/material.h"
#include "convert/name.h"
#include "convert/part.h"
#include "convert/title.h"
#include "convert/writer.h"
#include "convert/xml.h"

struct dublin_core {
    struct buffer *out;
    const struct marc_record *record;
    const struct convert_context *context;
    struct arena *arena;
    struct linked_fields fields;
    struct part part; /* where has_part */
    bool has_part;
};

/* "http://host/records/id", or nothing where the service's address is not known. */
static struct slice record_url(const struct dublin_core *dc, const char *id)
{
    if (id == NULL || id[0] == '\0' || dc->context->base_url[0] == '\0')
        return (struct slice){NULL, 0};
    struct buffer url;
    buffer_init(&url);
    buffer_printf(&url, "%s/records/", dc->context->base_url);
    escape_url(&url, slice_of(id));
    struct slice copy = arena_slice(dc->arena, buffer_slice(&url));
    buffer_finish(&url);
    return copy;
}

static const struct marc_field *next_field(const struct dublin_core *dc, int tag, size_t *at)
{
    const struct linked_field *from = fields_next(&dc->fields, tag, at);
    return from != NULL ? from->field : NULL;
}

/* Which element a field becomes, of which subfields, joined how. */
struct rule {
    int tag;
    const char *element, *codes, *separator;
    bool trim;
};

static void apply(const struct dublin_core *dc, const struct rule *rules, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct marc_field *field;
        size_t at = 0;
        while ((field = next_field(dc, rules[i].tag, &at)) != NULL) {
            struct slice text = isbd_join(field, rules[i].codes, rules[i].separator, dc->arena);
            xml_element(dc->out, rules[i].element, rules[i].trim ? isbd_trim(text) : text);
        }
    }
}

static void write_titles(const struct dublin_core *dc)
{
    const struct marc_field *field;
    size_t at = 0;
    while ((field = next_field(dc, 245, &at)) != NULL) {
        struct title title;
        title_read(&title, field, dc->arena);
        xml_element(dc->out, "dc:title", title_whole(&title, " : ", dc->arena));
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
            while ((field = next_field(dc, tags[i], &at)) != NULL) {
                if (tags[i] >= 700 && marc_field_subfield(field, 't').length > 0)
                    continue;
                struct name name;
                name_read(&name, field, dc->arena);
                const char *codes = name.kind == NAME_CORPORATE ? "abndc"
                                    : name.kind == NAME_MEETING ? "acdenq"
                                                                : "abcqd";
                if (is_creator(&name) == (creators == 1))
                    xml_element(dc->out, creators ? "dc:creator" : "dc:contributor",
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
        while ((field = next_field(dc, tags[i], &at)) != NULL) {
            if (i == 1 && field->indicator[1] != '1')
                continue;
            for (uint32_t j = 0; j < field->subfield_count; j++)
                if (field->subfields[j].code == 'b')
                    xml_element(dc->out, "dc:publisher", part_known(field->subfields[j].value));
        }
    }
}

static void write_date(const struct dublin_core *dc)
{
    struct dates dates;
    dates_read(&dates, dc->record, dc->arena);
    if (dates.year_end > dates.year)
        xml_element(dc->out, "dc:date",
                    slice_of(arena_printf(dc->arena, "%04d/%04d", dates.year, dates.year_end)));
    else
        xml_element(dc->out, "dc:date", dates.issued);
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
    static const struct rule genres[] = {{655, "dc:type", "abvxyz", "--", true}};
    enum material material = material_of(dc->record);
    xml_element(dc->out, "dc:type", slice_of(types[material]));
    if (dc->record->leader[MARC_LEADER_LEVEL] == 'c' && material != MATERIAL_MIXED)
        xml_element(dc->out, "dc:type", slice_of("Collection"));
    /* The info:eu-repo vocabulary of document types, which harvesters of literature read. */
    const char *semantic = material == MATERIAL_CHAPTER && dc->has_part ? "bookPart"
                           : material == MATERIAL_ARTICLE               ? "article"
                           : material == MATERIAL_BOOK                  ? "book"
                                                                        : NULL;
    if (semantic != NULL)
        xml_element(dc->out, "dc:type",
                    slice_of(arena_printf(dc->arena, "info:eu-repo/semantics/%s", semantic)));
    apply(dc, genres, sizeof genres / sizeof *genres);
}

/* All public notes but those that have an element of their own: 506, 530, 540. */
static void write_descriptions(const struct dublin_core *dc)
{
    static const struct {
        int tag;
        const char *codes;
        bool keep_private; /* first indicator 0: not for the public */
    } notes[] = {
        {520, "ab", false},
        {505, "agrt", false},
        {500, "a", false},
        {501, "a", false},
        {502, "abcdgo", false},
        {504, "ab", false},
        {507, "ab", false},
        {508, "a", false},
        {510, "abc", false},
        {511, "a", false},
        {513, "ab", false},
        {515, "a", false},
        {516, "a", false},
        {518, "adop", false},
        {521, "ab", false},
        {522, "a", false},
        {524, "a", false},
        {525, "a", false},
        {526, "abcdi", false},
        {533, "abcdefmn", false},
        {534, "abcefklmnptxz", false},
        {535, "abcd", false},
        {536, "abcdefgh", false},
        {538, "ai", false},
        {541, "abcdefhno", true},
        {544, "abcden", false},
        {545, "ab", false},
        {546, "ab", false},
        {547, "a", false},
        {550, "a", false},
        {552, "abcdefghijklmnop", false},
        {555, "abcd", false},
        {556, "az", false},
        {561, "a", true},
        {562, "abcde", true},
        {563, "a", false},
        {565, "abcde", false},
        {567, "ab", false},
        {580, "a", false},
        {581, "az", false},
        {583, "abcdefhijklnoz", true},
        {584, "ab", false},
        {585, "a", false},
        {586, "a", false},
        {588, "a", false},
    };
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        const struct marc_field *field;
        size_t at = 0;
        while ((field = next_field(dc, notes[i].tag, &at)) != NULL)
            if (!notes[i].keep_private || field->indicator[0] != '0')
                xml_element(dc->out, "dc:description",
                            isbd_join(field, notes[i].codes, " ", dc->arena));
    }
}

static void write_subjects(const struct dublin_core *dc)
{
    static const struct rule subjects[] = {
        {600, "dc:subject", "abcdqtnp", " ", true}, {610, "dc:subject", "abtnp", " ", true},
        {611, "dc:subject", "acdenqt", " ", true},  {630, "dc:subject", "adfklmnoprst", " ", true},
        {648, "dc:subject", "a", " ", true},        {650, "dc:subject", "abcd", " ", true},
        {651, "dc:subject", "a", " ", true},
    };
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
        const struct marc_field *field;
        size_t at = 0;
        while ((field = next_field(dc, subjects[i].tag, &at)) != NULL) {
            struct slice head =
                isbd_trim(isbd_join(field, subjects[i].codes, subjects[i].separator, dc->arena));
            struct slice tail = isbd_trim(isbd_join(field, "vxyz", "--", dc->arena));
            if (head.length == 0)
                continue;
            buffer_add_string(dc->out, "<dc:subject>");
            xml_text(dc->out, head);
            if (tail.length > 0)
                buffer_add_string(dc->out, "--");
            xml_text(dc->out, tail);
            buffer_add_string(dc->out, "</dc:subject>");
        }
    }
    const struct marc_field *field;
    size_t at = 0;
    while ((field = next_field(dc, 653, &at)) != NULL)
        for (uint32_t i = 0; i < field->subfield_count; i++)
            if (field->subfields[i].code == 'a')
                xml_element(dc->out, "dc:subject", isbd_trim(field->subfields[i].value));
}

static void write_identifiers(const struct dublin_core *dc)
{
    static const struct {
        const char *type, *prefix;
    } prefixes[] = {{"isbn", "urn:ISBN:"},
                    {"issn", "urn:ISSN:"},
                    {"doi", "https://doi.org/"},
                    {"hdl", "https://hdl.handle.net/"},
                    {"uri", ""},
                    {"urn", ""}};
    struct slice url = record_url(dc, dc->context->id);
    xml_element(dc->out, "dc:identifier", url.length > 0 ? url : slice_of(dc->context->id));
    struct identifier *list;
    size_t count = identifiers_read(&list, dc->record, dc->arena);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < sizeof prefixes / sizeof *prefixes && !list[i].invalid; j++)
            if (strcmp(list[i].type, prefixes[j].type) == 0) {
                buffer_add_string(dc->out, "<dc:identifier>");
                buffer_add_string(dc->out, prefixes[j].prefix);
                xml_text(dc->out, list[i].value);
                buffer_add_string(dc->out, "</dc:identifier>");
            }
    const struct marc_field *field = NULL;
    while ((field = marc_record_field(dc->record, "856", field)) != NULL)
        if (field->indicator[1] != '2' && !slice_equal(marc_field_subfield(field, 'u'), url))
            xml_element(dc->out, "dc:identifier", marc_field_subfield(field, 'u'));
}

static void write_languages(const struct dublin_core *dc)
{
    struct slice *codes;
    size_t count = languages_of(&codes, dc->record, dc->arena);
    for (size_t i = 0; i < count; i++)
        xml_element(dc->out, "dc:language", codes[i]);
}

static void write_relations(const struct dublin_core *dc)
{
    static const int tags[] = {760, 762, 765, 767, 770, 772, 774, 775, 776, 777, 780, 785, 787};
    static const struct rule series[] = {{830, "dc:relation", "apv", " ", true},
                                         {530, "dc:relation", "abcd", " ", true}};
    struct slice host = record_url(dc, dc->context->host_id);
    if (dc->has_part)
        xml_element(dc->out, "dc:relation",
                    host.length > 0 ? host : title_whole(&dc->part.linked_title, " : ", dc->arena));
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        const struct marc_field *field;
        size_t at = 0;
        while ((field = next_field(dc, tags[i], &at)) != NULL)
            xml_element(dc->out, "dc:relation", isbd_trim(isbd_join(field, "at", " ", dc->arena)));
    }
    apply(dc, series, sizeof series / sizeof *series);
}

static void add_piece(struct buffer *citation, const char *before, struct slice piece)
{
    if (piece.length == 0)
        return;
    if (citation->length > 0)
        buffer_add_string(citation, before);
    buffer_add_slice(citation, piece);
}

static void add_pages(struct buffer *citation, const struct part *part)
{
    if (part->start.length == 0)
        return;
    bool range = part->end.length > 0 && !slice_equal(part->start, part->end);
    add_piece(citation, range ? ", pp. " : ", p. ", part->start);
    if (range)
        add_piece(citation, "\xE2\x80\x93", part->end);
}

/* The host as one cites it: "Author. Title: rest. Publisher, 1977, pp. 211–256", a serial with
 * "Title 24, no. 3 (2001), pp. 12–20". */
static void write_source(const struct dublin_core *dc)
{
    const struct part *part = &dc->part;
    struct slice title = title_whole(&part->linked_title, ": ", dc->arena);
    if (!dc->has_part || title.length == 0)
        return;
    struct buffer citation;
    buffer_init(&citation);
    add_piece(&citation, "", part->author);
    bool stopped = isbd_keeps_stop(part->author);
    add_piece(&citation, stopped ? " " : ". ", title);
    if (part->serial) {
        add_piece(&citation, " ", part->volume);
        add_piece(&citation, ", no. ", part->issue);
        add_piece(&citation, " (", part->date);
        if (part->date.length > 0)
            buffer_add_char(&citation, ')');
    } else {
        add_piece(&citation, ". ", part->publisher);
        add_piece(&citation, part->publisher.length > 0 ? ", " : ". ", part->date);
    }
    add_pages(&citation, part);
    xml_element(dc->out, "dc:source", buffer_slice(&citation));
    buffer_finish(&citation);
}

/* 506: first indicator 1 is restricted, 0 free; the info:eu-repo terms are what harvesters read. */
static void write_rights(const struct dublin_core *dc)
{
    static const struct rule rules[] = {{506, "dc:rights", "abcde", " ", true},
                                        {540, "dc:rights", "abcd", " ", true}};
    const struct marc_field *access = marc_record_field(dc->record, "506", NULL);
    if (access != NULL && access->indicator[0] == '1')
        xml_element(dc->out, "dc:rights", slice_of("info:eu-repo/semantics/restrictedAccess"));
    else if (access != NULL && access->indicator[0] == '0')
        xml_element(dc->out, "dc:rights", slice_of("info:eu-repo/semantics/openAccess"));
    apply(dc, rules, sizeof rules / sizeof *rules);
}

static void write_rest(const struct dublin_core *dc)
{
    static const struct rule formats[] = {{300, "dc:format", "abce", " ", true},
                                          {856, "dc:format", "q", " ", true}};
    static const struct rule coverage[] = {{651, "dc:coverage", "a", " ", true},
                                           {662, "dc:coverage", "abcdfgh", "--", true},
                                           {752, "dc:coverage", "abcdfgh", "--", true}};
    static const struct rule sources[] = {{786, "dc:source", "ot", " ", true}};
    apply(dc, formats, sizeof formats / sizeof *formats);
    write_subjects(dc);
    write_descriptions(dc);
    write_relations(dc);
    write_source(dc);
    apply(dc, sources, sizeof sources / sizeof *sources);
    apply(dc, coverage, sizeof coverage / sizeof *coverage);
    write_rights(dc);
}

int write_dc(struct buffer *out, const struct marc_record *record,
             const struct convert_context *context, struct arena *arena, struct diag *diag)
{
    (void)diag;
    struct dublin_core dc = {.out = out, .record = record, .context = context, .arena = arena};
    fields_link(&dc.fields, record, arena);
    dc.has_part = part_read(&dc.part, record, context, arena);
    buffer_add_string(out, "<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\""
                           " xmlns:dc=\"http://purl.org/dc/elements/1.1/\">");
    write_titles(&dc);
    write_names(&dc);
    write_publishers(&dc);
    write_date(&dc);
    write_types(&dc);
    write_identifiers(&dc);
    write_languages(&dc);
    if (!context->brief)
        write_rest(&dc);
    else
        write_source(&dc);
    buffer_add_string(out, "</oai_dc:dc>");
    return OFFPRINT_OK;
}

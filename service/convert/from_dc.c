#include "convert/from_dc.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <offprint/arena.h>
#include <offprint/record.h>

#include "convert/date.h"
#include "convert/from_dc_internal.h"
#include "convert/language.h"

/* An element of DCMI's terms is read as the one of the fifteen that it refines. */
static const struct refinement {
    const char *name, *parent;
} refinements[] = {
    {"accessRights", "rights"},   {"available", "date"},        {"bibliographicCitation", "source"},
    {"conformsTo", "relation"},   {"created", "date"},          {"dateAccepted", "date"},
    {"dateCopyrighted", "date"},  {"dateSubmitted", "date"},    {"educationLevel", "audience"},
    {"hasFormat", "relation"},    {"hasPart", "relation"},      {"hasVersion", "relation"},
    {"isFormatOf", "relation"},   {"isPartOf", "relation"},     {"isReferencedBy", "relation"},
    {"isReplacedBy", "relation"}, {"isRequiredBy", "relation"}, {"issued", "date"},
    {"isVersionOf", "relation"},  {"license", "rights"},        {"medium", "format"},
    {"extent", "format"},         {"modified", "date"},         {"references", "relation"},
    {"replaces", "relation"},     {"requires", "relation"},     {"rightsHolder", "rights"},
    {"spatial", "coverage"},      {"temporal", "coverage"},     {"valid", "date"},
    {"abstract", "description"},
};

/* Elements that have one place in MARC, whatever they say. */
static const struct place {
    const char *name, *tag, *indicators;
    char code;
} places[] = {
    {"abstract", "520", "3 ", 'a'},        {"accessRights", "506", "  ", 'a'},
    {"alternative", "246", "3 ", 'a'},     {"audience", "521", "  ", 'a'},
    {"coverage", "500", "  ", 'a'},        {"description", "520", "  ", 'a'},
    {"extent", "300", "  ", 'a'},          {"hasPart", "774", "0 ", 't'},
    {"hasFormat", "776", "0 ", 't'},       {"hasVersion", "775", "0 ", 't'},
    {"isFormatOf", "776", "0 ", 't'},      {"isReplacedBy", "785", "00", 't'},
    {"isVersionOf", "775", "0 ", 't'},     {"provenance", "561", "  ", 'a'},
    {"relation", "787", "0 ", 'n'},        {"replaces", "780", "00", 't'},
    {"rights", "540", "  ", 'a'},          {"source", "786", "0 ", 'n'},
    {"spatial", "522", "  ", 'a'},         {"subject", "653", "  ", 'a'},
    {"tableOfContents", "505", "0 ", 'a'}, {"temporal", "513", "  ", 'b'},
    {"isPartOf", "773", "0 ", 't'},        {"bibliographicCitation", "524", "  ", 'a'},
};

static const struct refinement *refinement_of(const xmlNode *node)
{
    for (size_t i = 0; i < sizeof refinements / sizeof *refinements; i++)
        if (node_is(node, refinements[i].name))
            return &refinements[i];
    return NULL;
}

/* Is it the element, or one that refines it? */
static bool is_kind_of(const xmlNode *node, const char *name)
{
    const struct refinement *refinement = refinement_of(node);

    return node_is(node, name) || (refinement != NULL && strcmp(refinement->parent, name) == 0);
}

const xmlNode *from_dc_next(const struct from_dc *from, const xmlNode *after, const char *name)
{
    do
        after = node_element(from->dc, after);
    while (after != NULL && !is_kind_of(after, name));
    return after;
}

static bool contains(struct slice text, const char *word)
{
    size_t length = strlen(word);

    for (size_t i = 0; i + length <= text.length; i++)
        if (strncasecmp(text.data + i, word, length) == 0)
            return true;
    return false;
}

/* --- leader and 008 ------------------------------------------------------------------------ */

/* DCMI's types, those of OpenAIRE and COAR, and what libraries call it; the first that a type
 * holds. */
static const struct {
    const char *word;
    char type;
} types[] = {
    {"map", 'e'},        {"cartograph", 'e'}, {"moving", 'g'},     {"video", 'g'},
    {"film", 'g'},       {"image", 'k'},      {"photograph", 'k'}, {"picture", 'k'},
    {"notated", 'c'},    {"score", 'c'},      {"music", 'j'},      {"sound", 'i'},
    {"audio", 'i'},      {"software", 'm'},   {"dataset", 'm'},    {"interactive", 'm'},
    {"manuscript", 't'}, {"object", 'r'},     {"collection", 'p'},
};

static char type_of(const struct from_dc *from)
{
    const xmlNode *node = NULL;

    for (unsigned count = 0;
         count < FROM_DC_LOOKED_AT && (node = from_dc_next(from, node, "type")) != NULL; count++) {
        struct slice type = node_text(node, from->arena);

        for (size_t i = 0; i < sizeof types / sizeof *types; i++)
            if (contains(type, types[i].word))
                return types[i].type;
    }
    return 'a';
}

static void make_leader(struct from_dc *from)
{
    char *leader = from->building.record->leader, type = type_of(from);

    memcpy(leader, "00000nam a22000003u 4500", MARC_LEADER_LENGTH);
    leader[MARC_LEADER_TYPE] = type;
    if (from->host != NULL)
        leader[MARC_LEADER_LEVEL] = from_dc_is_in_serial(from) ? 'b' : 'a';
    else if (type == 'p')
        leader[MARC_LEADER_LEVEL] = 'c';
}

/* The date of issue, else any; of those the first that has a year. */
static struct slice date_of(const struct from_dc *from)
{
    static const char *const names[] = {"issued", "date"};
    struct slice any = {NULL, 0};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const xmlNode *node = NULL;

        for (unsigned count = 0;
             count < FROM_DC_LOOKED_AT && (node = from_dc_next(from, node, names[i])) != NULL;
             count++) {
            struct slice date = node_text(node, from->arena);

            if (date_year_in(date) > 0)
                return date;
            any = any.length > 0 ? any : date;
        }
    }
    return any;
}

/* "1992-01-02T10:00:00Z": the day is enough. */
static struct slice day_of(struct slice date)
{
    return date.length > 10 && date.data[10] == 'T' ? slice_part(date, 0, 10) : date;
}

/* 008/06-14: one date, with its day where it has one, or two years of a range. */
static void put_dates(const struct from_dc *from, char *field)
{
    struct slice date = day_of(date_of(from));
    int year = date_year_in(date);
    int second = date.length >= 9 ? date_year_in(slice_part(date, date.length - 4, 4)) : 0;
    struct slice parsed = date_parse(date, from->arena);
    char text[32];

    if (year == 0)
        return;
    if (date.length == 9 && (date.data[4] == '-' || date.data[4] == '/') && second > year)
        snprintf(text, sizeof text, "m%04d%04d", year, second);
    else if (parsed.length == 10)
        snprintf(text, sizeof text, "e%04d%.2s%.2s", year, parsed.data + 5, parsed.data + 8);
    else if (parsed.length == 7)
        snprintf(text, sizeof text, "e%04d%.2s  ", year, parsed.data + 5);
    else
        snprintf(text, sizeof text, "s%04d    ", year);
    memcpy(field + 6, text, 9);
}

/* Languages by their codes or names; what is neither is a note. */
static void add_languages(struct from_dc *from, char *field)
{
    struct slice codes[FROM_DC_LOOKED_AT];
    size_t count = 0;
    const xmlNode *node = NULL;

    while ((node = from_dc_next(from, node, "language")) != NULL) {
        struct slice text = node_text(node, from->arena), code = language_code(text);

        if (code.length == 0)
            building_one(&from->building, "546", "  ", 'a', text);
        else if (count < FROM_DC_LOOKED_AT)
            codes[count++] = code;
    }
    if (count > 0)
        memcpy(field + 35, codes[0].data, 3);
    building_field(&from->building, "041", '0', ' ');
    for (size_t i = 0; count > 1 && i < count; i++)
        building_add(&from->building, 'a', codes[i]);
}

static void make_008(struct from_dc *from)
{
    char *field = arena_string(from->arena, "000000nuuuuuuuuxx |||||||||||||||||und|d");

    put_dates(from, field);
    add_languages(from, field);
    building_control(&from->building, "008", slice_make(field, 40));
}

/* --- titles, names, publication ----------------------------------------------------------------
 */

/* "Vico, Giambattista, 1668-1744": where the dates begin; the length where there are none. */
static size_t dates_at(struct slice name)
{
    size_t comma = name.length;

    for (size_t i = 0; i < name.length; i++)
        if (name.data[i] == ',')
            comma = i;
    return comma + 2 < name.length && date_year_in(slice_part(name, comma, name.length)) > 0
               ? comma
               : name.length;
}

/* A name with a comma is a person's; of others nobody says what they are (720). */
static void add_name(struct from_dc *from, const xmlNode *node, bool main, const char *role)
{
    struct slice name = node_text(node, from->arena);
    bool person = name.length > 0 && memchr(name.data, ',', name.length) != NULL;
    size_t dates = person ? dates_at(name) : name.length;

    if (name.length == 0)
        return;
    building_one(&from->building,
                 !person ? "720"
                 : main  ? "100"
                         : "700",
                 person ? "1 " : "  ", 'a', slice_part(name, 0, dates));
    building_add(&from->building, 'd', slice_trim(slice_part(name, dates + 1, name.length)));
    building_add(&from->building, 'e', slice_of(role));
}

static void add_names(struct from_dc *from)
{
    const xmlNode *node = NULL;

    for (bool main = true; (node = from_dc_next(from, node, "creator")) != NULL; main = false)
        add_name(from, node, main, "author");
    while ((node = from_dc_next(from, node, "contributor")) != NULL)
        add_name(from, node, false, "contributor");
}

static void add_titles(struct from_dc *from)
{
    const xmlNode *node = NULL;
    bool main = true;

    while ((node = from_dc_next(from, node, "title")) != NULL) {
        struct slice title = node_text(node, from->arena);

        building_one(&from->building, main ? "245" : "246", main ? "00" : "3 ", 'a', title);
        main &= title.length == 0;
    }
}

static void add_publication(struct from_dc *from)
{
    const xmlNode *node = NULL;

    building_field(&from->building, "264", ' ', '1');
    while ((node = from_dc_next(from, node, "publisher")) != NULL)
        building_add(&from->building, 'b', node_text(node, from->arena));
    building_add(&from->building, 'c', day_of(date_of(from)));
}

/* --- everything else
 * ------------------------------------------------------------------------------- */

/* "application/pdf" is a media type, "25 x 20 cm" an extent. */
static void add_format(struct from_dc *from, const xmlNode *node)
{
    struct slice text = node_text(node, from->arena);
    const char *slash = text.length > 0 ? memchr(text.data, '/', text.length) : NULL;
    bool media = slash != NULL && memchr(text.data, ' ', text.length) == NULL;
    bool number = text.length > 0 && text.data[0] >= '0' && text.data[0] <= '9';

    if (media)
        building_one(&from->building, "347", "  ", 'b', text);
    else
        building_one(&from->building, number || node_is(node, "extent") ? "300" : "340", "  ", 'a',
                     text);
}

/* "info:eu-repo/semantics/article" says "article". */
static void add_type(struct from_dc *from, struct slice text)
{
    static const char prefix[] = "info:eu-repo/semantics/";

    if (slice_starts(text, prefix))
        text = slice_part(text, sizeof prefix - 1, text.length);
    building_one(&from->building, "655", " 4", 'a', text);
}

static const struct place *place_of(const xmlNode *node)
{
    const struct refinement *refinement = refinement_of(node);

    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (node_is(node, places[i].name))
            return &places[i];
    for (size_t i = 0; refinement != NULL && i < sizeof places / sizeof *places; i++)
        if (strcmp(refinement->parent, places[i].name) == 0)
            return &places[i];
    return NULL;
}

static void add_other(struct from_dc *from, const xmlNode *node)
{
    const struct place *place = place_of(node);
    struct slice text = node_text(node, from->arena);
    bool related = is_kind_of(node, "relation") || is_kind_of(node, "source");

    if (place == NULL || node == from->host)
        return;
    if (related && from_dc_is_address(text))
        building_one(&from->building, "856", "42", 'u', text);
    else if (is_kind_of(node, "rights") && from_dc_is_address(text))
        building_one(&from->building, "540", "  ", 'u', text);
    else if (!(from->host != NULL && node_is(node, "source") && from_dc_is_issn(text)))
        building_one(&from->building, place->tag, place->indicators, place->code, text);
}

static void make_fields(struct from_dc *from)
{
    from_dc_find_host(from);
    make_leader(from);
    make_008(from);
    add_titles(from);
    add_names(from);
    add_publication(from);
    if (from->host != NULL)
        from_dc_add_host(from);
    for (const xmlNode *node = node_element(from->dc, NULL); node != NULL;
         node = node_element(from->dc, node)) {
        if (node_is(node, "identifier"))
            from_dc_add_identifier(from, node_text(node, from->arena));
        else if (node_is(node, "type"))
            add_type(from, node_text(node, from->arena));
        else if (is_kind_of(node, "format"))
            add_format(from, node);
        else
            add_other(from, node);
    }
    building_end(&from->building);
}

int dc_read(struct marc_record **record, struct slice bytes, uint64_t line, struct arena *arena,
            struct diag *diag)
{
    struct from_dc from = {.arena = arena};
    xmlDocPtr document;
    int status = node_parse(&document, bytes, line, diag);

    if (status < 0)
        return status;
    from.dc = xmlDocGetRootElement(document);
    building_begin(&from.building, arena);
    make_fields(&from);
    xmlFreeDoc(document);
    if (from.building.record->field_count <= 1)
        return diag_set(diag, OFFPRINT_MALFORMED,
                        "line %llu: the Dublin Core record says nothing that MARC has a place for",
                        (unsigned long long)line);
    if (from.building.full)
        return diag_set(diag, OFFPRINT_LIMIT,
                        "line %llu: the Dublin Core record makes too many fields",
                        (unsigned long long)line);
    *record = from.building.record;
    return 0;
}

#include "convert/from_dc.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <offprint/arena.h>
#include <offprint/record.h>

#include "convert/date.h"
#include "convert/from_xml.h"

/* Elements that have one place in MARC, whatever they say. */
static const struct {
    const char *name, *tag, *indicators;
    char code;
} plain[] = {
    {"description", "520", "  ", 'a'}, {"abstract", "520", "  ", 'a'},
    {"subject", "653", "  ", 'a'},     {"coverage", "500", "  ", 'a'},
    {"type", "655", " 4", 'a'},        {"language", "546", "  ", 'a'},
    {"rights", "540", "  ", 'a'},      {"relation", "787", "0 ", 'n'},
    {"source", "786", "0 ", 'n'},      {"alternative", "246", "3 ", 'a'},
    {"extent", "300", "  ", 'a'},      {"tableOfContents", "505", "0 ", 'a'},
};

static const struct {
    const char *word;
    char type;
} types[] = {{"map", 'e'},   {"moving", 'g'}, {"video", 'g'},    {"image", 'k'},   {"sound", 'i'},
             {"audio", 'i'}, {"music", 'j'},  {"software", 'm'}, {"dataset", 'm'}, {"object", 'r'}};

struct from_dc {
    struct building building;
    struct arena *arena;
    const xmlNode *dc;
};

static bool contains(struct slice text, const char *word)
{
    size_t length = strlen(word);

    for (size_t i = 0; i + length <= text.length; i++)
        if (strncasecmp(text.data + i, word, length) == 0)
            return true;
    return false;
}

static void make_leader(struct from_dc *from)
{
    struct slice type = node_text(node_child(from->dc, "type"), from->arena);
    char *leader = from->building.record->leader;

    memcpy(leader, "00000nam a22000003u 4500", MARC_LEADER_LENGTH);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (contains(type, types[i].word)) {
            leader[MARC_LEADER_TYPE] = types[i].type;
            return;
        }
}

static void make_008(struct from_dc *from)
{
    char *field = arena_string(from->arena, "000000nuuuuuuuuxx |||||||||||||||||und|d");
    int year = date_year_in(node_text(node_child(from->dc, "date"), from->arena));
    struct slice language = node_text(node_child(from->dc, "language"), from->arena);
    char text[16];

    if (year > 0) {
        snprintf(text, sizeof text, "s%04d    ", year);
        memcpy(field + 6, text, 9);
    }
    if (language.length == 3 && language.data[0] >= 'a' && language.data[0] <= 'z' &&
        language.data[1] >= 'a' && language.data[1] <= 'z' && language.data[2] >= 'a' &&
        language.data[2] <= 'z')
        memcpy(field + 35, language.data, 3);
    building_control(&from->building, "008", slice_make(field, 40));
}

/* A name with a comma is a person's; of others nobody says what they are (720). */
static void add_name(struct from_dc *from, const xmlNode *node, bool main, const char *role)
{
    struct slice name = node_text(node, from->arena);
    bool person = name.length > 0 && memchr(name.data, ',', name.length) != NULL;

    building_one(&from->building,
                 !person ? "720"
                 : main  ? "100"
                         : "700",
                 person ? "1 " : "  ", 'a', name);
    if (name.length > 0)
        building_add(&from->building, 'e', slice_of(role));
}

static void add_names(struct from_dc *from)
{
    const xmlNode *node = node_child(from->dc, "creator");

    for (bool main = true; node != NULL; node = node_sibling(node, "creator"), main = false)
        add_name(from, node, main, "author");
    for (node = node_child(from->dc, "contributor"); node != NULL;
         node = node_sibling(node, "contributor"))
        add_name(from, node, false, "contributor");
}

static void add_titles(struct from_dc *from)
{
    const xmlNode *node = node_child(from->dc, "title");

    for (bool main = true; node != NULL; node = node_sibling(node, "title")) {
        struct slice title = node_text(node, from->arena);

        building_one(&from->building, main ? "245" : "246", main ? "00" : "3 ", 'a', title);
        main &= title.length == 0;
    }
}

static void add_publication(struct from_dc *from)
{
    const xmlNode *node;

    building_field(&from->building, "264", ' ', '1');
    for (node = node_child(from->dc, "publisher"); node != NULL;
         node = node_sibling(node, "publisher"))
        building_add(&from->building, 'b', node_text(node, from->arena));
    building_add(&from->building, 'c', node_text(node_child(from->dc, "date"), from->arena));
}

/* What an identifier is, its own text says. */
static void add_identifier(struct from_dc *from, struct slice text)
{
    static const struct {
        const char *prefix, *tag, *indicators;
        const char *source;
    } schemes[] = {
        {"urn:isbn:", "020", "  ", NULL}, {"isbn:", "020", "  ", NULL},
        {"isbn", "020", "  ", NULL},      {"urn:issn:", "022", "  ", NULL},
        {"issn:", "022", "  ", NULL},     {"issn", "022", "  ", NULL},
        {"doi:", "024", "7 ", "doi"},     {"hdl:", "024", "7 ", "hdl"},
        {"urn:", "024", "7 ", "urn"},     {"10.", "024", "7 ", "doi"},
    };

    if (contains(slice_part(text, 0, 8), "http://") ||
        contains(slice_part(text, 0, 8), "https://") ||
        contains(slice_part(text, 0, 6), "ftp://")) {
        building_one(&from->building, "856", "40", 'u', text);
        return;
    }
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t length = strlen(schemes[i].prefix);
        bool whole = schemes[i].source != NULL && schemes[i].prefix[length - 1] != ':';

        if (text.length <= length || strncasecmp(text.data, schemes[i].prefix, length) != 0)
            continue;
        if (schemes[i].source == NULL || (!whole && strcmp(schemes[i].prefix, "urn:") != 0))
            text = slice_trim(slice_part(text, length, text.length));
        building_one(&from->building, schemes[i].tag, schemes[i].indicators, 'a', text);
        if (schemes[i].source != NULL)
            building_add(&from->building, '2', slice_of(schemes[i].source));
        return;
    }
    building_one(&from->building, "024", "8 ", 'a', text);
}

static void add_plain(struct from_dc *from)
{
    const xmlNode *node = NULL;

    while ((node = node_element(from->dc, node)) != NULL) {
        if (node_is(node, "identifier"))
            add_identifier(from, node_text(node, from->arena));
        for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
            if (node_is(node, plain[i].name))
                building_one(&from->building, plain[i].tag, plain[i].indicators, plain[i].code,
                             node_text(node, from->arena));
    }
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
    make_leader(&from);
    make_008(&from);
    add_titles(&from);
    add_names(&from);
    add_publication(&from);
    add_plain(&from);
    building_end(&from.building);
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

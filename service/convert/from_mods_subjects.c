/* Subjects and classifications: 043, 050-086, 6XX, 752. */
#include <string.h>

#include <offprint/arena.h>

#include "convert/from_mods.h"

static const struct {
    const char *authority;
    char indicator;
} thesauri[] = {
    {"lcsh", '0'}, {"lcshac", '1'}, {"mesh", '2'}, {"nal", '3'}, {"csh", '5'}, {"rvm", '6'},
};

/* Second indicator of a 6XX, 7 with the source in $2. */
static char thesaurus_of(struct slice authority)
{
    if (authority.length == 0)
        return '4';
    for (size_t i = 0; i < sizeof thesauri / sizeof *thesauri; i++)
        if (slice_is(authority, thesauri[i].authority))
            return thesauri[i].indicator;
    return '7';
}

/* What an element begins a heading of, and which subdivision it is behind another. */
static const struct facet {
    const char *name, *tag;
    char indicator, subdivision;
} facets[] = {
    {"topic", "650", ' ', 'x'},      {"geographic", "651", ' ', 'z'}, {"temporal", "648", ' ', 'y'},
    {"genre", "655", ' ', 'v'},      {"titleInfo", "630", '0', 't'},  {"name", "600", '1', 'x'},
    {"occupation", "656", ' ', 'x'},
};

static const struct facet *facet_of(const xmlNode *node)
{
    for (size_t i = 0; i < sizeof facets / sizeof *facets; i++)
        if (node_is(node, facets[i].name))
            return &facets[i];
    return NULL;
}

static void begin_heading(struct from_mods *from, const xmlNode *node, const struct facet *facet,
                          char thesaurus)
{
    char tag[4], indicator = facet->indicator;

    memcpy(tag, facet->tag, sizeof tag);
    if (node_is(node, "name")) {
        struct slice heading = from_mods_heading(from, node);

        if (node_attribute_is(node, "type", "corporate"))
            memcpy(tag, "610", 3), indicator = '2';
        else if (node_attribute_is(node, "type", "conference"))
            memcpy(tag, "611", 3), indicator = '2';
        else if (heading.length > 0 && memchr(heading.data, ',', heading.length) == NULL)
            indicator = '0';
    }
    building_field(&from->building, tag, indicator, thesaurus);
    if (node_is(node, "name"))
        from_mods_add_name(from, node, true);
    else if (node_is(node, "titleInfo"))
        building_add(&from->building, 'a', from_mods_title(from, node, NULL));
    else
        building_add(&from->building, 'a', node_text(node, from->arena));
}

static void add_subdivision(struct from_mods *from, const xmlNode *node, const struct facet *facet)
{
    if (node_is(node, "name"))
        building_add(&from->building, 'x', from_mods_heading(from, node));
    else if (node_is(node, "titleInfo"))
        building_add(&from->building, 't', from_mods_title(from, node, NULL));
    else
        building_add(&from->building, facet->subdivision, node_text(node, from->arena));
}

static void add_hierarchy(struct from_mods *from, const xmlNode *place)
{
    static const struct {
        const char *name;
        char code;
    } levels[] = {{"country", 'a'},     {"state", 'b'},  {"province", 'b'},
                  {"region", 'b'},      {"county", 'c'}, {"city", 'd'},
                  {"citySection", 'f'}, {"area", 'g'},   {"extraterrestrialArea", 'h'}};

    building_field(&from->building, "752", ' ', ' ');
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        building_add(&from->building, levels[i].code,
                     from_mods_text(from, place, NULL, levels[i].name));
}

static void add_map_data(struct from_mods *from, const xmlNode *map)
{
    building_field(&from->building, "255", ' ', ' ');
    building_add(&from->building, 'a', from_mods_text(from, map, NULL, "scale"));
    building_add(&from->building, 'b', from_mods_text(from, map, NULL, "projection"));
    building_add(&from->building, 'c', from_mods_text(from, map, NULL, "coordinates"));
}

/* The first facet begins the heading, the others subdivide it. */
static void add_subject(struct from_mods *from, const xmlNode *subject)
{
    struct slice authority = node_attribute(subject, "authority", from->arena);
    const xmlNode *node = NULL;
    bool begun = false;

    while ((node = node_element(subject, node)) != NULL) {
        const struct facet *facet = facet_of(node);

        if (authority.length == 0 && !begun)
            authority = node_attribute(node, "authority", from->arena);
        if (facet != NULL && begun)
            add_subdivision(from, node, facet);
        else if (facet != NULL && node_text(node, from->arena).length > 0) {
            begin_heading(from, node, facet, thesaurus_of(authority));
            begun = true;
        }
    }
    if (begun && thesaurus_of(authority) == '7')
        building_add(&from->building, '2', authority);
    /* These are no part of a heading. */
    for (node = node_child(subject, "geographicCode"); node != NULL;
         node = node_sibling(node, "geographicCode"))
        building_one(&from->building, "043", "  ", 'a', node_text(node, from->arena));
    for (node = node_child(subject, "hierarchicalGeographic"); node != NULL;
         node = node_sibling(node, "hierarchicalGeographic"))
        add_hierarchy(from, node);
    for (node = node_child(subject, "cartographics"); node != NULL;
         node = node_sibling(node, "cartographics"))
        add_map_data(from, node);
}

static const struct {
    const char *authority, *tag, *indicators;
} schemes[] = {
    {"lcc", "050", " 4"}, {"nlm", "060", " 4"},    {"udc", "080", "  "},
    {"ddc", "082", "04"}, {"sudocs", "086", "0 "}, {"candoc", "086", "1 "},
};

static void add_classification(struct from_mods *from, const xmlNode *node)
{
    struct slice authority = node_attribute(node, "authority", from->arena);
    struct slice text = node_text(node, from->arena);
    struct slice edition = node_attribute(node, "edition", from->arena);

    if (text.length == 0)
        return;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        if (!slice_is(authority, schemes[i].authority))
            continue;
        building_one(&from->building, schemes[i].tag, schemes[i].indicators, 'a', text);
        if (slice_is(authority, "ddc"))
            building_add(&from->building, '2', edition);
        return;
    }
    building_one(&from->building, "084", "  ", 'a', text);
    building_add(&from->building, '2', authority);
}

void from_mods_subjects(struct from_mods *from)
{
    const xmlNode *node;

    for (node = node_child(from->mods, "subject"); node != NULL;
         node = node_sibling(node, "subject"))
        add_subject(from, node);
    for (node = node_child(from->mods, "classification"); node != NULL;
         node = node_sibling(node, "classification"))
        add_classification(from, node);
}

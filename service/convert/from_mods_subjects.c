/* Subjects: 034, 043, 045, 255, 6XX. */
#include <string.h>
#include <strings.h>

#include <offprint/arena.h>

#include "convert/coded.h"
#include "convert/from_mods.h"

static const struct {
    const char *authority;
    char indicator;
} thesauri[] = {
    {"lcsh", '0'}, {"lcshac", '1'}, {"mesh", '2'}, {"nal", '3'}, {"csh", '5'}, {"rvm", '6'},
};

char from_mods_thesaurus(struct slice authority)
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

/* A name of nobody knows what kind is an uncontrolled term. */
static void begin_name(struct from_mods *from, const xmlNode *node, char thesaurus)
{
    char tag[4], indicator;

    from_mods_name_tag(from, node, '6', tag, &indicator);
    if (strcmp(tag, "720") == 0 && thesaurus == '4') {
        building_field(&from->building, "653", ' ', ' ');
        building_add(&from->building, 'a', from_mods_all(from, node, "namePart", " "));
        return;
    }
    if (strcmp(tag, "720") == 0) /* an authority's, so a heading: of a person, most likely */
        memcpy(tag, "600", 4), indicator = '0';
    building_field(&from->building, tag, indicator, thesaurus);
    from_mods_add_name(from, node);
}

static void begin_heading(struct from_mods *from, const xmlNode *node, const struct facet *facet,
                          char thesaurus)
{
    int nonfiling;
    struct slice title;

    if (node_is(node, "name")) {
        begin_name(from, node, thesaurus);
    } else if (node_is(node, "titleInfo")) {
        title = from_mods_title(from, node, &nonfiling);
        building_field(&from->building, facet->tag, (char)('0' + nonfiling), thesaurus);
        building_add(
            &from->building, 'a',
            slices_join(from->arena, title, " : ", from_mods_all(from, node, "subTitle", " : ")));
        from_mods_add_parts(from, node);
    } else {
        building_field(&from->building, facet->tag, facet->indicator,
                       node_is(node, "occupation") ? '7' : thesaurus);
        building_add(&from->building, 'a', node_text(node, from->arena));
    }
}

/* Behind a name a title is its work. */
static void add_subdivision(struct from_mods *from, const xmlNode *node, const struct facet *facet,
                            bool named)
{
    if (node_is(node, "name")) {
        building_add(&from->building, 'x', from_mods_heading(from, node));
    } else if (node_is(node, "titleInfo") && !named) {
        building_add(&from->building, 'x', from_mods_title(from, node, NULL));
    } else if (node_is(node, "titleInfo")) {
        building_add(&from->building, 't', from_mods_title(from, node, NULL));
        from_mods_add_parts(from, node);
    } else {
        building_add(&from->building, facet->subdivision, node_text(node, from->arena));
    }
}

/* The work of a name stands before the roles and the subdivisions. */
static bool is_work(const xmlNode *node, const xmlNode *name)
{
    return name != NULL && node_is(node, "titleInfo");
}

/* --- places, periods, maps -------------------------------------------------------------------- */

static void add_hierarchy(struct from_mods *from, const xmlNode *place, struct slice authority)
{
    static const struct {
        const char *name;
        char code;
    } others[] = {{"province", 'b'}, {"region", 'b'},    {"territory", 'b'},
                  {"island", 'g'},   {"continent", 'a'}, {"extraterrestrialArea", 'h'}};
    const xmlNode *level = NULL;
    bool has_region = false;

    building_field(&from->building, "662", ' ', ' ');
    while ((level = node_element(place, level)) != NULL) {
        char code = coded_code_of(&coded_levels, slice_of((const char *)level->name));

        for (size_t i = 0; i < sizeof others / sizeof *others; i++)
            if (node_is(level, others[i].name))
                code = others[i].code;
        if (code == 'b' && has_region)
            code = 'c'; /* $b cannot be repeated, what is smaller can */
        has_region |= code == 'b';
        if (code != '\0')
            building_add(&from->building, code, node_text(level, from->arena));
    }
    building_add(&from->building, '2', authority);
}

/* "W0983000" or "-98.5", as 034 has it. */
static bool is_coordinate(struct slice text)
{
    size_t digits = 0;

    if (text.length == 0 || strchr("NSEW+-0123456789", text.data[0]) == NULL)
        return false;
    for (size_t i = 1; i < text.length; i++) {
        if (text.data[i] != '.' && (text.data[i] < '0' || text.data[i] > '9'))
            return false;
        digits++;
    }
    return digits >= 2;
}

/* "Scale 1:24,000" as "24000"; empty where no one number is given. */
static struct slice scale_of(const struct from_mods *from, struct slice text)
{
    char digits[12];
    size_t at = 0, count = 0;

    while (at + 2 < text.length && (text.data[at] != '1' || text.data[at + 1] != ':'))
        at++;
    if (at + 2 >= text.length || (at > 0 && text.data[at - 1] >= '0' && text.data[at - 1] <= '9'))
        return slice_make(NULL, 0);
    for (at += 2; at < text.length && count < sizeof digits; at++) {
        if (text.data[at] >= '0' && text.data[at] <= '9')
            digits[count++] = text.data[at];
        else if (strchr(", .", text.data[at]) == NULL || text.data[at] == '\0')
            break;
    }
    return slice_make(arena_copy(from->arena, digits, count), count);
}

/* Four coded coordinates, west, east, north, south, are 034; others are 255 $c. */
static bool add_coordinates(struct from_mods *from, struct slice text, struct slice scale)
{
    struct slice four[4];
    size_t count = 0;

    for (size_t start = 0, end; start < text.length && count <= 4; start = end + 1) {
        for (end = start; end < text.length && text.data[end] != ' ';)
            end++;
        if (count == 4 || !is_coordinate(slice_part(text, start, end - start)))
            return false;
        four[count++] = slice_part(text, start, end - start);
    }
    if (count != 4)
        return false;
    building_field(&from->building, "034", scale.length > 0 ? '1' : '0', ' ');
    building_add(&from->building, 'a', slice_of("a"));
    building_add(&from->building, 'b', scale);
    for (size_t i = 0; i < 4; i++)
        building_add(&from->building, (char)('d' + (char)i), four[i]);
    return true;
}

static void add_map_data(struct from_mods *from, const xmlNode *map)
{
    struct slice coordinates = from_mods_all(from, map, "coordinates", " ; ");
    struct slice scale = scale_of(from, from_mods_text(from, map, NULL, "scale"));
    bool coded = add_coordinates(from, coordinates, scale);

    building_field(&from->building, "255", ' ', ' ');
    building_add(&from->building, 'a', from_mods_text(from, map, NULL, "scale"));
    building_add(&from->building, 'b', from_mods_text(from, map, NULL, "projection"));
    if (!coded)
        building_add(&from->building, 'c', coordinates);
}

/* A subject that is nothing but coded dates: 045 $b "d1924", "c0044" before the common era. */
static bool add_period(struct from_mods *from, const xmlNode *subject)
{
    const xmlNode *node = node_element(subject, NULL);
    unsigned count = 0;

    for (; node != NULL; node = node_element(subject, node), count++) {
        struct slice text = node_text(node, from->arena);
        bool before = slice_starts(text, "-");

        if (!node_is(node, "temporal") || !node_attribute_is(node, "encoding", "iso8601") ||
            text.length < 4u + before || text.length > 16)
            return false;
        for (size_t i = before; i < text.length; i++)
            if (text.data[i] < '0' || text.data[i] > '9')
                return false;
    }
    if (count == 0 || from->has_period)
        return false;
    from->has_period = true; /* it cannot be repeated */
    node = node_element(subject, NULL);
    building_field(&from->building, "045",
                   node_has_attribute(node, "point") ? '2'
                   : count > 1                       ? '1'
                                                     : '0',
                   ' ');
    for (; node != NULL; node = node_element(subject, node)) {
        struct slice text = node_text(node, from->arena);
        bool before = slice_starts(text, "-");

        building_add(&from->building, 'b',
                     slices_join(from->arena, slice_of(before ? "c" : "d"), "",
                                 slice_part(text, before, text.length)));
    }
    return true;
}

/* Codes of all subjects in one 043. */
void from_mods_area_codes(struct from_mods *from)
{
    building_field(&from->building, "043", ' ', ' ');
    for (const xmlNode *subject = node_child(from->mods, "subject"); subject != NULL;
         subject = node_sibling(subject, "subject"))
        for (const xmlNode *node = node_child(subject, "geographicCode"); node != NULL;
             node = node_sibling(node, "geographicCode")) {
            struct slice code = node_text(node, from->arena);
            struct slice authority = from_mods_attribute(from, node, "authority");

            if (slice_is(authority, "iso3166")) {
                building_add(&from->building, 'c', code);
            } else if (slice_is(authority, "marcgac") || authority.length == 0) {
                /* Seven characters, filled with hyphens. */
                building_add(
                    &from->building, 'a',
                    code.length == 0 || code.length >= 7
                        ? code
                        : slice_of(arena_printf(from->arena, "%.*s%.*s", (int)code.length,
                                                code.data, 7 - (int)code.length, "-------")));
            } else {
                building_add(&from->building, 'b', code);
                building_add(&from->building, '2', authority);
            }
        }
}

/* --- one subject --------------------------------------------------------------------------------
 */

/* The first facet begins the heading, the others subdivide it. */
static void add_heading(struct from_mods *from, const xmlNode *subject, struct slice authority)
{
    const xmlNode *node = NULL, *name = NULL;
    char thesaurus = from_mods_thesaurus(authority);
    bool begun = false, roles = false;

    while ((node = node_element(subject, node)) != NULL) {
        const struct facet *facet = facet_of(node);

        if (facet == NULL || node_text(node, from->arena).length == 0)
            continue;
        if (begun && !is_work(node, name) && name != NULL && !roles) {
            from_mods_add_roles(from, name);
            roles = true;
        }
        if (begun)
            add_subdivision(from, node, facet, name != NULL);
        else
            begin_heading(from, node, facet, thesaurus);
        if (!begun && node_is(node, "name"))
            name = node;
        begun = true;
    }
    if (!begun)
        return;
    if (name != NULL && !roles)
        from_mods_add_roles(from, name);
    if (name == NULL)
        from_mods_add_uri(from, subject);
    else
        building_add(&from->building, '0', from_mods_attribute(from, subject, "valueURI"));
    if (thesaurus == '7')
        building_add(&from->building, '2', authority);
    building_add(&from->building, '3', from_mods_attribute(from, subject, "displayLabel"));
}

void from_mods_read_subject(struct from_mods *from, const xmlNode *subject)
{
    struct slice authority = from_mods_attribute(from, subject, "authority");
    const xmlNode *node = NULL;

    if (add_period(from, subject))
        return;
    while (authority.length == 0 && (node = node_element(subject, node)) != NULL)
        if (facet_of(node) != NULL)
            authority = from_mods_attribute(from, node, "authority");
    add_heading(from, subject, authority);
    /* These are no part of a heading. */
    for (node = node_child(subject, "hierarchicalGeographic"); node != NULL;
         node = node_sibling(node, "hierarchicalGeographic"))
        add_hierarchy(from, node, from_mods_attribute(from, subject, "authority"));
    for (node = node_child(subject, "cartographics"); node != NULL;
         node = node_sibling(node, "cartographics"))
        add_map_data(from, node);
}

/* Titles and names: 1XX, 210, 240, 242, 245, 246, 7XX. */
#include <string.h>

#include <offprint/arena.h>

#include "base/text.h"
#include "convert/from_mods.h"
#include "convert/relator.h"

/* --- titles ----------------------------------------------------------------------- */

struct slice from_mods_title(const struct from_mods *from, const xmlNode *title, int *nonfiling)
{
    struct slice article = from_mods_text(from, title, NULL, "nonSort");
    struct slice text = from_mods_text(from, title, NULL, "title");
    bool elided = article.length > 0 && article.data[article.length - 1] == '\'';
    size_t count = article.length > 0 ? text_length(article) + !elided : 0;

    if (nonfiling != NULL)
        *nonfiling = count <= 9 && text.length > 0 ? (int)count : 0;
    return slices_join(from->arena, article, elided ? "" : " ", text);
}

struct slice from_mods_whole_title(const struct from_mods *from, const xmlNode *node)
{
    const xmlNode *title = node_child(node, "titleInfo");
    struct slice text = from_mods_title(from, title, NULL);

    text = slices_join(from->arena, text, " : ", from_mods_text(from, title, NULL, "subTitle"));
    text = slices_join(from->arena, text, ". ", from_mods_text(from, title, NULL, "partNumber"));
    return slices_join(from->arena, text, ". ", from_mods_text(from, title, NULL, "partName"));
}

/* What each type of title becomes. The second indicator counts what does not file: '#'. */
static const struct {
    const char *type, *tag, *indicators;
} titles[] = {
    {"abbreviated", "210", "0 "},
    {"translated", "242", "1#"},
    {"alternative", "246", "3 "},
    {"uniform", "240", "1#"},
};

static void add_parts(struct from_mods *from, const xmlNode *title)
{
    const xmlNode *part;

    for (part = node_child(title, "partNumber"); part != NULL;
         part = node_sibling(part, "partNumber"))
        building_add(&from->building, 'n', node_text(part, from->arena));
    for (part = node_child(title, "partName"); part != NULL; part = node_sibling(part, "partName"))
        building_add(&from->building, 'p', node_text(part, from->arena));
}

static void add_title(struct from_mods *from, const xmlNode *title, const char *tag,
                      const char *indicators)
{
    int nonfiling;
    struct slice text = from_mods_title(from, title, &nonfiling);

    if (text.length == 0)
        return;
    building_field(&from->building, tag, indicators[0],
                   indicators[1] == '#' ? (char)('0' + nonfiling) : indicators[1]);
    building_add(&from->building, 'a', text);
    building_add(&from->building, 'b', from_mods_text(from, title, NULL, "subTitle"));
    add_parts(from, title);
}

/* The statement of responsibility is a note in MODS, and 245 $c in MARC. */
static struct slice responsibility(const struct from_mods *from)
{
    const xmlNode *note = node_child(from->mods, "note");

    while (note != NULL && !node_attribute_is(note, "type", "statement of responsibility"))
        note = node_sibling(note, "note");
    return node_text(note, from->arena);
}

void from_mods_titles(struct from_mods *from)
{
    const xmlNode *title = node_child(from->mods, "titleInfo");
    bool main = false;

    for (; title != NULL; title = node_sibling(title, "titleInfo")) {
        struct slice type = node_attribute(title, "type", from->arena);
        bool typed = false;

        for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
            if (slice_is(type, titles[i].type)) {
                add_title(from, title, titles[i].tag, titles[i].indicators);
                typed = true;
            }
        if (typed || (type.length > 0 && main))
            continue;
        add_title(from, title, main ? "246" : "245",
                  main                      ? "3 "
                  : from->main_name != NULL ? "1#"
                                            : "0#");
        if (!main)
            building_add(&from->building, 'c', responsibility(from));
        main = true;
    }
}

/* --- names ------------------------------------------------------------------------ */

struct slice from_mods_heading(const struct from_mods *from, const xmlNode *name)
{
    const xmlNode *part = node_child(name, "namePart");
    struct slice plain = {NULL, 0}, family = plain, given = plain;

    for (; part != NULL && family.length + given.length < FROM_MODS_JOINED;
         part = node_sibling(part, "namePart")) {
        struct slice text = node_text(part, from->arena);

        if (node_attribute_is(part, "type", "family"))
            family = slices_join(from->arena, family, " ", text);
        else if (node_attribute_is(part, "type", "given"))
            given = slices_join(from->arena, given, " ", text);
        else if (node_attribute(part, "type", from->arena).length == 0 && plain.length == 0)
            plain = text;
    }
    return plain.length > 0 ? plain : slices_join(from->arena, family, ", ", given);
}

static void add_roles(struct from_mods *from, const xmlNode *name, char term_code)
{
    const xmlNode *role = node_child(name, "role");

    for (; role != NULL; role = node_sibling(role, "role")) {
        const xmlNode *term = node_child(role, "roleTerm");

        for (; term != NULL; term = node_sibling(term, "roleTerm")) {
            struct slice text = node_text(term, from->arena);
            bool code = node_attribute_is(term, "type", "code") ||
                        (text.length == 3 && relator_term(text) != NULL);

            building_add(&from->building, code ? '4' : term_code, text);
        }
    }
}

void from_mods_add_name(struct from_mods *from, const xmlNode *name, bool roles)
{
    const xmlNode *part = node_child(name, "namePart");
    bool conference = node_attribute_is(name, "type", "conference");
    bool personal = !conference && !node_attribute_is(name, "type", "corporate");
    bool first = true;

    building_add(&from->building, 'a', from_mods_heading(from, name));
    for (; part != NULL; part = node_sibling(part, "namePart")) {
        struct slice text = node_text(part, from->arena);

        if (node_attribute_is(part, "type", "date"))
            building_add(&from->building, 'd', text);
        else if (node_attribute_is(part, "type", "termsOfAddress"))
            building_add(&from->building, 'c', text);
        else if (node_attribute(part, "type", from->arena).length == 0 && !first && !personal)
            building_add(&from->building, conference ? 'e' : 'b', text);
        if (node_attribute(part, "type", from->arena).length == 0)
            first = false;
    }
    if (!roles)
        return;
    building_add(&from->building, 'u', from_mods_text(from, name, NULL, "affiliation"));
    add_roles(from, name, conference ? 'j' : 'e');
    building_add(&from->building, '0', node_attribute(name, "valueURI", from->arena));
}

static bool has_role(const struct from_mods *from, const xmlNode *name, const char *term,
                     const char *code)
{
    const xmlNode *role = node_child(name, "role");

    for (; role != NULL; role = node_sibling(role, "role")) {
        const xmlNode *one = node_child(role, "roleTerm");

        for (; one != NULL; one = node_sibling(one, "roleTerm")) {
            struct slice text = node_text(one, from->arena);

            if (slice_is(text, term) || slice_is(text, code))
                return true;
        }
    }
    return false;
}

/* The main entry: usage="primary", else the first creator. */
const xmlNode *from_mods_main_name(const struct from_mods *from)
{
    const xmlNode *first = node_child(from->mods, "name"), *name;

    for (name = first; name != NULL; name = node_sibling(name, "name"))
        if (node_attribute_is(name, "usage", "primary"))
            return name;
    for (name = first; name != NULL; name = node_sibling(name, "name"))
        if (has_role(from, name, "creator", "cre") || has_role(from, name, "author", "aut"))
            return name;
    return NULL;
}

static void add_name_field(struct from_mods *from, const xmlNode *name, char series)
{
    struct slice heading = from_mods_heading(from, name);
    bool comma = heading.length > 0 && memchr(heading.data, ',', heading.length) != NULL;
    char tag[4] = {series, '0', '0', '\0'};
    char indicator = comma ? '1' : '0';

    if (heading.length == 0)
        return;
    if (node_attribute_is(name, "type", "corporate"))
        tag[1] = '1', indicator = '2';
    else if (node_attribute_is(name, "type", "conference"))
        tag[1] = tag[2] = '1', indicator = '2';
    else if (node_attribute_is(name, "type", "family"))
        indicator = '3';
    else if (!node_attribute_is(name, "type", "personal") && series == '7')
        tag[1] = '2', indicator = ' '; /* 720: what kind of name it is, nobody says */
    building_field(&from->building, tag, indicator, ' ');
    from_mods_add_name(from, name, true);
}

void from_mods_names(struct from_mods *from)
{
    const xmlNode *first = from->main_name;

    for (const xmlNode *name = node_child(from->mods, "name"); name != NULL;
         name = node_sibling(name, "name"))
        add_name_field(from, name, name == first ? '1' : '7');
}

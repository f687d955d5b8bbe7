/* Names: 100, 110, 111, 700, 710, 711, 720. */
#include <string.h>

#include <offprint/arena.h>

#include "convert/from_mods.h"
#include "convert/relator.h"

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
        else if (!node_has_attribute(part, "type") && plain.length == 0)
            plain = text;
    }
    if (plain.length + family.length + given.length == 0)
        return from_mods_text(from, name, NULL, "displayForm");
    return plain.length > 0 ? plain : slices_join(from->arena, family, ", ", given);
}

/* "XIV", "II." */
static bool is_numeration(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (strchr("IVXLC.", text.data[i]) == NULL || text.data[i] == '\0')
            return false;
    return text.length > 0;
}

/* "1945-", "b. 1945", "ca. 427-347 B.C.": digits, and few letters. */
static bool is_dates(struct slice text)
{
    size_t digits = 0, letters = 0;

    for (size_t i = 0; i < text.length; i++) {
        digits += text.data[i] >= '0' && text.data[i] <= '9';
        letters += (text.data[i] >= 'A' && text.data[i] <= 'Z') ||
                   (text.data[i] >= 'a' && text.data[i] <= 'z');
    }
    return digits >= 2 && letters <= 8;
}

/* --- one name --------------------------------------------------------------------------- */

/* Which subfield a further part of a name is; '\0' for what the heading has. */
static char code_of_part(const xmlNode *part, struct slice text, char kind, bool first)
{
    if (node_attribute_is(part, "type", "date"))
        return 'd';
    if (node_attribute_is(part, "type", "termsOfAddress"))
        return is_numeration(text) && kind == 'p' ? 'b' : 'c';
    if (node_has_attribute(part, "type") || first)
        return '\0';
    if (kind == 'p')
        return is_dates(text) ? 'd' : 'c';
    return kind == 'm' ? 'e' : 'b';
}

/* Personal, corporate, meeting: 'p', 'c', 'm'. */
static char kind_of(const xmlNode *name)
{
    return node_attribute_is(name, "type", "corporate")    ? 'c'
           : node_attribute_is(name, "type", "conference") ? 'm'
                                                           : 'p';
}

/* All parts of one code, in their order; of those that cannot be repeated one, joined. */
static void add_parts(struct from_mods *from, const xmlNode *name, char code)
{
    char kind = kind_of(name);
    bool once = code == 'd' || (code == 'b' && kind == 'p'), first = true;
    struct slice joined = {NULL, 0};

    for (const xmlNode *part = node_child(name, "namePart");
         part != NULL && joined.length < FROM_MODS_JOINED; part = node_sibling(part, "namePart")) {
        struct slice text = node_text(part, from->arena);
        bool same = code_of_part(part, text, kind, first) == code;

        first &= node_has_attribute(part, "type");
        if (same && once)
            joined = slices_join(from->arena, joined, " ", text);
        else if (same)
            building_add(&from->building, code, text);
    }
    building_add(&from->building, code, joined);
}

void from_mods_add_name(struct from_mods *from, const xmlNode *name)
{
    static const char codes[] = "becd"; /* in the order of a heading */

    building_add(&from->building, 'a', from_mods_heading(from, name));
    for (size_t i = 0; codes[i] != '\0'; i++)
        add_parts(from, name, codes[i]);
}

static void add_role(struct from_mods *from, const xmlNode *role, char term_code)
{
    const xmlNode *term = node_child(role, "roleTerm");

    if (term == NULL) /* MODS 3.0 had no other element in it */
        building_add(&from->building, term_code, node_text(role, from->arena));
    for (; term != NULL; term = node_sibling(term, "roleTerm")) {
        struct slice text = node_text(term, from->arena);
        bool code = node_attribute_is(term, "type", "code") ||
                    (text.length == 3 && relator_term(text) != NULL);

        building_add(&from->building, code ? '4' : term_code, text);
    }
}

/* Identifiers that are addresses of the person or body themselves ($1). */
static const struct {
    const char *type, *uri;
} registers[] = {{"orcid", "https://orcid.org/"},
                 {"viaf", "http://viaf.org/viaf/"},
                 {"isni", "https://isni.org/isni/"},
                 {"wikidata", "http://www.wikidata.org/entity/"}};

static void add_name_identifier(struct from_mods *from, const xmlNode *node)
{
    struct slice type = from_mods_attribute(from, node, "type");
    struct slice text = node_text(node, from->arena);

    if (slice_starts(text, "http://") || slice_starts(text, "https://")) {
        building_add(&from->building, '1', text);
        return;
    }
    for (size_t i = 0; i < sizeof registers / sizeof *registers; i++)
        if (slice_is(type, registers[i].type) && text.length > 0) {
            building_add(&from->building, '1',
                         slices_join(from->arena, slice_of(registers[i].uri), "", text));
            return;
        }
    if (slice_is(type, "gnd"))
        type = slice_of("DE-588");
    if (type.length > 0 && text.length > 0 && text.data[0] != '(')
        text =
            slices_join(from->arena, slices_join(from->arena, slice_of("("), "", type), ")", text);
    building_add(&from->building, '0', text);
}

void from_mods_add_roles(struct from_mods *from, const xmlNode *name)
{
    struct slice uri = from_mods_attribute(from, name, "valueURI");

    for (const xmlNode *role = node_child(name, "role"); role != NULL;
         role = node_sibling(role, "role"))
        add_role(from, role, kind_of(name) == 'm' ? 'j' : 'e');
    building_add(&from->building, 'u', from_mods_all(from, name, "affiliation", " ; "));
    if (uri.length == 0) /* as libraries did before there was valueURI */
        uri = from_mods_attribute(from, name, "href");
    building_add(&from->building, node_has_attribute(name, "authority") ? '0' : '1', uri);
    for (const xmlNode *node = node_child(name, "nameIdentifier"); node != NULL;
         node = node_sibling(node, "nameIdentifier"))
        add_name_identifier(from, node);
}

/* --- fields ----------------------------------------------------------------------------- */

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

/* Is it said, or to be seen, what kind of name it is? */
static bool has_kind(const xmlNode *name)
{
    const xmlNode *part = node_child(name, "namePart");

    if (node_has_attribute(name, "type"))
        return true;
    while (part != NULL && !node_attribute_is(part, "type", "family"))
        part = node_sibling(part, "namePart");
    return part != NULL;
}

static bool can_be_main(const struct from_mods *from, const xmlNode *name)
{
    return from_mods_original(name) == name && has_kind(name) &&
           from_mods_heading(from, name).length > 0;
}

/* The main entry: usage="primary", else the first creator or author. */
const xmlNode *from_mods_main_name(const struct from_mods *from)
{
    const xmlNode *first = node_child(from->mods, "name"), *name;

    for (name = first; name != NULL; name = node_sibling(name, "name"))
        if (node_attribute_is(name, "usage", "primary") && can_be_main(from, name))
            return name;
    for (name = first; name != NULL; name = node_sibling(name, "name"))
        if ((has_role(from, name, "creator", "cre") || has_role(from, name, "author", "aut") ||
             has_role(from, name, "Creator", "Author")) &&
            can_be_main(from, name))
            return name;
    return NULL;
}

void from_mods_name_tag(const struct from_mods *from, const xmlNode *name, char series, char *tag,
                        char *indicator)
{
    struct slice heading = from_mods_heading(from, name);
    char kind = kind_of(name);
    bool inverted = heading.length > 0 && memchr(heading.data, ',', heading.length) != NULL;

    memcpy(tag, kind == 'c' ? "?10" : kind == 'm' ? "?11" : "?00", 4);
    tag[0] = series;
    *indicator = kind != 'p'                                 ? '2'
                 : node_attribute_is(name, "type", "family") ? '3'
                 : inverted                                  ? '1'
                                                             : '0';
    if (!has_kind(name))
        memcpy(tag, "720", 4), *indicator = ' ';
}

/* Other forms of a name have no field: they would be other people there. */
static void add_other_names(struct from_mods *from, const xmlNode *name, struct slice heading)
{
    for (const xmlNode *other = node_child(name, "alternativeName"); other != NULL;
         other = node_sibling(other, "alternativeName")) {
        struct slice text = from_mods_heading(from, other);

        if (text.length > 0)
            building_one(
                &from->building, "500", "  ", 'a',
                slice_of(arena_printf(from->arena, "%.*s: also known as %.*s", (int)heading.length,
                                      heading.data, (int)text.length, text.data)));
    }
}

void from_mods_read_name(struct from_mods *from, const xmlNode *name)
{
    struct slice heading = from_mods_heading(from, name);
    const xmlNode *work = from_mods_title_of_name(from, name);
    bool main = from->main_name != NULL && from_mods_original(name) == from->main_name;
    char tag[4], indicator;

    if (heading.length == 0)
        return;
    from_mods_name_tag(from, name, main ? '1' : '7', tag, &indicator);
    building_field(&from->building, tag, indicator, ' ');
    if (strcmp(tag, "720") == 0) {
        building_add(&from->building, 'a', from_mods_all(from, name, "namePart", " "));
        from_mods_add_roles(from, name);
        return;
    }
    from_mods_add_name(from, name);
    for (const xmlNode *about = node_child(name, "description"); about != NULL;
         about = node_sibling(about, "description"))
        building_add(&from->building, 'g', node_text(about, from->arena));
    if (work != NULL) {
        building_add(&from->building, 't', from_mods_title(from, work, NULL));
        from_mods_add_parts(from, work);
    }
    from_mods_add_roles(from, name);
    add_other_names(from, name, heading);
}

/* Classifications and identifiers: 010-037, 050-088, 856 of addresses. */
#include <string.h>
#include <strings.h>

#include <offprint/arena.h>

#include "convert/from_mods.h"

/* --- classifications ------------------------------------------------------------------ */

static const struct {
    const char *authority, *tag, *indicators;
    bool item; /* an item number stands behind the first space: $b */
} schemes[] = {{"lcc", "050", " 4", true},     {"nlm", "060", " 4", true},
               {"nal", "070", "0 ", true},     {"udc", "080", "  ", false},
               {"ddc", "082", "04", false},    {"sudocs", "086", "0 ", false},
               {"candoc", "086", "1 ", false}, {"candocs", "086", "1 ", false}};

/* "DA47 .G67 1977": a class and what stands for the item in it. */
static void add_class(struct from_mods *from, struct slice text, bool item)
{
    const char *space = item ? memchr(text.data, ' ', text.length) : NULL;
    size_t length = space != NULL ? (size_t)(space - text.data) : text.length;

    building_add(&from->building, 'a', slice_part(text, 0, length));
    if (space != NULL)
        building_add(&from->building, 'b', slice_part(text, length + 1, text.length));
}

void from_mods_read_classification(struct from_mods *from, const xmlNode *node)
{
    struct slice authority = from_mods_attribute(from, node, "authority");
    struct slice text = node_text(node, from->arena);

    if (text.length == 0)
        return;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        const char *indicators = schemes[i].indicators;

        if (!slice_is(authority, schemes[i].authority))
            continue;
        building_field(&from->building, schemes[i].tag, indicators[0], indicators[1]);
        add_class(from, text, schemes[i].item);
        if (slice_is(authority, "ddc"))
            building_add(&from->building, '2', from_mods_attribute(from, node, "edition"));
        return;
    }
    building_field(&from->building, "084", ' ', ' ');
    building_add(&from->building, 'a', text);
    building_add(&from->building, '2', authority);
}

/* --- identifiers ---------------------------------------------------------------------- */

static const struct scheme {
    const char *type, *tag, *indicators;
    char code, invalid;
} types[] = {
    {"isbn", "020", "  ", 'a', 'z'},
    {"issn", "022", "  ", 'a', 'y'},
    {"issn-l", "022", "  ", 'l', 'm'},
    {"lccn", "010", "  ", 'a', 'z'},
    {"isrc", "024", "0 ", 'a', 'z'},
    {"upc", "024", "1 ", 'a', 'z'},
    {"ismn", "024", "2 ", 'a', 'z'},
    {"ean", "024", "3 ", 'a', 'z'},
    {"ian", "024", "3 ", 'a', 'z'},
    {"sici", "024", "4 ", 'a', 'z'},
    {"fingerprint", "026", "  ", 'e', 'e'},
    {"strn", "027", "  ", 'a', 'z'},
    {"issue number", "028", "00", 'a', 'a'},
    {"matrix number", "028", "10", 'a', 'a'},
    {"music plate", "028", "20", 'a', 'a'},
    {"music publisher", "028", "30", 'a', 'a'},
    {"videorecording", "028", "40", 'a', 'a'},
    {"videorecording identifier", "028", "40", 'a', 'a'},
    {"publisher number", "028", "50", 'a', 'a'},
    {"distributor number", "028", "60", 'a', 'a'},
    {"coden", "030", "  ", 'a', 'z'},
    {"oclc", "035", "  ", 'a', 'z'},
    {"stock number", "037", "  ", 'a', 'a'},
    {"stocknumber", "037", "  ", 'a', 'a'},
    {"report number", "088", "  ", 'a', 'z'},
};

static const struct scheme *scheme_of(struct slice type)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (type.length == strlen(types[i].type) &&
            strncasecmp(type.data, types[i].type, type.length) == 0)
            return &types[i];
    return NULL;
}

/* Fields that have $q for what an identifier is of: "(hardback)". */
static bool has_qualifier(const char *tag)
{
    return strcmp(tag, "020") == 0 || strcmp(tag, "024") == 0 || strcmp(tag, "027") == 0 ||
           strcmp(tag, "028") == 0;
}

/* Of the record's own number in LC's catalogue there is one: another stands in 024. */
static bool is_second_lccn(struct from_mods *from, const struct scheme *scheme, bool invalid)
{
    bool second = strcmp(scheme->tag, "010") == 0 && (from->has_lccn || invalid);

    if (strcmp(scheme->tag, "010") == 0 && !invalid)
        from->has_lccn = true;
    return second;
}

static bool is_address(struct slice text)
{
    return slice_starts(text, "http://") || slice_starts(text, "https://") ||
           slice_starts(text, "ftp://");
}

static void add_other(struct from_mods *from, struct slice type, struct slice text, bool invalid)
{
    building_field(&from->building, "024", type.length > 0 ? '7' : '8', ' ');
    building_add(&from->building, invalid ? 'z' : 'a', text);
    building_add(&from->building, '2', type);
}

void from_mods_read_identifier(struct from_mods *from, const xmlNode *node)
{
    struct slice type = from_mods_attribute(from, node, "type");
    struct slice label = from_mods_attribute(from, node, "displayLabel");
    struct slice text = node_text(node, from->arena);
    bool invalid = node_attribute_is(node, "invalid", "yes");
    const struct scheme *scheme = scheme_of(type);

    if (text.length == 0)
        return;
    if (!invalid && is_address(text) && (slice_is(type, "uri") || slice_is(type, "url"))) {
        building_one(&from->building, "856", "40", 'u', text);
        building_add(&from->building, 'y', label);
        return;
    }
    if (scheme == NULL || is_second_lccn(from, scheme, invalid)) {
        add_other(from, type, text, invalid);
        building_add(&from->building, 'q', label);
        return;
    }
    if (strcmp(scheme->tag, "035") == 0 && text.data[0] != '(')
        text = slices_join(from->arena, slice_of("(OCoLC)"), "", text);
    building_one(&from->building, scheme->tag, scheme->indicators,
                 invalid ? scheme->invalid : scheme->code, text);
    if (has_qualifier(scheme->tag))
        building_add(&from->building, 'q', label);
}

/* Related items, identifiers and locations: 010-035, 490, 76X-78X, 852, 856. */
#include <string.h>

#include <offprint/arena.h>

#include "convert/from_mods.h"

/* --- related items ----------------------------------------------------------------- */

static const struct {
    const char *type, *tag, *indicators;
} links[] = {
    {"host", "773", "0 "},        {"constituent", "774", "0 "}, {"preceding", "780", "00"},
    {"succeeding", "785", "00"},  {"original", "534", "  "},    {"otherVersion", "775", "0 "},
    {"otherFormat", "776", "0 "}, {"references", "787", "0 "},  {"isReferencedBy", "510", "0 "},
};

/* "vol. 2, no. 3, pages 12-20": what each detail says, then the pages. */
static struct slice part_text(const struct from_mods *from, const xmlNode *part)
{
    struct slice text = {NULL, 0};
    const xmlNode *node = NULL;

    while ((node = node_element(part, node)) != NULL && text.length < FROM_MODS_JOINED) {
        struct slice one = {NULL, 0};

        if (node_is(node, "detail")) {
            struct slice type = node_attribute(node, "type", from->arena);
            struct slice caption = from_mods_text(from, node, NULL, "caption");

            one = from_mods_text(from, node, NULL, "number");
            if (one.length > 0)
                one = slices_join(from->arena, caption.length > 0 ? caption : type, " ", one);
            else
                one = from_mods_text(from, node, NULL, "title");
        } else if (node_is(node, "extent")) {
            one = from_mods_text(from, node, NULL, "list");
            if (one.length == 0)
                one = slices_join(from->arena, from_mods_text(from, node, NULL, "start"), "-",
                                  from_mods_text(from, node, NULL, "end"));
            if (one.length > 0 && (node_attribute_is(node, "unit", "page") ||
                                   node_attribute_is(node, "unit", "pages")))
                one = slices_join(from->arena, slice_of("pages"), " ", one);
        } else if (node_is(node, "date") || node_is(node, "text")) {
            one = node_text(node, from->arena);
        }
        text = slices_join(from->arena, text, ", ", one);
    }
    return text;
}

/* "6<211": number of the innermost detail and the first page. */
static struct slice enumeration(const struct from_mods *from, const xmlNode *part)
{
    const xmlNode *detail = node_child(part, "detail");
    struct slice text = {NULL, 0};
    struct slice page = from_mods_text(from, node_child(part, "extent"), NULL, "start");

    for (; detail != NULL && text.length < FROM_MODS_JOINED;
         detail = node_sibling(detail, "detail"))
        text = slices_join(from->arena, text, ":", from_mods_text(from, detail, NULL, "number"));
    return slices_join(from->arena, text, "<", page);
}

static void add_link_identifiers(struct from_mods *from, const xmlNode *item)
{
    const xmlNode *number = node_child(node_child(item, "recordInfo"), "recordIdentifier");
    struct slice text = node_text(number, from->arena);
    struct slice source = node_attribute(number, "source", from->arena);

    if (text.length > 0 && source.length > 0)
        text = slice_of(arena_printf(from->arena, "(%.*s)%.*s", (int)source.length, source.data,
                                     (int)text.length, text.data));
    building_add(&from->building, 'w', text);
    for (const xmlNode *node = node_child(item, "identifier"); node != NULL;
         node = node_sibling(node, "identifier")) {
        text = node_text(node, from->arena);
        if (node_attribute_is(node, "type", "issn"))
            building_add(&from->building, 'x', text);
        else if (node_attribute_is(node, "type", "isbn"))
            building_add(&from->building, 'z', text);
        else if (!node_attribute_is(node, "type", "local"))
            building_add(&from->building, 'o', text);
    }
}

/* "Place : Publisher, date", as 773 $d has it. */
static struct slice imprint(const struct from_mods *from, const xmlNode *item)
{
    const xmlNode *origin = node_child(item, "originInfo");
    struct slice text = from_mods_text(from, node_child(origin, "place"), NULL, "placeTerm");

    if (node_attribute_is(node_child(node_child(origin, "place"), "placeTerm"), "type", "code"))
        text.length = 0;
    text = slices_join(from->arena, text, " : ", from_mods_text(from, origin, NULL, "publisher"));
    return slices_join(from->arena, text, ", ", from_mods_text(from, origin, NULL, "dateIssued"));
}

static void add_link(struct from_mods *from, const xmlNode *item, const char *tag,
                     const char *indicators)
{
    const xmlNode *part = node_child(item, "part");
    bool host = strcmp(tag, "773") == 0;
    struct slice title = from_mods_whole_title(from, item);

    building_field(&from->building, tag, indicators[0], indicators[1]);
    if (strcmp(tag, "510") == 0) {
        building_add(&from->building, 'a', title);
        building_add(&from->building, 'c', part_text(from, part));
        return;
    }
    /* A main entry would make of $7 what Zotero does not know as a chapter's host. */
    if (host && title.length > 0)
        building_add(&from->building, '7', slice_of(from->level == 'b' ? "nnas" : "nnam"));
    else if (!host)
        building_add(&from->building, 'a', from_mods_heading(from, node_child(item, "name")));
    building_add(&from->building, 't', title);
    building_add(&from->building, strcmp(tag, "534") == 0 ? 'c' : 'd', imprint(from, item));
    if (strcmp(tag, "534") == 0)
        return;
    building_add(&from->building, 'g', part_text(from, part));
    if (host)
        building_add(&from->building, 'q', enumeration(from, part));
    add_link_identifiers(from, item);
}

static void add_series(struct from_mods *from, const xmlNode *item)
{
    const xmlNode *title = node_child(item, "titleInfo");
    struct slice text = from_mods_title(from, title, NULL);

    if (text.length == 0)
        return;
    building_one(&from->building, "490", "0 ", 'a', text);
    building_add(&from->building, 'v', from_mods_text(from, title, NULL, "partNumber"));
    for (const xmlNode *node = node_child(item, "identifier"); node != NULL;
         node = node_sibling(node, "identifier"))
        if (node_attribute_is(node, "type", "issn"))
            building_add(&from->building, 'x', node_text(node, from->arena));
}

void from_mods_related(struct from_mods *from)
{
    const xmlNode *item = node_child(from->mods, "relatedItem");

    for (; item != NULL; item = node_sibling(item, "relatedItem")) {
        struct slice type = node_attribute(item, "type", from->arena);
        const char *tag = "787", *indicators = "0 ";

        if (slice_is(type, "series")) {
            add_series(from, item);
            continue;
        }
        for (size_t i = 0; i < sizeof links / sizeof *links; i++)
            if (slice_is(type, links[i].type))
                tag = links[i].tag, indicators = links[i].indicators;
        add_link(from, item, tag, indicators);
    }
}

/* --- identifiers -------------------------------------------------------------------- */

static const struct {
    const char *type, *tag, *indicators;
    char code, invalid;
} identifiers[] = {
    {"isbn", "020", "  ", 'a', 'z'},
    {"issn", "022", "  ", 'a', 'y'},
    {"issn-l", "022", "  ", 'l', 'm'},
    {"lccn", "010", "  ", 'a', 'z'},
    {"isrc", "024", "0 ", 'a', 'z'},
    {"upc", "024", "1 ", 'a', 'z'},
    {"ismn", "024", "2 ", 'a', 'z'},
    {"ean", "024", "3 ", 'a', 'z'},
    {"sici", "024", "4 ", 'a', 'z'},
    {"strn", "027", "  ", 'a', 'z'},
    {"issue number", "028", "00", 'a', 'a'},
    {"matrix number", "028", "10", 'a', 'a'},
    {"music plate", "028", "20", 'a', 'a'},
    {"music publisher", "028", "30", 'a', 'a'},
    {"videorecording identifier", "028", "40", 'a', 'a'},
    {"stock number", "037", "  ", 'a', 'a'},
    {"oclc", "035", "  ", 'a', 'z'},
};

static void add_identifier(struct from_mods *from, const xmlNode *node)
{
    struct slice type = node_attribute(node, "type", from->arena);
    struct slice text = node_text(node, from->arena);
    bool invalid = node_attribute_is(node, "invalid", "yes");

    for (size_t i = 0; i < sizeof identifiers / sizeof *identifiers; i++)
        if (slice_is(type, identifiers[i].type)) {
            if (slice_is(type, "oclc") && text.length > 0 && text.data[0] != '(')
                text = slices_join(from->arena, slice_of("(OCoLC)"), "", text);
            building_one(&from->building, identifiers[i].tag, identifiers[i].indicators,
                         invalid ? identifiers[i].invalid : identifiers[i].code, text);
            return;
        }
    if (text.length == 0)
        return;
    building_field(&from->building, "024", type.length > 0 ? '7' : '8', ' ');
    building_add(&from->building, invalid ? 'z' : 'a', text);
    building_add(&from->building, '2', type);
}

void from_mods_identifiers(struct from_mods *from)
{
    const xmlNode *node = node_child(from->mods, "identifier");

    for (; node != NULL; node = node_sibling(node, "identifier"))
        add_identifier(from, node);
}

/* --- locations ---------------------------------------------------------------------- */

static void add_address(struct from_mods *from, const xmlNode *url)
{
    bool object = node_attribute_is(url, "access", "object in context") ||
                  node_attribute_is(url, "access", "raw object") ||
                  node_attribute(url, "access", from->arena).length == 0;
    struct slice text = node_text(url, from->arena);

    if (text.length == 0)
        return;
    building_field(&from->building, "856", '4', object ? '0' : '2');
    building_add(&from->building, 'u', text);
    building_add(&from->building, 'y', node_attribute(url, "displayLabel", from->arena));
    building_add(&from->building, 'z', node_attribute(url, "note", from->arena));
    building_add(&from->building, 'q',
                 from_mods_text(from, from->mods, "physicalDescription", "internetMediaType"));
}

void from_mods_locations(struct from_mods *from)
{
    const xmlNode *location = node_child(from->mods, "location");

    for (; location != NULL; location = node_sibling(location, "location")) {
        const xmlNode *node;

        building_field(&from->building, "852", ' ', ' ');
        for (node = node_child(location, "physicalLocation"); node != NULL;
             node = node_sibling(node, "physicalLocation"))
            building_add(&from->building, 'a', node_text(node, from->arena));
        building_add(&from->building, 'j', from_mods_text(from, location, NULL, "shelfLocator"));
        for (node = node_child(location, "url"); node != NULL; node = node_sibling(node, "url"))
            add_address(from, node);
    }
}

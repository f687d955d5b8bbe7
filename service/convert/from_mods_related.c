/* Related items: 510, 534, 76X-78X, 800-830. */
#include <string.h>

#include <offprint/arena.h>

#include "convert/from_mods.h"

static const struct link {
    const char *type, *tag;
    char indicator1, indicator2; /* '8': $i says what it is */
    const char *label;           /* for what MARC has no field of its own for */
} links[] = {
    {"host", "773", '0', ' ', NULL},
    {"constituent", "774", '0', ' ', NULL},
    {"preceding", "780", '0', '0', NULL},
    {"succeeding", "785", '0', '0', NULL},
    {"otherVersion", "775", '0', ' ', NULL},
    {"otherFormat", "776", '0', ' ', NULL},
    {"references", "787", '0', '8', "References:"},
    {"reviewOf", "787", '0', '8', "Review of:"},
};
static const struct link related = {"", "787", '0', ' ', NULL};

static const struct link *link_of(const struct from_mods *from, const xmlNode *item)
{
    struct slice type = from_mods_attribute(from, item, "type");

    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        if (slice_is(type, links[i].type))
            return &links[i];
    return &related;
}

/* --- what links have in common ---------------------------------------------------------- */

static void add_record_numbers(struct from_mods *from, const xmlNode *item)
{
    const xmlNode *number = node_child(node_child(item, "recordInfo"), "recordIdentifier");

    for (; number != NULL; number = node_sibling(number, "recordIdentifier")) {
        struct slice text = node_text(number, from->arena);
        struct slice source = from_mods_attribute(from, number, "source");

        if (text.length > 0 && source.length > 0 && text.data[0] != '(')
            text = slices_join(from->arena, slices_join(from->arena, slice_of("("), "", source),
                               ")", text);
        building_add(&from->building, 'w', text);
    }
}

/* "(OCoLC)123" is a record's number. */
static bool is_record_number(struct slice text)
{
    return text.length > 2 && text.data[0] == '(' && memchr(text.data, ')', text.length) != NULL &&
           text.data[text.length - 1] != ')';
}

static void add_identifiers(struct from_mods *from, const xmlNode *item)
{
    static const struct {
        const char *type;
        char code;
        bool once;
    } types[] = {{"isbn", 'z', false},
                 {"issn", 'x', true},
                 {"report number", 'r', false},
                 {"coden", 'y', true},
                 {"strn", 'u', true}};
    unsigned seen[sizeof types / sizeof *types] = {0};

    for (const xmlNode *node = node_child(item, "identifier"); node != NULL;
         node = node_sibling(node, "identifier")) {
        struct slice text = node_text(node, from->arena);
        struct slice type = from_mods_attribute(from, node, "type");
        char code = is_record_number(text) ? 'w' : 'o';

        if (slice_is(type, "oclc") && code == 'o') {
            text = slices_join(from->arena, slice_of("(OCoLC)"), "", text);
            code = 'w';
        }
        for (size_t i = 0; i < sizeof types / sizeof *types; i++)
            if (slice_is(type, types[i].type) && (seen[i]++ == 0 || !types[i].once))
                code = types[i].code;
        building_add(&from->building, code, text);
    }
}

/* The main entry of the other resource, as 1XX would have it. */
static struct slice main_entry(const struct from_mods *from, const xmlNode *item)
{
    const xmlNode *name = node_child(item, "name");
    struct slice heading = from_mods_heading(from, name);

    for (const xmlNode *part = node_child(name, "namePart");
         part != NULL && heading.length < FROM_MODS_JOINED; part = node_sibling(part, "namePart"))
        if (node_attribute_is(part, "type", "date") ||
            node_attribute_is(part, "type", "termsOfAddress"))
            heading = slices_join(from->arena, heading, ", ", node_text(part, from->arena));
    return heading;
}

/* The series of a host, in words: "Studies ; 4". */
static void add_series_of(struct from_mods *from, const xmlNode *item)
{
    for (const xmlNode *inner = node_child(item, "relatedItem"); inner != NULL;
         inner = node_sibling(inner, "relatedItem"))
        if (node_attribute_is(inner, "type", "series"))
            building_add(&from->building, 'k', from_mods_whole_title(from, inner));
}

static void add_all(struct from_mods *from, const xmlNode *parent, const char *name, char code)
{
    for (const xmlNode *node = node_child(parent, name); node != NULL;
         node = node_sibling(node, name))
        building_add(&from->building, code, node_text(node, from->arena));
}

/* Addresses of another resource have no subfield in its link. */
static void add_addresses(struct from_mods *from, const xmlNode *item)
{
    for (const xmlNode *location = node_child(item, "location"); location != NULL;
         location = node_sibling(location, "location"))
        for (const xmlNode *url = node_child(location, "url"); url != NULL;
             url = node_sibling(url, "url")) {
            struct slice text = node_text(url, from->arena);

            building_one(&from->building, "856", "42", 'u', text);
            if (text.length == 0)
                continue;
            building_add(&from->building, '3', from_mods_whole_title(from, item));
            building_add(&from->building, 'y', from_mods_attribute(from, url, "displayLabel"));
            building_add(&from->building, 'z', from_mods_attribute(from, url, "note"));
        }
}

/* --- links --------------------------------------------------------------------------------- */

/* $7/03 is the host's leader/07. A main entry would make of $7 what Zotero does not know as a
 * chapter's host, so there is none. */
static void add_control(struct from_mods *from)
{
    building_add(&from->building, '7', slice_of(from->level == 'b' ? "nnas" : "nnam"));
}

static void add_parts(struct from_mods *from, const xmlNode *item, bool host)
{
    const xmlNode *part = node_child(item, "part");

    if (part == NULL && item == from->host)
        part = node_child(from->mods, "part");
    for (bool first = true; part != NULL; part = node_sibling(part, "part"), first = false) {
        building_add(&from->building, 'g', from_mods_part(from, part));
        if (host && first)
            building_add(&from->building, 'q', from_mods_enumeration(from, part));
    }
}

static struct slice label_of(const struct from_mods *from, const xmlNode *item,
                             const struct link *link)
{
    struct slice label = from_mods_attribute(from, item, "displayLabel");

    if (label.length == 0)
        label = from_mods_attribute(from, item, "otherType");
    return label.length > 0 ? label : slice_of(link->label);
}

static void add_link(struct from_mods *from, const xmlNode *item, const struct link *link)
{
    bool host = strcmp(link->tag, "773") == 0;
    struct slice title = from_mods_whole_title(from, item);
    struct slice label = label_of(from, item, link);
    const xmlNode *uniform = from_mods_title_of_type(item, "uniform");
    const xmlNode *abbreviated = from_mods_title_of_type(item, "abbreviated");

    building_field(&from->building, link->tag, link->indicator1,
                   label.length > 0 && link->indicator2 == ' ' ? '8' : link->indicator2);
    if (host && title.length > 0)
        add_control(from);
    building_add(&from->building, 'i', label);
    if (!host)
        building_add(&from->building, 'a', main_entry(from, item));
    building_add(&from->building, 's', from_mods_title(from, uniform, NULL));
    building_add(&from->building, 't', title);
    building_add(&from->building, 'b', from_mods_text(from, item, "originInfo", "edition"));
    building_add(&from->building, 'd', from_mods_imprint(from, item));
    add_parts(from, item, host);
    building_add(&from->building, 'h',
                 from_mods_all(from, node_child(item, "physicalDescription"), "extent", " ; "));
    add_series_of(from, item);
    add_all(from, item, "note", 'n');
    if (strcmp(link->tag, "775") == 0)
        building_add(&from->building, 'e', from_mods_text(from, item, "language", "languageTerm"));
    if (host)
        building_add(&from->building, 'p', from_mods_title(from, abbreviated, NULL));
    add_record_numbers(from, item);
    add_identifiers(from, item);
    add_addresses(from, item);
}

/* --- other fields ------------------------------------------------------------------------- */

/* The number within a series, which may stand with another form of its title. */
static struct slice number_in_series(const struct from_mods *from, const xmlNode *item,
                                     const xmlNode *title)
{
    struct slice number = from_mods_all(from, title, "partNumber", ", ");

    for (title = node_child(item, "titleInfo"); title != NULL && number.length == 0;
         title = node_sibling(title, "titleInfo"))
        number = from_mods_all(from, title, "partNumber", ", ");
    return number;
}

/* 8XX: by a name where there is one. The number within the series is $v. */
static void add_series(struct from_mods *from, const xmlNode *item)
{
    const xmlNode *title = from_mods_title_of_type(item, NULL);
    const xmlNode *name = node_child(item, "name");
    char tag[4] = "830", indicator = ' ';
    int nonfiling;
    struct slice text;

    if (title == NULL)
        title = node_child(item, "titleInfo");
    text = from_mods_title(from, title, &nonfiling);
    text = slices_join(from->arena, text, " : ", from_mods_all(from, title, "subTitle", " : "));
    if (from_mods_heading(from, name).length > 0) {
        from_mods_name_tag(from, name, '8', tag, &indicator);
        if (strcmp(tag, "720") == 0)
            name = NULL, memcpy(tag, "830", 4), indicator = ' ';
    } else {
        name = NULL;
    }
    if (text.length == 0 && name == NULL)
        return;
    building_field(&from->building, tag, indicator, name == NULL ? (char)('0' + nonfiling) : ' ');
    if (name != NULL)
        from_mods_add_name(from, name);
    building_add(&from->building, name != NULL ? 't' : 'a', text);
    for (const xmlNode *part = node_child(title, "partName"); part != NULL;
         part = node_sibling(part, "partName"))
        building_add(&from->building, 'p', node_text(part, from->arena));
    building_add(&from->building, 'v', number_in_series(from, item, title));
    if (name != NULL)
        from_mods_add_roles(from, name);
    else
        from_mods_add_uri(from, title);
    for (const xmlNode *node = node_child(item, "identifier"); node != NULL;
         node = node_sibling(node, "identifier"))
        if (node_attribute_is(node, "type", "issn")) {
            building_add(&from->building, 'x', node_text(node, from->arena));
            break; /* it cannot be repeated */
        }
    add_record_numbers(from, item);
    add_addresses(from, item);
}

/* What is cited, by author and title; some files have all of it in a note. */
static struct slice cited(const struct from_mods *from, const xmlNode *item)
{
    struct slice text =
        slices_join(from->arena, main_entry(from, item), ". ", from_mods_whole_title(from, item));

    return slices_join(from->arena, text, ", ", from_mods_all(from, item, "note", ", "));
}

static void add_reference(struct from_mods *from, const xmlNode *item)
{
    const xmlNode *part = node_child(item, "part");
    struct slice place = from_mods_part(from, part);

    building_field(&from->building, "510", place.length > 0 ? '4' : '3', ' ');
    building_add(&from->building, 'a', cited(from, item));
    building_add(&from->building, 'b', from_mods_text(from, item, "originInfo", "dateOther"));
    building_add(&from->building, 'c', place);
    for (const xmlNode *node = node_child(item, "identifier"); node != NULL;
         node = node_sibling(node, "identifier"))
        if (node_attribute_is(node, "type", "issn")) {
            building_add(&from->building, 'x', node_text(node, from->arena));
            break;
        }
}

static void add_original(struct from_mods *from, const xmlNode *item)
{
    const xmlNode *origin = node_child(item, "originInfo");

    building_field(&from->building, "534", ' ', ' ');
    building_add(&from->building, 'p', from_mods_attribute(from, item, "displayLabel"));
    building_add(&from->building, 'a', main_entry(from, item));
    building_add(&from->building, 't', from_mods_whole_title(from, item));
    building_add(&from->building, 'b', from_mods_text(from, origin, NULL, "edition"));
    building_add(&from->building, 'c', from_mods_imprint(from, item));
    building_add(&from->building, 'e',
                 from_mods_all(from, node_child(item, "physicalDescription"), "extent", " ; "));
    add_all(from, item, "note", 'n');
    for (const xmlNode *node = node_child(item, "identifier"); node != NULL;
         node = node_sibling(node, "identifier"))
        building_add(&from->building,
                     node_attribute_is(node, "type", "issn")   ? 'x'
                     : node_attribute_is(node, "type", "isbn") ? 'z'
                                                               : 'o',
                     node_text(node, from->arena));
    add_addresses(from, item);
}

void from_mods_read_related(struct from_mods *from, const xmlNode *item)
{
    if (node_attribute_is(item, "type", "series"))
        add_series(from, item);
    else if (node_attribute_is(item, "type", "original"))
        add_original(from, item);
    else if (node_attribute_is(item, "type", "isReferencedBy"))
        add_reference(from, item);
    else
        add_link(from, item, link_of(from, item));
}

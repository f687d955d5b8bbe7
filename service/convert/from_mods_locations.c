/* Locations: 852, 856. */
#include <string.h>
#include <strings.h>

#include <offprint/arena.h>

#include "convert/from_mods.h"

/* How an address is reached, as the first indicator of 856 has it. */
static char method_of(struct slice address)
{
    static const struct {
        const char *scheme;
        char indicator;
    } methods[] = {{"http:", '4'}, {"https:", '4'}, {"ftp:", '1'}, {"mailto:", '0'}};

    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (strncasecmp(address.data, methods[i].scheme, strlen(methods[i].scheme)) == 0)
            return methods[i].indicator;
    return ' ';
}

/* The resource itself, or something about it: a preview, a page that it is part of. */
static char relation_of(const xmlNode *url)
{
    bool primary = node_attribute_is(url, "usage", "primary") ||
                   node_attribute_is(url, "usage", "primary display");
    bool about = node_attribute_is(url, "access", "preview") ||
                 node_attribute_is(url, "access", "object in context");

    return about && !primary ? '2' : '0';
}

static void add_address(struct from_mods *from, const xmlNode *url)
{
    struct slice text = node_text(url, from->arena);
    struct slice accessed = from_mods_attribute(from, url, "dateLastAccessed");
    char relation = relation_of(url);

    if (text.length == 0)
        return;
    building_field(&from->building, "856", method_of(text), relation);
    building_add(&from->building, 'u', text);
    building_add(&from->building, 'y', from_mods_attribute(from, url, "displayLabel"));
    building_add(&from->building, 'z', from_mods_attribute(from, url, "note"));
    if (accessed.length > 0)
        building_add(&from->building, 'z',
                     slices_join(from->arena, slice_of("Last accessed:"), " ", accessed));
    if (relation == '0')
        building_add(&from->building, 'q', from->media);
}

/* What each copy has of its own. */
static void add_copy(struct from_mods *from, const xmlNode *copy)
{
    static const struct {
        const char *name;
        char code;
    } parts[] = {{"subLocation", 'c'},
                 {"shelfLocator", 'j'},
                 {"itemIdentifier", 'p'},
                 {"electronicLocator", 'u'},
                 {"enumerationAndChronology", '3'},
                 {"note", 'z'}};

    for (const xmlNode *node = node_element(copy, NULL); node != NULL;
         node = node_element(copy, node))
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            if (node_is(node, parts[i].name))
                building_add(&from->building,
                             node_attribute_is(node, "type", "copy number") ? 't' : parts[i].code,
                             node_text(node, from->arena));
}

/* A field a location: the institution is $a, what is within it $b. */
static void add_holding(struct from_mods *from, const xmlNode *location)
{
    bool first = true;

    building_field(&from->building, "852", ' ', ' ');
    for (const xmlNode *node = node_child(location, "physicalLocation"); node != NULL;
         node = node_sibling(node, "physicalLocation")) {
        struct slice text = node_text(node, from->arena);
        struct slice address = from_mods_attribute(from, node, "href");

        if (!slice_equal(text, address))
            building_add(&from->building, first ? 'a' : 'b', text);
        building_add(&from->building, 'u', address);
        building_add(&from->building, '3', from_mods_attribute(from, node, "displayLabel"));
        first &= text.length == 0 || slice_equal(text, address);
    }
    building_add(&from->building, 'j', from_mods_all(from, location, "shelfLocator", " ; "));
    for (const xmlNode *simple = node_child(location, "holdingSimple"); simple != NULL;
         simple = node_sibling(simple, "holdingSimple"))
        for (const xmlNode *copy = node_child(simple, "copyInformation"); copy != NULL;
             copy = node_sibling(copy, "copyInformation"))
            add_copy(from, copy);
}

void from_mods_read_location(struct from_mods *from, const xmlNode *location)
{
    add_holding(from, location);
    for (const xmlNode *url = node_child(location, "url"); url != NULL;
         url = node_sibling(url, "url"))
        add_address(from, url);
}

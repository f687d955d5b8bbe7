/* The same in another script: elements that share an altRepGroup, which become 880s. */
#include "convert/from_mods.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <offprint/arena.h>
#include <offprint/record.h>

#include "convert/coded.h"

/* Of two digits: $6 has no room for more. */
#define OCCURRENCES 99u

struct grouped {
    xmlNode *node;    /* that has the attribute */
    const char *name; /* of the child of the record */
    struct slice type, group;
    size_t place;
};

const xmlNode *from_mods_carrier(const xmlNode *child)
{
    static const char *const inner[] = {"titleInfo", "name"};

    if (!node_is(child, "relatedItem") || node_has_attribute(child, "altRepGroup"))
        return child;
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++) {
        const xmlNode *node = node_child(child, inner[i]);

        if (node_has_attribute(node, "altRepGroup"))
            return node;
    }
    return child;
}

static int compare_slices(struct slice a, struct slice b)
{
    size_t length = a.length < b.length ? a.length : b.length;
    int order = length > 0 ? memcmp(a.data, b.data, length) : 0;

    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

static int compare_groups(const struct grouped *a, const struct grouped *b)
{
    int order = strcmp(a->name, b->name);

    if (order == 0)
        order = compare_slices(a->group, b->group);
    return order != 0 ? order : compare_slices(a->type, b->type);
}

static int compare_places(const void *left, const void *right)
{
    const struct grouped *a = left, *b = right;
    int order = compare_groups(a, b);

    return order != 0 ? order : (a->place > b->place) - (a->place < b->place);
}

static bool is_latin(const struct from_mods *from, const xmlNode *node)
{
    struct slice script = from_mods_attribute(from, node, "script");

    return script.length == 0 || (script.length == 4 && strncasecmp(script.data, "Latn", 4) == 0);
}

/* Of some that say the same, the one in Latin script is the original, else the first. */
static void choose_original(const struct from_mods *from, const struct grouped *list, size_t count)
{
    size_t original = 0;

    if (count < 2)
        return;
    for (size_t i = count; i-- > 0;)
        if (is_latin(from, list[i].node))
            original = i;
    for (size_t i = 0; i < count; i++)
        list[i].node->_private = list[original].node;
}

static xmlNode *mutable_carrier(xmlNode *child)
{
    const xmlNode *carrier = from_mods_carrier(child);

    if (carrier == child)
        return child;
    for (xmlNode *node = child->children; node != NULL; node = node->next)
        if (node == carrier)
            return node;
    return child;
}

void from_mods_find_alternatives(struct from_mods *from, xmlNode *mods)
{
    struct grouped *list;
    size_t count = 0, most = 0;

    for (const xmlNode *child = node_element(mods, NULL); child != NULL;
         child = node_element(mods, child))
        most += node_has_attribute(from_mods_carrier(child), "altRepGroup");
    if (most == 0)
        return;
    list = arena_array(from->arena, most, sizeof *list);
    for (xmlNode *child = mods->children; child != NULL; child = child->next) {
        if (child->type != XML_ELEMENT_NODE ||
            !node_has_attribute(from_mods_carrier(child), "altRepGroup"))
            continue;
        list[count].node = mutable_carrier(child);
        list[count].name = (const char *)child->name;
        list[count].type = from_mods_attribute(from, child, "type");
        list[count].group = from_mods_attribute(from, list[count].node, "altRepGroup");
        list[count].place = count;
        count++;
    }
    qsort(list, count, sizeof *list, compare_places);
    for (size_t start = 0, end; start < count; start = end) {
        for (end = start + 1; end < count && compare_groups(&list[start], &list[end]) == 0;)
            end++;
        choose_original(from, &list[start], end - start);
    }
}

const xmlNode *from_mods_original(const xmlNode *node)
{
    return node->_private != NULL ? node->_private : node;
}

/* --- linking ------------------------------------------------------------------------ */

/* The field that the original became where the other became field `number`: of the same tag, and
 * in the same place among those. */
static size_t partner_of(const struct building *building, size_t number)
{
    const struct marc_record *record = building->record;
    const xmlNode *other = building->sources[number], *original = from_mods_original(other);
    const char *tag = record->fields[number].tag;
    size_t before = 0;

    for (size_t i = 0; i < number; i++)
        before += building->sources[i] == other && strcmp(record->fields[i].tag, tag) == 0;
    for (size_t i = 0; i < record->field_count; i++)
        if (building->sources[i] == original && strcmp(record->fields[i].tag, tag) == 0 &&
            before-- == 0)
            return i;
    return number;
}

/* "245-01/(3/r": what is read from right to left says so. */
static struct slice link_of(struct from_mods *from, const char *tag, unsigned number,
                            struct slice script)
{
    const char *code = coded_script_code_of(script, from->arena);
    bool right_to_left = slice_is(script, "Arab") || slice_is(script, "Hebr") ||
                         slice_is(script, "Syrc") || slice_is(script, "Thaa") ||
                         slice_is(script, "Nkoo");

    return slice_of(arena_printf(from->arena, "%s-%02u%s%s%s", tag, number, code != NULL ? "/" : "",
                                 code != NULL ? code : "",
                                 code != NULL && right_to_left ? "/r" : ""));
}

/* The number of the link that a field has already, 0 where it has none. */
static unsigned number_of(const struct marc_field *field)
{
    struct slice link = marc_field_subfield(field, '6');

    return link.length < 6 ? 0 : (unsigned)((link.data[4] - '0') * 10 + link.data[5] - '0');
}

void from_mods_link_alternatives(struct from_mods *from)
{
    struct building *building = &from->building;
    struct marc_record *record = building->record;
    unsigned count = 0;

    building_settle(building);
    for (size_t i = 0; i < record->field_count; i++) {
        const xmlNode *source = building->sources[i];
        struct marc_field *field = &record->fields[i];
        unsigned number = 0;
        size_t partner;

        if (source == NULL || from_mods_original(source) == source || field->control)
            continue;
        partner = partner_of(building, i);
        if (partner != i)
            number = number_of(&record->fields[partner]);
        if (partner != i && number == 0 && count < OCCURRENCES) {
            number = ++count;
            building_add_first(building, partner, '6',
                               slice_of(arena_printf(from->arena, "880-%02u", number)));
        }
        building_add_first(
            building, i, '6',
            link_of(from, field->tag, number, from_mods_attribute(from, source, "script")));
    }
    for (size_t i = 0; i < record->field_count; i++) {
        const xmlNode *source = building->sources[i];

        if (source != NULL && from_mods_original(source) != source && !record->fields[i].control)
            memcpy(record->fields[i].tag, "880", 4);
    }
}

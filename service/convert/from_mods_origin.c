/* Publication and carriers: 250, 264, 300, 310, 337, 338, 340, 347, 351. */
#include <string.h>

#include <offprint/arena.h>

#include "convert/coded.h"
#include "convert/from_mods.h"

/* --- originInfo -------------------------------------------------------------------- */

static const struct event {
    const char *event, *agent; /* @eventType now, and what older files call it */
    char indicator;            /* second, of 264 */
} events[] = {
    {"production", "producer", '0'},        {"publication", "publisher", '1'},
    {"distribution", "distributor", '2'},   {"manufacture", "manufacturer", '3'},
    {"copyright", "copyright notice", '4'},
};

/* ' ' where it is not said. */
static char event_of(const struct from_mods *from, const xmlNode *origin)
{
    static const char *const attributes[] = {"eventType", "displayLabel"};

    for (size_t k = 0; k < sizeof attributes / sizeof *attributes; k++) {
        struct slice event = from_mods_attribute(from, origin, attributes[k]);

        for (size_t i = 0; i < sizeof events / sizeof *events; i++)
            if (slice_is(event, events[i].event) || slice_is(event, events[i].agent))
                return events[i].indicator;
    }
    return ' ';
}

static void add_places(struct from_mods *from, const xmlNode *origin)
{
    const xmlNode *place = node_child(origin, "place");

    for (; place != NULL; place = node_sibling(place, "place")) {
        const xmlNode *term = node_child(place, "placeTerm");

        for (; term != NULL; term = node_sibling(term, "placeTerm"))
            if (!node_attribute_is(term, "type", "code"))
                building_add(&from->building, 'a', node_text(term, from->arena));
    }
}

/* MODS 3.8 has an agent where a publisher is more than a name. */
static void add_publishers(struct from_mods *from, const xmlNode *origin)
{
    for (const xmlNode *node = node_element(origin, NULL); node != NULL;
         node = node_element(origin, node)) {
        if (node_is(node, "publisher"))
            building_add(&from->building, 'b', node_text(node, from->arena));
        else if (node_is(node, "agent"))
            building_add(&from->building, 'b', from_mods_heading(from, node));
    }
}

struct slice from_mods_imprint(const struct from_mods *from, const xmlNode *item)
{
    const xmlNode *origin = node_child(item, "originInfo");
    const xmlNode *place = node_child(origin, "place");
    struct slice text = {NULL, 0}, date = from_mods_date(from, origin, "dateIssued");

    for (; place != NULL && text.length == 0; place = node_sibling(place, "place"))
        for (const xmlNode *term = node_child(place, "placeTerm"); term != NULL;
             term = node_sibling(term, "placeTerm"))
            if (!node_attribute_is(term, "type", "code") && text.length == 0)
                text = node_text(term, from->arena);
    text = slices_join(from->arena, text, " : ", from_mods_text(from, origin, NULL, "publisher"));
    if (date.length == 0)
        date = from_mods_date(from, origin, "copyrightDate");
    return slices_join(from->arena, text, ", ", date);
}

/* "©1992" where only the year is given. */
static struct slice copyright_of(const struct from_mods *from, const xmlNode *origin)
{
    struct slice date = from_mods_date(from, origin, "copyrightDate");

    return date.length == 4 && date.data[0] >= '0' && date.data[0] <= '9'
               ? slices_join(from->arena, slice_of("\xC2\xA9"), "", date)
               : date;
}

/* The date that goes with the event: of what is not published, when it was made. */
static struct slice date_of_event(const struct from_mods *from, const xmlNode *origin, char *event)
{
    static const char *const names[] = {"displayDate", "dateIssued", "dateCreated", "dateOther"};
    struct slice copyright = copyright_of(from, origin);

    if (*event == '4' && copyright.length > 0)
        return copyright;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct slice date = from_mods_date(from, origin, names[i]);

        if (date.length > 0) {
            if (*event == ' ' && strcmp(names[i], "dateCreated") == 0 &&
                node_child(origin, "publisher") == NULL)
                *event = '0';
            return date;
        }
    }
    return slice_make(NULL, 0);
}

/* Further dates of issue as they stand there: of the original, and of the reprint. */
static void add_further_dates(struct from_mods *from, const xmlNode *origin, struct slice first)
{
    for (const xmlNode *date = node_child(origin, "dateIssued"); date != NULL;
         date = node_sibling(date, "dateIssued")) {
        struct slice text = node_text(date, from->arena);

        if (!node_has_attribute(date, "encoding") && !node_has_attribute(date, "point") &&
            !node_has_attribute(date, "qualifier") && !slice_equal(text, first))
            building_add(&from->building, 'c', text);
    }
}

static void add_frequencies(struct from_mods *from, const xmlNode *origin)
{
    for (const xmlNode *node = node_child(origin, "frequency"); node != NULL;
         node = node_sibling(node, "frequency")) {
        struct slice text = node_text(node, from->arena);
        char code = coded_code_of(&coded_frequencies, text);
        bool coded = from->form == FORM_SERIAL && code != '\0' && from_mods_code(from, 18, code);

        if (!coded || !node_attribute_is(node, "authority", "marcfrequency"))
            building_one(&from->building, "310", "  ", 'a', text);
    }
}

void from_mods_read_origin(struct from_mods *from, const xmlNode *origin)
{
    char event = event_of(from, origin);
    struct slice date = date_of_event(from, origin, &event);
    struct slice copyright = copyright_of(from, origin);

    building_field(&from->building, "264", ' ', event == ' ' ? '1' : event);
    add_places(from, origin);
    add_publishers(from, origin);
    building_add(&from->building, 'c', date);
    add_further_dates(from, origin, date);
    if (event != '4')
        building_one(&from->building, "264", " 4", 'c', copyright);
    for (const xmlNode *node = node_child(origin, "edition"); node != NULL;
         node = node_sibling(node, "edition"))
        from_mods_add_text(from, node, "250", "  ", 'a', false);
    add_frequencies(from, origin);
    from_mods_coded_dates(from, origin);
}

/* --- physicalDescription ------------------------------------------------------------- */

/* 300 out of "46 p. : ill. ; 24 cm + 1 map", where ISBD's marks part it; they stay. */
static void add_extent(struct from_mods *from, struct slice text)
{
    static const struct {
        char mark, code;
    } parts[] = {{':', 'b'}, {';', 'c'}, {'+', 'e'}};
    char code = 'a';
    size_t next = 0;

    building_field(&from->building, "300", ' ', ' ');
    for (size_t start = 0, end; start < text.length; start = end) {
        char following = '\0';

        for (end = start; end < text.length && following == '\0'; end++)
            for (size_t i = next; i < sizeof parts / sizeof *parts; i++)
                if (text.data[end] == parts[i].mark && end > start && text.data[end - 1] == ' ' &&
                    end + 1 < text.length && text.data[end + 1] == ' ') {
                    following = parts[i].code;
                    next = i + 1;
                    break;
                }
        building_add(&from->building, code, slice_trim(slice_part(text, start, end - start)));
        code = following;
    }
}

/* 007/00-01 by terms of MARC's lists; one term may be of several categories ("braille"). */
static bool is_physical_term(struct from_mods *from, struct slice text, char category)
{
    for (size_t i = 0; i < coded_physical_count; i++) {
        const struct coded_physical *row = &coded_physicals[i];

        if (row->codes[1] != ' ' && (category == '\0' || row->codes[0] == category) &&
            slice_is(text, row->term)) {
            from_mods_add_carrier(from, row->codes);
            return true;
        }
    }
    return false;
}

static char category_of(struct slice text)
{
    for (size_t i = 0; i < coded_physical_count; i++)
        if (coded_physicals[i].codes[1] == ' ' && slice_is(text, coded_physicals[i].term))
            return coded_physicals[i].codes[0];
    return '\0';
}

/* 008/23 or 29. Print is blank: none of the other forms. */
static bool is_form_of_item(struct from_mods *from, struct slice text)
{
    size_t position = from->form == FORM_MAP || from->form == FORM_VISUAL ? 29 : 23;
    char code = coded_code_of(&coded_forms, text);

    if (code == '\0')
        return false;
    from->electronic |= code == 's';
    return from_mods_code(from, position, code == 'r' ? ' ' : code);
}

static void add_term(struct from_mods *from, const xmlNode *form, const char *tag, char code)
{
    struct slice authority = from_mods_attribute(from, form, "authority");

    building_one(&from->building, tag, "  ", code, node_text(form, from->arena));
    if (node_text(form, from->arena).length == 0)
        return;
    from_mods_add_uri(from, form);
    building_add(&from->building, '2', authority);
}

/* What has a place of its own; false for the rest. */
static bool is_typed(struct from_mods *from, const xmlNode *form, struct slice authority)
{
    struct slice type = from_mods_attribute(from, form, "type");

    if (slice_is(authority, "rdamedia") || slice_is(type, "media"))
        add_term(from, form, "337", 'a');
    else if (slice_is(authority, "rdacarrier") || slice_is(type, "carrier"))
        add_term(from, form, "338", 'a');
    else if (slice_is(type, "technique"))
        add_term(from, form, "340", 'd');
    else
        return slice_is(authority, "gmd"); /* 245 $h */
    return true;
}

static void add_form(struct from_mods *from, const xmlNode *form, char *category)
{
    struct slice authority = from_mods_attribute(from, form, "authority");
    struct slice text = node_text(form, from->arena);

    if (is_typed(from, form, authority))
        return;
    if (slice_is(authority, "marccategory") && category_of(text) != '\0')
        *category = category_of(text);
    else if ((slice_is(authority, "marcsmd") || slice_is(authority, "smd")) &&
             is_physical_term(from, text, *category))
        *category = '\0';
    else if (!is_form_of_item(from, text))
        add_term(from, form, from->type == 'm' && authority.length == 0 ? "256" : "340", 'a');
}

static void read_digital(struct from_mods *from, const xmlNode *physical)
{
    static const struct coded_term origin_terms[] = {{'a', "reformatted digital"},
                                                     {'b', "digitized microfilm"},
                                                     {'d', "digitized other analog"},
                                                     {'n', "born digital"}};
    static const struct coded_term quality_terms[] = {
        {'a', "access"}, {'p', "preservation"}, {'r', "replacement"}};
    static const struct coded_list origins = {origin_terms, 4}, qualities = {quality_terms, 3};
    char antecedent =
        coded_code_of(&origins, from_mods_text(from, physical, NULL, "digitalOrigin"));
    char quality =
        coded_code_of(&qualities, from_mods_text(from, physical, NULL, "reformattingQuality"));

    if (antecedent != '\0')
        from->antecedent = antecedent;
    if (quality != '\0')
        from->quality = quality;
}

void from_mods_read_physical(struct from_mods *from, const xmlNode *physical)
{
    char category = '\0';

    for (const xmlNode *node = node_element(physical, NULL); node != NULL;
         node = node_element(physical, node)) {
        if (node_is(node, "extent")) {
            add_extent(from, node_text(node, from->arena));
        } else if (node_is(node, "form")) {
            add_form(from, node, &category);
        } else if (node_is(node, "note")) {
            from_mods_add_text(from, node,
                               node_attribute_is(node, "type", "arrangement") ? "351" : "500", "  ",
                               'a', false);
        } else if (node_is(node, "internetMediaType") && !from->online) {
            building_one(&from->building, "347", "  ", 'b', node_text(node, from->arena));
        }
    }
    if (category != '\0')
        from_mods_add_carrier(from, (char[]){category, '|', '\0'});
    read_digital(from, physical);
}

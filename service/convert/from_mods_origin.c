/* Publication, description, notes: 041, 250, 264, 300, 310, 5XX, 655. */
#include <string.h>

#include <offprint/arena.h>

#include "convert/from_mods.h"

/* --- originInfo -------------------------------------------------------------------- */

static const struct {
    const char *event;
    char indicator; /* second, of 264 */
} events[] = {
    {"production", '0'},
    {"publication", '1'},
    {"distribution", '2'},
    {"manufacture", '3'},
};

static char event_of(const struct from_mods *from, const xmlNode *origin)
{
    struct slice event = node_attribute(origin, "eventType", from->arena);

    for (size_t i = 0; i < sizeof events / sizeof *events; i++)
        if (slice_is(event, events[i].event))
            return events[i].indicator;
    return '1';
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

/* "1924-1927" out of dates with points; a date that is coded only when no other is given. */
static struct slice date_of(const struct from_mods *from, const xmlNode *origin, const char *name)
{
    struct slice plain = {NULL, 0}, coded = plain, end = plain;

    for (const xmlNode *date = node_child(origin, name); date != NULL;
         date = node_sibling(date, name)) {
        struct slice text = node_text(date, from->arena);

        if (node_attribute_is(date, "point", "end"))
            end = text;
        else if (node_attribute(date, "encoding", from->arena).length > 0)
            coded = coded.length > 0 ? coded : text;
        else if (plain.length == 0)
            plain = text;
    }
    return plain.length > 0 ? plain : slices_join(from->arena, coded, "-", end);
}

static void add_origin(struct from_mods *from, const xmlNode *origin)
{
    struct slice date = date_of(from, origin, "dateIssued");
    struct slice copyright = date_of(from, origin, "copyrightDate");

    if (date.length == 0)
        date = date_of(from, origin, "dateCreated");
    building_field(&from->building, "264", ' ', event_of(from, origin));
    add_places(from, origin);
    for (const xmlNode *name = node_child(origin, "publisher"); name != NULL;
         name = node_sibling(name, "publisher"))
        building_add(&from->building, 'b', node_text(name, from->arena));
    building_add(&from->building, 'c', date);
    building_one(&from->building, "264", " 4", 'c', copyright);
    building_one(&from->building, "250", "  ", 'a', from_mods_text(from, origin, NULL, "edition"));
    building_one(&from->building, "310", "  ", 'a',
                 from_mods_text(from, origin, NULL, "frequency"));
}

static void add_languages(struct from_mods *from)
{
    const xmlNode *language = node_child(from->mods, "language");
    unsigned codes = 0;

    if (node_sibling(language, "language") == NULL)
        return; /* one stands in 008 */
    building_field(&from->building, "041", '0', ' ');
    for (; language != NULL; language = node_sibling(language, "language")) {
        const xmlNode *term = node_child(language, "languageTerm");

        for (; term != NULL; term = node_sibling(term, "languageTerm")) {
            struct slice text = node_text(term, from->arena);

            if (text.length == 3 && codes++ < 100)
                building_add(&from->building, 'a', text);
        }
    }
}

void from_mods_origin(struct from_mods *from)
{
    for (const xmlNode *origin = node_child(from->mods, "originInfo"); origin != NULL;
         origin = node_sibling(origin, "originInfo"))
        add_origin(from, origin);
    add_languages(from);
}

/* --- description and notes ----------------------------------------------------------- */

static const struct {
    const char *type, *tag;
} notes[] = {
    {"accrual method", "541"},
    {"acquisition", "541"},
    {"action", "583"},
    {"additional physical form", "530"},
    {"admin", "583"},
    {"bibliographic history", "561"},
    {"bibliography", "504"},
    {"biographical/historical", "545"},
    {"citation/reference", "510"},
    {"creation/production credits", "508"},
    {"date/sequential designation", "362"},
    {"exhibitions", "585"},
    {"funding", "536"},
    {"language", "546"},
    {"numbering", "515"},
    {"original location", "535"},
    {"original version", "534"},
    {"ownership", "561"},
    {"performers", "511"},
    {"preferred citation", "524"},
    {"publications", "581"},
    {"reproduction", "533"},
    {"restriction", "506"},
    {"source note", "534"},
    {"source of description", "588"},
    {"system details", "538"},
    {"thesis", "502"},
    {"venue", "518"},
    {"version identification", "562"},
};

/* Fields whose text does not stand in $a. */
static char note_code(const char *tag)
{
    return strcmp(tag, "534") == 0 ? 'p' : 'a';
}

static void add_notes(struct from_mods *from)
{
    const xmlNode *note = node_child(from->mods, "note");

    for (; note != NULL; note = node_sibling(note, "note")) {
        struct slice type = node_attribute(note, "type", from->arena);
        const char *tag = "500";

        if (slice_is(type, "statement of responsibility"))
            continue; /* 245 $c */
        for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
            if (slice_is(type, notes[i].type))
                tag = notes[i].tag;
        building_one(&from->building, tag,
                     strcmp(tag, "511") == 0   ? "0 "
                     : strcmp(tag, "510") == 0 ? "4 "
                     : strcmp(tag, "535") == 0 ? "1 "
                                               : "  ",
                     note_code(tag), node_text(note, from->arena));
    }
}

static void add_all(struct from_mods *from, const xmlNode *parent, const char *name,
                    const char *tag, const char *indicators, char code)
{
    for (const xmlNode *node = node_child(parent, name); node != NULL;
         node = node_sibling(node, name))
        building_one(&from->building, tag, indicators, code, node_text(node, from->arena));
}

/* A genre's source, as 655 has it: the second indicator 7 and $2, or 4 for none. */
static void add_genres(struct from_mods *from)
{
    const xmlNode *genre = node_child(from->mods, "genre");

    for (; genre != NULL; genre = node_sibling(genre, "genre")) {
        struct slice source = node_attribute(genre, "authority", from->arena);
        struct slice text = node_text(genre, from->arena);

        if (text.length == 0)
            continue;
        building_field(&from->building, "655", ' ', source.length > 0 ? '7' : '4');
        building_add(&from->building, 'a', text);
        building_add(&from->building, '2', source);
    }
}

static void add_conditions(struct from_mods *from)
{
    const xmlNode *condition = node_child(from->mods, "accessCondition");

    for (; condition != NULL; condition = node_sibling(condition, "accessCondition")) {
        bool use = node_attribute_is(condition, "type", "use and reproduction") ||
                   node_attribute_is(condition, "type", "useAndReproduction");

        building_field(&from->building, use ? "540" : "506", ' ', ' ');
        building_add(&from->building, 'a', node_text(condition, from->arena));
        building_add(&from->building, 'u', node_attribute(condition, "href", from->arena));
    }
}

static void add_physical(struct from_mods *from, const xmlNode *physical)
{
    const xmlNode *form;

    add_all(from, physical, "extent", "300", "  ", 'a');
    add_all(from, physical, "note", "500", "  ", 'a');
    add_all(from, physical, "reformattingQuality", "533", "  ", 'a');
    for (form = node_child(physical, "form"); form != NULL; form = node_sibling(form, "form"))
        building_one(&from->building,
                     node_attribute_is(form, "authority", "rdamedia")     ? "337"
                     : node_attribute_is(form, "authority", "rdacarrier") ? "338"
                                                                          : "340",
                     "  ", 'a', node_text(form, from->arena));
}

void from_mods_description(struct from_mods *from)
{
    const xmlNode *mods = from->mods;

    for (const xmlNode *physical = node_child(mods, "physicalDescription"); physical != NULL;
         physical = node_sibling(physical, "physicalDescription"))
        add_physical(from, physical);
    add_all(from, mods, "abstract", "520", "  ", 'a');
    add_all(from, mods, "tableOfContents", "505", "0 ", 'a');
    add_all(from, mods, "targetAudience", "521", "  ", 'a');
    add_notes(from);
    add_conditions(from);
    add_genres(from);
}

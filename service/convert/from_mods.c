#include "convert/from_mods.h"

#include <stdio.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/record.h>

#include "convert/date.h"

struct slice from_mods_text(const struct from_mods *from, const xmlNode *node, const char *outer,
                            const char *inner)
{
    if (outer != NULL)
        node = node_child(node, outer);
    return node_text(node_child(node, inner), from->arena);
}

/* --- leader --------------------------------------------------------------------- */

static const struct {
    const char *resource;
    char type, manuscript;
} types[] = {
    {"text", 'a', 't'},
    {"cartographic", 'e', 'f'},
    {"notated music", 'c', 'd'},
    {"sound recording", 'i', 'i'},
    {"sound recording-nonmusical", 'i', 'i'},
    {"sound recording-musical", 'j', 'j'},
    {"still image", 'k', 'k'},
    {"moving image", 'g', 'g'},
    {"three dimensional object", 'r', 'r'},
    {"software, multimedia", 'm', 'm'},
    {"mixed material", 'p', 'p'},
};

static char type_of(const struct from_mods *from)
{
    const xmlNode *resource = node_child(from->mods, "typeOfResource");
    struct slice text = node_text(resource, from->arena);

    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (slice_is(text, types[i].resource))
            return node_attribute_is(resource, "manuscript", "yes") ? types[i].manuscript
                                                                    : types[i].type;
    return 'a';
}

static bool is_continuing(struct slice issuance)
{
    return slice_is(issuance, "continuing") || slice_is(issuance, "serial");
}

static char level_of(const struct from_mods *from)
{
    struct slice issuance = from_mods_text(from, from->mods, "originInfo", "issuance");
    const xmlNode *item = node_child(from->mods, "relatedItem");

    for (; item != NULL; item = node_sibling(item, "relatedItem")) {
        const xmlNode *identifier = node_child(item, "identifier");
        bool serial = is_continuing(from_mods_text(from, item, "originInfo", "issuance"));

        if (!node_attribute_is(item, "type", "host"))
            continue;
        for (; identifier != NULL; identifier = node_sibling(identifier, "identifier"))
            serial |= node_attribute_is(identifier, "type", "issn");
        return serial ? 'b' : 'a';
    }
    if (node_attribute_is(node_child(from->mods, "typeOfResource"), "collection", "yes"))
        return 'c';
    if (slice_is(issuance, "integrating resource"))
        return 'i';
    return is_continuing(issuance) ? 's' : 'm';
}

static void make_leader(struct from_mods *from)
{
    char *leader = from->building.record->leader;
    struct slice standard = from_mods_text(from, from->mods, "recordInfo", "descriptionStandard");

    from->type = type_of(from);
    from->level = level_of(from);
    memcpy(leader, "00000nam a2200000uu 4500", MARC_LEADER_LENGTH);
    leader[MARC_LEADER_TYPE] = from->type;
    leader[MARC_LEADER_LEVEL] = from->level;
    if (slice_starts(standard, "aacr"))
        leader[MARC_LEADER_DESCRIPTIVE_FORM] = 'a';
    else if (slice_is(standard, "rda") || slice_starts(standard, "isbd"))
        leader[MARC_LEADER_DESCRIPTIVE_FORM] = 'i';
}

/* --- 008 -------------------------------------------------------------------------- */

/* A code of small letters, left in `field`, which has room for three. */
static void put_code(char *field, struct slice code)
{
    if (code.length < 2 || code.length > 3)
        return;
    for (size_t i = 0; i < code.length; i++)
        if (code.data[i] < 'a' || code.data[i] > 'z')
            return;
    memcpy(field, "   ", 3);
    memcpy(field, code.data, code.length);
}

/* The text of the first `inner` of that authority in any `outer`. */
static struct slice coded(const struct from_mods *from, const char *group, const char *outer,
                          const char *inner, const char *authority)
{
    const xmlNode *node = group != NULL ? node_child(from->mods, group) : from->mods;
    const xmlNode *holder = node_child(node, outer);

    for (; holder != NULL; holder = node_sibling(holder, outer)) {
        const xmlNode *term = node_child(holder, inner);

        for (; term != NULL; term = node_sibling(term, inner))
            if (authority != NULL ? node_attribute_is(term, "authority", authority)
                                  : node_attribute_is(term, "type", "code"))
                return node_text(term, from->arena);
    }
    return slice_make(NULL, 0);
}

/* The year of a date by its point ("start", "end", NULL for none), 0 where there is none. */
static int year_of(const struct from_mods *from, const char *point)
{
    static const char *const names[] = {"dateIssued", "copyrightDate", "dateCreated",
                                        "dateCaptured", "dateOther"};
    const xmlNode *origin = node_child(from->mods, "originInfo");

    for (; origin != NULL; origin = node_sibling(origin, "originInfo"))
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            const xmlNode *date = node_child(origin, names[i]);

            for (; date != NULL; date = node_sibling(date, names[i])) {
                int year = date_year_in(node_text(date, from->arena));

                if (year > 0 && (point == NULL || node_attribute_is(date, "point", point)))
                    return year;
            }
        }
    return 0;
}

static void put_dates(const struct from_mods *from, char *field)
{
    int start = year_of(from, "start"), end = year_of(from, "end");
    char text[24];

    if (start == 0)
        start = year_of(from, NULL);
    if (start == 0)
        return;
    if (from->level == 's')
        snprintf(text, sizeof text, "%c%04d%04d", end > 0 ? 'd' : 'c', start, end > 0 ? end : 9999);
    else if (end > 0)
        snprintf(text, sizeof text, "m%04d%04d", start, end);
    else
        snprintf(text, sizeof text, "s%04d    ", start);
    memcpy(field + 6, text, 9);
}

/* "2026-11-23" or "20261123" or "261123" as yymmdd. */
static void put_entered(const struct from_mods *from, char *field)
{
    struct slice date = from_mods_text(from, from->mods, "recordInfo", "recordCreationDate");
    char digits[9] = "";
    size_t count = 0;

    for (size_t i = 0; i < date.length && count < 8; i++)
        if (date.data[i] >= '0' && date.data[i] <= '9')
            digits[count++] = date.data[i];
    if (count == 6)
        memcpy(field, digits, 6);
    else if (count == 8)
        memcpy(field, digits + 2, 6);
}

static void make_008(struct from_mods *from)
{
    char *field = arena_string(from->arena, "000000nuuuuuuuuxx |||||||||||||||||und|d");
    struct slice language = coded(from, NULL, "language", "languageTerm", "iso639-2b");

    put_entered(from, field);
    put_dates(from, field);
    put_code(field + 15, coded(from, "originInfo", "place", "placeTerm", "marccountry"));
    put_code(field + 35,
             language.length > 0 ? language : coded(from, NULL, "language", "languageTerm", NULL));
    building_control(&from->building, "008", slice_make(field, 40));
}

/* --- the record's own data --------------------------------------------------------- */

void from_mods_record(struct from_mods *from)
{
    const xmlNode *info = node_child(from->mods, "recordInfo");
    const xmlNode *number = node_child(info, "recordIdentifier");
    const xmlNode *standard;
    struct slice agency = from_mods_text(from, info, NULL, "recordContentSource");

    make_leader(from);
    building_control(&from->building, "001", node_text(number, from->arena));
    building_control(&from->building, "003", node_attribute(number, "source", from->arena));
    make_008(from);
    building_field(&from->building, "040", ' ', ' ');
    building_add(&from->building, 'a', agency);
    building_add(&from->building, 'b',
                 from_mods_text(from, info, "languageOfCataloging", "languageTerm"));
    for (standard = node_child(info, "descriptionStandard"); standard != NULL;
         standard = node_sibling(standard, "descriptionStandard"))
        building_add(&from->building, 'e', node_text(standard, from->arena));
    building_add(&from->building, 'c', agency);
}

int mods_read(struct marc_record **record, struct slice bytes, uint64_t line, struct arena *arena,
              struct diag *diag)
{
    struct from_mods from = {.arena = arena};
    xmlDocPtr document;
    int status = node_parse(&document, bytes, line, diag);

    if (status < 0)
        return status;
    from.mods = xmlDocGetRootElement(document);
    building_begin(&from.building, arena);
    from.main_name = from_mods_main_name(&from);
    from_mods_record(&from);
    from_mods_identifiers(&from);
    from_mods_titles(&from);
    from_mods_names(&from);
    from_mods_origin(&from);
    from_mods_description(&from);
    from_mods_subjects(&from);
    from_mods_related(&from);
    from_mods_locations(&from);
    building_end(&from.building);
    xmlFreeDoc(document);
    if (marc_record_field(from.building.record, "245", NULL) == NULL &&
        from.building.record->field_count <= 1)
        return diag_set(diag, OFFPRINT_MALFORMED,
                        "line %llu: the MODS record has no title and "
                        "nothing else that MARC has a place for",
                        (unsigned long long)line);
    if (from.building.full)
        return diag_set(diag, OFFPRINT_LIMIT, "line %llu: the MODS record makes too many fields",
                        (unsigned long long)line);
    *record = from.building.record;
    return 0;
}

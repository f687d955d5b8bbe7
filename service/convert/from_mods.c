#include "convert/from_mods.h"

#include <string.h>

#include <offprint/arena.h>
#include <offprint/record.h>

#include "convert/coded.h"

/* --- texts --------------------------------------------------------------------------- */

struct slice from_mods_text(const struct from_mods *from, const xmlNode *node, const char *outer,
                            const char *inner)
{
    if (outer != NULL)
        node = node_child(node, outer);
    return node_text(node_child(node, inner), from->arena);
}

struct slice from_mods_all(const struct from_mods *from, const xmlNode *node, const char *name,
                           const char *between)
{
    struct slice text = {NULL, 0};

    for (node = node_child(node, name); node != NULL && text.length < FROM_MODS_JOINED;
         node = node_sibling(node, name))
        text = slices_join(from->arena, text, between, node_text(node, from->arena));
    return text;
}

struct slice from_mods_attribute(const struct from_mods *from, const xmlNode *node,
                                 const char *name)
{
    return node_attribute(node, name, from->arena);
}

void from_mods_add_text(struct from_mods *from, const xmlNode *node, const char *tag,
                        const char *indicators, char code, bool linked)
{
    struct slice text = node_text(node, from->arena);
    struct slice address = from_mods_attribute(from, node, "href");

    building_field(&from->building, tag, indicators[0], indicators[1]);
    building_add(&from->building, code, text);
    if (linked && !slice_equal(text, address))
        building_add(&from->building, 'u', address);
}

void from_mods_add_uri(struct from_mods *from, const xmlNode *node)
{
    struct slice uri = from_mods_attribute(from, node, "valueURI");
    const xmlNode *only = node_element(node, NULL);

    if (uri.length == 0 && only != NULL && node_element(node, only) == NULL)
        uri = from_mods_attribute(from, only, "valueURI");
    building_add(&from->building, '0', uri);
}

/* --- leader --------------------------------------------------------------------------- */

/* 'a' becomes 't' where it is written by hand. */
static char type_of(const struct from_mods *from, const xmlNode *resource)
{
    static const char by_hand[] = "at"
                                  "ef"
                                  "cd";
    char type = coded_code_of(&coded_resources, node_text(resource, from->arena));
    bool manuscript = node_attribute_is(resource, "manuscript", "yes");

    for (size_t i = 0; manuscript && by_hand[i] != '\0'; i += 2)
        if (by_hand[i] == type)
            return by_hand[i + 1];
    return type;
}

static bool is_continuing(struct slice issuance)
{
    return slice_is(issuance, "continuing") || slice_is(issuance, "serial");
}

/* Does any originInfo say so? */
static struct slice issuance_of(const struct from_mods *from)
{
    const xmlNode *origin = node_child(from->mods, "originInfo");

    for (; origin != NULL; origin = node_sibling(origin, "originInfo")) {
        struct slice issuance = from_mods_text(from, origin, NULL, "issuance");

        if (issuance.length > 0)
            return issuance;
    }
    return slice_make(NULL, 0);
}

static bool is_in_serial(const struct from_mods *from)
{
    const xmlNode *identifier = node_child(from->host, "identifier");
    bool serial = is_continuing(from_mods_text(from, from->host, "originInfo", "issuance"));

    for (; identifier != NULL; identifier = node_sibling(identifier, "identifier"))
        serial |= node_attribute_is(identifier, "type", "issn");
    return serial;
}

static char level_of(const struct from_mods *from, struct slice issuance)
{
    bool collection = false;

    for (const xmlNode *resource = node_child(from->mods, "typeOfResource"); resource != NULL;
         resource = node_sibling(resource, "typeOfResource"))
        collection |= node_attribute_is(resource, "collection", "yes");
    if (from->host != NULL)
        return collection ? 'd' : is_in_serial(from) ? 'b' : 'a';
    if (collection)
        return 'c';
    if (slice_is(issuance, "integrating resource"))
        return 'i';
    return is_continuing(issuance) ? 's' : 'm';
}

static bool is_archival(struct slice standard)
{
    static const char *const standards[] = {"dacs", "appm", "rad", "isad", "isadg", "isad(g)"};

    for (size_t i = 0; i < sizeof standards / sizeof *standards; i++)
        if (slice_is(standard, standards[i]))
            return true;
    return false;
}

/* Punctuation is not part of what MODS says, so ISBD's is left out (leader/18 c). */
static void put_standards(const struct from_mods *from, char *leader)
{
    const xmlNode *info = node_child(from->mods, "recordInfo");
    const xmlNode *node = node_child(info, "descriptionStandard");

    for (; node != NULL; node = node_sibling(node, "descriptionStandard")) {
        struct slice standard = node_text(node, from->arena);

        if (slice_starts(standard, "aacr"))
            leader[MARC_LEADER_DESCRIPTIVE_FORM] = 'a';
        else if (slice_is(standard, "rda") || slice_starts(standard, "isbd"))
            leader[MARC_LEADER_DESCRIPTIVE_FORM] = 'c';
        else if (is_archival(standard))
            leader[8] = 'a';
    }
}

void from_mods_leader(struct from_mods *from)
{
    char *leader = from->building.record->leader;
    struct slice issuance = issuance_of(from);
    const xmlNode *resource = node_child(from->mods, "typeOfResource");

    while (resource != NULL && type_of(from, resource) == '\0')
        resource = node_sibling(resource, "typeOfResource");
    from->type = resource != NULL ? type_of(from, resource) : 'a';
    from->level = level_of(from, issuance);
    memcpy(leader, "00000nam a2200000uu 4500", MARC_LEADER_LENGTH);
    leader[MARC_LEADER_TYPE] = from->type;
    leader[MARC_LEADER_LEVEL] = from->level;
    if (slice_is(issuance, "multipart monograph") && from->level == 'm')
        leader[MARC_LEADER_MULTIPART] = 'a';
    put_standards(from, leader);
    from->form = material_form_of(from->building.record);
    /* Each further kind of material has an 006. */
    while (resource != NULL && (resource = node_sibling(resource, "typeOfResource")) != NULL) {
        char other = type_of(from, resource);
        char *fixed = arena_string(from->arena, " |||||||||||||||||");

        fixed[0] = other;
        if (other != '\0' && other != from->type)
            building_control(&from->building, "006", slice_make(fixed, 18));
    }
}

/* --- the record's own data ------------------------------------------------------------ */

/* "2026-11-23T10:45:00Z" as "20261123104500.0"; empty where it is less than a day. */
static struct slice changed_of(const struct from_mods *from, const xmlNode *info)
{
    struct slice date = from_mods_text(from, info, NULL, "recordChangeDate");
    char digits[] = "00000000000000.0";
    size_t count = 0;

    for (size_t i = 0; i < date.length && count < sizeof digits - 1; i++) {
        if (date.data[i] >= '0' && date.data[i] <= '9' && count != 14)
            digits[count++] = date.data[i];
        else if (date.data[i] == '.' && count == 14) /* tenths of a second */
            count++;
        else if (count >= 14)
            break; /* a time zone */
    }
    if (count < 8 || memcmp(digits + 4, "00", 2) == 0 || memcmp(digits + 6, "00", 2) == 0)
        return slice_make(NULL, 0);
    return slice_of(arena_string(from->arena, digits));
}

static void add_other_numbers(struct from_mods *from, const xmlNode *number)
{
    while ((number = node_sibling(number, "recordIdentifier")) != NULL) {
        struct slice source = from_mods_attribute(from, number, "source");
        struct slice text = node_text(number, from->arena);

        if (source.length > 0 && text.length > 0 && text.data[0] != '(')
            text = slices_join(from->arena, slices_join(from->arena, slice_of("("), "", source),
                               ")", text);
        building_one(&from->building, "035", "  ", 'a', text);
    }
}

void from_mods_record_info(struct from_mods *from)
{
    const xmlNode *info = node_child(from->mods, "recordInfo");
    const xmlNode *number = node_child(info, "recordIdentifier");
    const xmlNode *standard = node_child(info, "descriptionStandard");
    struct slice agency = from_mods_text(from, info, NULL, "recordContentSource");

    building_control(&from->building, "001", node_text(number, from->arena));
    building_control(&from->building, "003", from_mods_attribute(from, number, "source"));
    building_control(&from->building, "005", changed_of(from, info));
    if (number != NULL)
        add_other_numbers(from, number);
    building_field(&from->building, "040", ' ', ' ');
    building_add(&from->building, 'a', agency);
    building_add(&from->building, 'b',
                 from_mods_text(from, info, "languageOfCataloging", "languageTerm"));
    for (; standard != NULL; standard = node_sibling(standard, "descriptionStandard")) {
        struct slice text = node_text(standard, from->arena);

        if (!slice_is(text, "aacr") && !slice_is(text, "isbd")) /* those stand in leader/18 */
            building_add(&from->building, 'e', text);
    }
    building_add(&from->building, 'c', agency);
}

/* --- reading -------------------------------------------------------------------------- */

typedef void element_made(struct from_mods *from, const xmlNode *element);

static const struct {
    const char *name;
    element_made *read;
} elements[] = {
    {"titleInfo", from_mods_read_title},
    {"name", from_mods_read_name},
    {"genre", from_mods_read_genre},
    {"originInfo", from_mods_read_origin},
    {"physicalDescription", from_mods_read_physical},
    {"abstract", from_mods_read_abstract},
    {"tableOfContents", from_mods_read_contents},
    {"targetAudience", from_mods_read_audience},
    {"note", from_mods_read_note},
    {"accessCondition", from_mods_read_condition},
    {"subject", from_mods_read_subject},
    {"classification", from_mods_read_classification},
    {"relatedItem", from_mods_read_related},
    {"identifier", from_mods_read_identifier},
    {"location", from_mods_read_location},
};

/* What has to be known before the first element is read. */
static void look_around(struct from_mods *from)
{
    for (const xmlNode *item = node_child(from->mods, "relatedItem");
         item != NULL && from->host == NULL; item = node_sibling(item, "relatedItem"))
        if (node_attribute_is(item, "type", "host"))
            from->host = item;
    for (const xmlNode *location = node_child(from->mods, "location"); location != NULL;
         location = node_sibling(location, "location"))
        from->online |= node_child(location, "url") != NULL;
    for (const xmlNode *title = node_child(from->mods, "titleInfo"); title != NULL;
         title = node_sibling(title, "titleInfo")) {
        struct slice type = from_mods_attribute(from, title, "type");
        bool primary = node_attribute_is(title, "usage", "primary");
        bool original = from_mods_original(title) == title;

        if (slice_is(type, "uniform") && original && from->uniform == NULL)
            from->uniform = title;
        if (type.length == 0 && original && from_mods_title(from, title, NULL).length > 0 &&
            (from->main_title == NULL ||
             (primary && !node_attribute_is(from->main_title, "usage", "primary"))))
            from->main_title = title;
    }
    if (from->main_title == NULL)
        from->main_title = node_child(from->mods, "titleInfo");
    from->main_name = from_mods_main_name(from);
    from->media = from_mods_text(from, from->mods, "physicalDescription", "internetMediaType");
    from_mods_tie_titles(from);
}

/* A part that is said of the record itself, and of no host: where it stands, as a note. */
static void add_lone_parts(struct from_mods *from)
{
    const xmlNode *part = node_child(from->mods, "part");

    if (from->host != NULL && node_child(from->host, "part") == NULL && part != NULL)
        part = node_sibling(part, "part"); /* the host's field has it */
    for (; part != NULL; part = node_sibling(part, "part"))
        building_one(&from->building, "500", "  ", 'a', from_mods_part(from, part));
}

static void make_fields(struct from_mods *from)
{
    look_around(from);
    from_mods_leader(from);
    from_mods_record_info(from);
    from_mods_begin_fixed(from);
    for (const xmlNode *node = node_element(from->mods, NULL); node != NULL;
         node = node_element(from->mods, node)) {
        from->building.source = from_mods_carrier(node);
        for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
            if (node_is(node, elements[i].name))
                elements[i].read(from, node);
    }
    from->building.source = NULL;
    from_mods_languages(from);
    from_mods_area_codes(from);
    add_lone_parts(from);
    from_mods_end_fixed(from);
    from_mods_link_alternatives(from);
    building_end(&from->building);
}

int mods_read(struct marc_record **record, struct slice bytes, uint64_t line, struct arena *arena,
              struct diag *diag)
{
    struct from_mods from = {.arena = arena, .antecedent = '|', .quality = '|'};
    xmlDocPtr document;
    int status = node_parse(&document, bytes, line, diag);

    if (status < 0)
        return status;
    from.mods = xmlDocGetRootElement(document);
    building_begin(&from.building, arena);
    from_mods_find_alternatives(&from, xmlDocGetRootElement(document));
    make_fields(&from);
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

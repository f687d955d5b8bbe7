/* Titles: 130, 210, 222, 240, 242, 245, 246, 247, 730. */
#include <string.h>

#include <offprint/arena.h>

#include "base/text.h"
#include "convert/coded.h"
#include "convert/from_mods.h"

/* For how many forms of the main title the notes are searched for who is responsible. */
#define MAIN_TITLES 100u
/* An article that is written together with its noun: "L'", "al-". */
static bool is_joined(struct slice article)
{
    static const char *const ends[] = {"'", "-", "\xE2\x80\x99", "\xCA\xBC", "\xCA\xBB"};

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t length = strlen(ends[i]);

        if (article.length >= length &&
            slice_is(slice_part(article, article.length - length, length), ends[i]))
            return true;
    }
    return false;
}

struct slice from_mods_title(const struct from_mods *from, const xmlNode *title, int *nonfiling)
{
    struct slice article = from_mods_text(from, title, NULL, "nonSort");
    struct slice text = from_mods_text(from, title, NULL, "title");
    bool joined = is_joined(article);
    size_t count = article.length > 0 ? text_length(article) + !joined : 0;

    if (nonfiling != NULL)
        *nonfiling = count <= 9 && text.length > 0 ? (int)count : 0;
    return slices_join(from->arena, article, joined ? "" : " ", text);
}

const xmlNode *from_mods_title_of_type(const xmlNode *node, const char *type)
{
    const xmlNode *title = node_child(node, "titleInfo");

    while (title != NULL && (type == NULL ? node_has_attribute(title, "type")
                                          : !node_attribute_is(title, "type", type)))
        title = node_sibling(title, "titleInfo");
    return title;
}

struct slice from_mods_whole_title(const struct from_mods *from, const xmlNode *node)
{
    const xmlNode *title = from_mods_title_of_type(node, NULL);
    struct slice text;

    if (title == NULL)
        title = node_child(node, "titleInfo");
    text = from_mods_title(from, title, NULL);
    text = slices_join(from->arena, text, " : ", from_mods_all(from, title, "subTitle", " : "));
    text = slices_join(from->arena, text, ". ", from_mods_all(from, title, "partNumber", ". "));
    return slices_join(from->arena, text, ". ", from_mods_all(from, title, "partName", ". "));
}

void from_mods_add_parts(struct from_mods *from, const xmlNode *title)
{
    for (const xmlNode *part = node_element(title, NULL); part != NULL;
         part = node_element(title, part))
        if (node_is(part, "partNumber") || node_is(part, "partName"))
            building_add(&from->building, node_is(part, "partNumber") ? 'n' : 'p',
                         node_text(part, from->arena));
}

void from_mods_tie_titles(struct from_mods *from)
{
    const xmlNode *name = node_child(from->mods, "name");

    for (unsigned names = 0; name != NULL && names < FROM_MODS_TIES;
         names++, name = node_sibling(name, "name")) {
        struct slice group = from_mods_attribute(from, name, "nameTitleGroup");
        const xmlNode *title = node_child(from->mods, "titleInfo");

        if (group.length == 0 || from_mods_original(name) == from->main_name)
            continue;
        for (unsigned titles = 0; title != NULL && titles < FROM_MODS_TIES;
             titles++, title = node_sibling(title, "titleInfo")) {
            if (!slice_equal(group, from_mods_attribute(from, title, "nameTitleGroup")))
                continue;
            from->ties[from->tie_count].name = name;
            from->ties[from->tie_count++].title = title;
            break;
        }
    }
}

const xmlNode *from_mods_title_of_name(const struct from_mods *from, const xmlNode *name)
{
    for (size_t i = 0; i < from->tie_count; i++)
        if (from->ties[i].name == name)
            return from->ties[i].title;
    return NULL;
}

/* Is there a name, not the main one, whose field has the title? */
static bool is_title_of_name(const struct from_mods *from, const xmlNode *title)
{
    for (size_t i = 0; i < from->tie_count; i++)
        if (from->ties[i].title == title && title != from->uniform)
            return true;
    return false;
}

/* What each type of title becomes. Of an indicator '#' is how much does not file. */
static const struct kind {
    const char *type, *other; /* @type, @otherType */
    const char *tag, *indicators;
} kinds[] = {
    {"abbreviated", NULL, "210", "0 "},     {"translated", NULL, "242", "1#"},
    {"alternative", "former", "247", "10"}, {"alternative", "key title", "222", " #"},
    {"alternative", NULL, "246", "3 "},
};
static const struct kind main_of_name = {NULL, NULL, "245", "1#"};
static const struct kind main_of_none = {NULL, NULL, "245", "0#"};
static const struct kind uniform_of_name = {NULL, NULL, "240", "1#"};
static const struct kind uniform_of_none = {NULL, NULL, "130", "# "};
static const struct kind uniform_added = {NULL, NULL, "730", "# "};
static const struct kind variant = {NULL, NULL, "246", "3 "};

static const struct kind *kind_of(const struct from_mods *from, const xmlNode *title)
{
    const xmlNode *original = from_mods_original(title);
    struct slice type = from_mods_attribute(from, title, "type");

    if (original == from->main_title)
        return from->main_name != NULL || from->uniform != NULL ? &main_of_name : &main_of_none;
    if (slice_is(type, "uniform"))
        return original != from->uniform ? &uniform_added
               : from->main_name != NULL ? &uniform_of_name
                                         : &uniform_of_none;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (slice_is(type, kinds[i].type) &&
            (kinds[i].other == NULL || node_attribute_is(title, "otherType", kinds[i].other)))
            return &kinds[i];
    return &variant;
}

/* All statements of responsibility in the title's own script, which are notes in MODS. */
static struct slice responsibility(const struct from_mods *from, const xmlNode *title)
{
    bool other = from_mods_original(title) != title;
    struct slice group = from_mods_attribute(from, title, "altRepGroup"), text = {NULL, 0};

    for (const xmlNode *note = node_child(from->mods, "note");
         note != NULL && text.length < FROM_MODS_JOINED; note = node_sibling(note, "note")) {
        if (!node_attribute_is(note, "type", "statement of responsibility") ||
            (from_mods_original(note) != note) != other ||
            (other && !slice_equal(group, from_mods_attribute(from, note, "altRepGroup"))))
            continue;
        text = slices_join(from->arena, text, " ; ", node_text(note, from->arena));
    }
    return text;
}

/* The general material designation stands in 245 $h. */
static struct slice medium(const struct from_mods *from)
{
    const xmlNode *physical = node_child(from->mods, "physicalDescription");

    for (; physical != NULL; physical = node_sibling(physical, "physicalDescription"))
        for (const xmlNode *form = node_child(physical, "form"); form != NULL;
             form = node_sibling(form, "form")) {
            struct slice text = node_text(form, from->arena);

            if (node_attribute_is(form, "authority", "gmd") && text.length > 0)
                return text.data[0] == '[' ? text
                                           : slice_of(arena_printf(from->arena, "[%.*s]",
                                                                   (int)text.length, text.data));
        }
    return slice_make(NULL, 0);
}

/* What a 246 is called goes to its second indicator, or to $i where that has no word for it. */
static void begin_variant(struct from_mods *from, const xmlNode *title)
{
    struct slice label = from_mods_attribute(from, title, "displayLabel");
    char place = coded_code_of(&coded_variants, label);

    building_field(&from->building, "246", label.length > 0 ? '1' : '3',
                   place != '\0' ? place : ' ');
    if (place == '\0')
        building_add(&from->building, 'i', label);
}

static void begin_title(struct from_mods *from, const xmlNode *title, const struct kind *kind,
                        int nonfiling)
{
    char indicators[2];

    if (strcmp(kind->tag, "246") == 0) {
        begin_variant(from, title);
        return;
    }
    for (size_t i = 0; i < 2; i++)
        indicators[i] = kind->indicators[i] == '#' ? (char)('0' + nonfiling) : kind->indicators[i];
    if (strcmp(kind->tag, "210") == 0 && node_has_attribute(title, "authority"))
        indicators[1] = '0';
    building_field(&from->building, kind->tag, indicators[0], indicators[1]);
}

/* Heads of fields whose titles have no $b. */
static bool has_remainder(const char *tag)
{
    return strcmp(tag, "240") != 0 && strcmp(tag, "130") != 0 && strcmp(tag, "730") != 0;
}

void from_mods_read_title(struct from_mods *from, const xmlNode *title)
{
    const struct kind *kind = kind_of(from, title);
    bool main = strcmp(kind->tag, "245") == 0;
    struct slice rest = from_mods_all(from, title, "subTitle", " : ");
    int nonfiling;
    struct slice text = from_mods_title(from, title, &nonfiling);

    if ((text.length + rest.length == 0 && node_child(title, "partNumber") == NULL &&
         node_child(title, "partName") == NULL) ||
        is_title_of_name(from, title))
        return;
    if (!has_remainder(kind->tag))
        text = slices_join(from->arena, text, " : ", rest);
    begin_title(from, title, kind, nonfiling);
    building_add(&from->building, 'a', text);
    main &= from->main_titles++ < MAIN_TITLES;
    if (main)
        building_add(&from->building, 'h', medium(from));
    if (has_remainder(kind->tag))
        building_add(&from->building, 'b', rest);
    from_mods_add_parts(from, title);
    if (main)
        building_add(&from->building, 'c', responsibility(from, title));
    if (strcmp(kind->tag, "242") == 0)
        building_add(&from->building, 'y', from_mods_attribute(from, title, "lang"));
    if (strcmp(kind->tag, "210") == 0)
        building_add(&from->building, '2', from_mods_attribute(from, title, "authority"));
    if (node_attribute_is(title, "type", "uniform"))
        from_mods_add_uri(from, title);
}

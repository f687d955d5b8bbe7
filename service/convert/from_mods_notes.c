/* Notes, abstracts, contents, audience, conditions: 362, 5XX. */
#include <string.h>
#include <strings.h>

#include <offprint/arena.h>

#include "convert/coded.h"
#include "convert/from_mods.h"

/* MODS's types of notes. `linked`: the field has $u. */
static const struct note_type {
    const char *type, *tag, *indicators;
    char code;
    bool linked;
} types[] = {
    {"accrual method", "541", "  ", 'a', false},
    {"acquisition", "541", "  ", 'a', false},
    {"action", "583", "  ", 'a', true},
    {"additional physical form", "530", "  ", 'a', true},
    {"admin", "583", "  ", 'a', true},
    {"awards", "586", "  ", 'a', false},
    {"bibliographic history", "561", "  ", 'a', true},
    {"bibliography", "504", "  ", 'a', false},
    {"biographical/historical", "545", "  ", 'a', true},
    {"citation/reference", "510", "4 ", 'a', true},
    {"creation/production credits", "508", "  ", 'a', false},
    {"date/sequential designation", "362", "0 ", 'a', false},
    {"exhibitions", "585", "  ", 'a', false},
    {"funding", "536", "  ", 'a', false},
    {"language", "546", "  ", 'a', false},
    {"numbering", "515", "  ", 'a', false},
    {"original location", "535", "1 ", 'a', false},
    {"original version", "534", "  ", 'n', false},
    {"ownership", "561", "  ", 'a', true},
    {"performers", "511", "0 ", 'a', false},
    {"preferred citation", "524", "  ", 'a', false},
    {"provenance", "561", "  ", 'a', true},
    {"publications", "581", "  ", 'a', false},
    {"reproduction", "533", "  ", 'a', false},
    {"restriction", "506", "  ", 'a', true},
    {"source note", "534", "  ", 'n', false},
    {"source of description", "588", "  ", 'a', false},
    {"system details", "538", "  ", 'a', true},
    {"thesis", "502", "  ", 'a', false},
    {"venue", "518", "  ", 'a', false},
    {"version identification", "562", "  ", 'c', false},
    {"with", "501", "  ", 'a', false},
};
static const struct note_type general = {"", "500", "  ", 'a', false};
static const struct note_type cast = {"", "511", "1 ", 'a', false};
static const struct note_type began = {"", "362", "1 ", 'a', false};

/* "Vol. 1 (1990)-" is formatted, "Began with vol. 1" is not. */
static bool is_sentence(struct slice text)
{
    static const char *const words[] = {"Began", "Ceased", "Coverage", "Description"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_starts(text, words[i]))
            return true;
    return false;
}

static const struct note_type *type_of(const struct from_mods *from, const xmlNode *note)
{
    struct slice type = from_mods_attribute(from, note, "type");
    struct slice label = from_mods_attribute(from, note, "displayLabel");

    if (slice_is(type, "performers") && slice_is(label, "Cast"))
        return &cast;
    if (slice_is(type, "date/sequential designation") && is_sentence(node_text(note, from->arena)))
        return &began;
    if (type.length == 0 && slice_is(label, "Awards"))
        type = slice_of("awards");
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (type.length == strlen(types[i].type) &&
            strncasecmp(type.data, types[i].type, type.length) == 0)
            return &types[i];
    return &general;
}

void from_mods_read_note(struct from_mods *from, const xmlNode *note)
{
    const struct note_type *type = type_of(from, note);
    struct slice text = node_text(note, from->arena);
    struct slice address = from_mods_attribute(from, note, "href");
    struct slice label = from_mods_attribute(from, note, "displayLabel");

    if (node_attribute_is(note, "type", "statement of responsibility"))
        return; /* 245 $c */
    from_mods_add_text(from, note, type->tag, type->indicators, type->code, type->linked);
    if (text.length > 0 && !slice_is(label, "Cast") && !slice_is(label, "Awards"))
        building_add(&from->building, '3', label);
    if (!type->linked)
        building_one(&from->building, "856", "42", 'u', address);
}

/* --- what has elements of its own ---------------------------------------------------------- */

/* What the field is called goes to its first indicator, or to $3 where that has no word for it. */
static void add_labelled(struct from_mods *from, const xmlNode *node, const char *tag,
                         const struct coded_list *labels, char without)
{
    struct slice label = from_mods_attribute(from, node, "displayLabel");
    struct slice type = from_mods_attribute(from, node, "type");
    char code = coded_code_of(labels, label.length > 0 ? label : type);
    char indicators[] = {code != '\0' ? code : without, ' ', '\0'};

    from_mods_add_text(from, node, tag, indicators, 'a', strcmp(tag, "521") != 0);
    if (code == '\0' && node_text(node, from->arena).length > 0)
        building_add(&from->building, '3', label);
}

void from_mods_read_abstract(struct from_mods *from, const xmlNode *abstract)
{
    add_labelled(from, abstract, "520", &coded_abstracts, ' ');
}

void from_mods_read_contents(struct from_mods *from, const xmlNode *contents)
{
    add_labelled(from, contents, "505", &coded_contents, '0');
}

/* MARC's own terms are 008/22 of what has it. */
void from_mods_read_audience(struct from_mods *from, const xmlNode *audience)
{
    char code = coded_code_of(&coded_audiences, node_text(audience, from->arena));
    bool coded = from->form == FORM_BOOK || from->form == FORM_COMPUTER ||
                 from->form == FORM_MUSIC || from->form == FORM_VISUAL;

    if (node_attribute_is(audience, "authority", "marctarget") && code != '\0' && coded &&
        from_mods_code(from, 22, code))
        return;
    add_labelled(from, audience, "521", &coded_interests, ' ');
}

static bool mentions(struct slice text, const char *word)
{
    size_t length = strlen(word);

    for (size_t i = 0; i + length <= text.length; i++)
        if (strncasecmp(text.data + i, word, length) == 0)
            return true;
    return false;
}

/* Of the two that MODS knows, what is no restriction of access is about use: rights, licences. */
void from_mods_read_condition(struct from_mods *from, const xmlNode *condition)
{
    struct slice type = from_mods_attribute(from, condition, "type");
    bool access = mentions(type, "restriction") || mentions(type, "access");

    from_mods_add_text(from, condition, access ? "506" : "540", "  ", 'a', true);
    if (node_text(condition, from->arena).length > 0)
        building_add(&from->building, '3', from_mods_attribute(from, condition, "displayLabel"));
}

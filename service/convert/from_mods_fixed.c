/* Fixed fields: 006, 007, 008, and with the codes of countries and languages 041, 044, 546. */
#include <string.h>

#include <offprint/arena.h>

#include "convert/coded.h"
#include "convert/from_mods.h"
#include "convert/language.h"

/* --- 008 -------------------------------------------------------------------------------- */

static bool is_country(struct slice code)
{
    for (size_t i = 0; i < code.length; i++)
        if (code.data[i] < 'a' || code.data[i] > 'z')
            return false;
    return code.length == 2 || code.length == 3;
}

/* "2026-11-23" or "20261123" or "261123" as yymmdd. */
static void put_entered(const struct from_mods *from)
{
    struct slice date = from_mods_text(from, from->mods, "recordInfo", "recordCreationDate");
    char digits[9] = "";
    size_t count = 0;

    for (size_t i = 0; i < date.length && count < 8; i++)
        if (date.data[i] >= '0' && date.data[i] <= '9')
            digits[count++] = date.data[i];
    if (count == 6)
        memcpy(from->fixed, digits, 6);
    else if (count == 8)
        memcpy(from->fixed, digits + 2, 6);
}

/* The first country in MARC's code stands in 008; more than one, and ISO's codes, in 044. */
static void put_countries(struct from_mods *from)
{
    const xmlNode *origin = node_child(from->mods, "originInfo");
    struct slice first = {NULL, 0};
    bool begun = false;

    for (; origin != NULL; origin = node_sibling(origin, "originInfo"))
        for (const xmlNode *place = node_child(origin, "place"); place != NULL;
             place = node_sibling(place, "place"))
            for (const xmlNode *term = node_child(place, "placeTerm"); term != NULL;
                 term = node_sibling(term, "placeTerm")) {
                struct slice code = node_text(term, from->arena);
                bool marc = node_attribute_is(term, "authority", "marccountry") && is_country(code);

                if (marc && first.length == 0) {
                    first = code;
                    memcpy(from->fixed + 15, "   ", 3);
                    memcpy(from->fixed + 15, code.data, code.length);
                    continue;
                }
                if ((!marc && !node_attribute_is(term, "authority", "iso3166")) ||
                    slice_equal(code, first))
                    continue;
                if (!begun) {
                    building_field(&from->building, "044", ' ', ' ');
                    building_add(&from->building, 'a', first);
                    begun = true;
                }
                building_add(&from->building, marc ? 'a' : 'c', code);
            }
}

void from_mods_begin_fixed(struct from_mods *from)
{
    from->fixed = arena_string(from->arena, "000000nuuuuuuuuxx |||||||||||||||||und|d");
    put_entered(from);
    from_mods_fixed_dates(from);
    put_countries(from);
}

/* --- 006 and 007 ------------------------------------------------------------------------ */

void from_mods_add_carrier(struct from_mods *from, const char *codes)
{
    for (size_t i = 0; i < from->carrier_count; i++)
        if (memcmp(from->carriers[i], codes, 2) == 0)
            return;
    if (from->carrier_count < FROM_MODS_CARRIERS)
        memcpy(from->carriers[from->carrier_count++], codes, 3);
}

/* How long 007 is, by its first character. */
static size_t carrier_length(char category)
{
    static const char lengths[] = "a\x08"
                                  "c\x0e"
                                  "d\x06"
                                  "f\x0a"
                                  "g\x09"
                                  "h\x0d"
                                  "k\x06"
                                  "m\x17"
                                  "o\x02"
                                  "q\x02"
                                  "r\x0b"
                                  "s\x0e"
                                  "t\x02"
                                  "v\x09"
                                  "z\x02";

    for (size_t i = 0; lengths[i] != '\0'; i += 2)
        if (lengths[i] == category)
            return (size_t)lengths[i + 1];
    return 2;
}

static void add_carriers(struct from_mods *from)
{
    bool digitized = from->antecedent != '|' || from->quality != '|';
    bool known = false;

    for (size_t i = 0; i < from->carrier_count; i++)
        known |= from->carriers[i][0] == 'c';
    if (!known && ((from->electronic && from->online) || digitized))
        from_mods_add_carrier(from, from->online ? "cr" : "c|");
    for (size_t i = 0; i < from->carrier_count; i++) {
        size_t length = carrier_length(from->carriers[i][0]);
        char *field = arena_alloc(from->arena, length);

        memset(field, '|', length);
        memcpy(field, from->carriers[i], 2);
        if (length > 2)
            field[2] = ' '; /* not defined, but in the 007 of globes and the like */
        if (field[0] == 'c') {
            field[11] = from->antecedent;
            field[13] = from->quality;
        }
        building_control(&from->building, "007", slice_make(field, length));
    }
}

/* What text, map or music is a computer file too: the type of file by the first media type. */
static void add_electronic(struct from_mods *from)
{
    static const struct {
        const char *start;
        char kind; /* 008/26 and 006/09 of computer files */
    } kinds[] = {{"text/", 'd'}, {"application/pdf", 'd'}, {"image/", 'c'}, {"audio/", 'h'}};
    char *field = arena_string(from->arena, "m    |||||||||||||");

    if (from->type == 'm' || !from->electronic)
        return;
    if (from->online)
        field[6] = 'o';
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (slice_starts(from->media, kinds[i].start))
            field[9] = kinds[i].kind;
    building_control(&from->building, "006", slice_make(field, 18));
}

void from_mods_end_fixed(struct from_mods *from)
{
    size_t form = from->form == FORM_MAP || from->form == FORM_VISUAL ? 29 : 23;

    if (from->electronic && from->online && from->fixed[form] == 's')
        from->fixed[form] = 'o';
    add_carriers(from);
    add_electronic(from);
    building_control(&from->building, "008", slice_make(from->fixed, 40));
}

/* --- languages ---------------------------------------------------------------------------- */

/* A language of something, by MARC's code or by that of another list. */
struct spoken {
    char part; /* subfield of 041 */
    struct slice code, source;
};

#define LANGUAGES_LIMIT 100u

static bool is_marc_list(struct slice authority, struct slice code)
{
    return slice_is(authority, "iso639-2b") || (authority.length == 0 && code.length == 3);
}

/* Which list a code is of, and MARC's code where one stands for the same. */
static struct spoken spoken_of(const struct from_mods *from, const xmlNode *term, char part)
{
    struct slice text = node_text(term, from->arena);
    struct slice authority = from_mods_attribute(from, term, "authority");
    struct slice code = language_code(text);
    bool name = node_attribute_is(term, "type", "text");

    if (!name && is_marc_list(authority, text) && text.length == 3)
        return (struct spoken){part, text, {NULL, 0}};
    if (code.length > 0 && (name || memchr(text.data, '-', text.length) == NULL))
        return (struct spoken){part, code, {NULL, 0}};
    return (struct spoken){part, name ? slice_make(NULL, 0) : text, authority};
}

/* Adds to the list what a language element says: by its codes, else by its name. */
static size_t add_spoken(struct from_mods *from, const xmlNode *language, struct spoken *list,
                         size_t count)
{
    struct slice what = from_mods_attribute(from, language, "objectPart");
    char part = coded_code_of(&coded_language_parts, what);
    const xmlNode *term = node_child(language, "languageTerm");
    const xmlNode *script = node_child(language, "scriptTerm");
    size_t before = count;

    for (int names = 0; names <= 1 && count == before; names++)
        for (const xmlNode *one = term; one != NULL && count < LANGUAGES_LIMIT;
             one = node_sibling(one, "languageTerm")) {
            struct spoken spoken = spoken_of(from, one, part != '\0' ? part : 'a');

            if (node_attribute_is(one, "type", "text") == names && spoken.code.length > 0)
                list[count++] = spoken;
        }
    if (count == before || script != NULL) {
        building_field(&from->building, "546", ' ', ' ');
        if (count == before)
            building_add(&from->building, 'a', node_text(term, from->arena));
        for (; script != NULL; script = node_sibling(script, "scriptTerm"))
            building_add(&from->building, 'b', node_text(script, from->arena));
    }
    return count;
}

static void add_041(struct from_mods *from, const struct spoken *list, size_t count,
                    struct slice source)
{
    bool translated = false;

    for (size_t i = 0; i < count; i++)
        translated |= list[i].part == 'h';
    building_field(&from->building, "041",
                   translated          ? '1'
                   : source.length > 0 ? ' '
                                       : '0',
                   source.length > 0 ? '7' : ' ');
    for (size_t i = 0; i < count; i++) {
        bool again = !slice_equal(list[i].source, source);

        for (size_t j = 0; j < i && !again; j++)
            again = list[j].part == list[i].part && slice_equal(list[j].code, list[i].code);
        if (!again)
            building_add(&from->building, list[i].part, list[i].code);
    }
    building_add(&from->building, '2', source);
}

static bool is_new_source(const struct spoken *list, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (slice_equal(list[i].source, list[at].source))
            return false;
    return true;
}

/* 008 has the first language of the text; 041 all, where there is more to say. */
void from_mods_languages(struct from_mods *from)
{
    struct spoken *list = arena_array(from->arena, LANGUAGES_LIMIT, sizeof *list);
    size_t count = 0, first = LANGUAGES_LIMIT;
    bool more = false;

    for (const xmlNode *language = node_child(from->mods, "language"); language != NULL;
         language = node_sibling(language, "language"))
        count = add_spoken(from, language, list, count);
    for (size_t i = 0; i < count; i++) {
        bool text = list[i].part == 'a' && list[i].source.length == 0 && list[i].code.length == 3;

        if (text && first == LANGUAGES_LIMIT)
            first = i;
        more |= !text || !slice_equal(list[first].code, list[i].code);
    }
    if (first < LANGUAGES_LIMIT && is_country(list[first].code))
        memcpy(from->fixed + 35, list[first].code.data, 3);
    for (size_t i = 0; more && i < count; i++)
        if (is_new_source(list, i))
            add_041(from, list, count, list[i].source);
}

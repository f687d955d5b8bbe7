/* Genres: 008, 047, 336, 655. */
#include <string.h>
#include <strings.h>

#include <offprint/arena.h>

#include "convert/coded.h"
#include "convert/from_mods.h"

static const char letters[] = {
    [FORM_BOOK] = 'B',  [FORM_SERIAL] = 'S', [FORM_COMPUTER] = 'C', [FORM_MAP] = 'M',
    [FORM_MUSIC] = 'U', [FORM_VISUAL] = 'V', [FORM_MIXED] = 'X'};

static bool same(struct slice text, const char *term)
{
    return text.length == strlen(term) && strncasecmp(text.data, term, text.length) == 0;
}

bool from_mods_code(struct from_mods *from, size_t position, char code)
{
    if (from->fixed[position] == code)
        return true;
    if (from->fixed[position] != '|')
        return false;
    from->fixed[position] = code;
    return true;
}

/* 008/28 of all that has it: of which government nobody says. */
static bool code_government(struct from_mods *from)
{
    return strchr("BCMSV", letters[from->form]) != NULL && from_mods_code(from, 28, 'o');
}

bool from_mods_code_genre(struct from_mods *from, struct slice term)
{
    if (same(term, "government publication"))
        return code_government(from);
    for (size_t i = 0; i < coded_genre_count; i++) {
        const struct coded_genre *row = &coded_genres[i];

        if (strchr(row->forms, letters[from->form]) == NULL || !same(term, row->term))
            continue;
        for (size_t k = 0; k < row->length; k++)
            if (from_mods_code(from, row->position + k, row->code))
                return true;
    }
    return false;
}

/* What a genre says of the carrier, as LC has it. */
static bool is_carrier(struct from_mods *from, struct slice term)
{
    static const struct {
        const char *term, *codes;
    } carriers[] = {{"remote sensing image", "ar"}, {"remote-sensing image", "ar"}};

    for (size_t i = 0; i < sizeof carriers / sizeof *carriers; i++)
        if (same(term, carriers[i].term)) {
            from_mods_add_carrier(from, carriers[i].codes);
            return true;
        }
    return false;
}

/* 047: two small letters of MARC's own list, or a code of another. */
static void add_composition(struct from_mods *from, struct slice authority, struct slice text)
{
    bool own = authority.length == 0 || slice_is(authority, "marcmuscomp");

    building_field(&from->building, "047", ' ', own ? ' ' : '7');
    building_add(&from->building, 'a', text);
    if (!own)
        building_add(&from->building, '2', authority);
}

static bool is_composition_code(struct slice text)
{
    return text.length == 2 && text.data[0] >= 'a' && text.data[0] <= 'z' && text.data[1] >= 'a' &&
           text.data[1] <= 'z';
}

/* Our own MODS has Zotero's type of item there, of parts: leader/07 says it in MARC. */
static bool is_item_type(const struct from_mods *from, struct slice authority, struct slice text)
{
    return from->host != NULL && slice_is(authority, "local") &&
           (slice_is(text, "bookSection") || slice_is(text, "journalArticle"));
}

void from_mods_read_genre(struct from_mods *from, const xmlNode *genre)
{
    struct slice authority = from_mods_attribute(from, genre, "authority");
    struct slice text = node_text(genre, from->arena);
    bool marc = slice_is(authority, "marcgt") || slice_is(authority, "marc");

    if (text.length == 0 || is_item_type(from, authority, text) ||
        (marc && (from_mods_code_genre(from, text) || is_carrier(from, text))))
        return;
    if (slice_is(authority, "marc"))
        authority = slice_of("marcgt");
    if (node_attribute_is(genre, "type", "musical composition") && is_composition_code(text)) {
        add_composition(from, authority, text);
        return;
    }
    if (slice_is(authority, "rdacontent") || slice_is(authority, "marccontent")) {
        building_field(&from->building, "336", ' ', ' ');
        building_add(&from->building, 'a', text);
    } else {
        building_field(&from->building, "655", ' ', from_mods_thesaurus(authority));
        building_add(&from->building, 'a', text);
    }
    from_mods_add_uri(from, genre);
    if (slice_is(authority, "rdacontent") || slice_is(authority, "marccontent") ||
        from_mods_thesaurus(authority) == '7')
        building_add(&from->building, '2', authority);
    building_add(&from->building, '3', from_mods_attribute(from, genre, "displayLabel"));
}

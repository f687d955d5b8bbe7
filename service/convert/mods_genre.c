/* MODS typeOfResource and genre: leader, 007, 008, 047, 336, 655. */
#include "convert/mods.h"

#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "convert/isbd.h"

/* What a code in the 008 says about the genre, in terms of the MARC genre term list. */
static const struct genre_code {
    const char *forms;      /* of material: B book S serial C computer M map U music V visual */
    unsigned char position; /* in the 008 */
    unsigned char length;
    char code;
    const char *term;
} genre_codes[] = {
    {"M", 25, 1, 'a', "map"},
    {"M", 25, 1, 'b', "map"},
    {"M", 25, 1, 'c', "map"},
    {"M", 25, 1, 'd', "globe"},
    {"M", 25, 1, 'e', "atlas"},
    {"S", 21, 1, 'd', "database"},
    {"S", 21, 1, 'l', "loose-leaf"},
    {"S", 21, 1, 'm', "series"},
    {"S", 21, 1, 'n', "newspaper"},
    {"S", 21, 1, 'p', "periodical"},
    {"S", 21, 1, 'w', "web site"},
    {"BS", 24, 4, 'a', "abstract or summary"},
    {"BS", 24, 4, 'b', "bibliography"},
    {"BS", 24, 4, 'c', "catalog"},
    {"BS", 24, 4, 'd', "dictionary"},
    {"BS", 24, 4, 'e', "encyclopedia"},
    {"BS", 24, 4, 'f', "handbook"},
    {"BS", 24, 4, 'g', "legal article"},
    {"BS", 24, 4, 'i', "index"},
    {"B", 24, 4, 'j', "patent"},
    {"BS", 24, 4, 'k', "discography"},
    {"BS", 24, 4, 'l', "legislation"},
    {"BS", 24, 4, 'm', "theses"},
    {"BS", 24, 4, 'n', "survey of literature"},
    {"BS", 24, 4, 'o', "review"},
    {"BS", 24, 4, 'p', "programmed text"},
    {"BS", 24, 4, 'q', "filmography"},
    {"BS", 24, 4, 'r', "directory"},
    {"BS", 24, 4, 's', "statistics"},
    {"BS", 24, 4, 't', "technical report"},
    {"BS", 24, 4, 'v', "legal case and case notes"},
    {"BS", 24, 4, 'w', "law report or digest"},
    {"BS", 24, 4, 'z', "treaty"},
    {"B", 24, 4, '2', "offprint"},
    {"BS", 29, 1, '1', "conference publication"},
    {"B", 30, 1, '1', "festschrift"},
    {"B", 33, 1, '1', "fiction"},
    {"B", 33, 1, 'c', "comic strip"},
    {"B", 33, 1, 'd', "drama"},
    {"B", 33, 1, 'e', "essay"},
    {"B", 33, 1, 'f', "novel"},
    {"B", 33, 1, 'h', "humor, satire"},
    {"B", 33, 1, 'i', "letter"},
    {"B", 33, 1, 'j', "short story"},
    {"B", 33, 1, 'p', "poetry"},
    {"B", 33, 1, 's', "speech"},
    {"B", 34, 1, 'a', "autobiography"},
    {"B", 34, 1, 'b', "biography"},
    {"B", 34, 1, 'c', "biography"},
    {"B", 34, 1, 'd', "biography"},
    {"C", 26, 1, 'a', "numeric data"},
    {"C", 26, 1, 'e', "database"},
    {"C", 26, 1, 'f', "font"},
    {"C", 26, 1, 'g', "game"},
    {"U", 30, 2, 'a', "autobiography"},
    {"U", 30, 2, 'b', "biography"},
    {"U", 30, 2, 'c', "conference publication"},
    {"U", 30, 2, 'd', "drama"},
    {"U", 30, 2, 'e', "essay"},
    {"U", 30, 2, 'f', "fiction"},
    {"U", 30, 2, 'g', "reporting"},
    {"U", 30, 2, 'h', "history"},
    {"U", 30, 2, 'i', "instruction"},
    {"U", 30, 2, 'j', "language instruction"},
    {"U", 30, 2, 'k', "humor, satire"},
    {"U", 30, 2, 'l', "speech"},
    {"U", 30, 2, 'm', "memoir"},
    {"U", 30, 2, 'o', "folktale"},
    {"U", 30, 2, 'p', "poetry"},
    {"U", 30, 2, 'r', "rehearsal"},
    {"U", 30, 2, 's', "sound"},
    {"U", 30, 2, 't', "interview"},
    {"V", 33, 1, 'a', "art original"},
    {"V", 33, 1, 'b', "kit"},
    {"V", 33, 1, 'c', "art reproduction"},
    {"V", 33, 1, 'd', "diorama"},
    {"V", 33, 1, 'f', "filmstrip"},
    {"V", 33, 1, 'g', "game"},
    {"V", 33, 1, 'i', "picture"},
    {"V", 33, 1, 'k', "graphic"},
    {"V", 33, 1, 'l', "technical drawing"},
    {"V", 33, 1, 'm', "motion picture"},
    {"V", 33, 1, 'n', "chart"},
    {"V", 33, 1, 'o', "flash card"},
    {"V", 33, 1, 'p', "microscope slide"},
    {"V", 33, 1, 'q', "model"},
    {"V", 33, 1, 'r', "realia"},
    {"V", 33, 1, 's', "slide"},
    {"V", 33, 1, 't', "transparency"},
    {"V", 33, 1, 'v', "videorecording"},
    {"V", 33, 1, 'w', "toy"},
};

static void write_fixed_genre(struct mods *mods, const char *term)
{
    xml_element(mods->out, "genre authority=\"marcgt\"", slice_of(term));
}

static void write_coded_genres(struct mods *mods)
{
    static const char letters[] = {
        [FORM_BOOK] = 'B',  [FORM_SERIAL] = 'S', [FORM_COMPUTER] = 'C', [FORM_MAP] = 'M',
        [FORM_MUSIC] = 'U', [FORM_VISUAL] = 'V', [FORM_MIXED] = 'X'};
    const struct genre_code *last = NULL;
    for (size_t i = 0; i < sizeof genre_codes / sizeof *genre_codes; i++) {
        const struct genre_code *row = &genre_codes[i];
        if (strchr(row->forms, letters[mods->form]) == NULL)
            continue;
        struct slice codes = slice_part(mods->fixed, row->position, row->length);
        if (codes.length == 0 || memchr(codes.data, row->code, codes.length) == NULL)
            continue;
        if (last == NULL || strcmp(last->term, row->term) != 0)
            write_fixed_genre(mods, row->term);
        last = row;
    }
    /* 008/28, government publication: any level of government. */
    char government = mods_fixed(mods, 28);
    bool has_government = mods->form == FORM_BOOK || mods->form == FORM_COMPUTER ||
                          mods->form == FORM_MAP || mods->form == FORM_SERIAL ||
                          mods->form == FORM_VISUAL;
    if (has_government && government != '\0' && strchr("acfilmosz", government) != NULL)
        write_fixed_genre(mods, "government publication");
    struct slice physical = marc_record_control(mods->record, "007");
    if (slice_starts(physical, "ar"))
        write_fixed_genre(mods, "remote-sensing image");
}

static void write_type(struct mods *mods)
{
    static const struct {
        char type;
        const char *value;
    } types[] = {
        {'a', "text"},
        {'t', "text"},
        {'e', "cartographic"},
        {'f', "cartographic"},
        {'c', "notated music"},
        {'d', "notated music"},
        {'i', "sound recording-nonmusical"},
        {'j', "sound recording-musical"},
        {'k', "still image"},
        {'g', "moving image"},
        {'r', "three dimensional object"},
        {'m', "software, multimedia"},
        {'p', "mixed material"},
        {'o', "kit"},
    };
    struct xml_scope element = xml_open(mods->out, "typeOfResource");
    if (mods->level == 'c')
        buffer_add_string(mods->out, " collection=\"yes\"");
    if (mods->type != '\0' && strchr("dfpt", mods->type) != NULL)
        buffer_add_string(mods->out, " manuscript=\"yes\"");
    xml_content(&element);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i].type == mods->type)
            buffer_add_string(mods->out, types[i].value);
    xml_close(&element);
}

/* 047: composition codes of music, of MARC's own list or of the one in $2. */
static void write_composition(struct mods *mods, const struct linked_field *from)
{
    const struct marc_field *field = from->field;
    struct slice source = isbd_trim(marc_field_subfield(field, '2'));
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        if (field->subfields[i].code != 'a' || slice_trim(field->subfields[i].value).length == 0)
            continue;
        struct xml_scope element = xml_open(mods->out, "genre type=\"musical composition\"");
        xml_attribute(mods->out, "authority", source.length > 0 ? source : slice_of("marcmuscomp"));
        xml_content(&element);
        xml_text(mods->out, slice_trim(field->subfields[i].value));
        xml_close(&element);
    }
}

static void write_content(struct mods *mods, const struct linked_field *from)
{
    struct slice term = isbd_trim(marc_field_subfield(from->field, 'a'));
    if (term.length == 0)
        term = isbd_trim(marc_field_subfield(from->field, 'b'));
    if (term.length == 0)
        return;
    struct xml_scope element = xml_open(mods->out, "genre");
    xml_attribute(mods->out, "authority", isbd_trim(marc_field_subfield(from->field, '2')));
    mods_alternative(mods, from);
    mods_value_uri(mods, from->field);
    xml_content(&element);
    xml_text(mods->out, term);
    xml_close(&element);
}

static void write_genre(struct mods *mods, const struct linked_field *from)
{
    struct slice term = isbd_join(from->field, "abvxyz", "--", mods->arena);
    term = isbd_trim(term);
    if (term.length == 0)
        return;
    struct xml_scope element = xml_open(mods->out, "genre");
    xml_attribute(mods->out, "authority", mods_authority(from->field));
    mods_alternative(mods, from);
    mods_value_uri(mods, from->field);
    xml_content(&element);
    xml_text(mods->out, term);
    xml_close(&element);
}

void mods_type_and_genre(struct mods *mods)
{
    static const struct mods_rule rules[] = {
        {47, write_composition}, {336, write_content}, {655, write_genre}};
    write_type(mods);
    /* Zotero takes its item type from a local genre. */
    if (mods->has_part && mods->material == MATERIAL_CHAPTER)
        xml_element(mods->out, "genre authority=\"local\"", slice_of("bookSection"));
    if (mods->has_part && mods->material == MATERIAL_ARTICLE)
        xml_element(mods->out, "genre authority=\"local\"", slice_of("journalArticle"));
    if (mods->context->brief)
        return;
    write_coded_genres(mods);
    mods_apply(mods, rules, sizeof rules / sizeof *rules);
}

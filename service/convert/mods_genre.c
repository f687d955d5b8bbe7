/* MODS typeOfResource and genre: leader, 007, 008, 047, 336, 655. */
#include "convert/mods.h"

#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "convert/coded.h"
#include "convert/isbd.h"

static void write_fixed_genre(struct mods *mods, const char *term)
{
    xml_element(mods->out, "genre authority=\"marcgt\"", slice_of(term));
}

static void write_coded_genres(struct mods *mods)
{
    static const char letters[] = {
        [FORM_BOOK] = 'B',  [FORM_SERIAL] = 'S', [FORM_COMPUTER] = 'C', [FORM_MAP] = 'M',
        [FORM_MUSIC] = 'U', [FORM_VISUAL] = 'V', [FORM_MIXED] = 'X'};
    const struct coded_genre *last = NULL;
    for (size_t i = 0; i < coded_genre_count; i++) {
        const struct coded_genre *row = &coded_genres[i];
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
    struct xml_scope element = xml_open(mods->out, "typeOfResource");
    if (mods->level == 'c')
        buffer_add_string(mods->out, " collection=\"yes\"");
    if (mods->type != '\0' && strchr("dfpt", mods->type) != NULL)
        buffer_add_string(mods->out, " manuscript=\"yes\"");
    xml_content(&element);
    xml_text(mods->out, slice_of(coded_term_of(&coded_resources, mods->type)));
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

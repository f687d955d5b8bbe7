/* MODS language and physicalDescription: 007, 008, 041, 245 $h, 256, 300, 337, 338, 351, 856 $q. */
#include "convert/mods.h"

#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "convert/coded.h"
#include "convert/isbd.h"
#include "convert/language.h"

static void write_language(struct mods *mods, const char *part, const char *authority,
                           struct slice code)
{
    struct xml_scope language = xml_open(mods->out, "language");
    xml_attribute(mods->out, "objectPart", slice_of(part));
    xml_content(&language);
    struct xml_scope term = xml_open(mods->out, "languageTerm type=\"code\"");
    xml_attribute(mods->out, "authority", slice_of(authority));
    xml_content(&term);
    xml_text(mods->out, slice_trim(code));
    xml_close(&term);
    xml_close(&language);
}

/* The languages that 041 gives to something else than the text, or in codes that are not MARC's. */
static void write_other_languages(struct mods *mods, const struct linked_field *from)
{
    const struct marc_field *field = from->field;
    bool other = field->indicator[1] == '7';
    struct slice source = isbd_trim(marc_field_subfield(field, '2'));
    const char *authority =
        other ? arena_copy(mods->arena, source.data, source.length) : "iso639-2b";
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        struct slice value = slice_trim(field->subfields[i].value);
        if (other && field->subfields[i].code == 'a' && value.length > 0)
            write_language(mods, "", authority, value);
        size_t step = !other && value.length % 3 == 0 ? 3 : value.length;
        const char *part = coded_term_of(&coded_language_parts, field->subfields[i].code);
        for (size_t at = 0; part != NULL && at < value.length; at += step)
            write_language(mods, part, authority, slice_part(value, at, step));
    }
}

/* Codes that name no language still say something: none, several, not known. */
static void write_general_language(struct mods *mods)
{
    static const char *const general[] = {"mul", "und", "zxx"};
    struct slice code = slice_part(mods->fixed, 35, 3);
    for (size_t i = 0; i < sizeof general / sizeof *general; i++)
        if (slice_is(code, general[i]))
            write_language(mods, "", "iso639-2b", code);
}

void mods_languages(struct mods *mods)
{
    static const struct mods_rule rules[] = {{41, write_other_languages}};
    struct slice *codes;
    size_t count = languages_of(&codes, mods->record, mods->arena);
    write_general_language(mods);
    for (size_t i = 0; i < count; i++)
        write_language(mods, "", "iso639-2b", codes[i]);
    if (!mods->context->brief)
        mods_apply(mods, rules, sizeof rules / sizeof *rules);
}

static bool one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

/* 008/23 (29 for maps and visual material): form of item. */
static void write_form_of_item(struct mods *mods)
{
    size_t position = mods->form == FORM_MAP || mods->form == FORM_VISUAL ? 29 : 23;
    char code = mods_fixed(mods, position);
    /* Blank is none of the other forms, which is print for what is read from paper. */
    bool paper = mods->form == FORM_BOOK || mods->form == FORM_SERIAL || one_of(mods->type, "cd");
    if (code == ' ' && paper && mods->fixed.length > position)
        code = 'r';
    if (mods->type == 'm')
        code = 's';
    xml_element(mods->out, "form authority=\"marcform\"",
                slice_of(coded_term_of(&coded_forms, code)));
}

static void write_physical_form(struct mods *mods, struct slice fixed)
{
    for (size_t i = 0; i < coded_physical_count; i++) {
        const char *codes = coded_physicals[i].codes;
        if (fixed.length < 1 || codes[0] != fixed.data[0])
            continue;
        if (codes[1] == ' ')
            xml_element(mods->out, "form authority=\"marccategory\"",
                        slice_of(coded_physicals[i].term));
        else if (fixed.length > 1 && codes[1] == fixed.data[1])
            xml_element(mods->out, "form authority=\"marcsmd\"", slice_of(coded_physicals[i].term));
    }
}

/* 007 of electronic resources: /11 where it was digitized from, /13 for what. */
static void write_digital(struct mods *mods, struct slice fixed)
{
    if (!slice_starts(fixed, "c"))
        return;
    char source = fixed.length > 11 ? fixed.data[11] : ' ';
    char quality = fixed.length > 13 ? fixed.data[13] : ' ';
    const char *origin = source == 'a'   ? "reformatted digital"
                         : source == 'b' ? "digitized microfilm"
                         : source == 'd' ? "digitized other analog"
                                         : NULL;
    const char *purpose = quality == 'a'   ? "access"
                          : quality == 'p' ? "preservation"
                          : quality == 'r' ? "replacement"
                                           : NULL;
    if (purpose != NULL)
        xml_element(mods->out, "reformattingQuality", slice_of(purpose));
    if (origin != NULL)
        xml_element(mods->out, "digitalOrigin", slice_of(origin));
}

static void write_carrier(struct mods *mods, const struct marc_field *field, const char *open)
{
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        struct slice term = isbd_trim(field->subfields[i].value);
        if (field->subfields[i].code != 'a' || term.length == 0)
            continue;
        struct xml_scope element = xml_open(mods->out, open);
        xml_attribute(mods->out, "authority", isbd_trim(marc_field_subfield(field, '2')));
        xml_content(&element);
        xml_text(mods->out, term);
        xml_close(&element);
    }
}

/* One character is a code of the fixed vocabulary that $q had until 1996, no media type. */
void mods_media_type(struct mods *mods, const struct marc_field *field)
{
    struct slice type = isbd_trim(marc_field_subfield(field, 'q'));
    if (type.length > 1)
        xml_element(mods->out, "internetMediaType", type);
}

/* $h of a title: the medium, "[microform] :". */
static bool is_title(const struct linked_field *from)
{
    static const int tags[] = {130, 240, 242, 245, 246};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (tags[i] == from->tag)
            return true;
    return from->tag == 730 && from->field->indicator[1] != '2';
}

static void write_medium(struct mods *mods, const struct marc_field *field)
{
    for (uint32_t i = 0; i < field->subfield_count; i++)
        if (field->subfields[i].code == 'h')
            xml_element(mods->out, "form authority=\"gmd\"",
                        isbd_unbracket(field->subfields[i].value));
}

/* What one field adds to a physicalDescription. */
static void write_physical_field(struct mods *mods, const struct linked_field *from)
{
    const struct marc_field *field = from->field;
    struct buffer *out = mods->out;
    if (is_title(from))
        write_medium(mods, field);
    else if (from->tag == 256)
        xml_element(out, "form", isbd_trim(marc_field_subfield(field, 'a')));
    else if (from->tag == 337)
        write_carrier(mods, field, "form type=\"media\"");
    else if (from->tag == 338)
        write_carrier(mods, field, "form type=\"carrier\"");
    else if (from->tag == 300)
        xml_element(out, "extent", isbd_trim(isbd_join(field, "3abcefg", " ", mods->arena)));
    else if (from->tag == 351)
        xml_element(out, "note type=\"arrangement\"",
                    isbd_trim(isbd_join(field, "3abc", " ", mods->arena)));
    else if (from->tag == 856 && one_of(field->indicator[1], " 01"))
        mods_media_type(mods, field);
}

static bool is_physical(const struct linked_field *from)
{
    static const int tags[] = {256, 300, 337, 338, 351, 856};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (tags[i] == from->tag)
            return true;
    return is_title(from);
}

/* The group of the first field that an 880 writes in another script. */
static void write_group(struct mods *mods)
{
    for (size_t i = 0; i < mods->fields.count; i++) {
        const struct linked_field *from = &mods->fields.list[i];
        if (is_physical(from) && !is_title(from) && from->original && from->group.length > 0) {
            mods_alternative(mods, from);
            return;
        }
    }
}

void mods_physical_description(struct mods *mods)
{
    struct xml_scope element = xml_open(mods->out, "physicalDescription");
    write_group(mods);
    xml_content(&element);
    write_form_of_item(mods);
    const struct marc_field *control = NULL;
    while ((control = marc_record_field(mods->record, "007", control)) != NULL) {
        write_physical_form(mods, control->value);
        write_digital(mods, control->value);
    }
    for (size_t i = 0; i < mods->fields.count; i++)
        if (is_physical(&mods->fields.list[i]) && mods->fields.list[i].original)
            write_physical_field(mods, &mods->fields.list[i]);
    xml_close(&element);
    for (size_t i = 0; i < mods->fields.count; i++) {
        const struct linked_field *from = &mods->fields.list[i];
        if (!is_physical(from) || from->original)
            continue;
        struct xml_scope other = xml_open(mods->out, "physicalDescription");
        mods_alternative(mods, from);
        xml_content(&other);
        write_physical_field(mods, from);
        xml_close(&other);
    }
}

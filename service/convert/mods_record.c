/* MODS recordInfo: 001, 003, 005, 008/00-05, 040, leader/18. */
#include "convert/mods.h"

#include <ctype.h>
#include <string.h>

#include <offprint/buffer.h>

#include "convert/isbd.h"

static bool digits_only(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!isdigit((unsigned char)text.data[i]))
            return false;
    return text.length > 0;
}

/* The control number with the source that 003 names; the id in this catalogue too where it is
 * another one. */
static void write_identifiers(struct mods *mods)
{
    struct slice number = marc_record_identifier(mods->record);
    struct slice source = slice_trim(marc_record_control(mods->record, "003"));
    struct slice id = slice_of(mods->context->id);
    if (number.length > 0) {
        struct xml_scope element = xml_open(mods->out, "recordIdentifier");
        xml_attribute(mods->out, "source", source);
        xml_content(&element);
        xml_text(mods->out, number);
        xml_close(&element);
    }
    if (id.length > 0 && !slice_equal(id, number)) {
        struct xml_scope element = xml_open(mods->out, "recordIdentifier");
        xml_attribute(mods->out, "source", slice_of(mods->context->repository));
        xml_content(&element);
        xml_text(mods->out, id);
        xml_close(&element);
    }
}

static void write_standards(struct mods *mods)
{
    char form = mods->record->leader[MARC_LEADER_DESCRIPTIVE_FORM];
    if (form == 'a')
        xml_element(mods->out, "descriptionStandard", slice_of("aacr"));
    else if (form == 'i' || form == 'c')
        xml_element(mods->out, "descriptionStandard", slice_of("isbd"));
    const struct marc_field *field = marc_record_field(mods->record, "040", NULL);
    for (uint32_t i = 0; field != NULL && i < field->subfield_count; i++)
        if (field->subfields[i].code == 'e')
            xml_element(mods->out, "descriptionStandard", isbd_trim(field->subfields[i].value));
}

static void write_cataloguing(struct mods *mods)
{
    struct buffer *out = mods->out;
    xml_element(out, "recordContentSource authority=\"marcorg\"",
                isbd_trim(marc_record_subfield(mods->record, "040", 'a')));
    struct slice created = slice_part(mods->fixed, 0, 6);
    if (created.length == 6 && digits_only(created))
        xml_element(out, "recordCreationDate encoding=\"marc\"", created);
    struct slice changed = slice_trim(marc_record_control(mods->record, "005"));
    if (changed.length >= 8 && digits_only(slice_part(changed, 0, 8)))
        xml_element(out, "recordChangeDate encoding=\"iso8601\"", changed);
    struct slice language = isbd_trim(marc_record_subfield(mods->record, "040", 'b'));
    if (language.length > 0) {
        struct xml_scope element = xml_begin(out, "languageOfCataloging");
        xml_element(out, "languageTerm type=\"code\" authority=\"iso639-2b\"", language);
        xml_close(&element);
    }
}

void mods_record_info(struct mods *mods)
{
    struct xml_scope info = xml_begin(mods->out, "recordInfo");
    if (!mods->context->brief) {
        write_standards(mods);
        write_cataloguing(mods);
    }
    write_identifiers(mods);
    xml_element(mods->out, "recordOrigin",
                slice_of("Converted from MARC 21 to MODS 3.8 by Offprint"));
    xml_close(&info);
}

/* MODS classification, identifier and location: 050-086, identifiers, 852, 856. */
#include "convert/mods.h"

#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "convert/identifier.h"
#include "convert/isbd.h"

static void write_class(struct mods *mods, const struct linked_field *from, struct slice authority,
                        const char *codes)
{
    struct slice number = isbd_trim(isbd_join(from->field, codes, " ", mods->arena));
    if (number.length == 0)
        return;
    struct xml_scope element = xml_open(mods->out, "classification");
    xml_attribute(mods->out, "authority", authority);
    if (from->tag == 82)
        xml_attribute(mods->out, "edition", isbd_trim(marc_field_subfield(from->field, '2')));
    mods_alternative(mods, from);
    xml_content(&element);
    xml_text(mods->out, number);
    xml_close(&element);
}

static void write_lcc(struct mods *mods, const struct linked_field *from)
{
    write_class(mods, from, slice_of("lcc"), "ab");
}

static void write_nlm(struct mods *mods, const struct linked_field *from)
{
    write_class(mods, from, slice_of("nlm"), "ab");
}

static void write_nal(struct mods *mods, const struct linked_field *from)
{
    write_class(mods, from, slice_of("nal"), "ab");
}

static void write_udc(struct mods *mods, const struct linked_field *from)
{
    write_class(mods, from, slice_of("udc"), "abx");
}

static void write_ddc(struct mods *mods, const struct linked_field *from)
{
    write_class(mods, from, slice_of("ddc"), "ab");
}

static void write_other_class(struct mods *mods, const struct linked_field *from)
{
    write_class(mods, from, isbd_trim(marc_field_subfield(from->field, '2')), "ab");
}

static void write_document_class(struct mods *mods, const struct linked_field *from)
{
    char kind = from->field->indicator[0];
    write_class(mods, from,
                kind == '0'   ? slice_of("sudocs")
                : kind == '1' ? slice_of("candoc")
                              : isbd_trim(marc_field_subfield(from->field, '2')),
                "a");
}

void mods_classifications(struct mods *mods)
{
    static const struct mods_rule rules[] = {
        {50, write_lcc},
        {60, write_nlm},
        {70, write_nal},
        {80, write_udc},
        {82, write_ddc},
        {84, write_other_class},
        {86, write_document_class},
    };
    mods_apply(mods, rules, sizeof rules / sizeof *rules);
}

void mods_identifiers(struct mods *mods)
{
    struct identifier *list;
    size_t count = identifiers_read(&list, mods->record, mods->arena);
    for (size_t i = 0; i < count; i++) {
        struct xml_scope element = xml_open(mods->out, "identifier");
        xml_attribute(mods->out, "type", slice_of(list[i].type));
        xml_attribute(mods->out, "displayLabel", list[i].qualifier);
        if (list[i].invalid)
            buffer_add_string(mods->out, " invalid=\"yes\"");
        xml_content(&element);
        xml_text(mods->out, list[i].value);
        xml_close(&element);
    }
}

void mods_url(struct mods *mods, const struct marc_field *field, bool primary)
{
    struct xml_scope location = xml_begin(mods->out, "location");
    struct slice label = isbd_trim(marc_field_subfield(field, 'y'));
    if (label.length == 0)
        label = isbd_trim(marc_field_subfield(field, '3'));
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        struct slice uri = slice_trim(field->subfields[i].value);
        if (field->subfields[i].code != 'u' || uri.length == 0)
            continue;
        struct xml_scope url = xml_open(mods->out, "url");
        xml_attribute(mods->out, "displayLabel", label);
        xml_attribute(mods->out, "note", isbd_trim(marc_field_subfield(field, 'z')));
        if (primary)
            buffer_add_string(mods->out, " usage=\"primary\"");
        primary = false;
        xml_content(&url);
        xml_uri(mods->out, uri);
        xml_close(&url);
    }
    xml_close(&location);
}

static void write_holding(struct mods *mods, const struct linked_field *from)
{
    const struct marc_field *field = from->field;
    struct buffer *out = mods->out;
    struct xml_scope location = xml_open(out, "location");
    mods_alternative(mods, from);
    xml_content(&location);
    xml_element(out, "physicalLocation", isbd_trim(isbd_join(field, "abe", " ", mods->arena)));
    xml_element(out, "shelfLocator", isbd_trim(isbd_join(field, "hijklmt", " ", mods->arena)));
    struct slice part = isbd_trim(isbd_join(field, "c", " ", mods->arena));
    struct slice piece = isbd_trim(marc_field_subfield(field, 'p'));
    if (part.length + piece.length > 0) {
        struct xml_scope holding = xml_begin(out, "holdingSimple");
        struct xml_scope copy = xml_begin(out, "copyInformation");
        xml_element(out, "subLocation", part);
        xml_element(out, "itemIdentifier", piece);
        xml_close(&copy);
        xml_close(&holding);
    }
    xml_close(&location);
}

void mods_locations(struct mods *mods)
{
    static const struct mods_rule holdings[] = {{852, write_holding}};
    mods_apply(mods, holdings, sizeof holdings / sizeof *holdings);
    bool primary = true;
    const struct linked_field *from;
    size_t at = 0;
    while ((from = fields_next(&mods->fields, 856, &at)) != NULL) {
        if (from->field->indicator[1] == '2')
            continue; /* a related resource: relatedItem */
        bool itself = from->field->indicator[1] == '0';
        mods_url(mods, from->field, primary && itself);
        primary &= !itself;
    }
}

/* MODS 3.8, after the Library of Congress's mapping from MARC 21, written in one pass a group. */
#include "convert/mods.h"

#include <ctype.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "convert/isbd.h"
#include "convert/writer.h"

void mods_apply(struct mods *mods, const struct mods_rule *rules, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct linked_field *from;
        size_t at = 0;
        while ((from = fields_next(&mods->fields, rules[i].tag, &at)) != NULL)
            rules[i].write(mods, from);
    }
}

char mods_fixed(const struct mods *mods, size_t position)
{
    return position < mods->fixed.length ? mods->fixed.data[position] : ' ';
}

void mods_alternative(struct mods *mods, const struct linked_field *from)
{
    xml_attribute(mods->out, "altRepGroup", from->group);
    xml_attribute(mods->out, "script", slice_of(from->script));
}

/* Where the numbers of some authority files live as linked data: "(DE-588)118540238". */
static const struct authority {
    const char *prefix, *uri;
} authorities[] = {
    {"(OCoLC)fst", "http://id.worldcat.org/fast/"},
    {"(DE-588)", "https://d-nb.info/gnd/"},
    {"(IdRef)", "https://www.idref.fr/"},
    {"(DLC)sh", "http://id.loc.gov/authorities/subjects/sh"},
    {"(DLC)n", "http://id.loc.gov/authorities/names/n"},
};

/* The address of what $0 names by a number, empty where its file is not known. */
static struct slice authority_uri(struct mods *mods, struct slice value)
{
    for (size_t i = 0; i < sizeof authorities / sizeof *authorities; i++) {
        size_t at = strlen(authorities[i].prefix);
        if (!slice_starts(value, authorities[i].prefix))
            continue;
        while (i == 0 && at < value.length && value.data[at] == '0')
            at++; /* FAST pads its numbers with zeros, its addresses not */
        struct slice number = slice_part(value, at, value.length);
        bool plain = number.length > 0 && number.length <= 32;
        for (size_t j = 0; j < number.length; j++)
            plain &= isalnum((unsigned char)number.data[j]) || number.data[j] == '-';
        if (plain)
            return slice_of(arena_printf(mods->arena, "%s%.*s", authorities[i].uri,
                                         (int)number.length, number.data));
    }
    return (struct slice){NULL, 0};
}

void mods_value_uri(struct mods *mods, const struct marc_field *field)
{
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        const struct marc_subfield *subfield = &field->subfields[i];
        struct slice value = slice_trim(subfield->value);
        bool uri = slice_starts(value, "http://") || slice_starts(value, "https://");
        if ((subfield->code == '0' || subfield->code == '1') && uri) {
            xml_uri_attribute(mods->out, "valueURI", value);
            return;
        }
    }
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        struct slice uri = {NULL, 0};
        if (field->subfields[i].code == '0')
            uri = authority_uri(mods, slice_trim(field->subfields[i].value));
        if (uri.length > 0) {
            xml_uri_attribute(mods->out, "valueURI", uri);
            return;
        }
    }
}

void mods_positive(struct mods *mods, const char *open, struct slice text)
{
    bool digits = text.length > 0 && text.length <= 9, zero = true;
    for (size_t i = 0; i < text.length; i++) {
        digits &= isdigit((unsigned char)text.data[i]) != 0;
        zero &= text.data[i] == '0';
    }
    if (digits && !zero)
        xml_element(mods->out, open, text);
}

static void write_full(struct mods *mods)
{
    mods_titles(mods);
    mods_names(mods);
    mods_type_and_genre(mods);
    mods_origin(mods);
    mods_languages(mods);
    mods_physical_description(mods);
    mods_abstract_and_notes(mods);
    mods_subjects(mods);
    mods_classifications(mods);
    mods_related_items(mods);
    mods_identifiers(mods);
    mods_locations(mods);
    mods_access_conditions(mods);
}

static void write_brief(struct mods *mods)
{
    mods_main_title(mods);
    mods_names(mods);
    mods_type_and_genre(mods);
    mods_origin(mods);
    mods_languages(mods);
    mods_host(mods);
    mods_identifiers(mods);
}

int write_mods(struct buffer *out, const struct marc_record *record,
               const struct convert_context *context, struct arena *arena, struct diag *diag)
{
    (void)diag;
    struct mods mods = {.out = out,
                        .record = record,
                        .context = context,
                        .arena = arena,
                        .fixed = marc_record_control(record, "008"),
                        .type = record->leader[MARC_LEADER_TYPE],
                        .level = record->leader[MARC_LEADER_LEVEL],
                        .material = material_of(record),
                        .form = material_form_of(record)};
    fields_link(&mods.fields, record, arena);
    mods.has_part = part_read(&mods.part, record, context, arena);
    dates_read(&mods.dates, record, arena);
    buffer_add_string(out, "<mods xmlns=\"http://www.loc.gov/mods/v3\" version=\"3.8\">");
    if (context->brief)
        write_brief(&mods);
    else
        write_full(&mods);
    mods_record_info(&mods);
    buffer_add_string(out, "</mods>");
    return OFFPRINT_OK;
}

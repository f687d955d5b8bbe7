/* MODS subject: 034, 043, 045, 255, 600-662, 752. */
#include "convert/mods.h"

#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "convert/coded.h"
#include "convert/isbd.h"

struct slice mods_authority(const struct marc_field *field)
{
    switch (field->indicator[1]) {
    case '0':
        return slice_of("lcsh");
    case '1':
        return slice_of("lcshac");
    case '2':
        return slice_of("mesh");
    case '3':
        return slice_of("nal");
    case '5':
        return slice_of("csh");
    case '6':
        return slice_of("rvm");
    case '4':
        return (struct slice){NULL, 0};
    default:
        return isbd_trim(marc_field_subfield(field, '2'));
    }
}

/* $v $x $y $z in their order: genre, topic, period, place. */
static void write_subdivisions(struct mods *mods, const struct marc_field *field)
{
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        struct slice value = isbd_trim(field->subfields[i].value);
        switch (field->subfields[i].code) {
        case 'v':
            xml_element(mods->out, "genre", value);
            break;
        case 'x':
            xml_element(mods->out, "topic", value);
            break;
        case 'y':
            xml_element(mods->out, "temporal", value);
            break;
        case 'z':
            xml_element(mods->out, "geographic", value);
            break;
        default:
            break;
        }
    }
}

static struct xml_scope open_subject(struct mods *mods, const struct linked_field *from)
{
    struct xml_scope subject = xml_open(mods->out, "subject");
    xml_attribute(mods->out, "authority", mods_authority(from->field));
    xml_attribute(mods->out, "displayLabel", isbd_trim(marc_field_subfield(from->field, '3')));
    mods_alternative(mods, from);
    mods_value_uri(mods, from->field);
    xml_content(&subject);
    return subject;
}

static void write_simple(struct mods *mods, const struct linked_field *from, const char *open,
                         const char *codes)
{
    struct xml_scope subject = open_subject(mods, from);
    xml_element(mods->out, open, isbd_trim(isbd_join(from->field, codes, " ", mods->arena)));
    write_subdivisions(mods, from->field);
    xml_close(&subject);
}

static void write_topic(struct mods *mods, const struct linked_field *from)
{
    write_simple(mods, from, "topic", "abcd");
}

static void write_geographic(struct mods *mods, const struct linked_field *from)
{
    struct xml_scope subject = open_subject(mods, from);
    for (uint32_t i = 0; i < from->field->subfield_count; i++)
        if (from->field->subfields[i].code == 'a')
            xml_element(mods->out, "geographic", isbd_trim(from->field->subfields[i].value));
    write_subdivisions(mods, from->field);
    xml_close(&subject);
}

static void write_temporal(struct mods *mods, const struct linked_field *from)
{
    write_simple(mods, from, "temporal", "a");
}

static void write_occupation(struct mods *mods, const struct linked_field *from)
{
    write_simple(mods, from, "occupation", "a");
}

static void write_faceted(struct mods *mods, const struct linked_field *from)
{
    struct xml_scope subject = open_subject(mods, from);
    for (uint32_t i = 0; i < from->field->subfield_count; i++) {
        char code = from->field->subfields[i].code;
        if (code == 'a' || code == 'b')
            xml_element(mods->out, "topic", isbd_trim(from->field->subfields[i].value));
    }
    write_subdivisions(mods, from->field);
    xml_close(&subject);
}

/* The work of a name-title heading: what stands from $t on. */
static void write_work(struct mods *mods, const struct marc_field *field)
{
    struct title work;
    title_read_work(&work, field, mods->arena);
    struct xml_scope element = xml_begin(mods->out, "titleInfo");
    mods_title_parts(mods, &work);
    xml_close(&element);
}

static void write_name(struct mods *mods, const struct linked_field *from)
{
    struct name name;
    name_read(&name, from->field, mods->arena);
    struct xml_scope subject = open_subject(mods, from);
    struct xml_scope element = xml_open(mods->out, "name");
    xml_attribute(mods->out, "type", slice_of(mods_name_type(name.kind)));
    xml_content(&element);
    mods_name_parts(mods, &name);
    xml_close(&element);
    write_work(mods, from->field);
    write_subdivisions(mods, from->field);
    xml_close(&subject);
}

static void write_title(struct mods *mods, const struct linked_field *from)
{
    struct title title;
    title_read(&title, from->field, mods->arena);
    struct xml_scope subject = open_subject(mods, from);
    struct xml_scope element = xml_begin(mods->out, "titleInfo");
    mods_title_parts(mods, &title);
    xml_close(&element);
    write_subdivisions(mods, from->field);
    xml_close(&subject);
}

/* 653: uncontrolled terms, each a subject; the second indicator says of which kind. */
static void write_uncontrolled(struct mods *mods, const struct linked_field *from)
{
    static const char *const kinds[] = {"topic",
                                        "name type=\"personal\"",
                                        "name type=\"corporate\"",
                                        "name type=\"conference\"",
                                        "temporal",
                                        "geographic",
                                        "genre"};
    char kind = from->field->indicator[1];
    const char *open = kind >= '0' && kind <= '6' ? kinds[kind - '0'] : "topic";
    for (uint32_t i = 0; i < from->field->subfield_count; i++) {
        struct slice value = isbd_trim(from->field->subfields[i].value);
        if (from->field->subfields[i].code != 'a' || value.length == 0)
            continue;
        struct xml_scope subject = xml_open(mods->out, "subject");
        mods_alternative(mods, from);
        xml_content(&subject);
        if (slice_starts(slice_of(open), "name")) {
            struct xml_scope name = xml_begin(mods->out, open);
            xml_element(mods->out, "namePart", value);
            xml_close(&name);
        } else {
            xml_element(mods->out, open, value);
        }
        xml_close(&subject);
    }
}

/* 662, 752: a place from the largest to the smallest. */
static void write_hierarchy(struct mods *mods, const struct linked_field *from)
{
    const struct marc_field *field = from->field;
    struct xml_scope subject = xml_open(mods->out, "subject");
    xml_attribute(mods->out, "authority", isbd_trim(marc_field_subfield(field, '2')));
    mods_alternative(mods, from);
    mods_value_uri(mods, field);
    xml_content(&subject);
    struct xml_scope place = xml_begin(mods->out, "hierarchicalGeographic");
    for (size_t i = 0; i < coded_levels.count; i++)
        for (uint32_t j = 0; j < field->subfield_count; j++)
            if (field->subfields[j].code == coded_levels.terms[i].code)
                xml_element(mods->out, coded_levels.terms[i].term,
                            isbd_trim(field->subfields[j].value));
    xml_close(&place);
    xml_close(&subject);
}

/* 043 $b: a code of the list that $2 names. */
static void write_local_area(struct mods *mods, struct slice source, struct slice code)
{
    if (code.length == 0)
        return;
    struct xml_scope element = xml_open(mods->out, "geographicCode");
    xml_attribute(mods->out, "authority", isbd_trim(source));
    xml_content(&element);
    xml_text(mods->out, code);
    xml_close(&element);
}

static void write_area_codes(struct mods *mods, const struct linked_field *from)
{
    struct xml_scope subject = xml_begin(mods->out, "subject");
    for (uint32_t i = 0; i < from->field->subfield_count; i++) {
        struct slice code = isbd_trim(from->field->subfields[i].value);
        if (from->field->subfields[i].code == 'a')
            xml_element(mods->out, "geographicCode authority=\"marcgac\"", code);
        else if (from->field->subfields[i].code == 'c')
            xml_element(mods->out, "geographicCode authority=\"iso3166\"", code);
        else if (from->field->subfields[i].code == 'b')
            write_local_area(mods, marc_field_subfield(from->field, '2'), code);
    }
    xml_close(&subject);
}

/* 045 $b: "d1924" is of the common era, "c0044" before it; first indicator 2 makes a range. */
static void write_period_codes(struct mods *mods, const struct linked_field *from)
{
    const struct marc_field *field = from->field;
    unsigned number = 0;
    struct xml_scope subject = xml_begin(mods->out, "subject");
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        struct slice value = slice_trim(field->subfields[i].value);
        if (field->subfields[i].code != 'b' || value.length < 2 || value.length > 64 ||
            (value.data[0] != 'c' && value.data[0] != 'd'))
            continue;
        const char *point = field->indicator[0] != '2' ? ""
                            : number == 0              ? " point=\"start\""
                                                       : " point=\"end\"";
        xml_element(mods->out, arena_printf(mods->arena, "temporal encoding=\"iso8601\"%s", point),
                    slice_of(arena_printf(mods->arena, "%s%.*s", value.data[0] == 'c' ? "-" : "",
                                          (int)value.length - 1, value.data + 1)));
        number++;
    }
    xml_close(&subject);
}

static struct xml_scope open_cartographics(struct mods *mods, const struct linked_field *from,
                                           struct xml_scope *subject)
{
    *subject = xml_open(mods->out, "subject");
    mods_alternative(mods, from);
    xml_content(subject);
    return xml_begin(mods->out, "cartographics");
}

static void write_coordinates(struct mods *mods, const struct linked_field *from)
{
    struct xml_scope subject, map = open_cartographics(mods, from, &subject);
    xml_element(mods->out, "coordinates",
                isbd_trim(isbd_join(from->field, "defg", " ", mods->arena)));
    xml_close(&map);
    xml_close(&subject);
}

static void write_map_data(struct mods *mods, const struct linked_field *from)
{
    struct xml_scope subject, map = open_cartographics(mods, from, &subject);
    xml_element(mods->out, "scale", isbd_trim(isbd_join(from->field, "a", " ", mods->arena)));
    xml_element(mods->out, "projection", isbd_trim(marc_field_subfield(from->field, 'b')));
    xml_element(mods->out, "coordinates", isbd_trim(marc_field_subfield(from->field, 'c')));
    xml_close(&map);
    xml_close(&subject);
}

void mods_subjects(struct mods *mods)
{
    static const struct mods_rule rules[] = {
        {34, write_coordinates}, {43, write_area_codes},  {45, write_period_codes},
        {255, write_map_data},   {600, write_name},       {610, write_name},
        {611, write_name},       {630, write_title},      {648, write_temporal},
        {650, write_topic},      {651, write_geographic}, {653, write_uncontrolled},
        {654, write_faceted},    {656, write_occupation}, {662, write_hierarchy},
        {752, write_hierarchy},
    };
    mods_apply(mods, rules, sizeof rules / sizeof *rules);
}

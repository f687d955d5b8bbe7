/* MODS classification, identifier and location: 050-086, identifiers, 852, 856. */
#include "convert/mods.h"

#include <limits.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "convert/identifier.h"
#include "convert/isbd.h"

static void write_class_number(struct mods *mods, const struct linked_field *from,
                               struct slice authority, struct slice number)
{
    struct xml_scope element = xml_open(mods->out, "classification");
    xml_attribute(mods->out, "authority", authority);
    xml_attribute(mods->out, "displayLabel", isbd_trim(marc_field_subfield(from->field, '3')));
    if (from->tag == 82)
        xml_attribute(mods->out, "edition", isbd_trim(marc_field_subfield(from->field, '2')));
    mods_alternative(mods, from);
    xml_content(&element);
    xml_text(mods->out, number);
    xml_close(&element);
}

/* Each $a is a class number of its own, an item number ($b) and the like belong to the one before
 * them. `codes` begins with a. */
static void write_class(struct mods *mods, const struct linked_field *from, struct slice authority,
                        const char *codes)
{
    struct marc_field one = *from->field;
    const uint32_t count = from->field->subfield_count;
    for (uint32_t start = 0, next; start < count; start = next) {
        next = start + 1;
        while (next < count && from->field->subfields[next].code != 'a')
            next++;
        one.subfields = &from->field->subfields[start];
        one.subfield_count = next - start;
        struct slice number = isbd_trim(isbd_join(&one, codes, " ", mods->arena));
        if (number.length > 0)
            write_class_number(mods, from, authority, number);
    }
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

bool mods_is_own_page(const struct mods *mods, const struct marc_field *field)
{
    static const char folder[] = "/records/";
    struct slice uri = slice_trim(marc_field_subfield(field, 'u'));
    struct slice id = slice_of(mods->context->id);
    size_t tail = id.length + sizeof folder - 1;
    return id.length > 0 && uri.length >= tail &&
           slice_starts(slice_part(uri, uri.length - tail, tail), folder) &&
           slice_equal(slice_part(uri, uri.length - id.length, id.length), id);
}

void mods_url(struct mods *mods, const struct linked_field *from, bool primary)
{
    const struct marc_field *field = from->field;
    struct xml_scope location = xml_open(mods->out, "location");
    mods_alternative(mods, from);
    xml_content(&location);
    struct slice label = isbd_trim(isbd_join(field, "3y", " ", mods->arena));
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        struct slice uri = slice_trim(field->subfields[i].value);
        if (field->subfields[i].code != 'u' || uri.length == 0)
            continue;
        struct xml_scope url = xml_open(mods->out, "url");
        xml_attribute(mods->out, "displayLabel", label);
        xml_attribute(mods->out, "note", isbd_trim(isbd_join(field, "z", " ", mods->arena)));
        if (primary)
            buffer_add_string(mods->out, " usage=\"primary\"");
        primary = false;
        if (mods_is_own_page(mods, field))
            buffer_add_string(mods->out, " access=\"object in context\"");
        xml_content(&url);
        xml_uri(mods->out, uri);
        xml_close(&url);
    }
    xml_close(&location);
}

/* 852 $u: the holder's own page about the item. */
static void write_holding_url(struct mods *mods, const struct marc_field *field)
{
    struct slice uri = slice_trim(marc_field_subfield(field, 'u'));
    if (uri.length == 0)
        return;
    struct xml_scope element = xml_open(mods->out, "physicalLocation");
    mods_href(mods, uri);
    xml_content(&element);
    xml_text(mods->out, uri);
    xml_close(&element);
}

static void write_holding(struct mods *mods, const struct linked_field *from)
{
    const struct marc_field *field = from->field;
    struct buffer *out = mods->out;
    struct xml_scope location = xml_open(out, "location");
    mods_alternative(mods, from);
    xml_content(&location);
    xml_element(out, "physicalLocation", isbd_trim(isbd_join(field, "abe", " ", mods->arena)));
    write_holding_url(mods, field);
    xml_element(out, "shelfLocator", isbd_trim(isbd_join(field, "hijklm", " ", mods->arena)));
    struct xml_scope holding = xml_begin(out, "holdingSimple");
    struct xml_scope copy = xml_begin(out, "copyInformation");
    xml_element(out, "subLocation", isbd_trim(isbd_join(field, "c", " ", mods->arena)));
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        if (field->subfields[i].code == 'p')
            xml_element(out, "itemIdentifier", isbd_trim(field->subfields[i].value));
        else if (field->subfields[i].code == 't')
            xml_element(out, "itemIdentifier type=\"copy number\"",
                        isbd_trim(field->subfields[i].value));
    }
    xml_close(&copy);
    xml_close(&holding);
    xml_close(&location);
}

/* How near an 856 is to the resource: itself, a version of it, not said. Related ones are not here:
 * they are relatedItem. */
static int url_rank(const struct marc_field *field)
{
    if (slice_trim(marc_field_subfield(field, 'u')).length == 0)
        return INT_MAX;
    return field->indicator[1] == '0' ? 0 : field->indicator[1] == '1' ? 1 : 2;
}

/* The address to show first: the first of those that are nearest to the resource. */
static const struct marc_field *primary_url(struct mods *mods)
{
    const struct marc_field *nearest = NULL;
    const struct linked_field *from;
    size_t at = 0;
    while ((from = fields_next(&mods->fields, 856, &at)) != NULL)
        if (from->field->indicator[1] != '2' && url_rank(from->field) < INT_MAX &&
            (nearest == NULL || url_rank(from->field) < url_rank(nearest)))
            nearest = from->field;
    return nearest;
}

void mods_locations(struct mods *mods)
{
    static const struct mods_rule holdings[] = {{852, write_holding}};
    mods_apply(mods, holdings, sizeof holdings / sizeof *holdings);
    const struct marc_field *primary = primary_url(mods);
    const struct linked_field *from;
    size_t at = 0;
    while ((from = fields_next(&mods->fields, 856, &at)) != NULL)
        if (from->field->indicator[1] != '2' || mods_is_own_page(mods, from->field))
            mods_url(mods, from, from->field == primary);
}

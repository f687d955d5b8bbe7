/* MODS relatedItem: 490, 510, 534, 7XX with titles, 76X-78X, 8XX, 856 of related resources. */
#include "convert/mods.h"

#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "convert/isbd.h"

static struct xml_scope open_item(struct mods *mods, const struct linked_field *from,
                                  const char *open)
{
    struct xml_scope item = xml_open(mods->out, open);
    struct slice label = isbd_trim(marc_field_subfield(from->field, 'i'));
    if (label.length == 0)
        label = isbd_trim(marc_field_subfield(from->field, '3'));
    xml_attribute(mods->out, "displayLabel", label);
    xml_content(&item);
    return item;
}

static void write_plain_title(struct mods *mods, const struct linked_field *from, const char *open,
                              struct slice text, struct slice number, struct slice name)
{
    if (text.length + number.length == 0)
        return;
    struct xml_scope element = xml_open(mods->out, open);
    mods_alternative(mods, from);
    xml_content(&element);
    xml_element(mods->out, "title", text);
    xml_element(mods->out, "partNumber", number);
    xml_element(mods->out, "partName", name);
    xml_close(&element);
}

static void write_item_name(struct mods *mods, const struct linked_field *from)
{
    struct name name;
    name_read(&name, from->field, mods->arena);
    if (name.whole.length == 0)
        return;
    struct xml_scope element = xml_open(mods->out, "name");
    xml_attribute(mods->out, "type", slice_of(mods_name_type(name.kind)));
    mods_alternative(mods, from);
    xml_content(&element);
    mods_name_parts(mods, &name);
    xml_close(&element);
}

/* $h of a heading: the medium, as it stood in a 245 before RDA. */
static void write_medium(struct mods *mods, const struct marc_field *field)
{
    struct xml_scope physical = xml_begin(mods->out, "physicalDescription");
    xml_element(mods->out, "form", isbd_unbracket(marc_field_subfield(field, 'h')));
    xml_close(&physical);
}

/* A name and a title in one heading: 700 $a $t, 800. */
static void write_name_title(struct mods *mods, const struct linked_field *from, const char *open)
{
    const struct marc_field *field = from->field;
    struct title work;
    title_read_work(&work, field, mods->arena);
    if (work.proper.length == 0 && from->tag < 800)
        return;
    struct xml_scope item = open_item(mods, from, open);
    write_plain_title(mods, from, "titleInfo", work.proper, work.part_number, work.part_name);
    write_item_name(mods, from);
    write_medium(mods, field);
    xml_element(mods->out, "identifier type=\"issn\"", isbd_trim(marc_field_subfield(field, 'x')));
    xml_close(&item);
}

static void write_work(struct mods *mods, const struct linked_field *from)
{
    write_name_title(mods, from,
                     from->field->indicator[1] == '2' ? "relatedItem type=\"constituent\""
                                                      : "relatedItem");
}

static void write_series_work(struct mods *mods, const struct linked_field *from)
{
    write_name_title(mods, from, "relatedItem type=\"series\"");
}

static void write_title_item(struct mods *mods, const struct linked_field *from, const char *open)
{
    struct title title;
    title_read(&title, from->field, mods->arena);
    struct xml_scope item = open_item(mods, from, open);
    struct xml_scope element = xml_open(mods->out, "titleInfo");
    mods_alternative(mods, from);
    mods_value_uri(mods, from->field);
    xml_content(&element);
    mods_title_parts(mods, &title);
    xml_close(&element);
    write_medium(mods, from->field);
    xml_element(mods->out, "identifier type=\"issn\"",
                isbd_trim(marc_field_subfield(from->field, 'x')));
    xml_close(&item);
}

static void write_series(struct mods *mods, const struct linked_field *from)
{
    write_title_item(mods, from, "relatedItem type=\"series\"");
}

static bool has_series_heading(const struct mods *mods)
{
    static const int tags[] = {800, 810, 811, 830};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        size_t at = 0;
        if (fields_next(&mods->fields, tags[i], &at) != NULL)
            return true;
    }
    return false;
}

/* 490 with first indicator 1 is the series as transcribed; 8XX has its heading. */
static void write_series_statement(struct mods *mods, const struct linked_field *from)
{
    bool traced = from->field->indicator[0] == '1' && has_series_heading(mods);
    if (!traced)
        write_series(mods, from);
}

static void write_title_entry(struct mods *mods, const struct linked_field *from)
{
    if (from->field->indicator[1] == '2')
        write_title_item(mods, from, "relatedItem type=\"constituent\"");
    else if (from->tag == 730 && marc_field_subfield(from->field, 'i').length > 0)
        write_title_item(mods, from, "relatedItem");
}

static void write_reference(struct mods *mods, const struct linked_field *from)
{
    const struct marc_field *field = from->field;
    struct xml_scope item = open_item(mods, from, "relatedItem type=\"isReferencedBy\"");
    write_plain_title(mods, from, "titleInfo", isbd_trim(marc_field_subfield(field, 'a')),
                      (struct slice){NULL, 0}, (struct slice){NULL, 0});
    struct slice when = isbd_trim(marc_field_subfield(field, 'b'));
    if (when.length > 0) {
        struct xml_scope origin = xml_begin(mods->out, "originInfo");
        xml_element(mods->out, "dateOther type=\"coverage\"", when);
        xml_close(&origin);
    }
    struct slice place = isbd_trim(marc_field_subfield(field, 'c'));
    if (place.length > 0) {
        struct xml_scope part = xml_begin(mods->out, "part");
        xml_element(mods->out, "text", place);
        xml_close(&part);
    }
    xml_element(mods->out, "identifier type=\"issn\"", isbd_trim(marc_field_subfield(field, 'x')));
    xml_close(&item);
}

static void write_original(struct mods *mods, const struct linked_field *from)
{
    const struct marc_field *field = from->field;
    struct xml_scope item = xml_open(mods->out, "relatedItem type=\"original\"");
    xml_attribute(mods->out, "displayLabel", isbd_trim(marc_field_subfield(field, 'p')));
    xml_content(&item);
    for (uint32_t i = 0; i < field->subfield_count; i++)
        if (field->subfields[i].code == 't')
            write_plain_title(mods, from, "titleInfo", isbd_trim(field->subfields[i].value),
                              (struct slice){NULL, 0}, (struct slice){NULL, 0});
    struct slice author = isbd_trim(marc_field_subfield(field, 'a'));
    if (author.length > 0) {
        struct xml_scope name = xml_begin(mods->out, "name");
        xml_element(mods->out, "namePart", author);
        xml_close(&name);
    }
    struct part imprint = {0};
    part_read_imprint(&imprint, marc_field_subfield(field, 'c'), mods->arena);
    mods_imprint(mods, &imprint, isbd_trim(marc_field_subfield(field, 'b')), "");
    struct slice extent = isbd_trim(marc_field_subfield(field, 'e'));
    if (extent.length > 0) {
        struct xml_scope physical = xml_begin(mods->out, "physicalDescription");
        xml_element(mods->out, "extent", extent);
        xml_close(&physical);
    }
    xml_element(mods->out, "note", isbd_trim(isbd_join(field, "n", " ", mods->arena)));
    xml_element(mods->out, "identifier type=\"issn\"", isbd_trim(marc_field_subfield(field, 'x')));
    xml_element(mods->out, "identifier type=\"isbn\"", isbd_trim(marc_field_subfield(field, 'z')));
    xml_close(&item);
}

static void write_related_url(struct mods *mods, const struct linked_field *from)
{
    if (from->field->indicator[1] != '2' || mods_is_own_page(mods, from->field) ||
        slice_trim(marc_field_subfield(from->field, 'u')).length == 0)
        return;
    struct xml_scope item = xml_begin(mods->out, "relatedItem");
    struct xml_scope physical = xml_begin(mods->out, "physicalDescription");
    mods_media_type(mods, from->field);
    xml_close(&physical);
    mods_url(mods, from, false);
    xml_close(&item);
}

void mods_related_items(struct mods *mods)
{
    static const struct mods_rule before[] = {
        {440, write_series},      {490, write_series_statement},
        {800, write_series_work}, {810, write_series_work},
        {811, write_series_work}, {830, write_series},
        {700, write_work},        {710, write_work},
        {711, write_work},        {730, write_title_entry},
        {740, write_title_entry}, {534, write_original},
    };
    static const struct mods_rule after[] = {{510, write_reference}, {856, write_related_url}};
    mods_apply(mods, before, sizeof before / sizeof *before);
    mods_links(mods);
    mods_apply(mods, after, sizeof after / sizeof *after);
}

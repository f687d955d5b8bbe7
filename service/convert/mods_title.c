/* MODS titleInfo: 245 and the other titles of the resource itself. */
#include "convert/mods.h"

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "convert/coded.h"
#include "convert/isbd.h"

void mods_title_parts(struct mods *mods, const struct title *title)
{
    struct buffer *out = mods->out;
    if (title->nonsort.length > 0) {
        buffer_add_string(out, "<nonSort xml:space=\"preserve\">");
        xml_text(out, title->nonsort);
        buffer_add_string(out, "</nonSort>");
    }
    xml_element(out, "title", title->proper);
    xml_element(out, "subTitle", title->remainder);
    xml_element(out, "partNumber", title->part_number);
    xml_element(out, "partName", title->part_name);
}

/* `open` is "titleInfo" with what is the same for all titles of a tag. */
static void write_title(struct mods *mods, const struct linked_field *from, const char *open,
                        struct slice label)
{
    struct title title;
    title_read(&title, from->field, mods->arena);
    if (title.proper.length + title.part_number.length + title.part_name.length == 0)
        return;
    struct xml_scope element = xml_open(mods->out, open);
    xml_attribute(mods->out, "displayLabel", label);
    mods_alternative(mods, from);
    mods_value_uri(mods, from->field);
    xml_content(&element);
    mods_title_parts(mods, &title);
    xml_close(&element);
}

static void write_main(struct mods *mods, const struct linked_field *from)
{
    write_title(mods, from, "titleInfo", (struct slice){NULL, 0});
}

static void write_translated(struct mods *mods, const struct linked_field *from)
{
    struct title title;
    title_read(&title, from->field, mods->arena);
    if (title.proper.length == 0)
        return;
    struct xml_scope element = xml_open(mods->out, "titleInfo type=\"translated\"");
    xml_attribute(mods->out, "lang", isbd_trim(marc_field_subfield(from->field, 'y')));
    mods_alternative(mods, from);
    xml_content(&element);
    mods_title_parts(mods, &title);
    xml_close(&element);
}

/* 246: the second indicator says where the variant comes from; $i says it in words. */
static void write_variant(struct mods *mods, const struct linked_field *from)
{
    char kind = from->field->indicator[1];
    struct slice label = isbd_trim(marc_field_subfield(from->field, 'i'));
    if (label.length == 0)
        label = slice_of(coded_term_of(&coded_variants, kind));
    write_title(mods, from,
                kind == '1' ? "titleInfo type=\"translated\"" : "titleInfo type=\"alternative\"",
                label);
}

static void write_former(struct mods *mods, const struct linked_field *from)
{
    write_title(mods, from, "titleInfo type=\"alternative\" otherType=\"former\"",
                isbd_trim(marc_field_subfield(from->field, 'i')));
}

static void write_key_title(struct mods *mods, const struct linked_field *from)
{
    write_title(mods, from, "titleInfo type=\"alternative\" otherType=\"key title\"",
                (struct slice){NULL, 0});
}

static void write_abbreviated(struct mods *mods, const struct linked_field *from)
{
    struct title title;
    title_read(&title, from->field, mods->arena);
    if (title.proper.length == 0)
        return;
    struct xml_scope element = xml_open(mods->out, "titleInfo type=\"abbreviated\"");
    xml_attribute(mods->out, "authority", isbd_trim(marc_field_subfield(from->field, '2')));
    mods_alternative(mods, from);
    xml_content(&element);
    mods_title_parts(mods, &title);
    xml_close(&element);
}

static void write_uniform(struct mods *mods, const struct linked_field *from)
{
    write_title(mods, from, "titleInfo type=\"uniform\"", (struct slice){NULL, 0});
}

/* A uniform title under a main heading is tied to it. */
static void write_uniform_of_name(struct mods *mods, const struct linked_field *from)
{
    bool tied = marc_record_field(mods->record, "100", NULL) != NULL ||
                marc_record_field(mods->record, "110", NULL) != NULL ||
                marc_record_field(mods->record, "111", NULL) != NULL;
    write_title(mods, from,
                tied && from->original ? "titleInfo type=\"uniform\" nameTitleGroup=\"1\""
                                       : "titleInfo type=\"uniform\"",
                (struct slice){NULL, 0});
}

/* Second indicator 2: a title of something within the resource, written as relatedItem. */
static bool names_a_part(const struct linked_field *from)
{
    return from->field->indicator[1] == '2';
}

static void write_added_uniform(struct mods *mods, const struct linked_field *from)
{
    if (!names_a_part(from) && marc_field_subfield(from->field, 'i').length == 0)
        write_uniform(mods, from);
}

static void write_added(struct mods *mods, const struct linked_field *from)
{
    if (!names_a_part(from))
        write_title(mods, from, "titleInfo type=\"alternative\"", (struct slice){NULL, 0});
}

void mods_main_title(struct mods *mods)
{
    static const struct mods_rule rules[] = {{245, write_main}};
    mods_apply(mods, rules, sizeof rules / sizeof *rules);
}

void mods_titles(struct mods *mods)
{
    static const struct mods_rule rules[] = {
        {245, write_main},       {210, write_abbreviated},     {222, write_key_title},
        {242, write_translated}, {246, write_variant},         {247, write_former},
        {130, write_uniform},    {240, write_uniform_of_name}, {730, write_added_uniform},
        {740, write_added},
    };
    mods_apply(mods, rules, sizeof rules / sizeof *rules);
}

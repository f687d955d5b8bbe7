/* MODS relatedItem of the linking entries, 760-787: hosts and parts, editions, successors. */
#include "convert/mods.h"

#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "convert/isbd.h"
#include "convert/language.h"

static const struct link {
    int tag;
    const char *open;
} links[] = {
    {773, "relatedItem type=\"host\""},
    {772, "relatedItem type=\"host\""},
    {774, "relatedItem type=\"constituent\""},
    {770, "relatedItem type=\"constituent\""},
    {760, "relatedItem type=\"series\""},
    {762, "relatedItem type=\"series\""},
    {765, "relatedItem type=\"otherVersion\""},
    {767, "relatedItem type=\"otherVersion\""},
    {775, "relatedItem type=\"otherVersion\""},
    {776, "relatedItem type=\"otherFormat\""},
    {777, "relatedItem"},
    {780, "relatedItem type=\"preceding\""},
    {785, "relatedItem type=\"succeeding\""},
    {786, "relatedItem type=\"original\""},
    {787, "relatedItem"},
};

static void write_part(struct mods *mods, const struct part *part)
{
    struct buffer *out = mods->out;
    struct xml_scope element = xml_begin(out, "part");
    const struct {
        const char *type;
        struct slice number;
    } details[] = {{"volume", part->volume}, {"issue", part->issue}};
    for (size_t i = 0; i < sizeof details / sizeof *details; i++)
        if (details[i].number.length > 0) {
            struct xml_scope detail = xml_open(out, "detail");
            xml_attribute(out, "type", slice_of(details[i].type));
            xml_content(&detail);
            xml_element(out, "number", details[i].number);
            xml_close(&detail);
        }
    if (part->number.length > 0) {
        struct xml_scope detail = xml_open(out, "detail");
        xml_attribute(out, "type", part->kind.length > 0 ? part->kind : slice_of("part"));
        xml_content(&detail);
        xml_element(out, "number", part->number);
        xml_close(&detail);
    }
    struct xml_scope extent = xml_begin(out, "extent unit=\"page\"");
    xml_element(out, "start", part->start);
    xml_element(out, "end", part->end);
    mods_positive(mods, "total", part->total);
    xml_close(&extent);
    /* What could not be read is kept as it stands, and of an issue all: it may have a month. */
    if (out->length == element.inside || part->serial)
        xml_element(out, "text", part->display);
    if (part->serial && out->length > element.inside)
        xml_element(out, "date encoding=\"w3cdtf\"", part->date);
    xml_close(&element);
}

static void write_identifiers(struct mods *mods, const struct marc_field *field)
{
    static const struct {
        char code;
        const char *open;
    } types[] = {
        {'z', "identifier type=\"isbn\""},          {'x', "identifier type=\"issn\""},
        {'r', "identifier type=\"report number\""}, {'u', "identifier type=\"report number\""},
        {'y', "identifier type=\"coden\""},         {'o', "identifier type=\"local\""}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        for (uint32_t j = 0; j < field->subfield_count; j++)
            if (field->subfields[j].code == types[i].code)
                xml_element(mods->out, types[i].open, isbd_trim(field->subfields[j].value));
}

static void write_record_identifiers(struct mods *mods, const struct marc_field *field)
{
    struct xml_scope info = xml_begin(mods->out, "recordInfo");
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        struct slice source, number = part_control_number(field->subfields[i].value, &source);
        if (field->subfields[i].code != 'w' || number.length == 0)
            continue;
        struct xml_scope element = xml_open(mods->out, "recordIdentifier");
        xml_attribute(mods->out, "source", source);
        xml_content(&element);
        xml_text(mods->out, number);
        xml_close(&element);
    }
    xml_close(&info);
}

static void write_titles(struct mods *mods, const struct linked_field *from,
                         const struct title *title)
{
    struct xml_scope main = xml_open(mods->out, "titleInfo");
    mods_alternative(mods, from);
    xml_content(&main);
    mods_title_parts(mods, title);
    xml_close(&main);
    struct slice uniform = isbd_trim(marc_field_subfield(from->field, 's'));
    struct slice abbreviated = isbd_trim(marc_field_subfield(from->field, 'p'));
    if (uniform.length > 0) {
        struct xml_scope element = xml_begin(mods->out, "titleInfo type=\"uniform\"");
        xml_element(mods->out, "title", uniform);
        xml_close(&element);
    }
    if (abbreviated.length > 0) {
        struct xml_scope element = xml_begin(mods->out, "titleInfo type=\"abbreviated\"");
        xml_element(mods->out, "title", abbreviated);
        xml_close(&element);
    }
}

/* $7/0-1 says what kind of name $a is: personal, corporate, meeting. */
static void write_main_entry(struct mods *mods, const struct marc_field *field)
{
    struct slice heading = isbd_trim(marc_field_subfield(field, 'a'));
    struct slice control = marc_field_subfield(field, '7');
    if (heading.length == 0)
        return;
    char kind = control.length > 0 ? control.data[0] : ' ';
    struct xml_scope name = xml_open(mods->out, "name");
    xml_attribute(mods->out, "type",
                  slice_of(kind == 'p'   ? "personal"
                           : kind == 'c' ? "corporate"
                           : kind == 'm' ? "conference"
                                         : ""));
    xml_content(&name);
    xml_element(mods->out, "namePart", heading);
    xml_close(&name);
}

void mods_imprint(struct mods *mods, const struct part *part, struct slice edition,
                  const char *issuance)
{
    struct xml_scope origin = xml_begin(mods->out, "originInfo");
    if (part->place.length > 0) {
        struct xml_scope place = xml_begin(mods->out, "place");
        xml_element(mods->out, "placeTerm type=\"text\"", part->place);
        xml_close(&place);
    }
    xml_element(mods->out, "publisher", part->publisher);
    xml_element(mods->out, "dateIssued encoding=\"w3cdtf\"", part->date);
    xml_element(mods->out, "edition", edition);
    xml_element(mods->out, "issuance", slice_of(issuance));
    xml_close(&origin);
}

/* $7/3 is the related resource's leader/07. */
static const char *issuance_of(const struct marc_field *field)
{
    struct slice control = marc_field_subfield(field, '7');
    char level = control.length >= 4 ? control.data[3] : ' ';
    return level == 'm'   ? "monographic"
           : level == 's' ? "serial"
           : level == 'i' ? "integrating resource"
                          : "";
}

static void write_remarks(struct mods *mods, const struct marc_field *field)
{
    struct slice extent = isbd_trim(marc_field_subfield(field, 'h'));
    if (extent.length > 0) {
        struct xml_scope physical = xml_begin(mods->out, "physicalDescription");
        xml_element(mods->out, "extent", extent);
        xml_close(&physical);
    }
    for (uint32_t i = 0; i < field->subfield_count; i++)
        if (field->subfields[i].code == 'n')
            xml_element(mods->out, "note", isbd_trim(field->subfields[i].value));
}

/* 775 $e: the language of another edition. */
static void write_language(struct mods *mods, const struct linked_field *from)
{
    struct slice code = isbd_trim(marc_field_subfield(from->field, 'e'));
    if (from->tag != 775 || code.length != 3)
        return;
    struct xml_scope language = xml_begin(mods->out, "language");
    xml_element(mods->out, "languageTerm type=\"code\" authority=\"iso639-2b\"", code);
    xml_close(&language);
}

/* 786 $j: the period that a source of data is about. */
static void write_period(struct mods *mods, const struct linked_field *from)
{
    struct xml_scope subject = xml_begin(mods->out, "subject");
    if (from->tag == 786)
        xml_element(mods->out, "temporal", isbd_trim(marc_field_subfield(from->field, 'j')));
    xml_close(&subject);
}

/*
 * The host of a component part. Its author is left out where the part has the same: Zotero would
 * list the name twice.
 */
void mods_host(struct mods *mods)
{
    if (!mods->has_part)
        return;
    const struct part *part = &mods->part;
    const struct marc_field *field = part->field;
    struct linked_field from = {.field = field, .tag = 773, .script = ""};
    for (size_t i = 0; i < mods->fields.count; i++)
        if (mods->fields.list[i].field == field)
            from = mods->fields.list[i];
    struct slice author = isbd_trim(marc_record_subfield(mods->record, "100", 'a'));
    struct xml_scope item = xml_begin(mods->out, links[0].open);
    write_titles(mods, &from, &part->linked_title);
    if (!slice_equal(part->heading, author))
        write_main_entry(mods, field);
    struct slice edition = isbd_trim(marc_field_subfield(field, 'b'));
    struct part imprint = *part;
    if (part->serial) /* the year is that of the issue: it stands with the part */
        imprint.date = (struct slice){NULL, 0};
    mods_imprint(mods, &imprint, edition, issuance_of(field));
    write_remarks(mods, field);
    write_part(mods, part);
    write_identifiers(mods, field);
    write_record_identifiers(mods, field);
    xml_close(&item);
}

static void write_link(struct mods *mods, const struct linked_field *from, const char *open)
{
    const struct marc_field *field = from->field;
    struct part part = {.field = field};
    struct slice language = language_of(mods->record, mods->arena);
    title_split(&part.title, marc_field_subfield(field, 't'), language, mods->arena);
    part_read_imprint(&part, marc_field_subfield(field, 'd'), mods->arena);
    for (uint32_t i = 0; i < field->subfield_count; i++)
        if (field->subfields[i].code == 'g') {
            struct slice display = slice_trim(field->subfields[i].value);
            /* Of other links $g is from when to when it went on. */
            if (from->tag >= 770 && from->tag <= 774)
                part_read_display(&part, display, mods->arena);
            if (part.display.length == 0)
                part.display = display;
        }
    struct xml_scope item = xml_open(mods->out, open);
    struct slice label = isbd_trim(marc_field_subfield(field, 'i'));
    xml_attribute(mods->out, "displayLabel",
                  label.length > 0 ? label : isbd_trim(marc_field_subfield(field, '3')));
    xml_content(&item);
    write_titles(mods, from, &part.title);
    write_main_entry(mods, field);
    part.serial = false;
    mods_imprint(mods, &part, isbd_trim(marc_field_subfield(field, 'b')), issuance_of(field));
    write_language(mods, from);
    write_remarks(mods, field);
    write_period(mods, from);
    write_part(mods, &part);
    write_identifiers(mods, field);
    write_record_identifiers(mods, field);
    xml_close(&item);
}

/* A second 773 that only has labels ("pages:211-256") has been read into the host's part. */
static bool is_host_or_labels(const struct mods *mods, const struct linked_field *from)
{
    return from->field == mods->part.field ||
           (from->tag == 773 && mods->has_part && part_is_labels(from->field));
}

void mods_links(struct mods *mods)
{
    mods_host(mods);
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        const struct linked_field *from;
        size_t at = 0;
        while ((from = fields_next(&mods->fields, links[i].tag, &at)) != NULL)
            if (!is_host_or_labels(mods, from))
                write_link(mods, from, links[i].open);
    }
}

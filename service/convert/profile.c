/*
 * MARCXML made to measure for one client. Only component parts are changed, and in them only 773,
 * which clients read each in their own way; every other record is plain MARCXML.
 *
 *   marc21-vufind  VuFind takes a part (leader/07 a) that has any 773 $g for an article. In a part
 *                  of what is no serial, $g becomes $n, a note; a second 773 of labels, which says
 *                  the same again for machines, goes.
 *   marc21-agk     K10plus and AGK want the host twice: to be read, 773 08 with the words before it
 *                  in $i; to be computed with, 773 18 of labels in $g ("pages:211-256").
 */
#include "convert/writer.h"

#include <offprint/arena.h>
#include <offprint/record.h>

#include "convert/date.h"
#include "convert/part.h"

/* A record with the same leader, and room for the same fields and one more. */
static struct marc_record *begin_copy(const struct marc_record *record, struct arena *arena)
{
    struct marc_record *copy = marc_record_create(arena);

    memcpy(copy->leader, record->leader, sizeof copy->leader);
    copy->field_capacity = record->field_count + 1;
    copy->fields = arena_array(arena, copy->field_capacity, sizeof *copy->fields);
    return copy;
}

/* Its subfields are still those of the record, which others may be reading. */
static struct marc_field *add_field(struct marc_record *copy, const struct marc_field *field)
{
    copy->fields[copy->field_count] = *field;
    return &copy->fields[copy->field_count++];
}

static bool is_host(const struct marc_field *field)
{
    return strcmp(field->tag, "773") == 0;
}

/* --- VuFind ----------------------------------------------------------------------------------- */

static void turn_place_into_note(struct marc_field *field, struct arena *arena)
{
    struct marc_subfield *subfields = arena_array(arena, field->subfield_count, sizeof *subfields);

    if (field->subfield_count == 0)
        return;
    memcpy(subfields, field->subfields, field->subfield_count * sizeof *subfields);
    for (uint32_t i = 0; i < field->subfield_count; i++)
        if (subfields[i].code == 'g')
            subfields[i].code = 'n';
    field->subfields = subfields;
    field->subfield_capacity = field->subfield_count;
}

static const struct marc_record *for_vufind(const struct marc_record *record,
                                            const struct convert_context *context,
                                            struct arena *arena)
{
    struct marc_record *copy;
    struct part part;
    bool said;

    if (record->leader[MARC_LEADER_LEVEL] != 'a' || !part_read(&part, record, context, arena) ||
        part.serial)
        return record;
    copy = begin_copy(record, arena);
    said = marc_field_subfield(part.field, 'g').length > 0;
    for (uint32_t i = 0; i < record->field_count; i++) {
        const struct marc_field *field = &record->fields[i];

        if (!is_host(field))
            add_field(copy, field);
        else if (!said || !part_is_labels(field)) /* labels repeat what the other 773 says */
            turn_place_into_note(add_field(copy, field), arena);
    }
    return copy;
}

int write_marc21_vufind(struct buffer *out, const struct marc_record *record,
                        const struct convert_context *context, struct arena *arena,
                        struct diag *diag)
{
    (void)diag;
    marcxml_write(out, for_vufind(record, context, arena));
    return OFFPRINT_OK;
}

/* --- K10plus and AGK -------------------------------------------------------------------------- */

/* "In:" is what the blank second indicator, which says so without words, stands for (MARC 21). */
static void spell_out(struct marc_field *field, struct arena *arena)
{
    struct marc_subfield *subfields;

    if (field->indicator[1] != ' ' || field->subfield_count == 0)
        return;
    field->indicator[1] = '8';
    if (marc_field_subfield(field, 'i').length > 0)
        return;
    subfields = arena_array(arena, field->subfield_count + 1, sizeof *subfields);
    subfields[0] = (struct marc_subfield){'i', slice_of("In:")};
    memcpy(subfields + 1, field->subfields, field->subfield_count * sizeof *subfields);
    field->subfields = subfields;
    field->subfield_capacity = ++field->subfield_count;
}

static void add_label(struct marc_record *copy, struct marc_field *field, const char *label,
                      struct slice value)
{
    if (value.length > 0)
        marc_field_add(
            copy, field, 'g',
            slice_of(arena_printf(copy->arena, "%s:%.*s", label, (int)value.length, value.data)));
}

/* What the part came out in: its own date; the host's only where that is one thing, no serial. */
static struct slice year_of(const struct marc_record *record, const struct part *part,
                            struct arena *arena)
{
    struct dates dates;

    dates_read(&dates, record, arena);
    if (dates.year != 0)
        return slice_of(arena_printf(arena, "%04d", dates.year));
    return part->serial ? slice_of("") : part->date;
}

static struct slice pages_of(const struct part *part, struct arena *arena)
{
    if (part->start.length == 0 || part->end.length == 0)
        return part->start;
    return slice_of(arena_printf(arena, "%.*s-%.*s", (int)part->start.length, part->start.data,
                                 (int)part->end.length, part->end.data));
}

/* The order of the labels is that of K10plus. */
static void add_labels(struct marc_record *copy, const struct marc_record *record,
                       const struct part *part)
{
    struct marc_field *field = marc_record_add_field(copy, "773", '1', '8');

    add_label(copy, field, "volume", part->volume);
    add_label(copy, field, "year", year_of(record, part, copy->arena));
    add_label(copy, field, "number", part->issue);
    add_label(copy, field, "pages", pages_of(part, copy->arena));
    add_label(copy, field, "extent", part->total);
    if (field->subfield_count == 0)
        copy->field_count--;
}

static bool has_labels(const struct marc_record *record)
{
    const struct marc_field *field = NULL;

    while ((field = marc_record_field(record, "773", field)) != NULL)
        if (field->indicator[0] == '1' && part_is_labels(field))
            return true;
    return false;
}

static const struct marc_record *for_agk(const struct marc_record *record,
                                         const struct convert_context *context, struct arena *arena)
{
    char level = record->leader[MARC_LEADER_LEVEL];
    struct marc_record *copy;
    struct part part;

    if ((level != 'a' && level != 'b') || !part_read(&part, record, context, arena))
        return record;
    copy = begin_copy(record, arena);
    for (uint32_t i = 0; i < record->field_count; i++) {
        const struct marc_field *field = &record->fields[i];
        struct marc_field *added = add_field(copy, field);

        if (is_host(field) && field->indicator[0] == '0' && !part_is_labels(field))
            spell_out(added, arena);
        if (field == part.field && !has_labels(record))
            add_labels(copy, record, &part);
    }
    return copy;
}

int write_marc21_agk(struct buffer *out, const struct marc_record *record,
                     const struct convert_context *context, struct arena *arena, struct diag *diag)
{
    (void)diag;
    marcxml_write(out, for_agk(record, context, arena));
    return OFFPRINT_OK;
}

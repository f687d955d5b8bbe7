/*
 * MARC-in-JSON, the form that ruby-marc and pymarc read and write, on one line:
 *
 *   {"leader":"…","fields":[{"001":"…"},{"245":{"ind1":"1","ind2":"0","subfields":[{"a":"…"}]}}]}
 *
 * An object a field and an object a subfield, for tags and codes repeat and have an order. Values
 * are in NFC; nothing else is changed, so that our own reader gives the record back.
 */
#include "convert/writer.h"

#include <offprint/buffer.h>
#include <offprint/record.h>

#include "base/escape.h"

/* Tags, indicators and codes may be any ASCII: they are escaped as values are. */
static void add_member(struct buffer *out, struct slice key, struct slice value)
{
    escape_json(out, key);
    buffer_add_char(out, ':');
    escape_json(out, value);
}

static void write_data(struct buffer *out, const struct marc_field *field)
{
    buffer_add_char(out, '{');
    add_member(out, slice_of("ind1"), slice_make(&field->indicator[0], 1));
    buffer_add_char(out, ',');
    add_member(out, slice_of("ind2"), slice_make(&field->indicator[1], 1));
    buffer_add_string(out, ",\"subfields\":[");
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        buffer_add_string(out, i > 0 ? ",{" : "{");
        add_member(out, slice_make(&field->subfields[i].code, 1), field->subfields[i].value);
        buffer_add_char(out, '}');
    }
    buffer_add_string(out, "]}");
}

static void write_field(struct buffer *out, const struct marc_field *field)
{
    buffer_add_char(out, '{');
    if (field->control) {
        add_member(out, slice_of(field->tag), field->value);
    } else {
        escape_json(out, slice_of(field->tag));
        buffer_add_char(out, ':');
        write_data(out, field);
    }
    buffer_add_char(out, '}');
}

int write_marcjson(struct buffer *out, const struct marc_record *record,
                   const struct convert_context *context, struct arena *arena, struct diag *diag)
{
    (void)context;
    (void)arena;
    (void)diag;
    buffer_add_char(out, '{');
    add_member(out, slice_of("leader"),
               slice_make(record->leader, strnlen(record->leader, MARC_LEADER_LENGTH)));
    buffer_add_string(out, ",\"fields\":[");
    for (uint32_t i = 0; i < record->field_count; i++) {
        if (i > 0)
            buffer_add_char(out, ',');
        write_field(out, &record->fields[i]);
    }
    buffer_add_string(out, "]}\n");
    return OFFPRINT_OK;
}

/* The record that the builder has gathered, made in its arena at once. */
#include "marc/marcxml_read.h"

#include <stdlib.h>
#include <string.h>

#include <offprint/arena.h>

#include "base/text.h"
#include "marc/iso2709.h"
#include "marc/reading.h"

void marcxml_builder_init(struct marcxml_builder *builder, struct reading *reading)
{
    *builder = (struct marcxml_builder){.reading = reading};
    buffer_init(&builder->text);
}

void marcxml_builder_finish(struct marcxml_builder *builder)
{
    buffer_finish(&builder->text);
    free(builder->fields);
    free(builder->subfields);
}

static struct slice value_of(const char *text, struct built_value value)
{
    return slice_make(text + value.start, value.length);
}

static void take_field(struct marcxml_builder *builder, struct iso2709_decoder *decoder,
                       const struct built_field *built, const char *text)
{
    struct marc_field *field = &decoder->record->fields[decoder->record->field_count];

    memcpy(field->tag, built->tag, 3);
    memcpy(field->indicator, built->indicator, 2);
    field->control = marc_tag_is_control(field->tag);
    if (field->control) {
        field->value = value_of(text, built->value);
    } else if (built->count == 0) {
        reading_report(builder->reading, FINDING_REPAIR, "empty-field", built->tag,
                       "the field has no subfields; it was left out");
        return;
    }
    field->subfields = decoder->spare;
    field->subfield_count = field->subfield_capacity = (uint32_t)built->count;
    for (size_t i = 0; i < built->count; i++) {
        const struct built_subfield *subfield = &builder->subfields[built->first + i];

        *decoder->spare++ = (struct marc_subfield){subfield->code, value_of(text, subfield->value)};
    }
    decoder->record->field_count++;
}

int marcxml_builder_take(struct marcxml_builder *builder, struct marc_record **record,
                         struct arena *arena, struct diag *diag)
{
    struct slice text = buffer_slice(&builder->text);
    struct iso2709_decoder decoder;
    const char *copy;

    builder->completed = false;
    if (builder->refused < 0)
        return diag_set(diag, builder->refused,
                        "line %d: the record has over %u MiB, %u fields or %u subfields",
                        builder->record_line, MARC_RECORD_LIMIT / (1024 * 1024), MARC_FIELDS_LIMIT,
                        MARC_SUBFIELDS_LIMIT);
    if (builder->field_count == 0)
        return diag_set(diag, OFFPRINT_MALFORMED,
                        "line %d: none of the record's fields can be read", builder->record_line);
    if (!text_is_utf8(text))
        return diag_set(diag, OFFPRINT_MALFORMED, "line %d: the record is not UTF-8",
                        builder->record_line);
    copy = arena_copy(arena, text.data, text.length);
    iso2709_decoder_init(&decoder, arena, marc_record_create(arena)->leader, builder->field_count,
                         builder->subfield_count);
    reading_take_leader(builder->reading, decoder.record->leader,
                        builder->has_leader
                            ? slice_make(copy + builder->leader.start, builder->leader.length)
                            : slice_make(NULL, 0));
    for (size_t i = 0; i < builder->field_count; i++)
        take_field(builder, &decoder, &builder->fields[i], copy);
    if (decoder.record->field_count == 0)
        return diag_set(diag, OFFPRINT_MALFORMED, "line %d: the record's fields are all empty",
                        builder->record_line);
    *record = decoder.record;
    return 0;
}

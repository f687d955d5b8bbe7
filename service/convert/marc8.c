/*
 * MARC 21 as ISO 2709 in MARC-8: leader/09 blank, the sets that were needed in 066. Characters that
 * MARC-8 does not have are written as references ("&#xHHHH;", LC's lossless conversion).
 */
#include "convert/writer.h"

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/record.h>

#include "marc/marc8.h"

struct rewriting {
    struct marc_record *record; /* the copy in MARC-8 */
    struct buffer scratch;
    unsigned sets; /* of MARC-8, that were needed */
};

static struct slice encode(struct rewriting *rewriting, struct slice value)
{
    buffer_truncate(&rewriting->scratch, 0);
    marc8_encode(&rewriting->scratch, value, &rewriting->sets);
    if (slice_equal(buffer_slice(&rewriting->scratch), value))
        return value;
    return arena_slice(rewriting->record->arena, buffer_slice(&rewriting->scratch));
}

static void add_field(struct rewriting *rewriting, const struct marc_field *from)
{
    struct marc_record *record = rewriting->record;
    struct marc_field *field;

    if (from->control) {
        marc_record_add_control(record, from->tag, encode(rewriting, from->value));
        return;
    }
    field = marc_record_add_field(record, from->tag, from->indicator[0], from->indicator[1]);
    for (uint32_t i = 0; i < from->subfield_count; i++)
        marc_field_add(record, field, from->subfields[i].code,
                       encode(rewriting, from->subfields[i].value));
}

/* 066 before the first field of a higher number: what it says is known only at the end. */
static void add_sets(struct rewriting *rewriting)
{
    struct marc_record *record = rewriting->record;
    struct marc_field *field, added;
    unsigned at = 0;
    const char *code = marc8_set_code(rewriting->sets, &at);
    uint32_t place = 0, last = record->field_count;

    if (code == NULL)
        return;
    field = marc_record_add_field(record, "066", ' ', ' ');
    for (; code != NULL; code = marc8_set_code(rewriting->sets, &at))
        marc_field_add(record, field, 'c', slice_of(code));
    added = *field;
    while (place < last && strcmp(record->fields[place].tag, "066") < 0)
        place++;
    memmove(&record->fields[place + 1], &record->fields[place],
            (last - place) * sizeof *record->fields);
    record->fields[place] = added;
}

int write_marc8(struct buffer *out, const struct marc_record *record,
                const struct convert_context *context, struct arena *arena, struct diag *diag)
{
    struct rewriting rewriting = {.record = marc_record_create(arena)};
    size_t start = out->length;
    int status;

    (void)context;
    memcpy(rewriting.record->leader, record->leader, sizeof record->leader);
    buffer_init(&rewriting.scratch);
    for (uint32_t i = 0; i < record->field_count; i++)
        if (strcmp(record->fields[i].tag, "066") != 0)
            add_field(&rewriting, &record->fields[i]);
    add_sets(&rewriting);
    buffer_finish(&rewriting.scratch);
    status = iso2709_encode(out, rewriting.record, diag);
    if (status == 0)
        out->data[start + MARC_LEADER_ENCODING] = ' ';
    return status;
}

/* ISO 2709 as we write it ourselves, decoded without a copy. */
#include "marc/iso2709.h"

#include <string.h>

#include <offprint/arena.h>

#include "base/block.h"

/* The sum of a block's bytes. */
static size_t sum(block_bytes block)
{
    size_t total = 0;

    for (size_t i = 0; i < BLOCK_SIZE; i++)
        total += block[i];
    return total;
}

size_t iso2709_count_between(struct slice bytes, char first, char last)
{
    const uint8_t low = (uint8_t)first, span = (uint8_t)(last - first);
    size_t count = 0, at = 0;

    while (bytes.length - at >= BLOCK_SIZE) {
        block_bytes found = {0}; /* how often, in each place of a block */

        for (int i = 0; i < UINT8_MAX && bytes.length - at >= BLOCK_SIZE; i++, at += BLOCK_SIZE)
            found -= (block_bytes)(block_load(bytes.data + at) - block_of(low) <= block_of(span));
        count += sum(found);
    }
    for (; at < bytes.length; at++)
        count += (uint8_t)(bytes.data[at] - first) <= span;
    return count;
}

size_t iso2709_count(struct slice bytes, char byte)
{
    return iso2709_count_between(bytes, byte, byte);
}

void iso2709_decoder_init(struct iso2709_decoder *decoder, struct arena *arena, const char *leader,
                          size_t fields, size_t subfields)
{
    struct marc_record *record = arena_alloc(arena, sizeof *record);

    memcpy(record->leader, leader, MARC_LEADER_LENGTH);
    record->arena = arena;
    record->fields = arena_array(arena, fields, sizeof *record->fields);
    record->field_capacity = (uint32_t)fields;
    decoder->record = record;
    decoder->spare = arena_array(arena, subfields, sizeof *decoder->spare);
    decoder->spare_count = subfields;
}

/* `content` begins with a delimiter: 1F code value 1F code value … */
static bool add_subfields(struct iso2709_decoder *decoder, struct marc_field *field,
                          struct slice content)
{
    const char *at = content.data;
    const char *end = content.data + content.length;

    field->subfields = decoder->spare;
    while (at < end) {
        const char *code = at + 1;
        const char *next;

        if (code == end || decoder->spare_count == 0)
            return false;
        next = memchr(code, MARC_SUBFIELD_DELIMITER, (size_t)(end - code));
        if (next == NULL)
            next = end;
        if (next == code)
            return false;
        *decoder->spare++ =
            (struct marc_subfield){*code, slice_make(code + 1, (size_t)(next - code - 1))};
        decoder->spare_count--;
        field->subfield_count++;
        at = next;
    }
    field->subfield_capacity = field->subfield_count;
    return true;
}

bool iso2709_decoder_add(struct iso2709_decoder *decoder, const char *tag, struct slice content)
{
    struct marc_record *record = decoder->record;
    struct marc_field *field;

    if (record->field_count == record->field_capacity)
        return false;
    field = &record->fields[record->field_count++];
    memcpy(field->tag, tag, 3);
    field->control = marc_tag_is_control(tag);
    if (field->control) {
        field->indicator[0] = field->indicator[1] = ' ';
        field->value = content;
        return true;
    }
    if (content.length < 2)
        return false;
    memcpy(field->indicator, content.data, 2);
    if (content.length > 2 && content.data[2] != MARC_SUBFIELD_DELIMITER)
        return false;
    return add_subfields(decoder, field, slice_part(content, 2, content.length));
}

/* The number in `digits` digits, or a negative one. */
static int32_t decimal(const char *at, int digits)
{
    int32_t number = 0;

    for (int i = 0; i < digits; i++) {
        if (at[i] < '0' || at[i] > '9')
            return -1;
        number = number * 10 + (at[i] - '0');
    }
    return number;
}

static ptrdiff_t malformed(struct diag *diag, const char *what, size_t offset)
{
    return diag_set(diag, OFFPRINT_MALFORMED, "ISO 2709: %s at byte %zu", what, offset);
}

/* Leader and directory hold together: length, base address and a directory of whole entries. */
static ptrdiff_t check_frame(struct slice bytes, size_t *length, size_t *base, struct diag *diag)
{
    int32_t said;

    if (bytes.length < MARC_LEADER_LENGTH)
        return malformed(diag, "the leader is cut short", bytes.length);
    said = decimal(bytes.data, 5);
    if (said < MARC_LEADER_LENGTH + 2 || (size_t)said > bytes.length)
        return malformed(diag, "the record's length is wrong", 0);
    *length = (size_t)said;
    if (bytes.data[*length - 1] != MARC_RECORD_TERMINATOR)
        return malformed(diag, "the record terminator is missing", *length - 1);
    said = decimal(bytes.data + 12, 5);
    if (said <= MARC_LEADER_LENGTH || (size_t)said >= *length ||
        ((size_t)said - MARC_LEADER_LENGTH - 1) % ISO2709_ENTRY_LENGTH != 0 ||
        bytes.data[said - 1] != MARC_FIELD_TERMINATOR)
        return malformed(diag, "the base address of data is wrong", 12);
    *base = (size_t)said;
    return 0;
}

ptrdiff_t iso2709_decode(struct marc_record **record, struct arena *arena, struct slice bytes,
                         struct diag *diag)
{
    struct iso2709_decoder decoder;
    struct slice data;
    size_t length = 0, base = 0;
    ptrdiff_t status = check_frame(bytes, &length, &base, diag);

    if (status < 0)
        return status;
    data = slice_part(bytes, base, length - 1 - base);
    iso2709_decoder_init(&decoder, arena, bytes.data,
                         (base - 1 - MARC_LEADER_LENGTH) / ISO2709_ENTRY_LENGTH,
                         iso2709_count(data, MARC_SUBFIELD_DELIMITER));
    for (size_t at = MARC_LEADER_LENGTH; at < base - 1; at += ISO2709_ENTRY_LENGTH) {
        const char *entry = bytes.data + at;
        int32_t field_length = decimal(entry + 3, 4);
        int32_t start = decimal(entry + 7, 5);

        if (field_length < 1 || start < 0 || (size_t)start + (size_t)field_length > data.length ||
            data.data[start + field_length - 1] != MARC_FIELD_TERMINATOR)
            return malformed(diag, "a directory entry contradicts the data", at);
        if (!iso2709_decoder_add(&decoder, entry,
                                 slice_part(data, (size_t)start, (size_t)field_length - 1)))
            return malformed(diag, "a field is not made of subfields", base + (size_t)start);
    }
    *record = decoder.record;
    return (ptrdiff_t)length;
}

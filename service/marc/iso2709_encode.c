/* ISO 2709 written: measured first, then in one pass. */
#include "marc/iso2709.h"

#include <string.h>

#include <offprint/buffer.h>

/* --- fields ----------------------------------------------------------------------------------- */

size_t iso2709_field_length(const struct marc_field *field)
{
    size_t length = 3; /* indicators and terminator */

    if (field->control)
        return field->value.length + 1;
    for (uint32_t i = 0; i < field->subfield_count; i++)
        length += 2 + field->subfields[i].value.length;
    return length;
}

static inline char *put_value(char *at, struct slice value)
{
    if (value.length > 0)
        memcpy(at, value.data, value.length);
    return at + value.length;
}

char *iso2709_put_field(char *at, const struct marc_field *field)
{
    if (field->control) {
        at = put_value(at, field->value);
    } else {
        *at++ = field->indicator[0];
        *at++ = field->indicator[1];
        for (uint32_t i = 0; i < field->subfield_count; i++) {
            *at++ = MARC_SUBFIELD_DELIMITER;
            *at++ = field->subfields[i].code;
            at = put_value(at, field->subfields[i].value);
        }
    }
    *at++ = MARC_FIELD_TERMINATOR;
    return at;
}

/* --- structure bytes in values ---------------------------------------------------------------- */

static bool is_structure(char byte)
{
    return byte >= MARC_RECORD_TERMINATOR && byte <= MARC_SUBFIELD_DELIMITER;
}

static char *clean_value(char *at, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (is_structure(at[i]))
            at[i] = ' ';
    return at + length;
}

static char *clean_field(char *at, const struct marc_field *field)
{
    if (field->control)
        return clean_value(at, field->value.length) + 1;
    at += 2;
    for (uint32_t i = 0; i < field->subfield_count; i++)
        at = clean_value(at + 2, field->subfields[i].value.length);
    return at + 1;
}

/* Where there are just as many as make the record, none is in a value. */
void iso2709_clean_fields(char *data, size_t length, const struct marc_record *record)
{
    size_t expected = record->field_count;

    for (uint32_t i = 0; i < record->field_count; i++)
        expected += record->fields[i].control ? 0 : record->fields[i].subfield_count;
    if (iso2709_count_between(slice_make(data, length), MARC_RECORD_TERMINATOR,
                              MARC_SUBFIELD_DELIMITER) == expected)
        return;
    for (uint32_t i = 0; i < record->field_count; i++)
        data = clean_field(data, &record->fields[i]);
}

/* --- the record ------------------------------------------------------------------------------- */

/* Numbers of the directory come in tens of thousands a second: two digits at once. */
static char *put_two(char *at, uint32_t number)
{
    static const char digits[] = "0001020304050607080910111213141516171819"
                                 "2021222324252627282930313233343536373839"
                                 "4041424344454647484950515253545556575859"
                                 "6061626364656667686970717273747576777879"
                                 "8081828384858687888990919293949596979899";

    memcpy(at, digits + (size_t)2 * number, 2);
    return at + 2;
}

/* At most ISO2709_FIELD_LIMIT. */
static char *put_four(char *at, uint32_t number)
{
    return put_two(put_two(at, number / 100), number % 100);
}

/* At most ISO2709_RECORD_LIMIT. */
static char *put_five(char *at, uint32_t number)
{
    *at = (char)('0' + number / 10000);
    return put_four(at + 1, number % 10000);
}

/* The record's length in bytes, or OFFPRINT_TOO_LARGE (ISO 2709 clause 4). */
static ptrdiff_t measure(const struct marc_record *record, struct diag *diag)
{
    size_t length = MARC_LEADER_LENGTH + 2;

    for (uint32_t i = 0; i < record->field_count; i++) {
        size_t field = iso2709_field_length(&record->fields[i]);

        if (field > ISO2709_FIELD_LIMIT)
            return diag_refuse(diag, OFFPRINT_TOO_LARGE, record->fields[i].tag,
                               "field %s has %zu bytes; ISO 2709 allows 9,999: ask for XML",
                               record->fields[i].tag, field);
        length += ISO2709_ENTRY_LENGTH + field;
    }
    if (length > ISO2709_RECORD_LIMIT)
        return diag_set(diag, OFFPRINT_TOO_LARGE,
                        "the record has %zu bytes; ISO 2709 allows 99,999: ask for XML", length);
    return (ptrdiff_t)length;
}

static void put_leader(char *at, const struct marc_record *record, size_t length, size_t base)
{
    memcpy(at, record->leader, MARC_LEADER_LENGTH);
    put_five(at, (uint32_t)length);
    at[MARC_LEADER_ENCODING] = 'a';
    memcpy(at + 10, "22", 2);
    put_five(at + 12, (uint32_t)base);
    memcpy(at + 20, "4500", 4);
}

int iso2709_encode(struct buffer *out, const struct marc_record *record, struct diag *diag)
{
    ptrdiff_t length = measure(record, diag);
    size_t base = MARC_LEADER_LENGTH + ISO2709_ENTRY_LENGTH * (size_t)record->field_count + 1;
    char *start, *entry, *data, *at;

    if (length < 0)
        return (int)length;
    start = buffer_reserve(out, (size_t)length);
    put_leader(start, record, (size_t)length, base);
    entry = start + MARC_LEADER_LENGTH;
    data = at = start + base;
    for (uint32_t i = 0; i < record->field_count; i++) {
        char *end = iso2709_put_field(at, &record->fields[i]);

        memcpy(entry, record->fields[i].tag, 3);
        entry = put_four(entry + 3, (uint32_t)(end - at));
        entry = put_five(entry, (uint32_t)(at - data));
        at = end;
    }
    iso2709_clean_fields(data, (size_t)(at - data), record);
    *entry = MARC_FIELD_TERMINATOR;
    *at++ = MARC_RECORD_TERMINATOR;
    *at = '\0';
    out->length += (size_t)length;
    return 0;
}

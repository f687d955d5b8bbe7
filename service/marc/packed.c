/*
 * The form that the store keeps: ISO 2709, or for a record that is too large for it the wide form,
 *
 *     leader (24 bytes, the last four "wide") · length u32 · base u32 · entries · 1E · data · 1D
 *
 * where an entry is tag (3 bytes), a space, length u32 and start u32, all numbers big-endian, and
 * the data are as in ISO 2709.
 */
#include <offprint/record.h>

#include <assert.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "base/bytes.h"
#include "marc/iso2709.h"

#define WIDE_HEADER (MARC_LEADER_LENGTH + 8u)
#define WIDE_ENTRY 12u

bool packed_is_iso2709(struct slice bytes)
{
    return bytes.length >= MARC_LEADER_LENGTH && memcmp(bytes.data + 20, "4500", 4) == 0;
}

static bool is_wide(struct slice bytes)
{
    return bytes.length >= MARC_LEADER_LENGTH && memcmp(bytes.data + 20, "wide", 4) == 0;
}

static void encode_wide(struct buffer *out, const struct marc_record *record)
{
    size_t base = WIDE_HEADER + WIDE_ENTRY * (size_t)record->field_count + 1;
    size_t length = base + 1;
    char *start, *at;
    uint8_t *entry;

    for (uint32_t i = 0; i < record->field_count; i++)
        length += iso2709_field_length(&record->fields[i]);
    assert(length <= UINT32_MAX); /* readers take no record over MARC_RECORD_LIMIT */
    start = buffer_reserve(out, length);
    memcpy(start, record->leader, MARC_LEADER_LENGTH);
    start[MARC_LEADER_ENCODING] = 'a';
    memcpy(start + 20, "wide", 4);
    entry = put_u32((uint8_t *)start + MARC_LEADER_LENGTH, (uint32_t)length);
    entry = put_u32(entry, (uint32_t)base);
    at = start + base;
    for (uint32_t i = 0; i < record->field_count; i++) {
        char *end = iso2709_put_field(at, &record->fields[i]);

        memcpy(entry, record->fields[i].tag, 3);
        entry[3] = ' ';
        entry = put_u32(entry + 4, (uint32_t)(end - at));
        entry = put_u32(entry, (uint32_t)((size_t)(at - start) - base));
        at = end;
    }
    iso2709_clean_fields(start + base, (size_t)(at - start) - base, record);
    *entry = MARC_FIELD_TERMINATOR;
    *at++ = MARC_RECORD_TERMINATOR;
    *at = '\0';
    out->length += length;
}

void packed_encode(struct buffer *out, const struct marc_record *record)
{
    if (iso2709_encode(out, record, NULL) < 0)
        encode_wide(out, record);
}

static int malformed(struct diag *diag, const char *what, size_t offset)
{
    return diag_set(diag, OFFPRINT_MALFORMED, "packed record: %s at byte %zu", what, offset);
}

/* The directory of a wide record and the data area behind it. */
static int open_wide(struct slice bytes, struct bytes *directory, struct slice *data,
                     struct diag *diag)
{
    struct bytes in;
    uint32_t length, base;

    bytes_init(&in, bytes.data, bytes.length);
    bytes_skip(&in, MARC_LEADER_LENGTH);
    length = bytes_take_u32(&in);
    base = bytes_take_u32(&in);
    if (bytes_failed(&in) || length != bytes.length)
        return malformed(diag, "the length is wrong", MARC_LEADER_LENGTH);
    if (base <= WIDE_HEADER || base >= length || (base - WIDE_HEADER - 1) % WIDE_ENTRY != 0 ||
        bytes.data[base - 1] != MARC_FIELD_TERMINATOR ||
        bytes.data[length - 1] != MARC_RECORD_TERMINATOR)
        return malformed(diag, "the base address is wrong", MARC_LEADER_LENGTH + 4);
    bytes_init(directory, bytes.data + WIDE_HEADER, base - WIDE_HEADER - 1);
    *data = slice_part(bytes, base, length - 1 - base);
    return 0;
}

static int decode_wide(struct marc_record **record, struct arena *arena, struct slice bytes,
                       struct diag *diag)
{
    struct iso2709_decoder decoder;
    struct bytes directory;
    struct slice data;
    int status = open_wide(bytes, &directory, &data, diag);

    if (status < 0)
        return status;
    iso2709_decoder_init(&decoder, arena, bytes.data, bytes_left(&directory) / WIDE_ENTRY,
                         iso2709_count(data, MARC_SUBFIELD_DELIMITER));
    memcpy(decoder.record->leader + 20, "4500", 4);
    while (bytes_left(&directory) > 0) {
        size_t offset = WIDE_HEADER + bytes_offset(&directory);
        const char *tag = bytes_take(&directory, 4).data;
        uint32_t length = bytes_take_u32(&directory);
        uint32_t start = bytes_take_u32(&directory);

        if (length < 1 || start > data.length || length > data.length - start ||
            data.data[start + length - 1] != MARC_FIELD_TERMINATOR)
            return malformed(diag, "a directory entry contradicts the data", offset);
        if (!iso2709_decoder_add(&decoder, tag, slice_part(data, start, length - 1)))
            return malformed(diag, "a field is not made of subfields", offset);
    }
    *record = decoder.record;
    return 0;
}

int packed_decode(struct marc_record **record, struct arena *arena, struct slice bytes,
                  struct diag *diag)
{
    ptrdiff_t length;

    if (is_wide(bytes))
        return decode_wide(record, arena, bytes, diag);
    if (!packed_is_iso2709(bytes))
        return malformed(diag, "it is neither ISO 2709 nor the wide form", 20);
    length = iso2709_decode(record, arena, bytes, diag);
    if (length < 0)
        return (int)length;
    if ((size_t)length != bytes.length)
        return malformed(diag, "bytes follow it", (size_t)length);
    return 0;
}

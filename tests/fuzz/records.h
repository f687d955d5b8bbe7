/* Reads all records of some bytes, and holds each to what every record in memory promises. */
#ifndef OFFPRINT_TESTS_FUZZ_RECORDS_H
#define OFFPRINT_TESTS_FUZZ_RECORDS_H

#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/reader.h>
#include <offprint/record.h>

#include "base/text.h"
#include "fuzz.h"

static inline void must_be_sound_value(struct slice value)
{
    MUST(value.data != NULL || value.length == 0);
    MUST(text_is_utf8(value));
    for (size_t i = 0; i < value.length; i++)
        MUST(value.data[i] < 0x1d || value.data[i] > 0x1f);
}

static inline void must_be_sound(const struct marc_record *record)
{
    MUST(record->leader[9] == 'a' && strlen(record->leader) == 24);
    MUST(record->field_count > 0);
    for (uint32_t i = 0; i < record->field_count; i++) {
        const struct marc_field *field = &record->fields[i];

        MUST(strlen(field->tag) == 3);
        MUST(field->control == (field->tag[0] == '0' && field->tag[1] == '0'));
        must_be_sound_value(field->value);
        MUST(field->control || field->subfield_count > 0);
        for (uint32_t k = 0; k < field->subfield_count; k++) {
            MUST(field->subfields[k].code > ' ' && field->subfields[k].code <= '~');
            must_be_sound_value(field->subfields[k].value);
        }
    }
}

static inline void must_pack(const struct marc_record *record, struct arena *arena)
{
    struct marc_record *unpacked;
    struct buffer bytes;

    buffer_init(&bytes);
    packed_encode(&bytes, record);
    MUST(packed_decode(&unpacked, arena, buffer_slice(&bytes), NULL) == 0);
    MUST(marc_record_equal(record, unpacked));
    buffer_finish(&bytes);
}

static inline void count_finding(void *context, const struct finding *finding)
{
    MUST(strlen(finding->rule) > 0 && strlen(finding->message) > 0 && strlen(finding->field) <= 3);
    MUST(text_is_utf8(slice_of(finding->message)));
    ++*(unsigned *)context;
}

/* What we write is read as one record, with nothing to be found. */
static inline void must_write_xml(const struct marc_record *record, struct arena *arena)
{
    struct marc_reader *reader;
    struct marc_record *read;
    struct buffer xml;
    unsigned findings = 0;

    buffer_init(&xml);
    marcxml_write(&xml, record);
    MUST(marc_reader_open_bytes(&reader, buffer_slice(&xml), MARC_INPUT_SNIFF, count_finding,
                                &findings, NULL) == 0);
    read = NULL;
    MUST(marc_reader_next(reader, &read, arena, NULL) == 1);
    MUST(read->field_count == record->field_count && findings == 0);
    marc_reader_close(reader);
    buffer_finish(&xml);
}

static inline void read_records(const uint8_t *data, size_t size, enum marc_input input)
{
    struct arena *arena = arena_create();
    struct marc_reader *reader;
    struct marc_record *record;
    struct diag diag = {0};
    unsigned findings = 0, records = 0;
    int status;

    if (marc_reader_open_bytes(&reader, slice_make((const char *)data, size), input, count_finding,
                               &findings, &diag) == 0) {
        while ((status = marc_reader_next(reader, &record, arena, &diag)) != 0) {
            MUST(++records <= (size + 1) * 1100); /* deflate packs no better (zlib's notes) */
            if (status > 0) {
                must_be_sound(record);
                must_pack(record, arena);
                must_write_xml(record, arena);
                findings = 0;
                MUST(marc_check(record, count_finding, &findings) == (int)findings);
            } else {
                MUST(diag.status == status && diag.message[0] != '\0');
                MUST(text_is_utf8(slice_of(diag.message)) && text_is_utf8(slice_of(diag.value)));
            }
            MUST(status == OFFPRINT_IO || marc_reader_place(reader).number == records);
            arena_reset(arena);
            findings = 0;
            diag_clear(&diag);
        }
        marc_reader_close(reader);
    }
    arena_destroy(arena);
}

#endif

/* What ISO 2709 and its wide form share: the bytes of fields, and a record's arrays made at once.
 */
#ifndef OFFPRINT_MARC_ISO2709_H
#define OFFPRINT_MARC_ISO2709_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/record.h>
#include <offprint/slice.h>

struct arena;

/* ISO 2709 clause 3, with MARC 21's delimiter. */
#define MARC_RECORD_TERMINATOR '\x1d'
#define MARC_FIELD_TERMINATOR '\x1e'
#define MARC_SUBFIELD_DELIMITER '\x1f'

/* Bounds on one record from outside, whatever its form. */
#define MARC_RECORD_LIMIT (64u * 1024u * 1024u)
#define MARC_FIELDS_LIMIT 100000u
#define MARC_SUBFIELDS_LIMIT 1000000u

/* ISO 2709's own: five digits for a record, four for a field. */
#define ISO2709_RECORD_LIMIT 99999u
#define ISO2709_FIELD_LIMIT 9999u
#define ISO2709_ENTRY_LENGTH 12u

static inline bool marc_tag_is_control(const char *tag)
{
    return tag[0] == '0' && tag[1] == '0';
}

/* How often `byte` occurs in `bytes`. */
size_t iso2709_count(struct slice bytes, char byte);
/* How often any from `first` to `last` does. */
size_t iso2709_count_between(struct slice bytes, char first, char last);

/* A record being decoded: its arrays have room for all fields and subfields from the start. */
struct iso2709_decoder {
    struct marc_record *record;
    struct marc_subfield *spare; /* those not given to a field yet */
    size_t spare_count;
};

/* Makes a record with room for `fields` fields and `subfields` subfields. */
void iso2709_decoder_init(struct iso2709_decoder *decoder, struct arena *arena, const char *leader,
                          size_t fields, size_t subfields);

/*
 * Adds the field whose bytes, without terminator, are `content`. False where a data field does not
 * begin with two indicators and a subfield, or there are more subfields than there is room for.
 */
bool iso2709_decoder_add(struct iso2709_decoder *decoder, const char *tag, struct slice content);

/* Bytes of a field with its terminator. */
size_t iso2709_field_length(const struct marc_field *field);

/* Writes a field and its terminator to `at` and returns where it ends. */
char *iso2709_put_field(char *at, const struct marc_field *field);

/*
 * Looks through the `data` of all fields of the record, written one after another. Delimiters and
 * terminators within a value, which no reader lets in, become spaces: they would tear the record
 * apart.
 */
void iso2709_clean_fields(char *data, size_t length, const struct marc_record *record);

#endif

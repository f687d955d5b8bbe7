/* A MARC 21 record in memory, and its forms as bytes. */
#ifndef OFFPRINT_RECORD_H
#define OFFPRINT_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>
#include <offprint/status.h>

struct arena;
struct buffer;

enum marc_leader_position {
    MARC_LEADER_STATUS = 5,
    MARC_LEADER_TYPE = 6,
    MARC_LEADER_LEVEL = 7,
    MARC_LEADER_ENCODING = 9,
    MARC_LEADER_ENCODING_LEVEL = 17,
    MARC_LEADER_DESCRIPTIVE_FORM = 18,
    MARC_LEADER_MULTIPART = 19,
    MARC_LEADER_LENGTH = 24,
};

struct marc_subfield {
    char code;          /* one ASCII character */
    struct slice value; /* UTF-8, as it came: not normalized */
};

/*
 * A control field (tag 00X) has `value` and no subfields; a data field has indicators and
 * subfields, and `value` is empty.
 */
struct marc_field {
    char tag[4]; /* three ASCII characters and a NUL */
    char indicator[2];
    bool control;
    struct slice value;
    struct marc_subfield *subfields;
    uint32_t subfield_count;
    uint32_t subfield_capacity;
};

/* Everything inside lives in the arena it was made with, or in the bytes it was decoded from. */
struct marc_record {
    char leader[MARC_LEADER_LENGTH + 1];
    struct marc_field *fields;
    uint32_t field_count;
    uint32_t field_capacity;
    struct arena *arena; /* borrowed */
};

/*
 * Building. Values are borrowed: they must outlive the record. A field that is returned stays where
 * it is only until the next one is added.
 */
OFFPRINT_API struct marc_record *marc_record_create(struct arena *arena);
OFFPRINT_API struct marc_field *marc_record_add_control(struct marc_record *record, const char *tag,
                                                        struct slice value);
OFFPRINT_API struct marc_field *marc_record_add_field(struct marc_record *record, const char *tag,
                                                      char indicator1, char indicator2);
OFFPRINT_API void marc_field_add(struct marc_record *record, struct marc_field *field, char code,
                                 struct slice value);

/*
 * Reading. `tag` may have 'X' or '.' in a place for any character ("6XX"). `after` is the field
 * to go on from, NULL for the first. NULL where there is no more.
 */
OFFPRINT_API const struct marc_field *marc_record_field(const struct marc_record *record,
                                                        const char *tag,
                                                        const struct marc_field *after);
/* The value of the first control field `tag`, empty where there is none. */
OFFPRINT_API struct slice marc_record_control(const struct marc_record *record, const char *tag);
/* The first subfield `code`, empty where there is none. */
OFFPRINT_API struct slice marc_field_subfield(const struct marc_field *field, char code);
/* The first subfield `code` of the first field `tag`, empty where there is none. */
OFFPRINT_API struct slice marc_record_subfield(const struct marc_record *record, const char *tag,
                                               char code);
/* Does `tag` match `pattern` ("245", "6XX")? */
OFFPRINT_API bool marc_tag_matches(const char *tag, const char *pattern);

/* Control number (001) without white space at its ends; empty where there is none. */
OFFPRINT_API struct slice marc_record_identifier(const struct marc_record *record);

/* Are they the same leader (but for lengths and addresses), fields, indicators, subfields? */
OFFPRINT_API bool marc_record_equal(const struct marc_record *a, const struct marc_record *b);

/* --- ISO 2709 ---------------------------------------------------------------------------- */

/*
 * Decodes the record at the start of `bytes`, which must be UTF-8 and well made: what
 * iso2709_encode or packed_encode wrote, and what came from outside only through a marc_reader,
 * which judges and repairs. The record points into `bytes`; nothing is copied.
 *
 * Stores it in `*record` and returns how many bytes it took. OFFPRINT_MALFORMED, with the offset
 * in `diag`, when leader or directory contradict the bytes.
 */
OFFPRINT_API ptrdiff_t iso2709_decode(struct marc_record **record, struct arena *arena,
                                      struct slice bytes, struct diag *diag);

/*
 * Appends the record as ISO 2709 in UTF-8, leader/09 a, lengths and addresses computed.
 * OFFPRINT_TOO_LARGE, with nothing appended, when the record is over 99,999 bytes or a field over
 * 9,999 (ISO 2709 clause 4): never cut.
 */
OFFPRINT_API int iso2709_encode(struct buffer *out, const struct marc_record *record,
                                struct diag *diag);

/* --- packed: ISO 2709 where it fits, else the same with 32-bit lengths ----------------------- */

/*
 * The form that the store keeps. Bytes 20-23 of an ISO 2709 leader are "4500"; of the wide form
 * "wide". Appending never fails for size.
 */
OFFPRINT_API void packed_encode(struct buffer *out, const struct marc_record *record);
OFFPRINT_API int packed_decode(struct marc_record **record, struct arena *arena, struct slice bytes,
                               struct diag *diag);
/* Are these packed bytes plain ISO 2709, to be sent as they are? */
OFFPRINT_API bool packed_is_iso2709(struct slice bytes);

/* --- MARCXML ------------------------------------------------------------------------------ */

/* Appends a <record> in the MARC 21 slim namespace, declared on it; no XML declaration. NFC. */
OFFPRINT_API void marcxml_write(struct buffer *out, const struct marc_record *record);

#endif

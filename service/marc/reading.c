#include "marc/reading.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/record.h>

#include "base/block.h"
#include "base/text.h"
#include "marc/iso2709.h"
#include "marc/marc8.h"
#include "marc/unimarc.h"

void reading_init(struct reading *reading, finding_handler *handler, void *context)
{
    *reading = (struct reading){.handler = handler, .context = context};
    buffer_init(&reading->scratch);
}

void reading_finish(struct reading *reading)
{
    marc8_destroy(reading->marc8);
    unimarc_destroy(reading->unimarc);
    buffer_finish(&reading->scratch);
    iso2709_marks_finish(&reading->marks);
}

void reading_begin(struct reading *reading, struct arena *arena)
{
    reading->arena = arena;
    reading->findings = 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alphanumeric(char c)
{
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static void give(struct reading *reading, const struct finding *finding)
{
    static const struct finding last = {FINDING_NOTE, "more", "",
                                        "there are more findings in this record than are given"};

    if (reading->handler == NULL || reading->findings > FINDINGS_LIMIT)
        return;
    reading->findings++;
    reading->handler(reading->context, reading->findings > FINDINGS_LIMIT ? &last : finding);
}

void reading_report(struct reading *reading, enum finding_severity severity, const char *rule,
                    const char *field, const char *format, ...)
{
    char message[400];
    char tag[4] = "";
    va_list arguments;

    for (int i = 0; field != NULL && i < 3 && field[i] != '\0'; i++)
        tag[i] = is_alphanumeric(field[i]) ? field[i] : '?';
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    give(reading, &(struct finding){severity, rule, tag, message});
}

const char *printable(char *out, struct slice bytes)
{
    char *at = out;
    size_t offset = 0;

    while (offset < bytes.length && at - out < PRINTABLE_SIZE - 12) {
        size_t before = offset;
        uint32_t codepoint = text_next(bytes, &offset);
        unsigned char byte = (unsigned char)bytes.data[before];

        if (codepoint < 0x20 || codepoint == 0x7f || (codepoint >= 0x80 && offset - before == 1)) {
            offset = before + 1;
            at += snprintf(at, 5, "\\x%02X", byte);
        } else {
            memcpy(at, bytes.data + before, offset - before);
            at += offset - before;
        }
    }
    memcpy(at, offset < bytes.length ? "..." : "", offset < bytes.length ? 4 : 1);
    return out;
}

/*
 * Lengths and addresses (00-04, 12-16) describe the bytes as they came: they only have to be
 * digits. 10, 11 and 20-23 have one value in MARC 21.
 */
void reading_repair_leader(struct reading *reading, char *leader)
{
    char before[MARC_LEADER_LENGTH], shown[PRINTABLE_SIZE];

    memcpy(before, leader, sizeof before);
    for (int i = 0; i < 20; i++) {
        if (i < 5 || (i >= 12 && i < 17))
            leader[i] = is_digit(leader[i]) ? leader[i] : '0';
        else
            leader[i] = is_alphanumeric(leader[i]) ? leader[i] : ' ';
    }
    if (leader[MARC_LEADER_TYPE] == ' ')
        leader[MARC_LEADER_TYPE] = 'a';
    memcpy(leader + 10, "22", 2);
    memcpy(leader + 20, "4500", 4);
    leader[MARC_LEADER_ENCODING] = 'a'; /* encoding_judge says what it was */
    if (memcmp(before + 5, leader + 5, 4) != 0 || memcmp(before + 17, leader + 17, 3) != 0)
        reading_report(reading, FINDING_REPAIR, "leader", "LDR",
                       "the leader '%s' has values that MARC 21 does not allow; read as '%.24s'",
                       printable(shown, slice_make(before, sizeof before)), leader);
}

void reading_take_leader(struct reading *reading, char *leader, struct slice text)
{
    char shown[PRINTABLE_SIZE];

    if (slice_trim(text).length == 0) {
        reading_report(reading, FINDING_REPAIR, "leader", "LDR",
                       "the record has no leader; it was given '%s'", leader);
        return;
    }
    if (text.length != MARC_LEADER_LENGTH) {
        reading_report(reading, FINDING_REPAIR, "leader-length", "LDR",
                       "the leader '%s' has %zu characters, not 24; read as far as it goes",
                       printable(shown, text), text_length(text));
        if (text.length > MARC_LEADER_LENGTH)
            text = slice_part(slice_trim(text), 0, MARC_LEADER_LENGTH);
    }
    memset(leader, ' ', MARC_LEADER_LENGTH);
    memcpy(leader, text.length > 0 ? text.data : "", text.length);
    reading_repair_leader(reading, leader);
}

bool reading_tag_is_good(const char *tag)
{
    return is_alphanumeric(tag[0]) && is_alphanumeric(tag[1]) && is_alphanumeric(tag[2]) &&
           memcmp(tag, "000", 3) != 0;
}

char reading_repair_indicator(struct reading *reading, const char *tag, int number, char indicator)
{
    char shown[PRINTABLE_SIZE];

    if (reading_indicator_is_good(indicator))
        return indicator;
    reading_report(reading, FINDING_REPAIR, "indicators", tag,
                   "indicator %d is '%s', which is no character for it; read as blank", number,
                   printable(shown, slice_make(&indicator, 1)));
    return ' ';
}

char reading_repair_code(struct reading *reading, const char *tag, char code)
{
    char shown[PRINTABLE_SIZE];

    if (reading_code_is_good(code))
        return code;
    reading_report(reading, FINDING_REPAIR, "subfield-code", tag,
                   "'%s' is no subfield code; read as '?'", printable(shown, slice_make(&code, 1)));
    return '?';
}

static bool is_structure(char byte)
{
    return byte >= MARC_RECORD_TERMINATOR && byte <= MARC_SUBFIELD_DELIMITER;
}

/* Is a delimiter or terminator in the block? */
static bool block_has_structure(block_bytes block)
{
    block -= block_of(MARC_RECORD_TERMINATOR);
    return block_any((block_bytes)(block <= block_of(2)));
}

static bool has_structure(struct slice value)
{
    for (size_t at = 0; value.length - at >= BLOCK_SIZE; at += BLOCK_SIZE)
        if (block_has_structure(block_load(value.data + at)))
            return true;
    return value.length > 0 && block_has_structure(block_load_last(value.data, value.length));
}

struct slice reading_repair_value(struct reading *reading, const char *tag, struct slice value)
{
    char *copy;

    if (!has_structure(value))
        return value;
    copy = arena_copy(reading->arena, value.data, value.length);
    for (size_t i = 0; i < value.length; i++)
        if (is_structure(copy[i]))
            copy[i] = ' ';
    reading_report(reading, FINDING_REPAIR, "structure-bytes", tag,
                   "a value holds a delimiter or terminator (1D, 1E or 1F); read as a space");
    return slice_make(copy, value.length);
}

/*
 * A record out of MARCMaker's lines:
 *
 *   =LDR  00000nam a2200000 i 4500
 *   =001  precarious-truce
 *   =245  14$aThe precarious truce :$bAnglo-Soviet relations.
 *
 * A backslash is a blank in indicators and control fields; {dollar}, {eacute} and their like stand
 * for characters.
 */
#include <string.h>

#include <offprint/arena.h>
#include <offprint/record.h>

#include "marc/encoding.h"
#include "marc/iso2709.h"
#include "marc/reading.h"
#include "marc/text_read.h"

#define DATA_AT 4u /* behind "=245", where two blanks follow */

struct making {
    struct reading *reading;
    struct marc_record *record;
    enum marc_encoding encoding;
    size_t subfields;
};

/* The next line of `*text` without its end; data is NULL at the end. */
static struct slice next_line(struct slice *text)
{
    const char *end = text->length > 0 ? memchr(text->data, '\n', text->length) : NULL;
    struct slice line = *text;

    if (end != NULL)
        line.length = (size_t)(end - text->data);
    *text = slice_part(*text, line.length + 1, text->length);
    if (line.length > 0 && line.data[line.length - 1] == '\r')
        line.length--;
    return line;
}

/* What stands on a field's line behind the tag and its two blanks. */
static struct slice line_data(struct slice line)
{
    size_t at = DATA_AT;

    while (at < line.length && at < DATA_AT + 2 && line.data[at] == ' ')
        at++;
    line = slice_part(line, at, line.length);
    return line.data != NULL ? line : slice_of("");
}

static struct slice value_of(struct making *making, const char *tag, struct slice bytes)
{
    bytes = encoding_decode(making->reading, making->encoding, tag, bytes);
    bytes = line_expand(making->reading, tag, bytes);
    return reading_repair_value(making->reading, tag, bytes);
}

/* Backslashes as blanks. */
static struct slice without_backslashes(struct making *making, struct slice value)
{
    char *copy =
        arena_copy(making->reading->arena, value.length > 0 ? value.data : "", value.length);

    for (size_t i = 0; i < value.length; i++)
        if (copy[i] == '\\')
            copy[i] = ' ';
    return slice_make(copy, value.length);
}

/* Where the next subfield begins: a dollar sign and its code. A sum of money has neither. */
static size_t next_subfield(struct slice data, size_t from)
{
    for (size_t at = from; at + 1 < data.length; at++) {
        char code = data.data[at + 1];

        if (data.data[at] == '$' && code > ' ' && code <= '~')
            return at;
    }
    return data.length;
}

static void add_subfields(struct making *making, const char *tag, struct slice data)
{
    struct marc_record *record = making->record;
    size_t at = next_subfield(data, 0);
    char shown[PRINTABLE_SIZE];

    if (slice_trim(slice_part(data, 0, at)).length > 0)
        reading_report(making->reading, FINDING_ERROR, "stray-text", tag,
                       "text outside of subfields was left out: '%s'",
                       printable(shown, slice_part(data, 0, at)));
    while (at < data.length && making->subfields++ <= MARC_SUBFIELDS_LIMIT) {
        size_t next = next_subfield(data, at + 2);

        marc_field_add(record, &record->fields[record->field_count - 1], data.data[at + 1],
                       value_of(making, tag, slice_part(data, at + 2, next - at - 2)));
        at = next;
    }
}

static void add_data_field(struct making *making, const char *tag, struct slice data)
{
    struct marc_record *record = making->record;
    char indicators[2] = {' ', ' '};
    size_t at = 0;

    for (; at < 2 && at < data.length && data.data[at] != '$'; at++)
        indicators[at] = data.data[at] == '\\' ? ' ' : data.data[at];
    if (at < 2)
        reading_report(making->reading, FINDING_REPAIR, "indicators", tag,
                       "the field has %zu indicators, not 2; read as blanks", at);
    for (int i = 0; i < 2; i++)
        indicators[i] = reading_repair_indicator(making->reading, tag, i + 1, indicators[i]);
    marc_record_add_field(record, tag, indicators[0], indicators[1]);
    add_subfields(making, tag, slice_part(data, at, data.length));
    if (record->fields[record->field_count - 1].subfield_count > 0)
        return;
    record->field_count--;
    reading_report(making->reading, FINDING_REPAIR, "empty-field", tag,
                   "the field has no subfields; it was left out");
}

static void add_line(struct making *making, struct slice line)
{
    char tag[4] = "", shown[PRINTABLE_SIZE];

    if (line.length < DATA_AT || line.data[0] != '=') {
        reading_report(making->reading, FINDING_ERROR, "line", "",
                       "a line that does not begin with '=' and a tag was left out: '%s'",
                       printable(shown, line));
        return;
    }
    memcpy(tag, line.data + 1, 3);
    if (strcmp(tag, "LDR") == 0 || strcmp(tag, "000") == 0)
        return;
    if (!reading_tag_is_good(tag))
        reading_report(making->reading, FINDING_ERROR, "tag", tag,
                       "the tag '%s' is none of MARC's; the field was left out",
                       printable(shown, slice_part(line, 1, 3)));
    else if (marc_tag_is_control(tag))
        marc_record_add_control(
            making->record, tag,
            value_of(making, tag, without_backslashes(making, line_data(line))));
    else
        add_data_field(making, tag, line_data(line));
}

static void read_leader(struct making *making, struct slice text)
{
    struct slice leader = slice_make(NULL, 0);

    while (text.length > 0 && leader.data == NULL) {
        struct slice line = next_line(&text);

        if (slice_starts(line, "=LDR") || slice_starts(line, "=000"))
            leader = without_backslashes(making, line_data(line));
    }
    reading_take_leader(making->reading, making->record->leader, leader);
}

/* leader/09 before it is made what it is from now on. */
static char label_of(struct slice text)
{
    struct slice line = next_line(&text);
    struct slice leader = line_data(line);

    return slice_starts(line, "=LDR") && leader.length > MARC_LEADER_ENCODING
               ? leader.data[MARC_LEADER_ENCODING]
               : 'a';
}

int line_read(struct marc_record **record, struct reading *reading, struct slice bytes,
              struct diag *diag)
{
    struct making making = {.reading = reading, .record = marc_record_create(reading->arena)};
    struct slice text = bytes;

    if (iso2709_count(bytes, '\n') > MARC_FIELDS_LIMIT)
        return diag_set(diag, OFFPRINT_LIMIT, "the record has over %u fields", MARC_FIELDS_LIMIT);
    making.encoding = encoding_judge(reading, label_of(bytes), bytes);
    read_leader(&making, bytes);
    while (text.length > 0)
        add_line(&making, next_line(&text));
    if (making.subfields > MARC_SUBFIELDS_LIMIT)
        return diag_set(diag, OFFPRINT_LIMIT, "the record has over %u subfields",
                        MARC_SUBFIELDS_LIMIT);
    if (making.record->field_count == 0)
        return diag_set(diag, OFFPRINT_MALFORMED, "none of the record's fields can be read");
    *record = making.record;
    return 0;
}

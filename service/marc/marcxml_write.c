/*
 * MARCXML, written straight into a buffer. What is written is always valid against LC's
 * MARC21slim.xsd: where a leader, tag, indicator or code has a value that the schema knows no
 * place for, the nearest one that it has is written.
 */
#include <offprint/record.h>

#include <string.h>

#include <offprint/buffer.h>

#include "base/escape.h"
#include "marc/iso2709.h"

/* Room for the markup of one field or subfield, beside its value. */
#define MARKUP_ROOM 80u

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_alphanumeric(char c)
{
    return is_digit(c) || is_lower(c) || is_upper(c);
}

static char *put(char *at, const char *literal, size_t length)
{
    memcpy(at, literal, length);
    return at + length;
}

#define PUT(at, literal) put(at, literal, sizeof(literal) - 1)

/* leaderDataType: [\d ]{5}[\dA-Za-z ][\dA-Za-z][\dA-Za-z ]{3}(2| )(2| )[\d ]{5}[\dA-Za-z
 * ]{3}(4500|) */
static char *put_leader(char *at, const char *leader)
{
    memcpy(at, leader, MARC_LEADER_LENGTH);
    for (int i = 0; i < 20; i++) {
        bool numeric = i < 5 || (i >= 12 && i < 17);

        if (numeric ? !is_digit(at[i]) : !is_alphanumeric(at[i]))
            at[i] = numeric ? '0' : ' ';
    }
    if (at[MARC_LEADER_TYPE] == ' ')
        at[MARC_LEADER_TYPE] = 'a';
    at[MARC_LEADER_ENCODING] = 'a';
    memcpy(at + 10, "22", 2);
    memcpy(at + 20, "4500", 4);
    return at + MARC_LEADER_LENGTH;
}

/*
 * tagDataType and controltagDataType: letters of one case only, and 000 is none. False where there
 * is nothing near.
 */
static bool put_tag(char **at, const char *tag)
{
    bool control = marc_tag_is_control(tag);
    bool lower = is_lower(tag[0]) || is_lower(tag[1]) || is_lower(tag[2]);

    if (memcmp(tag, "000", 3) == 0)
        return false;
    for (int i = 0; i < 3; i++) {
        if (!is_alphanumeric(tag[i]))
            return false;
        *(*at)++ = !control && lower && is_upper(tag[i]) ? (char)(tag[i] - 'A' + 'a') : tag[i];
    }
    return true;
}

/* indicatorDataType: [\da-z ] */
static char xml_indicator(char indicator)
{
    if (is_digit(indicator) || is_lower(indicator))
        return indicator;
    return is_upper(indicator) ? (char)(indicator - 'A' + 'a') : ' ';
}

/* subfieldcodeDataType has all of printable ASCII but space, @ and |. */
static char *put_code(char *at, char code)
{
    if (is_alphanumeric(code)) {
        *at++ = code;
        return at;
    }
    switch (code) {
    case '"':
        return PUT(at, "&quot;");
    case '&':
        return PUT(at, "&amp;");
    case '<':
        return PUT(at, "&lt;");
    case '>':
        return PUT(at, "&gt;");
    default:
        *at++ = code > ' ' && code <= '~' && code != '@' && code != '|' ? code : '?';
        return at;
    }
}

static void write_control(struct buffer *out, const struct marc_field *field)
{
    char *start = buffer_reserve(out, MARKUP_ROOM);
    char *at = PUT(start, "\n  <controlfield tag=\"");

    if (!put_tag(&at, field->tag))
        return;
    at = PUT(at, "\">");
    out->length += (size_t)(at - start);
    escape_xml(out, field->value);
    buffer_add(out, "</controlfield>", 15);
}

static void write_field(struct buffer *out, const struct marc_field *field)
{
    char *start = buffer_reserve(out, MARKUP_ROOM);
    char *at = PUT(start, "\n  <datafield tag=\"");

    /* The schema wants a subfield in every field: one without has nothing to say. */
    if (field->subfield_count == 0 || !put_tag(&at, field->tag))
        return;
    at = PUT(at, "\" ind1=\"");
    *at++ = xml_indicator(field->indicator[0]);
    at = PUT(at, "\" ind2=\"");
    *at++ = xml_indicator(field->indicator[1]);
    at = PUT(at, "\">");
    out->length += (size_t)(at - start);
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        start = buffer_reserve(out, MARKUP_ROOM);
        at = PUT(start, "<subfield code=\"");
        at = put_code(at, field->subfields[i].code);
        at = PUT(at, "\">");
        out->length += (size_t)(at - start);
        escape_xml(out, field->subfields[i].value);
        buffer_add(out, "</subfield>", 11);
    }
    buffer_add(out, "</datafield>", 12);
}

void marcxml_write(struct buffer *out, const struct marc_record *record)
{
    char *start = buffer_reserve(out, MARKUP_ROOM + MARC_LEADER_LENGTH);
    char *at = PUT(start, "<record xmlns=\"http://www.loc.gov/MARC21/slim\">\n  <leader>");

    at = put_leader(at, record->leader);
    out->length += (size_t)(at - start);
    buffer_add(out, "</leader>", 9);
    /* The schema wants all control fields before the first data field. */
    for (uint32_t i = 0; i < record->field_count; i++)
        if (record->fields[i].control)
            write_control(out, &record->fields[i]);
    for (uint32_t i = 0; i < record->field_count; i++)
        if (!record->fields[i].control)
            write_field(out, &record->fields[i]);
    buffer_add_string(out, "\n</record>");
}

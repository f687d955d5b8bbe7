#include <offprint/status.h>

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <offprint/buffer.h>

#include "base/text.h"

void diag_clear(struct diag *diag)
{
    if (diag == NULL)
        return;
    diag->status = OFFPRINT_OK;
    diag->value[0] = '\0';
    diag->message[0] = '\0';
}

/*
 * Copies at most `size - 1` bytes of `from`, cut between two characters. What is not UTF-8 or not
 * printable becomes a question mark: values come from anywhere and go to logs and replies.
 */
static void copy_clean(char *to, size_t size, const char *from)
{
    struct slice text = slice_of(from);
    size_t offset = 0, length = 0;

    while (offset < text.length) {
        size_t start = offset;
        uint32_t codepoint = text_next(text, &offset);
        size_t width = offset - start;
        bool clean = codepoint >= 0x20 && codepoint != 0x7f && codepoint != 0xfffd &&
                     !(codepoint >= 0x80 && codepoint < 0xa0);

        if (!clean)
            width = 1;
        if (length + width >= size)
            break;
        if (clean)
            memcpy(to + length, from + start, width);
        else
            to[length] = '?';
        length += width;
    }
    to[length] = '\0';
}

static int report(struct diag *diag, int status, const char *value, const char *format,
                  va_list arguments) OFFPRINT_PRINTF(4, 0);

static int report(struct diag *diag, int status, const char *value, const char *format,
                  va_list arguments)
{
    char message[sizeof diag->message];

    if (diag == NULL)
        return status;
    vsnprintf(message, sizeof message, format, arguments);
    diag->status = status;
    copy_clean(diag->value, sizeof diag->value, value != NULL ? value : "");
    copy_clean(diag->message, sizeof diag->message, message);
    return status;
}

int diag_set(struct diag *diag, int status, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    report(diag, status, NULL, format, arguments);
    va_end(arguments);
    return status;
}

int diag_refuse(struct diag *diag, int status, const char *value, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    report(diag, status, value, format, arguments);
    va_end(arguments);
    return status;
}

static const struct {
    int status;
    const char *name;
} names[] = {
    {OFFPRINT_OK, "ok"},
    {OFFPRINT_NOT_FOUND, "not found"},
    {OFFPRINT_GONE, "deleted"},
    {OFFPRINT_MALFORMED, "malformed"},
    {OFFPRINT_INVALID, "invalid value"},
    {OFFPRINT_UNSUPPORTED, "not supported"},
    {OFFPRINT_TOO_LARGE, "too large"},
    {OFFPRINT_NO_IDENTIFIER, "no identifier"},
    {OFFPRINT_IO, "input or output failed"},
    {OFFPRINT_STORAGE, "storage failed"},
    {OFFPRINT_STORAGE_FULL, "storage full"},
    {OFFPRINT_FOREIGN, "not a catalogue of this version"},
    {OFFPRINT_STALE_INDEX, "index out of date"},
    {OFFPRINT_BUSY, "busy"},
    {OFFPRINT_TIMEOUT, "out of time"},
    {OFFPRINT_LIMIT, "limit reached"},
    {OFFPRINT_CORRUPT, "store corrupt"},
    {OFFPRINT_QUERY_TYPE, "query type not supported"},
    {OFFPRINT_QUERY_SYNTAX, "query syntax error"},
    {OFFPRINT_OPERATOR, "operator not supported"},
    {OFFPRINT_TOO_MANY_OPERANDS, "too many operands"},
    {OFFPRINT_ATTRIBUTE_SET, "attribute set not supported"},
    {OFFPRINT_ATTRIBUTE_TYPE, "attribute type not supported"},
    {OFFPRINT_ACCESS_POINT, "access point not supported"},
    {OFFPRINT_ACCESS_POINT_MISSING, "access point missing"},
    {OFFPRINT_RELATION, "relation not supported"},
    {OFFPRINT_RELATION_MODIFIER, "relation modifier not supported"},
    {OFFPRINT_POSITION, "position not supported"},
    {OFFPRINT_STRUCTURE, "structure not supported"},
    {OFFPRINT_TRUNCATION, "truncation not supported"},
    {OFFPRINT_COMPLETENESS, "completeness not supported"},
    {OFFPRINT_COMBINATION, "combination not supported"},
    {OFFPRINT_TERM_FORMAT, "term not in the expected form"},
    {OFFPRINT_TERM_EMPTY, "empty term"},
    {OFFPRINT_TERM_ENCODING, "term not in UTF-8"},
    {OFFPRINT_TERM_EXPANSION, "truncation matches too many terms"},
    {OFFPRINT_PROXIMITY, "proximity not supported"},
    {OFFPRINT_PROXIMITY_UNIT, "proximity unit not supported"},
    {OFFPRINT_PROXIMITY_RELATION, "proximity relation not supported"},
    {OFFPRINT_PROXIMITY_DISTANCE, "proximity distance not supported"},
    {OFFPRINT_SORT, "sort not supported"},
    {OFFPRINT_ATTRIBUTE_COMPLEX, "complex attribute value not supported"},
    {OFFPRINT_RESULT_SET_ATTRIBUTES, "attributes on a result set not supported"},
    {OFFPRINT_SORT_KEYS, "too many sort keys"},
    {OFFPRINT_SORT_DUPLICATE, "sort key given twice"},
    {OFFPRINT_SORT_RELATION, "sort direction not supported"},
    {OFFPRINT_SORT_CASE, "case-sensitive sort not supported"},
    {OFFPRINT_SORT_MISSING_ACTION, "action for missing sort values not supported"},
    {OFFPRINT_SORT_MISSING, "sort value missing"},
    {OFFPRINT_SORT_RECORDS, "too many records to sort"},
    {OFFPRINT_DATABASE, "database unknown"},
    {OFFPRINT_DATABASE_COMBINATION, "databases cannot be combined"},
    {OFFPRINT_RESULT_SET, "result set unknown"},
    {OFFPRINT_RESULT_SET_EXISTS, "result set exists"},
    {OFFPRINT_RESULT_SET_NAME, "result set name not allowed"},
    {OFFPRINT_RESULT_SET_LIMIT, "too many result sets"},
    {OFFPRINT_OUT_OF_RANGE, "out of range"},
    {OFFPRINT_FORMAT, "format unknown"},
    {OFFPRINT_FORMAT_UNAVAILABLE, "format not available for this record"},
    {OFFPRINT_ELEMENT_SET, "element set unknown"},
    {OFFPRINT_SCAN_STEP, "scan step not supported"},
    {OFFPRINT_SCAN_POSITION, "scan position out of range"},
    {OFFPRINT_SCAN_COUNT, "too many scan entries"},
    {OFFPRINT_SCAN_ACCESS_POINT, "access point cannot be browsed"},
};

const char *status_name(int status)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].status == status)
            return names[i].name;
    }
    return "unknown status";
}

/* Where records begin and end in MARCMaker's lines and in JSON. */
#include <string.h>

#include "marc/input.h"
#include "marc/iso2709.h"
#include "marc/text_read.h"

/* White space between an object's brace and its first key. */
#define KEY_AHEAD 64u

void text_pass(struct text_framer *framer, size_t length)
{
    framer->newlines += iso2709_count(slice_part(input_window(framer->input), 0, length), '\n');
    input_skip(framer->input, length);
}

static struct slice after_mark(struct slice start)
{
    return slice_starts(start, "\xef\xbb\xbf") ? slice_part(start, 3, start.length) : start;
}

static void skip_mark(struct text_framer *framer)
{
    if (framer->input->offset == 0 && slice_starts(input_window(framer->input), "\xef\xbb\xbf"))
        input_skip(framer->input, 3);
}

/* Passes `length` bytes that belong to no record. */
static void pass_over(struct text_frame *frame, struct text_framer *framer, size_t length)
{
    frame->skipped += length;
    text_pass(framer, length);
}

/* --- lines ------------------------------------------------------------------------ */

static bool is_alphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* "=245  ": a field's line. */
static bool is_field_line(struct slice line)
{
    return line.length >= 5 && line.data[0] == '=' && is_alphanumeric(line.data[1]) &&
           is_alphanumeric(line.data[2]) && is_alphanumeric(line.data[3]) && line.data[4] == ' ';
}

static bool is_leader_line(struct slice line)
{
    return slice_starts(line, "=LDR ") || slice_starts(line, "=000 ");
}

bool line_is_start(struct slice start)
{
    return is_field_line(slice_trim(after_mark(start)));
}

/* The line at `at` in the window, without its end, however much must be read for it. */
static int take_line(struct slice *line, struct text_framer *framer, size_t at, struct diag *diag)
{
    size_t from = at;

    for (;;) {
        struct slice window = input_window(framer->input);
        const char *end =
            from < window.length ? memchr(window.data + from, '\n', window.length - from) : NULL;
        int status;

        if (end != NULL) {
            *line = slice_make(window.data + at, (size_t)(end - window.data) - at);
            return 1;
        }
        *line = slice_part(window, at, window.length);
        if (window.length - at > MARC_RECORD_LIMIT)
            return 1;
        from = window.length;
        status = input_more(framer->input, diag);
        if (status < 0)
            return status;
        if (status == 0)
            return line->length > 0;
    }
}

/* Moves the window to the next field's line: 1, 0 at the end, OFFPRINT_IO. */
static int find_field(struct text_frame *frame, struct text_framer *framer, struct diag *diag)
{
    struct slice line;
    int status;

    while ((status = take_line(&line, framer, 0, diag)) > 0 && !is_field_line(line)) {
        frame->junk |= slice_trim(line).length > 0;
        pass_over(frame, framer, line.length + (line.length < input_window(framer->input).length));
    }
    return status;
}

int line_frame(struct text_frame *frame, struct text_framer *framer, struct diag *diag)
{
    struct slice line;
    int status;

    *frame = (struct text_frame){.fault = NULL};
    if ((status = input_want(framer->input, 3, diag)) < 0)
        return status;
    skip_mark(framer);
    if ((status = find_field(frame, framer, diag)) <= 0)
        return status;
    while ((status = take_line(&line, framer, frame->length, diag)) > 0) {
        if (slice_trim(line).length == 0 || (frame->length > 0 && is_leader_line(line)))
            break;
        frame->length += line.length;
        frame->length += frame->length < input_window(framer->input).length; /* its end */
        if (frame->length > MARC_RECORD_LIMIT) {
            frame->fault = "the record has over 64 MiB";
            break;
        }
    }
    return status < 0 ? status : 1;
}

/* --- JSON ------------------------------------------------------------------------- */

bool json_is_start(struct slice start)
{
    start = slice_trim(after_mark(start));
    if (start.length > 0 && start.data[0] == '[')
        start = slice_trim(slice_part(start, 1, start.length));
    if (start.length == 0 || start.data[0] != '{')
        return false;
    start = slice_trim(slice_part(start, 1, start.length));
    return start.length > 0 && start.data[0] == '"';
}

/* An object whose first key only a record has. */
static bool begins_record(struct slice at)
{
    if (at.length == 0 || at.data[0] != '{')
        return false;
    at = slice_trim(slice_part(at, 1, KEY_AHEAD));
    return slice_starts(at, "\"leader\"") || slice_starts(at, "\"fields\"");
}

/* Moves the window to the next brace: 1, 0 at the end, OFFPRINT_IO. */
static int find_brace(struct text_frame *frame, struct text_framer *framer, struct diag *diag)
{
    for (;;) {
        struct slice window = input_window(framer->input);
        size_t at = 0;
        int status;

        for (; at < window.length && window.data[at] != '{'; at++)
            frame->junk |= memchr(" \t\r\n,[]}", window.data[at], 8) == NULL;
        pass_over(frame, framer, at);
        if (at < window.length)
            return 1;
        status = input_more(framer->input, diag);
        if (status <= 0)
            return status;
    }
}

/* Within one object. */
struct json_scan {
    size_t at;
    unsigned depth;
    bool string, escape;
    bool inner; /* stands at a record within the object */
};

/* Goes on to the object's end, an inner record, or a fault: true; false where more is needed. */
static bool scan_object(struct json_scan *scan, struct text_frame *frame, struct slice window,
                        bool ended)
{
    for (; scan->at < window.length; scan->at++) {
        char c = window.data[scan->at];

        if (scan->string && c == '\n') {
            frame->fault = "a string is not ended on its line";
            return true;
        }
        if (scan->string) {
            scan->string = scan->escape || c != '"';
            scan->escape = !scan->escape && c == '\\';
            continue;
        }
        if (c == '{' && window.length - scan->at < KEY_AHEAD + 10 && !ended)
            return false;
        scan->inner = scan->depth > 0 && begins_record(slice_part(window, scan->at, window.length));
        if (scan->inner)
            return true;
        scan->string = c == '"';
        if (c == '{' || c == '[')
            scan->depth++;
        else if ((c == '}' || c == ']') && --scan->depth == 0)
            return true;
    }
    return false;
}

/* After a fault: the next place where a record may begin, a line or a record's first key. */
static int find_next(struct text_frame *frame, struct text_framer *framer, size_t at,
                     struct diag *diag)
{
    for (;; at++) {
        struct slice window = input_window(framer->input);

        if (window.length - at < KEY_AHEAD + 10 && !framer->input->ended) {
            int status = input_more(framer->input, diag);

            if (status < 0)
                return status;
            window = input_window(framer->input);
        }
        frame->length = at;
        if (at >= window.length || window.length > 2 * (size_t)MARC_RECORD_LIMIT)
            return 1;
        if (begins_record(slice_part(window, at, window.length)) ||
            (window.data[at] == '{' && window.data[at - 1] == '\n'))
            return 1;
    }
}

static int frame_object(struct text_frame *frame, struct text_framer *framer, struct diag *diag)
{
    struct json_scan scan = {.at = 0};

    for (;;) {
        struct slice window = input_window(framer->input);
        int status;

        if (scan_object(&scan, frame, window, framer->input->ended))
            break;
        if (window.length > MARC_RECORD_LIMIT) {
            frame->fault = "the record has over 64 MiB";
            break;
        }
        status = input_more(framer->input, diag);
        if (status < 0)
            return status;
        if (status == 0 && scan.at >= input_window(framer->input).length) {
            frame->fault = "the file ends within it";
            break;
        }
    }
    if (frame->fault != NULL)
        return find_next(frame, framer, scan.at > 0 ? scan.at : 1, diag);
    frame->length = scan.inner ? scan.at : scan.at + 1;
    if (scan.inner && begins_record(input_window(framer->input)))
        frame->fault = "another record begins within it";
    else if (scan.inner)
        return 0;
    return 1;
}

int json_frame(struct text_frame *frame, struct text_framer *framer, struct diag *diag)
{
    int status;

    *frame = (struct text_frame){.fault = NULL};
    if ((status = input_want(framer->input, KEY_AHEAD + 10, diag)) < 0)
        return status;
    skip_mark(framer);
    for (;;) {
        if ((status = find_brace(frame, framer, diag)) <= 0)
            return status;
        if ((status = frame_object(frame, framer, diag)) != 0)
            return status;
        pass_over(frame, framer, frame->length); /* an object around records */
        frame->length = 0;
    }
}

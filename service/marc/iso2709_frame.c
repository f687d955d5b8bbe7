/* Where records begin and end in a file of ISO 2709, whatever their leaders say. */
#include "marc/iso2709_read.h"

#include <string.h>

#include "marc/input.h"
#include "marc/iso2709.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool are_digits(const char *at, int count)
{
    for (int i = 0; i < count; i++)
        if (!is_digit(at[i]))
            return false;
    return true;
}

/* The record length that a leader gives, 0 where it gives none. */
static size_t said_length(struct slice bytes)
{
    size_t length = 0;

    if (bytes.length < MARC_LEADER_LENGTH || !are_digits(bytes.data, 5))
        return 0;
    for (int i = 0; i < 5; i++)
        length = length * 10 + (size_t)(bytes.data[i] - '0');
    return length >= MARC_LEADER_LENGTH + 2 ? length : 0;
}

/* 12345nam?a22?12345????450? : the positions that no dialect changes. */
bool iso2709_is_leader(struct slice bytes)
{
    const char *at = bytes.data;

    return bytes.length >= MARC_LEADER_LENGTH && are_digits(at, 5) && is_digit(at[10]) &&
           is_digit(at[11]) && are_digits(at + 12, 5) && at[20] == '4' && at[21] == '5';
}

/* What people and programs put between records, a second terminator included. */
static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0' || c == '\x1a' ||
           c == MARC_RECORD_TERMINATOR;
}

static size_t count_blank(struct slice bytes)
{
    size_t count = 0;

    while (count < bytes.length && is_blank(bytes.data[count]))
        count++;
    return count;
}

static int skip_blank(struct frame *frame, struct input *input, struct diag *diag)
{
    for (;;) {
        size_t blank = count_blank(input_window(input));
        int status;

        /* A leader whose length was left blank begins with blanks: five of them, then "nam". */
        if (blank == 5 && input_window(input).length > MARC_LEADER_LENGTH &&
            memcmp(input_window(input).data, "     ", 5) == 0)
            return 0;
        input_skip(input, blank);
        frame->skipped += blank;
        if (input_window(input).length > 0)
            return 0;
        status = input_more(input, diag);
        if (status <= 0)
            return status;
    }
}

/*
 * How far the first record terminator is: 1 and `*at`, or 0 where there is none to the end of the
 * input or MARC_RECORD_LIMIT.
 */
static int find_terminator(struct framer *framer, size_t *at, struct diag *diag)
{
    struct input *input = framer->input;
    size_t from = framer->searched > input->offset ? (size_t)(framer->searched - input->offset) : 0;

    for (;;) {
        struct slice window = input_window(input);
        const char *found = NULL;
        int status;

        if (from < window.length)
            found = memchr(window.data + from, MARC_RECORD_TERMINATOR, window.length - from);
        if (found != NULL) {
            *at = (size_t)(found - window.data);
            return *at < MARC_RECORD_LIMIT;
        }
        from = window.length > from ? window.length : from;
        framer->searched = input->offset + from;
        if (window.length >= MARC_RECORD_LIMIT)
            return 0;
        status = input_more(input, diag);
        if (status <= 0)
            return status;
    }
}

/*
 * Within a record of `length` bytes: where another one begins that ends exactly where this one
 * does, which is proof that the first lost its end or is junk. 0 where there is none.
 */
static size_t find_inner(struct slice bytes, size_t length)
{
    size_t first = length > ISO2709_RECORD_LIMIT ? length - ISO2709_RECORD_LIMIT : 1;

    for (size_t at = first; at + MARC_LEADER_LENGTH < length; at++) {
        struct slice inner = slice_make(bytes.data + at, length - at);

        if (inner.data[20] == '4' && iso2709_is_leader(inner) && said_length(inner) == inner.length)
            return at;
    }
    return 0;
}

/* The leader's length is right when a terminator stands there and no other record is inside. */
static bool ends_as_said(struct slice window, size_t said)
{
    const char *first;
    size_t after;

    if (said == 0 || said > window.length || window.data[said - 1] != MARC_RECORD_TERMINATOR)
        return false;
    first =
        memchr(window.data + MARC_LEADER_LENGTH, MARC_RECORD_TERMINATOR, said - MARC_LEADER_LENGTH);
    after = (size_t)(first - window.data) + 1;
    if (after == said)
        return true;
    after += count_blank(slice_part(window, after, said - after));
    return !iso2709_is_leader(slice_part(window, after, said - after));
}

/* No terminator where the leader says: by the terminator that there is, or the next leader. */
static int frame_by_terminator(struct frame *frame, struct framer *framer, size_t said,
                               struct diag *diag)
{
    struct input *input = framer->input;
    struct slice window = input_window(input);
    size_t at = 0;
    size_t inner;
    int status = find_terminator(framer, &at, diag);

    if (status < 0)
        return status;
    frame->end = status > 0 ? FRAME_BY_TERMINATOR : FRAME_UNTERMINATED;
    window = input_window(input);
    frame->length = status > 0 ? at + 1 : window.length;
    if (frame->length > MARC_RECORD_LIMIT)
        frame->length = MARC_RECORD_LIMIT;
    for (size_t lost = 0; lost <= 1 && said > 0 && said < frame->length; lost++) {
        size_t next = said - lost; /* the terminator that is not there may have been counted */

        if (window.data[next - 1] != MARC_FIELD_TERMINATOR ||
            !iso2709_is_leader(slice_part(window, next, window.length)))
            continue;
        frame->end = FRAME_UNTERMINATED;
        frame->length = next;
        return 1;
    }
    inner = find_inner(window, frame->length);
    if (inner == 0)
        return 1;
    if (iso2709_is_leader(window)) {
        frame->end = FRAME_UNTERMINATED;
        frame->length = inner;
        return 1;
    }
    input_skip(input, inner);
    frame->junk = true;
    frame->skipped += inner;
    frame->length -= inner;
    frame->end = FRAME_AS_SAID;
    return 1;
}

/* Passes over what is too large to be a record, up to the next terminator. */
static int pass_over(struct input *input, struct diag *diag)
{
    uint64_t offset = input->offset;

    for (;;) {
        struct slice window = input_window(input);
        const char *found =
            window.length > 0 ? memchr(window.data, MARC_RECORD_TERMINATOR, window.length) : NULL;
        int status;

        input_skip(input, found != NULL ? (size_t)(found - window.data) + 1 : window.length);
        if (found != NULL)
            break;
        status = input_more(input, diag);
        if (status < 0)
            return status;
        if (status == 0)
            break;
    }
    return diag_set(diag, OFFPRINT_LIMIT, "byte %llu: no end of a record within %u MiB",
                    (unsigned long long)offset, MARC_RECORD_LIMIT / (1024 * 1024));
}

int iso2709_frame(struct frame *frame, struct framer *framer, struct diag *diag)
{
    struct input *input = framer->input;
    size_t said;
    int status;

    *frame = (struct frame){.end = FRAME_AS_SAID};
    if ((status = input_want(input, 3, diag)) < 0)
        return status;
    if (input->offset == 0 && slice_starts(input_window(input), "\xef\xbb\xbf"))
        input_skip(input, 3); /* a byte order mark is no junk */
    if ((status = skip_blank(frame, input, diag)) < 0 ||
        (status = input_want(input, MARC_LEADER_LENGTH, diag)) < 0)
        return status;
    if (input_window(input).length == 0)
        return 0;
    said = said_length(input_window(input));
    if ((status = input_want(input, said, diag)) < 0)
        return status;
    frame->length = said;
    if (!ends_as_said(input_window(input), said)) {
        status = frame_by_terminator(frame, framer, said, diag);
        if (status < 0)
            return status;
    }
    frame->offset = input->offset;
    if (frame->length >= MARC_RECORD_LIMIT)
        return pass_over(input, diag);
    return 1;
}

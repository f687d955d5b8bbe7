#include "index/keys.h"

#include <string.h>

#include <offprint/buffer.h>

#include "base/escape.h"
#include "base/hash.h"
#include "base/text.h"
#include "index/key_numbers.h"

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* --- long terms ------------------------------------------------------------------------------- */

void index_add_heading(struct buffer *out, struct slice folded)
{
    size_t length = TERM_CUT;

    if (folded.length <= TERM_CUT) {
        buffer_add_slice(out, folded);
        return;
    }
    while (length > 0 && ((unsigned char)folded.data[length] & 0xc0) == 0x80)
        length--;
    buffer_add(out, folded.data, length);
    buffer_printf(out, "%016llx", (unsigned long long)hash_add(HASH_EMPTY, folded));
}

void key_close(struct buffer *out, size_t from)
{
    struct buffer whole;

    if (out->length - from <= TERM_CUT)
        return;
    buffer_init(&whole);
    buffer_add(&whole, out->data + from, out->length - from);
    buffer_truncate(out, from);
    index_add_heading(out, buffer_slice(&whole));
    buffer_finish(&whole);
}

/* --- plain values ----------------------------------------------------------------------------- */

/* Small letters, single spaces, none at the ends. */
static void add_plain(struct buffer *out, struct slice value)
{
    size_t from = out->length;
    struct buffer composed;
    char *first, *to;

    buffer_init(&composed);
    if (!text_is_ascii(value)) {
        text_add_nfc(&composed, value);
        value = buffer_slice(&composed);
    }
    value = slice_trim(value);
    first = to = buffer_reserve(out, value.length);
    for (size_t i = 0; i < value.length; i++) {
        if (!slice_is_space(value.data[i]))
            *to++ = key_to_small(value.data[i]);
        else if (to > first && to[-1] != ' ')
            *to++ = ' ';
    }
    *to = '\0';
    out->length += (size_t)(to - first);
    buffer_finish(&composed);
    key_close(out, from);
}

/* Does it stand for "not coded"? So does a NUL, where a field was filled with them. */
static bool is_fill(char c)
{
    return c == '|' || c == '#' || c == '\0';
}

/* Fill characters stand for "not coded", and at the end for nothing (MARC 21, 043 $a). */
static void add_code(struct buffer *out, struct slice value)
{
    bool coded = false;

    value = slice_trim(value);
    while (value.length > 0 &&
           (is_fill(value.data[value.length - 1]) || value.data[value.length - 1] == '-'))
        value.length--;
    for (size_t i = 0; i < value.length; i++)
        coded |= value.data[i] != ' ' && !is_fill(value.data[i]);
    if (coded)
        add_plain(out, value);
}

/* Letters and digits. */
static void add_number(struct buffer *out, struct slice value)
{
    size_t from = out->length, kept = from;

    text_add_folded(out, value);
    for (size_t i = from; i < out->length; i++) {
        if (out->data[i] != ' ')
            out->data[kept++] = out->data[i];
    }
    buffer_truncate(out, kept);
    key_close(out, from);
}

/* --- LCCN and DOI ----------------------------------------------------------------------------- */

/* Digits of the number after a hyphen. */
#define LCCN_SERIAL 6u

/*
 * LC's normalized form: blanks out, what follows a slash out, and the number after a hyphen
 * filled to six digits.
 */
static void add_lccn(struct buffer *out, struct slice value)
{
    char *first = buffer_reserve(out, value.length + LCCN_SERIAL), *to = first;
    const char *end;
    struct slice text, serial = {NULL, 0};
    size_t zeros = 0;

    for (size_t i = 0; i < value.length; i++) {
        if (!slice_is_space(value.data[i]))
            *to++ = key_to_small(value.data[i]);
    }
    text = slice_make(first, (size_t)(to - first));
    if ((end = memchr(text.data, '/', text.length)) != NULL)
        text.length = (size_t)(end - text.data);
    if ((end = memchr(text.data, '-', text.length)) != NULL) {
        serial = slice_part(text, (size_t)(end - text.data) + 1, text.length);
        text.length = (size_t)(end - text.data);
        zeros = serial.length < LCCN_SERIAL ? LCCN_SERIAL - serial.length : 0;
    }
    if (text.length == 0 || text.length + serial.length > TERM_CUT) {
        *first = '\0';
        return;
    }
    to = first + text.length;
    if (serial.length > 0)
        memmove(to + zeros, serial.data, serial.length);
    memset(to, '0', zeros);
    to[zeros + serial.length] = '\0';
    out->length += text.length + zeros + serial.length;
}

static bool is_doi(struct slice value)
{
    return slice_starts(value, "10.") && memchr(value.data, '/', value.length) != NULL;
}

static bool is_text(struct slice value)
{
    for (size_t i = 0; i < value.length; i++) {
        if ((unsigned char)value.data[i] < ' ')
            return false;
    }
    return text_is_utf8(value);
}

/* The DOI in a resolver's URL: without query and fragment, %XX undone (DOI Handbook, 3.8). One that
 * makes no text when undone stays as it is written. */
static void add_resolved_doi(struct buffer *out, struct slice value)
{
    struct buffer text;

    for (size_t i = 0; i < value.length; i++) {
        if (value.data[i] == '?' || value.data[i] == '#')
            value.length = i;
    }
    buffer_init(&text);
    if (unescape_url(&text, value, false) && is_text(buffer_slice(&text)))
        value = buffer_slice(&text);
    if (is_doi(value))
        add_plain(out, value);
    buffer_finish(&text);
}

static void add_doi(struct buffer *out, struct slice value)
{
    value = slice_trim(value);
    if (key_skip_prefix(&value, "https://") || key_skip_prefix(&value, "http://")) {
        if (key_skip_prefix(&value, "doi.org/") || key_skip_prefix(&value, "dx.doi.org/") ||
            key_skip_prefix(&value, "www.doi.org/"))
            add_resolved_doi(out, value);
        return;
    }
    if (key_skip_prefix(&value, "doi:"))
        value = slice_trim(value);
    else
        key_skip_prefix(&value, "info:doi/");
    if (is_doi(value))
        add_plain(out, value);
}

/* --- dates ------------------------------------------------------------------------------------ */

/* The value of the digit at `*at`, in whatever script, or -1; `*at` moves past the character. */
static int take_digit(struct slice text, size_t *at)
{
    /* ASCII, Arabic, Persian, Devanagari, Bengali, Thai, full width */
    static const uint32_t zeros[] = {'0', 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10};
    uint32_t character = text_next(text, at);

    if (character < 0x80)
        return key_is_digit((char)character) ? (int)(character - '0') : -1;
    for (size_t i = 0; i < sizeof zeros / sizeof zeros[0]; i++) {
        if (character >= zeros[i] && character < zeros[i] + 10)
            return (int)(character - zeros[i]);
    }
    return -1;
}

/* Takes the next year: a run of four digits, or the first four of eight. */
static bool next_year(struct buffer *out, struct slice *value)
{
    size_t at = 0;

    while (at < value->length) {
        char digits[9]; /* one more than any that counts */
        size_t length = 0;
        int digit;

        while (at < value->length && (digit = take_digit(*value, &at)) >= 0) {
            if (length < sizeof digits)
                digits[length++] = (char)('0' + digit);
        }
        if (length == 4 || length == 8) {
            buffer_add(out, digits, 4);
            *value = slice_part(*value, at, value->length);
            return true;
        }
    }
    value->length = 0;
    return false;
}

/* Two digits from `low` to `high` at `from`, past a hyphen. */
static bool two_digits(struct slice value, size_t *from, int low, int high)
{
    size_t at = *from;
    int number;

    if (at < value.length && value.data[at] == '-')
        at++;
    if (value.length < at + 2 || !key_is_digit(value.data[at]) || !key_is_digit(value.data[at + 1]))
        return false;
    number = (value.data[at] - '0') * 10 + (value.data[at + 1] - '0');
    *from = at;
    return number >= low && number <= high;
}

/* YYYY, YYYY-MM or YYYY-MM-DD, with hyphens or without; a time after it is passed over. */
static void add_day(struct buffer *out, struct slice value)
{
    size_t at = 4;

    value = slice_trim(value);
    for (size_t i = 0; i < 4; i++) {
        if (i >= value.length || !key_is_digit(value.data[i]))
            return;
    }
    buffer_add(out, value.data, 4);
    for (int part = 0; part < 2 && two_digits(value, &at, 1, part == 0 ? 12 : 31); part++) {
        buffer_add(out, value.data + at, 2);
        at += 2;
    }
}

/* --- several keys in one value ---------------------------------------------------------------- */

/* "engfre", as records had it before 041 was repeatable within: the next three letters. */
static bool next_language(struct buffer *out, struct slice *value)
{
    size_t from = out->length;

    *value = slice_trim(*value);
    for (size_t i = 0; i < value->length; i++) {
        if (value->length % 3 != 0 || !is_letter(value->data[i])) {
            add_code(out, *value);
            value->length = 0;
            return out->length > from;
        }
    }
    add_code(out, slice_part(*value, 0, 3));
    *value = slice_part(*value, 3, value->length);
    return out->length > from;
}

/* "(DE-101)123": as it is, then "123". */
static bool next_link(struct buffer *out, struct slice *value)
{
    const char *close;
    size_t from = out->length;

    *value = slice_trim(*value);
    add_plain(out, *value);
    close = slice_starts(*value, "(") ? memchr(value->data, ')', value->length) : NULL;
    if (close == NULL)
        value->length = 0;
    else
        *value = slice_part(*value, (size_t)(close + 1 - value->data), value->length);
    return out->length > from;
}

bool key_next(struct buffer *out, enum key_form form, struct slice *value)
{
    size_t from = out->length;

    if (value->length == 0)
        return false;
    switch (form) {
    case FORM_YEAR:
        return next_year(out, value);
    case FORM_LANGUAGE:
        return next_language(out, value);
    case FORM_LINK:
        return next_link(out, value);
    default:
        key_add(out, form, *value);
        value->length = 0;
        return out->length > from;
    }
}

void key_add(struct buffer *out, enum key_form form, struct slice value)
{
    switch (form) {
    case FORM_PLAIN:
    case FORM_LINK:
        add_plain(out, value);
        break;
    case FORM_CODE:
    case FORM_LANGUAGE:
        add_code(out, value);
        break;
    case FORM_ISBN:
        key_add_isbn(out, value);
        break;
    case FORM_ISSN:
        key_add_issn(out, value);
        break;
    case FORM_LCCN:
        add_lccn(out, value);
        break;
    case FORM_DOI:
        add_doi(out, value);
        break;
    case FORM_NUMBER:
        add_number(out, value);
        break;
    case FORM_YEAR:
        next_year(out, &value);
        break;
    case FORM_DAY:
        add_day(out, value);
        break;
    }
}

void index_add_key(struct buffer *out, const struct access_point *access_point, struct slice value)
{
    key_add(out, (enum key_form)access_point->form, value);
}

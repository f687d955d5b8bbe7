#include "index/keys.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <offprint/buffer.h>

#include "base/hash.h"
#include "base/text.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char to_small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Takes `prefix` off the front of `*value`, whatever its case. */
static bool skip_prefix(struct slice *value, const char *prefix)
{
    size_t length = strlen(prefix);

    if (value->length < length || strncasecmp(value->data, prefix, length) != 0)
        return false;
    *value = slice_part(*value, length, value->length);
    return true;
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

    buffer_init(&composed);
    if (!text_is_ascii(value)) {
        text_add_nfc(&composed, value);
        value = buffer_slice(&composed);
    }
    value = slice_trim(value);
    for (size_t i = 0; i < value.length; i++) {
        if (!is_space(value.data[i]))
            buffer_add_char(out, to_small(value.data[i]));
        else if (out->length > from && out->data[out->length - 1] != ' ')
            buffer_add_char(out, ' ');
    }
    buffer_finish(&composed);
    key_close(out, from);
}

/* Fill characters stand for "not coded", and at the end for nothing (MARC 21, 043 $a). */
static void add_code(struct buffer *out, struct slice value)
{
    bool coded = false;

    value = slice_trim(value);
    while (value.length > 0 && strchr("-|#", value.data[value.length - 1]) != NULL)
        value.length--;
    for (size_t i = 0; i < value.length; i++)
        coded = coded || strchr("|# ", value.data[i]) == NULL;
    if (coded)
        add_plain(out, value);
}

/* Letters and digits. */
static void add_number(struct buffer *out, struct slice value)
{
    struct buffer folded;
    size_t from = out->length;

    buffer_init(&folded);
    text_add_folded(&folded, value);
    for (size_t i = 0; i < folded.length; i++) {
        if (folded.data[i] != ' ')
            buffer_add_char(out, folded.data[i]);
    }
    buffer_finish(&folded);
    key_close(out, from);
}

/* --- ISBN and ISSN ---------------------------------------------------------------------------- */

#define ISBN_DIGITS 13

/* The bytes of a hyphen or dash at the front of `text`; 0 where there is none. */
static size_t dash(struct slice text)
{
    if (text.length > 0 && text.data[0] == '-')
        return 1;
    /* U+2010 to U+2015 */
    if (text.length >= 3 && memcmp(text.data, "\xe2\x80", 2) == 0 &&
        (unsigned char)text.data[2] >= 0x90 && (unsigned char)text.data[2] <= 0x95)
        return 3;
    return 0;
}

/* Collects digits, with `x` as a last one, past hyphens and single spaces; returns how many. */
static size_t take_digits(char *digits, size_t most, struct slice value, bool spaces)
{
    size_t count = 0, i = 0;

    while (i < value.length && count < most) {
        size_t width = dash(slice_part(value, i, value.length));

        if (is_digit(value.data[i]))
            digits[count++] = value.data[i];
        else if (to_small(value.data[i]) == 'x' && (count == 7 || count == 8 || count == 9)) {
            digits[count++] = 'x';
            break;
        } else if (width == 0 && !(spaces && value.data[i] == ' '))
            break;
        i += width > 0 ? width : 1;
    }
    return count;
}

/* ISO 2108, clause 4.4 in its form of ten digits: the weighted sum is divisible by 11. */
static bool isbn10_valid(const char *digits)
{
    unsigned sum = 0;

    for (unsigned i = 0; i < 10; i++) {
        unsigned digit = digits[i] == 'x' ? 10u : (unsigned)(digits[i] - '0');

        if (digit == 10 && i < 9)
            return false;
        sum += (10 - i) * digit;
    }
    return sum % 11 == 0;
}

/* The form of 13 digits of a valid ISBN of ten: the same nine with its own check digit. */
static void add_isbn13(struct buffer *out, const char *digits)
{
    char isbn[ISBN_DIGITS] = {'9', '7', '8'};
    unsigned sum = 0;

    memcpy(isbn + 3, digits, 9);
    for (unsigned i = 0; i < ISBN_DIGITS - 1; i++)
        sum += (unsigned)(isbn[i] - '0') * (i % 2 == 0 ? 1 : 3);
    isbn[ISBN_DIGITS - 1] = (char)('0' + (10 - sum % 10) % 10);
    buffer_add(out, isbn, sizeof isbn);
}

static void skip_isbn_label(struct slice *value)
{
    *value = slice_trim(*value);
    if (skip_prefix(value, "urn:isbn:") || !skip_prefix(value, "isbn"))
        return;
    if (!skip_prefix(value, "-13") && !skip_prefix(value, "-10") && !skip_prefix(value, "13:"))
        skip_prefix(value, "10:");
    while (value->length > 0 && strchr(":=- ", value->data[0]) != NULL)
        *value = slice_part(*value, 1, value->length);
}

/*
 * Ten digits and thirteen find each other. One of ten whose check digit is wrong stays as it is:
 * turned into 13 it would find another book.
 */
static void add_isbn(struct buffer *out, struct slice value)
{
    char digits[ISBN_DIGITS + 1] = "0", *isbn = digits + 1;
    size_t count;

    skip_isbn_label(&value);
    count = take_digits(isbn, ISBN_DIGITS, value, true);
    if (count > 10 && memcmp(isbn, "978", 3) != 0 && memcmp(isbn, "979", 3) != 0)
        count = 10;
    if (count == 9 && isbn10_valid(digits))
        add_isbn13(out, digits); /* an SBN, of the time before ISBN */
    else if (count == 10 && isbn10_valid(isbn))
        add_isbn13(out, isbn);
    else if (count >= 8)
        buffer_add(out, isbn, count);
}

static void add_issn(struct buffer *out, struct slice value)
{
    char digits[8];

    value = slice_trim(value);
    if (!skip_prefix(&value, "urn:issn:") && skip_prefix(&value, "issn")) {
        while (value.length > 0 && strchr(": ", value.data[0]) != NULL)
            value = slice_part(value, 1, value.length);
    }
    if (take_digits(digits, sizeof digits, value, false) == sizeof digits)
        buffer_add(out, digits, sizeof digits);
}

/* --- LCCN and DOI ----------------------------------------------------------------------------- */

/*
 * LC's normalized form: blanks out, what follows a slash out, and the number after a hyphen
 * filled to six digits.
 */
static void add_lccn(struct buffer *out, struct slice value)
{
    struct buffer plain;
    const char *slash, *hyphen;
    struct slice text, serial = {NULL, 0};

    buffer_init(&plain);
    for (size_t i = 0; i < value.length; i++) {
        if (!is_space(value.data[i]))
            buffer_add_char(&plain, to_small(value.data[i]));
    }
    text = buffer_slice(&plain);
    slash = text.length > 0 ? memchr(text.data, '/', text.length) : NULL;
    if (slash != NULL)
        text.length = (size_t)(slash - text.data);
    hyphen = text.length > 0 ? memchr(text.data, '-', text.length) : NULL;
    if (hyphen != NULL) {
        serial = slice_part(text, (size_t)(hyphen - text.data) + 1, text.length);
        text.length = (size_t)(hyphen - text.data);
    }
    if (text.length + serial.length <= TERM_CUT && text.length > 0) {
        buffer_add_slice(out, text);
        for (size_t i = serial.length; hyphen != NULL && i < 6; i++)
            buffer_add_char(out, '0');
        buffer_add_slice(out, serial);
    }
    buffer_finish(&plain);
}

static void add_doi(struct buffer *out, struct slice value)
{
    value = slice_trim(value);
    if (skip_prefix(&value, "https://") || skip_prefix(&value, "http://")) {
        if (!skip_prefix(&value, "doi.org/") && !skip_prefix(&value, "dx.doi.org/") &&
            !skip_prefix(&value, "www.doi.org/"))
            return;
    } else if (skip_prefix(&value, "doi:")) {
        value = slice_trim(value);
    } else {
        skip_prefix(&value, "info:doi/");
    }
    if (slice_starts(value, "10.") && memchr(value.data, '/', value.length) != NULL)
        add_plain(out, value);
}

/* --- dates ------------------------------------------------------------------------------------ */

/* The value of the digit at `*at`, in whatever script, or -1; `*at` moves past the character. */
static int take_digit(struct slice text, size_t *at)
{
    /* ASCII, Arabic, Persian, Devanagari, Bengali, Thai, full width */
    static const uint32_t zeros[] = {'0', 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10};
    uint32_t character = text_next(text, at);

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
    if (value.length < at + 2 || !is_digit(value.data[at]) || !is_digit(value.data[at + 1]))
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
        if (i >= value.length || !is_digit(value.data[i]))
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
        add_isbn(out, value);
        break;
    case FORM_ISSN:
        add_issn(out, value);
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

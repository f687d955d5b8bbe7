/* ISBN and ISSN as keys, whatever they are written with. */
#include "index/key_numbers.h"

#include <string.h>

#include <offprint/buffer.h>

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

        if (key_is_digit(value.data[i]))
            digits[count++] = value.data[i];
        else if (key_to_small(value.data[i]) == 'x' && (count == 7 || count == 8 || count == 9)) {
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
    if (key_skip_prefix(value, "urn:isbn:") || !key_skip_prefix(value, "isbn"))
        return;
    if (!key_skip_prefix(value, "-13") && !key_skip_prefix(value, "-10") &&
        !key_skip_prefix(value, "13:"))
        key_skip_prefix(value, "10:");
    while (value->length > 0 && strchr(":=- ", value->data[0]) != NULL)
        *value = slice_part(*value, 1, value->length);
}

/*
 * Ten digits and thirteen find each other. One of ten whose check digit is wrong stays as it is:
 * turned into 13 it would find another book.
 */
void key_add_isbn(struct buffer *out, struct slice value)
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

void key_add_issn(struct buffer *out, struct slice value)
{
    char digits[8];

    value = slice_trim(value);
    if (!key_skip_prefix(&value, "urn:issn:") && key_skip_prefix(&value, "issn")) {
        while (value.length > 0 && strchr(": ", value.data[0]) != NULL)
            value = slice_part(value, 1, value.length);
    }
    if (take_digits(digits, sizeof digits, value, false) == sizeof digits)
        buffer_add(out, digits, sizeof digits);
}

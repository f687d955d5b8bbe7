#include "base/text.h"

#include <string.h>

#include <offprint/buffer.h>

/* --- UTF-8 ----------------------------------------------------------------------------------- */

/* Width of the well-formed sequence at `at`, or 0 (RFC 3629 clause 4). */
static size_t sequence_width(const unsigned char *at, size_t left)
{
    unsigned char low = 0x80, high = 0xbf;
    size_t width;

    if (at[0] < 0x80)
        return 1;
    if (at[0] >= 0xc2 && at[0] <= 0xdf)
        width = 2;
    else if (at[0] >= 0xe0 && at[0] <= 0xef)
        width = 3;
    else if (at[0] >= 0xf0 && at[0] <= 0xf4)
        width = 4;
    else
        return 0;
    if (left < width)
        return 0;
    /* No overlong forms, no surrogates, nothing past U+10FFFF. */
    if (at[0] == 0xe0)
        low = 0xa0;
    else if (at[0] == 0xed)
        high = 0x9f;
    else if (at[0] == 0xf0)
        low = 0x90;
    else if (at[0] == 0xf4)
        high = 0x8f;
    if (at[1] < low || at[1] > high)
        return 0;
    for (size_t i = 2; i < width; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    }
    return width;
}

/* The same for the two bytes that nearly every letter beyond ASCII is, without a call. */
static inline size_t likely_width(const unsigned char *at, size_t left)
{
    if (left >= 2 && at[0] >= 0xc2 && at[0] <= 0xdf && (at[1] & 0xc0) == 0x80)
        return 2;
    return sequence_width(at, left);
}

size_t text_ascii_run(struct slice text, size_t offset)
{
    const size_t start = offset;
    uint64_t word;

    while (text.length - offset >= sizeof word) {
        memcpy(&word, text.data + offset, sizeof word);
        if ((word & UINT64_C(0x8080808080808080)) != 0)
            break;
        offset += sizeof word;
    }
    while (offset < text.length && (unsigned char)text.data[offset] < 0x80)
        offset++;
    return offset - start;
}

/* Past the letters of two bytes from `offset` on: of Greek, Cyrillic, Hebrew, Arabic nearly all. */
static size_t skip_pairs(struct slice text, size_t offset)
{
    const unsigned char *at = (const unsigned char *)text.data;

    while (text.length - offset >= 2 && at[offset] >= 0xc2 && at[offset] <= 0xdf &&
           (at[offset + 1] & 0xc0) == 0x80)
        offset += 2;
    return offset;
}

size_t text_invalid_at(struct slice text)
{
    size_t offset = 0, width;

    while (offset < text.length) {
        offset = skip_pairs(text, offset);
        offset += text_ascii_run(text, offset);
        if (offset == text.length)
            break;
        width = likely_width((const unsigned char *)text.data + offset, text.length - offset);
        if (width == 0)
            return offset;
        offset += width;
    }
    return text.length;
}

bool text_is_ascii(struct slice text)
{
    return text_ascii_run(text, 0) == text.length;
}

uint32_t text_next(struct slice text, size_t *offset)
{
    const unsigned char *at = (const unsigned char *)text.data + *offset;
    size_t width = likely_width(at, text.length - *offset);

    *offset += width > 0 ? width : 1;
    switch (width) {
    case 1:
        return at[0];
    case 2:
        return (uint32_t)(at[0] & 0x1f) << 6 | (at[1] & 0x3f);
    case 3:
        return (uint32_t)(at[0] & 0x0f) << 12 | (uint32_t)(at[1] & 0x3f) << 6 | (at[2] & 0x3f);
    case 4:
        return (uint32_t)(at[0] & 0x07) << 18 | (uint32_t)(at[1] & 0x3f) << 12 |
               (uint32_t)(at[2] & 0x3f) << 6 | (at[3] & 0x3f);
    default:
        return 0xfffd;
    }
}

void text_add_codepoint(struct buffer *out, uint32_t codepoint)
{
    char bytes[4];
    size_t width = 1;

    if (codepoint < 0x80) {
        bytes[0] = (char)codepoint;
    } else if (codepoint < 0x800) {
        bytes[0] = (char)(0xc0 | codepoint >> 6);
        width = 2;
    } else if (codepoint < 0x10000) {
        bytes[0] = (char)(0xe0 | codepoint >> 12);
        width = 3;
    } else {
        bytes[0] = (char)(0xf0 | codepoint >> 18);
        width = 4;
    }
    for (size_t i = width; i > 1; i--) {
        bytes[i - 1] = (char)(0x80 | (codepoint & 0x3f));
        codepoint >>= 6;
    }
    buffer_add(out, bytes, width);
}

size_t text_length(struct slice text)
{
    size_t offset = 0, length = 0;

    while (offset < text.length) {
        text_next(text, &offset);
        length++;
    }
    return length;
}

/* --- words ---------------------------------------------------------------------------------------
 */

/* Scripts written without spaces: Han, Hiragana, Katakana. */
static bool is_unspaced(uint32_t codepoint)
{
    return (codepoint >= 0x3005 && codepoint <= 0x3007) ||
           (codepoint >= 0x3041 && codepoint <= 0x30ff) ||
           (codepoint >= 0x31f0 && codepoint <= 0x31ff) ||
           (codepoint >= 0x3400 && codepoint <= 0x4dbf) ||
           (codepoint >= 0x4e00 && codepoint <= 0x9fff) ||
           (codepoint >= 0xf900 && codepoint <= 0xfaff) ||
           (codepoint >= 0x20000 && codepoint <= 0x3ffff);
}

/* Does an unspaced character stand at `offset`? Then `*end` is where it ends. */
static bool unspaced_at(struct slice text, size_t offset, size_t *end)
{
    /* None of them begins with a byte below E3. */
    if (offset >= text.length || (unsigned char)text.data[offset] < 0xe3)
        return false;
    *end = offset;
    return is_unspaced(text_next(text, end));
}

struct slice text_next_word(struct slice *folded)
{
    struct slice rest = *folded, word;
    size_t end = 0, second = 0, third = 0, taken;

    while (rest.length > 0 && rest.data[0] == ' ')
        rest = slice_part(rest, 1, rest.length);
    if (unspaced_at(rest, 0, &end)) {
        taken = end;
        if (unspaced_at(rest, end, &second)) {
            /* Overlap by one character, unless the run ends here. */
            taken = unspaced_at(rest, second, &third) ? end : second;
            end = second;
        }
    } else {
        while (end < rest.length && rest.data[end] != ' ' && !unspaced_at(rest, end, &second))
            end++;
        taken = end;
    }
    word = slice_part(rest, 0, end);
    *folded = slice_part(rest, taken, rest.length);
    return word;
}

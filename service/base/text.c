#include "base/text.h"

#include <string.h>

#include <offprint/buffer.h>

#include "base/block.h"

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

/* The same without a call for one byte and two, as nearly all are. */
static inline size_t likely_width(const unsigned char *at, size_t left)
{
    if (at[0] < 0x80)
        return 1;
    if (left >= 2 && at[0] >= 0xc2 && at[0] <= 0xdf && (at[1] & 0xc0) == 0x80)
        return 2;
    return sequence_width(at, left);
}

static bool is_high(block_bytes block)
{
    return block_any(block & block_of(0x80));
}

size_t text_ascii_run(struct slice text, size_t offset)
{
    const size_t start = offset;

    while (text.length - offset >= BLOCK_SIZE && !is_high(block_load(text.data + offset)))
        offset += BLOCK_SIZE;
    while (offset < text.length && (unsigned char)text.data[offset] < 0x80)
        offset++;
    return offset - start;
}

bool text_is_ascii(struct slice text)
{
    for (size_t at = 0; text.length - at >= BLOCK_SIZE; at += BLOCK_SIZE)
        if (is_high(block_load(text.data + at)))
            return false;
    return text.length == 0 || !is_high(block_load_last(text.data, text.length));
}

/*
 * Which bytes of the block at `at` are wrong, or have to be looked at one by one: leads that are
 * none, and those with rules of their own for what follows (E0, ED, F0 and up). For the others
 * each byte is a continuation if, and only if, there is a lead one byte before it, or one of three
 * bytes two before it.
 */
static block_bytes suspects(const char *at)
{
    block_bytes block = block_load(at);
    block_bytes first = block_load(at - 1), second = block_load(at - 2);
    block_bytes continues = (block_bytes)((block & block_of(0xc0)) == block_of(0x80));
    block_bytes expected =
        (block_bytes)(first >= block_of(0xc0)) | (block_bytes)(second >= block_of(0xe0));

    return (continues ^ expected) | (block_bytes)((block & block_of(0xfe)) == block_of(0xc0)) |
           (block_bytes)(block == block_of(0xe0)) | (block_bytes)(block == block_of(0xed)) |
           (block_bytes)(block >= block_of(0xf0));
}

/* Past the blocks without suspects from `offset` on, where a character begins, to where one does.
 */
static size_t skip_blocks(struct slice text, size_t offset)
{
    const unsigned char *at = (const unsigned char *)text.data;
    const size_t start = offset;

    if (offset < 2)
        return offset;
    while (text.length - offset >= BLOCK_SIZE && !block_any(suspects(text.data + offset)))
        offset += BLOCK_SIZE;
    if (offset == start)
        return offset;
    /* The last character may go on in the block that comes. */
    if (at[offset - 1] >= 0xc0)
        return offset - 1;
    return at[offset - 2] >= 0xe0 ? offset - 2 : offset;
}

size_t text_invalid_at(struct slice text)
{
    size_t offset = 0;

    if (text_is_ascii(text))
        return text.length;
    while (offset < text.length) {
        size_t end, width;

        offset = skip_blocks(text, offset);
        end = text.length - offset > BLOCK_SIZE ? offset + BLOCK_SIZE : text.length;
        for (; offset < end; offset += width) {
            width = likely_width((const unsigned char *)text.data + offset, text.length - offset);
            if (width == 0)
                return offset;
        }
    }
    return text.length;
}

uint32_t text_next_long(struct slice text, size_t *offset)
{
    const unsigned char *at = (const unsigned char *)text.data + *offset;
    size_t width = sequence_width(at, text.length - *offset);

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
static inline bool unspaced_at(struct slice text, size_t offset, size_t *end)
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

    for (; rest.length > 0 && rest.data[0] == ' '; rest.length--)
        rest.data++;
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

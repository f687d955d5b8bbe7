#include "marc/character_reference.h"

#include <stdint.h>
#include <string.h>

#include <offprint/buffer.h>

#include "base/text.h"

#define OPENING "&#x"
#define OPENING_LENGTH 3u
#define DIGITS_LEAST 4u
#define DIGITS_MOST 6u

static int hexadecimal(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What a text that was written in MARC-8 may have had: no ASCII, no surrogate, no noncharacter. */
static bool is_referable(uint32_t codepoint)
{
    if (codepoint < 0x20)
        return codepoint > 0;
    return codepoint > 0x7e && codepoint <= 0x10ffff &&
           (codepoint < 0xd800 || codepoint > 0xdfff) && (codepoint & 0xfffe) != 0xfffe &&
           (codepoint < 0xfdd0 || codepoint > 0xfdef);
}

/* Bytes of the reference that `text` begins with, and its character; 0 where it is none. */
static size_t read_reference(struct slice text, uint32_t *codepoint)
{
    size_t at = OPENING_LENGTH;

    if (!slice_starts(text, OPENING))
        return 0;
    *codepoint = 0;
    while (at < text.length && at < OPENING_LENGTH + DIGITS_MOST && hexadecimal(text.data[at]) >= 0)
        *codepoint = *codepoint << 4 | (uint32_t)hexadecimal(text.data[at++]);
    if (at < OPENING_LENGTH + DIGITS_LEAST || at >= text.length || text.data[at] != ';')
        return 0;
    return is_referable(*codepoint) ? at + 1 : 0;
}

bool character_reference_in(struct slice text)
{
    for (size_t at = 0; at + OPENING_LENGTH < text.length; at++) {
        const char *found = memchr(text.data + at, '&', text.length - at);

        if (found == NULL)
            return false;
        at = (size_t)(found - text.data);
        if (slice_starts(slice_part(text, at, text.length), OPENING))
            return true;
    }
    return false;
}

size_t character_reference_resolve(struct buffer *out, struct slice text)
{
    size_t count = 0;

    for (size_t at = 0; at < text.length;) {
        uint32_t codepoint;
        size_t length = read_reference(slice_part(text, at, text.length), &codepoint);

        if (length == 0) {
            buffer_add_char(out, text.data[at++]);
            continue;
        }
        text_add_codepoint(out, codepoint);
        at += length;
        count++;
    }
    return count;
}

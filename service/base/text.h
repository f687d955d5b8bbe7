/* Text: UTF-8, normalization, and the one folding that index and queries share. */
#ifndef OFFPRINT_BASE_TEXT_H
#define OFFPRINT_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>

struct buffer;

/* Where the first byte stands that is not UTF-8 (RFC 3629), or `text.length`. */
size_t text_invalid_at(struct slice text);
static inline bool text_is_utf8(struct slice text)
{
    return text_invalid_at(text) == text.length;
}
/* How many ASCII bytes there are from `offset` on. */
size_t text_ascii_run(struct slice text, size_t offset);
bool text_is_ascii(struct slice text);

/* text_next, for what is neither ASCII nor of two bytes. */
uint32_t text_next_long(struct slice text, size_t *offset);

/* The code point at `*offset`, which moves past it; U+FFFD and one byte where it is not UTF-8. */
static inline uint32_t text_next(struct slice text, size_t *offset)
{
    const unsigned char *at = (const unsigned char *)text.data + *offset;

    if (at[0] < 0x80) {
        *offset += 1;
        return at[0];
    }
    if (text.length - *offset >= 2 && at[0] >= 0xc2 && at[0] <= 0xdf && (at[1] & 0xc0) == 0x80) {
        *offset += 2;
        return (uint32_t)(at[0] & 0x1f) << 6 | (at[1] & 0x3f);
    }
    return text_next_long(text, offset);
}
/* Appends one code point as UTF-8. */
void text_add_codepoint(struct buffer *out, uint32_t codepoint);

/* Number of code points. */
size_t text_length(struct slice text);

/* Appends `text` in NFC. Bytes that are not UTF-8 become U+FFFD. */
void text_add_nfc(struct buffer *out, struct slice text);

/*
 * Appends `text` folded for searching: NFKC, case folded, diacritics and the MARC non-sorting
 * marks stripped, ß as ss, ø as o, ł as l and their like, digits of every script as 0 to 9,
 * punctuation to space, apostrophes dropped, no two spaces side by side and none at the ends. What
 * is folded twice stays the same.
 */
void text_add_folded(struct buffer *out, struct slice text);

/*
 * Takes the next word of folded text and moves `*folded` past it; empty at the end. CJK text,
 * which has no spaces, comes out in overlapping pairs of characters (a lone one by itself).
 */
struct slice text_next_word(struct slice *folded);

#endif

/* Text on its way through ICU, which works in UTF-16. */
#ifndef OFFPRINT_BASE_UTF16_H
#define OFFPRINT_BASE_UTF16_H

#include <stdbool.h>
#include <stdint.h>

#include <offprint/slice.h>

/* UTF-16 of one value: on the stack while it is short, as nearly all are. */
struct utf16 {
    uint16_t stack[512];
    uint16_t *units; /* `stack`, or memory of its own */
    int32_t length;
};

/* The forms of UAX 15, and NFKC with case folding. */
enum utf16_form {
    UTF16_NFC,
    UTF16_NFD,
    UTF16_NFKC_FOLDED,
};

/* Every byte makes at most one unit; what is not UTF-8 becomes U+FFFD. */
void utf16_init(struct utf16 *text, struct slice utf8);
void utf16_finish(struct utf16 *text);

/* The code point at `*at`, which moves past it. */
uint32_t utf16_next(const struct utf16 *text, int32_t *at);

/* Brings the text into a form, in place. */
void utf16_normalize(struct utf16 *text, enum utf16_form form);

/* The one character that two compose to in NFC, or 0 where they do not. */
uint32_t utf16_compose(uint32_t first, uint32_t second);

/* The opposite, one mark at a time: false where `composed` does not come apart in two. */
bool utf16_decompose(uint32_t composed, uint32_t *first, uint32_t *second);

/* Canonical combining class (UAX 44): 0 of all that is no mark, or does not move among marks. */
uint8_t utf16_combining_class(uint32_t codepoint);

#endif

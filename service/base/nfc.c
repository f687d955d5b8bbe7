/* Normalization form C (UAX 15). */
#include "base/text.h"

#include <pthread.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include <offprint/buffer.h>

#include "base/utf16.h"

/*
 * Nearly all text is composed already, or lacks it in single letters with one mark ("s" U+0323). So
 * it is walked as UTF-8 with one look into a table a character (UAX 15 clause 9.1), and only the
 * stretches that are not composed go by way of ICU. A character of combining class 0 that may stand
 * in NFC whatever is before it never joins what is before it: there the stretches begin and end.
 */

/* Of each character of the basic plane its combining class, or that it may have to be changed. */
enum { NFC_CHANGES = 255 };
static uint8_t nfc_classes[0x10000];
static pthread_once_t nfc_once = PTHREAD_ONCE_INIT;

/* What a letter of ASCII and a mark compose to, 0 where they do not: most of what does. */
#define PAIR_LETTER 'A'
#define PAIR_LETTERS ('z' - 'A' + 1)
#define PAIR_MARK 0x300u
#define PAIR_MARKS 0x40u
static uint16_t nfc_pairs[PAIR_LETTERS][PAIR_MARKS];

static void nfc_prepare(void)
{
    for (uint32_t letter = 0; letter < PAIR_LETTERS; letter++)
        for (uint32_t mark = 0; mark < PAIR_MARKS; mark++)
            nfc_pairs[letter][mark] =
                (uint16_t)utf16_compose(PAIR_LETTER + letter, PAIR_MARK + mark);
    for (UChar32 c = 0; c < 0x10000; c++)
        nfc_classes[c] = u_getIntPropertyValue(c, UCHAR_NFC_QUICK_CHECK) == UNORM_YES
                             ? u_getCombiningClass(c)
                             : NFC_CHANGES;
}

static uint8_t nfc_class(uint32_t codepoint)
{
    if (codepoint < 0x10000)
        return nfc_classes[codepoint];
    if (u_getIntPropertyValue((UChar32)codepoint, UCHAR_NFC_QUICK_CHECK) != UNORM_YES)
        return NFC_CHANGES;
    return u_getCombiningClass((UChar32)codepoint);
}

static inline bool is_ascii_at(struct slice text, size_t offset)
{
    return offset < text.length && (unsigned char)text.data[offset] < 0x80;
}

/* A piece of `text` that is in NFC from `*at` on, and behind it one that may not be: where the
 * second begins, and in `*at` where it ends. Both ends are the end of the text if all is in NFC. */
static size_t nfc_stretch(struct slice text, size_t *at)
{
    size_t starter = *at, offset = *at;
    uint8_t last = 0, class;

    for (;;) {
        if (is_ascii_at(text, offset))
            offset++; /* a space between two words */
        if (is_ascii_at(text, offset))
            offset += text_ascii_run(text, offset);
        if (offset == text.length) {
            *at = offset;
            return offset;
        }
        if (offset > *at && (unsigned char)text.data[offset - 1] < 0x80) {
            starter = offset - 1;
            last = 0;
        }
        size_t here = offset;
        uint32_t codepoint = text_next(text, &offset);

        /* One byte of what is none: it becomes U+FFFD. */
        class = codepoint == 0xfffd && offset == here + 1 ? NFC_CHANGES : nfc_class(codepoint);
        if (class == NFC_CHANGES || (class != 0 && last > class))
            break;
        if (class == 0)
            starter = here;
        last = class;
    }
    for (size_t next = offset; offset < text.length; offset = next)
        if (nfc_class(text_next(text, &next)) == 0)
            break;
    *at = offset;
    return starter;
}

static uint32_t nfc_compose(uint32_t letter, uint32_t mark)
{
    if (letter - PAIR_LETTER < PAIR_LETTERS && mark - PAIR_MARK < PAIR_MARKS)
        return nfc_pairs[letter - PAIR_LETTER][mark - PAIR_MARK];
    return utf16_compose(letter, mark);
}

/* One plain letter and one mark, which is what most stretches are. */
static bool nfc_add_pair(struct buffer *out, struct slice stretch)
{
    size_t offset = 1;
    uint32_t composed;

    if (stretch.length < 3 || (unsigned char)stretch.data[0] >= 0x80)
        return false;
    uint32_t mark = text_next(stretch, &offset);
    if (offset != stretch.length || mark == 0xfffd)
        return false;
    composed = nfc_compose((unsigned char)stretch.data[0], mark);
    /* A mark that has a canonical form of its own (U+0340) is none that composes by itself. */
    if (composed == 0)
        return false;
    text_add_codepoint(out, composed);
    return true;
}

static void nfc_add_stretch(struct buffer *out, struct slice stretch)
{
    struct utf16 composed;

    if (stretch.length == 0 || nfc_add_pair(out, stretch))
        return;
    utf16_init(&composed, stretch);
    utf16_normalize(&composed, UTF16_NFC);
    for (int32_t i = 0; i < composed.length;)
        text_add_codepoint(out, utf16_next(&composed, &i));
    utf16_finish(&composed);
}

void text_add_nfc(struct buffer *out, struct slice text)
{
    if (text_is_ascii(text)) {
        buffer_add_slice(out, text);
        return;
    }
    pthread_once(&nfc_once, nfc_prepare);
    for (size_t at = 0; at < text.length;) {
        size_t from = at, stretch = nfc_stretch(text, &at);

        buffer_add_slice(out, slice_part(text, from, stretch - from));
        nfc_add_stretch(out, slice_part(text, stretch, at - stretch));
    }
}

/* The long way of folding, and what it says of single characters. */
#include "base/fold.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include <offprint/buffer.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/utf16.h"

enum fold_class {
    FOLD_DROP,
    FOLD_SPACE,
    FOLD_KEEP,
};

/* Letters that no decomposition takes apart, as a reader types them. After case folding. */
static const struct {
    uint16_t codepoint;
    char plain[3];
} letters[] = {
    {0x00e6, "ae"}, {0x00f0, "d"}, {0x00f8, "o"}, {0x00fe, "th"}, {0x0111, "d"},
    {0x0127, "h"},  {0x0131, "i"}, {0x0138, "q"}, {0x0142, "l"},  {0x014b, "ng"},
    {0x0153, "oe"}, {0x0167, "t"}, {0x0180, "b"}, {0x0192, "f"},  {0x019a, "l"},
    {0x01b6, "z"},  {0x01e5, "g"}, {0x0253, "b"}, {0x0256, "d"},  {0x0257, "d"},
    {0x0260, "g"},  {0x0268, "i"}, {0x026b, "l"}, {0x0289, "u"},  {0x028b, "v"},
};

static const char *plain_letter(uint32_t codepoint)
{
    if (codepoint < 0xe6 || codepoint > 0x28b)
        return NULL;
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
        if (letters[i].codepoint == codepoint)
            return letters[i].plain;
    }
    return NULL;
}

/* Apostrophes, and what transliterations write for ayn, alif, soft and hard signs. */
static bool is_apostrophe(uint32_t codepoint)
{
    return codepoint == '\'' || codepoint == '`' || codepoint == 0xb4 || codepoint == 0x2018 ||
           codepoint == 0x2019 || codepoint == 0x201b || codepoint == 0x2032 ||
           (codepoint >= 0x2b9 && codepoint <= 0x2bf) || codepoint == 0x2c8 || codepoint == 0x2ca ||
           codepoint == 0x2cb || codepoint == 0xa78c || codepoint == 0x98 ||
           codepoint == 0x9c; /* the non-sorting marks go the same way */
}

/*
 * Diacritics are the combining marks of Latin, Greek, Cyrillic (classes from 200, overlays 1) and
 * the points of Hebrew, Arabic and Syriac (10 to 36). Marks of other classes are letters to their
 * readers: Indic vowels, kana voicing, Thai tones.
 */
static bool is_diacritic(uint32_t codepoint)
{
    uint8_t class = u_getCombiningClass((UChar32)codepoint);

    return class == 1 || (class >= 10 && class <= 36) || class >= 200;
}

static enum fold_class fold_class(uint32_t codepoint)
{
    uint32_t category;

    if (is_apostrophe(codepoint) || is_diacritic(codepoint))
        return FOLD_DROP;
    category = U_GET_GC_MASK((UChar32)codepoint);
    if ((category & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) != 0)
        return FOLD_KEEP;
    return FOLD_SPACE;
}

/* Drops diacritics and punctuation, in place, leaving the rest to be composed again. */
static void strip(struct utf16 *text)
{
    int32_t kept = 0;

    for (int32_t i = 0; i < text->length;) {
        int32_t start = i;

        switch (fold_class(utf16_next(text, &i))) {
        case FOLD_DROP:
            break;
        case FOLD_SPACE:
            text->units[kept++] = ' ';
            break;
        case FOLD_KEEP:
            while (start < i)
                text->units[kept++] = text->units[start++];
            break;
        }
    }
    text->length = kept;
}

/* A character that is no space, as it is searched. */
static void add_character(struct buffer *out, uint32_t codepoint)
{
    const char *plain = plain_letter(codepoint);
    int32_t digit = u_charDigitValue((UChar32)codepoint);

    if (digit >= 0)
        buffer_add_char(out, (char)('0' + digit));
    else if (plain != NULL)
        buffer_add_string(out, plain);
    else
        text_add_codepoint(out, codepoint);
}

void fold_unicode(struct buffer *out, struct slice text)
{
    const size_t start = out->length;
    struct utf16 folded;
    bool space = false;

    utf16_init(&folded, text);
    utf16_normalize(&folded, UTF16_NFKC_FOLDED);
    utf16_normalize(&folded, UTF16_NFD);
    strip(&folded);
    utf16_normalize(&folded, UTF16_NFC);
    for (int32_t i = 0; i < folded.length;) {
        uint32_t codepoint = utf16_next(&folded, &i);

        if (codepoint == ' ') {
            space = true;
            continue;
        }
        if (space && out->length > start)
            buffer_add_char(out, ' ');
        space = false;
        add_character(out, codepoint);
    }
    utf16_finish(&folded);
}

/* --- single characters -------------------------------------------------------------------------
 */

/* Does none of `text` join what stands before it, in whatever text? */
static bool keeps_apart(const UNormalizer2 *rules, struct slice text)
{
    for (size_t offset = 0; offset < text.length;) {
        if (!unorm2_hasBoundaryBefore(rules, (UChar32)text_next(text, &offset)))
            return false;
    }
    return true;
}

/*
 * Folding maps each character by itself, and then takes apart, drops and composes. What is dropped
 * as a whole has no part in the composing; of the rest a character does not depend on those before
 * it if neither itself nor what it becomes ever joins them. Where all characters of a text are of
 * these two kinds, what it is folded to is what each of them is, one after another.
 */
static struct folded_character make_character(uint32_t codepoint)
{
    struct folded_character made = {"", FOLDED_BY_CONTEXT};
    UErrorCode error = U_ZERO_ERROR;
    struct buffer framed, folded;
    struct slice middle;

    buffer_init(&framed);
    buffer_init(&folded);
    buffer_add_char(&framed, 'a');
    text_add_codepoint(&framed, codepoint);
    buffer_add_char(&framed, 'a');
    fold_unicode(&folded, buffer_slice(&framed));
    middle = slice_part(buffer_slice(&folded), 1, folded.length - 2);
    if (middle.length == 0 ||
        (middle.length <= sizeof made.text &&
         unorm2_hasBoundaryBefore(unorm2_getNFKCCasefoldInstance(&error), (UChar32)codepoint) &&
         keeps_apart(unorm2_getNFCInstance(&error), middle))) {
        memcpy(made.text, middle.length > 0 ? middle.data : "", middle.length);
        made.length = (uint8_t)middle.length;
    }
    buffer_finish(&framed);
    buffer_finish(&folded);
    return made;
}

const struct folded_character *folded_characters(uint32_t codepoint)
{
    static _Atomic(struct folded_character *) blocks[0x10000 / FOLDED_BLOCK];
    _Atomic(struct folded_character *) *place = &blocks[codepoint / FOLDED_BLOCK];
    struct folded_character *block = atomic_load_explicit(place, memory_order_acquire), *made;

    if (block != NULL)
        return block;
    made = memory_zeroed(FOLDED_BLOCK, sizeof *made);
    for (uint32_t i = 0; i < FOLDED_BLOCK; i++)
        made[i] = make_character((codepoint & ~(FOLDED_BLOCK - 1)) + i);
    /* Where another thread was quicker, its block stays: others may be reading it. */
    if (atomic_compare_exchange_strong(place, &block, made))
        return made;
    free(made);
    return block;
}

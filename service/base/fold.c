/* Folding: what readers hold to be alike is made the same, for the index and for queries. */
#include "base/text.h"

#include <unicode/uchar.h>

#include <offprint/buffer.h>

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

/* The folded form under construction: a space is only written when a word follows. */
struct folder {
    struct buffer *out;
    size_t start;
    bool space;
};

static void folder_separate(struct folder *folder)
{
    if (folder->space && folder->out->length > folder->start)
        buffer_add_char(folder->out, ' ');
    folder->space = false;
}

/* What each character of ASCII becomes; NUL where it is dropped. */
static const char folded_ascii[128] = "                                "
                                      "       \0        0123456789      "
                                      " abcdefghijklmnopqrstuvwxyz     "
                                      "\0abcdefghijklmnopqrstuvwxyz     ";

static void fold_ascii(struct folder *folder, struct slice text)
{
    char *to = buffer_reserve(folder->out, text.length * 2);
    const char *const first = to;
    bool some = folder->out->length > folder->start, space = folder->space;

    for (size_t i = 0; i < text.length; i++) {
        char c = folded_ascii[(unsigned char)text.data[i]];

        if (c == ' ')
            space = true;
        if (c == ' ' || c == '\0')
            continue;
        if (space && some)
            *to++ = ' ';
        some = true;
        space = false;
        *to++ = c;
    }
    *to = '\0';
    folder->out->length += (size_t)(to - first);
    folder->space = space;
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

static void fold_unicode(struct folder *folder, struct slice text)
{
    struct utf16 folded;

    utf16_init(&folded, text);
    utf16_normalize(&folded, UTF16_NFKC_FOLDED);
    utf16_normalize(&folded, UTF16_NFD);
    strip(&folded);
    utf16_normalize(&folded, UTF16_NFC);
    for (int32_t i = 0; i < folded.length;) {
        uint32_t codepoint = utf16_next(&folded, &i);
        const char *plain;
        int32_t digit;

        if (codepoint == ' ') {
            folder->space = true;
            continue;
        }
        folder_separate(folder);
        plain = plain_letter(codepoint);
        digit = u_charDigitValue((UChar32)codepoint);
        if (digit >= 0)
            buffer_add_char(folder->out, (char)('0' + digit));
        else if (plain != NULL)
            buffer_add_string(folder->out, plain);
        else
            text_add_codepoint(folder->out, codepoint);
    }
    utf16_finish(&folded);
}

void text_add_folded(struct buffer *out, struct slice text)
{
    struct folder folder = {out, out->length, false};

    if (text_is_ascii(text))
        fold_ascii(&folder, text);
    else
        fold_unicode(&folder, text);
}

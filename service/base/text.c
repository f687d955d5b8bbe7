#include "base/text.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include <offprint/buffer.h>

#include "base/memory.h"

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

/* How many ASCII bytes `text` begins with, from `offset` on. */
static size_t ascii_run(struct slice text, size_t offset)
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
        offset += ascii_run(text, offset);
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
    return ascii_run(text, 0) == text.length;
}

bool text_is_plain(struct slice text)
{
    size_t offset = 0;

    while (offset < text.length) {
        offset += ascii_run(text, offset);
        if (offset == text.length)
            break;
        /* U+0300 is CC 80. */
        if ((unsigned char)text.data[offset] >= 0xcc ||
            sequence_width((const unsigned char *)text.data + offset, text.length - offset) == 0)
            return false;
        offset += 2;
    }
    return true;
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

/* --- by way of ICU, which works in UTF-16 --------------------------------------------------------
 */

/* UTF-16 of one value: on the stack while it is short, as nearly all are. */
struct utf16 {
    UChar stack[512];
    UChar *units;
    int32_t length;
};

/* Lengths are bounded where bytes come in (64 MiB a record), far below what int32_t can say. */
static int32_t to_int32(size_t length)
{
    if (length > INT32_MAX / 8)
        abort();
    return (int32_t)length;
}

static void utf16_prepare(struct utf16 *text, size_t capacity)
{
    text->units = text->stack;
    text->length = 0;
    if (capacity > sizeof text->stack / sizeof text->stack[0])
        text->units = memory_alloc(capacity * sizeof(UChar));
}

static void utf16_finish(struct utf16 *text)
{
    if (text->units != text->stack)
        free(text->units);
}

/* Every byte makes at most one UTF-16 unit; what is not UTF-8 becomes U+FFFD. */
static void utf16_init(struct utf16 *text, struct slice utf8)
{
    UErrorCode error = U_ZERO_ERROR;

    utf16_prepare(text, utf8.length + 1);
    u_strFromUTF8WithSub(text->units, to_int32(utf8.length + 1), &text->length, utf8.data,
                         to_int32(utf8.length), 0xfffd, NULL, &error);
    if (U_FAILURE(error))
        text->length = 0;
}

/* The code point at `*at`, which moves past it. */
static uint32_t utf16_next(const struct utf16 *text, int32_t *at)
{
    uint32_t lead = text->units[(*at)++];

    if ((lead & 0xfc00) != 0xd800 || *at >= text->length || (text->units[*at] & 0xfc00) != 0xdc00)
        return lead;
    return 0x10000 + ((lead & 0x3ff) << 10) + (text->units[(*at)++] & 0x3ffu);
}

static void utf16_normalize(struct utf16 *text, const UNormalizer2 *form)
{
    UErrorCode error = U_ZERO_ERROR;
    struct utf16 result;
    /* Nearly always enough; a character may make 18 (UAX 15, NFKC of U+FDFA). */
    size_t capacity = (size_t)text->length * 2 + 16;

    if (unorm2_quickCheck(form, text->units, text->length, &error) == UNORM_YES)
        return;
    for (;;) {
        error = U_ZERO_ERROR;
        utf16_prepare(&result, capacity);
        result.length = unorm2_normalize(form, text->units, text->length, result.units,
                                         to_int32(capacity), &error);
        if (error != U_BUFFER_OVERFLOW_ERROR)
            break;
        capacity = (size_t)result.length + 1;
        utf16_finish(&result);
    }
    if (U_FAILURE(error))
        abort(); /* no text makes it fail, only an ICU without its data */
    utf16_finish(text);
    *text = result;
    if (result.units == result.stack)
        text->units = text->stack;
}

static const UNormalizer2 *normalizer(const UNormalizer2 *(*instance)(UErrorCode *))
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *found = instance(&error);

    if (U_FAILURE(error))
        abort(); /* ICU without its own data cannot go on */
    return found;
}

/* --- NFC -----------------------------------------------------------------------------------------
 * Nearly all text is composed already, or lacks it in single letters with one mark ("s" U+0323). So
 * it is walked as UTF-8 with one look into a table a character (UAX 15 clause 9.1), and only the
 * stretches that are not composed go by way of ICU. A character of combining class 0 that may stand
 * in NFC whatever is before it never joins what is before it: there the stretches begin and end.
 */

/* Of each character of the basic plane its combining class, or that it may have to be changed. */
enum { NFC_CHANGES = 255 };
static uint8_t nfc_classes[0x10000];
static pthread_once_t nfc_once = PTHREAD_ONCE_INIT;

static void nfc_prepare(void)
{
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

/* text_next, without a call for two bytes. */
static inline uint32_t nfc_next(struct slice text, size_t *offset)
{
    const unsigned char *at = (const unsigned char *)text.data + *offset;

    if (text.length - *offset >= 2 && at[0] >= 0xc2 && at[0] <= 0xdf && (at[1] & 0xc0) == 0x80) {
        *offset += 2;
        return (uint32_t)(at[0] & 0x1f) << 6 | (at[1] & 0x3f);
    }
    return text_next(text, offset);
}

/* A piece of `text` that is in NFC from `*at` on, and behind it one that may not be: where the
 * second begins, and in `*at` where it ends. Both ends are the end of the text if all is in NFC. */
static size_t nfc_stretch(struct slice text, size_t *at)
{
    size_t starter = *at, offset = *at;
    uint8_t last = 0, class;

    for (;;) {
        if (offset < text.length && (unsigned char)text.data[offset] < 0x80)
            offset += ascii_run(text, offset);
        if (offset == text.length) {
            *at = offset;
            return offset;
        }
        if (offset > *at && (unsigned char)text.data[offset - 1] < 0x80) {
            starter = offset - 1;
            last = 0;
        }
        size_t here = offset;
        uint32_t codepoint = nfc_next(text, &offset);

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

/* One plain letter and one mark, which is what most stretches are. */
static bool nfc_add_pair(struct buffer *out, struct slice stretch)
{
    size_t offset = 1;
    UChar32 composed;

    if (stretch.length < 3 || (unsigned char)stretch.data[0] >= 0x80)
        return false;
    uint32_t mark = text_next(stretch, &offset);
    if (offset != stretch.length || mark == 0xfffd)
        return false;
    composed =
        unorm2_composePair(normalizer(unorm2_getNFCInstance), stretch.data[0], (UChar32)mark);
    /* A mark that has a canonical form of its own (U+0340) is none that composes by itself. */
    if (composed < 0)
        return false;
    text_add_codepoint(out, (uint32_t)composed);
    return true;
}

static void nfc_add_stretch(struct buffer *out, struct slice stretch)
{
    struct utf16 composed;

    if (stretch.length == 0 || nfc_add_pair(out, stretch))
        return;
    utf16_init(&composed, stretch);
    utf16_normalize(&composed, normalizer(unorm2_getNFCInstance));
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

/* --- folding -----------------------------------------------------------------------------------
 */

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

static void fold_ascii(struct folder *folder, struct slice text)
{
    char *to = buffer_reserve(folder->out, text.length * 2);
    const char *const first = to;
    bool some = folder->out->length > folder->start, space = folder->space;

    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];

        if (c >= 'A' && c <= 'Z')
            c = (char)(c + ('a' - 'A'));
        else if (c == '\'' || c == '`')
            continue;
        else if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
            space = true;
            continue;
        }
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
    utf16_normalize(&folded, normalizer(unorm2_getNFKCCasefoldInstance));
    utf16_normalize(&folded, normalizer(unorm2_getNFDInstance));
    strip(&folded);
    utf16_normalize(&folded, normalizer(unorm2_getNFCInstance));
    for (int32_t i = 0; i < folded.length;) {
        uint32_t codepoint = utf16_next(&folded, &i);
        const char *plain;

        if (codepoint == ' ') {
            folder->space = true;
            continue;
        }
        folder_separate(folder);
        plain = plain_letter(codepoint);
        if (plain != NULL)
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

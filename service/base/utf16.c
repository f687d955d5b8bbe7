#include "base/utf16.h"

#include <stdlib.h>

#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/memory.h"

/* Lengths are bounded where bytes come in (64 MiB a record), far below what int32_t can say. */
static int32_t to_int32(size_t length)
{
    if (length > INT32_MAX / 8)
        abort();
    return (int32_t)length;
}

static void prepare(struct utf16 *text, size_t capacity)
{
    text->units = text->stack;
    text->length = 0;
    if (capacity > sizeof text->stack / sizeof text->stack[0])
        text->units = memory_alloc(capacity * sizeof *text->units);
}

void utf16_finish(struct utf16 *text)
{
    if (text->units != text->stack)
        free(text->units);
}

void utf16_init(struct utf16 *text, struct slice utf8)
{
    UErrorCode error = U_ZERO_ERROR;

    prepare(text, utf8.length + 1);
    u_strFromUTF8WithSub(text->units, to_int32(utf8.length + 1), &text->length, utf8.data,
                         to_int32(utf8.length), 0xfffd, NULL, &error);
    if (U_FAILURE(error))
        text->length = 0;
}

uint32_t utf16_next(const struct utf16 *text, int32_t *at)
{
    uint32_t lead = text->units[(*at)++];

    if ((lead & 0xfc00) != 0xd800 || *at >= text->length || (text->units[*at] & 0xfc00) != 0xdc00)
        return lead;
    return 0x10000 + ((lead & 0x3ff) << 10) + (text->units[(*at)++] & 0x3ffu);
}

static const UNormalizer2 *normalizer(enum utf16_form form)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *found = form == UTF16_NFC   ? unorm2_getNFCInstance(&error)
                                : form == UTF16_NFD ? unorm2_getNFDInstance(&error)
                                                    : unorm2_getNFKCCasefoldInstance(&error);

    if (U_FAILURE(error))
        abort(); /* ICU without its own data cannot go on */
    return found;
}

void utf16_normalize(struct utf16 *text, enum utf16_form form)
{
    const UNormalizer2 *rules = normalizer(form);
    UErrorCode error = U_ZERO_ERROR;
    struct utf16 result;
    /* Nearly always enough; a character may make 18 (UAX 15, NFKC of U+FDFA). */
    size_t capacity = (size_t)text->length * 2 + 16;

    if (unorm2_quickCheck(rules, text->units, text->length, &error) == UNORM_YES)
        return;
    for (;;) {
        error = U_ZERO_ERROR;
        prepare(&result, capacity);
        result.length = unorm2_normalize(rules, text->units, text->length, result.units,
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

uint32_t utf16_compose(uint32_t first, uint32_t second)
{
    UChar32 composed = unorm2_composePair(normalizer(UTF16_NFC), (UChar32)first, (UChar32)second);

    return composed < 0 ? 0 : (uint32_t)composed;
}

bool utf16_decompose(uint32_t composed, uint32_t *first, uint32_t *second)
{
    UErrorCode error = U_ZERO_ERROR;
    struct utf16 pair = {.units = pair.stack};
    int32_t at = 0;

    pair.length = unorm2_getRawDecomposition(normalizer(UTF16_NFC), (UChar32)composed, pair.units,
                                             sizeof pair.stack / sizeof *pair.stack, &error);
    if (U_FAILURE(error) || pair.length < 1)
        return false;
    *first = utf16_next(&pair, &at);
    if (at >= pair.length)
        return false;
    *second = utf16_next(&pair, &at);
    return at == pair.length;
}

uint8_t utf16_combining_class(uint32_t codepoint)
{
    return unorm2_getCombiningClass(normalizer(UTF16_NFC), (UChar32)codepoint);
}

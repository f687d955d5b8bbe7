/* What looks at sixteen bytes at a time says the same as what looks at one. */
#include "../test.h"

#include <stdlib.h>

#include "base/block.h"
#include "base/escape.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/utf16.h"

/* The same numbers each time, so that what fails once fails again. */
static uint32_t random_below(uint32_t limit)
{
    static uint64_t state = 20261123;

    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33) % limit;
}

/* What text is made of here: each character of a kind, or bytes that are none. */
static const char *const plain[] = {"a", "e", "Z", "0", " ", " and more than one block of it "};
static const char *const special[] = {"&", "<", ">", "\"", "\\", "\t", "\n", "\r", "\x01", "\x1f"};
static const char *const wide[] = {
    "\xc3\xa9",     "\xd8\xa7",     "\xd9\x94",         "\xcc\x81",         "\xcc\xa3",
    "\xcd\x84",     "\xe2\x80\x93", "\xe4\xb8\xad",     "\xe0\xa4\x95",     "\xed\x95\x9c",
    "\xef\xbf\xbe", "\xef\xbf\xbd", "\xf0\x9f\x93\x9a", "\xf0\x91\x82\x99", "\xf0\x91\x82\xba"};
static const char *const broken[] = {"\x80",         "\xbf",         "\xc0\xaf", "\xc3",
                                     "\xe0\x80\xaf", "\xed\xa0\x80", "\xe2\x80", "\xf0\x9f",
                                     "\xf4\x90\x80", "\xf5",         "\xff",     "\xe0\x9f\xbf"};

#define ONE_OF(pool) pool[random_below(sizeof(pool) / sizeof *(pool))]

/* A text in memory of exactly its size, so that a byte read beyond it is found out. Free it. */
static struct slice random_text(unsigned kinds)
{
    struct buffer text;
    size_t pieces = random_below(24);
    char *exact;

    buffer_init(&text);
    for (size_t i = 0; i < pieces; i++)
        switch (random_below(kinds)) {
        case 0:
        case 1:
            buffer_add_string(&text, ONE_OF(plain));
            break;
        case 2:
            buffer_add_string(&text, ONE_OF(special));
            break;
        case 3:
        case 4:
            buffer_add_string(&text, ONE_OF(wide));
            break;
        default:
            buffer_add_string(&text, ONE_OF(broken));
        }
    exact = memory_alloc(text.length > 0 ? text.length : 1);
    memcpy(exact, text.length > 0 ? text.data : "", text.length);
    struct slice made = {exact, text.length};
    buffer_finish(&text);
    return made;
}

static void release(struct slice text)
{
    free((void *)(uintptr_t)text.data);
}

#define ROUNDS 20000

/* RFC 3629 clause 4, byte by byte. */
static size_t width_at(const unsigned char *at, size_t left)
{
    uint32_t codepoint = at[0];
    size_t width = at[0] < 0x80 ? 1 : at[0] < 0xc2 ? 0 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;

    if (width == 1)
        return 1;
    if (width == 0 || at[0] > 0xf4 || left < width)
        return 0;
    codepoint &= 0xffu >> (width + 1);
    for (size_t i = 1; i < width; i++) {
        if (at[i] < 0x80 || at[i] > 0xbf)
            return 0;
        codepoint = codepoint << 6 | (at[i] & 0x3f);
    }
    if ((width == 3 && codepoint < 0x800) || (width == 4 && codepoint < 0x10000) ||
        (codepoint >= 0xd800 && codepoint <= 0xdfff) || codepoint > 0x10ffff)
        return 0;
    return width;
}

static void utf8_is_judged_as_byte_by_byte(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct slice text = random_text(round % 2 == 0 ? 5 : 6);
        size_t offset = 0, width = 1;

        while (offset < text.length && width > 0) {
            width = width_at((const unsigned char *)text.data + offset, text.length - offset);
            offset += width;
        }
        assert_int_equal(text_invalid_at(text), offset);
        release(text);
    }
}

/* One byte that is not ASCII, in every place of texts around the size of a block. */
static void ascii_ends_where_it_does(void **state)
{
    (void)state;
    for (size_t length = 0; length <= 3 * BLOCK_SIZE + 1; length++) {
        char *bytes = memory_alloc(length + 1);
        struct slice text = {bytes, length};

        memset(bytes, 'x', length);
        assert_true(text_is_ascii(text));
        assert_int_equal(text_ascii_run(text, 0), length);
        for (size_t at = 0; at < length; at++) {
            bytes[at] = '\x80';
            assert_false(text_is_ascii(text));
            assert_int_equal(text_ascii_run(text, 0), at);
            assert_int_equal(text_ascii_run(text, at + 1), length - at - 1);
            assert_int_equal(text_invalid_at(text), at);
            bytes[at] = 'x';
        }
        free(bytes);
    }
}

static void the_last_block_has_every_byte_that_no_block_had(void **state)
{
    (void)state;
    for (size_t length = 1; length <= 2 * BLOCK_SIZE; length++) {
        char *bytes = memory_alloc(length);

        memset(bytes, 'x', length);
        for (size_t at = length - length % BLOCK_SIZE; at < length; at++) {
            bytes[at] = '!';
            assert_true(block_any((block_bytes)(block_load_last(bytes, length) == block_of('!'))));
            bytes[at] = 'x';
        }
        assert_false(block_any((block_bytes)(block_load_last(bytes, length) != block_of('x'))));
        free(bytes);
    }
}

/* What escaping must give: NFC of all of it, then one character after another. */
static void escape_slowly(struct buffer *out, struct slice text, bool xml)
{
    struct buffer composed;

    buffer_init(&composed);
    text_add_nfc(&composed, text);
    for (size_t at = 0; at < composed.length;) {
        size_t start = at;
        uint32_t c = text_next(buffer_slice(&composed), &at);

        if (xml && (c == '&' || c == '<' || c == '>' || c == '"'))
            buffer_add_string(out, c == '&'   ? "&amp;"
                                   : c == '<' ? "&lt;"
                                   : c == '>' ? "&gt;"
                                              : "&quot;");
        else if (xml && (c == '\t' || c == '\n' || c == '\r'))
            buffer_printf(out, "&#%u;", c);
        else if (!xml && (c == '"' || c == '\\'))
            buffer_printf(out, "\\%c", (int)c);
        else if (!xml && (c == '\t' || c == '\n' || c == '\r'))
            buffer_add_string(out, c == '\t' ? "\\t" : c == '\n' ? "\\n" : "\\r");
        else if (!xml && c < 0x20)
            buffer_printf(out, "\\u%04x", c);
        else if (!xml || (c >= 0x20 && c != 0xfffe && c != 0xffff))
            buffer_add(out, composed.data + start, at - start);
    }
    buffer_finish(&composed);
}

static void escaping_is_normalizing_and_then_replacing(void **state)
{
    struct buffer fast, slow;

    (void)state;
    buffer_init(&fast);
    buffer_init(&slow);
    for (int round = 0; round < ROUNDS; round++) {
        static const unsigned kinds[] = {2, 3, 5, 6};
        struct slice text = random_text(kinds[round % 4]);
        bool xml = round / 4 % 2 == 0;

        buffer_truncate(&fast, 0);
        buffer_truncate(&slow, 0);
        if (xml)
            escape_xml(&fast, text);
        else
            escape_json(&fast, text);
        if (!xml)
            buffer_add_char(&slow, '"');
        escape_slowly(&slow, text, xml);
        if (!xml)
            buffer_add_char(&slow, '"');
        if (!slice_equal(buffer_slice(&fast), buffer_slice(&slow)))
            fail_msg("of \"%.*s\": \"%.*s\", not \"%.*s\"", (int)text.length, text.data,
                     (int)fast.length, fast.data, (int)slow.length, slow.data);
        release(text);
    }
    buffer_finish(&fast);
    buffer_finish(&slow);
}

/* "<" and U+0338 are one character, which needs no escaping. */
static void what_composes_is_not_escaped_before(void **state)
{
    struct buffer out;

    (void)state;
    buffer_init(&out);
    escape_xml(&out, slice_of("1 & 2 <\xcc\xb8 3"));
    assert_wrote(&out, "1 &amp; 2 \xe2\x89\xae 3");
    escape_xml(&out, slice_of("<\xcc\xb8<"));
    assert_wrote(&out, "\xe2\x89\xae&lt;");
    buffer_finish(&out);
}

/* Against ICU's own normalization of the whole text: pairs from the table and longer stretches. */
static void letters_and_marks_compose_as_in_icu(void **state)
{
    struct buffer text, mine, theirs;

    (void)state;
    buffer_init(&text);
    buffer_init(&mine);
    buffer_init(&theirs);
    for (int round = 0; round < ROUNDS; round++) {
        struct utf16 whole;

        buffer_truncate(&text, 0);
        buffer_truncate(&mine, 0);
        buffer_truncate(&theirs, 0);
        for (uint32_t i = random_below(12) + 1; i > 0; i--) {
            text_add_codepoint(&text, 0x20 + random_below(0x5f));
            if (random_below(3) == 0)
                text_add_codepoint(&text, 0x300 + random_below(0x70));
        }
        text_add_nfc(&mine, buffer_slice(&text));
        utf16_init(&whole, buffer_slice(&text));
        utf16_normalize(&whole, UTF16_NFC);
        for (int32_t at = 0; at < whole.length;)
            text_add_codepoint(&theirs, utf16_next(&whole, &at));
        utf16_finish(&whole);
        assert_true(slice_equal(buffer_slice(&mine), buffer_slice(&theirs)));
    }
    buffer_finish(&text);
    buffer_finish(&mine);
    buffer_finish(&theirs);
}

static void bits_say_in_which_places(void **state)
{
    (void)state;
    for (uint32_t places = 0; places < 1u << BLOCK_SIZE; places++) {
        char bytes[BLOCK_SIZE];

        for (size_t i = 0; i < BLOCK_SIZE; i++)
            bytes[i] = (places >> i & 1) != 0 ? 'x' : (char)i;
        assert_int_equal(block_bits((block_bytes)(block_load(bytes) == block_of('x'))), places);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_is_judged_as_byte_by_byte),
        cmocka_unit_test(ascii_ends_where_it_does),
        cmocka_unit_test(the_last_block_has_every_byte_that_no_block_had),
        cmocka_unit_test(bits_say_in_which_places),
        cmocka_unit_test(escaping_is_normalizing_and_then_replacing),
        cmocka_unit_test(what_composes_is_not_escaped_before),
        cmocka_unit_test(letters_and_marks_compose_as_in_icu),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

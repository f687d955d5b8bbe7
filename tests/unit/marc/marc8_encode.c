/* Texts are written in MARC-8 as LC's specification has them, and nothing is lost on the way. */
#include "marc8_trip.h"

/* --- examples ------------------------------------------------------------------------------- */

static const struct {
    const char *claim, *text, *marc8;
} examples[] = {
    {"ASCII stays", "Plain text, 1977.", "Plain text, 1977."},
    {"nothing stays nothing", "", ""},
    {"a letter that ANSEL has is one byte", "\u0141\u00f3d\u017a",
     "\xa1\xe2"
     "od\xe2z"},
    {"a mark comes before its letter", "caf\u00e9",
     "caf\xe2"
     "e"},
    {"decomposed, it is the same", "cafe\u0301",
     "caf\xe2"
     "e"},
    {"two marks, in the order of Unicode", "Vi\u1ec7t \u1ebf",
     "Vi\xf2\xe3"
     "et \xe3\xe2"
     "e"},
    {"o with horn is a letter, and takes a mark", "\u01a1 \u1edb o\u031b\u0301",
     "\xbc \xe2\xbc \xe2\xbc"},
    {"cedilla and comma below", "\u015f\u0219", "\xf0s\xf7s"},
    {"a mark over two letters is two halves", "t\u0361s", "\xebt\xecs"},
    {"so is one in halves", "t\ufe20s\ufe21", "\xebt\xecs"},
    {"the double tilde too", "n\u0360g", "\xfan\xfbg"},
    {"a right half without a left one is a reference", "s\ufe21", "s&#xFE21;"},
    {"Cyrillic has escapes around it", "\u0414\u043e\u043c", "\x1b(NdOM\x1b(B"},
    {"short i is one letter, composed or not", "\u0439\u0438\u0306", "\x1b(NJJ\x1b(B"},
    {"an acute on it is ANSEL's", "\u0430\u0301", "\xe2\x1b(NA\x1b(B"},
    {"spaces do not leave a set, commas do", "\u0430 \u0431, \u0432",
     "\x1b(NA B\x1b(B, \x1b(NW\x1b(B"},
    {"extended Cyrillic is another set", "\u0456\u0430", "\x1b(QF\x1b(NA\x1b(B"},
    {"Hebrew with its points before the letters", "\u05d1\u05bc\u05b0", "\x1b(2GKa\x1b(B"},
    {"Arabic alef with hamza, composed", "\u0623", "\x1b(3C\x1b(B"},
    {"and decomposed, where YAZ loses the hamza", "\u0627\u0654", "\x1b(3C\x1b(B"},
    {"Arabic with a vowel", "\u0628\u064e", "\x1b(3nH\x1b(B"},
    {"superscript alef is no mark in MARC-8", "\u0630\u0670", "\x1b(3Pt\x1b(B"},
    {"Persian is extended Arabic", "\u067e", "\x1b(4)\x1b(B"},
    {"Greek with its accent before the letter", "\u03b1\u03ac",
     "\x1b(Sa\xe2"
     "a\x1b(B"},
    {"Chinese is three bytes a character", "\u4e2d\u570b", "\x1b$1!04!7o\x1b(B"},
    {"its spaces are ASCII's", "\u4e2d \u570b", "\x1b$1!04\x1b(B \x1b$1!7o\x1b(B"},
    {"Korean, composed from its letters", "\u1100\u1161\u1102", "\x1b$1oH_\x1b(B&#x1102;"},
    {"beyond the basic plane", "\U000212c4", "\x1b$1!uY\x1b(B"},
    {"subscripts", "H\u2082O",
     "H\x1b"
     "b2\x1b"
     "sO"},
    {"superscripts, then Cyrillic", "m\u00b2\u0430", "m\x1bp2\x1bs\x1b(NA\x1b(B"},
    {"the euro", "\u20ac5",
     "\xc8"
     "5"},
    {"non-sorting marks",
     "\xc2\x98The \xc2\x9c"
     "end",
     "\x88The \x89"
     "end"},
    {"joiners", "a\u200db\u200c",
     "a\x8d"
     "b\x8e"},
    /* What MARC-8 does not have */
    {"a dash is a reference", "1924\u20131927", "1924&#x2013;1927"},
    {"so is an emoji", "\U0001f600", "&#x1F600;"},
    {"a reference is in ASCII", "\u0430\u2013\u0430", "\x1b(NA\x1b(B&#x2013;\x1b(NA\x1b(B"},
    {"of a letter whose mark MARC-8 lacks, composed", "\u0211", "&#x0211;"},
    {"a mark that it lacks follows its letter", "x\u030f", "x&#x030F;"},
    {"those after it follow too", "x\u030f\u0301", "x&#x030F;&#x0301;"},
    {"those before it do not", "x\u0301\u030f", "\xe2x&#x030F;"},
    {"marks of a letter that it lacks", "\u0915\u0301", "&#x0915;&#x0301;"},
    {"a mark before all letters would join the next one", "\u0301a", "&#x0301;a"},
    {"half ring, which YAZ takes for alif", "\u02be", "&#x02BE;"},
    {"geta mark, which YAZ takes for an old hangul", "\u3013", "\x1b$1!*F\x1b(B"},
    {"line feeds and escapes", "a\nb\x1b(Nc", "a&#x000A;b&#x001B;(Nc"},
    {"what is no UTF-8 is marked", "a\xff", "a&#xFFFD;"},
};

static void writes_texts_as_the_specification_has_them(void **state)
{
    struct buffer out;

    (void)state;
    buffer_init(&out);
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        unsigned sets = 0;

        buffer_truncate(&out, 0);
        marc8_encode(&out, slice_of(examples[i].text), &sets);
        if (!slice_is(buffer_slice(&out), examples[i].marc8))
            fail_msg("%s: \"%s\"", examples[i].claim, out.data);
    }
    buffer_finish(&out);
}

static void names_the_sets_as_field_066_does(void **state)
{
    static const char *const wanted[] = {"(2", "(3", "(N", "$1"};
    unsigned sets = 0;
    struct buffer out;
    unsigned at = 0;

    (void)state;
    buffer_init(&out);
    marc8_encode(&out, slice_of("caf\u00e9 H\u2082O"), &sets);
    assert_null(marc8_set_code(sets, &at)); /* the default sets and what belongs to them */
    marc8_encode(&out, slice_of("\u4e2d \u0430 \u0623"), &sets);
    marc8_encode(&out, slice_of("\u05d1"), &sets);
    at = 0;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_string_equal(wanted[i], marc8_set_code(sets, &at));
    assert_null(marc8_set_code(sets, &at));
    assert_null(marc8_set_code(sets, &at));
    buffer_finish(&out);
}

/* --- there and back ------------------------------------------------------------------------- */

static void every_example_comes_back(void **state)
{
    struct trip trip;

    (void)state;
    trip_begin(&trip);
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        if (strstr(examples[i].text, "\xff") == NULL)
            assert_comes_back(&trip, examples[i].claim, slice_of(examples[i].text));
    trip_end(&trip);
}

/* Letters and marks of all scripts, in any order, with what MARC-8 lacks among them. */
static void any_text_comes_back(void **state)
{
    static const uint32_t alphabet[] = {
        'a',    'e',     ' ',     '(',    '$',    '1',    0x1b,   0x0301, 0x0302, 0x0323,
        0x031b, 0x0361,  0x0360,  0x0308, 0x0327, 0x030f, 0x01a1, 0x1edb, 0x0142, 0x0430,
        0x0439, 0x0456,  0x0306,  0x03b1, 0x0390, 0x05d1, 0x05bc, 0x05b0, 0x0627, 0x0654,
        0x0670, 0x064b,  0x067e,  0x4e2d, 0xac00, 0x3013, 0x3099, 0x304b, 0x2082, 0x00b2,
        0x2013, 0x1f600, 0x212c4, 0x0345, 0x0915, 0x093c, 0x0098, 0x200d, 0xfffd, 0x10ffff,
    };
    uint32_t random = 2026;
    struct buffer text;
    struct trip trip;

    (void)state;
    buffer_init(&text);
    trip_begin(&trip);
    for (unsigned i = 0; i < 20000; i++) {
        buffer_truncate(&text, 0);
        for (unsigned k = 0; k < 1 + i % 12; k++) {
            random = random * 1664525u + 1013904223u;
            text_add_codepoint(&text,
                               alphabet[(random >> 16) % (sizeof alphabet / sizeof *alphabet)]);
        }
        assert_comes_back(&trip, "random text", buffer_slice(&text));
    }
    trip_end(&trip);
    buffer_finish(&text);
}

static void many_marks_on_one_letter_come_back(void **state)
{
    struct buffer text;
    struct trip trip;

    (void)state;
    buffer_init(&text);
    trip_begin(&trip);
    for (unsigned i = 0; i < 1000; i++) {
        text_add_codepoint(&text, i == 0 ? 0x1edb : 0x0301);
        assert_comes_back(&trip, "many marks", buffer_slice(&text));
    }
    trip_end(&trip);
    buffer_finish(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_texts_as_the_specification_has_them),
        cmocka_unit_test(names_the_sets_as_field_066_does),
        cmocka_unit_test(every_example_comes_back),
        cmocka_unit_test(any_text_comes_back),
        cmocka_unit_test(many_marks_on_one_letter_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

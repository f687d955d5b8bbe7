/* Encodings: MARC-8 read, labels believed only where the bytes agree, nothing lost silently. */
#include "help.h"

#include "marc/character_reference.h"
#include "marc/marc8.h"

/* A title as bytes under a label: what is read, and what is reported. */
static const struct {
    const char *name;
    char label;
    const char *bytes;
    const char *read;
    const char *rules;
} titles[] = {
    {"ASCII as MARC-8", ' ', "cafe", "cafe", ""},
    {"ASCII as UTF-8", 'a', "cafe", "cafe", ""},
    {"UTF-8", 'a', "caf\xc3\xa9", "caf\xc3\xa9", ""},
    {"MARC-8", ' ',
     "caf\xe2"
     "e",
     "cafe\xcc\x81", ""},
    {"MARC-8, Cyrillic", ' ',
     "\x1b(N7DPAT\x1b(B \xe2"
     "e",
     "7\xd0\xb4\xd0\xbf\xd0\xb0\xd1\x82 e\xcc\x81", ""},
    {"MARC-8, EACC", ' ', "\x1b$1!0!\x1b(B", "\xe4\xb8\x80", ""},
    {"MARC-8, non-sorting", ' ', "\x88The \x89rupture", "\xc2\x98The \xc2\x9crupture", ""},
    {"MARC-8, ligature", ' ',
     "i\xeb"
     "t\xec"
     "si\xeb"
     "a\xec",
     "it\xcd\xa1sia\xcd\xa1", ""},
    {"UTF-8 labelled MARC-8", ' ', "caf\xc3\xa9", "caf\xc3\xa9", "encoding "},
    {"MARC-8 labelled UTF-8", 'a',
     "caf\xe2"
     "e a \xe1 la r\xe8"
     "u",
     "", "encoding "},
    {"MARC-8 by its escapes, labelled UTF-8", 'a', "\x1b(N7DPAT\x1b(B",
     "7\xd0\xb4\xd0\xbf\xd0\xb0\xd1\x82", "encoding "},
    {"Latin-1 labelled UTF-8", 'a', "f\xfcr \xd6sterreich", "f\xc3\xbcr \xc3\x96sterreich",
     "encoding "},
    {"Latin-1 labelled MARC-8", ' ',
     "D\xe9veloppement \xe9"
     "conomique \xe0 l'\xe9tranger, \xe9t\xe9",
     "D\xc3\xa9veloppement \xc3\xa9"
     "conomique \xc3\xa0 l'\xc3\xa9tranger, \xc3\xa9t\xc3\xa9",
     "encoding "},
    {"Windows-1252 labelled MARC-8", ' ',
     "\x93"
     "f\xfcr\x94",
     "\xe2\x80\x9c"
     "f\xc3\xbcr\xe2\x80\x9d",
     "encoding "},
    {"one misplaced mark does not make Latin-1", ' ',
     "funda\xe2 los R\xe2"
     "e Se\xe4no \xe2"
     "a \xe1"
     "e",
     NULL, ""},
    {"damaged UTF-8", 'a', "caf\xc3\xa9 \xc3\xbc \xff x", "caf\xc3\xa9 \xc3\xbc \xef\xbf\xbd x",
     "encoding "},
    {"a surrogate is no UTF-8", 'a', "\xc3\xa9 \xc3\xa9 \xc3\xa9 \xc3\xa9 \xed\xa0\x80",
     "\xc3\xa9 \xc3\xa9 \xc3\xa9 \xc3\xa9 \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", "encoding "},
    {"references", ' ', "a &#x0654;b&#x5F71; &#x01F600;",
     "a \xd9\x94"
     "b\xe5\xbd\xb1 \xf0\x9f\x98\x80",
     "character-reference "},
    {"references beside MARC-8", ' ',
     "caf\xe2"
     "e &#x0654;",
     "cafe\xcc\x81 \xd9\x94", "character-reference "},
    {"no references in UTF-8", 'a', "caf\xc3\xa9 &#x0654;", "caf\xc3\xa9 &#x0654;", ""},
    {"no references in ASCII that says UTF-8", 'a', "a &#x0654;", "a &#x0654;", ""},
    {"no references in UTF-8 labelled MARC-8", ' ', "caf\xc3\xa9 &#x0654;", "caf\xc3\xa9 &#x0654;",
     "encoding "},
    {"an unknown escape", ' ',
     "caf\xe2"
     "e \x1bZ",
     "cafe\xcc\x81 \xef\xbf\xbdZ", "encoding "},
};

static void labels_are_believed_where_the_bytes_agree(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        char field[256];
        const struct raw_field raw[] = {{"001", "x1"},
                                        {"245", field},
                                        {"500", "  \x1f"
                                                "aNote"},
                                        {NULL, NULL}};
        struct reading_test test;
        struct buffer bytes;

        snprintf(field, sizeof field,
                 "10\x1f"
                 "a%s",
                 titles[i].bytes);
        buffer_init(&bytes);
        raw_record(&bytes, titles[i].label, raw);
        open_bytes(&test, bytes.data, bytes.length);
        assert_int_equal(1, next_record(&test));
        if (strcmp(titles[i].rules, test.findings.rules) != 0)
            fail_msg("%s: found '%s', %s", titles[i].name, test.findings.rules, test.findings.last);
        if (titles[i].read != NULL && titles[i].read[0] != '\0')
            assert_text(titles[i].read, marc_record_subfield(test.record, "245", 'a'));
        assert_text("Note", marc_record_subfield(test.record, "500", 'a'));
        assert_int_equal('a', test.record->leader[9]);
        close_test(&test);
        buffer_finish(&bytes);
    }
}

static void marc8_tells_how_much_it_could_not_read(void **state)
{
    static const struct {
        const char *bytes, *read;
        size_t unread;
    } texts[] = {
        {"", "", 0},
        {"abc", "abc", 0},
        {"a\xfc"
         "b",
         "ab", 1},
        {"\x1b$1!0!~~~\x1b(B", NULL, 1},
        {"\x1b(Bx\x1b", "x\xef\xbf\xbd", 1},
        {"a\tb\x01\xe2"
         "e\t",
         "a\tb\x01"
         "e\xcc\x81\t",
         0},
        {"\x1b(NOT\tNO\x1b(B\tx", "\xd0\xbe\xd1\x82\t\xd0\xbd\xd0\xbe\tx", 0},
        {"a\xe2\tb", "a\xef\xbf\xbd\tb", 1},
        {"\x1bg\x61\x1bs", "\xce\xb1", 0},
        {"H\x1b"
         "b2\x1bsO",
         "H\xe2\x82\x82O", 0},
    };
    struct marc8 *marc8 = marc8_create();
    struct buffer out;

    (void)state;
    buffer_init(&out);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buffer_truncate(&out, 0);
        assert_int_equal(texts[i].unread, marc8_decode(marc8, &out, slice_of(texts[i].bytes)));
        if (texts[i].read != NULL)
            assert_text(texts[i].read, buffer_slice(&out));
    }
    buffer_finish(&out);
    marc8_destroy(marc8);
}

static void sets_do_not_last_beyond_a_subfield(void **state)
{
    static const struct raw_field raw[] = {{"245", "10\x1f"
                                                   "a\x1b(N7DPAT\x1f"
                                                   "bplain \xe2"
                                                   "e"},
                                           {NULL, NULL}};
    struct reading_test test;
    struct buffer bytes;

    (void)state;
    buffer_init(&bytes);
    raw_record(&bytes, ' ', raw);
    open_bytes(&test, bytes.data, bytes.length);
    assert_int_equal(1, next_record(&test));
    assert_text("plain e\xcc\x81", marc_record_subfield(test.record, "245", 'b'));
    close_test(&test);
    buffer_finish(&bytes);
}

static void references_that_are_none_stay(void **state)
{
    static const struct {
        const char *text, *resolved;
        size_t count;
    } texts[] = {
        {"", "", 0},
        {"&#x0654;", "\xd9\x94", 1},
        {"&#x00e9;&#x00E9;", "\xc3\xa9\xc3\xa9", 2},
        {"&#x10FFFD;", "\xf4\x8f\xbf\xbd", 1},
        {"&#x0001;", "\x01", 1},
        {"&#x654;", "&#x654;", 0},
        {"&#x0000654;", "&#x0000654;", 0},
        {"&#x065G;", "&#x065G;", 0},
        {"&#x0654", "&#x0654", 0},
        {"&#X0654;", "&#X0654;", 0},
        {"&#1620;", "&#1620;", 0},
        {"&#x0041;", "&#x0041;", 0},
        {"&#x0000;", "&#x0000;", 0},
        {"&#xD800;", "&#xD800;", 0},
        {"&#xFFFE;", "&#xFFFE;", 0},
        {"&#xFDD0;", "&#xFDD0;", 0},
        {"&#x110000;", "&#x110000;", 0},
        {"&&#x&#x0654;;", "&&#x\xd9\x94;", 1},
    };
    struct buffer out;

    (void)state;
    buffer_init(&out);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buffer_truncate(&out, 0);
        assert_int_equal(texts[i].count,
                         character_reference_resolve(&out, slice_of(texts[i].text)));
        assert_text(texts[i].resolved, buffer_slice(&out));
        if (texts[i].count > 0)
            assert_true(character_reference_in(slice_of(texts[i].text)));
    }
    assert_false(character_reference_in(slice_of("a & b &# x &#")));
    buffer_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_are_believed_where_the_bytes_agree),
        cmocka_unit_test(marc8_tells_how_much_it_could_not_read),
        cmocka_unit_test(sets_do_not_last_beyond_a_subfield),
        cmocka_unit_test(references_that_are_none_stay),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

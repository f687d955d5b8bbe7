/* Text: what is UTF-8, what NFC does, and that folding makes alike what readers hold to be alike.
 */
#include "../test.h"

#include "base/text.h"

static void knows_utf8(void **state)
{
    static const struct {
        const char *bytes;
        size_t invalid_at;
    } cases[] = {
        {"plain", 5},
        {"caf\xc3\xa9", 5},
        {"\xe4\xb8\xad\xf0\x9f\x93\x9a", 7},
        {"a long run of ASCII before \xff", 27},
        {"\xc3", 0},             /* cut short */
        {"\xc0\xaf", 0},         /* overlong */
        {"\xe0\x80\xaf", 0},     /* overlong */
        {"\xed\xa0\x80", 0},     /* surrogate */
        {"\xf4\x90\x80\x80", 0}, /* past U+10FFFF */
        {"ok\x80", 2},           /* lone continuation */
        {"\xf0\x9f\x93", 0},     /* cut short */
        {"", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(text_invalid_at(slice_of(cases[i].bytes)), cases[i].invalid_at);
}

static void code_points_survive_the_way_there_and_back(void **state)
{
    static const uint32_t codepoints[] = {0x24,  0x7f,   0x80,    0x7ff,
                                          0x800, 0xffff, 0x10000, 0x10ffff};
    struct buffer text;

    (void)state;
    buffer_init(&text);
    for (size_t i = 0; i < sizeof codepoints / sizeof codepoints[0]; i++) {
        size_t offset = 0;

        text_add_codepoint(&text, codepoints[i]);
        assert_int_equal(text_next(buffer_slice(&text), &offset), codepoints[i]);
        assert_int_equal(offset, text.length);
        assert_true(text_is_utf8(buffer_slice(&text)));
        buffer_truncate(&text, 0);
    }
    buffer_finish(&text);
}

static void composes(void **state)
{
    static const struct {
        const char *from, *to;
    } cases[] = {
        {"cafe\xcc\x81", "caf\xc3\xa9"},
        {"caf\xc3\xa9", "caf\xc3\xa9"},
        {"\xe1\x84\x80\xe1\x85\xa1", "\xea\xb0\x80"}, /* Hangul */
        {"\xd8\xa7\xd9\x94", "\xd8\xa3"},             /* Arabic alef and hamza */
        /* marks out of order, two on a letter, one without a letter, one that nothing takes */
        {"e\xcc\x82\xcc\xa3", "\xe1\xbb\x87"},
        {"x\xc3\xa2\xcc\xa3y", "x\xe1\xba\xady"},
        {"\xcc\x81"
         "a",
         "\xcc\x81"
         "a"},
        {"t\xcd\xa1s, s\xcc\xa3", "t\xcd\xa1s, \xe1\xb9\xa3"},
        {"a\xcd\x84!", "\xc3\xa4\xcc\x81!"}, /* U+0344 never stands in NFC */
        {"\xe2\x84\xab and \xe0\xa5\x98", "\xc3\x85 and \xe0\xa4\x95\xe0\xa4\xbc"},
        {"\xea\xb0\x80\xe1\x86\xa8", "\xea\xb0\x81"},             /* Hangul, its last letter */
        {"\xf0\x91\x82\x99\xf0\x91\x82\xba", "\xf0\x91\x82\x9a"}, /* beyond the basic plane */
        {"bad \xff byte", "bad \xef\xbf\xbd byte"},
        {"e\xcc", "e\xef\xbf\xbd"}, /* cut short */
        {"", ""},
    };
    struct buffer text;

    (void)state;
    buffer_init(&text);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        text_add_nfc(&text, slice_of(cases[i].from));
        assert_wrote(&text, cases[i].to);
    }
    buffer_finish(&text);
}

static const struct {
    const char *from, *to;
} foldings[] = {
    {"The Rupture of Anglo-Soviet relations", "the rupture of anglo soviet relations"},
    {"  --A,  B;c--  ", "a b c"},
    {"O'Brien", "obrien"},
    {"O\xe2\x80\x99"
     "Brien",
     "obrien"},
    {"caf\xc3\xa9", "cafe"},
    {"cafe\xcc\x81", "cafe"},
    {"M\xc3\xbcller", "muller"},
    {"S\xc3\xb8ren Kierkegaard", "soren kierkegaard"},
    {"Wa\xc5\x82\xc4\x99sa", "walesa"},
    {"Stra\xc3\x9f"
     "e",
     "strasse"},
    {"\xc4\xb0stanbul", "istanbul"},
    {"\xc4\xb1\xc5\x9f\xc4\xb1k", "isik"},
    {"\xc3\x86sop", "aesop"},
    {"\xce\x9f\xce\xb4\xcf\x85\xcf\x83\xcf\x83\xce\xb5\xcf\x8d\xcf\x82",
     "\xce\xbf\xce\xb4\xcf\x85\xcf\x83\xcf\x83\xce\xb5\xcf\x85\xcf\x83"}, /* final sigma */
    {"\xd0\x92\xd0\xbe\xd0\xb9\xd0\xbd\xd0\xb0", "\xd0\xb2\xd0\xbe\xd0\xb8\xd0\xbd\xd0\xb0"},
    {"\xd7\xa9\xd6\xb8\xd7\x9c\xd7\x95\xd6\xb9\xd7\x9d", "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d"},
    {"\xd9\x83\xd9\x90\xd8\xaa\xd8\xa7\xd8\xa8", "\xd9\x83\xd8\xaa\xd8\xa7\xd8\xa8"},
    {"\xe3\x81\x8c", "\xe3\x81\x8c"},                /* voicing is not a diacritic */
    {"\xef\xbc\xa1\xef\xbc\xa2\xef\xbc\xa3", "abc"}, /* full width */
    {"\xc2\x98The \xc2\x9cprecarious truce", "the precarious truce"}, /* non-sorting marks */
    {"1924\xe2\x80\x93"
     "27",
     "1924 27"},
    {"...", ""},
    {"", ""},
};

static void folds_what_readers_hold_to_be_alike(void **state)
{
    struct buffer text;

    (void)state;
    buffer_init(&text);
    for (size_t i = 0; i < sizeof foldings / sizeof foldings[0]; i++) {
        text_add_folded(&text, slice_of(foldings[i].from));
        assert_wrote(&text, foldings[i].to);
    }
    buffer_finish(&text);
}

static void what_is_folded_twice_stays_the_same(void **state)
{
    struct buffer text;

    (void)state;
    buffer_init(&text);
    for (size_t i = 0; i < sizeof foldings / sizeof foldings[0]; i++) {
        text_add_folded(&text, slice_of(foldings[i].to));
        assert_wrote(&text, foldings[i].to);
    }
    buffer_finish(&text);
}

/* ASCII has a way of its own; a letter beyond it makes the text go the way of all others. */
static void ascii_is_folded_as_everything_is(void **state)
{
    struct buffer alone, beside;

    (void)state;
    buffer_init(&alone);
    buffer_init(&beside);
    for (char c = 1; c < 0x7f; c++) {
        char text[] = {'A', c, 'b', c, ' ', c, 'c', ' ', '\xc3', '\xa9', '\0'};

        buffer_truncate(&alone, 0);
        buffer_truncate(&beside, 0);
        text_add_folded(&alone, slice_make(text, 7));
        buffer_add_string(&alone, " e");
        text_add_folded(&beside, slice_of(text));
        assert_string_equal(alone.data, beside.data);
    }
    buffer_finish(&alone);
    buffer_finish(&beside);
}

static void folding_adds_to_what_is_there(void **state)
{
    struct buffer text;

    (void)state;
    buffer_init(&text);
    buffer_add_string(&text, "x");
    text_add_folded(&text, slice_of(" A"));
    text_add_folded(&text, slice_of(" \xc3\x89"));
    assert_wrote(&text, "xae");
    buffer_finish(&text);
}

static void takes_words(void **state)
{
    static const struct {
        const char *folded, *words[6];
    } cases[] = {
        {"the rupture of", {"the", "rupture", "of"}},
        {" a  b ", {"a", "b"}},
        {"\xe4\xb8\xad\xe5\x9b\xbd\xe5\x8f\xb2",
         {"\xe4\xb8\xad\xe5\x9b\xbd", "\xe5\x9b\xbd\xe5\x8f\xb2"}},
        {"\xe4\xb8\xad", {"\xe4\xb8\xad"}},
        {"\xe4\xb8\xad\xe5\x9b\xbd", {"\xe4\xb8\xad\xe5\x9b\xbd"}},
        {"ab\xe4\xb8\xad\xe5\x9b\xbd"
         "cd",
         {"ab", "\xe4\xb8\xad\xe5\x9b\xbd", "cd"}},
        {"\xeb\x8c\x80\xed\x95\x9c \xeb\xaf\xbc\xea\xb5\xad",
         {"\xeb\x8c\x80\xed\x95\x9c", "\xeb\xaf\xbc\xea\xb5\xad"}}, /* Korean has spaces */
        {"", {NULL}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct slice rest = slice_of(cases[i].folded);

        for (size_t j = 0; cases[i].words[j] != NULL; j++)
            assert_slice(text_next_word(&rest), cases[i].words[j]);
        assert_int_equal(text_next_word(&rest).length, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_utf8),
        cmocka_unit_test(code_points_survive_the_way_there_and_back),
        cmocka_unit_test(composes),
        cmocka_unit_test(folds_what_readers_hold_to_be_alike),
        cmocka_unit_test(what_is_folded_twice_stays_the_same),
        cmocka_unit_test(ascii_is_folded_as_everything_is),
        cmocka_unit_test(folding_adds_to_what_is_there),
        cmocka_unit_test(takes_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

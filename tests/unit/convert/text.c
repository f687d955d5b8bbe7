/* Labelled text: the shipped chapter as it stands, lines that fit, nothing for a terminal to obey.
 */
#include "citations.h"

#include "base/text.h"

static void chapter_6_reads_like_a_catalogue_card(void **state)
{
    struct convert_context context;
    struct marc_record *record = chapter_6(*state, &context);
    const char *text = written(write_text, record, &context, *state);
    static const char start[] =
        "Title:            The rupture of Anglo-Soviet relations\n"
        "Author:           Gorodetsky, Gabriel\n"
        "In:               The Precarious Truce: Anglo-Soviet Relations 1924–27\n"
        "Chapter:          6\n"
        "Pages:            211–256\n"
        "Published:        Cambridge University Press, 1977\n"
        "Published online: 2011-06-01\n";
    if (strncmp(text, start, strlen(start)) != 0)
        fail_msg("chapter 6 is written as:\n%s", text);
    assert_has(text, "\n\nCite as:          Gorodetsky, Gabriel. “The rupture of Anglo-Soviet\n"
                     "                  relations.” In The Precarious Truce: Anglo-Soviet\n"
                     "                  Relations 1924–27, ch. 6, pp. 211–256. Cambridge\n"
                     "                  University Press, 1977.\n");
}

static void a_label_is_said_once(void **state)
{
    static const char *const lines[] = {BOOK_LEADER, "245 00 $aX.", "650 #0 $aOne.",
                                        "650 #0 $aTwo.", NULL};
    assert_has(written_lines(write_text, lines, *state),
               "Subject:          One\n                  Two\n");
}

static void a_host_lists_its_parts(void **state)
{
    struct convert_context context;
    struct marc_record *record = whole_book(*state, &context);
    const char *text = written(write_text, record, &context, *state);
    assert_has(text, "Parts:            Introduction: Striving for acceptance\n");
    assert_has(text, "                  The rupture of Anglo-Soviet relations (Chapter 6,\n"
                     "                  pages 211–256) [precarious-truce-6]\n");
}

/* No line is wider than 72 but for addresses; no control character but the line feed. */
static void assert_fits(const char *name, const char *text)
{
    for (const char *line = text; *line != '\0';) {
        size_t length = strcspn(line, "\n");
        struct slice whole = slice_make(line, length);
        if (text_length(whole) > 72 && strstr(line, "://") == NULL)
            fail_msg("%s: too wide: %.*s", name, (int)length, line);
        for (size_t i = 0; i < length; i++)
            assert_true((unsigned char)line[i] >= 0x20 && line[i] != 0x7F);
        if (length > 0)
            assert_int_not_equal(line[length - 1], ' ');
        assert_int_equal(line[length], '\n');
        line += length + 1;
    }
    assert_true(text_is_utf8(slice_of(text)));
}

static void lines_fit_whatever_stands_in_them(void **state)
{
    for (size_t i = 0; i < UGLY_CASES; i++)
        assert_fits(uglies[i].name, written_lines(write_text, uglies[i].lines, *state));
    for (size_t i = 0; i < MATERIAL_CASES; i++)
        assert_fits(materials[i].name, written_lines(write_text, materials[i].lines, *state));
    struct convert_context context = context_of("x1");
    assert_fits("long", written(write_text, long_record(*state), &context, *state));
}

static void wide_characters_take_two_places(void **state)
{
    static const char *const lines[] = {
        BOOK_LEADER, "245 00 $a一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十", NULL};
    /* 54 places are 27 characters of this script */
    assert_has(
        written_lines(write_text, lines, *state),
        "一二三四五六七八九十一二三四五六七八九十一二三四五六七\n                  八九十\n");
}

static void an_address_stays_whole(void **state)
{
    const char *address = "https://a.example/a/very/long/address/that/does/not/fit/in/what/is/left"
                          "/of/the/line";
    const char *lines[] = {BOOK_LEADER, "245 00 $aX.", arena_printf(*state, "856 40 $u%s", address),
                           NULL};
    assert_has(written_lines(write_text, lines, *state), address);
}

static void notes_are_there(void **state)
{
    static const char *const lines[] = {BOOK_LEADER, "245 00 $aX.", "505 0# $aOne -- Two.",
                                        "504 ## $aIncludes index.", NULL};
    const char *text = written_lines(write_text, lines, *state);
    assert_has(text, "Contents:         One -- Two.\n");
    assert_has(text, "Note:             Includes index.\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(chapter_6_reads_like_a_catalogue_card, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_label_is_said_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_host_lists_its_parts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lines_fit_whatever_stands_in_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(wide_characters_take_two_places, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_address_stays_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(notes_are_there, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

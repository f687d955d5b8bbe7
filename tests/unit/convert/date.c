#include "citations.h"

#include "convert/date.h"

static void parses_dates_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"Published online by Cambridge University Press: 1 June 2011.", "2011-06-01"},
        {"June 1, 2011", "2011-06-01"},
        {"2011-06-01", "2011-06-01"},
        {"2011-06", "2011-06"},
        {"June 2011", "2011-06"},
        {"Sept. 2011", "2011-09"},
        {"on line since 2011", "2011"},
        {"[2011]", "2011"},
        {"31 June 2011", "2011-06"}, /* no such day */
        {"29 February 2011", "2011-02"},
        {"29 February 2012", "2012-02-29"},
        {"2011-13-01", ""},
        {"99999", ""},
        {"June", ""},
        {"", ""},
    };
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_slice(date_parse(slice_of(cases[i].text), arena), cases[i].wanted);
    arena_destroy(arena);
}

static void finds_years(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int year;
    } cases[] = {{"c1977.", 1977},
                 {"1312 [1895]", 1895},
                 {"1977 [i.e. 1979]", 1979},
                 {"[between 1920 and 1930]", 1920},
                 {"19--", 0},
                 {"12345", 0},
                 {"0999", 0},
                 {"9999", 0},
                 {"", 0},
                 {"[", 0},
                 {"197", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(date_year_in(slice_of(cases[i].text)), cases[i].year);
}

#define FIXED(dates) "008 261123" dates "xx      o     ||| 0 eng d"

static void reads_the_dates_of_a_record(void **state)
{
    (void)state;
    static const struct {
        const char *fixed, *imprint, *issued;
        int year, end, copyright;
        bool open;
    } cases[] = {
        {FIXED("s1977    "), "264 #1 $c1977.", "1977", 1977, 0, 0, false},
        {FIXED("t19771976"), "264 #1 $c1977.", "1977", 1977, 0, 1976, false},
        {FIXED("e19770512"), "264 #1 $c1977.", "1977-05-12", 1977, 0, 0, false},
        {FIXED("e19770532"), "264 #1 $c1977.", "1977-05", 1977, 0, 0, false},
        {FIXED("m19241927"), "264 #1 $c1924-27.", "1924", 1924, 1927, 0, false},
        {FIXED("c19249999"), "264 #1 $c1924-", "1924", 1924, 0, 0, true},
        {FIXED("d19249999"), "264 #1 $c1924-", "1924", 1924, 0, 0, false},
        {FIXED("s19uu    "), "260 ## $cc1983", "1983", 1983, 0, 1983, false},
        {FIXED("nuuuuuuuu"), "264 #4 $c\u00A91990", "", 0, 0, 1990, false},
        {FIXED("b        "), "264 #1 $c44 B.C.", "", 0, 0, 0, false},
        {"008 short", "260 ## $c[1999?]", "1999", 1999, 0, 0, false},
        {"008 ", "260 ## $bno date", "", 0, 0, 0, false},
    };
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *lines[] = {cases[i].fixed, cases[i].imprint, NULL};
        struct dates dates;
        dates_read(&dates, record_of(arena, lines), arena);
        if (cases[i].issued[0] != '\0') {
            assert_slice(dates.issued, cases[i].issued);
            assert_int_equal(dates.year, cases[i].year);
        }
        assert_int_equal(dates.year_end, cases[i].end);
        assert_int_equal(dates.copyright, cases[i].copyright);
        assert_int_equal(dates.open, cases[i].open);
        assert_slice(dates.online, "");
    }
    arena_destroy(arena);
}

static void knows_when_the_chapter_came_on_line(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    struct dates dates;
    dates_read(&dates, shipped(arena, "precarious-truce-6"), arena);
    assert_int_equal(dates.year, 1977);
    assert_slice(dates.issued, "1977");
    assert_slice(dates.online, "2011-06-01");
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parses_dates_as_people_write_them),
        cmocka_unit_test(finds_years),
        cmocka_unit_test(reads_the_dates_of_a_record),
        cmocka_unit_test(knows_when_the_chapter_came_on_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

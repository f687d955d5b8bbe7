/* Datestamps: written and read back the same, and no day that does not exist. */
#include "../test.h"

#include "base/datestamp.h"

static void what_is_written_is_read_back(void **state)
{
    static const struct {
        int64_t seconds;
        const char *text, *http;
    } cases[] = {
        {0, "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"},
        {951827696, "2000-02-29T12:34:56Z", "Tue, 29 Feb 2000 12:34:56 GMT"},
        {1795423500, "2026-11-23T08:45:00Z", "Mon, 23 Nov 2026 08:45:00 GMT"},
        {-1, "1969-12-31T23:59:59Z", "Wed, 31 Dec 1969 23:59:59 GMT"},
        {253402300799, "9999-12-31T23:59:59Z", "Fri, 31 Dec 9999 23:59:59 GMT"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[DATESTAMP_SIZE], http[32];
        int64_t seconds = 1;
        bool day;

        datestamp_format(text, cases[i].seconds);
        assert_string_equal(text, cases[i].text);
        assert_true(datestamp_parse(slice_of(text), &seconds, &day));
        assert_int_equal(seconds, cases[i].seconds);
        assert_false(day);
        datestamp_format_http(http, cases[i].seconds);
        assert_string_equal(http, cases[i].http);
        assert_true(datestamp_parse_http(slice_of(http), &seconds));
        assert_int_equal(seconds, cases[i].seconds);
    }
}

static void a_day_is_its_first_second(void **state)
{
    int64_t seconds;
    bool day;

    (void)state;
    assert_true(datestamp_parse(slice_of("2026-11-23"), &seconds, &day));
    assert_true(day);
    assert_int_equal(seconds % 86400, 0);
}

static void refuses_what_is_no_date(void **state)
{
    static const char *const bad[] = {
        "",
        "2026",
        "2026-11",
        "2026-13-01",
        "2026-02-29",
        "2026-11-31",
        "2026-00-10",
        "2026-11-00",
        "2026-11-23T24:00:00Z",
        "2026-11-23T00:60:00Z",
        "2026-11-23T00:00:00",
        "2026-11-23T00:00:00.0Z",
        "2026-11-23 00:00:00Z",
        "23-11-2026",
        "2026-1-23",
        "+026-11-23",
    };
    int64_t seconds;
    bool day;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(datestamp_parse(slice_of(bad[i]), &seconds, &day));
    assert_false(datestamp_parse_http(slice_of("Mon, 31 Nov 2026 08:45:00 GMT"), &seconds));
    assert_false(datestamp_parse_http(slice_of("Monday, 23-Nov-26 08:45:00 GMT"), &seconds));
    assert_false(datestamp_parse_http(slice_of("Mon, 23 Nov 2026 08:45:00 UTC"), &seconds));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(a_day_is_its_first_second),
        cmocka_unit_test(refuses_what_is_no_date),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

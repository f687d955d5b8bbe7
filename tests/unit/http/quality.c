/* Accept and Accept-Encoding: q-values, wildcards, precision, order. */
#include "../test.h"

#include <offprint/convert.h>

#include "http/quality.h"

static void reads_elements_and_their_qualities(void **state)
{
    struct slice list =
        slice_of(" text/html ;q=0.5, , a/b;x=\"1,2;q=0\";Q=0.25,c/d; q=1.000,e/f;q=0.");
    static const struct {
        const char *value;
        unsigned quality;
    } wanted[] = {{"text/html", 500}, {"a/b", 250}, {"c/d", 1000}, {"e/f", 0}};
    struct quality_item item;

    (void)state;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        assert_true(quality_next(&list, &item));
        assert_slice(item.value, wanted[i].value);
        assert_int_equal(item.quality, wanted[i].quality);
    }
    assert_false(quality_next(&list, &item));
}

static void counts_a_quality_that_cannot_be_read_as_none(void **state)
{
    static const char *const bad[] = {"a;q=",  "a;q=2",   "a;q=1.001", "a;q=0.1234", "a;q=-1",
                                      "a;q=x", "a;q=0,5", "a;q=00.5",  "a;q=.5"};
    struct quality_item item;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct slice list = slice_of(bad[i]);
        assert_true(quality_next(&list, &item));
        assert_int_equal(item.quality, 0);
    }
}

static void chooses_the_format_that_is_wanted_most(void **state)
{
    static const struct {
        const char *accept, *format; /* NULL: none will do */
    } cases[] = {
        {"*/*", "json"},
        {"application/*", "json"},
        {"application/json", "json"},
        {"application/mods+xml", "mods"},
        {"APPLICATION/MODS+XML", "mods"},
        {"application/marcxml+xml;q=0.9, application/mods+xml;q=0.8", "marcxml"},
        {"application/marcxml+xml;q=0.7, application/mods+xml;q=0.8", "mods"},
        /* What browsers send. */
        {"text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", "html"},
        /* One named says more than a star at the same q. */
        {"*/*, application/mods+xml", "mods"},
        {"application/mods+xml, */*", "mods"},
        /* Of two named at the same q, the first. */
        {"application/marc, application/json", "marc"},
        {"application/json, application/marc", "json"},
        /* The most precise range of a format counts, whatever others say of it. */
        {"*/*;q=0.5, application/json;q=0.1", "marc"},
        {"application/json;q=0, */*;q=0.1", "marc"},
        {"text/*", "text"},
        {"text/*;q=0.5, text/html;q=0.6", "html"},
        {"text/x-bibliography; style=apa", "citation"},
        {"text/plain", "text"},
        {"application/x-qdc+xml, application/xml;q=0.9", "qdc"},
        {"application/xml", "dc"},
        {"application/vnd.citationstyles.csl+json", "csl"},
        {"application/json;charset=utf-8", "json"},
        {"image/png, application/x-bibtex;q=0.001", "bibtex"},
        {"image/png", NULL},
        {"application/json;q=0", NULL},
        {"*/*;q=0", NULL},
        {"nonsense", NULL},
        {",;,", NULL},
        {"*", NULL},
    };
    const struct format *standard = format_by_name(slice_of("json"));

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct format *got = accept_choose(slice_of(cases[i].accept), standard);
        if (cases[i].format == NULL ? got != NULL
                                    : got == NULL || strcmp(got->name, cases[i].format) != 0)
            fail_msg("%s gives %s", cases[i].accept, got != NULL ? got->name : "nothing");
    }
}

static void sends_gzip_to_those_who_take_it(void **state)
{
    (void)state;
    assert_true(accepts_gzip("gzip"));
    assert_true(accepts_gzip("deflate, GZIP;q=0.1"));
    assert_true(accepts_gzip("x-gzip"));
    assert_true(accepts_gzip("*"));
    assert_false(accepts_gzip(NULL));
    assert_false(accepts_gzip(""));
    assert_false(accepts_gzip("identity, br"));
    assert_false(accepts_gzip("gzip;q=0"));
    assert_false(accepts_gzip("gzip;q=0, *"));
    assert_false(accepts_gzip("*, gzip;q=0"));
    assert_false(accepts_gzip("gzipped"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_elements_and_their_qualities),
        cmocka_unit_test(counts_a_quality_that_cannot_be_read_as_none),
        cmocka_unit_test(chooses_the_format_that_is_wanted_most),
        cmocka_unit_test(sends_gzip_to_those_who_take_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

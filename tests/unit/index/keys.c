/* Values as keys: what finds what. */
#include "../test.h"

#include "index/keys.h"

static void assert_key(enum key_form form, const char *value, const char *wanted)
{
    struct buffer out;

    buffer_init(&out);
    key_add(&out, form, slice_of(value));
    if (!slice_is(buffer_slice(&out), wanted))
        fail_msg("\"%s\" gives \"%.*s\", wanted \"%s\"", value, (int)out.length, out.data, wanted);
    buffer_finish(&out);
}

/* All the keys of a value that a record holds, with '|' between. */
static void assert_keys(enum key_form form, const char *value, const char *wanted)
{
    struct slice rest = slice_of(value);
    struct buffer all, key;

    buffer_init(&all);
    buffer_init(&key);
    while (key_next(&key, form, &rest)) {
        if (all.length > 0)
            buffer_add_char(&all, '|');
        buffer_add_slice(&all, buffer_slice(&key));
        buffer_truncate(&key, 0);
    }
    if (!slice_is(buffer_slice(&all), wanted))
        fail_msg("\"%s\" gives \"%.*s\", wanted \"%s\"", value, (int)all.length, all.data, wanted);
    buffer_finish(&all);
    buffer_finish(&key);
}

static void isbns_of_ten_and_thirteen_find_each_other(void **state)
{
    (void)state;
    assert_key(FORM_ISBN, "0521086892", "9780521086899");
    assert_key(FORM_ISBN, "0-521-08689-2", "9780521086899");
    assert_key(FORM_ISBN, "0 521 08689 2", "9780521086899");
    assert_key(FORM_ISBN, "0521086892 (pbk.) : £10.00", "9780521086899");
    assert_key(FORM_ISBN, "9780521086899", "9780521086899");
    assert_key(FORM_ISBN, "978-0-521-08689-9 (hbk)", "9780521086899");
    assert_key(FORM_ISBN,
               "978\xe2\x80\x91"
               "0\xe2\x80\x93"
               "521086899",
               "9780521086899");
    assert_key(FORM_ISBN, "ISBN 0521086892", "9780521086899");
    assert_key(FORM_ISBN, "ISBN-13: 978-0521086899", "9780521086899");
    assert_key(FORM_ISBN, "isbn-10 0521086892", "9780521086899");
    assert_key(FORM_ISBN, "urn:isbn:9780521086899", "9780521086899");
    assert_key(FORM_ISBN, "080442957X", "9780804429573");
    assert_key(FORM_ISBN, "080442957x", "9780804429573");
    assert_key(FORM_ISBN, "0521086892 9780521086899", "9780521086899");
    assert_key(FORM_ISBN, "521086892", "9780521086899"); /* an SBN */
}

static void isbns_that_are_wrong_find_only_themselves(void **state)
{
    (void)state;
    assert_key(FORM_ISBN, "0521086893", "0521086893");
    assert_key(FORM_ISBN, "9780521086898", "9780521086898");
    assert_key(FORM_ISBN, "0-521-086", "");
    assert_key(FORM_ISBN, "(pbk.)", "");
    assert_key(FORM_ISBN, "", "");
    assert_key(FORM_ISBN, "X", "");
}

static void issns_are_eight_characters(void **state)
{
    (void)state;
    assert_key(FORM_ISSN, "0317-8471", "03178471");
    assert_key(FORM_ISSN, "ISSN 2434-561X", "2434561x");
    assert_key(FORM_ISSN, "urn:issn:2434561x", "2434561x");
    assert_key(FORM_ISSN, "0317-847", "");
    assert_key(FORM_ISSN, "none", "");
}

/* LC's own examples of the normalized form. */
static void lccns_are_normalized_as_lc_does(void **state)
{
    (void)state;
    assert_key(FORM_LCCN, "n78-890351", "n78890351");
    assert_key(FORM_LCCN, "n78-89035", "n78089035");
    assert_key(FORM_LCCN, "n 78890351 ", "n78890351");
    assert_key(FORM_LCCN, " 85000002 ", "85000002");
    assert_key(FORM_LCCN, "85-2 ", "85000002");
    assert_key(FORM_LCCN, "2001-000002", "2001000002");
    assert_key(FORM_LCCN, "75-425165//r75", "75425165");
    assert_key(FORM_LCCN, " 79139101 /AC/r932", "79139101");
    assert_key(FORM_LCCN, "85-/x", "85000000");
    assert_key(FORM_LCCN, "2001-1234567", "20011234567");
    assert_key(FORM_LCCN, "-000002", "");
    assert_key(FORM_LCCN, "/AC", "");
    assert_key(FORM_LCCN, "", "");
}

static void dois_are_found_with_and_without_resolver(void **state)
{
    (void)state;
    assert_key(FORM_DOI, "10.1017/CBO9780511560811", "10.1017/cbo9780511560811");
    assert_key(FORM_DOI, "doi:10.1017/X", "10.1017/x");
    assert_key(FORM_DOI, "DOI: 10.1017/X", "10.1017/x");
    assert_key(FORM_DOI, "https://doi.org/10.1017/X", "10.1017/x");
    assert_key(FORM_DOI, "http://dx.doi.org/10.1017/X", "10.1017/x");
    assert_key(FORM_DOI, "info:doi/10.1017/X", "10.1017/x");
    assert_key(FORM_DOI, "https://example.org/10.1017/X", "");
    assert_key(FORM_DOI, "https://doi.org/10.1002%2F%28SICI%291097%3C1%3E",
               "10.1002/(sici)1097<1>");
    assert_key(FORM_DOI, "https://doi.org/10.1017/X?nosfx=y#part", "10.1017/x");
    assert_key(FORM_DOI, "https://doi.org/10.1017/a%zz", "10.1017/a%zz");
    assert_key(FORM_DOI, "https://doi.org/10.1017/a%FF", "10.1017/a%ff");
    assert_key(FORM_DOI, "https://doi.org/10.1017/a%00", "10.1017/a%00");
    assert_key(FORM_DOI, "10.1017/a%2Fb", "10.1017/a%2fb"); /* no URL: as it is printed */
    assert_key(FORM_DOI, "10.1017", "");
}

static void plain_values_lose_case_and_extra_spaces(void **state)
{
    (void)state;
    assert_key(FORM_PLAIN, "  DA47.9.R8   G67 1977 ", "da47.9.r8 g67 1977");
    assert_key(FORM_PLAIN, "pt1977-06", "pt1977-06");
    assert_key(FORM_PLAIN, "e\xcc\x81", "\xc3\xa9");
    assert_key(FORM_PLAIN, "   ", "");
    assert_key(FORM_NUMBER, "M 006-546565-6", "m0065465656");
    assert_key(FORM_NUMBER, "- -", "");
}

static void codes_lose_fill(void **state)
{
    (void)state;
    assert_key(FORM_CODE, "ENG", "eng");
    assert_key(FORM_CODE, "n-us---", "n-us");
    assert_key(FORM_CODE, "e-ur-ru", "e-ur-ru");
    assert_key(FORM_CODE, "|||", "");
    assert_key(FORM_CODE, "   ", "");
    assert_key(FORM_CODE, "###", "");
    assert_key(FORM_CODE, "e--#| -|", "e--#|");
    assert_key(FORM_CODE, "- -", "-");
}

static void one_value_may_give_several_keys(void **state)
{
    (void)state;
    assert_keys(FORM_LANGUAGE, "engfreger", "eng|fre|ger");
    assert_keys(FORM_LANGUAGE, "eng", "eng");
    assert_keys(FORM_LANGUAGE, "eng-US", "eng-us");
    assert_keys(FORM_LANGUAGE, "   ", "");
    assert_keys(FORM_LINK, "(DE-101)012345", "(de-101)012345|012345");
    assert_keys(FORM_LINK, "012345", "012345");
    assert_keys(FORM_LINK, "(DE-101)", "(de-101)");
    assert_keys(FORM_LINK, "(DE-101", "(de-101");
    assert_keys(FORM_YEAR, "[1977?], c1976-1980.", "1977|1976|1980");
    assert_keys(FORM_YEAR, "20260301", "2026");
    assert_keys(FORM_YEAR, "197-? 12345 77", "");
    assert_keys(FORM_ISBN, "0521086892", "9780521086899");
    assert_keys(FORM_ISBN, "pbk", "");
}

static void a_query_means_one_key(void **state)
{
    (void)state;
    assert_key(FORM_LANGUAGE, "french", "french");
    assert_key(FORM_LINK, "(DE-101)012345", "(de-101)012345");
    assert_key(FORM_YEAR, "1977", "1977");
    assert_key(FORM_YEAR, "1977-03-05", "1977");
}

static void days_may_lack_month_and_day(void **state)
{
    (void)state;
    assert_key(FORM_DAY, "2026", "2026");
    assert_key(FORM_DAY, "2026-11", "202611");
    assert_key(FORM_DAY, "2026-11-23", "20261123");
    assert_key(FORM_DAY, "20261123", "20261123");
    assert_key(FORM_DAY, "2026-11-23T09:00:00Z", "20261123");
    assert_key(FORM_DAY, "2026-13-01", "2026");
    assert_key(FORM_DAY, "2026-11-41", "202611");
    assert_key(FORM_DAY, "yesterday", "");
    assert_key(FORM_DAY, "202", "");
}

static void long_headings_are_cut_and_closed_with_a_hash(void **state)
{
    char text[1200];
    struct buffer one, other;

    (void)state;
    buffer_init(&one);
    buffer_init(&other);
    memset(text, 'a', sizeof text);
    index_add_heading(&one, slice_make(text, TERM_CUT));
    assert_int_equal(one.length, TERM_CUT);
    buffer_truncate(&one, 0);
    index_add_heading(&one, slice_make(text, TERM_CUT + 1));
    assert_int_equal(one.length, TERM_MAX);
    assert_memory_equal(one.data, text, TERM_CUT);
    index_add_heading(&other, slice_make(text, TERM_CUT + 2));
    assert_int_equal(other.length, TERM_MAX);
    assert_memory_not_equal(one.data, other.data, TERM_MAX);
    /* Never within a character. */
    for (size_t i = 1; i + 1 < sizeof text; i += 2)
        memcpy(text + i, "\xc3\xa9", 2);
    buffer_truncate(&one, 0);
    index_add_heading(&one, slice_make(text, 1001));
    assert_int_equal(one.length, TERM_MAX - 1);
    assert_int_equal((unsigned char)one.data[TERM_CUT - 2], 0xa9);
    buffer_truncate(&one, 0);
    key_add(&one, FORM_PLAIN, slice_make(text, 1001));
    assert_int_equal(one.length, TERM_MAX - 1);
    buffer_finish(&one);
    buffer_finish(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(isbns_of_ten_and_thirteen_find_each_other),
        cmocka_unit_test(isbns_that_are_wrong_find_only_themselves),
        cmocka_unit_test(issns_are_eight_characters),
        cmocka_unit_test(lccns_are_normalized_as_lc_does),
        cmocka_unit_test(dois_are_found_with_and_without_resolver),
        cmocka_unit_test(plain_values_lose_case_and_extra_spaces),
        cmocka_unit_test(codes_lose_fill),
        cmocka_unit_test(one_value_may_give_several_keys),
        cmocka_unit_test(a_query_means_one_key),
        cmocka_unit_test(days_may_lack_month_and_day),
        cmocka_unit_test(long_headings_are_cut_and_closed_with_a_hash),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Request targets: paths and parameters are decoded, and refused where they are not clean text. */
#include "../test.h"

#include <offprint/arena.h>

#include "http/target.h"

static int set_up(void **state)
{
    *state = arena_create();
    return 0;
}

static int tear_down(void **state)
{
    arena_destroy(*state);
    return 0;
}

static void takes_path_and_query_apart(void **state)
{
    static const struct {
        const char *uri, *path, *raw_path, *query;
    } good[] = {
        {"/", "/", "/", ""},
        {"/records/a", "/records/a", "/records/a", ""},
        {"/records?query=x%20y", "/records", "/records", "query=x%20y"},
        {"/records/%C3%A9", "/records/\xc3\xa9", "/records/%C3%A9", ""},
        {"/records/a%2Fb", "/records/a/b", "/records/a%2Fb", ""},
        {"/a+b", "/a+b", "/a+b", ""},
        {"/a?b?c", "/a", "/a", "b?c"},
        {"/a?", "/a", "/a", ""},
        {"http://host:1/records?x", "/records", "/records", "x"},
        {"https://host", "/", "/", ""},
        {"http://host?x", "/", "/", "x"},
        {"*", "*", "*", ""},
    };

    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct http_target target;
        struct diag diag = {0};
        assert_int_equal(http_target_parse(&target, good[i].uri, *state, &diag), OFFPRINT_OK);
        assert_slice(target.path, good[i].path);
        assert_slice(target.raw_path, good[i].raw_path);
        assert_slice(target.query, good[i].query);
    }
}

static void refuses_targets_that_are_not_clean(void **state)
{
    static const char *const bad[] = {
        "",          "records", "/%",       "/%2",        "/%zz",    "/a%00b",
        "/%0a",      "/\x01",   "/%7f",     "/%ff",       "/%C3",    "/%ED%A0%80",
        "/\xc3\x28", "//\xff",  "?query=x", "ftp://host", "/%C0%AF", "/%F5%80%80%80",
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct http_target target;
        struct diag diag = {0};
        if (http_target_parse(&target, bad[i], *state, &diag) != OFFPRINT_INVALID)
            fail_msg("%s was taken", bad[i]);
        assert_true(diag.message[0] != '\0');
    }
}

static void decodes_parameters_in_order(void **state)
{
    struct http_parameters parameters = {0};
    struct diag diag = {0};

    assert_int_equal(
        http_parameters_add(&parameters, slice_of("a=1&b=x+y%2Bz&&c&a=%C3%A9=&=v"), *state, &diag),
        OFFPRINT_OK);
    assert_int_equal(parameters.count, 5);
    assert_slice(parameters.list[0].name, "a");
    assert_slice(parameters.list[0].value, "1");
    assert_slice(parameters.list[1].value, "x y+z");
    assert_slice(parameters.list[2].name, "c");
    assert_slice(parameters.list[2].value, "");
    assert_slice(parameters.list[3].name, "a");
    assert_slice(parameters.list[3].value, "\xc3\xa9=");
    assert_slice(parameters.list[4].name, "");
    assert_slice(parameters.list[4].value, "v");
}

static void adds_a_form_body_behind_the_query(void **state)
{
    struct http_parameters parameters = {0};

    http_parameters_add(&parameters, slice_of("a=1"), *state, NULL);
    http_parameters_add(&parameters, slice_of("a=2"), *state, NULL);
    assert_int_equal(parameters.count, 2);
    assert_slice(parameters.list[1].value, "2");
}

static void lets_forms_send_lines_but_no_other_controls(void **state)
{
    struct http_parameters parameters = {0};

    assert_int_equal(http_parameters_add(&parameters, slice_of("q=a%0D%0Ab%09c"), *state, NULL),
                     OFFPRINT_OK);
    assert_int_equal(http_parameters_add(&parameters, slice_of("q=a%00b"), *state, NULL),
                     OFFPRINT_INVALID);
    assert_int_equal(http_parameters_add(&parameters, slice_of("q%1B=b"), *state, NULL),
                     OFFPRINT_INVALID);
    assert_int_equal(http_parameters_add(&parameters, slice_of("q=%"), *state, NULL),
                     OFFPRINT_INVALID);
    assert_int_equal(parameters.count, 1);
}

static void bounds_the_number_of_parameters(void **state)
{
    struct http_parameters parameters = {0};
    char many[2 * HTTP_PARAMETER_LIMIT + 2];

    for (size_t i = 0; i < sizeof many; i++)
        many[i] = i % 2 == 0 ? 'a' : '&';
    assert_int_equal(http_parameters_add(&parameters, slice_make(many, sizeof many), *state, NULL),
                     OFFPRINT_INVALID);
    assert_int_equal(parameters.count, HTTP_PARAMETER_LIMIT);
    parameters.count = 0;
    assert_int_equal(
        http_parameters_add(&parameters, slice_make(many, sizeof many - 2), *state, NULL),
        OFFPRINT_OK);
}

static void judges_host_headers(void **state)
{
    char longest[257];

    (void)state;
    memset(longest, 'a', sizeof longest);
    longest[256] = '\0';
    assert_true(http_host_is_sane("library.example"));
    assert_true(http_host_is_sane("127.0.0.1:8080"));
    assert_true(http_host_is_sane("[::1]:8080"));
    assert_true(http_host_is_sane(longest + 1));
    assert_false(http_host_is_sane(longest));
    assert_false(http_host_is_sane(""));
    assert_false(http_host_is_sane("a/b"));
    assert_false(http_host_is_sane("a\"onload=x"));
    assert_false(http_host_is_sane("user@host"));
    assert_false(http_host_is_sane("h\xc3\xb6st"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(takes_path_and_query_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_targets_that_are_not_clean, set_up, tear_down),
        cmocka_unit_test_setup_teardown(decodes_parameters_in_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(adds_a_form_body_behind_the_query, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lets_forms_send_lines_but_no_other_controls, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(bounds_the_number_of_parameters, set_up, tear_down),
        cmocka_unit_test(judges_host_headers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

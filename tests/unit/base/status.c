/* Diagnostics: what they say can be shown to anybody, whatever it was made of. */
#include "../test.h"

#include <offprint/status.h>

#include "base/text.h"

static void keeps_status_value_and_sentence(void **state)
{
    struct diag diag;

    (void)state;
    assert_int_equal(diag_refuse(&diag, OFFPRINT_INVALID, "x", "%s is %d", "x", 3),
                     OFFPRINT_INVALID);
    assert_int_equal(diag.status, OFFPRINT_INVALID);
    assert_string_equal(diag.value, "x");
    assert_string_equal(diag.message, "x is 3");
    diag_clear(&diag);
    assert_int_equal(diag.status, OFFPRINT_OK);
    assert_string_equal(diag.message, "");
}

static void needs_nobody_to_listen(void **state)
{
    (void)state;
    assert_int_equal(diag_set(NULL, OFFPRINT_IO, "gone"), OFFPRINT_IO);
}

static void hostile_values_are_cleaned_and_cut_between_characters(void **state)
{
    char long_value[1000];
    struct diag diag;

    (void)state;
    diag_refuse(&diag, OFFPRINT_INVALID, "a\nb\x1b[31m\xff\xc2\x85", "m");
    assert_string_equal(diag.value, "a?b?[31m??");
    for (size_t i = 0; i + 3 < sizeof long_value; i += 3)
        memcpy(long_value + i, "\xe4\xb8\xad", 4);
    diag_refuse(&diag, OFFPRINT_INVALID, long_value, "%s", long_value);
    assert_true(strlen(diag.value) < sizeof diag.value && strlen(diag.value) % 3 == 0);
    assert_true(text_is_utf8(slice_of(diag.message)));
    diag_refuse(&diag, OFFPRINT_INVALID, NULL, "no value");
    assert_string_equal(diag.value, "");
}

static void every_status_has_a_name(void **state)
{
    (void)state;
    assert_string_equal(status_name(OFFPRINT_GONE), "deleted");
    assert_string_equal(status_name(OFFPRINT_SCAN_ACCESS_POINT), "access point cannot be browsed");
    assert_string_equal(status_name(-9999), "unknown status");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_status_value_and_sentence),
        cmocka_unit_test(needs_nobody_to_listen),
        cmocka_unit_test(hostile_values_are_cleaned_and_cut_between_characters),
        cmocka_unit_test(every_status_has_a_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

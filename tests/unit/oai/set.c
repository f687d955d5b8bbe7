/* setSpecs: every collection's name has one, made of what the schema allows, and only that one. */
#include "../test.h"

#include "oai/set.h"

static void leads_back_to_the_collection(void **state)
{
    static const struct {
        const char *collection, *set;
    } cases[] = {
        {"Default", "Default"},
        {"Rare books", "Rare!20books"},
        {"a:b", "a!3Ab"},
        {"~", "!7E"},
        {"!", "!21"},
        {"\xc3\x9c"
         "ber",
         "!C3!9Cber"},
        {"-_.*'()", "-_.*'()"},
    };
    struct buffer out;

    (void)state;
    buffer_init(&out);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        oai_set_write(&out, cases[i].collection);
        assert_wrote(&out, cases[i].set);
        assert_true(oai_set_read(&out, slice_of(cases[i].set)));
        assert_wrote(&out, cases[i].collection);
    }
    buffer_finish(&out);
}

static void refuses_what_it_would_not_write(void **state)
{
    static const char *const bad[] = {"",    "a b", "a:b", "a~b", "!",   "!4", "!41",
                                      "!7e", "!00", "!ZZ", "a!2", "!C3", "!FF"};
    struct buffer out;

    (void)state;
    buffer_init(&out);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (oai_set_read(&out, slice_of(bad[i])))
            fail_msg("%s was taken", bad[i]);
        assert_int_equal(out.length, 0);
    }
    buffer_finish(&out);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(leads_back_to_the_collection),
        cmocka_unit_test(refuses_what_it_would_not_write),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

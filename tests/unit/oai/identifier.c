/* Identifiers: every id has one, and it leads back to that id. */
#include "../test.h"

#include "oai/identifier.h"

static void leads_back_to_the_id(void **state)
{
    static const struct {
        const char *id, *identifier;
    } cases[] = {
        {"precarious-truce-6", "oai:library.example:precarious-truce-6"},
        {"(DE-627)123", "oai:library.example:(DE-627)123"},
        {"a/b:c", "oai:library.example:a/b:c"},
        {"a b", "oai:library.example:a%20b"},
        {"50%", "oai:library.example:50%25"},
        {"\xc3\xa9\"<", "oai:library.example:%C3%A9%22%3C"},
    };
    struct buffer out;

    (void)state;
    buffer_init(&out);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        oai_identifier_write(&out, "library.example", cases[i].id);
        assert_true(oai_is_uri(buffer_slice(&out)));
        assert_wrote(&out, cases[i].identifier);
        assert_true(oai_identifier_read(&out, "library.example", slice_of(cases[i].identifier)));
        assert_wrote(&out, cases[i].id);
    }
    buffer_finish(&out);
}

static void refuses_those_of_others(void **state)
{
    static const char *const bad[] = {"",
                                      "oai",
                                      "oai:",
                                      "oai:library.example:",
                                      "oai:library.example",
                                      "oai:library.exampleX:a",
                                      "oai:other.example:a",
                                      "OAI:library.example:a",
                                      "precarious-truce",
                                      "oai:library.example:%",
                                      "oai:library.example:%00",
                                      "oai:library.example:%ff"};
    struct buffer out;

    (void)state;
    buffer_init(&out);
    buffer_add_string(&out, "kept");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (oai_identifier_read(&out, "library.example", slice_of(bad[i])))
            fail_msg("%s was taken", bad[i]);
        assert_int_equal(out.length, 4);
    }
    buffer_finish(&out);
}

static void knows_domains(void **state)
{
    (void)state;
    assert_true(oai_repository_is_domain("offprint.localhost"));
    assert_true(oai_repository_is_domain("a.b-1.c"));
    assert_false(oai_repository_is_domain("localhost"));
    assert_false(oai_repository_is_domain("a..b"));
    assert_false(oai_repository_is_domain("a.1b"));
    assert_false(oai_repository_is_domain("a.b."));
    assert_false(oai_repository_is_domain("a.b c"));
    assert_false(oai_repository_is_domain(""));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(leads_back_to_the_id),
        cmocka_unit_test(refuses_those_of_others),
        cmocka_unit_test(knows_domains),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Entity tags and conditional requests (RFC 9110 clause 13). */
#include "../test.h"

#include "http/condition.h"

static void gives_every_body_and_coding_a_tag_of_its_own(void **state)
{
    char a[ENTITY_TAG_SIZE], b[ENTITY_TAG_SIZE];

    (void)state;
    entity_tag_make(a, slice_of("one"), "");
    entity_tag_make(b, slice_of("one"), "");
    assert_string_equal(a, b);
    assert_true(a[0] == '"' && a[strlen(a) - 1] == '"');
    entity_tag_make(b, slice_of("onf"), "");
    assert_string_not_equal(a, b);
    entity_tag_make(b, slice_of("one"), "gzip");
    assert_string_not_equal(a, b);
    entity_tag_make(b, slice_of(""), "gzip");
    assert_string_not_equal(a, b);
}

static void finds_a_tag_in_a_list(void **state)
{
    static const struct {
        const char *list;
        int weakly, strongly;
    } cases[] = {
        {"\"a\"", 1, 1},
        {"\"b\", \"a\"", 1, 1},
        {"\"b\",\"a\"", 1, 1},
        {",, \"a\"", 1, 1},
        {"W/\"a\"", 1, 0},
        {"W/\"b\", \"a\"", 1, 1},
        {"*", 1, 1},
        {" *", 1, 1},
        {"\"x, \"a\"", 0, 0}, /* the first tag is "x, " and what follows is none */
        {"\"A\"", 0, 0},
        {"a", 0, 0},
        {"", 0, 0},
        {"\"a", 0, 0},
        {"w/\"a\"", 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (entity_tag_listed(cases[i].list, "\"a\"", false) != cases[i].weakly ||
            entity_tag_listed(cases[i].list, "\"a\"", true) != cases[i].strongly)
            fail_msg("%s is judged wrongly", cases[i].list);
    }
}

#define EARLIER "Sun, 06 Nov 1994 08:49:36 GMT"
#define THEN "Sun, 06 Nov 1994 08:49:37 GMT"
#define LATER "Sun, 06 Nov 1994 08:49:38 GMT"

static void evaluates_conditions_in_the_order_of_the_standard(void **state)
{
    static const struct {
        const char *name;
        struct conditions conditions;
        unsigned status;
    } cases[] = {
        {"none", {0}, 200},
        {"same tag", {.if_none_match = "\"a\""}, 304},
        {"other tag", {.if_none_match = "\"b\""}, 200},
        {"not modified", {.if_modified_since = THEN}, 304},
        {"not modified later", {.if_modified_since = LATER}, 304},
        {"modified", {.if_modified_since = EARLIER}, 200},
        {"no date", {.if_modified_since = "yesterday"}, 200},
        {"a tag beats a date", {.if_none_match = "\"b\"", .if_modified_since = LATER}, 200},
        {"and the other way round", {.if_none_match = "\"a\"", .if_modified_since = EARLIER}, 304},
        {"if-match holds", {.if_match = "\"a\""}, 200},
        {"if-match fails", {.if_match = "\"b\""}, 412},
        {"if-match is strong", {.if_match = "W/\"a\""}, 412},
        {"unmodified since", {.if_unmodified_since = THEN}, 200},
        {"modified since", {.if_unmodified_since = EARLIER}, 412},
        {"unmodified since no date", {.if_unmodified_since = "x"}, 200},
        {"if-match beats the date", {.if_match = "\"a\"", .if_unmodified_since = EARLIER}, 200},
        {"if-match, then if-none-match", {.if_match = "\"a\"", .if_none_match = "*"}, 304},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned status = conditions_evaluate(&cases[i].conditions, "\"a\"", 784111777);
        if (status != cases[i].status)
            fail_msg("%s: %u", cases[i].name, status);
    }
}

static void passes_over_dates_where_there_is_none_to_compare(void **state)
{
    struct conditions modified = {.if_modified_since = LATER};
    struct conditions unmodified = {.if_unmodified_since = EARLIER};

    (void)state;
    assert_int_equal(conditions_evaluate(&modified, "\"a\"", 0), 200);
    assert_int_equal(conditions_evaluate(&unmodified, "\"a\"", 0), 200);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_every_body_and_coding_a_tag_of_its_own),
        cmocka_unit_test(finds_a_tag_in_a_list),
        cmocka_unit_test(evaluates_conditions_in_the_order_of_the_standard),
        cmocka_unit_test(passes_over_dates_where_there_is_none_to_compare),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

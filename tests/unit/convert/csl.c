/* CSL-JSON: the shipped chapter, a type for each material, names, dates, escaping. */
#include "json_in.h"

/* Is what a writer gives an array of one object with id and type, as csl-data.json demands? */
static json_t *read_item(const char *name, const char *text)
{
    json_t *root = json_read(name, text);
    assert_true(json_is_array(root));
    assert_int_equal(json_array_size(root), 1);
    assert_string_not_equal(json_at(root, "0.id"), "");
    assert_string_not_equal(json_at(root, "0.type"), "");
    return root;
}

static void chapter_6_is_a_chapter(void **state)
{
    struct convert_context context;
    struct marc_record *record = chapter_6(*state, &context);
    json_t *item = read_item("chapter 6", written(write_csl, record, &context, *state));
    static const char *const wanted[][2] = {
        {"0.id", "precarious-truce-6"},
        {"0.type", "chapter"},
        {"0.title", "The rupture of Anglo-Soviet relations"},
        {"0.author.0.family", "Gorodetsky"},
        {"0.author.0.given", "Gabriel"},
        {"0.container-title", "The Precarious Truce: Anglo-Soviet Relations 1924–27"},
        {"0.chapter-number", "6"},
        {"0.page", "211-256"},
        {"0.publisher", "Cambridge University Press"},
        {"0.language", "en"},
        {"0.URL", BASE_URL "/records/precarious-truce-6"},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_string_equal(json_at(item, wanted[i][0]), wanted[i][1]);
    json_decref(item);
    const char *text = written(write_csl, record, &context, *state);
    assert_has(text, "\"issued\": {\"date-parts\": [[1977]]}");
    assert_has(text, "\"available-date\": {\"date-parts\": [[2011, 6, 1]]}");
    assert_has(text, "\"page\": \"211-256\"");
    assert_has(text, "\"type\": \"chapter\"");
}

static void each_kind_of_material_has_its_type(void **state)
{
    static const char *const types[][2] = {
        {"book", "book"},
        {"chapter", "chapter"},
        {"article", "article-journal"},
        {"serial", "periodical"},
        {"newspaper", "periodical"},
        {"thesis", "thesis"},
        {"report", "report"},
        {"proceedings", "book"},
        {"conference paper", "paper-conference"},
        {"map", "map"},
        {"score", "musical_score"},
        {"speech", "speech"},
        {"music", "song"},
        {"video", "motion_picture"},
        {"image", "graphic"},
        {"dataset", "dataset"},
        {"software", "software"},
        {"manuscript", "manuscript"},
        {"object", "document"},
        {"collection", "collection"},
        {"website", "webpage"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        json_t *item = read_item(types[i][0], written_material(write_csl, types[i][0], *state));
        assert_string_equal(json_at(item, "0.type"), types[i][1]);
        json_decref(item);
    }
}

static void a_book_says_all_that_it_can(void **state)
{
    json_t *item = read_item("book", written_material(write_csl, "book", *state));
    static const char *const wanted[][2] = {
        {"0.title", "The book of things: a study"},
        {"0.title-short", "The book of things"},
        {"0.edition", "2nd ed."},
        {"0.collection-title", "Studies in things"},
        {"0.collection-number", "12"},
        {"0.number-of-pages", "304"},
        {"0.publisher-place", "London"},
        {"0.ISBN", "9780521086899"},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_string_equal(json_at(item, wanted[i][0]), wanted[i][1]);
    json_decref(item);
}

static void dates_say_what_is_known_of_them(void **state)
{
    assert_has(written_material(write_csl, "article", *state), "[[2001, 5]]");
    assert_has(written_material(write_csl, "collection", *state), "[[1950], [1999]]");
    static const char *const guessed[] = {BOOK_LEADER, "264 #1 $c[1900?]",
                                          "008 990101s1900    enk           000 0 eng d", NULL};
    assert_has(written_lines(write_csl, guessed, *state),
               "{\"date-parts\": [[1900]], \"circa\": true}");
    static const char *const vague[] = {BOOK_LEADER, "264 #1 $c[date unknown]", NULL};
    assert_has(written_lines(write_csl, vague, *state), "{\"literal\": \"[date unknown]\"}");
}

static void editors_of_part_and_host_are_one_list(void **state)
{
    static const char *const host[] = {BOOK_LEADER, "245 00 $aThe whole.",
                                       "700 1# $aHost, Ed,$4edt", NULL};
    static const char *const part[] = {"LDR 00000naa a2200000 i 4500", "245 00 $aThe part.",
                                       "700 1# $aPart, Ed,$4edt", "773 0# $7nnam$tThe whole.",
                                       NULL};
    struct convert_context context = context_of("x1");
    context.host = record_of(*state, host);
    context.host_id = "x0";
    json_t *item =
        read_item("editors", written(write_csl, record_of(*state, part), &context, *state));
    assert_string_equal(json_at(item, "0.editor.0.family"), "Part");
    assert_string_equal(json_at(item, "0.editor.1.family"), "Host");
    json_decref(item);
}

static void a_body_is_a_literal_name(void **state)
{
    json_t *item = read_item("report", written_material(write_csl, "report", *state));
    assert_string_equal(json_at(item, "0.author.0.literal"), "Things Laboratory");
    assert_string_equal(json_at(item, "0.author.0.family"), "");
    json_decref(item);
}

static void ugly_records_are_still_json(void **state)
{
    for (size_t i = 0; i < UGLY_CASES; i++)
        json_decref(read_item(uglies[i].name, written_lines(write_csl, uglies[i].lines, *state)));
    struct convert_context context = context_of("\"x\\1\"\n");
    json_decref(read_item("long", written(write_csl, long_record(*state), &context, *state)));

    json_t *item = read_item("special", written_lines(write_csl, uglies[5].lines, *state));
    assert_string_equal(uglies[5].name, "every special character");
    assert_string_equal(json_at(item, "0.title"),
                        "{ } \\ $ & % # _ ~ ^ \" ' < > </script><!-- ]]>");
    json_decref(item);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(chapter_6_is_a_chapter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_kind_of_material_has_its_type, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_book_says_all_that_it_can, set_up, tear_down),
        cmocka_unit_test_setup_teardown(dates_say_what_is_known_of_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(editors_of_part_and_host_are_one_list, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_body_is_a_literal_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ugly_records_are_still_json, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

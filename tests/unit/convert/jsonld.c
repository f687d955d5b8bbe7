/* schema.org: the shipped chapter and book, a type for each material, levels of a periodical. */
#include "json_in.h"

static void chapter_6_is_part_of_its_book(void **state)
{
    struct convert_context context;
    struct marc_record *record = chapter_6(*state, &context);
    json_t *root = json_read("chapter 6", written(write_jsonld, record, &context, *state));
    static const char *const wanted[][2] = {
        {"@context", "https://schema.org"},
        {"@id", BASE_URL "/records/precarious-truce-6"},
        {"@type", "Chapter"},
        {"name", "The rupture of Anglo-Soviet relations"},
        {"pageStart", "211"},
        {"pageEnd", "256"},
        {"pagination", "211-256"},
        {"inLanguage", "en"},
        {"datePublished", "1977"},
        {"author.@type", "Person"},
        {"author.name", "Gabriel Gorodetsky"},
        {"author.familyName", "Gorodetsky"},
        {"author.givenName", "Gabriel"},
        {"publisher.@type", "Organization"},
        {"publisher.name", "Cambridge University Press"},
        {"isPartOf.@type", "Book"},
        {"isPartOf.@id", BASE_URL "/records/precarious-truce"},
        {"isPartOf.name", "The Precarious Truce: Anglo-Soviet Relations 1924–27"},
        {"isPartOf.datePublished", "1977"},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_string_equal(json_at(root, wanted[i][0]), wanted[i][1]);
    assert_int_equal(json_number_at(root, "position"), 6);
    assert_true(json_is_false(json_object_get(root, "isAccessibleForFree")));
    json_decref(root);
}

static void the_book_has_its_parts(void **state)
{
    struct convert_context context;
    struct marc_record *record = whole_book(*state, &context);
    json_t *root = json_read("book", written(write_jsonld, record, &context, *state));
    assert_int_equal(json_array_size(json_object_get(root, "hasPart")), 8);
    assert_string_equal(json_at(root, "hasPart.6.@id"), BASE_URL "/records/precarious-truce-6");
    assert_string_equal(json_at(root, "hasPart.6.pagination"), "211-256");
    assert_string_equal(json_at(root, "hasPart.7.name"), "Conclusions");
    json_decref(root);
}

static void each_kind_of_material_has_its_type(void **state)
{
    static const char *const types[][2] = {
        {"book", "Book"},
        {"chapter", "Chapter"},
        {"serial", "Periodical"},
        {"newspaper", "Newspaper"},
        {"thesis", "Thesis"},
        {"report", "Report"},
        {"map", "Map"},
        {"score", "SheetMusic"},
        {"speech", "AudioObject"},
        {"music", "MusicRecording"},
        {"video", "VideoObject"},
        {"image", "VisualArtwork"},
        {"dataset", "Dataset"},
        {"software", "SoftwareApplication"},
        {"manuscript", "Manuscript"},
        {"object", "CreativeWork"},
        {"collection", "Collection"},
        {"website", "WebSite"},
        {"article", "ScholarlyArticle"},
        {"conference paper", "ScholarlyArticle"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        json_t *root = json_read(types[i][0], written_material(write_jsonld, types[i][0], *state));
        assert_string_equal(json_at(root, "@type"), types[i][1]);
        json_decref(root);
    }
}

static void an_article_stands_in_issue_volume_and_journal(void **state)
{
    json_t *root = json_read("article", written_material(write_jsonld, "article", *state));
    static const char *const wanted[][2] = {
        {"datePublished", "2001-05"},
        {"isPartOf.@type", "PublicationIssue"},
        {"isPartOf.issueNumber", "3"},
        {"isPartOf.isPartOf.@type", "PublicationVolume"},
        {"isPartOf.isPartOf.volumeNumber", "24"},
        {"isPartOf.isPartOf.isPartOf.@type", "Periodical"},
        {"isPartOf.isPartOf.isPartOf.name", "Journal of things"},
        {"isPartOf.isPartOf.isPartOf.issn", "1234-5679"},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_string_equal(json_at(root, wanted[i][0]), wanted[i][1]);
    json_decref(root);
}

static void several_values_are_an_array(void **state)
{
    static const char *const lines[] = {
        BOOK_LEADER,           "100 1# $aAlm, Bo.",      "700 1# $aCox, Di,$4aut",
        "020 ## $a0521086892", "020 ## $a9780521086899", NULL};
    json_t *root = json_read("array", written_lines(write_jsonld, lines, *state));
    assert_string_equal(json_at(root, "author.0.name"), "Bo Alm");
    assert_string_equal(json_at(root, "author.1.name"), "Di Cox");
    assert_string_equal(json_at(root, "isbn.1"), "9780521086899");
    json_decref(root);
}

static void without_a_base_url_there_is_no_id(void **state)
{
    struct convert_context context = context_of("x1");
    context.base_url = "";
    json_t *root = json_read(
        "no base", written(write_jsonld, record_of(*state, materials[0].lines), &context, *state));
    assert_string_equal(json_at(root, "@id"), "");
    json_decref(root);
}

static void ugly_records_are_still_json(void **state)
{
    for (size_t i = 0; i < UGLY_CASES; i++)
        json_decref(
            json_read(uglies[i].name, written_lines(write_jsonld, uglies[i].lines, *state)));
    struct convert_context context = context_of("x1");
    json_decref(json_read("long", written(write_jsonld, long_record(*state), &context, *state)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(chapter_6_is_part_of_its_book, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_book_has_its_parts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_kind_of_material_has_its_type, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_article_stands_in_issue_volume_and_journal, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(several_values_are_an_array, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_a_base_url_there_is_no_id, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ugly_records_are_still_json, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The citation as one line of text. */
#include "citations.h"

#include "convert/citation.h"

static struct citation cited(void **state, const char *const *lines)
{
    struct convert_context context = context_of("x1");
    struct citation citation;
    citation_from_record(&citation, record_of(*state, lines), &context, *state);
    return citation;
}

static void the_plain_citation_reads_like_one(void **state)
{
    static const struct {
        size_t material;
        const char *text;
    } plain[] = {
        {0,
         "Smith, John. The book of things: a study. 2nd ed. Studies in things, 12. London: Things "
         "Press, 1999. " BASE_URL "/records/x1"},
        {1, "Smith, John. “On things.” In The whole: all of it, ch. 3, pp. 10–20. London: Things "
            "Press, 1999. " BASE_URL "/records/x1"},
        {2,
         "Smith, John. “Things reconsidered.” Journal of things 24, no. 3 (2001): 12–20. " BASE_URL
         "/records/x1"},
        {5, "Smith, John. Things in theory. Ph. D. thesis, University of Tartu, 1999. " BASE_URL
            "/records/x1"},
        {6, "Things Laboratory. Things measured. Report TR-99-1. London: Things Laboratory, "
            "1999. " BASE_URL "/records/x1"},
        {8, "Smith, John. “Things presented.” In Proceedings of things, pp. 5–9. 1999. " BASE_URL
            "/records/x1"},
        {9, "Map of things. Map, 1:50,000. 1999. " BASE_URL "/records/x1"},
        {10, "Bach, Johann Sebastian. Things in D minor. Score. 1999. " BASE_URL "/records/x1"},
        {12, "Bach, Johann Sebastian. Things played. Performed by Anna Singer. Music recording. "
             "1999. " BASE_URL "/records/x1"},
        {13, "Director, Ann, director. Things seen. Video. 1999. " BASE_URL "/records/x1"},
        {19, "Papers about things. Collection. 1950–1999. " BASE_URL "/records/x1"},
        {20, "Things on line. Website. 1999–. https://things.example.org/"},
    };
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        struct citation citation = cited(state, materials[plain[i].material].lines);
        struct buffer out;
        buffer_init(&out);
        citation_add_plain(&out, &citation, *state);
        assert_wrote(&out, plain[i].text);
        buffer_finish(&out);
    }
}

static void the_format_is_one_line_of_it(void **state)
{
    struct convert_context context;
    struct marc_record *record = chapter_6(*state, &context);
    assert_string_equal(written(write_citation, record, &context, *state),
                        "Gorodetsky, Gabriel. “The rupture of Anglo-Soviet relations.” In The "
                        "Precarious Truce: Anglo-Soviet Relations 1924–27, ch. 6, pp. 211–256. "
                        "Cambridge University Press, 1977. " BASE_URL
                        "/records/precarious-truce-6\n");
    for (size_t i = 0; i < UGLY_CASES + MATERIAL_CASES; i++) {
        const char *const *lines =
            i < UGLY_CASES ? uglies[i].lines : materials[i - UGLY_CASES].lines;
        const char *citation = written_lines(write_citation, lines, *state);
        assert_ptr_equal(strchr(citation, '\n'), citation + strlen(citation) - 1);
    }
}

static void names_are_listed_as_people_list_them(void **state)
{
    static const struct {
        const char *lines[8];
        const char *text;
    } lists[] = {
        {{"100 1# $aAlm, Bo.", "700 1# $aCox, Di,$4aut", NULL}, "Alm, Bo, and Di Cox."},
        {{"100 1# $aAlm, Bo.", "700 1# $aCox, Di,$4aut", "700 1# $aEck, Fay,$4aut", NULL},
         "Alm, Bo, Di Cox, and Fay Eck."},
        {{"100 1# $aAlm, Bo.", "700 1# $aCox, Di,$4aut", "700 1# $aEck, Fay,$4aut",
          "700 1# $aGay, Hal,$4aut", NULL},
         "Alm, Bo, Di Cox, Fay Eck, and Hal Gay."},
        {{"100 1# $aAlm, Bo.", "700 1# $aCox, Di,$4aut", "700 1# $aEck, Fay,$4aut",
          "700 1# $aGay, Hal,$4aut", "700 1# $aHay, Ida,$4aut", "700 1# $aJay, Kim,$4aut",
          "700 1# $aLay, May,$4aut", NULL},
         "Alm, Bo, Di Cox, Fay Eck, et al."},
        {{"700 1# $aAlm, Bo,$4edt", "700 1# $aCox, Di,$4edt", NULL},
         "Alm, Bo, and Di Cox, editors."},
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct citation citation = cited(state, lists[i].lines);
        citation.url = (struct slice){NULL, 0};
        struct buffer out;
        buffer_init(&out);
        citation_add_plain(&out, &citation, *state);
        assert_wrote(&out, lists[i].text);
        buffer_finish(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_plain_citation_reads_like_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_format_is_one_line_of_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_are_listed_as_people_list_them, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

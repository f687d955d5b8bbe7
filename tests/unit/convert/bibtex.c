/* BibTeX: the shipped chapter, entry types, keys, escaping, capitals that styles must keep. */
#include "citations.h"

#include "convert/latex.h"

static void chapter_6_is_an_incollection(void **state)
{
    struct convert_context context;
    struct marc_record *record = chapter_6(*state, &context);
    const char *bibtex = written(write_bibtex, record, &context, *state);
    static const char start[] =
        "@incollection{gorodetsky1977-06,\n"
        "  author = {Gorodetsky, Gabriel},\n"
        "  title = {The rupture of {Anglo-Soviet} relations},\n"
        "  booktitle = {The Precarious Truce: {Anglo-Soviet} Relations 1924--27},\n"
        "  chapter = {6},\n"
        "  pages = {211--256},\n"
        "  publisher = {Cambridge University Press},\n"
        "  year = {1977},\n"
        "  language = {english},\n"
        "  url = {" BASE_URL "/records/precarious-truce-6},\n";
    if (strncmp(bibtex, start, strlen(start)) != 0)
        fail_msg("chapter 6 is written as:\n%s", bibtex);
}

static void each_kind_of_material_has_its_entry_type(void **state)
{
    static const char *const types[][2] = {
        {"book", "@book{"},
        {"chapter", "@incollection{"},
        {"article", "@article{"},
        {"thesis", "@phdthesis{"},
        {"report", "@techreport{"},
        {"proceedings", "@proceedings{"},
        {"conference paper", "@inproceedings{"},
        {"map", "@misc{"},
        {"manuscript", "@unpublished{"},
        {"serial", "@misc{"},
        {"video", "@misc{"},
        {"website", "@misc{"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        const char *bibtex = written_material(write_bibtex, types[i][0], *state);
        if (strncmp(bibtex, types[i][1], strlen(types[i][1])) != 0)
            fail_msg("%s is written as:\n%s", types[i][0], bibtex);
    }
    static const char *const master[] = {BOOK_LEADER,
                                         "008 990101s1999    enk     m     000 0 eng d",
                                         "502 ## $bMaster's thesis$cKiel", NULL};
    assert_has(written_lines(write_bibtex, master, *state), "@mastersthesis{");
}

static void fields_go_by_the_entry_type(void **state)
{
    assert_has(written_material(write_bibtex, "article", *state),
               "  journal = {Journal of things},\n  volume = {24},\n  number = {3},\n"
               "  pages = {12--20},\n  year = {2001},\n  month = may,\n");
    assert_has(written_material(write_bibtex, "thesis", *state),
               "  school = {University of Tartu},\n  type = {Ph. D. thesis},\n");
    assert_has(written_material(write_bibtex, "report", *state),
               "  institution = {Things Laboratory},\n  number = {TR-99-1},\n");
    assert_has(written_material(write_bibtex, "map", *state), "  note = {Map},\n");
}

static void a_range_of_years_begins_with_one(void **state)
{
    assert_has(written_material(write_bibtex, "collection", *state),
               "  year = {1950},\n  date = {1950/1999},\n");
    assert_has(written_material(write_bibtex, "serial", *state),
               "  year = {1950},\n  date = {1950/},\n");
    assert_lacks(written_material(write_bibtex, "book", *state), "  date =");
}

static void what_stands_in_something_is_cited_in_it(void **state)
{
    static const char *const lines[] = {"LDR 00000nem a2200000 i 4500", "245 10 $aMap 3.",
                                        "773 0# $tThe atlas.$gPage 7", NULL};
    const char *bibtex = written_lines(write_bibtex, lines, *state);
    assert_has(bibtex, "@incollection{");
    assert_has(bibtex, "  booktitle = {The atlas},\n");
    assert_has(bibtex, "  note = {Map},\n");
}

static void keys_are_made_of_name_year_and_number_or_id(void **state)
{
    static const struct {
        const char *lines[6], *id, *start;
    } keys[] = {
        {{BOOK_LEADER, "008 990101s1999    enk           000 0 eng d",
          "100 1# $aMüller-Lüdenscheidt, A.", "245 14 $aThe way we were.", NULL},
         "ocm01234567",
         "@book{mullerludenscheidt1999-ocm01234567,"},
        {{BOOK_LEADER, "110 2# $aThe United Nations.", "245 00 $aReport.", NULL},
         "a/b {c},",
         "@book{united-a-b-c,"},
        {{BOOK_LEADER, "100 1# $a夏目, 漱石", "245 00 $a心", NULL}, "x1", "@book{x1,"},
        {{BOOK_LEADER, NULL}, "心", "@book{record,"},
        {{NULL}, "x1", "@book{x1,"},
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct convert_context context = context_of(keys[i].id);
        const char *bibtex =
            written(write_bibtex, record_of(*state, keys[i].lines), &context, *state);
        if (strncmp(bibtex, keys[i].start, strlen(keys[i].start)) != 0)
            fail_msg("wanted %s, got:\n%s", keys[i].start, bibtex);
    }
    assert_has(written_material(write_bibtex, "chapter", *state), "{smith1999-03,");
}

static void names_are_parted_only_where_they_part(void **state)
{
    static const char *const lines[] = {BOOK_LEADER,
                                        "100 1# $aKing, Martin Luther,$cJr.,$4aut",
                                        "700 0# $aVoltaire,$4aut",
                                        "700 1# $aRock and Roll, Bob,$4aut",
                                        "710 2# $aSmith and Sons,$4aut",
                                        "700 1# $aBrown, Anna,$4edt",
                                        NULL};
    const char *bibtex = written_lines(write_bibtex, lines, *state);
    assert_has(bibtex, "  author = {King, Jr., Martin Luther and {Voltaire} and "
                       "{Rock and Roll, Bob} and {Smith and Sons}");
    assert_has(bibtex, "  editor = {Brown, Anna}");
}

static void special_characters_are_escaped(void **state)
{
    (void)state;
    static const struct {
        const char *text, *latex;
    } cases[] = {
        {"100% & $5 #1 a_b", "100\\% \\& \\$5 \\#1 a\\_b"},
        {"a\\b", "a\\textbackslash{}b"},
        {"~^", "\\textasciitilde{}\\textasciicircum{}"},
        {"{both}", "\\{both\\}"},
        {"{one", "\\textbraceleft{}one"},
        {"}{", "\\textbraceright{}\\textbraceleft{}"},
        {"1924–27 — é", "1924--27 --- é"},
        {"\"quoted\" 'single'", "\"quoted\" 'single'"},
    };
    struct buffer out;
    buffer_init(&out);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        latex_add(&out, slice_of(cases[i].text));
        assert_wrote(&out, cases[i].latex);
    }
    latex_add_url(&out, slice_of("https://a.b/c_d%20e?f=#g{h}\\ i"));
    assert_wrote(&out, "https://a.b/c_d%20e?f=#g%7Bh%7D%5C%20i");
    buffer_finish(&out);
}

static void capitals_are_kept_where_a_style_would_take_them(void **state)
{
    (void)state;
    static const struct {
        const char *title;
        bool english;
        const char *latex;
    } cases[] = {
        {"Russia and the general strike", true, "Russia and the general strike"},
        {"The rise of Hitler", true, "The rise of {Hitler}"},
        {"History of Russia", true, "History of {Russia}"},
        {"The Way We Live Now", true, "The Way We Live Now"},
        {"The Way We Live Now", false, "The {Way} {We} {Live} {Now}"},
        {"Die Geschichte der Stadt", false, "Die {Geschichte} der {Stadt}"},
        {"NATO and the USSR", true, "{NATO} and the {USSR}"},
        {"Introduction: Striving for acceptance", true, "Introduction: Striving for acceptance"},
        {"On \"Hamlet\" (and Ophelia).", true, "On \"{Hamlet}\" (and {Ophelia})."},
        {"ein Österreicher", false, "ein {Österreicher}"},
        {"война и Мир", false, "война и {Мир}"},
        {"", true, ""},
    };
    struct buffer out;
    buffer_init(&out);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        latex_add_title(&out, slice_of(cases[i].title), cases[i].english);
        assert_wrote(&out, cases[i].latex);
    }
    buffer_finish(&out);
}

/* BibTeX finds the end of an entry by counting braces, backslashes or not. */
static void assert_balanced(const char *name, const char *bibtex)
{
    int depth = 0;
    for (const char *c = bibtex; *c != '\0'; c++) {
        depth += *c == '{' ? 1 : *c == '}' ? -1 : 0;
        if (depth < 0 || (depth == 0 && *c == '}' && strcmp(c, "}\n") != 0))
            fail_msg("%s ends too soon:\n%s", name, bibtex);
    }
    if (depth != 0)
        fail_msg("%s does not end:\n%s", name, bibtex);
}

static void ugly_records_stay_one_entry(void **state)
{
    for (size_t i = 0; i < UGLY_CASES; i++)
        assert_balanced(uglies[i].name, written_lines(write_bibtex, uglies[i].lines, *state));
    for (size_t i = 0; i < MATERIAL_CASES; i++)
        assert_balanced(materials[i].name, written_lines(write_bibtex, materials[i].lines, *state));
    struct convert_context context = context_of("x1");
    assert_balanced("long", written(write_bibtex, long_record(*state), &context, *state));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(chapter_6_is_an_incollection, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_kind_of_material_has_its_entry_type, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(fields_go_by_the_entry_type, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_range_of_years_begins_with_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_stands_in_something_is_cited_in_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keys_are_made_of_name_year_and_number_or_id, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(names_are_parted_only_where_they_part, set_up, tear_down),
        cmocka_unit_test(special_characters_are_escaped),
        cmocka_unit_test(capitals_are_kept_where_a_style_would_take_them),
        cmocka_unit_test_setup_teardown(ugly_records_stay_one_entry, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

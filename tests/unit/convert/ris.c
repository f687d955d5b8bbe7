/* RIS: the shipped chapter to the byte, a type for each material, nothing that breaks a line. */
#include "citations.h"

static void chapter_6_is_a_book_section(void **state)
{
    struct convert_context context;
    struct marc_record *record = chapter_6(*state, &context);
    const char *ris = written(write_ris, record, &context, *state);
    static const char *const lines[] = {
        "TY  - CHAP",
        "AU  - Gorodetsky, Gabriel",
        "TI  - The rupture of Anglo-Soviet relations",
        "T2  - The Precarious Truce: Anglo-Soviet Relations 1924–27",
        "PY  - 1977",
        "PB  - Cambridge University Press",
        "SE  - 6",
        "SP  - 211",
        "EP  - 256",
        "LA  - en",
        "UR  - " BASE_URL "/records/precarious-truce-6",
        "ER  - ",
    };
    const char *at = ris;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const char *found = strstr(at, lines[i]);
        if (found == NULL || strncmp(found + strlen(lines[i]), "\r\n", 2) != 0)
            fail_msg("\"%s\" does not stand in its place in:\n%s", lines[i], ris);
        at = found;
    }
    assert_string_equal(ris + strlen(ris) - 8, "ER  - \r\n");
}

static void each_kind_of_material_has_its_type(void **state)
{
    static const char *const types[][2] = {
        {"book", "BOOK"},    {"chapter", "CHAP"},     {"article", "JOUR"},
        {"serial", "JFULL"}, {"newspaper", "JFULL"},  {"thesis", "THES"},
        {"report", "RPRT"},  {"proceedings", "CONF"}, {"conference paper", "CPAPER"},
        {"map", "MAP"},      {"score", "MUSIC"},      {"speech", "SOUND"},
        {"music", "SOUND"},  {"video", "VIDEO"},      {"image", "ART"},
        {"dataset", "DATA"}, {"software", "COMP"},    {"manuscript", "MANSCPT"},
        {"object", "ART"},   {"collection", "AGGR"},  {"website", "ELEC"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        const char *ris = written_material(write_ris, types[i][0], *state);
        const char *start = arena_printf(*state, "TY  - %s\r\n", types[i][1]);
        if (strncmp(ris, start, strlen(start)) != 0)
            fail_msg("%s is written as:\n%s", types[i][0], ris);
    }
}

static void a_book_says_all_that_it_can(void **state)
{
    const char *ris = written_material(write_ris, "book", *state);
    static const char *const lines[] = {
        "\r\nST  - The book of things\r\n",
        "\r\nT3  - Studies in things\r\n",
        "\r\nM1  - 12\r\n",
        "\r\nCY  - London\r\n",
        "\r\nET  - 2nd ed.\r\n",
        "\r\nSP  - 304\r\n",
        "\r\nSN  - 9780521086899\r\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_has(ris, lines[i]);
}

static void an_article_has_volume_issue_and_date(void **state)
{
    const char *ris = written_material(write_ris, "article", *state);
    assert_has(ris, "\r\nPY  - 2001\r\nDA  - 2001/05\r\n");
    assert_has(ris, "\r\nVL  - 24\r\nIS  - 3\r\nSP  - 12\r\nEP  - 20\r\nSN  - 1234-5679\r\n");
}

static void languages_share_their_tag(void **state)
{
    static const char *const lines[] = {BOOK_LEADER, "245 00 $aX.", "041 1# $aeng$afre", NULL};
    assert_has(written_lines(write_ris, lines, *state), "\r\nLA  - en, fr\r\n");
}

static void editors_and_translators_have_tags_of_their_own(void **state)
{
    static const char *const lines[] = {BOOK_LEADER,
                                        "245 00 $aX.",
                                        "700 1# $aA, B,$4edt",
                                        "700 1# $aC, D,$4trl",
                                        "110 2# $aBody and Soul Ltd.",
                                        NULL};
    const char *ris = written_lines(write_ris, lines, *state);
    assert_has(ris, "\r\nED  - A, B\r\n");
    assert_has(ris, "\r\nA4  - C, D\r\n");
    assert_has(ris, "\r\nAU  - Body and Soul Ltd");
}

/* Every line is TAG, two spaces, hyphen, space; there is one TY and one ER, at their places. */
static void assert_well_formed(const char *name, const char *ris)
{
    size_t records = 0;
    for (const char *line = ris; *line != '\0';) {
        const char *end = strstr(line, "\r\n");
        assert_non_null(end);
        if (end - line < 6 || strncmp(line + 2, "  - ", 4) != 0)
            fail_msg("%s: no tag: %.*s", name, (int)(end - line), line);
        for (const char *c = line; c < end; c++)
            assert_true((unsigned char)*c >= 0x20 && *c != 0x7F);
        records += strncmp(line, "ER", 2) == 0;
        assert_int_equal(strncmp(line, "TY", 2) == 0, line == ris);
        line = end + 2;
    }
    assert_int_equal(records, 1);
}

static void ugly_records_make_no_lines_of_their_own(void **state)
{
    for (size_t i = 0; i < UGLY_CASES; i++)
        assert_well_formed(uglies[i].name, written_lines(write_ris, uglies[i].lines, *state));
    for (size_t i = 0; i < MATERIAL_CASES; i++)
        assert_well_formed(materials[i].name, written_lines(write_ris, materials[i].lines, *state));
    struct convert_context context = context_of("x1");
    assert_well_formed("long", written(write_ris, long_record(*state), &context, *state));
}

static void what_is_written_is_nfc(void **state)
{
    static const char *const lines[] = {BOOK_LEADER, "100 1# $aMu\xCC\x88ller, G.", NULL};
    assert_has(written_lines(write_ris, lines, *state), "AU  - M\xC3\xBCller, G.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(chapter_6_is_a_book_section, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_kind_of_material_has_its_type, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_book_says_all_that_it_can, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_article_has_volume_issue_and_date, set_up, tear_down),
        cmocka_unit_test_setup_teardown(languages_share_their_tag, set_up, tear_down),
        cmocka_unit_test_setup_teardown(editors_and_translators_have_tags_of_their_own, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(ugly_records_make_no_lines_of_their_own, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_written_is_nfc, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

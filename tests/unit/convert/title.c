#include "citations.h"

#include "convert/title.h"

static struct title title_of(struct arena *arena, const char *line)
{
    const char *lines[] = {line, NULL};
    struct title title;
    title_read(&title, &record_of(arena, lines)->fields[0], arena);
    return title;
}

static void reads_titles_without_isbd(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    struct title title = title_of(arena, "245 14 $aThe rupture of relations :$ba study."
                                         "$nPart 2,$pThe breach /$cGabriel Gorodetsky.");
    assert_slice(title.nonsort, "The ");
    assert_slice(title.proper, "rupture of relations");
    assert_slice(title.remainder, "a study");
    assert_slice(title.part_number, "Part 2");
    assert_slice(title.part_name, "The breach");
    assert_slice(title.responsibility, "Gabriel Gorodetsky");
    assert_slice(title_whole(&title, " : ", arena),
                 "The rupture of relations. Part 2, The breach : a study");
    arena_destroy(arena);
}

static void counts_nonfiling_characters_where_they_end_a_word(void **state)
{
    (void)state;
    static const struct {
        const char *line, *nonsort, *proper;
    } cases[] = {
        {"245 02 $aL'été", "L'", "été"},
        {"245 03 $aal-Anwār", "al-", "Anwār"},
        {"245 05 $aTōn ideōn", "Tōn ", "ideōn"}, /* counted on a decomposed ō */
        {"245 05 $a\"The rupture\"", "\"The ", "rupture\""},
        {"245 02 $aالانوار", "ال", "انوار"}, /* no space after the article */
        {"245 03 $aRupture", "", "Rupture"}, /* a count that ends no word */
        {"245 09 $aThe", "", "The"},         /* a count beyond the title */
        {"245 0# $aThe rupture", "", "The rupture"},
        {"130 4# $aThe Bible", "The ", "Bible"}, /* here the first indicator counts */
        {"240 14 $aThe Bible", "The ", "Bible"},
        {"246 14 $aThe Bible", "", "The Bible"}, /* here none does */
        {"880 14 $6245-01$aThe Bible", "The ", "Bible"},
        {"880 14 $6246-01$aThe Bible", "", "The Bible"},
        {"245 00 $a\xC2\x98"
         "Der \xC2\x9C"
         "Bruch",
         "Der ", "Bruch"},
        {"245 00 $a\xC2\x98"
         "Der\xC2\x9C Bruch",
         "Der ", "Bruch"},
    };
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct title title = title_of(arena, cases[i].line);
        assert_slice(title.nonsort, cases[i].nonsort);
        assert_slice(title.proper, cases[i].proper);
    }
    arena_destroy(arena);
}

static void finds_no_title_where_there_is_none(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    assert_slice(title_of(arena, "245 14 $c.").proper, "");
    assert_slice(title_of(arena, "245 14 $a /").proper, "");
    assert_slice(title_of(arena, "245 10 $bonly this").proper, "only this");
    arena_destroy(arena);
}

static void splits_titles_that_stand_in_one_string(void **state)
{
    (void)state;
    static const struct {
        const char *text, *language, *nonsort, *proper, *remainder;
    } cases[] = {
        {"The precarious truce : Anglo-Soviet relations 1924-27.", "eng", "The ",
         "precarious truce", "Anglo-Soviet relations 1924\u201327"},
        {"The precarious truce", "fre", "", "The precarious truce", ""},
        {"Der Bruch / von X", "ger", "Der ", "Bruch", ""},
        {"L'Europe", "fre", "L'", "Europe", ""},
        {"\xC2\x98"
         "Der \xC2\x9C"
         "Bruch : X",
         "", "Der ", "Bruch", "X"},
        {"Theory", "eng", "", "Theory", ""},
        {"The ", "eng", "", "The", ""},
        {"", "eng", "", "", ""},
    };
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct title title;
        title_split(&title, slice_of(cases[i].text), slice_of(cases[i].language), arena);
        assert_slice(title.nonsort, cases[i].nonsort);
        assert_slice(title.proper, cases[i].proper);
        assert_slice(title.remainder, cases[i].remainder);
    }
    arena_destroy(arena);
}

static void writes_ranges_of_years_with_a_dash(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"relations 1924-27", "relations 1924\u201327"},
        {"1914-1918, 1939-1945", "1914\u20131918, 1939\u20131945"},
        {"Anglo-Soviet", "Anglo-Soviet"},
        {"1924-2", "1924-2"},
        {"1924-", "1924-"},
        {"ISO 8859-15", "ISO 8859-15"},
        {"2001-01-05", "2001-01-05"},
        {"x1924-27", "x1924-27"},
        {"", ""},
    };
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_slice(title_dash_years(slice_of(cases[i].text), arena), cases[i].wanted);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_titles_without_isbd),
        cmocka_unit_test(counts_nonfiling_characters_where_they_end_a_word),
        cmocka_unit_test(finds_no_title_where_there_is_none),
        cmocka_unit_test(splits_titles_that_stand_in_one_string),
        cmocka_unit_test(writes_ranges_of_years_with_a_dash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

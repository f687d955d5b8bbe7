/* PQF: what is read, as what, and what is refused with which value. */
#include "parse.h"

/* --- structure of the notation -----------------------------------------------------------------
 */

static void reads_operators_and_quotes(void **state)
{
    static const struct good good[] = {
        {"rupture", "(anywhere phrase = \"rupture\")"},
        {"  rupture\t\n", "(anywhere phrase = \"rupture\")"},
        {"\"rupture minsk\"", "(anywhere phrase = \"rupture minsk\")"},
        {"{rupture minsk}", "(anywhere phrase = \"rupture minsk\")"},
        {"\"say \\\"no\\\"\"", "(anywhere phrase = \"say \\\"no\\\"\")"},
        {"a\\x41\\102c\\\\d", "(anywhere phrase = \"aABc\\\\d\")"},
        {"\"caf\xc3\xa9\"", "(anywhere phrase = \"caf\xc3\xa9\")"},
        {"@and a b", "(and (anywhere phrase = \"a\") (anywhere phrase = \"b\"))"},
        {"@or a @not b c", "(or (anywhere phrase = \"a\") (not (anywhere phrase = \"b\") (anywhere "
                           "phrase = \"c\")))"},
        {"@and @or a b c", "(and (or (anywhere phrase = \"a\") (anywhere phrase = \"b\")) "
                           "(anywhere phrase = \"c\"))"},
        {"\"@and\"", "(anywhere phrase = \"@and\")"},
        {"@set 1", "(set \"1\")"},
        {"@and @set Default @attr 1=4 x", "(and (set \"Default\") (title phrase = \"x\"))"},
        {"@attrset bib-1 @attr 1=4 x", "(title phrase = \"x\")"},
        {"@attrset 1.2.840.10003.3.1 @attr Bib-1 1=4 x", "(title phrase = \"x\")"},
        {"@term string x", "(anywhere phrase = \"x\")"},
        {"@term numeric @attr 1=31 1998", "(date year = \"1998\")"},
        {"@attr \"1=4\" x", "(title phrase = \"x\")"},
    };
    (void)state;
    assert_reads(query_from_pqf, good, COUNT(good));
}

static void attributes_hold_for_what_follows(void **state)
{
    static const struct good good[] = {
        {"@attr 1=4 @and a @attr 4=2 b", "(and (title phrase = \"a\") (title word = \"b\"))"},
        {"@attr 1=4 @and @attr 1=1003 a b", "(and (author phrase = \"a\") (title phrase = \"b\"))"},
        {"@and @attr 1=4 a b", "(and (title phrase = \"a\") (anywhere phrase = \"b\"))"},
        {"@attr 1=4 @attr 4=6 @or a b", "(or (title words = \"a\") (title words = \"b\"))"},
    };
    (void)state;
    assert_reads(query_from_pqf, good, COUNT(good));
}

static void refuses_what_is_not_pqf(void **state)
{
    static const struct bad bad[] = {
        {"", OFFPRINT_QUERY_SYNTAX, ""},
        {"   ", OFFPRINT_QUERY_SYNTAX, ""},
        {"a b", OFFPRINT_QUERY_SYNTAX, "b"},
        {"@and a", OFFPRINT_QUERY_SYNTAX, ""},
        {"@and", OFFPRINT_QUERY_SYNTAX, ""},
        {"@nad a b", OFFPRINT_QUERY_SYNTAX, "@nad"},
        {"@AND a b", OFFPRINT_QUERY_SYNTAX, "@AND"},
        {"@", OFFPRINT_QUERY_SYNTAX, "@"},
        {"\"open", OFFPRINT_QUERY_SYNTAX, "open"},
        {"{open", OFFPRINT_QUERY_SYNTAX, "open"},
        {"\"a\"b", OFFPRINT_QUERY_SYNTAX, "a"},
        {"@attr", OFFPRINT_QUERY_SYNTAX, ""},
        {"@attr 1=4", OFFPRINT_QUERY_SYNTAX, ""},
        {"@attr 1x=4 a", OFFPRINT_QUERY_SYNTAX, "1x=4"},
        {"@attr 1= a", OFFPRINT_QUERY_SYNTAX, "1="},
        {"@attr =4 a", OFFPRINT_QUERY_SYNTAX, "=4"},
        {"@attr bib-1 4 x=y", OFFPRINT_QUERY_SYNTAX, "4"},
        {"@attr 9999999999999999999=1 a", OFFPRINT_QUERY_SYNTAX, "9999999999999999999=1"},
        {"@and @attrset bib-1 a b", OFFPRINT_QUERY_SYNTAX, "@attrset"},
        {"@set", OFFPRINT_QUERY_SYNTAX, ""},
        {"@set \"\"", OFFPRINT_QUERY_SYNTAX, ""},
        {"@set @and", OFFPRINT_QUERY_SYNTAX, "@and"},
        {"a\\xZZ", OFFPRINT_QUERY_SYNTAX, "a\\xZZ"},
        {"a\\x4\x14", OFFPRINT_QUERY_SYNTAX, "a\\x4?"},
        {"a\\9", OFFPRINT_QUERY_SYNTAX, "a\\9"},
        {"@prox", OFFPRINT_QUERY_SYNTAX, ""},
        {"@prox 2 1 0 2 k 2 a b", OFFPRINT_QUERY_SYNTAX, "2"},
        {"@prox 0 1x 0 2 k 2 a b", OFFPRINT_QUERY_SYNTAX, "1x"},
        {"@prox 0 1 0 2 x 2 a b", OFFPRINT_QUERY_SYNTAX, "x"},
        {"@prox 0 1 0 2 k 2 a", OFFPRINT_QUERY_SYNTAX, ""},
    };
    (void)state;
    assert_refuses(query_from_pqf, bad, COUNT(bad));
}

static void says_where_the_error_is(void **state)
{
    struct arena *arena = arena_create();
    struct query *query;
    struct diag diag;

    (void)state;
    assert_int_equal(query_from_pqf(&query, arena, table, "@and a @attr 1x=4 b", &diag),
                     OFFPRINT_QUERY_SYNTAX);
    assert_string_equal(diag.message, "@attr takes TYPE=VALUE at byte 14 of the query");
    arena_destroy(arena);
}

/* --- attributes --------------------------------------------------------------------------------
 */

static void honours_every_attribute_it_offers(void **state)
{
    static const struct good good[] = {
        /* use */
        {"@attr 1=1016 x", "(anywhere phrase = \"x\")"},
        {"@attr 1=12 x", "(control-number key = \"x\")"},
        {"@attr 1=title x", "(title phrase = \"x\")"},
        /* relation */
        {"@attr 1=31 @attr 2=1 1998", "(date year < \"1998\")"},
        {"@attr 1=31 @attr 2=2 1998", "(date year <= \"1998\")"},
        {"@attr 1=31 @attr 2=3 1998", "(date year = \"1998\")"},
        {"@attr 1=31 @attr 2=4 1998", "(date year >= \"1998\")"},
        {"@attr 1=31 @attr 2=5 1998", "(date year > \"1998\")"},
        {"@attr 1=31 @attr 2=6 1998", "(date year <> \"1998\")"},
        {"@attr 1=54 @attr 2=6 eng", "(language key <> \"eng\")"},
        {"@attr 1=31 @attr 2=104 \"1990 1995\"", "(date year within \"1990 1995\")"},
        {"@attr 1=4 @attr 2=103 x", "(title phrase = \"*\" masked)"},
        {"@attr 1=31 @attr 2=103 \"\"", "(date year = \"*\" masked)"},
        {"@attr 2=103 \"\"", "(all)"},
        {"@attr 1=1016 @attr 2=103 @attr 4=2 x", "(all)"},
        {"@attr 1=4 @attr 2=102 x", "(title phrase = \"x\" relevant)"},
        /* position */
        {"@attr 1=4 @attr 3=1 x", "(title phrase = \"x\" first-in-field)"},
        {"@attr 1=4 @attr 3=2 x", "(title phrase = \"x\" first-in-subfield)"},
        {"@attr 1=4 @attr 3=3 x", "(title phrase = \"x\")"},
        /* structure */
        {"@attr 1=4 @attr 4=1 \"x y\"", "(title phrase = \"x y\")"},
        {"@attr 1=4 @attr 4=2 x", "(title word = \"x\")"},
        {"@attr 1=4 @attr 4=6 \"x y\"", "(title words = \"x y\")"},
        {"@attr 1=1003 @attr 4=101 \"Gorodetsky, G.\"", "(author phrase = \"Gorodetsky, G.\")"},
        {"@attr 1=1003 @attr 4=102 \"G. Gorodetsky\"", "(author words = \"G. Gorodetsky\")"},
        {"@attr 1=4 @attr 4=108 @attr 6=3 x", "(title phrase = \"x\" complete-field)"},
        {"@attr 1=4 @attr 4=108 @attr 3=1 @attr 5=1 x",
         "(title phrase = \"x\" first-in-field right)"},
        {"@attr 1=7 @attr 4=3 0521123456", "(isbn key = \"0521123456\")"},
        {"@attr 1=7 @attr 4=107 0521123456", "(isbn key = \"0521123456\")"},
        {"@attr 1=7 @attr 4=109 0521123456", "(isbn key = \"0521123456\")"},
        {"@attr 1=54 @attr 4=2 eng", "(language key = \"eng\")"},
        {"@attr 1=31 @attr 4=4 1998", "(date year = \"1998\")"},
        {"@attr 1=1012 @attr 4=5 2026-11-23", "(date-changed date = \"2026-11-23\")"},
        {"@attr 1=1012 20261123", "(date-changed date = \"20261123\")"},
        {"@attr 1=31 @attr 4=1 1998", "(date year = \"1998\")"},
        /* truncation */
        {"@attr 1=4 @attr 5=1 x", "(title phrase = \"x\" right)"},
        {"@attr 1=4 @attr 5=2 x", "(title phrase = \"x\" left)"},
        {"@attr 1=4 @attr 5=3 x", "(title phrase = \"x\" both)"},
        {"@attr 1=4 @attr 5=100 x*", "(title phrase = \"x*\")"},
        {"@attr 1=4 @attr 5=101 x#", "(title phrase = \"x\" right)"},
        {"@attr 1=4 @attr 5=101 x", "(title phrase = \"x\")"},
        {"@attr 1=4 @attr 5=101 #x#", "(title phrase = \"x\" both)"},
        {"@attr 1=4 @attr 5=101 a#b*", "(title phrase = \"a*b\\\\*\" masked)"},
        {"@attr 1=4 @attr 5=104 x?", "(title phrase = \"x\" right)"},
        {"@attr 1=4 @attr 5=104 wom#n", "(title phrase = \"wom?n\" masked)"},
        {"@attr 1=31 @attr 5=1 199", "(date date = \"199\" right)"},
        /* completeness */
        {"@attr 1=4 @attr 6=1 x", "(title phrase = \"x\")"},
        {"@attr 1=4 @attr 6=2 x", "(title phrase = \"x\" complete-subfield)"},
        {"@attr 1=4 @attr 6=3 x", "(title phrase = \"x\" complete-field)"},
    };
    (void)state;
    assert_reads(query_from_pqf, good, COUNT(good));
}

static void refuses_every_attribute_it_does_not(void **state)
{
    static const struct bad bad[] = {
        {"@attrset exp-1 x", OFFPRINT_ATTRIBUTE_SET, "exp-1"},
        {"@attr gils 1=4 x", OFFPRINT_ATTRIBUTE_SET, "gils"},
        {"@attr 0=1 x", OFFPRINT_ATTRIBUTE_TYPE, "0"},
        {"@attr 7=1 x", OFFPRINT_ATTRIBUTE_TYPE, "7"},
        {"@attr 1=9999 x", OFFPRINT_ACCESS_POINT, "9999"},
        {"@attr 1=nothing x", OFFPRINT_ACCESS_POINT, "nothing"},
        {"@attr 2=100 x", OFFPRINT_RELATION, "100"},
        {"@attr 2=101 x", OFFPRINT_RELATION, "101"},
        {"@attr 1=7 @attr 2=102 0521123456", OFFPRINT_COMBINATION, "102"},
        {"@attr 1=31 @attr 2=102 1977", OFFPRINT_COMBINATION, "102"},
        {"@attr 7=1 @attr 1=4 0", OFFPRINT_ATTRIBUTE_TYPE, "7"},
        {"@attr 2=equal x", OFFPRINT_RELATION, "equal"},
        {"@attr 3=4 x", OFFPRINT_POSITION, "4"},
        {"@attr 4=100 x", OFFPRINT_STRUCTURE, "100"},
        {"@attr 4=103 x", OFFPRINT_STRUCTURE, "103"},
        {"@attr 4=104 x", OFFPRINT_STRUCTURE, "104"},
        {"@attr 4=105 x", OFFPRINT_STRUCTURE, "105"},
        {"@attr 4=106 x", OFFPRINT_STRUCTURE, "106"},
        {"@attr 4=wrd x", OFFPRINT_STRUCTURE, "wrd"},
        {"@attr 5=102 x", OFFPRINT_TRUNCATION, "102"},
        {"@attr 5=103 x", OFFPRINT_TRUNCATION, "103"},
        {"@attr 5=104 a?3", OFFPRINT_TRUNCATION, "?3"},
        {"@attr 6=4 x", OFFPRINT_COMPLETENESS, "4"},
        {"@attr 1=4 @attr 1=5 x", OFFPRINT_COMBINATION, "1"},
        {"@attr 1=4 @set x", OFFPRINT_RESULT_SET_ATTRIBUTES, "x"},
        {"@term oid 1.2", OFFPRINT_TERM_FORMAT, "oid"},
        {"@term numeric abc", OFFPRINT_TERM_FORMAT, "abc"},
    };
    (void)state;
    assert_refuses(query_from_pqf, bad, COUNT(bad));
}

static void refuses_combinations_that_mean_nothing(void **state)
{
    static const struct bad bad[] = {
        {"@attr 1=4 @attr 2=1 x", OFFPRINT_COMBINATION, "<"},
        {"@attr 1=4 @attr 2=6 x", OFFPRINT_COMBINATION, "<>"},
        {"@attr 1=4 @attr 4=3 x", OFFPRINT_COMBINATION, "3"},
        {"@attr 1=4 @attr 4=4 1998", OFFPRINT_COMBINATION, "4"},
        {"@attr 1=4 @attr 4=107 x", OFFPRINT_COMBINATION, "107"},
        {"@attr 1=4 @attr 4=108 x", OFFPRINT_COMBINATION, "108"},
        {"@attr 1=4 @attr 4=6 @attr 3=1 \"x y\"", OFFPRINT_COMBINATION, "first-in-field"},
        {"@attr 1=4 @attr 4=6 @attr 6=3 \"x y\"", OFFPRINT_COMBINATION, "complete-field"},
        {"@attr 1=7 @attr 4=6 x", OFFPRINT_COMBINATION, "6"},
        {"@attr 1=7 @attr 4=4 1998", OFFPRINT_COMBINATION, "4"},
        {"@attr 1=7 @attr 2=1 0521123456", OFFPRINT_COMBINATION, "<"},
        {"@attr 1=31 @attr 4=3 1998", OFFPRINT_COMBINATION, "3"},
        {"@attr 1=31 @attr 2=1 @attr 5=1 199", OFFPRINT_COMBINATION, "<"},
        {"@attr 1=4 @attr 2=103 @attr 5=1 x", OFFPRINT_COMBINATION, "103"},
    };
    (void)state;
    assert_refuses(query_from_pqf, bad, COUNT(bad));
}

static void refuses_terms_that_cannot_be_searched(void **state)
{
    static const struct bad bad[] = {
        {"\"\"", OFFPRINT_TERM_EMPTY, ""},
        {"\"  \"", OFFPRINT_TERM_EMPTY, "  "},
        {"@attr 1=4 \"...\"", OFFPRINT_TERM_EMPTY, "..."},
        {"@attr 1=4 @attr 5=1 \"-\"", OFFPRINT_TERM_EMPTY, "-"},
        {"@attr 1=4 \"*\"", OFFPRINT_TERM_EMPTY, "*"},
        {"a\\x00b", OFFPRINT_TERM_FORMAT, "a"},
        {"a\\xffb", OFFPRINT_TERM_ENCODING, "a?b"},
        {"caf\xe9", OFFPRINT_TERM_ENCODING, "?"},
        {"@attr 1=31 soon", OFFPRINT_TERM_FORMAT, "soon"},
        {"@attr 1=31 19980", OFFPRINT_TERM_FORMAT, "19980"},
        {"@attr 1=31 1998-13", OFFPRINT_TERM_FORMAT, "1998-13"},
        {"@attr 1=31 1998-1", OFFPRINT_TERM_FORMAT, "1998-1"},
        {"@attr 1=31 1998-01-32", OFFPRINT_TERM_FORMAT, "1998-01-32"},
        {"@attr 1=31 1998-0101", OFFPRINT_TERM_FORMAT, "1998-0101"},
        {"@attr 1=31 @attr 4=4 1998-01", OFFPRINT_TERM_FORMAT, "1998-01"},
        {"@attr 1=31 \"1998 1999\"", OFFPRINT_TERM_FORMAT, "1998 1999"},
        {"@attr 1=31 @attr 2=104 1998", OFFPRINT_TERM_FORMAT, "1998"},
        {"@attr 1=31 @attr 2=104 \"1998 1999 2000\"", OFFPRINT_TERM_FORMAT, "1998 1999 2000"},
        {"@attr 1=7 abc", OFFPRINT_TERM_FORMAT, "abc"},
        {"@attr 1=8 12", OFFPRINT_TERM_FORMAT, "12"},
    };
    (void)state;
    assert_refuses(query_from_pqf, bad, COUNT(bad));
}

static void maps_the_bath_profile(void **state)
{
    static const struct good good[] = {
        /* Keyword (Level 0): author, title, subject, any */
        {"@attr 1=1003 @attr 2=3 @attr 3=3 @attr 4=2 @attr 5=100 @attr 6=1 x",
         "(author word = \"x\")"},
        {"@attr 1=4 @attr 2=3 @attr 3=3 @attr 4=2 @attr 5=100 @attr 6=1 x", "(title word = \"x\")"},
        {"@attr 1=21 @attr 2=3 @attr 3=3 @attr 4=2 @attr 5=100 @attr 6=1 x",
         "(subject word = \"x\")"},
        {"@attr 1=1016 @attr 2=3 @attr 3=3 @attr 4=2 @attr 5=100 @attr 6=1 x",
         "(anywhere word = \"x\")"},
        /* Keyword, right-truncated */
        {"@attr 1=1003 @attr 2=3 @attr 3=3 @attr 4=2 @attr 5=1 @attr 6=1 x",
         "(author word = \"x\" right)"},
        /* Exact match */
        {"@attr 1=4 @attr 2=3 @attr 3=1 @attr 4=1 @attr 5=100 @attr 6=3 \"x y\"",
         "(title phrase = \"x y\" first-in-field complete-field)"},
        /* First words in field */
        {"@attr 1=4 @attr 2=3 @attr 3=1 @attr 4=1 @attr 5=100 @attr 6=1 \"x y\"",
         "(title phrase = \"x y\" first-in-field)"},
        /* First characters in field */
        {"@attr 1=21 @attr 2=3 @attr 3=1 @attr 4=1 @attr 5=1 @attr 6=1 \"x y\"",
         "(subject phrase = \"x y\" first-in-field right)"},
        /* Standard identifier */
        {"@attr 1=1007 @attr 2=3 @attr 3=1 @attr 4=1 @attr 5=100 @attr 6=1 0300227183",
         "(standard-identifier key = \"0300227183\" first-in-field)"},
        /* Date of publication, and range */
        {"@attr 1=31 @attr 2=4 @attr 3=1 @attr 4=4 @attr 5=100 @attr 6=1 1990",
         "(date year >= \"1990\" first-in-field)"},
        {"@attr 1=31 @attr 2=104 @attr 3=1 @attr 4=4 @attr 5=100 @attr 6=1 \"1990 1995\"",
         "(date year within \"1990 1995\" first-in-field)"},
        /* Key title, keyword: Level 2 and its amendment */
        {"@attr 1=33 @attr 2=3 @attr 3=1 @attr 4=2 @attr 5=100 @attr 6=1 x",
         "(title-key word = \"x\" first-in-field)"},
        {"@attr 1=33 @attr 2=3 @attr 3=3 @attr 4=2 @attr 5=100 @attr 6=1 x",
         "(title-key word = \"x\")"},
        /* Format and language, keyword; possessing institution */
        {"@attr 1=54 @attr 2=3 @attr 3=3 @attr 4=2 @attr 5=100 @attr 6=1 eng",
         "(language key = \"eng\")"},
        {"@attr 1=1044 @attr 2=3 @attr 3=1 @attr 4=1 @attr 5=100 @attr 6=1 DLC",
         "(institution key = \"DLC\" first-in-field)"},
        /* Unanchored phrase */
        {"@attr 1=4 @attr 2=3 @attr 3=3 @attr 4=1 @attr 5=100 @attr 6=1 \"x y\"",
         "(title phrase = \"x y\")"},
    };
    (void)state;
    assert_reads(query_from_pqf, good, COUNT(good));
}

static void reads_proximity(void **state)
{
    static const struct good good[] = {
        {"@attr 1=4 @prox 0 3 1 2 k 2 a b",
         "(near ordered <= 3 (title phrase = \"a\") (title phrase = \"b\"))"},
        {"@prox 1 1 0 3 known 2 a b",
         "(not-near unordered = 1 (anywhere phrase = \"a\") (anywhere phrase = \"b\"))"},
        {"@prox void 5 0 1 k 2 a b",
         "(near unordered < 5 (anywhere phrase = \"a\") (anywhere phrase = \"b\"))"},
        {"@prox 0 1 0 6 k 2 @attr 1=4 a @attr 1=1016 b",
         "(near unordered <> 1 (title phrase = \"a\") (anywhere phrase = \"b\"))"},
    };
    static const struct bad bad[] = {
        {"@prox 0 1 0 2 k 3 a b", OFFPRINT_PROXIMITY_UNIT, "3"},
        {"@prox 0 1 0 2 p 2 a b", OFFPRINT_PROXIMITY_UNIT, "2"},
        {"@prox 0 1 0 7 k 2 a b", OFFPRINT_PROXIMITY_RELATION, "7"},
        {"@prox 0 1 0 0 k 2 a b", OFFPRINT_PROXIMITY_RELATION, "0"},
        {"@prox 0 0 0 2 k 2 a b", OFFPRINT_PROXIMITY_DISTANCE, "0"},
        {"@prox 0 10001 0 2 k 2 a b", OFFPRINT_PROXIMITY_DISTANCE, "10001"},
        {"@prox 0 1 0 2 k 2 @set x b", OFFPRINT_PROXIMITY, ""},
        {"@prox 0 1 0 2 k 2 @and a b c", OFFPRINT_PROXIMITY, ""},
        {"@prox 0 1 0 2 k 2 @attr 1=4 a @attr 1=1003 b", OFFPRINT_PROXIMITY, "author"},
        {"@attr 1=31 @prox 0 1 0 2 k 2 1998 1999", OFFPRINT_PROXIMITY, "date"},
        {"@attr 4=6 @prox 0 1 0 2 k 2 a b", OFFPRINT_PROXIMITY, "words"},
    };
    (void)state;
    assert_reads(query_from_pqf, good, COUNT(good));
    assert_refuses(query_from_pqf, bad, COUNT(bad));
}

/* --- bounds ------------------------------------------------------------------------------------
 */

static void bounds_what_a_query_may_cost(void **state)
{
    struct arena *arena = arena_create();
    struct query *query;
    struct buffer text;
    struct diag diag;

    (void)state;
    buffer_init(&text);
    for (int i = 0; i < 2000; i++)
        buffer_add_string(&text, "@or ");
    assert_int_equal(query_from_pqf(&query, arena, table, text.data, &diag),
                     OFFPRINT_TOO_MANY_OPERANDS);
    buffer_truncate(&text, 0);
    for (int i = 0; i < 1200; i++)
        buffer_add_string(&text, "@or a ");
    buffer_add_string(&text, "a");
    assert_int_equal(query_from_pqf(&query, arena, table, text.data, &diag),
                     OFFPRINT_TOO_MANY_OPERANDS);
    buffer_truncate(&text, 0);
    for (int i = 0; i < 70000; i++)
        buffer_add_char(&text, 'a');
    buffer_add_char(&text, '\0');
    assert_int_equal(query_from_pqf(&query, arena, table, text.data, &diag), OFFPRINT_LIMIT);
    buffer_finish(&text);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_operators_and_quotes),
        cmocka_unit_test(attributes_hold_for_what_follows),
        cmocka_unit_test(refuses_what_is_not_pqf),
        cmocka_unit_test(says_where_the_error_is),
        cmocka_unit_test(honours_every_attribute_it_offers),
        cmocka_unit_test(refuses_every_attribute_it_does_not),
        cmocka_unit_test(refuses_combinations_that_mean_nothing),
        cmocka_unit_test(refuses_terms_that_cannot_be_searched),
        cmocka_unit_test(maps_the_bath_profile),
        cmocka_unit_test(reads_proximity),
        cmocka_unit_test(bounds_what_a_query_may_cost),
    };
    return cmocka_run_group_tests(tests, load_table, release_table);
}

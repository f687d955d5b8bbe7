/* CQL: what is read, as what, and what is refused with which value. */
#include "parse.h"

/* --- the grammar -------------------------------------------------------------------------------
 */

static void reads_clauses(void **state)
{
    static const struct good good[] = {
        {"rupture", "(anywhere phrase = \"rupture\")"},
        {" \"rupture minsk\"\n", "(anywhere phrase = \"rupture minsk\")"},
        {"title=rupture", "(title phrase = \"rupture\")"},
        {"title =\n\trupture", "(title phrase = \"rupture\")"},
        {"TITLE = x", "(title phrase = \"x\")"},
        {"dc.title = x", "(title phrase = \"x\")"},
        {"DC.Title = x", "(title phrase = \"x\")"},
        {"\"dc.title\" = x", "(title phrase = \"x\")"},
        {"bath.keyTitle = x", "(title-key phrase = \"x\")"},
        {"keyTitle = x", "(title-key phrase = \"x\")"},
        {"marc.245$c = x", "(responsibility phrase = \"x\")"},
        {"cql.serverChoice = x", "(anywhere phrase = \"x\")"},
        {"cql.anyIndexes = x", "(anywhere phrase = \"x\")"},
        {"title = and", "(title phrase = \"and\")"},
        {"and", "(anywhere phrase = \"and\")"},
        {"title all all", "(title words = \"all\")"},
        {"title = \"a \\\"b\\\" c\"", "(title phrase = \"a \\\"b\\\" c\")"},
        {"title = \"(a/b)\"", "(title phrase = \"(a/b)\")"},
        {"caf\xc3\xa9", "(anywhere phrase = \"caf\xc3\xa9\")"},
        {"cql.allRecords = 1", "(all)"},
        {"cql.allrecords=\"1\"", "(all)"},
        {"cql.resultSetId = \"s 1\"", "(set \"s 1\")"},
    };
    (void)state;
    assert_reads(query_from_cql, good, COUNT(good));
}

static void booleans_go_from_left_to_right(void **state)
{
    static const struct good good[] = {
        {"a and b", "(and (anywhere phrase = \"a\") (anywhere phrase = \"b\"))"},
        {"a AND b", "(and (anywhere phrase = \"a\") (anywhere phrase = \"b\"))"},
        {"a or b and c", "(and (or (anywhere phrase = \"a\") (anywhere phrase = \"b\")) (anywhere "
                         "phrase = \"c\"))"},
        {"a not b", "(not (anywhere phrase = \"a\") (anywhere phrase = \"b\"))"},
        {"a and (b or c) not d",
         "(not (and (anywhere phrase = \"a\") (or (anywhere phrase = \"b\") (anywhere phrase = "
         "\"c\"))) (anywhere phrase = \"d\"))"},
        {"((a))", "(anywhere phrase = \"a\")"},
        {"(a)and(b)", "(and (anywhere phrase = \"a\") (anywhere phrase = \"b\"))"},
        {"title = a\nand author = b", "(and (title phrase = \"a\") (author phrase = \"b\"))"},
        {"cql.allRecords=1 not a", "(not (all) (anywhere phrase = \"a\"))"},
    };
    (void)state;
    assert_reads(query_from_cql, good, COUNT(good));
}

static void prefix_maps_name_context_sets(void **state)
{
    static const struct good good[] = {
        {"> d = \"info:srw/cql-context-set/1/dc-v1.1\" d.title = x", "(title phrase = \"x\")"},
        {">d=\"info:srw/cql-context-set/1/dc-v1.1\" > b = bath b.keyTitle=x and d.creator=y",
         "(and (title-key phrase = \"x\") (author phrase = \"y\"))"},
        {"> \"info:srw/cql-context-set/1/dc-v1.1\" creator = x", "(author phrase = \"x\")"},
        {"> c = \"info:srw/cql-context-set/1/cql-v1.1\" c.allRecords = 1", "(all)"},
        {"> c = \"info:srw/cql-context-set/1/cql-v1.2\" title c.all \"x y\"",
         "(title words = \"x y\")"},
        /* A declaration in parentheses ends with them, and hides an outer one. */
        {"> d = bath (> d = dc d.title = x) and d.keyTitle = y",
         "(and (title phrase = \"x\") (title-key phrase = \"y\"))"},
    };
    static const struct bad bad[] = {
        {"> d = \"info:other\" d.title = x", OFFPRINT_ATTRIBUTE_SET, "info:other"},
        {"> d = dc d.keyTitle = x", OFFPRINT_ACCESS_POINT, "d.keyTitle"},
        {"(> d = dc d.title = x) and d.title = y", OFFPRINT_ATTRIBUTE_SET, "d"},
        {"> \"info:srw/cql-context-set/1/dc-v1.1\" keyTitle = x", OFFPRINT_ACCESS_POINT,
         "keyTitle"},
        {"> d = dc title d.all x", OFFPRINT_RELATION, "d.all"},
        {"> d = dc", OFFPRINT_QUERY_SYNTAX, ""},
        {"> d = ", OFFPRINT_QUERY_SYNTAX, ""},
        {"> = dc x", OFFPRINT_QUERY_SYNTAX, "= dc x"},
        {"x and > d = dc d.title = y", OFFPRINT_QUERY_SYNTAX, "> d = dc d.title = y"},
    };
    (void)state;
    assert_reads(query_from_cql, good, COUNT(good));
    assert_refuses(query_from_cql, bad, COUNT(bad));
}

static void refuses_what_is_not_cql(void **state)
{
    static const struct bad bad[] = {
        {"", OFFPRINT_QUERY_SYNTAX, ""},
        {" \n", OFFPRINT_QUERY_SYNTAX, ""},
        {"a b", OFFPRINT_QUERY_SYNTAX, ""},
        {"a \"b\"", OFFPRINT_QUERY_SYNTAX, "\"b\""},
        {"title = a b", OFFPRINT_QUERY_SYNTAX, "b"},
        {"title = author = x", OFFPRINT_QUERY_SYNTAX, "= x"},
        {"title any author any x", OFFPRINT_QUERY_SYNTAX, "any x"},
        {"title = (a or b)", OFFPRINT_QUERY_SYNTAX, "(a or b)"},
        {"title =", OFFPRINT_QUERY_SYNTAX, ""},
        {"= x", OFFPRINT_QUERY_SYNTAX, "= x"},
        {"\"\" = x", OFFPRINT_QUERY_SYNTAX, "= x"},
        {"a and", OFFPRINT_QUERY_SYNTAX, ""},
        {"a and and b", OFFPRINT_QUERY_SYNTAX, ""},
        {"(a", OFFPRINT_QUERY_SYNTAX, ""},
        {"a)", OFFPRINT_QUERY_SYNTAX, ")"},
        {"()", OFFPRINT_QUERY_SYNTAX, ")"},
        {"(a) b", OFFPRINT_QUERY_SYNTAX, "b"},
        {"\"open", OFFPRINT_QUERY_SYNTAX, "\"open"},
        {"title = \"open\\\"", OFFPRINT_QUERY_SYNTAX, "\"open\\\""},
        {"a/b", OFFPRINT_QUERY_SYNTAX, "/b"},
        {"title =/ x", OFFPRINT_QUERY_SYNTAX, ""},
        {"title =/a= ", OFFPRINT_QUERY_SYNTAX, ""},
        {"a and/", OFFPRINT_QUERY_SYNTAX, ""},
        {"a sortby", OFFPRINT_QUERY_SYNTAX, ""},
        {"a sortby title/", OFFPRINT_QUERY_SYNTAX, ""},
        {"a sortby title)", OFFPRINT_QUERY_SYNTAX, ")"},
        {"a\xff", OFFPRINT_TERM_ENCODING, "?"},
    };
    (void)state;
    assert_refuses(query_from_cql, bad, COUNT(bad));
}

static void says_where_the_error_is(void **state)
{
    struct arena *arena = arena_create();
    struct query *query;
    struct diag diag;

    (void)state;
    assert_int_equal(query_from_cql(&query, arena, table, "title = a b", &diag),
                     OFFPRINT_QUERY_SYNTAX);
    assert_string_equal(diag.message, "something follows the query at byte 11 of the query");
    arena_destroy(arena);
}

/* --- relations ---------------------------------------------------------------------------------
 */

static void honours_relations_of_words(void **state)
{
    static const struct good good[] = {
        {"title scr \"x y\"", "(title phrase = \"x y\")"},
        {"title adj \"x y\"", "(title phrase = \"x y\")"},
        {"title == \"x y\"", "(title phrase = \"x y\" first-in-field complete-field)"},
        {"title exact \"x y\"", "(title phrase = \"x y\" first-in-field complete-field)"},
        {"title cql.exact x", "(title phrase = \"x\" first-in-field complete-field)"},
        {"title == \"x y*\"", "(title phrase = \"x y\" first-in-field right)"},
        {"title all \"x y\"", "(title words = \"x y\")"},
        {"title any \"x y\"", "(title any-word = \"x y\")"},
        {"title ANY x", "(title any-word = \"x\")"},
        {"anywhere all \"x \\\"y\\\"\"", "(anywhere words = \"x \\\"y\\\"\")"},
        {"title all \"x* y\"", "(and (title phrase = \"x\" right) (title phrase = \"y\"))"},
        {"title any \"x* ?y & z\"",
         "(or (or (title phrase = \"x\" right) (title phrase = \"?y\" masked)) (title phrase = "
         "\"z\"))"},
        {"title any \"^x y\"", "(or (title phrase = \"x\" first-in-field) (title phrase = \"y\"))"},
        {"title =/string x", "(title phrase = \"x\" first-in-field complete-field)"},
        {"title =/cql.word/ignoreCase/masked x", "(title phrase = \"x\")"},
        {"title =/unmasked \"x*\"", "(title phrase = \"x*\")"},
        {"title all/unmasked \"x* ^y\"", "(title words = \"x* ^y\")"},
    };
    (void)state;
    assert_reads(query_from_cql, good, COUNT(good));
}

static void honours_relations_of_keys(void **state)
{
    static const struct good good[] = {
        {"isbn = 0521123456", "(isbn key = \"0521123456\")"},
        {"isbn == 0521123456", "(isbn key = \"0521123456\")"},
        {"language any \"eng fre\"", "(or (language key = \"eng\") (language key = \"fre\"))"},
        {"language all \"eng fre\"", "(and (language key = \"eng\") (language key = \"fre\"))"},
        {"language <> eng", "(language key <> \"eng\")"},
        {"rec.identifier = precarious*", "(control-number key = \"precarious\" right)"},
        {"dc.date = 1998", "(date year = \"1998\")"},
        {"date < 1998", "(date year < \"1998\")"},
        {"date <= 1998-05", "(date date <= \"1998-05\")"},
        {"date > 1998", "(date year > \"1998\")"},
        {"date>=1998", "(date year >= \"1998\")"},
        {"date <> 1998", "(date year <> \"1998\")"},
        {"date within \"1990 1995\"", "(date year within \"1990 1995\")"},
        {"date within/isoDate \"1990 1995-06-30\"", "(date date within \"1990 1995-06-30\")"},
        {"date = 199*", "(date date = \"199\" right)"},
        {"date any \"1998 2001\"", "(or (date year = \"1998\") (date year = \"2001\"))"},
    };
    (void)state;
    assert_reads(query_from_cql, good, COUNT(good));
}

static void refuses_relations_and_modifiers_it_does_not_offer(void **state)
{
    static const struct bad bad[] = {
        {"title foo x", OFFPRINT_RELATION, "foo"},
        {"title encloses x", OFFPRINT_RELATION, "encloses"},
        {"title dc.any x", OFFPRINT_RELATION, "dc.any"},
        {"title < x", OFFPRINT_COMBINATION, "<"},
        {"title <> x", OFFPRINT_COMBINATION, "<>"},
        {"title within \"a b\"", OFFPRINT_COMBINATION, "within"},
        {"isbn < 0521123456", OFFPRINT_COMBINATION, "<"},
        {"isbn adj 0521123456", OFFPRINT_COMBINATION, "adj"},
        {"date < 199*", OFFPRINT_COMBINATION, "<"},
        {"date within 1998", OFFPRINT_TERM_FORMAT, "1998"},
        {"title =/stem x", OFFPRINT_RELATION_MODIFIER, "stem"},
        {"date =/relevant 1977", OFFPRINT_RELATION_MODIFIER, "relevant"},
        {"title =/respectCase x", OFFPRINT_RELATION_MODIFIER, "respectCase"},
        {"title =/word=1 x", OFFPRINT_RELATION_MODIFIER, "word"},
        {"title =/word/phonetic x", OFFPRINT_RELATION_MODIFIER, "phonetic"},
        {"title ==/word x", OFFPRINT_RELATION_MODIFIER, "word"},
        {"title all/string x", OFFPRINT_RELATION_MODIFIER, "string"},
        {"title =/isoDate x", OFFPRINT_RELATION_MODIFIER, "isoDate"},
        {"title =/dc.word x", OFFPRINT_RELATION_MODIFIER, "dc.word"},
        {"isbn =/word 0521123456", OFFPRINT_RELATION_MODIFIER, "word"},
        {"cql.allRecords < 1", OFFPRINT_RELATION, "<"},
        {"cql.allRecords = 2", OFFPRINT_TERM_FORMAT, "2"},
        {"cql.allRecords =/word 1", OFFPRINT_RELATION_MODIFIER, "word"},
        {"cql.resultSetId any x", OFFPRINT_RELATION, "any"},
        {"cql.resultSetId = \"\"", OFFPRINT_TERM_EMPTY, ""},
        {"foo.title = x", OFFPRINT_ATTRIBUTE_SET, "foo"},
        {"dc.foo = x", OFFPRINT_ACCESS_POINT, "dc.foo"},
        {"foo = x", OFFPRINT_ACCESS_POINT, "foo"},
        {"a and/rel.combine=sum b", OFFPRINT_OPERATOR, "rel.combine"},
    };
    (void)state;
    assert_refuses(query_from_cql, bad, COUNT(bad));
}

/* --- masks and anchors ---------------------------------------------------------------------------
 */

static void masks_take_their_plainest_form(void **state)
{
    static const struct good good[] = {
        {"title = x*", "(title phrase = \"x\" right)"},
        {"title = *x", "(title phrase = \"x\" left)"},
        {"title = *x*", "(title phrase = \"x\" both)"},
        {"title = \"a b*\"", "(title phrase = \"a b\" right)"},
        {"title = wom?n", "(title phrase = \"wom?n\" masked)"},
        {"title = x**", "(title phrase = \"x**\" masked)"},
        {"title = *", "(title phrase = \"*\" masked)"},
        {"title = \"a* b\"", "(title phrase = \"a* b\" masked)"},
        {"title = a*b", "(title phrase = \"a*b\" masked)"},
        /* A mask after a space is a word of its own. */
        {"title = \"a *\"", "(title phrase = \"a *\" masked)"},
        {"title = \"* a\"", "(title phrase = \"* a\" masked)"},
        {"title = \"a-*\"", "(title phrase = \"a-*\" masked)"},
        {"title = x\\*", "(title phrase = \"x*\")"},
        {"title = \"a\\*b*\"", "(title phrase = \"a*b\" right)"},
        {"title = \"a\\?b?\"", "(title phrase = \"a\\\\?b?\" masked)"},
        {"title = \"a\\\\b?\"", "(title phrase = \"a\\\\\\\\b?\" masked)"},
        {"title = \"\\^x\"", "(title phrase = \"^x\")"},
        {"title = \"x\\^\"", "(title phrase = \"x^\")"},
    };
    static const struct bad bad[] = {
        {"title = \\a", OFFPRINT_TERM_FORMAT, "\\a"}, {"title = a\\", OFFPRINT_TERM_FORMAT, "a\\"},
        {"title == *x", OFFPRINT_COMBINATION, "*x"},  {"title == x?", OFFPRINT_COMBINATION, "x?"},
        {"title = \\*", OFFPRINT_TERM_EMPTY, "*"},
    };
    (void)state;
    assert_reads(query_from_cql, good, COUNT(good));
    assert_refuses(query_from_cql, bad, COUNT(bad));
}

static void anchors_stand_at_the_ends(void **state)
{
    static const struct good good[] = {
        {"title = \"^a b\"", "(title phrase = \"a b\" first-in-field)"},
        {"title = \"^a b*\"", "(title phrase = \"a b\" first-in-field right)"},
        {"title = \"^a b^\"", "(title phrase = \"a b\" first-in-field complete-field)"},
        {"title adj ^a", "(title phrase = \"a\" first-in-field)"},
        {"title == ^a", "(title phrase = \"a\" first-in-field complete-field)"},
        {"title = \"^a\\\\^\"", "(title phrase = \"a\\\\\" first-in-field complete-field)"},
        {"isbn = ^0521123456", "(isbn key = \"0521123456\")"},
    };
    static const struct bad bad[] = {
        {"title = a^", OFFPRINT_POSITION, "a^"},
        {"title = \"a ^b\"", OFFPRINT_POSITION, "a ^b"},
        {"title any \"a b^\"", OFFPRINT_POSITION, "b^"},
        {"title = ^", OFFPRINT_TERM_EMPTY, ""},
    };
    (void)state;
    assert_reads(query_from_cql, good, COUNT(good));
    assert_refuses(query_from_cql, bad, COUNT(bad));
}

/* --- proximity ---------------------------------------------------------------------------------
 */

static void reads_proximity(void **state)
{
    static const struct good good[] = {
        {"a prox b", "(near unordered <= 1 (anywhere phrase = \"a\") (anywhere phrase = \"b\"))"},
        {"title=a prox/unit=word/distance<4/ordered title=b",
         "(near ordered < 4 (title phrase = \"a\") (title phrase = \"b\"))"},
        {"a PROX/cql.distance=2/unordered \"b c\"",
         "(near unordered = 2 (anywhere phrase = \"a\") (anywhere phrase = \"b c\"))"},
        {"a prox/distance>=3 b and c",
         "(and (near unordered >= 3 (anywhere phrase = \"a\") (anywhere phrase = \"b\")) (anywhere "
         "phrase = \"c\"))"},
    };
    static const struct bad bad[] = {
        {"a prox/unit=sentence b", OFFPRINT_PROXIMITY_UNIT, "sentence"},
        {"a prox/unit b", OFFPRINT_PROXIMITY_UNIT, ""},
        {"a prox/distance=x b", OFFPRINT_PROXIMITY_DISTANCE, "x"},
        {"a prox/distance=0 b", OFFPRINT_PROXIMITY_DISTANCE, "0"},
        {"a prox/distance=99999999999 b", OFFPRINT_PROXIMITY_DISTANCE, "99999999999"},
        {"a prox/distance==2 b", OFFPRINT_PROXIMITY_RELATION, "=="},
        {"a prox/distance b", OFFPRINT_PROXIMITY_RELATION, ""},
        {"a prox/near b", OFFPRINT_PROXIMITY, "near"},
        {"a prox/ordered=1 b", OFFPRINT_PROXIMITY, "ordered"},
        {"a prox (b or c)", OFFPRINT_PROXIMITY, ""},
        {"a prox b prox c", OFFPRINT_PROXIMITY, ""},
        {"a prox cql.allRecords=1", OFFPRINT_PROXIMITY, ""},
        {"title=a prox author=b", OFFPRINT_PROXIMITY, "author"},
        {"title=a prox date=1998", OFFPRINT_PROXIMITY, "date"},
        {"title all a prox title=b", OFFPRINT_PROXIMITY, "words"},
    };
    (void)state;
    assert_reads(query_from_cql, good, COUNT(good));
    assert_refuses(query_from_cql, bad, COUNT(bad));
}

/* --- CQL and PQF -------------------------------------------------------------------------------
 */

/* The same question in both languages is the same tree: the SRU and Z39.50 faces of the Bath
 * profile, and the attributes that CQL has no word for but the default. */
static void means_what_pqf_means(void **state)
{
    static const struct {
        const char *cql, *pqf;
    } pairs[] = {
        {"rupture", "rupture"},
        {"title = rupture", "@attr 1=4 rupture"},
        {"dc.creator = x", "@attr 1=1003 x"},
        {"title = \"x y\"",
         "@attr 1=4 @attr 2=3 @attr 3=3 @attr 4=1 @attr 5=100 @attr 6=1 \"x y\""},
        {"title == \"x y\"",
         "@attr 1=4 @attr 2=3 @attr 3=1 @attr 4=1 @attr 5=100 @attr 6=3 \"x y\""},
        {"title = \"^x y\"",
         "@attr 1=4 @attr 2=3 @attr 3=1 @attr 4=1 @attr 5=100 @attr 6=1 \"x y\""},
        {"title = \"^x y*\"",
         "@attr 1=4 @attr 2=3 @attr 3=1 @attr 4=1 @attr 5=1 @attr 6=1 \"x y\""},
        {"title = x*", "@attr 1=4 @attr 5=1 x"},
        {"title = *x", "@attr 1=4 @attr 5=2 x"},
        {"title = *x*", "@attr 1=4 @attr 5=3 x"},
        {"title = a*b", "@attr 1=4 @attr 5=101 a#b"},
        {"title = wom?n", "@attr 1=4 @attr 5=104 wom#n"},
        {"title all \"x y\"", "@attr 1=4 @attr 4=6 \"x y\""},
        {"isbn = 0521123456", "@attr 1=7 0521123456"},
        {"language <> eng", "@attr 1=54 @attr 2=6 eng"},
        {"date >= 1998", "@attr 1=31 @attr 2=4 @attr 4=4 1998"},
        {"date within \"1990 1995\"", "@attr 1=31 @attr 2=104 \"1990 1995\""},
        {"title=a and author=b not subject=c", "@not @and @attr 1=4 a @attr 1=1003 b @attr 1=21 c"},
        {"title=a prox/distance<=3/ordered title=b", "@attr 1=4 @prox 0 3 1 2 k 2 a b"},
        {"cql.allRecords = 1", "@attr 1=1016 @attr 2=103 \"\""},
        {"title = *", "@attr 1=4 @attr 2=103 x"},
        {"cql.resultSetId = s1 or x", "@or @set s1 x"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        struct arena *arena = arena_create();
        struct query *query;
        struct buffer cql, pqf;
        struct diag diag;

        buffer_init(&cql);
        buffer_init(&pqf);
        if (query_from_cql(&query, arena, table, pairs[i].cql, &diag) < 0)
            fail_msg("%s: %s", pairs[i].cql, diag.message);
        query_describe(&cql, query);
        if (query_from_pqf(&query, arena, table, pairs[i].pqf, &diag) < 0)
            fail_msg("%s: %s", pairs[i].pqf, diag.message);
        query_describe(&pqf, query);
        assert_string_equal(cql.data, pqf.data);
        buffer_finish(&cql);
        buffer_finish(&pqf);
        arena_destroy(arena);
    }
}

/* --- bounds ------------------------------------------------------------------------------------
 */

static int read_repeated(const char *head, const char *piece, int times, const char *tail)
{
    struct arena *arena = arena_create();
    struct query *query;
    struct buffer text;
    struct diag diag;
    int status;

    buffer_init(&text);
    buffer_add_string(&text, head);
    for (int i = 0; i < times; i++)
        buffer_add_string(&text, piece);
    buffer_add_string(&text, tail);
    status = query_from_cql(&query, arena, table, text.data, &diag);
    buffer_finish(&text);
    arena_destroy(arena);
    return status;
}

static void bounds_what_a_query_may_cost(void **state)
{
    (void)state;
    assert_int_equal(read_repeated("", "(", 1000, "a"), OFFPRINT_QUERY_SYNTAX);
    assert_int_equal(read_repeated("", "(", 60000, "a"), OFFPRINT_TOO_MANY_OPERANDS);
    assert_int_equal(read_repeated("a", " or a", 1023, ""), OFFPRINT_OK);
    assert_int_equal(read_repeated("a", " or a", 1024, ""), OFFPRINT_TOO_MANY_OPERANDS);
    assert_int_equal(read_repeated("title any \"", "a* ", 1024, "\""), OFFPRINT_OK);
    assert_int_equal(read_repeated("title any \"", "a* ", 1025, "\""), OFFPRINT_TOO_MANY_OPERANDS);
    assert_int_equal(read_repeated("", "> a = b ", 8000, "x"), OFFPRINT_OK);
    assert_int_equal(read_repeated("", "a", 65536, ""), OFFPRINT_OK);
    assert_int_equal(read_repeated("", "a", 65537, ""), OFFPRINT_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_clauses),
        cmocka_unit_test(booleans_go_from_left_to_right),
        cmocka_unit_test(prefix_maps_name_context_sets),
        cmocka_unit_test(refuses_what_is_not_cql),
        cmocka_unit_test(says_where_the_error_is),
        cmocka_unit_test(honours_relations_of_words),
        cmocka_unit_test(honours_relations_of_keys),
        cmocka_unit_test(refuses_relations_and_modifiers_it_does_not_offer),
        cmocka_unit_test(masks_take_their_plainest_form),
        cmocka_unit_test(anchors_stand_at_the_ends),
        cmocka_unit_test(reads_proximity),
        cmocka_unit_test(means_what_pqf_means),
        cmocka_unit_test(bounds_what_a_query_may_cost),
    };
    return cmocka_run_group_tests(tests, load_table, release_table);
}

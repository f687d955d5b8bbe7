/* CQL's grammar in its corners, and every modifier there is: honoured, or refused by its name. */
#include "parse.h"

static void words_of_the_grammar_may_be_quoted_or_keywords(void **state)
{
    static const struct good good[] = {
        {"title \"any\" \"x y\"", "(title any-word = \"x y\")"},
        {"\"title\" \"cql.all\"/word \"x y\"", "(title words = \"x y\")"},
        {"title \"any\" \"and\"", "(title any-word = \"and\")"},
        {"and and and", "(and (anywhere phrase = \"and\") (anywhere phrase = \"and\"))"},
        {"not not prox", "(not (anywhere phrase = \"not\") (anywhere phrase = \"prox\"))"},
        {"title = sortby", "(title phrase = \"sortby\")"},
        {"title = OR or \"or\"", "(or (title phrase = \"OR\") (anywhere phrase = \"or\"))"},
        {"title all or", "(title words = \"or\")"},
        {"any", "(anywhere phrase = \"any\")"},
        {"title.x", "(anywhere phrase = \"title.x\")"},
        {"1984", "(anywhere phrase = \"1984\")"},
        {"title=x&y;z", "(title phrase = \"x&y;z\")"},
        {"((title=a)or(title=b))and(c)",
         "(and (or (title phrase = \"a\") (title phrase = \"b\")) (anywhere phrase = \"c\"))"},
        {"> \"info:srw/cql-context-set/1/dc-v1.1\" (> \"http://zing.z3950.org/cql/bath/2.0/\" "
         "keyTitle = x) or title = y",
         "(or (title-key phrase = \"x\") (title phrase = \"y\"))"},
        {">a=dc>b=a b.title = x or a.title = y", ""},
    };
    static const struct bad bad[] = {
        {"a \"b\"", OFFPRINT_QUERY_SYNTAX, "\"b\""},
        {"a \"b\" and c", OFFPRINT_QUERY_SYNTAX, "\"b\" and c"},
        {"title \"x\" y", OFFPRINT_RELATION, "x"},
        {"title \"any\"/word", OFFPRINT_QUERY_SYNTAX, ""},
        {"title = \"\"", OFFPRINT_TERM_EMPTY, ""},
        {"\"\"", OFFPRINT_TERM_EMPTY, ""},
        {"title all \" \"", OFFPRINT_TERM_EMPTY, ""},
        {"title any \"\"", OFFPRINT_TERM_EMPTY, ""},
        {"isbn = \"\"", OFFPRINT_TERM_EMPTY, ""},
        {".title = x", OFFPRINT_ATTRIBUTE_SET, ""},
        {"dc. = x", OFFPRINT_ACCESS_POINT, "dc."},
        {"title === x", OFFPRINT_QUERY_SYNTAX, "= x"},
        {"title =< 3", OFFPRINT_QUERY_SYNTAX, "< 3"},
        {"title => 3", OFFPRINT_QUERY_SYNTAX, "> 3"},
        {"title <> \"x", OFFPRINT_QUERY_SYNTAX, "\"x"},
        {"a and (b", OFFPRINT_QUERY_SYNTAX, ""},
        {"a and b)", OFFPRINT_QUERY_SYNTAX, ")"},
        {"a and > dc = x", OFFPRINT_QUERY_SYNTAX, "> dc = x"},
        {"> a = b == c d", OFFPRINT_QUERY_SYNTAX, "== c d"},
    };
    (void)state;
    /* A declared name is what it says, not what another declaration makes of it. */
    assert_reads(query_from_cql, good, COUNT(good) - 1);
    assert_refuses(query_from_cql,
                   &(const struct bad){good[COUNT(good) - 1].text, OFFPRINT_ATTRIBUTE_SET, "a"}, 1);
    assert_refuses(query_from_cql, bad, COUNT(bad));
}

static void modifiers_that_say_what_is_so_are_honoured(void **state)
{
    static const struct good good[] = {
        {"title =/ignoreCase/cql.ignoreAccents x", "(title phrase = \"x\")"},
        {"title adj/word \"x y\"", "(title phrase = \"x y\")"},
        {"title all/word/masked \"x y\"", "(title words = \"x y\")"},
        {"title ==/string x", "(title phrase = \"x\" first-in-field complete-field)"},
        {"title =/STRING/unmasked \"x?\"", "(title phrase = \"x?\" first-in-field complete-field)"},
        {"isbn =/string 0198526636", "(isbn key = \"0198526636\")"},
        {"isbn =/uri \"urn:isbn:0198526636\"", "(isbn key = \"urn:isbn:0198526636\")"},
        {"dc.identifier =/uri \"https://doi.org/10.1000/182\"",
         "(standard-identifier key = \"https://doi.org/10.1000/182\")"},
        {"date =/isoDate 1998-05-01", "(date date = \"1998-05-01\")"},
        {"date >/number 1998", "(date year > \"1998\")"},
        {"date within/number \"1990 1995\"", "(date year within \"1990 1995\")"},
        {"date any/number \"1998 2001\"", "(or (date year = \"1998\") (date year = \"2001\"))"},
        {"a prox/unit=word/distance=1/unordered b",
         "(near unordered = 1 (anywhere phrase = \"a\") (anywhere phrase = \"b\"))"},
        {"a prox/ordered/cql.unit=WORD b",
         "(near ordered <= 1 (anywhere phrase = \"a\") (anywhere phrase = \"b\"))"},
    };
    (void)state;
    assert_reads(query_from_cql, good, COUNT(good));
}

static void all_other_modifiers_are_refused_by_name(void **state)
{
    static const char *const never[] = {
        "respectCase", "respectAccents", "stem", "phonetic", "fuzzy",    "partial",
        "regexp",      "substring",      "oid",  "locale",   "nonesuch", "cql.nonesuch"};
    static const char *const clauses[] = {"title =/%s x", "title all/%s x", "isbn =/%s 0198526636",
                                          "date =/%s 1998", "title =/word/%s x"};
    static const struct bad bad[] = {
        {"title =/locale=en x", OFFPRINT_RELATION_MODIFIER, "locale"},
        {"title =/substring=\"1:3\" x", OFFPRINT_RELATION_MODIFIER, "substring"},
        {"title =/number 3", OFFPRINT_RELATION_MODIFIER, "number"},
        {"title =/uri \"urn:isbn:0198526636\"", OFFPRINT_RELATION_MODIFIER, "uri"},
        {"isbn =/number 0198526636", OFFPRINT_RELATION_MODIFIER, "number"},
        {"language =/uri eng", OFFPRINT_RELATION_MODIFIER, "uri"},
        {"date =/uri 1998", OFFPRINT_RELATION_MODIFIER, "uri"},
        {"date =/number 1998-05", OFFPRINT_TERM_FORMAT, "1998-05"},
        {"date =/isoDate soon", OFFPRINT_TERM_FORMAT, "soon"},
        /* What contradicts itself. */
        {"title =/masked/unmasked x", OFFPRINT_RELATION_MODIFIER, "unmasked"},
        {"title =/unmasked/masked x", OFFPRINT_RELATION_MODIFIER, "masked"},
        {"title =/word/string x", OFFPRINT_RELATION_MODIFIER, "string"},
        {"title =/string/word x", OFFPRINT_RELATION_MODIFIER, "word"},
        {"date =/isoDate/number 1998", OFFPRINT_RELATION_MODIFIER, "number"},
        {"a prox/ordered/unordered b", OFFPRINT_PROXIMITY, "unordered"},
        {"a prox/distance<3/cql.distance<5 b", OFFPRINT_PROXIMITY, "cql.distance"},
        {"a prox/unit=word/unit=word b", OFFPRINT_PROXIMITY, "unit"},
        {"a prox/foo.ordered b", OFFPRINT_PROXIMITY, "foo.ordered"},
        {"a prox/unit=element b", OFFPRINT_PROXIMITY_UNIT, "element"},
        {"a prox/unit=paragraph b", OFFPRINT_PROXIMITY_UNIT, "paragraph"},
        {"a or/rel.combine=sum b", OFFPRINT_OPERATOR, "rel.combine"},
        {"a not/ordered b", OFFPRINT_OPERATOR, "ordered"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(never) * COUNT(clauses); i++) {
        const char *name = never[i % COUNT(never)];
        const char *clause = clauses[i / COUNT(never)], *at = strstr(clause, "%s");
        char text[80];

        snprintf(text, sizeof text, "%.*s%s%s", (int)(at - clause), clause, name, at + 2);
        assert_refuses(query_from_cql, &(const struct bad){text, OFFPRINT_RELATION_MODIFIER, name},
                       1);
    }
    assert_refuses(query_from_cql, bad, COUNT(bad));
}

/* The indexes of the Bath profile's SRU face, each of which must be there. */
static void the_indexes_of_the_bath_profile_are_there(void **state)
{
    static const char *const words[] = {
        "dc.creator",          "dc.title",          "dc.subject",          "cql.anywhere",
        "bath.keyTitle",       "bath.name",         "bath.personalName",   "bath.corporateName",
        "bath.conferenceName", "bath.uniformTitle", "bath.geographicName", "bath.notes",
        "bath.topicalSubject", "bath.genreForm",
    };
    static const char *const shapes[] = {"%s = x",         "%s == \"x y\"", "%s = \"^x y\"",
                                         "%s = \"^x y*\"", "%s = x*",       "%s all \"x y\""};
    static const char *const keys[] = {
        "dc.identifier = 0198526636", "dc.date = 1998",    "dc.date within \"1990 1995\"",
        "dc.format = book",           "dc.language = eng", "bath.issn = 0028-0836",
        "bath.isbn = 0198526636",     "rec.id = x",        "bath.possessingInstitution = DLC",
    };
    struct arena *arena = arena_create();
    struct query *query;
    struct diag diag;
    char text[80];

    (void)state;
    for (size_t i = 0; i < COUNT(words) * COUNT(shapes); i++) {
        const char *shape = shapes[i / COUNT(words)];

        snprintf(text, sizeof text, "%s%s", words[i % COUNT(words)], shape + 2);
        if (query_from_cql(&query, arena, table, text, &diag) < 0)
            fail_msg("%s: %s", text, diag.message);
    }
    for (size_t i = 0; i < COUNT(keys); i++) {
        if (query_from_cql(&query, arena, table, keys[i], &diag) < 0)
            fail_msg("%s: %s", keys[i], diag.message);
    }
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_the_grammar_may_be_quoted_or_keywords),
        cmocka_unit_test(modifiers_that_say_what_is_so_are_honoured),
        cmocka_unit_test(all_other_modifiers_are_refused_by_name),
        cmocka_unit_test(the_indexes_of_the_bath_profile_are_there),
    };
    return cmocka_run_group_tests(tests, load_table, release_table);
}

/* Orders: sortby of CQL with its modifiers, lists such as "title,-date", and their refusals. */
#include "parse.h"

static void reads_sortby(void **state)
{
    static const struct good good[] = {
        {"a sortby title", "(anywhere phrase = \"a\") by title"},
        {"a SORTBY dc.title", "(anywhere phrase = \"a\") by title"},
        {"(a or b) sortby author date",
         "(or (anywhere phrase = \"a\") (anywhere phrase = \"b\")) by author, date"},
        {"cql.allRecords = 1 sortby rec.lastModificationDate/sort.descending title/sort.ascending",
         "(all) by date-changed descending, title"},
        {"a sortby title/descending", "(anywhere phrase = \"a\") by title descending"},
        {"> s = \"info:srw/cql-context-set/1/sort-v1.0\" a sortby title/s.DESCENDING",
         "(anywhere phrase = \"a\") by title descending"},
        {"> \"info:srw/cql-context-set/1/dc-v1.1\" title = a sortby creator",
         "(title phrase = \"a\") by author"},
        {"a sortby title/sort.ignoreCase/sort.ignoreAccents", "(anywhere phrase = \"a\") by title"},
        /* What is missing stands last, unless something else is said. */
        {"a sortby date/sort.missingLow", "(anywhere phrase = \"a\") by date missing-first"},
        {"a sortby date/sort.missingHigh", "(anywhere phrase = \"a\") by date"},
        {"a sortby date/sort.missingLow/sort.descending",
         "(anywhere phrase = \"a\") by date descending"},
        {"a sortby date/sort.descending/sort.missingHigh",
         "(anywhere phrase = \"a\") by date descending missing-first"},
        {"a sortby date/sort.missingOmit", "(anywhere phrase = \"a\") by date missing-omit"},
        {"a sortby date/sort.missingFail", "(anywhere phrase = \"a\") by date missing-fail"},
        {"a sortby author/sort.missingValue=\"Anon \\\"X\\\"\"",
         "(anywhere phrase = \"a\") by author missing-value \"Anon \\\"X\\\"\""},
        /* Relevance is best first, and a descending number. */
        {"a sortby relevance", "(anywhere phrase = \"a\") by relevance"},
        {"a sortby offprint.relevance/sort.descending", "(anywhere phrase = \"a\") by relevance"},
        {"a sortby relevance/sort.ascending title",
         "(anywhere phrase = \"a\") by relevance descending, title"},
        {"title all/relevant \"a b\"", "(title words = \"a b\" relevant)"},
        {"title =/cql.relevant/word a and b",
         "(and (title phrase = \"a\" relevant) (anywhere phrase = \"b\"))"},
    };

    (void)state;
    assert_reads(query_from_cql, good, COUNT(good));
}

static void refuses_what_cannot_be_sorted_by(void **state)
{
    static const struct bad bad[] = {
        {"a sortby publisher", OFFPRINT_SORT, "publisher"},
        {"a sortby cql.anywhere", OFFPRINT_SORT, "cql.anywhere"},
        {"a sortby cql.allRecords", OFFPRINT_SORT, "cql.allRecords"},
        {"a sortby \"\"", OFFPRINT_SORT, ""},
        {"a sortby nothing", OFFPRINT_ACCESS_POINT, "nothing"},
        {"a sortby foo.title", OFFPRINT_ATTRIBUTE_SET, "foo"},
        {"a sortby title title", OFFPRINT_SORT_DUPLICATE, "title"},
        {"a sortby title date dc.title", OFFPRINT_SORT_DUPLICATE, "title"},
        {"a sortby relevance relevance", OFFPRINT_SORT_DUPLICATE, "relevance"},
        {"a sortby title/sort.respectCase", OFFPRINT_SORT_CASE, "sort.respectCase"},
        {"a sortby title/sort.respectAccents", OFFPRINT_SORT_CASE, "sort.respectAccents"},
        {"a sortby title/sort.unicodeCollate", OFFPRINT_RELATION_MODIFIER, "sort.unicodeCollate"},
        {"a sortby title/sort.locale=de", OFFPRINT_RELATION_MODIFIER, "sort.locale"},
        {"a sortby title/cql.descending", OFFPRINT_RELATION_MODIFIER, "cql.descending"},
        {"a sortby title/sort.descending=1", OFFPRINT_RELATION_MODIFIER, "sort.descending"},
        {"a sortby title/sort.missingValue", OFFPRINT_RELATION_MODIFIER, "sort.missingValue"},
        {"a sortby title/sort.missingValue>x", OFFPRINT_RELATION_MODIFIER, "sort.missingValue"},
        {"a sortby title/sort.missingValue=\"--\"", OFFPRINT_SORT_MISSING_ACTION, "--"},
        {"a sortby date/sort.missingValue=early", OFFPRINT_SORT_MISSING_ACTION, "early"},
        {"a sortby relevance/sort.missingLow", OFFPRINT_SORT_MISSING_ACTION, "sort.missingLow"},
        {"a sortby title/sort.missingLow/sort.missingOmit", OFFPRINT_SORT_MISSING_ACTION,
         "sort.missingOmit"},
        {"a sortby title/sort.ascending/sort.descending", OFFPRINT_SORT_RELATION,
         "sort.descending"},
        {"a sortby title sortby date", OFFPRINT_ACCESS_POINT, "sortby"},
        {"a sortby title and b", OFFPRINT_ACCESS_POINT, "and"},
        {"(a sortby title)", OFFPRINT_QUERY_SYNTAX, "sortby title)"},
    };

    (void)state;
    assert_refuses(query_from_cql, bad, COUNT(bad));
}

/* A list as a query of its own, so that the same tables serve. */
static int read_list(struct query **query, struct arena *arena, const struct access_points *points,
                     const char *text, struct diag *diag)
{
    struct sort_order *order;
    int status = sort_order_read(&order, arena, points, slice_of(text), diag);

    *query = arena_alloc(arena, sizeof **query);
    (*query)->kind = QUERY_ALL;
    (*query)->sort = order;
    return status;
}

static void reads_lists(void **state)
{
    static const struct good good[] = {
        {"title", "(all) by title"},
        {"-title", "(all) by title descending"},
        {"author, -date ,dc.title", "(all) by author, date descending, title"},
        {"relevance,date-changed", "(all) by relevance, date-changed"},
        {"-relevance", "(all) by relevance descending"},
    };
    static const struct bad bad[] = {
        {"", OFFPRINT_SORT, ""},
        {",", OFFPRINT_SORT, ""},
        {"title,", OFFPRINT_SORT, ""},
        {"-", OFFPRINT_SORT, ""},
        {"--title", OFFPRINT_ACCESS_POINT, "-title"},
        {"title date", OFFPRINT_ACCESS_POINT, "title date"},
        {"title,-title", OFFPRINT_SORT_DUPLICATE, "title"},
        {"isbn", OFFPRINT_SORT, "isbn"},
        {"title\xff", OFFPRINT_TERM_ENCODING, "?"},
    };

    (void)state;
    assert_reads(read_list, good, COUNT(good));
    assert_refuses(read_list, bad, COUNT(bad));
}

static void keeps_to_so_many_keys(void **state)
{
    struct access_point points[SORT_KEYS_MAX + 1] = {0};
    struct sort_order order = {.count = 0};
    struct diag diag;

    (void)state;
    for (size_t i = 0; i <= SORT_KEYS_MAX; i++) {
        const struct sort_key key = {.access_point = &points[i]};

        points[i].name = "any";
        points[i].sorts = true;
        assert_int_equal(sort_order_add(&order, &key, &diag),
                         i < SORT_KEYS_MAX ? OFFPRINT_OK : OFFPRINT_SORT_KEYS);
    }
    assert_int_equal(order.count, SORT_KEYS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_sortby),
        cmocka_unit_test(refuses_what_cannot_be_sorted_by),
        cmocka_unit_test(reads_lists),
        cmocka_unit_test(keeps_to_so_many_keys),
    };
    return cmocka_run_group_tests(tests, load_table, release_table);
}

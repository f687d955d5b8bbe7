/* What a librarian would expect of an answer, and what a query may cost. */
#include "library.h"

static struct library library;

/* Titles by docid, from 1. */
static const struct {
    const char *id;
    char nonfiling;
    const char *title;
} titles[] = {
    {"precarious-truce", '4', "The precarious truce : Anglo-Soviet relations 1924-27"},
    {"ocean", '0',
     "Sm\xc3\xb8rrebr\xc3\xb8"
     "d og caf\xc3\xa9-liv i \xc3\x98resund"},
    {"decomposed", '0',
     "Cafe\xcc\x81 M\xc3\xbcller, Stra\xc3\x9f"
     "e des 17. Juni"},
    {"tokyo", '0', "\xe6\x9d\xb1\xe4\xba\xac\xe9\x83\xbd\xe3\x81\xae\xe6\xad\xb4\xe5\x8f\xb2"},
    {"kyoto", '0', "\xe4\xba\xac\xe9\x83\xbd\xe3\x81\xae\xe6\xad\xb4\xe5\x8f\xb2"},
    {"russian", '0', "\xd0\x92\xd0\xbe\xd0\xb9\xd0\xbd\xd0\xb0 \xd0\xb8 \xd0\xbc\xd0\xb8\xd1\x80"},
    {"apostrophe", '0', "L'avenir d'une illusion"},
    {"short", '0', "Truce"},
};

static char long_word[1200], long_title[1600];

static int make_library(void **state)
{
    if (load_table(state) < 0)
        return -1;
    library_open(&library);
    for (size_t i = 0; i < COUNT(titles); i++)
        library_add_title(&library, titles[i].id, titles[i].nonfiling, titles[i].title);
    memset(long_word, 'w', sizeof long_word - 1);
    library_add_title(&library, "long-word", '0', long_word);
    for (size_t i = 0; i + 6 < sizeof long_title; i += 5)
        memcpy(long_title + i, "lang ", 6);
    library_add_title(&library, "long-title", '0', long_title);
    library_settle(&library);
    return 0;
}

static int release_library(void **state)
{
    library_close(&library);
    return release_table(state);
}

static int evaluate(struct docset **docs, query_reader *reader, const char *text,
                    struct query_limits limits, struct diag *diag)
{
    struct evaluation evaluation = {
        .transaction = &library.transaction, .table = table, .limits = limits};
    struct arena *arena = arena_create();
    struct query *query;
    int status = reader(&query, arena, table, text, diag);

    *docs = NULL;
    if (status < 0)
        fail_msg("%s: %s", text, diag->message);
    status = query_evaluate(docs, &evaluation, query, diag);
    arena_destroy(arena);
    return status;
}

/* The docids that CQL finds, as text: "1 8". */
static void assert_finds(const char *cql, const char *wanted)
{
    struct query_limits limits = {0};
    struct docset *docs;
    struct buffer found;
    struct diag diag;
    uint32_t docid = 0;

    buffer_init(&found);
    if (evaluate(&docs, query_from_cql, cql, limits, &diag) < 0)
        fail_msg("%s: %s", cql, diag.message);
    while (docset_next(docs, &docid))
        buffer_printf(&found, found.length > 0 ? " %u" : "%u", docid);
    if (strcmp(found.length > 0 ? found.data : "", wanted) != 0)
        fail_msg("%s: wanted [%s], found [%s]", cql, wanted, found.length > 0 ? found.data : "");
    docset_destroy(docs);
    buffer_finish(&found);
}

static void a_title_is_found_with_its_article_and_without(void **state)
{
    (void)state;
    assert_finds("title = \"^the precarious\"", "1");
    assert_finds("title = \"^precarious\"", "1");
    assert_finds("title = \"^prec*\"", "1");
    assert_finds("title = \"^the prec*\"", "1");
    assert_finds("title = \"^truce\"", "8");
    assert_finds("title == \"The precarious truce: Anglo-Soviet relations, 1924-27\"", "1");
    assert_finds("title == \"precarious truce: Anglo-Soviet relations, 1924-27\"", "1");
    assert_finds("title == \"precarious truce\"", "");
    assert_finds("title == truce", "8");
    assert_finds("title == \"truc*\"", "8");
    assert_finds("title = truce", "1 8");
}

static void letters_are_found_as_readers_type_them(void **state)
{
    (void)state;
    assert_finds("smorrebrod", "2");
    assert_finds("SM\xc3\x98RREBR\xc3\x98"
                 "D",
                 "2");
    assert_finds("cafe", "2 3");
    assert_finds("caf\xc3\xa9", "2 3");
    assert_finds("\"Cafe\xcc\x81 Muller\"", "3");
    assert_finds("strasse", "3");
    assert_finds("stra\xc3\x9f*", "3");
    assert_finds("oresund", "2");
    assert_finds("lavenir", "7");
    assert_finds("\"l'avenir d'une\"", "7");
    assert_finds("\xd0\x92\xd0\x9e\xd0\x99\xd0\x9d\xd0\x90", "6");
    assert_finds("\"caf\xc3\xa9 liv\"", "2");
    assert_finds("caf\xc3\xa9-l*", "2");
    assert_finds("\xd0\xb2\xd0\xbe?\xd0\xbd\xd0\xb0", "6");
}

static void text_without_spaces_is_found_by_its_characters(void **state)
{
    (void)state;
    assert_finds("\xe6\x9d\xb1\xe4\xba\xac", "4");                   /* 東京 */
    assert_finds("\xe4\xba\xac\xe9\x83\xbd", "4 5");                 /* 京都 */
    assert_finds("\xe6\x9d\xb1\xe4\xba\xac\xe9\x83\xbd", "4");       /* 東京都 */
    assert_finds("\xe4\xba\xac\xe9\x83\xbd\xe3\x81\xae*", "4 5");    /* 京都の* */
    assert_finds("title = \"^\xe4\xba\xac\xe9\x83\xbd\"", "5");      /* ^京都 */
    assert_finds("title = \xe4\xba\xac*", "4 5");                    /* 京* */
    assert_finds("\xe6\xad\xb4\xe5\x8f\xb2 and \xe6\x9d\xb1*", "4"); /* 歴史, 東* */
}

static void words_and_titles_may_be_longer_than_a_key(void **state)
{
    struct buffer query;

    (void)state;
    buffer_init(&query);
    buffer_printf(&query, "title = %s", long_word);
    assert_finds(query.data, "9");
    buffer_truncate(&query, 0);
    buffer_printf(&query, "title == \"%s\"", long_title);
    assert_finds(query.data, "10");
    buffer_truncate(&query, 0);
    buffer_printf(&query, "title = \"^%.*s*\"", 900, long_title);
    assert_finds(query.data, "10");
    buffer_finish(&query);
    assert_finds("title = \"^lang lang la*\"", "10");
}

static void masks_stand_for_characters_not_bytes(void **state)
{
    (void)state;
    assert_finds("title = tr?ce", "1 8");
    assert_finds("title = *ce", "1 8");
    assert_finds("title = \"the *\"", "1");
    assert_finds("title = \"the * truce\"", "1");
    assert_finds("title = \"the * relations\"", "");
    assert_finds("title = ??????", "1 3"); /* soviet, muller (which has seven bytes as written) */
}

static void finds_all_and_nothing(void **state)
{
    (void)state;
    assert_finds("cql.allRecords = 1", "1 2 3 4 5 6 7 8 9 10");
    assert_finds("cql.allRecords = 1 not truce", "2 3 4 5 6 7 9 10");
    assert_finds("nowhere", "");
    assert_finds("truce and nowhere", "");
    assert_finds("nowhere or truce", "1 8");
    assert_finds("rec.identifier = precarious-truce", "1");
    assert_finds("rec.identifier = Precarious-*", "1");
    assert_finds("precarious-truce", "1");
    assert_finds("title all \"soviet 1924 precarious\"", "1");
    assert_finds("title any \"illusion muller\"", "3 7");
}

static int status_of(const char *cql, struct query_limits limits, char value[160])
{
    struct docset *docs;
    struct diag diag = {0};
    int status = evaluate(&docs, query_from_cql, cql, limits, &diag);

    assert_true((status < 0) == (docs == NULL));
    docset_destroy(docs);
    strcpy(value, diag.value);
    return status;
}

static void keeps_to_its_limits(void **state)
{
    char value[160];

    (void)state;
    assert_int_equal(status_of("a or b or c", (struct query_limits){.operands = 2}, value),
                     OFFPRINT_TOO_MANY_OPERANDS);
    assert_string_equal(value, "3");
    assert_int_equal(status_of("a or b or c", (struct query_limits){.operands = 3}, value),
                     OFFPRINT_OK);
    assert_int_equal(status_of("title = *", (struct query_limits){.expanded_terms = 5}, value),
                     OFFPRINT_TERM_EXPANSION);
    assert_int_equal(status_of("title = tru*", (struct query_limits){.expanded_terms = 1}, value),
                     OFFPRINT_OK);
}

/* More steps than a millisecond has. */
static void stops_when_its_time_is_up(void **state)
{
    struct query_limits limits = {.operands = 1024, .milliseconds = 1};
    struct buffer query;
    char value[160];

    (void)state;
    buffer_init(&query);
    buffer_add_string(&query, "title = \"* *\"");
    for (int i = 0; i < 1000; i++)
        buffer_add_string(&query, " or title = \"* *\"");
    assert_int_equal(status_of(query.data, limits, value), OFFPRINT_TIMEOUT);
    buffer_finish(&query);
}

static void refuses_masks_after_more_than_a_key_holds(void **state)
{
    struct buffer query;
    char value[160];

    (void)state;
    buffer_init(&query);
    buffer_printf(&query, "title = %.*s*", 401, long_word);
    assert_int_equal(status_of(query.data, (struct query_limits){0}, value), OFFPRINT_TRUNCATION);
    buffer_truncate(&query, 0);
    buffer_printf(&query, "title = %.*s*", 400, long_word);
    assert_finds(query.data, "9");
    buffer_finish(&query);
}

static void names_the_result_set_that_is_missing(void **state)
{
    char value[160];

    (void)state;
    assert_int_equal(status_of("cql.resultSetId = s1", (struct query_limits){0}, value),
                     OFFPRINT_RESULT_SET);
    assert_string_equal(value, "s1");
    /* Even where the rest has no answers already. */
    assert_int_equal(status_of("nowhere and cql.resultSetId = s1", (struct query_limits){0}, value),
                     OFFPRINT_RESULT_SET);
}

static void refuses_masks_that_would_reach_over_characters(void **state)
{
    char value[160];

    (void)state;
    assert_int_equal(status_of("*\xe4\xba\xac", (struct query_limits){0}, value),
                     OFFPRINT_TRUNCATION);
    assert_int_equal(status_of("\xe6\x9d\xb1?\xe9\x83\xbd", (struct query_limits){0}, value),
                     OFFPRINT_TRUNCATION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_title_is_found_with_its_article_and_without),
        cmocka_unit_test(letters_are_found_as_readers_type_them),
        cmocka_unit_test(text_without_spaces_is_found_by_its_characters),
        cmocka_unit_test(words_and_titles_may_be_longer_than_a_key),
        cmocka_unit_test(masks_stand_for_characters_not_bytes),
        cmocka_unit_test(finds_all_and_nothing),
        cmocka_unit_test(keeps_to_its_limits),
        cmocka_unit_test(stops_when_its_time_is_up),
        cmocka_unit_test(refuses_masks_after_more_than_a_key_holds),
        cmocka_unit_test(names_the_result_set_that_is_missing),
        cmocka_unit_test(refuses_masks_that_would_reach_over_characters),
    };
    return cmocka_run_group_tests(tests, make_library, release_library);
}

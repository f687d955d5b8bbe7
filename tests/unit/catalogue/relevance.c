/*
 * Order by relevance, held against BM25 as query/rank.h says it, worked out from the texts; and
 * large results, of which only the best are judged closely.
 */
#include "library.h"

#include <math.h>
#include <stdlib.h>

#include "query/rank.h"

#define RECORDS 300
#define WORDS 4
#define FIELDS 2 /* title, abstract */

static uint64_t state_of_random = 7;

static unsigned below(unsigned limit)
{
    state_of_random = state_of_random * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (unsigned)(state_of_random >> 33) % limit;
}

static const char *const words[WORDS] = {"truce", "soviet", "rupture", "minsk"};
static const double weights[FIELDS] = {4, 1};

/* How often each word stands in each field of a record, and how long the fields are. */
struct text {
    unsigned counts[FIELDS][WORDS], lengths[FIELDS];
    double score;
    unsigned docid;
};

static struct text texts[RECORDS];

static char *make_field(struct library *library, struct text *text, unsigned field, unsigned most)
{
    char *out = arena_string(library->arena, "");

    text->lengths[field] = 1 + below(most);
    for (unsigned i = 0; i < text->lengths[field]; i++) {
        unsigned word = below(3 * WORDS);

        /* The first words are rarer than the last. */
        word = word < WORDS && below(WORDS) <= word ? word : WORDS;
        if (word < WORDS)
            text->counts[field][word]++;
        out = arena_printf(library->arena, "%s%s ", out, word < WORDS ? words[word] : "other");
    }
    return out;
}

static void fill(struct library *library)
{
    const struct put_options options = {0};
    struct catalogue_batch *batch;

    memset(texts, 0, sizeof texts);
    succeeds(catalogue_batch_begin(&batch, library->catalogue, NULL, NULL, &library->diag),
             &library->diag);
    for (unsigned i = 0; i < RECORDS; i++) {
        struct marc_record *record = make_record(library, arena_printf(library->arena, "r%u", i),
                                                 make_field(library, &texts[i], 0, 8));

        texts[i].docid = i;
        add_field(record, "520", 'a', make_field(library, &texts[i], 1, 60));
        succeeds(catalogue_batch_put(batch, record, &options, &library->diag), &library->diag);
    }
    succeeds(catalogue_batch_commit(batch, &library->diag), &library->diag);
}

static bool has(const struct text *text, unsigned word)
{
    return text->counts[0][word] + text->counts[1][word] > 0;
}

static bool has_any(const struct text *text, unsigned first, unsigned end)
{
    bool any = false;

    for (unsigned i = first; i < end; i++)
        any = any || has(text, i);
    return any;
}

/* The average length of a field, counted once for each time that one of the words is in it. */
static double average(unsigned field, unsigned first, unsigned end)
{
    double length = 0, fields = 0;

    for (unsigned i = 0; i < RECORDS; i++) {
        for (unsigned j = first; j < end && has_any(&texts[i], first, end); j++) {
            length += texts[i].counts[field][j] * texts[i].lengths[field];
            fields += texts[i].counts[field][j];
        }
    }
    return fields > 0 ? length / fields : 1;
}

static void score(unsigned first, unsigned end)
{
    double averages[FIELDS] = {average(0, first, end), average(1, first, end)};

    for (unsigned i = 0; i < RECORDS; i++)
        texts[i].score = 0;
    for (unsigned word = first; word < end; word++) {
        double df = 0, idf;

        for (unsigned i = 0; i < RECORDS; i++)
            df += (texts[i].counts[0][word] > 0) + (texts[i].counts[1][word] > 0);
        df = df < RECORDS ? df : RECORDS;
        idf = log(1 + (RECORDS - df + 0.5) / (df + 0.5));
        for (unsigned i = 0; i < RECORDS; i++) {
            double tf = 0;

            for (unsigned field = 0; field < FIELDS; field++)
                tf += weights[field] * texts[i].counts[field][word] /
                      (0.25 + 0.75 * texts[i].lengths[field] / averages[field]);
            texts[i].score += idf * 2.2 * tf / (1.2 + tf);
        }
    }
}

static struct result_set *search(struct library *library, const char *cql)
{
    struct result_set *result = NULL;
    struct query *query;

    succeeds(query_from_cql(&query, library->arena, catalogue_access_points(library->catalogue),
                            cql, &library->diag),
             &library->diag);
    succeeds(catalogue_search(&result, library->catalogue, query, NULL, &library->diag),
             &library->diag);
    return result;
}

static const struct text *text_at(struct library *library, struct result_set *result,
                                  uint64_t position)
{
    struct catalogue_record found;

    succeeds(result_set_fetch(&found, result, position, library->arena, &library->diag),
             &library->diag);
    return &texts[atoi(found.id + 1)];
}

/* Best first, or last; scores that differ by no more than rounding may stand either way. */
static void check_order(struct library *library, const char *cql, unsigned first, unsigned end,
                        bool best_first)
{
    struct result_set *result = search(library, cql);
    const struct text *last = NULL;
    unsigned ups = 0;

    score(first, end);
    assert_true(result_set_count(result) > 50);
    for (uint64_t i = 1; i <= result_set_count(result); i++) {
        const struct text *text = text_at(library, result, i);
        double step = last != NULL ? last->score - text->score : 0;

        step = best_first ? step : -step;
        if (step < -1e-5)
            fail_msg("%s: r%u (%f) stands before r%u (%f)", cql, last->docid, last->score,
                     text->docid, text->score);
        ups += step > 1e-5;
        last = text;
    }
    assert_true(ups > 20); /* they do differ */
    result_set_destroy(result);
}

static void the_order_is_that_of_bm25(void **state)
{
    struct library *library = *state;

    fill(library);
    check_order(library, "anywhere = soviet sortby relevance", 1, 2, true);
    check_order(library, "anywhere any \"truce soviet rupture minsk\" sortby relevance", 0, 4,
                true);
    check_order(library, "anywhere = truce or anywhere = soviet sortby relevance", 0, 2, true);
    check_order(library, "anywhere any \"soviet rupture\" sortby relevance/sort.ascending", 1, 3,
                false);
    /* What is taken away does not count. */
    check_order(library, "anywhere = minsk not anywhere = truceless sortby relevance", 3, 4, true);
    /* Terms that ask for it order the result by themselves, and then only they count. */
    check_order(library, "anywhere any/relevant \"soviet rupture\"", 1, 3, true);
    check_order(library, "anywhere =/relevant soviet and (truce or soviet)", 1, 2, true);
}

static void equally_relevant_records_go_by_the_next_key(void **state)
{
    struct library *library = *state;
    struct result_set *result;
    struct catalogue_record found;

    put(library, make_record(library, "b", "truce z"), NULL);
    put(library, make_record(library, "c", "truce a"), NULL);
    put(library, make_record(library, "a", "truce m truce"), NULL);
    result = search(library, "title = truce sortby relevance title");
    for (int i = 0; i < 3; i++) {
        succeeds(result_set_fetch(&found, result, (uint64_t)i + 1, library->arena, &library->diag),
                 &library->diag);
        assert_int_equal(found.id[0], "acb"[i]);
    }
    result_set_destroy(result);
}

/* --- large results --------------------------------------------------------------------------- */

#define MANY (RANK_CLOSELY + 3000u)

/* Every thousandth record from the 500th on has the rare word too; all of them have the other. */
static bool is_rare(unsigned number)
{
    return number % 1000 == 500;
}

static void fill_many(struct library *library)
{
    const struct put_options options = {0};
    struct catalogue_batch *batch;

    succeeds(catalogue_batch_begin(&batch, library->catalogue, NULL, NULL, &library->diag),
             &library->diag);
    for (unsigned i = 0; i < MANY; i++) {
        struct marc_record *record = make_record(library, arena_printf(library->arena, "r%u", i),
                                                 is_rare(i) ? "common rare" : "common");

        succeeds(catalogue_batch_put(batch, record, &options, &library->diag), &library->diag);
        arena_reset(library->arena);
    }
    succeeds(catalogue_batch_commit(batch, &library->diag), &library->diag);
}

static unsigned number_at(struct library *library, struct result_set *result, uint64_t position)
{
    struct catalogue_record found;

    succeeds(result_set_fetch(&found, result, position, library->arena, &library->diag),
             &library->diag);
    return (unsigned)atoi(found.id + 1);
}

/* The rare ones, wherever they are, stand before all others, and each record comes once. */
static void the_best_of_many_stand_first(void **state)
{
    struct library *library = *state;
    bool *seen = calloc(MANY, sizeof *seen);
    unsigned rare = (MANY + 499) / 1000;
    struct result_set *result;

    assert_non_null(seen);
    fill_many(library);
    result = search(library, "title any \"common rare\" sortby relevance");
    assert_int_equal(result_set_count(result), MANY);
    for (unsigned i = 0; i < MANY; i++) {
        unsigned number = number_at(library, result, i + 1);

        assert_false(seen[number]);
        seen[number] = true;
        assert_int_equal(is_rare(number), i < rare);
        arena_reset(library->arena);
    }
    result_set_destroy(result);
    free(seen);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, library_open, library_close)
    const struct CMUnitTest tests[] = {
        TEST(the_order_is_that_of_bm25),
        TEST(equally_relevant_records_go_by_the_next_key),
        TEST(the_best_of_many_stand_first),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * Results in order: random records in random orders, held against qsort with values in full; ties
 * beyond the eight bytes of a prefix, missing values; several sets in one; what is refused.
 */
#include "sort_entries.h"

#include <time.h>

static struct sort_order random_order(struct library *library)
{
    const char *names[] = {"title", "author", "date"};
    struct sort_order order = {.count = 0};
    unsigned keys = 1 + below(3);

    for (unsigned i = 0; i < keys; i++) {
        unsigned at = i + below(3 - i);
        const char *name = names[at];
        struct sort_key key = {
            .access_point = point(library, name),
            .descending = below(2) == 0,
            .missing = (enum sort_missing)below(5),
        };

        names[at] = names[i];
        if (key.missing == SORT_MISSING_FAIL)
            key.missing = SORT_MISSING_LAST;
        if (key.missing == SORT_MISSING_VALUE)
            key.value = slice_of(strcmp(name, "date") == 0 ? "1976" : "history of the World ii");
        succeeds(sort_order_add(&order, &key, &library->diag), &library->diag);
    }
    return order;
}

static void check_at(struct library *library, struct result_set *result,
                     const struct entry *const *sorted, size_t place)
{
    const char *id = id_at(library, result, place + 1);

    if (strcmp(id, sorted[place]->id) != 0)
        fail_msg("position %zu: wanted %s (%s), got %s", place + 1, sorted[place]->id,
                 sorted[place]->title != NULL ? sorted[place]->title : "no title", id);
}

static void every_order_is_that_of_values_in_full(void **state)
{
    struct library *library = *state;
    const struct entry *sorted[RECORDS * 2];

    with_long_titles = true;
    fill(library, RECORDS);
    with_long_titles = false;
    for (int i = 0; i < 60; i++) {
        struct sort_order order = random_order(library);
        struct result_set *result = search(library, "note = shared", &order);
        size_t count = naive(sorted, &order);

        assert_int_equal(result_set_count(result), count);
        /* Here and there first: ties are settled where they are met. */
        for (int j = 0; j < 40 && count > 0; j++)
            check_at(library, result, sorted, below((unsigned)count));
        for (size_t j = 0; j < count; j++)
            check_at(library, result, sorted, j);
        result_set_destroy(result);
        arena_reset(library->arena);
    }
}

static void several_sets_are_merged_each_record_once(void **state)
{
    struct library *library = *state;
    const struct entry *sorted[RECORDS * 2];
    struct sort_order order = {.count = 0};
    const struct sort_key by_title = {.access_point = point(library, "title")};
    const struct sort_key by_year = {.access_point = point(library, "date"), .descending = true};
    struct result_set *inputs[2], *result = NULL;

    fill(library, 60);
    succeeds(sort_order_add(&order, &by_year, &library->diag), &library->diag);
    succeeds(sort_order_add(&order, &by_title, &library->diag), &library->diag);
    inputs[0] = search(library, "cql.allRecords = 1", NULL);
    inputs[1] = search(library, "title = history", NULL);
    succeeds(catalogue_sort(&result, library->catalogue, (const struct result_set *const *)inputs,
                            2, &order, NULL, &library->diag),
             &library->diag);
    assert_int_equal(naive(sorted, &order), result_set_count(result));
    for (size_t i = 0; i < 60; i++)
        check_at(library, result, sorted, i);
    /* Its inputs are as they were. */
    assert_string_equal(id_at(library, inputs[0], 1), "r0");
    result_set_destroy(inputs[0]);
    result_set_destroy(inputs[1]);
    result_set_destroy(result);
}

/* The first of a tie has another title by the time that a place in the tie is asked for: one that
 * its prefix says whole, or one that begins otherwise. The others stand as they did. */
static void a_record_changed_since_does_not_disturb_the_others(void **state)
{
    static const struct {
        const char *title, *wanted;
    } cases[] = {{"A", "r0 r8 r7 r6 r5 r4 r3 r2 r1"}, {"Zoology", "r8 r7 r6 r5 r4 r3 r2 r1 r0"}};
    static const char *const told[] = {"zinc", "yarn", "fire", "elm", "dust",
                                       "corn", "bark", "art",  "ace"};
    struct library *library = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct result_set *result;
        struct buffer order;

        for (unsigned j = 0; j < 9; j++)
            put(library,
                make_record(library, arena_printf(library->arena, "r%u", j),
                            arena_printf(library->arena, "History of %s", told[j])),
                NULL);
        result = search(library, "cql.allRecords = 1 sortby title", NULL);
        put(library, make_record(library, "r0", cases[i].title), NULL);
        buffer_init(&order);
        for (uint64_t j = 1; j <= 9; j++)
            buffer_printf(&order, "%s%s", j > 1 ? " " : "", id_at(library, result, j));
        assert_string_equal(order.data, cases[i].wanted);
        buffer_finish(&order);
        result_set_destroy(result);
    }
}

/* --- dates of change ------------------------------------------------------------------------- */

static void changes_of_one_day_are_told_apart(void **state)
{
    struct library *library = *state;
    struct sort_order *order;
    struct result_set *result;

    fill(library, 3);
    /* Datestamps are seconds: r1 changes in a later one. */
    for (time_t now = time(NULL); time(NULL) <= now;)
        continue;
    entries[1].title = "Changed";
    put(library, make(library, &entries[1]), NULL);
    succeeds(sort_order_read(&order, library->arena, catalogue_access_points(library->catalogue),
                             slice_of("-date-changed"), &library->diag),
             &library->diag);
    result = search(library, "cql.allRecords = 1", order);
    assert_string_equal(id_at(library, result, 1), "r1");
    assert_string_equal(id_at(library, result, 2), "r0");
    assert_string_equal(id_at(library, result, 3), "r2");
    result_set_destroy(result);
    result = search(library, "cql.allRecords = 1 sortby rec.creationDate", NULL);
    assert_string_equal(id_at(library, result, 2), "r1");
    result_set_destroy(result);
}

/* --- refusals -------------------------------------------------------------------------------- */

static void refuses(struct library *library, const char *cql, const struct search_options *options,
                    int status, const char *value)
{
    struct result_set *result;

    assert_int_equal(search_for(&result, library, cql, options), status);
    assert_null(result);
    assert_string_equal(library->diag.value, value);
}

static void says_why_it_does_not_sort(void **state)
{
    struct library *library = *state;
    const struct search_options few = {.limits = {.sorted_records = 2}};
    const struct sort_order order = {.keys = {{.access_point = point(library, "title")}},
                                     .count = 1};
    const struct sort_order by_relevance = {.count = 1};
    const struct search_options twice = {.sort = &order};
    struct result_set *result = NULL, *sorted = NULL;

    fill(library, 3);
    entries[1].author = NULL;
    entries[0].author = entries[2].author = "Abe";
    for (int i = 0; i < 3; i++)
        put(library, make(library, &entries[i]), NULL);
    refuses(library, "note = shared sortby title", &few, OFFPRINT_SORT_RECORDS, "3");
    refuses(library, "note = shared sortby author/sort.missingFail", NULL, OFFPRINT_SORT_MISSING,
            "r1");
    refuses(library, "note = shared sortby title", &twice, OFFPRINT_SORT, "sortby");
    refuses(library, "date = 1977 sortby relevance", NULL, OFFPRINT_SORT, "relevance");
    result = search(library, "note = shared", NULL);
    assert_int_equal(catalogue_sort(&sorted, library->catalogue,
                                    (const struct result_set *const *)&result, 1, &by_relevance,
                                    NULL, &library->diag),
                     OFFPRINT_SORT);
    assert_null(sorted);
    /* A record that has gone since cannot be what the order fails for. */
    delete_record(library, "r1");
    {
        struct sort_order failing = {.count = 0};
        const struct sort_key key = {.access_point = point(library, "author"),
                                     .missing = SORT_MISSING_FAIL};

        succeeds(sort_order_add(&failing, &key, &library->diag), &library->diag);
        succeeds(catalogue_sort(&sorted, library->catalogue,
                                (const struct result_set *const *)&result, 1, &failing, NULL,
                                &library->diag),
                 &library->diag);
    }
    assert_int_equal(result_set_count(sorted), 3);
    result_set_destroy(sorted);
    result_set_destroy(result);
}

static void open_sorted_results_are_bounded_together(void **state)
{
    struct library *library = *state;
    const struct catalogue_options options = {.map_size = 64u << 20, .sort_limit = 3};
    struct result_set *results[17] = {NULL};
    int status = OFFPRINT_OK;

    fill(library, 4);
    catalogue_close(library->catalogue);
    succeeds(catalogue_open(&library->catalogue, library->folder.path, &options, &library->diag),
             &library->diag);
    refuses(library, "note = shared sortby title", NULL, OFFPRINT_SORT_RECORDS, "4");
    delete_record(library, "r0");
    for (int i = 0; i < 17; i++)
        status = search_for(&results[i], library, "note = shared sortby title", NULL);
    assert_int_equal(status, OFFPRINT_BUSY); /* the last one alone */
    assert_non_null(results[15]);
    result_set_destroy(results[3]);
    succeeds(search_for(&results[3], library, "note = shared sortby title", NULL), &library->diag);
    for (int i = 0; i < 17; i++)
        result_set_destroy(results[i]);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, library_open, library_close)
    const struct CMUnitTest tests[] = {
        TEST(every_order_is_that_of_values_in_full),
        TEST(several_sets_are_merged_each_record_once),
        TEST(a_record_changed_since_does_not_disturb_the_others),
        TEST(changes_of_one_day_are_told_apart),
        TEST(says_why_it_does_not_sort),
        TEST(open_sorted_results_are_bounded_together),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}

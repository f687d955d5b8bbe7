/* Searching: result sets keep what they found, and say so when a record has gone since. */
#include "library.h"

static struct result_set *search(struct library *library, const char *cql,
                                 const struct search_options *options)
{
    struct result_set *result = NULL;
    struct query *query;

    succeeds(query_from_cql(&query, library->arena, catalogue_access_points(library->catalogue),
                            cql, &library->diag),
             &library->diag);
    succeeds(catalogue_search(&result, library->catalogue, query, options, &library->diag),
             &library->diag);
    return result;
}

static void fill(struct library *library)
{
    put(library, make_record(library, "a", "truce one"), "first");
    put(library, make_record(library, "b", "truce two"), "second");
    put(library, make_record(library, "c", "truce three"), "first");
}

static void a_result_set_outlives_changes(void **state)
{
    struct library *library = *state;
    struct catalogue_record found;
    struct result_set *result;

    fill(library);
    result = search(library, "truce", NULL);
    assert_int_equal(result_set_count(result), 3);
    delete_record(library, "b");
    put(library, make_record(library, "d", "truce four"), NULL);
    assert_int_equal(result_set_count(result), 3);
    succeeds(result_set_fetch(&found, result, 1, library->arena, &library->diag), &library->diag);
    assert_string_equal(found.id, "a");
    assert_int_equal(result_set_fetch(&found, result, 2, library->arena, &library->diag),
                     OFFPRINT_GONE);
    assert_int_equal(result_set_fetch(&found, result, 4, library->arena, &library->diag),
                     OFFPRINT_OUT_OF_RANGE);
    assert_int_equal(result_set_fetch(&found, result, 0, library->arena, &library->diag),
                     OFFPRINT_OUT_OF_RANGE);
    result_set_destroy(result);
    result_set_destroy(NULL);
}

static uint64_t position_after(struct library *library, struct result_set *result,
                               struct slice mark)
{
    uint64_t position;

    succeeds(result_set_position_after(&position, result, mark, &library->diag), &library->diag);
    return position;
}

static void marks_keep_their_place(void **state)
{
    struct library *library = *state;
    struct result_set *result;
    struct buffer mark;
    uint64_t position;

    fill(library);
    buffer_init(&mark);
    result = search(library, "truce", NULL);
    assert_int_equal(position_after(library, result, slice_of("")), 1);
    succeeds(result_set_mark(&mark, result, 2, &library->diag), &library->diag);
    assert_int_equal(position_after(library, result, buffer_slice(&mark)), 3);
    assert_int_equal(position_after(library, result, slice_of("\xff\xff\xff\xff")), 4);
    assert_int_equal(result_set_position_after(&position, result, slice_of("abc"), &library->diag),
                     OFFPRINT_INVALID);
    assert_int_equal(result_set_mark(&mark, result, 4, &library->diag), OFFPRINT_OUT_OF_RANGE);
    result_set_destroy(result);
    /* The record at the mark goes; the page after it is the same. */
    delete_record(library, "b");
    result = search(library, "truce", NULL);
    assert_int_equal(position_after(library, result, buffer_slice(&mark)), 2);
    result_set_destroy(result);
    buffer_finish(&mark);
}

static void collections_are_databases(void **state)
{
    struct library *library = *state;
    const char *const first[] = {"first"};
    const char *const both[] = {"second", "first"};
    const char *const all[] = {"first", OFFPRINT_DEFAULT_COLLECTION};
    const char *const wrong[] = {"first", "nowhere"};
    const struct {
        const char *const *names;
        size_t count;
        uint64_t found;
    } cases[] = {{NULL, 0, 3}, {first, 1, 2}, {both, 2, 3}, {all, 2, 3}};
    struct search_options options = {.collections = wrong, .collection_count = 2};
    struct result_set *result;
    struct query *query;

    fill(library);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct search_options within = {.collections = cases[i].names,
                                              .collection_count = cases[i].count};

        result = search(library, "truce", &within);
        assert_int_equal(result_set_count(result), cases[i].found);
        result_set_destroy(result);
    }
    query_from_cql(&query, library->arena, catalogue_access_points(library->catalogue), "truce",
                   &library->diag);
    assert_int_equal(catalogue_search(&result, library->catalogue, query, &options, &library->diag),
                     OFFPRINT_DATABASE);
    assert_string_equal(library->diag.value, "nowhere");
}

static const struct result_set *find_one(void *context, const char *name)
{
    return strcmp(name, "earlier") == 0 ? context : NULL;
}

static void result_sets_are_operands(void **state)
{
    struct library *library = *state;
    struct search_options options = {.find_result_set = find_one};
    struct result_set *earlier, *result = NULL;
    struct query *query;

    fill(library);
    earlier = search(library, "two or three", NULL);
    options.context = earlier;
    result = search(library, "truce not cql.resultSetId = earlier", &options);
    assert_int_equal(result_set_count(result), 1);
    result_set_destroy(result);
    query_from_cql(&query, library->arena, catalogue_access_points(library->catalogue),
                   "cql.resultSetId = later", &library->diag);
    assert_int_equal(catalogue_search(&result, library->catalogue, query, &options, &library->diag),
                     OFFPRINT_RESULT_SET);
    result_set_destroy(earlier);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, library_open, library_close)
    const struct CMUnitTest tests[] = {
        TEST(a_result_set_outlives_changes),
        TEST(marks_keep_their_place),
        TEST(collections_are_databases),
        TEST(result_sets_are_operands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

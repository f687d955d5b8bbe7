/* The change list: each record once, with its last change, resumable from any of them. */
#include "library.h"

static void assert_changes(struct library *library, const struct change_filter *filter,
                           const char *wanted)
{
    struct catalogue_record *changes;
    struct buffer got;
    bool more;
    ptrdiff_t count = catalogue_changes(&changes, &more, library->catalogue, filter, library->arena,
                                        &library->diag);

    succeeds((int)count, &library->diag);
    buffer_init(&got);
    for (ptrdiff_t i = 0; i < count; i++) {
        buffer_printf(&got, "%s%s%s", i > 0 ? " " : "", changes[i].deleted ? "-" : "",
                      changes[i].id);
        assert_int_equal(changes[i].record != NULL, filter->with_records && !changes[i].deleted);
    }
    buffer_add_string(&got, more ? " …" : "");
    assert_wrote(&got, wanted);
    buffer_finish(&got);
}

static void each_record_comes_once_with_its_last_change(void **state)
{
    struct library *library = *state;
    struct change_filter all = {.from = INT64_MIN, .until = INT64_MAX, .limit = 9};

    assert_changes(library, &all, "");
    put(library, make_record(library, "a", "One"), NULL);
    put(library, make_record(library, "b", "One"), NULL);
    put(library, make_record(library, "c", "One"), NULL);
    put(library, make_record(library, "a", "Two"), NULL);
    delete_record(library, "b");
    assert_changes(library, &all, "c a -b");
    all.with_records = true;
    assert_changes(library, &all, "c a -b");
}

static void a_list_goes_on_after_any_change(void **state)
{
    struct library *library = *state;
    struct change_filter page = {.from = INT64_MIN, .until = INT64_MAX, .limit = 2};
    static const char *const ids[] = {"a", "b", "c", "d", "e"};

    for (size_t i = 0; i < 5; i++)
        put(library, make_record(library, ids[i], "x"), NULL);
    assert_changes(library, &page, "a b …");
    page.after = fetch(library, "b").change;
    assert_changes(library, &page, "c d …");
    /* What changes meanwhile moves to the end, and is not lost. */
    put(library, make_record(library, "c", "y"), NULL);
    page.after = fetch(library, "d").change;
    assert_changes(library, &page, "e c");
    page.after = UINT64_MAX;
    assert_changes(library, &page, "");
}

static void dates_and_collections_bound_the_list(void **state)
{
    struct library *library = *state;
    struct change_filter filter = {.from = INT64_MIN, .until = INT64_MAX, .limit = 9};
    int64_t first;

    put(library, make_record(library, "a", "x"), "one");
    put(library, make_record(library, "b", "x"), "two");
    put(library, make_record(library, "c", "x"), "one");
    first = fetch(library, "a").datestamp;
    filter.collection = "one";
    assert_changes(library, &filter, "a c");
    filter.limit = 1;
    assert_changes(library, &filter, "a …");
    filter.limit = 9;
    filter.collection = "nowhere";
    assert_changes(library, &filter, "");
    filter.collection = OFFPRINT_DEFAULT_COLLECTION;
    assert_changes(library, &filter, "a b c");
    filter.until = first - 1;
    assert_changes(library, &filter, "");
    filter.until = INT64_MAX;
    filter.from = first + 100;
    assert_changes(library, &filter, "");
    filter.from = first; /* both bounds are included */
    filter.until = fetch(library, "c").datestamp;
    assert_changes(library, &filter, "a b c");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, library_open, library_close)
    const struct CMUnitTest tests[] = {
        TEST(each_record_comes_once_with_its_last_change),
        TEST(a_list_goes_on_after_any_change),
        TEST(dates_and_collections_bound_the_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

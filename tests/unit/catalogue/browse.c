/* Browsing: the start term stands where it was asked for, at both ends too, with exact counts. */
#include "library.h"

#include <offprint/access_points.h>

/* Titles of one word each: b, d, f, h, and d again. */
static void fill(struct library *library)
{
    static const char *const titles[] = {"b", "d", "f", "h", "d"};

    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        char id[8];

        snprintf(id, sizeof id, "r-%zu", i);
        put(library, make_record(library, id, titles[i]), i == 4 ? "other" : NULL);
    }
}

static void assert_browse(struct library *library, const struct browse_options *options,
                          const char *wanted)
{
    struct browse_entry *entries;
    struct buffer got;
    uint32_t position = 99;
    ptrdiff_t count = catalogue_browse(&entries, &position, library->catalogue, options,
                                       library->arena, &library->diag);

    succeeds((int)count, &library->diag);
    buffer_init(&got);
    for (ptrdiff_t i = 0; i < count; i++)
        buffer_printf(&got, "%.*s%llu ", (int)entries[i].term.length, entries[i].term.data,
                      (unsigned long long)entries[i].count);
    buffer_printf(&got, "at %u", position);
    assert_wrote(&got, wanted);
    buffer_finish(&got);
}

static void the_start_term_stands_where_it_was_asked_for(void **state)
{
    static const struct {
        const char *start;
        uint32_t count, position;
        const char *wanted;
    } cases[] = {
        {"d", 2, 1, "d2 f1 at 1"},       {"d", 2, 2, "b1 d2 at 2"},      {"d", 2, 0, "f1 h1 at 0"},
        {"d", 1, 2, "b1 at 2"},          {"e", 3, 2, "d2 f1 h1 at 2"},   {"e", 2, 0, "f1 h1 at 0"},
        {"D", 9, 9, "b1 d2 at 2"}, {"", 9, 1, "b1 d2 f1 h1 at 1"}, {"z", 2, 1, "at 1"},
        {"z", 2, 3, "f1 h1 at 3"},       {"a", 2, 2, "b1 at 1"},         {"h", 2, 4, "b1 d2 at 3"},
    };
    struct library *library = *state;
    struct browse_options options = {
        .access_point = access_point_by_use(catalogue_access_points(library->catalogue), 4)};

    fill(library);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        options.start = slice_of(cases[i].start);
        options.count = cases[i].count;
        options.position = cases[i].position;
        assert_browse(library, &options, cases[i].wanted);
        options.headings = true;
        assert_browse(library, &options, cases[i].wanted);
        options.headings = false;
    }
}

static void a_collection_has_counts_of_its_own(void **state)
{
    struct library *library = *state;
    const char *const other[] = {"other"};
    const char *const unknown[] = {"unknown"};
    struct browse_options options = {
        .access_point = access_point_by_use(catalogue_access_points(library->catalogue), 4),
        .start = slice_of("a"),
        .count = 9,
        .position = 1,
        .collections = other,
        .collection_count = 1,
    };
    struct browse_entry *entries;
    uint32_t position;

    fill(library);
    assert_browse(library, &options, "d1 at 1");
    options.collections = unknown;
    assert_int_equal(catalogue_browse(&entries, &position, library->catalogue, &options,
                                      library->arena, &library->diag),
                     OFFPRINT_DATABASE);
    assert_string_equal(library->diag.value, "unknown");
}

static void terms_that_no_record_has_any_more_are_not_shown(void **state)
{
    struct library *library = *state;
    const struct browse_options options = {
        .access_point = access_point_by_use(catalogue_access_points(library->catalogue), 4),
        .start = slice_of("a"),
        .count = 9,
        .position = 1,
    };

    fill(library);
    delete_record(library, "r-0");
    delete_record(library, "r-1");
    assert_browse(library, &options, "d1 f1 h1 at 1");
}

static void a_union_is_browsed_as_one_list(void **state)
{
    struct library *library = *state;
    struct marc_record *record = make_record(library, "r-1", "c");
    const struct browse_options options = {
        .access_point = access_point_by_use(catalogue_access_points(library->catalogue), 21),
        .start = slice_of("a"),
        .count = 9,
        .position = 1,
    };

    assert_true(options.access_point->member_count > 1);
    add_field(record, "650", 'a', "b");
    add_field(record, "651", 'a', "d");
    put(library, record, NULL);
    record = make_record(library, "r-2", "c");
    add_field(record, "650", 'a', "d");
    add_field(record, "651", 'a', "d");
    put(library, record, NULL);
    assert_browse(library, &options, "b1 d2 at 1");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, library_open, library_close)
    const struct CMUnitTest tests[] = {
        TEST(the_start_term_stands_where_it_was_asked_for),
        TEST(a_collection_has_counts_of_its_own),
        TEST(terms_that_no_record_has_any_more_are_not_shown),
        TEST(a_union_is_browsed_as_one_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

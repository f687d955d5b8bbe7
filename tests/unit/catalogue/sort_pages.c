/* Pages of results in order, each of a search of its own, while records come and go between them.
 */
#include "sort_entries.h"

/* --- pages ----------------------------------------------------------------------------------- */

/* Deletes some records, the one that the mark is of among them, and adds others. */
static void stir(struct library *library, const char *at)
{
    struct catalogue_batch *batch = begin(library);

    for (size_t i = 0; i < entry_count; i++) {
        if (!entries[i].live || (strcmp(entries[i].id, at) != 0 && below(12) != 0))
            continue;
        succeeds(catalogue_batch_delete(batch, slice_of(entries[i].id), &library->diag),
                 &library->diag);
        entries[i].live = false;
    }
    for (int i = 0; i < 5; i++)
        add_entry(library, batch);
    succeeds(catalogue_batch_commit(batch, &library->diag), &library->diag);
}

/* The records that were there from first to last come once each, in order. */
static void page_through(struct library *library, const struct sort_order *order)
{
    bool seen[RECORDS * 2] = {false};
    size_t first_count = entry_count;
    const struct entry *last = NULL;
    struct buffer mark;

    buffer_init(&mark);
    for (;;) {
        struct result_set *result = search(library, "note = shared", order);
        uint64_t position, end;
        const struct entry *entry = NULL;

        succeeds(result_set_position_after(&position, result, buffer_slice(&mark), &library->diag),
                 &library->diag);
        end = position + 7;
        for (; position < end && position <= result_set_count(result); position++) {
            entry = &entries[atoi(id_at(library, result, position) + 1)];
            assert_false(seen[entry->docid]);
            seen[entry->docid] = true;
            naive_order = order;
            assert_true(last == NULL || compare_entries(&last, &entry) < 0);
            last = entry;
        }
        if (entry == NULL) {
            result_set_destroy(result);
            break;
        }
        buffer_truncate(&mark, 0);
        succeeds(result_set_mark(&mark, result, position - 1, &library->diag), &library->diag);
        result_set_destroy(result);
        if (entry_count + 5 < sizeof entries / sizeof entries[0])
            stir(library, entry->id);
    }
    for (size_t i = 0; i < first_count; i++)
        assert_true(seen[i] || !entries[i].live);
    buffer_finish(&mark);
}

static void pages_are_stable(void **state, const char *text)
{
    struct library *library = *state;
    struct sort_order *order;
    struct sort_order missing_first;

    succeeds(sort_order_read(&order, library->arena, catalogue_access_points(library->catalogue),
                             slice_of(text), &library->diag),
             &library->diag);
    missing_first = *order; /* the arena goes with each search */
    missing_first.keys[0].missing = SORT_MISSING_FIRST;
    fill(library, 120);
    page_through(library, &missing_first);
}

static void pages_by_title_are_stable(void **state)
{
    pages_are_stable(state, "title");
}

static void pages_by_title_down_are_stable(void **state)
{
    pages_are_stable(state, "-title,-date");
}

static void pages_by_year_are_stable(void **state)
{
    pages_are_stable(state, "date,author,-title");
}

static void marks_of_other_orders_are_refused(void **state)
{
    struct library *library = *state;
    struct sort_order *by_title, *by_both;
    struct result_set *plain, *result;
    struct buffer mark;
    uint64_t position;
    const struct access_points *table = catalogue_access_points(library->catalogue);

    fill(library, 10);
    succeeds(sort_order_read(&by_title, library->arena, table, slice_of("title"), &library->diag),
             &library->diag);
    succeeds(
        sort_order_read(&by_both, library->arena, table, slice_of("title,-date"), &library->diag),
        &library->diag);
    plain = search(library, "cql.allRecords = 1", NULL);
    result = search(library, "cql.allRecords = 1", by_title);
    buffer_init(&mark);
    succeeds(result_set_mark(&mark, result, 3, &library->diag), &library->diag);
    succeeds(result_set_position_after(&position, result, buffer_slice(&mark), &library->diag),
             &library->diag);
    assert_int_equal(position, 4);
    assert_int_equal(
        result_set_position_after(&position, plain, buffer_slice(&mark), &library->diag),
        OFFPRINT_INVALID);
    result_set_destroy(result);
    result = search(library, "cql.allRecords = 1", by_both);
    assert_int_equal(
        result_set_position_after(&position, result, buffer_slice(&mark), &library->diag),
        OFFPRINT_INVALID);
    for (size_t i = 1; i < mark.length; i++)
        assert_int_equal(
            result_set_position_after(&position, result, slice_make(mark.data, i), &library->diag),
            OFFPRINT_INVALID);
    assert_int_equal(result_set_mark(&mark, result, 11, &library->diag), OFFPRINT_OUT_OF_RANGE);
    result_set_destroy(plain);
    result_set_destroy(result);
    buffer_finish(&mark);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, library_open, library_close)
    const struct CMUnitTest tests[] = {
        TEST(pages_by_title_are_stable),
        TEST(pages_by_title_down_are_stable),
        TEST(pages_by_year_are_stable),
        TEST(marks_of_other_orders_are_refused),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}

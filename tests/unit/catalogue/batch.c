/* Batches: what is put is there whole, what is the same stays as it was, and all or nothing. */
#include "library.h"

static void a_record_comes_back_as_it_went_in(void **state)
{
    struct library *library = *state;
    struct marc_record *record = make_record(library, " a-1 ", "Caf\xc3\xa9");
    struct catalogue_record found;

    assert_int_equal(put(library, record, NULL), PUT_ADDED);
    found = fetch(library, "a-1");
    assert_string_equal(found.id, "a-1");
    assert_string_equal(found.collection, "Default");
    assert_false(found.deleted);
    assert_true(marc_record_equal(found.record, record));
    assert_true(packed_is_iso2709(found.packed));
}

static void the_same_bytes_change_nothing(void **state)
{
    struct library *library = *state;
    struct catalogue_record first, second;

    put(library, make_record(library, "a-1", "One"), NULL);
    first = fetch(library, "a-1");
    assert_int_equal(put(library, make_record(library, "a-1", "One"), NULL), PUT_UNCHANGED);
    second = fetch(library, "a-1");
    assert_int_equal(first.change, second.change);
    assert_int_equal(first.datestamp, second.datestamp);
    assert_int_equal(put(library, make_record(library, "a-1", "Two"), NULL), PUT_REPLACED);
    assert_true(fetch(library, "a-1").change > first.change);
    assert_int_equal(put(library, make_record(library, "a-1", "Two"), "other"), PUT_REPLACED);
    assert_string_equal(fetch(library, "a-1").collection, "other");
    assert_int_equal(count_all(library).records, 1);
}

static void a_batch_is_all_or_nothing(void **state)
{
    struct library *library = *state;
    const struct put_options options = {0};
    struct catalogue_record found;
    struct catalogue_batch *batch;

    succeeds(catalogue_batch_begin(&batch, library->catalogue, NULL, NULL, &library->diag),
             &library->diag);
    assert_int_equal(
        catalogue_batch_put(batch, make_record(library, "a-1", "One"), &options, &library->diag),
        PUT_ADDED);
    assert_int_equal(catalogue_fetch(&found, library->catalogue, slice_of("a-1"), library->arena,
                                     &library->diag),
                     OFFPRINT_NOT_FOUND);
    catalogue_batch_abort(batch);
    assert_int_equal(count_all(library).records, 0);
    assert_int_equal(catalogue_fetch(&found, library->catalogue, slice_of("a-1"), library->arena,
                                     &library->diag),
                     OFFPRINT_NOT_FOUND);
    assert_string_equal(library->diag.value, "a-1");
}

static void records_without_an_id_are_refused_or_given_one(void **state)
{
    struct library *library = *state;
    struct put_options options = {.prefix = "p-", .make_ids = false};
    struct catalogue_batch *batch;
    char longest[600];

    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_int_equal(put(library, make_record(library, NULL, "No id"), NULL),
                     OFFPRINT_NO_IDENTIFIER);
    assert_int_equal(put(library, make_record(library, "  ", "Blank id"), NULL),
                     OFFPRINT_NO_IDENTIFIER);
    assert_int_equal(put(library, make_record(library, longest, "Long id"), NULL),
                     OFFPRINT_INVALID);
    assert_int_equal(put(library,
                         make_record(library,
                                     "a\x01"
                                     "b",
                                     "Control"),
                         NULL),
                     OFFPRINT_INVALID);
    succeeds(catalogue_batch_begin(&batch, library->catalogue, NULL, NULL, &library->diag),
             &library->diag);
    assert_int_equal(
        catalogue_batch_put(batch, make_record(library, NULL, "No id"), &options, &library->diag),
        OFFPRINT_NO_IDENTIFIER);
    options.make_ids = true;
    assert_int_equal(
        catalogue_batch_put(batch, make_record(library, NULL, "No id"), &options, &library->diag),
        PUT_ADDED);
    assert_int_equal(
        catalogue_batch_put(batch, make_record(library, NULL, "No id"), &options, &library->diag),
        PUT_UNCHANGED);
    assert_int_equal(
        catalogue_batch_put(batch, make_record(library, "7", "Seven"), &options, &library->diag),
        PUT_ADDED);
    succeeds(catalogue_batch_commit(batch, &library->diag), &library->diag);
    assert_int_equal(count_all(library).records, 2);
    assert_string_equal(fetch(library, "p-7").id, "p-7");
}

static void deleting_leaves_a_tombstone_that_can_be_replaced(void **state)
{
    struct library *library = *state;
    struct catalogue_record found;

    put(library, make_record(library, "a-1", "One"), "shelf");
    assert_int_equal(delete_record(library, "a-1"), OFFPRINT_OK);
    found = fetch(library, "a-1");
    assert_true(found.deleted);
    assert_null(found.record);
    assert_string_equal(found.collection, "shelf");
    assert_int_equal(delete_record(library, "a-1"), OFFPRINT_GONE);
    assert_int_equal(delete_record(library, "a-2"), OFFPRINT_NOT_FOUND);
    assert_int_equal(count_all(library).deleted, 1);
    assert_int_equal(put(library, make_record(library, "a-1", "One"), "shelf"), PUT_ADDED);
    assert_false(fetch(library, "a-1").deleted);
    assert_int_equal(count_all(library).records, 1);
    assert_int_equal(count_all(library).deleted, 0);
}

static void records_larger_than_iso2709_are_kept_whole(void **state)
{
    struct library *library = *state;
    struct marc_record *record = make_record(library, "large", "Large");
    char *text = arena_alloc(library->arena, 120001);

    memset(text, 'y', 120000);
    add_field(record, "520", 'a', text);
    assert_int_equal(put(library, record, NULL), PUT_ADDED);
    assert_true(marc_record_equal(fetch(library, "large").record, record));
    assert_false(packed_is_iso2709(fetch(library, "large").packed));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, library_open, library_close)
    const struct CMUnitTest tests[] = {
        TEST(a_record_comes_back_as_it_went_in),
        TEST(the_same_bytes_change_nothing),
        TEST(a_batch_is_all_or_nothing),
        TEST(records_without_an_id_are_refused_or_given_one),
        TEST(deleting_leaves_a_tombstone_that_can_be_replaced),
        TEST(records_larger_than_iso2709_are_kept_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

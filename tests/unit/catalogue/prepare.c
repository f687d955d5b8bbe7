/* Records prepared in other threads: put by the batch's, they are what they would have been. */
#include "library.h"

#include <pthread.h>

#define RECORDS 200
#define THREADS 3

/* A share of the records, prepared in a thread of its own. */
struct share {
    struct catalogue *catalogue;
    const struct put_options *options;
    struct marc_record **records; /* of all */
    const struct catalogue_prepared **prepared;
    unsigned first;
    struct arena *arena;
};

static void *prepare_share(void *context)
{
    struct share *share = context;
    struct catalogue_preparer *preparer = catalogue_preparer_create(share->catalogue);
    struct diag diag;

    for (unsigned i = share->first; i < RECORDS; i += THREADS) {
        if (catalogue_prepare(&share->prepared[i], preparer, share->records[i], share->options,
                              share->arena, &diag) < 0)
            share->prepared[i] = NULL;
    }
    catalogue_preparer_destroy(preparer);
    return NULL;
}

static void prepare_all(struct share shares[THREADS], const struct share *common)
{
    pthread_t threads[THREADS];

    for (unsigned i = 0; i < THREADS; i++) {
        shares[i] = *common;
        shares[i].first = i;
        shares[i].arena = arena_create();
        assert_int_equal(pthread_create(&threads[i], NULL, prepare_share, &shares[i]), 0);
    }
    for (unsigned i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

/* Verified when the test ends: every index entry against every record, both ways. */
static void many_threads_prepare_for_one_batch(void **state)
{
    struct library *library = *state;
    const struct put_options options = {.collection = "many", .prefix = "p-"};
    const struct catalogue_prepared *prepared[RECORDS];
    struct marc_record *records[RECORDS];
    struct share shares[THREADS];
    const struct share common = {library->catalogue, &options, records, prepared, 0, NULL};
    struct catalogue_batch *batch;

    for (unsigned i = 0; i < RECORDS; i++)
        records[i] = make_record(library, arena_printf(library->arena, "r-%u", i % 150),
                                 arena_printf(library->arena, "Title %u", i));
    prepare_all(shares, &common);
    succeeds(catalogue_batch_begin(&batch, library->catalogue, NULL, NULL, &library->diag),
             &library->diag);
    for (unsigned i = 0; i < RECORDS; i++) {
        assert_non_null(prepared[i]);
        assert_int_equal(catalogue_batch_put_prepared(batch, prepared[i], &library->diag),
                         i < 150 ? PUT_ADDED : PUT_REPLACED);
    }
    succeeds(catalogue_batch_commit(batch, &library->diag), &library->diag);
    for (unsigned i = 0; i < THREADS; i++)
        arena_destroy(shares[i].arena);
    assert_int_equal(count_all(library).records, 150);
    assert_true(marc_record_equal(fetch(library, "p-r-3").record, records[153]));
    assert_true(marc_record_equal(fetch(library, "p-r-140").record, records[140]));
    assert_string_equal(fetch(library, "p-r-140").collection, "many");
    /* What was put in two steps is the same as what is put in one. */
    assert_int_equal(put(library, records[153], "many"), PUT_ADDED); /* without the prefix */
}

static void who_cannot_be_identified_is_refused_before_the_batch(void **state)
{
    struct library *library = *state;
    struct catalogue_preparer *preparer = catalogue_preparer_create(library->catalogue);
    const struct catalogue_prepared *prepared;
    struct put_options options = {0};
    struct marc_record *record = make_record(library, NULL, "No id");

    assert_int_equal(
        catalogue_prepare(&prepared, preparer, record, &options, library->arena, &library->diag),
        OFFPRINT_NO_IDENTIFIER);
    options.make_ids = true;
    assert_int_equal(
        catalogue_prepare(&prepared, preparer, record, &options, library->arena, &library->diag),
        OFFPRINT_OK);
    catalogue_preparer_destroy(preparer);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, library_open, library_close)
    const struct CMUnitTest tests[] = {
        TEST(many_threads_prepare_for_one_batch),
        TEST(who_cannot_be_identified_is_refused_before_the_batch),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

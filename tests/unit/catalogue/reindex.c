/* Reindexing and copies: an index of another table answers nothing until it is made anew, and a
 * backup is the catalogue. */
#include "library.h"

#include <sys/stat.h>

#include "catalogue/private.h"
#include "index/index.h"

static const struct upkeep quiet;

/* Writes the project's table without the fields of its own title, 245, to a file of the test's. */
static const char *other_table(struct library *library)
{
    const char *path = arena_string(library->arena, folder_file(&library->folder, "table.xml"));
    FILE *from = fopen(TEST_SOURCE "/schemas/access-points.xml", "r"), *to = fopen(path, "w");
    char line[1024];

    assert_non_null(from);
    assert_non_null(to);
    while (fgets(line, sizeof line, from) != NULL) {
        if (strstr(line, "<field tag=\"245\" subfields=\"abfgknps\"") == NULL)
            fputs(line, to);
    }
    fclose(from);
    assert_int_equal(fclose(to), 0);
    return path;
}

static int open_again(struct library *library, const char *table, bool stale_index)
{
    const struct catalogue_options options = {
        .map_size = 64u << 20, .access_points = table, .stale_index = stale_index};

    catalogue_close(library->catalogue);
    library->catalogue = NULL;
    return catalogue_open(&library->catalogue, library->folder.path, &options, &library->diag);
}

/* How many records a query finds, or a negative status. */
static int64_t count_found(struct library *library, struct catalogue *catalogue, const char *cql)
{
    struct result_set *result = NULL;
    struct query *query;
    int64_t count;

    succeeds(query_from_cql(&query, library->arena, catalogue_access_points(catalogue), cql,
                            &library->diag),
             &library->diag);
    count = catalogue_search(&result, catalogue, query, NULL, &library->diag);
    if (count >= 0)
        count = (int64_t)result_set_count(result);
    result_set_destroy(result);
    return count;
}

static void fill(struct library *library)
{
    for (unsigned number = 0; number < 50; number++) {
        struct marc_record *record =
            make_record(library, arena_printf(library->arena, "r%u", number), "truce");

        add_field(record, "246", 'a', "peace");
        put(library, record, number % 2 == 0 ? "even" : NULL);
    }
    delete_record(library, "r7");
}

static int reindex(struct library *library, struct catalogue *catalogue)
{
    uint64_t records;
    int status = catalogue_reindex(&records, catalogue, &quiet, &library->diag);

    if (status >= 0)
        assert_int_equal(records, 49);
    return status;
}

static void an_index_of_another_table_answers_nothing(void **state)
{
    struct library *library = *state;
    const char *table = other_table(library);
    struct catalogue_batch *batch;
    struct verification result;

    fill(library);
    assert_int_equal(open_again(library, table, false), OFFPRINT_STALE_INDEX);
    assert_non_null(strstr(library->diag.message, "run offprint reindex"));
    succeeds(open_again(library, table, true), &library->diag);
    assert_string_equal(fetch(library, "r3").id, "r3");
    assert_int_equal(count_found(library, library->catalogue, "title = truce"),
                     OFFPRINT_STALE_INDEX);
    assert_int_equal(catalogue_batch_begin(&batch, library->catalogue, NULL, NULL, &library->diag),
                     OFFPRINT_STALE_INDEX);
    assert_int_equal(catalogue_verify(&result, library->catalogue, &quiet, &library->diag),
                     OFFPRINT_STALE_INDEX);
    succeeds(reindex(library, library->catalogue), &library->diag);
}

static void after_reindexing_the_new_table_answers(void **state)
{
    struct library *library = *state;
    const char *table = other_table(library);

    fill(library);
    assert_int_equal(count_found(library, library->catalogue, "dc.title = truce"), 49);
    succeeds(open_again(library, table, true), &library->diag);
    succeeds(reindex(library, library->catalogue), &library->diag);
    assert_true(library_is_sound(library));
    succeeds(open_again(library, table, false), &library->diag);
    assert_int_equal(count_found(library, library->catalogue, "dc.title = truce"), 0);
    assert_int_equal(count_found(library, library->catalogue, "dc.title = peace"), 49);
}

/* Nobody has to name the table again: the catalogue keeps it, until it is reindexed otherwise. */
static void the_catalogue_keeps_its_table(void **state)
{
    struct library *library = *state;

    fill(library);
    succeeds(open_again(library, other_table(library), true), &library->diag);
    succeeds(reindex(library, library->catalogue), &library->diag);
    assert_int_equal(remove(folder_file(&library->folder, "table.xml")), 0);
    succeeds(open_again(library, NULL, false), &library->diag);
    assert_int_equal(count_found(library, library->catalogue, "dc.title = truce"), 0);
    assert_int_equal(open_again(library, "", false), OFFPRINT_STALE_INDEX);
    succeeds(open_again(library, "", true), &library->diag);
    succeeds(reindex(library, library->catalogue), &library->diag);
    succeeds(open_again(library, NULL, false), &library->diag);
    assert_int_equal(count_found(library, library->catalogue, "dc.title = truce"), 49);
}

/* As a daemon is, that runs on while another process reindexes. */
static void a_catalogue_open_with_the_old_table_says_so(void **state)
{
    struct library *library = *state;
    struct catalogue other = *library->catalogue;
    struct catalogue_batch *batch;

    fill(library);
    succeeds(access_points_load(&other.access_points, other_table(library), &library->diag),
             &library->diag);
    succeeds(reindex(library, &other), &library->diag);
    assert_int_equal(count_found(library, library->catalogue, "dc.title = truce"),
                     OFFPRINT_STALE_INDEX);
    assert_int_equal(catalogue_batch_begin(&batch, library->catalogue, NULL, NULL, &library->diag),
                     OFFPRINT_STALE_INDEX);
    assert_string_equal(fetch(library, "r3").id, "r3");
    assert_int_equal(count_found(library, &other, "dc.title = peace"), 49);
    access_points_destroy(other.access_points);
    succeeds(reindex(library, library->catalogue), &library->diag);
}

/* Many flushes in one transaction come to the same as one. */
static void a_small_memory_makes_the_same_index(void **state)
{
    struct library *library = *state;

    fill(library);
    library->catalogue->memory = 1;
    succeeds(reindex(library, library->catalogue), &library->diag);
    assert_int_equal(count_found(library, library->catalogue, "dc.title = truce"), 49);
}

/* What damage there was in the index is gone. */
static void reindexing_repairs_the_index(void **state)
{
    struct library *library = *state;
    struct store_transaction transaction;
    struct verification result;

    fill(library);
    succeeds(store_write(&transaction, library->catalogue->store, NULL, NULL, &library->diag),
             &library->diag);
    succeeds(index_clear(&transaction, &library->diag), &library->diag);
    succeeds(store_commit(&transaction, &library->diag), &library->diag);
    succeeds(catalogue_verify(&result, library->catalogue, &quiet, &library->diag), &library->diag);
    assert_true(result.contradictions >= 49);
    succeeds(reindex(library, library->catalogue), &library->diag);
}

/* --- copies ----------------------------------------------------------------------------------- */

static void a_backup_is_the_catalogue(void **state)
{
    struct library *library = *state;
    const struct catalogue_options options = {.map_size = 64u << 20};
    struct library copy = {.arena = library->arena};

    fill(library);
    folder_make(&copy.folder);
    succeeds(catalogue_backup(library->catalogue, copy.folder.path, &library->diag),
             &library->diag);
    put(library, make_record(library, "later", "truce"), NULL);
    succeeds(catalogue_open(&copy.catalogue, copy.folder.path, &options, &library->diag),
             &library->diag);
    assert_true(library_is_sound(&copy));
    assert_int_equal(count_all(&copy).records, 49);
    assert_int_equal(count_found(&copy, copy.catalogue, "dc.title = truce"), 49);
    catalogue_close(copy.catalogue);
    folder_remove(&copy.folder);
}

static void a_backup_takes_an_empty_folder(void **state)
{
    struct library *library = *state;

    assert_int_equal(catalogue_backup(library->catalogue, library->folder.path, &library->diag),
                     OFFPRINT_INVALID);
    assert_non_null(strstr(library->diag.message, "is not empty"));
    assert_int_equal(catalogue_backup(library->catalogue, "/proc/no/such/place", &library->diag),
                     OFFPRINT_STORAGE);
}

static off_t file_size(struct library *library)
{
    struct stat about;

    assert_int_equal(stat(folder_file(&library->folder, "data.mdb"), &about), 0);
    return about.st_size;
}

static void compacting_gives_room_back(void **state)
{
    struct library *library = *state;
    off_t before;

    for (int round = 0; round < 20; round++)
        fill(library);
    before = file_size(library);
    succeeds(catalogue_compact(library->catalogue, &quiet, &library->diag), &library->diag);
    library->catalogue = NULL;
    assert_true(file_size(library) < before * 3 / 4);
    succeeds(open_again(library, NULL, false), &library->diag);
    assert_int_equal(count_found(library, library->catalogue, "dc.title = truce"), 49);
    assert_int_equal(put(library, make_record(library, "later", "truce"), NULL), PUT_ADDED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_index_of_another_table_answers_nothing, library_open,
                                        library_close),
        cmocka_unit_test_setup_teardown(after_reindexing_the_new_table_answers, library_open,
                                        library_close),
        cmocka_unit_test_setup_teardown(the_catalogue_keeps_its_table, library_open, library_close),
        cmocka_unit_test_setup_teardown(a_catalogue_open_with_the_old_table_says_so, library_open,
                                        library_close),
        cmocka_unit_test_setup_teardown(a_small_memory_makes_the_same_index, library_open,
                                        library_close),
        cmocka_unit_test_setup_teardown(reindexing_repairs_the_index, library_open, library_close),
        cmocka_unit_test_setup_teardown(a_backup_is_the_catalogue, library_open, library_close),
        cmocka_unit_test_setup_teardown(a_backup_takes_an_empty_folder, library_open,
                                        library_close),
        cmocka_unit_test_setup_teardown(compacting_gives_room_back, library_open, library_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

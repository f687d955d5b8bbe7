/* The shipped catalogue, indexed: what its users are promised that they find. */
#include "../store/folder.h"

#include <offprint/arena.h>
#include <offprint/reader.h>
#include <offprint/record.h>

#include "index/docset.h"
#include "index/index.h"

struct fixture {
    struct folder folder;
    struct store *store;
    struct access_points *table;
    struct store_transaction reader;
    struct diag diag;
    uint32_t records;
};

static void index_file(struct fixture *f, struct index_writer *writer,
                       struct store_transaction *transaction, const char *path)
{
    struct arena *arena = arena_create();
    struct marc_reader *reader;
    struct marc_record *record;

    succeeds(marc_reader_open(&reader, path, MARC_INPUT_SNIFF, NULL, NULL, &f->diag), &f->diag);
    while (succeeds(marc_reader_next(reader, &record, arena, &f->diag), &f->diag) > 0) {
        struct index_document document = {.id = marc_record_identifier(record), .record = record};

        f->records++;
        succeeds(store_claim(transaction, document.id, &document.docid, &f->diag), &f->diag);
        succeeds(index_writer_put(writer, transaction, &document, &f->diag), &f->diag);
    }
    marc_reader_close(reader);
    arena_destroy(arena);
}

static void index_folder(struct fixture *f, const char *path)
{
    struct index_writer *writer = index_writer_create(f->table, 0);
    struct store_transaction transaction = begin_write(f->store);
    DIR *directory = opendir(path);
    const struct dirent *entry;
    char file[4096];

    assert_non_null(directory);
    while ((entry = readdir(directory)) != NULL) {
        if (strstr(entry->d_name, ".xml") == NULL)
            continue;
        snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        index_file(f, writer, &transaction, file);
    }
    closedir(directory);
    succeeds(index_writer_flush(writer, &transaction, &f->diag), &f->diag);
    commit(&transaction);
    index_writer_destroy(writer);
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    folder_make(&f->folder);
    f->store = folder_open(&f->folder);
    if (access_points_load(&f->table, NULL, NULL) < 0)
        return -1;
    index_folder(f, TEST_SOURCE "/records");
    f->reader = begin_read(f->store);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    store_end(&f->reader);
    store_close(f->store);
    access_points_destroy(f->table);
    folder_remove(&f->folder);
    free(f);
    return 0;
}

/* How many records have the term in the access point, or in one of its members. */
static uint64_t count(struct fixture *f, int use, const char *term)
{
    const struct access_point *point = access_point_by_use(f->table, use);
    struct docset *docs = docset_create();
    struct buffer key;
    uint64_t found;

    assert_non_null(point);
    buffer_init(&key);
    for (size_t i = 0; i < (point->member_count > 0 ? point->member_count : 1); i++) {
        const struct access_point *member = point->member_count > 0 ? point->members[i] : point;
        bool words = member->kind == ACCESS_TEXT;
        uint32_t number;

        buffer_truncate(&key, 0);
        if (!words)
            index_add_key(&key, member, slice_of(term));
        if (succeeds(index_find_term(&f->reader, member->number, words ? TERM_WORD : TERM_KEY,
                                     words ? slice_of(term) : buffer_slice(&key), &number,
                                     &f->diag),
                     &f->diag) > 0)
            succeeds(index_term_docs(&f->reader, number, NULL, docs, &f->diag), &f->diag);
    }
    found = docset_count(docs);
    docset_destroy(docs);
    buffer_finish(&key);
    return found;
}

static void finds_what_is_promised(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(f->records, 9);
    assert_int_equal(count(f, 4, "rupture"), 1);       /* the chapter, and not its host */
    assert_int_equal(count(f, 1003, "gorodetsky"), 9); /* the book and all its parts */
    assert_int_equal(count(f, 4, "truce"), 1);         /* the book, and not its parts */
    assert_int_equal(count(f, 1016, "rupture"), 2);    /* anywhere: in its contents too */
    assert_int_equal(count(f, 1016, "truce"), 9);
    assert_int_equal(count(f, 12, "precarious-truce-6"), 1);
    assert_int_equal(count(f, 1033, "precarious-truce"), 8); /* the parts of a host */
    assert_int_equal(count(f, 1031, "chapter"), 8);
    assert_int_equal(count(f, 1031, "book"), 1);
    assert_int_equal(count(f, 31, "1977"), 9);
    assert_int_equal(count(f, 54, "eng"), 9);
    assert_int_equal(count(f, 4, "zeppelin"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(finds_what_is_promised, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

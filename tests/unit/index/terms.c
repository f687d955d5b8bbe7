/* Terms found and walked. */
#include "../store/folder.h"

#include <offprint/arena.h>
#include <offprint/record.h>

#include "index/index.h"
#include "index/keys.h"

struct fixture {
    struct folder folder;
    struct store *store;
    struct access_points *table;
    struct store_transaction reader;
    struct diag diag;
};

/* One record: title words b, d, d1, f in 245, author words a, z, one long subject. */
static void write_record(struct fixture *f, const char *long_subject)
{
    struct store_transaction transaction = begin_write(f->store);
    struct index_writer *writer = index_writer_create(f->table, 0);
    struct arena *arena = arena_create();
    struct marc_record *record = marc_record_create(arena);
    struct index_document document = {.docid = 1, .id = slice_of("one"), .record = record};

    memcpy(record->leader, "00000nam a2200000 i 4500", 24);
    marc_field_add(record, marc_record_add_field(record, "245", '0', '0'), 'a',
                   slice_of("F d b, D1"));
    marc_field_add(record, marc_record_add_field(record, "100", '1', ' '), 'a', slice_of("z a"));
    marc_field_add(record, marc_record_add_field(record, "650", ' ', ' '), 'a',
                   slice_of(long_subject));
    succeeds(index_writer_put(writer, &transaction, &document, &f->diag), &f->diag);
    succeeds(index_writer_flush(writer, &transaction, &f->diag), &f->diag);
    commit(&transaction);
    index_writer_destroy(writer);
    arena_destroy(arena);
}

static char long_subject[1001];

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    folder_make(&f->folder);
    f->store = folder_open(&f->folder);
    if (access_points_load(&f->table, NULL, NULL) < 0)
        return -1;
    memset(long_subject, 'x', sizeof long_subject - 1);
    write_record(f, long_subject);
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

static struct term_cursor *open_cursor(struct fixture *f, const char *name, enum term_kind kind)
{
    struct term_cursor *cursor;

    succeeds(term_cursor_open(&cursor, &f->reader, access_point_by_name(f->table, slice_of(name)),
                              kind, &f->diag),
             &f->diag);
    return cursor;
}

static void walks_in_order_and_stays_within(void **state)
{
    static const char *const words[] = {"b", "d", "d1", "f"};
    struct fixture *f = *state;
    struct term_cursor *cursor = open_cursor(f, "title", TERM_WORD);
    struct term_entry entry;

    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 4; i++) {
            assert_int_equal(term_cursor_next(cursor, &entry, &f->diag), 1);
            assert_slice(entry.term, words[i]);
        }
        assert_int_equal(term_cursor_next(cursor, &entry, &f->diag), 0);
        assert_int_equal(term_cursor_next(cursor, &entry, &f->diag), 0);
        for (int i = 3; i >= 0; i--) {
            assert_int_equal(term_cursor_previous(cursor, &entry, &f->diag), 1);
            assert_slice(entry.term, words[i]);
        }
        assert_int_equal(term_cursor_previous(cursor, &entry, &f->diag), 0);
        assert_int_equal(term_cursor_previous(cursor, &entry, &f->diag), 0);
    }
    term_cursor_close(cursor);
    term_cursor_close(NULL);
}

static void seeks_the_term_or_the_first_after(void **state)
{
    static const struct {
        const char *term, *at, *before, *after;
    } seeks[] = {
        {"", "b", NULL, "d"},    {"a", "b", NULL, "d"},   {"b", "b", NULL, "d"},
        {"c", "d", "b", "d1"},   {"d0", "d1", "d", "f"},  {"f", "f", "d1", NULL},
        {"f0", NULL, "f", NULL}, {"zz", NULL, "f", NULL},
    };
    struct fixture *f = *state;
    struct term_cursor *cursor = open_cursor(f, "title", TERM_WORD);
    struct term_entry entry;

    for (size_t i = 0; i < sizeof seeks / sizeof *seeks; i++) {
        struct slice term = slice_of(seeks[i].term);

        assert_int_equal(term_cursor_seek(cursor, term, &entry, &f->diag), seeks[i].at != NULL);
        if (seeks[i].at != NULL)
            assert_slice(entry.term, seeks[i].at);
        assert_int_equal(term_cursor_previous(cursor, &entry, &f->diag), seeks[i].before != NULL);
        if (seeks[i].before != NULL)
            assert_slice(entry.term, seeks[i].before);
        term_cursor_seek(cursor, term, &entry, &f->diag);
        assert_int_equal(term_cursor_next(cursor, &entry, &f->diag), seeks[i].after != NULL);
        if (seeks[i].after != NULL)
            assert_slice(entry.term, seeks[i].after);
    }
    term_cursor_close(cursor);
}

/* Also past the very last key of the store. */
static void walks_at_the_end_of_the_store(void **state)
{
    struct fixture *f = *state;
    struct term_cursor *cursor = open_cursor(f, "date-changed", TERM_KEY);
    struct term_entry entry;

    assert_int_equal(term_cursor_seek(cursor, slice_of("9"), &entry, &f->diag), 0);
    assert_int_equal(term_cursor_previous(cursor, &entry, &f->diag), 1);
    assert_slice(entry.term, "19700101");
    assert_int_equal(term_cursor_next(cursor, &entry, &f->diag), 0);
    term_cursor_close(cursor);
    cursor = open_cursor(f, "abstract", TERM_WORD); /* has no terms */
    assert_int_equal(term_cursor_next(cursor, &entry, &f->diag), 0);
    assert_int_equal(term_cursor_previous(cursor, &entry, &f->diag), 0);
    term_cursor_close(cursor);
}

static void finds_exact_terms_only(void **state)
{
    struct fixture *f = *state;
    unsigned title = access_point_by_use(f->table, 4)->number;
    uint32_t number, other;

    assert_int_equal(
        index_find_term(&f->reader, title, TERM_WORD, slice_of("d"), &number, &f->diag), 1);
    assert_int_equal(
        index_find_term(&f->reader, title, TERM_WORD, slice_of("d1"), &other, &f->diag), 1);
    assert_int_not_equal(number, other);
    assert_int_equal(
        index_find_term(&f->reader, title, TERM_WORD, slice_of("d2"), &number, &f->diag), 0);
    assert_int_equal(index_find_term(&f->reader, title, TERM_WORD, slice_of(""), &number, &f->diag),
                     0);
    assert_int_equal(
        index_find_term(&f->reader, title, TERM_HEADING, slice_of("d"), &number, &f->diag), 0);
    assert_int_equal(
        index_find_term(&f->reader, title, TERM_HEADING, slice_of("f d b d1"), &number, &f->diag),
        1);
    assert_int_equal(index_find_term(&f->reader, 200, TERM_WORD, slice_of("d"), &number, &f->diag),
                     0);
}

/* Whoever looks for a long word or heading need not know that it was cut. */
static void finds_what_was_cut_by_what_it_was(void **state)
{
    struct fixture *f = *state;
    unsigned subject = access_point_by_use(f->table, 1079)->number;
    struct buffer cut;
    uint32_t number, same;

    buffer_init(&cut);
    for (int kind = TERM_WORD; kind <= TERM_HEADING; kind++) {
        assert_int_equal(index_find_term(&f->reader, subject, (enum term_kind)kind,
                                         slice_of(long_subject), &number, &f->diag),
                         1);
        assert_int_equal(index_find_term(&f->reader, subject, (enum term_kind)kind,
                                         slice_make(long_subject, 999), &same, &f->diag),
                         0);
    }
    index_add_heading(&cut, slice_of(long_subject));
    assert_int_equal(
        index_find_term(&f->reader, subject, TERM_HEADING, buffer_slice(&cut), &same, &f->diag), 1);
    assert_int_equal(same, number);
    buffer_finish(&cut);
}

int main(void)
{
#define TEST(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(walks_in_order_and_stays_within),   TEST(seeks_the_term_or_the_first_after),
        TEST(walks_at_the_end_of_the_store),     TEST(finds_exact_terms_only),
        TEST(finds_what_was_cut_by_what_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

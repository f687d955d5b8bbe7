/* Terms taken into the blocks of a store, batch by batch, against a sorted array of them. */
#include "../store/folder.h"

#include <offprint/arena.h>
#include <offprint/record.h>

#include "index/index.h"
#include "index/term_block.h"
#include "store/value.h"

#define WORDS_MAX 6000

/* A store, and the words that it has. */
struct fixture {
    struct folder folder;
    struct store *store;
    struct access_points *table;
    const struct access_point *title;
    struct index_writer *writer;
    struct arena *arena;
    uint32_t docid; /* of the last record */
    struct slice words[WORDS_MAX];
    size_t count;
    struct diag diag;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    folder_make(&f->folder);
    f->store = folder_open(&f->folder);
    if (access_points_load(&f->table, NULL, NULL) < 0)
        return -1;
    f->title = access_point_by_name(f->table, slice_of("title"));
    f->writer = index_writer_create(f->table, 0);
    f->arena = arena_create();
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    index_writer_destroy(f->writer);
    store_close(f->store);
    access_points_destroy(f->table);
    arena_destroy(f->arena);
    folder_remove(&f->folder);
    free(f);
    return 0;
}

static uint32_t seed = 5;

static uint32_t chance(uint32_t below)
{
    seed = seed * 1103515245 + 12345;
    return (seed >> 16) % below;
}

/* --- batches ---------------------------------------------------------------------------------- */

static int compare(const void *left, const void *right)
{
    return term_compare(*(const struct slice *)left, *(const struct slice *)right);
}

static void remember(struct fixture *f, const struct slice *words, size_t count)
{
    size_t kept = 0;

    assert_true(f->count + count <= WORDS_MAX);
    memcpy(f->words + f->count, words, count * sizeof *words);
    f->count += count;
    qsort(f->words, f->count, sizeof *f->words, compare);
    for (size_t i = 0; i < f->count; i++) {
        if (kept == 0 || !slice_equal(f->words[kept - 1], f->words[i]))
            f->words[kept++] = f->words[i];
    }
    f->count = kept;
}

/* Takes a record with that title in. Each was changed on a day of its own: these are the last terms
 * of the store. */
static void add_record(struct fixture *f, struct store_transaction *transaction, struct slice title)
{
    struct marc_record *record = marc_record_create(f->arena);
    struct index_document document = {.id = slice_of("id"), .record = record};

    document.docid = ++f->docid;
    document.changed = (int64_t)f->docid * 86400;
    memcpy(record->leader, "00000nam a2200000 i 4500", 24);
    marc_field_add(record, marc_record_add_field(record, "245", '0', '0'), 'a', title);
    succeeds(index_writer_put(f->writer, transaction, &document, &f->diag), &f->diag);
}

static int flush(struct fixture *f, struct store_transaction *transaction)
{
    int status = index_writer_flush(f->writer, transaction, &f->diag);

    if (status < 0) {
        index_writer_forget(f->writer);
        store_end(transaction);
    } else {
        commit(transaction);
    }
    return status;
}

/* A batch of one record, whose title has these words. */
static int write_words(struct fixture *f, const struct slice *words, size_t count)
{
    struct store_transaction transaction = begin_write(f->store);
    struct buffer text = {0};

    for (size_t i = 0; i < count; i++) {
        buffer_add_slice(&text, words[i]);
        buffer_add_char(&text, ' ');
    }
    add_record(f, &transaction, arena_slice(f->arena, buffer_slice(&text)));
    buffer_finish(&text);
    return flush(f, &transaction);
}

static void put_words(struct fixture *f, const struct slice *words, size_t count)
{
    succeeds(write_words(f, words, count), &f->diag);
    remember(f, words, count);
}

/* Words of which each is a number of four digits behind `before`. */
static void put_numbered(struct fixture *f, const char *before, unsigned from, unsigned until,
                         unsigned step)
{
    struct slice words[1000];
    size_t count = 0;

    for (unsigned i = from; i < until; i += step)
        words[count++] = slice_of(arena_printf(f->arena, "%s%04u", before, i));
    put_words(f, words, count);
}

static struct slice random_word(struct fixture *f)
{
    static const uint32_t lengths[] = {3, 3, 6, 6, 30, TERM_CUT};
    uint32_t length = 1 + chance(lengths[chance(6)]);
    char *bytes = arena_alloc(f->arena, length);

    for (uint32_t i = 0; i < length; i++)
        bytes[i] = (char)('x' + chance(3)); /* so that they begin alike */
    return slice_make(bytes, length);
}

/* --- looking ---------------------------------------------------------------------------------- */

/* Each entry is a sound block under its last key; returns how many terms there are. */
static size_t count_terms(struct fixture *f, size_t *blocks)
{
    static struct term_list list;
    struct store_transaction reader = begin_read(f->store);
    struct buffer before = {0};
    MDB_cursor *cursor;
    MDB_val key, data;
    size_t terms = 0;

    *blocks = 0;
    assert_int_equal(mdb_cursor_open(reader.txn, store_handle(&reader, STORE_TERMS), &cursor), 0);
    while (mdb_cursor_get(cursor, &key, &data, MDB_NEXT) == 0) {
        assert_true(data.mv_size <= TERM_BLOCK_BYTES);
        assert_true(term_list_decode(&list, value_slice(&data)));
        assert_true(slice_equal(term_list_key(&list, list.count - 1), value_slice(&key)));
        assert_true(term_compare(buffer_slice(&before), term_list_key(&list, 0)) < 0);
        buffer_truncate(&before, 0);
        buffer_add_slice(&before, value_slice(&key));
        terms += list.count;
        (*blocks)++;
    }
    mdb_cursor_close(cursor);
    buffer_finish(&before);
    store_end(&reader);
    return terms;
}

/* The cursor gives the words and no others, from either end, and their numbers. */
static void walks_give_all(struct fixture *f, struct store_transaction *reader,
                           struct term_cursor *cursor)
{
    struct term_entry entry;
    uint32_t number;

    for (size_t i = 0; i < f->count; i++) {
        assert_int_equal(term_cursor_next(cursor, &entry, &f->diag), 1);
        assert_true(slice_equal(entry.term, f->words[i]));
        assert_int_equal(
            index_find_term(reader, f->title->number, TERM_WORD, f->words[i], &number, &f->diag),
            1);
        assert_int_equal(number, entry.number);
    }
    assert_int_equal(term_cursor_next(cursor, &entry, &f->diag), 0);
    for (size_t i = f->count; i-- > 0;) {
        assert_int_equal(term_cursor_previous(cursor, &entry, &f->diag), 1);
        assert_true(slice_equal(entry.term, f->words[i]));
    }
    assert_int_equal(term_cursor_previous(cursor, &entry, &f->diag), 0);
}

/* From between two words the next is found, and from there on both directions go on. */
static void seeks_between_find_the_next(struct fixture *f, struct store_transaction *reader,
                                        struct term_cursor *cursor)
{
    for (size_t i = 0; i < f->count; i++) {
        struct slice word = f->words[i];
        struct term_entry entry;
        struct buffer behind = {0};
        uint32_t number;
        int more = i + 1 < f->count;

        buffer_add_slice(&behind, word);
        buffer_add_char(&behind, '!');
        assert_int_equal(term_cursor_seek(cursor, buffer_slice(&behind), &entry, &f->diag), more);
        if (more)
            assert_true(slice_equal(entry.term, f->words[i + 1]));
        assert_int_equal(term_cursor_previous(cursor, &entry, &f->diag), 1);
        assert_true(slice_equal(entry.term, word));
        assert_int_equal(term_cursor_next(cursor, &entry, &f->diag), more);
        assert_int_equal(index_find_term(reader, f->title->number, TERM_WORD, buffer_slice(&behind),
                                         &number, &f->diag),
                         0);
        assert_int_equal(term_cursor_seek(cursor, word, &entry, &f->diag), 1);
        assert_true(slice_equal(entry.term, word));
        buffer_finish(&behind);
    }
}

static void has_the_words(struct fixture *f)
{
    struct store_transaction reader = begin_read(f->store);
    struct term_cursor *cursor;
    uint64_t next;
    size_t blocks;

    succeeds(term_cursor_open(&cursor, &reader, f->title, TERM_WORD, &f->diag), &f->diag);
    walks_give_all(f, &reader, cursor);
    seeks_between_find_the_next(f, &reader, cursor);
    term_cursor_close(cursor);
    succeeds(store_meta_get(&reader, META_NEXT_TERM, &next, &f->diag), &f->diag);
    store_end(&reader);
    assert_int_equal(count_terms(f, &blocks), next - TERM_FIRST);
}

/* --- claims ----------------------------------------------------------------------------------- */

static void words_go_to_the_front_the_middle_and_the_end(void **state)
{
    struct fixture *f = *state;

    put_numbered(f, "m", 1000, 1200, 2);
    has_the_words(f);
    put_numbered(f, "m", 0, 400, 7); /* in front of them */
    has_the_words(f);
    put_numbered(f, "m", 1001, 1100, 2); /* between */
    has_the_words(f);
    put_numbered(f, "m", 1150, 1300, 1); /* some of them, and behind */
    has_the_words(f);
    put_numbered(f, "m", 1150, 1300, 1); /* nothing new */
    has_the_words(f);
    for (unsigned i = 0; i < 100; i++) {
        put_numbered(f, "z", i, i + 1, 1); /* one by one */
        put_numbered(f, "b", 100 - i, 101 - i, 1);
    }
    has_the_words(f);
}

/* The order of the keys is that of the numbers, in each batch; those of before keep theirs. */
static void numbers_come_in_order(void **state)
{
    static const unsigned froms[] = {100, 101}, untils[] = {200, 300};
    struct fixture *f = *state;
    uint32_t last = 0;

    for (size_t batch = 0; batch < 2; batch++)
        put_numbered(f, "m", froms[batch], untils[batch], 2);
    for (size_t batch = 0; batch < 2; batch++) {
        struct store_transaction reader = begin_read(f->store);

        for (unsigned i = froms[batch]; i < untils[batch]; i += 2) {
            struct slice word = slice_of(arena_printf(f->arena, "m%04u", i));
            uint32_t number;

            assert_int_equal(
                index_find_term(&reader, f->title->number, TERM_WORD, word, &number, &f->diag), 1);
            assert_true(number > last);
            last = number;
        }
        store_end(&reader);
    }
}

/* What comes behind all terms fills the last block, and then makes new ones. */
static void the_end_of_the_store_goes_on(void **state)
{
    static const uint32_t batches[] = {1, 1, 200, 1, 30, 1, 1, 90, 24, 25, 23, 1};
    struct fixture *f = *state;
    struct term_entry entry;
    uint32_t days = 0;

    for (size_t batch = 0; batch < sizeof batches / sizeof *batches; batch++) {
        struct store_transaction transaction = begin_write(f->store), reader;
        struct term_cursor *cursor;
        size_t blocks;

        for (uint32_t i = 0; i < batches[batch]; i++)
            add_record(f, &transaction, slice_of("word"));
        succeeds(flush(f, &transaction), &f->diag);
        reader = begin_read(f->store);
        succeeds(term_cursor_open(&cursor, &reader,
                                  access_point_by_name(f->table, slice_of("date-changed")),
                                  TERM_KEY, &f->diag),
                 &f->diag);
        for (days = 0; term_cursor_next(cursor, &entry, &f->diag) > 0; days++)
            continue;
        assert_int_equal(days, f->docid);
        term_cursor_close(cursor);
        store_end(&reader);
        assert_in_range(count_terms(f, &blocks), days, days + 20);
        assert_true(blocks <= 2 + days / (TERM_BLOCK_TERMS / 2));
    }
    assert_int_equal(days, 398);
}

static void the_longest_words_have_room(void **state)
{
    struct fixture *f = *state;

    for (unsigned batch = 0; batch < 6; batch++) {
        struct slice words[40];

        for (unsigned i = 0; i < 40; i++) {
            char *bytes = arena_alloc(f->arena, TERM_CUT);

            /* Those of one batch begin alike, or else not at all. */
            memset(bytes, (int)(batch % 2 == 0 ? 'k' : 'a' + i % 26), TERM_CUT);
            bytes[batch % 2 == 0 ? TERM_CUT - 1 : 1] = (char)('a' + i % 26);
            bytes[batch % 2 == 0 ? TERM_CUT - 2 : 2] = (char)('a' + batch);
            words[i] = slice_make(bytes, TERM_CUT);
        }
        put_words(f, words, 40);
        has_the_words(f);
    }
}

static void all_words(struct buffer *out, struct fixture *f)
{
    struct store_transaction reader = begin_read(f->store);
    struct term_cursor *cursor;
    struct term_entry entry;

    succeeds(term_cursor_open(&cursor, &reader, f->title, TERM_WORD, &f->diag), &f->diag);
    while (term_cursor_next(cursor, &entry, &f->diag) > 0) {
        buffer_add_slice(out, entry.term);
        buffer_add_char(out, '\n');
    }
    term_cursor_close(cursor);
    store_end(&reader);
}

/* And so blocks are no smaller than they need be: of short words, half full at least. */
static void many_small_batches_make_what_one_does(void **state)
{
    struct fixture *f = *state, *whole;
    struct buffer many = {0}, one = {0};
    size_t blocks, terms;
    void *other;

    for (int batch = 0; batch < 250; batch++) {
        struct slice words[40];
        size_t count = 1 + chance(batch % 10 == 0 ? 40 : 8);

        for (size_t i = 0; i < count; i++)
            words[i] = random_word(f);
        put_words(f, words, count);
        if (batch % 50 == 49)
            has_the_words(f);
    }
    set_up(&other);
    whole = other;
    put_words(whole, f->words, f->count);
    has_the_words(whole);
    all_words(&many, f);
    all_words(&one, whole);
    assert_true(slice_equal(buffer_slice(&many), buffer_slice(&one)));
    terms = count_terms(f, &blocks);
    assert_true(blocks * 3 < terms);
    buffer_finish(&many);
    buffer_finish(&one);
    tear_down(&other);
}

/* --- damage ----------------------------------------------------------------------------------- */

/* Puts bytes in the place of every block. */
static void damage_blocks(struct fixture *f, struct slice bytes)
{
    struct store_transaction transaction = begin_write(f->store);
    MDB_val key, data, other = value_of_slice(bytes);
    MDB_cursor *cursor;

    assert_int_equal(
        mdb_cursor_open(transaction.txn, store_handle(&transaction, STORE_TERMS), &cursor), 0);
    while (mdb_cursor_get(cursor, &key, &data, MDB_NEXT) == 0) {
        key = value_of_slice(arena_slice(f->arena, value_slice(&key))); /* the page is changed */
        assert_int_equal(mdb_cursor_put(cursor, &key, &other, MDB_CURRENT), 0);
    }
    mdb_cursor_close(cursor);
    commit(&transaction);
}

static void malformed_blocks_are_errors(void **state)
{
    static const struct {
        const char *bytes;
        size_t length;
    } damages[] = {{"\0\0", 2}, {"\0\0\0\1\xff", 5}, {"\0\0\0\2\x09zz", 7}};
    struct fixture *f = *state;
    const struct slice word = slice_of("middle");

    put_numbered(f, "m", 0, 100, 1);
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        struct store_transaction reader;
        struct term_cursor *cursor;
        struct term_entry entry;
        uint32_t number;

        damage_blocks(f, slice_make(damages[i].bytes, damages[i].length));
        reader = begin_read(f->store);
        assert_int_equal(
            index_find_term(&reader, f->title->number, TERM_WORD, word, &number, &f->diag),
            OFFPRINT_CORRUPT);
        succeeds(term_cursor_open(&cursor, &reader, f->title, TERM_WORD, &f->diag), &f->diag);
        assert_int_equal(term_cursor_next(cursor, &entry, &f->diag), OFFPRINT_CORRUPT);
        assert_int_equal(term_cursor_seek(cursor, word, &entry, &f->diag), OFFPRINT_CORRUPT);
        assert_int_equal(term_cursor_previous(cursor, &entry, &f->diag), OFFPRINT_CORRUPT);
        term_cursor_close(cursor);
        store_end(&reader);
        assert_int_equal(write_words(f, &word, 1), OFFPRINT_CORRUPT);
    }
}

int main(void)
{
#define TEST(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(words_go_to_the_front_the_middle_and_the_end),
        TEST(numbers_come_in_order),
        TEST(the_end_of_the_store_goes_on),
        TEST(the_longest_words_have_room),
        TEST(many_small_batches_make_what_one_does),
        TEST(malformed_blocks_are_errors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

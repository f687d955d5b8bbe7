/* Forward lists in the store against a naive model: lists of all sizes come, go and change, near
 * each other and far apart; all are found again, in blocks that are sound and not too large. */
#include "../store/folder.h"

#include <offprint/arena.h>

#include "base/bytes.h"
#include "index/forward.h"
#include "index/forward_write.h"
#include "index/index.h"
#include "store/value.h"

#define DOCIDS 700

/* Docids far apart in parts, as ids without records leave them. */
static uint32_t docid_of(uint32_t doc)
{
    return doc < 300 ? doc + 1 : doc < 500 ? doc * 7 : doc * 100000 - 49000000;
}

/* What is in a list: words and rest, one byte a number; empty where it is not there. */
struct model_list {
    char words[9000], rest[300];
    size_t word_count, rest_count;
};

static struct model_list model[DOCIDS];
static uint32_t seed = 3;

static uint32_t chance(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)seed * below) >> 32);
}

static void change(struct model_list *list)
{
    uint32_t most = chance(60) == 0 ? sizeof list->words : 300;

    list->word_count = list->rest_count = 0;
    if (chance(4) == 0)
        return;
    list->word_count = chance(4) == 0 ? 0 : chance(most);
    list->rest_count = 1 + chance(sizeof list->rest);
    for (size_t i = 0; i < list->word_count; i++)
        list->words[i] = (char)chance(128);
    for (size_t i = 0; i < list->rest_count; i++)
        list->rest[i] = (char)(2 + chance(126));
}

static struct forward_list list_of(const struct model_list *list)
{
    return (struct forward_list){slice_make(list->words, list->word_count),
                                 slice_make(list->rest, list->rest_count)};
}

/* --- writing ---------------------------------------------------------------------------------- */

/* Changes those from `from` on, each with a chance of one in `rarity`. */
static void write_some(struct store *store, uint32_t from, uint32_t rarity)
{
    struct store_transaction transaction = begin_write(store);
    struct forward_writer writer;
    struct diag diag = {0};

    succeeds(forward_writer_open(&writer, &transaction, &diag), &diag);
    for (uint32_t doc = from; doc < DOCIDS; doc++) {
        struct forward_list before = list_of(&model[doc]), list, old;

        if (chance(rarity) > 0)
            continue;
        succeeds(forward_writer_seek(&writer, docid_of(doc), &old), &diag);
        assert_true(slice_equal(old.words, before.words) && slice_equal(old.rest, before.rest));
        change(&model[doc]);
        list = list_of(&model[doc]);
        succeeds(forward_writer_put(&writer, docid_of(doc), &list), &diag);
    }
    succeeds(forward_writer_end(&writer), &diag);
    forward_writer_finish(&writer);
    commit(&transaction);
}

/* --- reading ---------------------------------------------------------------------------------- */

/* Each block is sound, begins behind the one before, and is no larger than it may be. */
static void compare_blocks(struct store_transaction *transaction)
{
    MDB_cursor *cursor;
    MDB_val key, data;
    uint32_t before = 0;

    assert_int_equal(
        mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_FORWARD), &cursor), 0);
    while (mdb_cursor_get(cursor, &key, &data, MDB_NEXT) == 0) {
        struct forward_block block;
        struct bytes in;
        uint32_t last;

        bytes_init(&in, key.mv_data, key.mv_size);
        last = bytes_take_u32(&in);
        assert_int_equal(bytes_left(&in), 0);
        assert_true(forward_block_read(&block, last, value_slice(&data)));
        assert_true(forward_block_is_sound(&block));
        assert_true(block.first > before);
        assert_true(block.count == 1 || data.mv_size <= FORWARD_BLOCK_SIZE);
        before = last;
    }
    mdb_cursor_close(cursor);
}

static void compare_numbers(const uint32_t *numbers, const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_int_equal(numbers[i], bytes[i]);
}

/* Lists that are asked for one by one. */
static void compare_lists(struct store_transaction *transaction)
{
    struct arena *arena = arena_create();
    struct diag diag = {0};
    uint32_t last = 0, found;

    for (uint32_t doc = 0; doc < DOCIDS; doc++) {
        const struct model_list *list = &model[doc];
        uint32_t *numbers;
        ptrdiff_t count;

        arena_reset(arena);
        count = index_forward(transaction, docid_of(doc), &numbers, arena, &diag);
        assert_int_equal(count, list->word_count + list->rest_count);
        compare_numbers(numbers, list->words, list->word_count);
        compare_numbers(numbers + list->word_count, list->rest, list->rest_count);
        last = count > 0 ? docid_of(doc) : last;
    }
    succeeds(index_last_forward(&found, transaction, &diag), &diag);
    assert_int_equal(found, last);
    arena_destroy(arena);
}

/* A docid to look up, often near the one before; `*words` is what its list has. Between the docids
 * that stand apart there are some that never had a list. */
static uint32_t random_docid(uint32_t *doc, struct slice *words)
{
    *doc = chance(20) == 0 ? chance(DOCIDS) : (*doc + 1 + chance(20)) % DOCIDS;
    *words = list_of(&model[*doc]).words;
    if (*doc < 300 || chance(5) > 0)
        return docid_of(*doc);
    *words = slice_make(NULL, 0);
    return docid_of(*doc) + 3;
}

/* Words of many at once. */
static void compare_words(struct store_transaction *transaction)
{
    struct forward_reader *reader;
    struct diag diag = {0};
    uint32_t doc = 0;

    succeeds(forward_reader_open(&reader, transaction, &diag), &diag);
    for (int round = 0; round < 60; round++) {
        uint32_t docids[FORWARD_AHEAD];
        size_t count = chance(FORWARD_AHEAD + 1);
        struct slice words[FORWARD_AHEAD], wanted[FORWARD_AHEAD];

        for (size_t i = 0; i < count; i++)
            docids[i] = random_docid(&doc, &wanted[i]);
        succeeds(forward_reader_words(reader, docids, count, words), &diag);
        for (size_t i = 0; i < count; i++)
            assert_true(slice_equal(words[i], wanted[i]));
    }
    forward_reader_close(reader);
}

static void compare(struct store *store)
{
    struct store_transaction transaction = begin_read(store);

    compare_blocks(&transaction);
    compare_lists(&transaction);
    compare_words(&transaction);
    store_end(&transaction);
}

static void lists_come_and_go_as_in_the_model(void **state)
{
    struct folder folder;
    struct store *store;

    (void)state;
    folder_make(&folder);
    store = folder_open(&folder);
    compare(store);
    write_some(store, 650, 1); /* the end comes first, as ids wait for their records */
    compare(store);
    for (int round = 0; round < 60; round++) {
        write_some(store, chance(DOCIDS), round % 3 == 0 ? 1 : round % 3 == 1 ? 4 : 200);
        compare(store);
    }
    store_close(store);
    folder_remove(&folder);
}

/* --- how full they are ------------------------------------------------------------------------ */

static uint64_t put_alike(struct store *store, uint32_t first, uint32_t last, uint32_t step,
                          size_t length)
{
    struct store_transaction transaction = begin_write(store);
    const struct forward_list list = {{NULL, 0}, {model[0].rest, length}};
    struct forward_writer writer;
    struct diag diag = {0};
    uint64_t blocks;

    succeeds(forward_writer_open(&writer, &transaction, &diag), &diag);
    for (uint32_t docid = first; docid <= last; docid += step) {
        struct forward_list old;

        succeeds(forward_writer_seek(&writer, docid, &old), &diag);
        succeeds(forward_writer_put(&writer, docid, &list), &diag);
    }
    succeeds(forward_writer_end(&writer), &diag);
    forward_writer_finish(&writer);
    blocks = store_entries(&transaction, STORE_FORWARD);
    commit(&transaction);
    return blocks;
}

/* In order they fill their blocks, in one batch or one by one; what grows later halves some. */
static void blocks_are_full_and_stay_half_full(void **state)
{
    size_t length = 200, in_block = (FORWARD_BLOCK_SIZE - 4) / (length + 8);
    uint64_t least = 3000 / in_block;
    struct folder folder;
    struct store *store;

    (void)state;
    memset(model[0].rest, 2, sizeof model[0].rest);
    folder_make(&folder);
    store = folder_open(&folder);
    assert_int_equal(put_alike(store, 1, 2000, 1, length), (2000 + in_block - 1) / in_block);
    for (uint32_t docid = 2001; docid <= 2050; docid++)
        put_alike(store, docid, docid, 1, length);
    assert_in_range(put_alike(store, 2051, 3000, 1, length), least, least + 2);
    for (uint32_t from = 1; from <= 3000; from += 500)
        put_alike(store, from, from + 499, 5, length + 40);
    assert_in_range(put_alike(store, 1, 3000, 1, length), least, 2 * least + 4);
    store_close(store);
    folder_remove(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_come_and_go_as_in_the_model),
        cmocka_unit_test(blocks_are_full_and_stay_half_full),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

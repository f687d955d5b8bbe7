/* Postings of one term, held against a plain set: inline, in chunks, and back. */
#include "../store/folder.h"

#include "base/bytes.h"
#include "index/docset.h"
#include "index/index.h"
#include "index/postings.h"
#include "store/value.h"

#define UNIVERSE 200000
#define TERM 77

struct fixture {
    struct folder folder;
    struct store *store;
    struct store_transaction transaction;
    struct diag diag;
    bool *has;
};

static uint32_t seed = 1;

static uint32_t chance(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)seed * below) >> 32);
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    folder_make(&f->folder);
    f->store = folder_open(&f->folder);
    f->transaction = begin_write(f->store);
    f->has = calloc(UNIVERSE, sizeof(bool));
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    store_end(&f->transaction);
    store_close(f->store);
    folder_remove(&f->folder);
    free(f->has);
    free(f);
    return 0;
}

static void update(struct fixture *f, uint32_t term, const uint32_t *added, size_t added_count,
                   const uint32_t *removed, size_t removed_count, bool append)
{
    struct postings_writer writer;

    succeeds(postings_writer_open(&writer, &f->transaction, &f->diag), &f->diag);
    succeeds(postings_update(&writer, term, added, added_count, removed, removed_count, append,
                             &f->diag),
             &f->diag);
    postings_writer_close(&writer);
}

/* How many entries the store has for the term: 0, 1 inline, or 1 and its chunks. */
static size_t entries(struct fixture *f, uint32_t term)
{
    uint8_t bytes[4];
    MDB_val key = value_of(bytes, sizeof bytes), data;
    MDB_cursor *cursor;
    size_t count = 0;
    int code;

    put_u32(bytes, term);
    assert_int_equal(
        mdb_cursor_open(f->transaction.txn, store_handle(&f->transaction, STORE_POSTS), &cursor),
        0);
    for (code = mdb_cursor_get(cursor, &key, &data, MDB_SET_RANGE); code == 0;
         code = mdb_cursor_get(cursor, &key, &data, MDB_NEXT)) {
        if (memcmp(key.mv_data, bytes, 4) != 0)
            break;
        count++;
    }
    mdb_cursor_close(cursor);
    return count;
}

static uint64_t compare(struct fixture *f)
{
    struct docset *docs = docset_create();
    uint64_t count = 0, counted;

    succeeds(index_term_docs(&f->transaction, TERM, NULL, docs, &f->diag), &f->diag);
    for (uint32_t i = 0; i < UNIVERSE; i++) {
        count += f->has[i];
        if (docset_contains(docs, i) != f->has[i])
            fail_msg("docid %u", i);
    }
    assert_int_equal(docset_count(docs), count);
    succeeds(index_term_count(&f->transaction, TERM, &counted, &f->diag), &f->diag);
    assert_int_equal(counted, count);
    docset_destroy(docs);
    return count;
}

static void stands_inline_up_to_32_and_comes_back_at_24(void **state)
{
    struct fixture *f = *state;
    uint32_t docid;

    for (uint32_t i = 0; i < 33; i++) { /* over four chunks */
        assert_int_equal(entries(f, TERM), i > 0);
        docid = 1 + i * 6000;
        f->has[docid] = true;
        update(f, TERM, &docid, 1, NULL, 0, false);
        assert_int_equal(compare(f), i + 1);
    }
    assert_int_equal(entries(f, TERM), 1 + 3);
    for (uint32_t left = 32; left > 0; left--) {
        docid = 1 + left * 6000;
        f->has[docid] = false;
        update(f, TERM, NULL, 0, &docid, 1, false);
        assert_int_equal(compare(f), left);
        assert_int_equal(entries(f, TERM) > 1, left > POSTINGS_INLINE_AGAIN);
    }
    docid = 1;
    f->has[docid] = false;
    update(f, TERM, NULL, 0, &docid, 1, false);
    assert_int_equal(compare(f), 0);
    assert_int_equal(entries(f, TERM), 0);
}

static void random_updates_do_as_a_set_does(void **state)
{
    struct fixture *f = *state;
    static uint32_t added[UNIVERSE], removed[UNIVERSE];

    update(f, TERM - 1, &(uint32_t){5}, 1, NULL, 0, false); /* neighbours stay out of it */
    update(f, TERM + 1, &(uint32_t){6}, 1, NULL, 0, false);
    for (int round = 0; round < 400; round++) {
        static const uint32_t sizes[] = {3, 30, 300, 30000};
        uint32_t adds = chance(sizes[chance(4)]), removes = chance(sizes[chance(4)]);
        size_t added_count = 0, removed_count = 0;

        for (uint32_t docid = 1; docid < UNIVERSE; docid++) {
            uint32_t toss = chance(UNIVERSE);

            if (toss < adds)
                added[added_count++] = docid;
            else if (toss < adds + removes || (round % 20 == 19 && f->has[docid] && toss % 999))
                removed[removed_count++] = docid;
        }
        update(f, TERM, added, added_count, removed, removed_count, false);
        for (size_t i = 0; i < added_count; i++)
            f->has[added[i]] = true;
        for (size_t i = 0; i < removed_count; i++)
            f->has[removed[i]] = false;
        compare(f);
    }
    assert_int_equal(entries(f, TERM - 1), 1);
    assert_int_equal(entries(f, TERM + 1), 1);
}

static void reads_only_what_is_within(void **state)
{
    struct fixture *f = *state;
    static const size_t sizes[] = {20, 20000};
    static uint32_t docids[UNIVERSE];

    for (size_t size = 0; size < 2; size++) {
        struct docset *within = docset_create(), *docs = docset_create();
        uint64_t wanted = 0;

        for (size_t i = 0; i < sizes[size]; i++)
            docids[i] = (uint32_t)(1 + i * (UNIVERSE / sizes[size] - 1));
        update(f, TERM, docids, sizes[size], NULL, 0, false);
        for (uint32_t i = 70000; i < 180000; i += 3)
            docset_add(within, i);
        docset_add(docs, 199999); /* what is there stays */
        succeeds(index_term_docs(&f->transaction, TERM, within, docs, &f->diag), &f->diag);
        for (size_t i = 0; i < sizes[size]; i++) {
            assert_int_equal(docset_contains(docs, docids[i]),
                             docset_contains(within, docids[i]) || docids[i] == 199999);
            wanted += docset_contains(within, docids[i]);
        }
        assert_true(wanted > 0);
        assert_true(docset_contains(docs, 199999));
        assert_int_equal(docset_count(docs), wanted + 1);
        docset_destroy(docs);
        docs = docset_create();
        docset_not(within, within);
        succeeds(index_term_docs(&f->transaction, TERM, within, docs, &f->diag), &f->diag);
        assert_true(docset_is_empty(docs));
        docset_destroy(within);
        docset_destroy(docs);
    }
}

/* Term and `within` each have chunks that the other lacks, at both ends and between. */
static void leaps_over_chunks_that_only_one_has(void **state)
{
    struct fixture *f = *state;
    static const uint32_t chunks[] = {1, 2, 5, 6, 9}, others[] = {0, 2, 3, 6, 7, 9, 11};
    struct docset *within = docset_create(), *docs = docset_create();
    uint32_t docids[50], docid = 0;

    for (uint32_t i = 0; i < 50; i++)
        docids[i] = chunks[i / 10] * 65536 + i % 10;
    update(f, TERM, docids, 50, NULL, 0, false);
    for (size_t i = 0; i < 7; i++)
        docset_add(within, others[i] * 65536 + 4);
    succeeds(index_term_docs(&f->transaction, TERM, within, docs, &f->diag), &f->diag);
    assert_int_equal(docset_count(docs), 3);
    for (uint32_t i = 0; i < 3; i++) {
        static const uint32_t wanted[] = {2, 6, 9};

        assert_true(docset_next(docs, &docid));
        assert_int_equal(docid, wanted[i] * 65536 + 4);
    }
    docset_destroy(docs);
    docset_destroy(within);
}

/* Terms of all sizes in any order: inline, chunks, and the largest, which is kept apart. */
static void puts_several_terms_together(void **state)
{
    static const uint32_t sizes[] = {1, 20, 33, 900, 1500, 1500, 6000, 30000, 90000};
    struct fixture *f = *state;
    static uint32_t docids[UNIVERSE];

    for (int round = 0; round < 60; round++) {
        struct docset *within = docset_create(), *docs = docset_create();
        uint32_t terms[6], count = 2 + chance(5);
        bool limited = round % 2 == 1;
        struct term_union *all;

        memset(f->has, 0, UNIVERSE);
        for (uint32_t docid = 1; docid < UNIVERSE; docid++) {
            if (chance(UNIVERSE) < sizes[round % 9])
                docset_add(within, docid);
        }
        for (uint32_t i = 0; i < count; i++) {
            uint32_t size = sizes[chance(round % 3 == 0 ? 3 : 9)], listed = 0;

            terms[i] = 1000 + (uint32_t)round * 10 + i;
            for (uint32_t docid = 1; docid < UNIVERSE; docid++) {
                if (chance(UNIVERSE) >= size)
                    continue;
                docids[listed++] = docid;
                f->has[docid] = f->has[docid] || !limited || docset_contains(within, docid);
            }
            if (listed > 0)
                update(f, terms[i], docids, listed, NULL, 0, false);
        }
        for (uint32_t docid = 1; docid < UNIVERSE && limited; docid++)
            f->has[docid] = f->has[docid] && docset_contains(within, docid);
        docset_add(docs, 5); /* what is there stays */
        f->has[5] = true;
        succeeds(term_union_open(&all, &f->transaction, limited ? within : NULL, &f->diag),
                 &f->diag);
        succeeds(term_union_add(all, terms, 1), &f->diag);
        succeeds(term_union_add(all, terms + 1, count - 1), &f->diag);
        term_union_close(all, docs);
        for (uint32_t docid = 0; docid < UNIVERSE; docid++) {
            if (docset_contains(docs, docid) != f->has[docid])
                fail_msg("round %d, docid %u", round, docid);
        }
        docset_destroy(docs);
        docset_destroy(within);
    }
}

/* A damaged chunk that `within` does not touch is not even looked at. */
static void refuses_damaged_postings(void **state)
{
    static const struct {
        const char *key, *value;
        size_t key_length, value_length;
    } damage[] = {
        {"\0\0\0\x4d", "", 4, 0},                         /* no count */
        {"\0\0\0\x4d", "\0", 4, 1},                       /* a count of nothing */
        {"\0\0\0\x4d", "\2\5", 4, 2},                     /* fewer docids than it counts */
        {"\0\0\0\x4d", "\1\5\5", 4, 3},                   /* more */
        {"\0\0\0\x4d", "\1\0", 4, 2},                     /* docid 0 */
        {"\0\0\0\x4d", "\2\5\0", 4, 3},                   /* the same docid twice */
        {"\0\0\0\x4d", "\2\5\xff\xff\xff\xff\x0f", 4, 7}, /* past the last docid */
        {"\0\0\0\x4d", "\x21\1\1", 4, 3},                 /* more than stand inline */
        {"\0\0\0\x4d\0\1", "bytes", 6, 5},                /* a chunk that is none */
    };
    struct fixture *f = *state;
    struct docset *docs = docset_create(), *within = docset_create();
    struct term_union *all;
    uint32_t docids[100];

    for (uint32_t i = 0; i < 100; i++)
        docids[i] = 1 + i * 1000;
    for (size_t i = 0; i < sizeof damage / sizeof *damage; i++) {
        MDB_val key = value_of(damage[i].key, damage[i].key_length);
        MDB_val data = value_of(damage[i].value, damage[i].value_length);

        update(f, TERM, docids, 100, NULL, 0, false);
        assert_int_equal(
            mdb_put(f->transaction.txn, store_handle(&f->transaction, STORE_POSTS), &key, &data, 0),
            0);
        assert_int_equal(index_term_docs(&f->transaction, TERM, NULL, docs, &f->diag),
                         OFFPRINT_CORRUPT);
        assert_non_null(strstr(f->diag.message, "77"));
        succeeds(term_union_open(&all, &f->transaction, NULL, &f->diag), &f->diag);
        assert_int_equal(term_union_add(all, &(uint32_t){TERM}, 1), OFFPRINT_CORRUPT);
        term_union_close(all, NULL);
        if (damage[i].key_length == 4)
            mdb_del(f->transaction.txn, store_handle(&f->transaction, STORE_POSTS), &key, NULL);
    }
    docset_add(within, 5);
    assert_int_equal(index_term_docs(&f->transaction, TERM, within, docs, &f->diag), 0);
    docset_add(within, 70000);
    assert_int_equal(index_term_docs(&f->transaction, TERM, within, docs, &f->diag),
                     OFFPRINT_CORRUPT);
    docset_destroy(docs);
    docset_destroy(within);
}

int main(void)
{
#define TEST(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(stands_inline_up_to_32_and_comes_back_at_24),
        TEST(random_updates_do_as_a_set_does),
        TEST(reads_only_what_is_within),
        TEST(leaps_over_chunks_that_only_one_has),
        TEST(puts_several_terms_together),
        TEST(refuses_damaged_postings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

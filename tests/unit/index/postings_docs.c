/* Postings read: of one term, of several, only those within a set, and damaged ones. */
#include "postings_fixture.h"

static void reads_only_what_is_within(void **state)
{
    struct fixture *f = *state;
    static const size_t sizes[] = {5, 20, 300, 20000};
    static uint32_t docids[UNIVERSE];

    for (size_t size = 0; size < 4; size++) {
        struct docset *within = docset_create(), *docs = docset_create();
        uint64_t wanted = 0;

        for (size_t i = 0; i < sizes[size]; i++)
            docids[i] = (uint32_t)(1 + i * (UNIVERSE / sizes[size] - 1));
        update(f, TERM, docids, sizes[size], NULL, 0);
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
        update(f, TERM, NULL, 0, docids, sizes[size]);
        docset_destroy(within);
        docset_destroy(docs);
    }
}

/* Term and `within` each have chunks that the other lacks, at both ends and between. */
static void leaps_over_chunks_that_only_one_has(void **state)
{
    struct fixture *f = *state;
    static const uint32_t present[] = {1, 2, 5, 6, 9}, others[] = {0, 2, 3, 6, 7, 9, 11};
    struct docset *within = docset_create(), *docs = docset_create();
    static uint32_t docids[750];
    uint32_t docid = 0;

    for (uint32_t i = 0; i < 750; i++)
        docids[i] = present[i / 150] * 65536 + i % 150;
    update(f, TERM, docids, 750, NULL, 0);
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

/* Terms of all sizes in any order: in blocks, lists, chunks, and the largest, which is kept apart.
 */
static void puts_several_terms_together(void **state)
{
    static const uint32_t sizes[] = {1, 20, 433, 900, 1500, 1500, 6000, 30000, 90000};
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
                update(f, terms[i], docids, listed, NULL, 0);
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

/* Term 77 is in the block of 64, in slot 13: what stands there of the 12 before it is nothing. */
#define BEFORE "\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define BEHIND BEFORE "\0\0\0\0\0"
#define BLOCK "\0\0\0\x40"
#define LIST "\0\0\0\x4d\0"
#define CHUNK "\0\0\0\x4d\0\1"

static const struct {
    const char *key, *value;
    size_t key_length, value_length;
    uint32_t count; /* of records before the damage */
} damage[] = {
    {BLOCK, "", 4, 0, 5},                                           /* no heads */
    {BLOCK, BEFORE "\5", 4, 14, 5},                                 /* too few */
    {BLOCK, BEFORE "\2" BEHIND "\5", 4, 33, 5},                     /* fewer than it counts */
    {BLOCK, BEFORE "\1" BEHIND "\0", 4, 33, 5},                     /* docid 0 */
    {BLOCK, BEFORE "\2" BEHIND "\5\0", 4, 34, 5},                   /* the same docid twice */
    {BLOCK, BEFORE "\2" BEHIND "\5\xff\xff\xff\xff\x0f", 4, 38, 5}, /* past the last docid */
    {BLOCK, BEFORE "\xff\xff\xff\xff\x1f" BEHIND, 4, 36, 5},        /* more than there can be */
    {BLOCK, BEFORE "\x12" BEHIND, 4, 32, 5},                        /* no list of ten */
    {BLOCK, BEFORE "\x12" BEHIND, 4, 32, 100},                      /* a list of others */
    {LIST, "", 5, 0, 100},                                          /* nothing in the list */
    {LIST, "\5\0", 5, 2, 100},                                      /* a docid twice */
    {LIST, "\5\x80", 5, 2, 100},                                    /* cut short */
    {LIST, "\5\6", 5, 2, 100},                                      /* fewer than are counted */
    {CHUNK, "bytes", 6, 5, 700},                                    /* a chunk that is none */
};

static void refuses_damaged_postings(void **state)
{
    struct fixture *f = *state;
    struct docset *docs = docset_create();
    struct postings_writer writer;
    struct term_union *all;
    static uint32_t docids[700];
    uint32_t docid = 1;

    for (uint32_t i = 0; i < 700; i++)
        docids[i] = 1 + i * 200;
    for (size_t i = 0; i < sizeof damage / sizeof *damage; i++) {
        MDB_val key = value_of(damage[i].key, damage[i].key_length);
        MDB_val data = value_of(damage[i].value, damage[i].value_length);

        assert_int_equal(
            mdb_drop(f->transaction.txn, store_handle(&f->transaction, STORE_POSTS), 0), 0);
        update(f, TERM, docids, damage[i].count, NULL, 0);
        assert_int_equal(
            mdb_put(f->transaction.txn, store_handle(&f->transaction, STORE_POSTS), &key, &data, 0),
            0);
        if (index_term_docs(&f->transaction, TERM, NULL, docs, &f->diag) != OFFPRINT_CORRUPT)
            fail_msg("damage %zu is not seen", i);
        assert_non_null(strstr(f->diag.message, "77"));
        succeeds(term_union_open(&all, &f->transaction, NULL, &f->diag), &f->diag);
        assert_int_equal(term_union_add(all, &(uint32_t){TERM}, 1), OFFPRINT_CORRUPT);
        term_union_close(all, NULL);
        succeeds(postings_writer_open(&writer, &f->transaction, &f->diag), &f->diag);
        docid = 70000;
        assert_int_equal(
            postings_update(&writer, TERM,
                            &(struct postings_change){.added = &docid, .added_count = 1}),
            OFFPRINT_CORRUPT);
        postings_writer_close(&writer);
    }
    docset_destroy(docs);
}

/* A damaged chunk that `within` does not touch is not even looked at. */
static void looks_only_at_chunks_that_are_touched(void **state)
{
    struct fixture *f = *state;
    struct docset *docs = docset_create(), *within = docset_create();
    MDB_val key = value_of(CHUNK, 6), data = value_of("bytes", 5);
    static uint32_t docids[700];

    for (uint32_t i = 0; i < 700; i++)
        docids[i] = 1 + i * 200;
    update(f, TERM, docids, 700, NULL, 0);
    assert_int_equal(
        mdb_put(f->transaction.txn, store_handle(&f->transaction, STORE_POSTS), &key, &data, 0), 0);
    docset_add(within, 5);
    assert_int_equal(index_term_docs(&f->transaction, TERM, within, docs, &f->diag), 0);
    docset_add(within, 70000);
    assert_int_equal(index_term_docs(&f->transaction, TERM, within, docs, &f->diag),
                     OFFPRINT_CORRUPT);
    docset_destroy(docs);
    docset_destroy(within);
}

/* The first record, wherever it stands. */
static void says_which_record_is_the_first(void **state)
{
    static const uint32_t counts[] = {1, 5, 100, 690};
    struct fixture *f = *state;
    static uint32_t docids[700];
    struct postings_reader reader;
    uint32_t docid;

    for (uint32_t i = 0; i < 700; i++)
        docids[i] = 140000 + i * 11;
    for (uint32_t i = 0; i < 4; i++)
        update(f, TERM + i, docids + i, counts[i], NULL, 0);
    succeeds(postings_reader_open(&reader, &f->transaction, &f->diag), &f->diag);
    for (uint32_t i = 0; i < 4; i++) {
        succeeds(postings_first(&reader, TERM + i, &docid) - 1, &f->diag);
        assert_int_equal(docid, docids[i]);
    }
    assert_int_equal(postings_first(&reader, TERM + 4, &docid), 0);
    assert_int_equal(postings_first(&reader, TERM + 4000, &docid), 0);
    postings_reader_close(&reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reads_only_what_is_within),
        TEST(leaps_over_chunks_that_only_one_has),
        TEST(puts_several_terms_together),
        TEST(refuses_damaged_postings),
        TEST(looks_only_at_chunks_that_are_touched),
        TEST(says_which_record_is_the_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

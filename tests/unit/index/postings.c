/* Postings changed, held against plain sets: in blocks, lists and chunks, and back. */
#include "postings_fixture.h"

#include "index/docset_bytes.h"
#include "index/postings_make.h"

static bool stands(struct fixture *f, const uint8_t *bytes, size_t length)
{
    MDB_val key = value_of(bytes, length), data;
    int code = mdb_get(f->transaction.txn, store_handle(&f->transaction, STORE_POSTS), &key, &data);

    assert_true(code == 0 || code == MDB_NOTFOUND);
    return code == 0;
}

static bool has_block(struct fixture *f, uint32_t term)
{
    uint8_t key[POSTINGS_CHUNK_KEY_SIZE];

    return stands(f, key, postings_block_key(key, postings_block_of(term)));
}

static bool has_list(struct fixture *f, uint32_t term)
{
    uint8_t key[POSTINGS_CHUNK_KEY_SIZE];

    return stands(f, key, postings_list_key(key, term));
}

static size_t chunks(struct fixture *f, uint32_t term)
{
    uint8_t key[POSTINGS_CHUNK_KEY_SIZE];
    size_t count = 0;

    for (uint16_t chunk = 0; chunk < 100; chunk++)
        count += stands(f, key, postings_chunk_key(key, term, chunk));
    return count;
}

static size_t all_entries(struct fixture *f)
{
    return store_entries(&f->transaction, STORE_POSTS);
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

/* Where so many records stand, of a term that had more or fewer before. */
static void is_where_it_belongs(struct fixture *f, uint32_t count, bool rising)
{
    uint32_t here = rising ? POSTINGS_HERE_MAX : POSTINGS_HERE_AGAIN;
    uint32_t list = rising ? POSTINGS_LIST_MAX : POSTINGS_LIST_AGAIN;

    assert_int_equal(has_block(f, TERM), count > 0);
    assert_int_equal(has_list(f, TERM), count > here && count <= list);
    assert_int_equal(chunks(f, TERM) > 0, count > list);
    assert_int_equal(all_entries(f), count == 0 ? 0 : 1 + has_list(f, TERM) + chunks(f, TERM));
}

#define GROWN 600u

static uint32_t spread(uint32_t i)
{
    return 1 + i * 331; /* over four chunks */
}

static void grows_one_by_one_from_block_to_chunks_and_back(void **state)
{
    struct fixture *f = *state;
    uint32_t docid;

    for (uint32_t i = 0; i < GROWN; i++) {
        docid = spread(i);
        f->has[docid] = true;
        update(f, TERM, &docid, 1, NULL, 0);
        assert_int_equal(compare(f), i + 1);
        is_where_it_belongs(f, i + 1, true);
    }
    assert_int_equal(chunks(f, TERM), 4);
    for (uint32_t left = GROWN; left-- > 0;) {
        docid = spread(left);
        f->has[docid] = false;
        update(f, TERM, NULL, 0, &docid, 1);
        assert_int_equal(compare(f), left);
        is_where_it_belongs(f, left, false);
    }
}

/* On the edge a term stays where it is. */
static void does_not_flap_on_the_edge(void **state)
{
    static const uint32_t edges[] = {POSTINGS_HERE_MAX, POSTINGS_LIST_MAX};
    struct fixture *f = *state;
    uint32_t docid;

    for (size_t edge = 0; edge < 2; edge++) {
        for (uint32_t i = 0; i <= edges[edge]; i++) {
            docid = spread(i);
            update(f, TERM, &docid, 1, NULL, 0);
        }
        assert_int_equal(has_list(f, TERM), edge == 0);
        update(f, TERM, NULL, 0, &docid, 1);
        assert_int_equal(has_list(f, TERM), edge == 0);
        assert_int_equal(chunks(f, TERM) > 0, edge == 1);
        update(f, TERM, &docid, 1, NULL, 0);
        assert_int_equal(has_list(f, TERM), edge == 0);
    }
}

/* From each number of records to each other, at once. */
static void leaps_from_any_place_to_any_other(void **state)
{
    static const uint32_t counts[] = {0, 1, 6, 7, 8, 9, 30, 399, 400, 401, 512, 513, 2000};
    const size_t number = sizeof counts / sizeof *counts;
    static uint32_t docids[2000];
    struct fixture *f = *state;

    for (uint32_t i = 0; i < 2000; i++)
        docids[i] = 1 + i * 99;
    for (size_t i = 0; i < number; i++) {
        for (size_t j = 0; j < number; j++) {
            uint32_t from = counts[i], to = counts[j];
            bool rising = from < to || (from == to && from > 0);

            memset(f->has, 0, UNIVERSE);
            for (uint32_t k = 0; k < to; k++)
                f->has[docids[k]] = true;
            update(f, TERM, docids, from, NULL, 0);
            if (from < to)
                update(f, TERM, docids + from, to - from, NULL, 0);
            else
                update(f, TERM, NULL, 0, docids + to, from - to);
            assert_int_equal(compare(f), to);
            if (rising)
                is_where_it_belongs(f, to, true);
            else if (from <= POSTINGS_HERE_MAX || from > POSTINGS_LIST_MAX)
                is_where_it_belongs(f, to, from <= POSTINGS_HERE_MAX);
            update(f, TERM, NULL, 0, docids, 2000);
            assert_int_equal(all_entries(f), 0);
        }
    }
}

static void random_updates_do_as_a_set_does(void **state)
{
    struct fixture *f = *state;
    static uint32_t added[UNIVERSE], removed[UNIVERSE];

    update(f, TERM - 1, &(uint32_t){5}, 1, NULL, 0); /* neighbours stay out of it */
    update(f, TERM + 1, &(uint32_t){6}, 1, NULL, 0);
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
        update(f, TERM, added, added_count, removed, removed_count);
        for (size_t i = 0; i < added_count; i++)
            f->has[added[i]] = true;
        for (size_t i = 0; i < removed_count; i++)
            f->has[removed[i]] = false;
        compare(f);
    }
    for (size_t side = 0; side < 2; side++) {
        struct docset *docs = docset_create();

        succeeds(
            index_term_docs(&f->transaction, TERM - 1 + (uint32_t)side * 2, NULL, docs, &f->diag),
            &f->diag);
        assert_int_equal(docset_count(docs), 1);
        assert_true(docset_contains(docs, 5 + (uint32_t)side));
        docset_destroy(docs);
    }
}

#define TERMS 400u
#define DOCIDS 2100u

/* A term of the model: a plain set, and how large it likes to be. */
struct plain_term {
    bool has[DOCIDS];
    uint32_t count, likes;
};

static uint32_t docid_of(uint32_t place)
{
    return 1 + place * 90;
}

/* Turns records of a term over, in the model and in the store. */
static void turn_over(struct fixture *f, struct postings_writer *writer, struct plain_term *term,
                      uint32_t number)
{
    static uint32_t added[DOCIDS], removed[DOCIDS];
    struct postings_change change = {.added = added, .removed = removed};
    bool more = term->count < term->likes;
    uint32_t odds = 1 + chance(chance(3) == 0 ? DOCIDS : 20);

    for (uint32_t place = 0; place < DOCIDS; place++) {
        bool add = more ? chance(8) > 0 : chance(8) == 0;

        if (chance(DOCIDS) >= odds)
            continue;
        term->count += add - (unsigned)term->has[place];
        term->has[place] = add;
        if (add)
            added[change.added_count++] = docid_of(place);
        else
            removed[change.removed_count++] = docid_of(place);
    }
    succeeds(postings_update(writer, number, &change), &f->diag);
}

static void compare_term(struct fixture *f, const struct plain_term *term, uint32_t number)
{
    struct docset *docs = docset_create();
    uint64_t counted;

    succeeds(index_term_docs(&f->transaction, number, NULL, docs, &f->diag), &f->diag);
    for (uint32_t place = 0; place < DOCIDS; place++) {
        if (docset_contains(docs, docid_of(place)) != term->has[place])
            fail_msg("term %u, docid %u", number, docid_of(place));
    }
    assert_int_equal(docset_count(docs), term->count);
    succeeds(index_term_count(&f->transaction, number, &counted, &f->diag), &f->diag);
    assert_int_equal(counted, term->count);
    docset_destroy(docs);
}

/* Hundreds of terms, of which many share a block, change in turn and at random; a writer has fewer
 * blocks open than there are. */
static void neighbours_change_without_each_other(void **state)
{
    static const uint32_t sizes[] = {1, 3, 9, 40, 450, 700};
    static struct plain_term terms[TERMS];
    struct fixture *f = *state;
    struct postings_writer writer;

    memset(terms, 0, sizeof terms);
    for (uint32_t i = 0; i < TERMS; i++)
        terms[i].likes = sizes[chance(6)];
    for (int round = 0; round < 40; round++) {
        succeeds(postings_writer_open(&writer, &f->transaction, &f->diag), &f->diag);
        for (uint32_t i = 0; i < TERMS; i++) {
            uint32_t which = round % 2 == 0 ? i : chance(TERMS);

            if (chance(50) == 0)
                terms[which].likes = chance(2) * sizes[chance(6)];
            turn_over(f, &writer, &terms[which], 1000 + which);
        }
        succeeds(postings_writer_flush(&writer), &f->diag);
        postings_writer_close(&writer);
        for (uint32_t i = 0; i < TERMS; i++)
            compare_term(f, &terms[i], 1000 + i);
    }
    succeeds(postings_writer_open(&writer, &f->transaction, &f->diag), &f->diag);
    for (uint32_t i = 0; i < TERMS; i++) {
        static uint32_t docids[DOCIDS];

        for (uint32_t place = 0; place < DOCIDS; place++)
            docids[place] = docid_of(place);
        succeeds(
            postings_update(&writer, 1000 + (i * 7) % TERMS,
                            &(struct postings_change){.removed = docids, .removed_count = DOCIDS}),
            &f->diag);
    }
    succeeds(postings_writer_flush(&writer), &f->diag);
    postings_writer_close(&writer);
    assert_int_equal(all_entries(f), 0);
}

/* What is made without the store is what the store would have come to. */
static void what_is_made_is_what_is_written(void **state)
{
    static const uint32_t sizes[] = {0, 1, 2, 8, 9, 60, 512, 513, 5000, 70000};
    static uint32_t docids[UNIVERSE];
    struct fixture *f = *state;
    struct postings_maker maker;
    uint8_t *bytes = NULL;

    postings_maker_init(&maker);
    assert_int_equal(postings_maker_size(&maker), 0);
    for (uint32_t term = 64; term < 200; term++) {
        uint32_t size = sizes[chance(term < 150 ? 10 : 3)], count = 0;

        for (uint32_t docid = 1; docid < UNIVERSE && count < size; docid++) {
            if (chance(UNIVERSE) < size * 2)
                docids[count++] = docid;
        }
        if (postings_maker_is_behind(&maker, term) || term == 199) {
            size_t most = postings_maker_size(&maker), at = 0, end;

            bytes = realloc(bytes, most);
            end = (size_t)(postings_maker_take(&maker, bytes) - bytes);
            assert_true(end <= most);
            while (at < end) {
                const struct made_entry *entry = (const void *)(bytes + at);
                MDB_val key = value_of(entry->key, entry->key_size), data;

                assert_int_equal(mdb_get(f->transaction.txn,
                                         store_handle(&f->transaction, STORE_POSTS), &key, &data),
                                 0);
                assert_int_equal(data.mv_size, entry->length);
                assert_memory_equal(data.mv_data, entry->value, entry->length);
                assert_int_equal(mdb_del(f->transaction.txn,
                                         store_handle(&f->transaction, STORE_POSTS), &key, NULL),
                                 0);
                at += (sizeof *entry + entry->length + 7) / 8 * 8;
            }
            assert_int_equal(all_entries(f), 0); /* nothing but what was made */
        }
        if (count > 0 && term < 199) {
            postings_maker_add(&maker, term, docids, count);
            update(f, term, docids, count, NULL, 0);
        }
    }
    free(bytes);
    postings_maker_finish(&maker);
}

/* Chunks are made without CRoaring, and are its bytes. */
static void chunks_are_made_as_docsets_are_written(void **state)
{
    static const uint32_t counts[] = {1, 2, 4095, 4096, 4097, 8000, 65535, 65536};
    static uint32_t docids[65536];
    static uint8_t bytes[CONTAINER_SIZE_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        struct docset *docs = docset_create();
        struct buffer written = {0};
        const uint8_t *end;

        for (uint32_t k = 0; k < counts[i]; k++)
            docids[k] = 5 * 65536 + k * (65536 / counts[i]);
        docset_add_many(docs, docids, counts[i]);
        docset_write(&written, docs);
        end = container_encode(bytes, docids, counts[i]);
        assert_int_equal(end - bytes, written.length);
        assert_memory_equal(bytes, written.data, written.length);
        buffer_finish(&written);
        docset_destroy(docs);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(grows_one_by_one_from_block_to_chunks_and_back),
        TEST(does_not_flap_on_the_edge),
        TEST(leaps_from_any_place_to_any_other),
        TEST(random_updates_do_as_a_set_does),
        TEST(neighbours_change_without_each_other),
        TEST(what_is_made_is_what_is_written),
        TEST(chunks_are_made_as_docsets_are_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

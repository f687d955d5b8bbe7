/* Docsets in both their forms, list and bitmap, held against plain arrays. */
#include "../test.h"

#include <stdlib.h>

#include "index/docset.h"
#include "index/docset_pages.h"

/* Several chunks of 65,536 docids. */
#define UNIVERSE 300000u
#define CHUNK 65536u

static uint32_t seed = 1;

static uint32_t chance(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)seed * below) >> 32);
}

/* About `size` docids from `from` on and before `until`. */
static void fill(bool *has, uint32_t size, uint32_t from, uint32_t until)
{
    memset(has, 0, UNIVERSE);
    for (uint32_t docid = from > 0 ? from : 1; docid < until; docid++)
        has[docid] = chance(until - from) < size;
}

static struct buffer bytes_of(const bool *has)
{
    struct docset *set = docset_create();
    struct buffer bytes;

    buffer_init(&bytes);
    for (uint32_t docid = 1; docid < UNIVERSE; docid++) {
        if (has[docid])
            docset_add(set, docid);
    }
    docset_write(&bytes, set);
    docset_destroy(set);
    return bytes;
}

/* What is added in order is a list while it is small; what is read as a whole is a bitmap. */
static struct docset *set_of(const bool *has, bool bitmap)
{
    struct docset *set = docset_create();
    struct buffer bytes;

    if (bitmap) {
        bytes = bytes_of(has);
        assert_true(docset_read(set, buffer_slice(&bytes)));
        buffer_finish(&bytes);
        return set;
    }
    for (uint32_t docid = 1; docid < UNIVERSE; docid++) {
        if (has[docid])
            docset_add(set, docid);
    }
    return set;
}

/* Counts, order, places and membership. */
static void compare(const struct docset *set, const bool *has)
{
    static uint32_t docids[UNIVERSE];
    uint32_t docid = 0, at;
    uint64_t count = 0;
    size_t listed = docset_list(set, 0, docids, UNIVERSE);

    for (uint32_t i = 0; i < UNIVERSE; i++) {
        if (i % 211 == 0) {
            assert_int_equal(docset_contains(set, i), has[i]);
            assert_int_equal(docset_rank(set, i), count + has[i]);
        }
        if (!has[i])
            continue;
        if (count >= listed || docids[count] != i)
            fail_msg("docid %u is not where it should be", i);
        if (count % 101 == 0) {
            assert_true(docset_at(set, count, &at));
            assert_int_equal(at, i);
            docid = i - 1;
            assert_true(docset_next(set, &docid));
            assert_int_equal(docid, i);
            assert_int_equal(docset_list(set, i, docids + count + 1, 3) > 0, count + 1 < listed);
        }
        count++;
    }
    assert_int_equal(listed, count);
    assert_int_equal(docset_count(set), count);
    assert_int_equal(docset_is_empty(set), count == 0);
    assert_false(docset_at(set, count, &at));
}

/* --- two sets -------------------------------------------------------------------------------- */

static const uint32_t sizes[] = {0, 1, 40, 900, 5000, 16300, 18000, 150000};
#define SIZES (sizeof sizes / sizeof *sizes)

static void join(const bool *a, const bool *b, unsigned forms)
{
    static bool wanted[UNIVERSE];
    uint64_t both = 0;

    for (unsigned operation = 0; operation < 4; operation++) {
        struct docset *set = set_of(a, forms & 1), *other = set_of(b, forms & 2);
        struct docset *copy = docset_copy(set);

        both = 0;
        for (uint32_t i = 0; i < UNIVERSE; i++) {
            both += a[i] && b[i];
            wanted[i] = operation == 0   ? a[i] && b[i]
                        : operation == 1 ? a[i] && !b[i]
                                         : a[i] || b[i];
        }
        assert_int_equal(docset_and_count(set, other), both);
        if (operation == 0)
            docset_and(set, other);
        else if (operation == 1)
            docset_not(set, other);
        else if (operation == 2)
            docset_or(set, other);
        else
            docset_take(set, other);
        compare(set, wanted);
        compare(copy, a);
        if (operation < 3) {
            compare(other, b);
            docset_destroy(other);
        }
        docset_add(set, UNIVERSE - 1); /* it goes on being a set */
        wanted[UNIVERSE - 1] = true;
        compare(set, wanted);
        docset_destroy(set);
        docset_destroy(copy);
    }
}

static void all_forms_are_joined_as_sets_are(void **state)
{
    static bool a[UNIVERSE], b[UNIVERSE];

    (void)state;
    for (size_t i = 0; i < SIZES * SIZES; i++) {
        uint32_t half = chance(3) == 0 ? UNIVERSE / 2 : 0;

        fill(a, sizes[i % SIZES], 1, UNIVERSE - half);
        fill(b, sizes[i / SIZES], half, UNIVERSE);
        join(a, b, (unsigned)i % 4);
        join(a, b, (unsigned)(i / 8 + 1) % 4);
    }
}

static void a_docid_may_be_added_anywhere_and_taken_out(void **state)
{
    static bool has[UNIVERSE];

    (void)state;
    for (size_t i = 0; i < SIZES; i++) {
        struct docset *set;

        fill(has, sizes[i], 1, UNIVERSE);
        set = set_of(has, false);
        for (int j = 0; j < 50; j++) {
            uint32_t docid = 1 + chance(UNIVERSE - 1);

            has[docid] = j % 3 > 0;
            if (has[docid])
                docset_add(set, docid);
            else
                docset_remove(set, docid);
        }
        compare(set, has);
        docset_destroy(set);
    }
}

/* In order, out of order, some twice, into what is there. */
static void many_are_added_in_any_order(void **state)
{
    static bool has[UNIVERSE], more[UNIVERSE];
    static uint32_t docids[UNIVERSE];

    (void)state;
    for (size_t i = 0; i < SIZES * SIZES; i++) {
        uint32_t listed = 0;
        struct docset *set;

        fill(has, sizes[i % SIZES], 1, UNIVERSE);
        fill(more, sizes[i / SIZES], 1, UNIVERSE);
        set = set_of(has, i % 5 == 4);
        for (uint32_t docid = 1; docid < UNIVERSE; docid++) {
            if (more[docid])
                docids[listed++] = docid;
            has[docid] = has[docid] || more[docid];
        }
        if (i % 3 == 1 && listed > 1) { /* the first once more, and last */
            docids[listed - 1] = docids[0];
            docset_add_many(set, docids + listed - 1, 1);
            for (uint32_t docid = UNIVERSE - 1; docid > 0 && listed > 0; docid--) {
                if (more[docid]) {
                    docset_add_many(set, &docid, 1);
                    break;
                }
            }
        }
        docset_add_many(set, docids, listed);
        compare(set, has);
        docset_destroy(set);
    }
}

/* --- chunks ---------------------------------------------------------------------------------- */

/* One chunk is added to what is there, as it is and within another set. */
static void read_chunk(const bool *there, const bool *chunk, const bool *within, unsigned forms)
{
    static bool wanted[UNIVERSE];
    struct buffer bytes = bytes_of(chunk);
    struct docset *set = set_of(there, forms & 1), *limit = set_of(within, forms & 2);
    struct docset_pages pages = {0};

    for (uint32_t i = 0; i < UNIVERSE; i++)
        wanted[i] = there[i] || (chunk[i] && within[i]);
    assert_true(docset_read_within(set, buffer_slice(&bytes), limit));
    compare(set, wanted);
    assert_true(docset_pages_read(&pages, buffer_slice(&bytes), limit));
    assert_true(docset_read_within(set, buffer_slice(&bytes), NULL));
    for (uint32_t i = 0; i < UNIVERSE; i++)
        wanted[i] = there[i] || chunk[i];
    compare(set, wanted);
    docset_destroy(set);
    set = docset_create();
    docset_add_pages(set, &pages);
    for (uint32_t i = 0; i < UNIVERSE; i++)
        wanted[i] = chunk[i] && within[i];
    compare(set, wanted);
    docset_pages_finish(&pages);
    docset_destroy(set);
    docset_destroy(limit);
    buffer_finish(&bytes);
}

static void chunks_are_read_within_a_set(void **state)
{
    static const uint32_t in_chunk[] = {1, 2, 100, 3000, 4090, 5000, 60000};
    static bool there[UNIVERSE], chunk[UNIVERSE], within[UNIVERSE];

    (void)state;
    for (size_t i = 0; i < 7 * SIZES; i++) {
        uint32_t from = chance(3) * CHUNK;

        fill(there, sizes[chance(SIZES - 1)], 1, 1 + chance(UNIVERSE - 1));
        fill(chunk, in_chunk[i % 7], from, from + CHUNK);
        fill(within, sizes[i / 7], 1, UNIVERSE);
        within[from] = within[from + CHUNK - 1] = from > 0; /* the edges of a chunk */
        chunk[from + CHUNK - 1] = true;
        read_chunk(there, chunk, within, (unsigned)i % 4);
    }
}

/* Runs and several containers are not what postings have; they are read all the same. */
static void other_bytes_are_read_too(void **state)
{
    static const char runs[] = "\x3b\x30\0\0\1\0\0\2\0\1\0\7\0\2\0";
    static const char fewer[] = "\x3a\x30\0\0\2\0\0\0\0\0\1\0\x10\0\0\0\5\0\6\0";
    static bool there[UNIVERSE], several[UNIVERSE], within[UNIVERSE];
    struct docset *set = docset_create(), *limit = docset_create();

    (void)state;
    docset_add(limit, 8);
    assert_false(docset_read_within(set, slice_make(fewer, 20), limit)); /* it says 2 */
    assert_false(docset_read_within(set, slice_make(fewer, 20), NULL));
    assert_true(docset_read_within(set, slice_make(runs, 15), limit));
    assert_int_equal(docset_count(set), 1);
    assert_true(docset_read_within(set, slice_make(runs, 15), NULL));
    assert_int_equal(docset_count(set), 3);
    docset_destroy(set);
    docset_destroy(limit);
    fill(several, 9000, 1, UNIVERSE);
    fill(within, 9000, 1, UNIVERSE);
    read_chunk(there, several, within, 0);
}

/* Every bit turned: refused, or docids in order of which all are in `within`. */
static void damaged_chunks_do_no_harm(void **state)
{
    static bool chunk[UNIVERSE], within[UNIVERSE];
    struct docset *limit, *set;
    struct buffer bytes;
    size_t refused = 0;

    (void)state;
    fill(chunk, 90, CHUNK, 2 * CHUNK);
    fill(within, 3000, 1, UNIVERSE);
    bytes = bytes_of(chunk);
    limit = set_of(within, false);
    for (size_t length = 0; length < bytes.length; length++) {
        set = docset_create();
        assert_false(docset_read_within(set, slice_make(bytes.data, length), limit));
        assert_false(docset_read_within(set, slice_make(bytes.data, length), NULL));
        docset_destroy(set);
    }
    for (size_t bit = 0; bit < bytes.length * 8; bit++) {
        uint32_t docids[200];
        size_t count;

        bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
        set = docset_create();
        refused += !docset_read_within(set, buffer_slice(&bytes), limit);
        count = docset_list(set, 0, docids, 200);
        assert_int_equal(count, docset_count(set));
        for (size_t i = 0; i < count; i++) {
            assert_true(docset_contains(limit, docids[i]));
            assert_true(i == 0 || docids[i - 1] < docids[i]);
        }
        docset_destroy(set);
        bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ 1 << bit % 8);
    }
    assert_true(refused > 100);
    docset_destroy(limit);
    buffer_finish(&bytes);
}

/* Read as a whole, a bitset has the bits that it counts; looked into, it is not counted. */
static void a_bitset_is_counted_where_it_is_read_whole(void **state)
{
    static bool chunk[UNIVERSE];
    struct docset *set = docset_create();
    struct buffer bytes;

    (void)state;
    fill(chunk, 30000, CHUNK, 2 * CHUNK);
    chunk[CHUNK] = true;
    bytes = bytes_of(chunk);
    assert_int_equal(bytes.length, 16 + 8192);
    assert_true(docset_read(set, buffer_slice(&bytes)));
    for (size_t at = 16; at < bytes.length; at += 500) {
        bytes.data[at] ^= 1;
        assert_false(docset_read(set, buffer_slice(&bytes)));
        assert_false(docset_read_within(set, buffer_slice(&bytes), NULL));
        bytes.data[at] ^= 1;
    }
    compare(set, chunk);
    docset_destroy(set);
    buffer_finish(&bytes);
}

static void no_chunk_has_docid_0(void **state)
{
    static const char array[] = "\x3a\x30\0\0\1\0\0\0\0\0\1\0\x10\0\0\0\0\0\6\0";
    struct docset *set = docset_create(), *within = docset_create();
    struct docset_pages pages = {0};
    struct buffer bits;

    (void)state;
    docset_add(within, 6);
    buffer_init(&bits);
    buffer_add(&bits, "\x3a\x30\0\0\1\0\0\0\0\0\xff\xff\x10\0\0\0", 16);
    memset(buffer_reserve(&bits, 8192), 0xff, 8192);
    bits.length += 8192;
    for (int i = 0; i < 2; i++) {
        struct slice bytes = i == 0 ? slice_make(array, 20) : buffer_slice(&bits);

        assert_false(docset_read_within(set, bytes, NULL));
        assert_false(docset_read_within(set, bytes, within));
        assert_false(docset_pages_read(&pages, bytes, NULL));
    }
    assert_true(docset_is_empty(set));
    docset_pages_finish(&pages);
    buffer_finish(&bits);
    docset_destroy(set);
    docset_destroy(within);
}

/* --- pages ----------------------------------------------------------------------------------- */

static void pages_hold_what_was_put_in(void **state)
{
    static bool part[UNIVERSE], all[UNIVERSE], chunk[UNIVERSE];
    static uint32_t docids[UNIVERSE];

    (void)state;
    for (size_t i = 0; i < SIZES; i++) {
        struct docset_pages pages = {0};
        struct docset *set = docset_create();
        uint64_t count = 0;

        memset(all, 0, sizeof all);
        for (int round = 0; round < 5; round++) {
            uint32_t from = (i + 1) % 4 * CHUNK, listed = 0;
            struct buffer bytes;

            fill(part, sizes[i] / 5, 1, UNIVERSE);
            fill(chunk, round < 3 ? sizes[i] / 9 : 30000, from, from + CHUNK);
            chunk[from + 77] = true;
            for (uint32_t docid = UNIVERSE - 1; docid > 0; docid--) { /* in no good order */
                if (part[docid])
                    docids[listed++] = docid;
                all[docid] = all[docid] || part[docid] || chunk[docid];
            }
            docset_pages_add(&pages, docids, listed);
            bytes = bytes_of(chunk);
            assert_true(docset_pages_read(&pages, buffer_slice(&bytes), NULL));
            buffer_finish(&bytes);
            if (round == 2 || round == 4) {
                count = 0;
                for (uint32_t docid = 0; docid < UNIVERSE; docid++)
                    count += all[docid];
                assert_int_equal(pages.count, count);
                docset_add_pages(set, &pages);
                compare(set, all);
            }
        }
        docset_pages_finish(&pages);
        docset_destroy(set);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_forms_are_joined_as_sets_are),
        cmocka_unit_test(a_docid_may_be_added_anywhere_and_taken_out),
        cmocka_unit_test(many_are_added_in_any_order),
        cmocka_unit_test(chunks_are_read_within_a_set),
        cmocka_unit_test(other_bytes_are_read_too),
        cmocka_unit_test(damaged_chunks_do_no_harm),
        cmocka_unit_test(a_bitset_is_counted_where_it_is_read_whole),
        cmocka_unit_test(no_chunk_has_docid_0),
        cmocka_unit_test(pages_hold_what_was_put_in),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Blocks of forward lists: what goes in comes out, and bytes that are none are refused. */
#include "../test.h"

#include <stdlib.h>

#include <offprint/buffer.h>

#include "base/bytes.h"
#include "index/forward_block.h"

static uint32_t seed = 5;

static uint32_t chance(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)seed * below) >> 32);
}

/* --- what goes in ----------------------------------------------------------------------------- */

static const char sample[] = "What stands in a list does not matter to the block that it is in.";

static struct slice random_part(void)
{
    size_t from = chance(sizeof sample), length = chance((uint32_t)(sizeof sample - from) + 1);

    return slice_make(sample + from, length);
}

/* Some documents have no words, some no list at all: but the first and the last have one. */
static size_t random_lists(struct forward_list *lists)
{
    size_t count = 1 + chance(FORWARD_BLOCK_DOCIDS);

    for (size_t i = 0; i < count; i++) {
        lists[i] = (struct forward_list){{NULL, 0}, {NULL, 0}};
        if (chance(5) > 0)
            lists[i].words = random_part();
        if (chance(5) > 0 || i == 0 || i + 1 == count)
            lists[i].rest = slice_make(sample, 1 + chance(sizeof sample));
    }
    return count;
}

static struct slice make_block(struct buffer *out, const struct forward_list *lists, size_t count)
{
    size_t size = 0;

    for (size_t i = 0; i < count; i++)
        size += forward_list_length(&lists[i]);
    size = forward_block_size(count, size);
    buffer_truncate(out, 0);
    forward_block_write((uint8_t *)buffer_reserve(out, size), lists, count);
    out->length = size;
    return buffer_slice(out);
}

static void what_goes_in_comes_out(void **state)
{
    struct buffer bytes = {0};

    (void)state;
    for (int round = 0; round < 5000; round++) {
        struct forward_list lists[FORWARD_BLOCK_DOCIDS], list;
        size_t count = random_lists(lists);
        uint32_t first = 1 + chance(3 * FORWARD_BLOCK_DOCIDS), last = first + (uint32_t)count - 1;
        struct forward_block block;
        struct slice words;

        assert_true(forward_block_read(&block, last, make_block(&bytes, lists, count)));
        assert_true(forward_block_is_sound(&block));
        assert_int_equal(block.first, first);
        assert_int_equal(block.count, count);
        for (uint32_t i = 0; i < count; i++) {
            assert_true(forward_block_has(&block, first + i));
            assert_true(forward_block_list(&list, &block, first + i));
            assert_true(slice_equal(list.words, lists[i].words));
            assert_true(slice_equal(list.rest, lists[i].rest));
            assert_true(forward_block_words(&words, &block, first + i));
            assert_true(slice_equal(words, lists[i].words));
        }
        assert_false(forward_block_has(&block, first - 1));
        assert_false(forward_block_has(&block, last + 1));
        assert_true(forward_block_list(&list, &block, last + 1));
        assert_int_equal(forward_list_length(&list), 0);
    }
    buffer_finish(&bytes);
}

/* --- what is none ----------------------------------------------------------------------------- */

/* Up to 7 offsets, and that many bytes behind them; the docid is 9 unless something else is said.
 */
static const struct {
    const char *name;
    uint32_t offsets[7];
    size_t offset_count, more;
    uint32_t last;
    bool is_read;
} bad[] = {
    {"nothing", {0}, 0, 0, 9, false},
    {"half a number", {0}, 0, 3, 9, false},
    {"a table of one number", {4}, 1, 0, 9, false},
    {"a table of two", {8, 8}, 2, 0, 9, false},
    {"a table past the end", {20, 20}, 2, 0, 9, false},
    {"a table of no whole documents", {16, 16, 16, 16}, 4, 0, 9, false},
    {"an empty table", {0, 12, 12}, 3, 0, 9, false},
    {"too many documents", {(2 * 65 + 1) * 4}, 1, (2 * 65) * 4, 9, false},
    {"more documents than there are docids", {20, 21, 22, 23, 24}, 5, 4, 1, false},
    {"docid 0", {12, 13, 14}, 3, 2, 0, false},
    {"words before the table's end", {12, 11, 14}, 3, 2, 9, true},
    {"a rest before the words", {20, 22, 21, 23, 24}, 5, 4, 9, true},
    {"a document between that ends before it begins", {28, 29, 28, 29, 30, 31, 32}, 7, 4, 9, true},
    {"an end before the last", {12, 14, 13}, 3, 2, 9, true},
    {"words past the end", {12, 15, 15}, 3, 2, 9, true},
    {"a rest past the end", {12, 13, 15}, 3, 2, 9, true},
    {"bytes behind the end", {12, 13, 13}, 3, 2, 9, true},
    {"a first document without a list", {20, 21, 21, 22, 22}, 5, 2, 9, true},
    {"a last document without a list", {20, 20, 21, 21, 22}, 5, 2, 9, true},
    {"no list at all", {12, 12, 12}, 3, 0, 9, true},
    {"offsets that are far out", {12, 13, UINT32_MAX}, 3, 2, 9, true},
};

static void what_is_no_block_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        size_t length = bad[i].offset_count * 4 + bad[i].more;
        uint8_t *bytes = calloc(1, length + 1); /* of that size, so that reading past it shows */
        struct forward_block block;

        bytes = realloc(bytes, length > 0 ? length : 1);
        for (size_t j = 0; j < bad[i].offset_count; j++)
            put_u32(bytes + j * 4, bad[i].offsets[j]);
        if (forward_block_read(&block, bad[i].last, slice_make((const char *)bytes, length)) !=
            bad[i].is_read)
            fail_msg("%s: %s", bad[i].name, bad[i].is_read ? "is not read" : "is read");
        if (bad[i].is_read && forward_block_is_sound(&block))
            fail_msg("%s: is said to be sound", bad[i].name);
        for (uint32_t docid = 0; bad[i].is_read && docid < 12; docid++) {
            struct forward_list list;

            if (forward_block_list(&list, &block, docid))
                assert_true(forward_list_length(&list) <= length);
        }
        free(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_in_comes_out),
        cmocka_unit_test(what_is_no_block_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Blocks and lists of postings: what is written is read again, and nothing else is. */
#include "../test.h"

#include <stdlib.h>
#include <string.h>

#include "index/postings_block.h"

#define NOTHING8 "\0\0\0\0\0\0\0\0"
#define NOTHING24 NOTHING8 NOTHING8 NOTHING8

static struct slice bytes_of(const uint8_t *bytes, const uint8_t *end)
{
    return slice_make((const char *)bytes, (size_t)(end - bytes));
}

static uint32_t seed = 7;

static uint32_t chance(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)seed * below) >> 32);
}

/* Docids that rise, of all widths. */
static void fill(uint32_t *docids, uint32_t count)
{
    static const uint32_t widths[] = {2, 100, 20000, 3000000, 200000000};
    uint32_t docid = 0;

    for (uint32_t i = 0; i < count; i++) {
        docid += 1 + chance(widths[chance(count > 8 ? 3 : 5)]);
        docids[i] = docid;
    }
}

static void fill_block(struct postings_block *block)
{
    memset(block, 0, sizeof *block);
    for (unsigned slot = 0; slot < POSTINGS_BLOCK_TERMS; slot++) {
        uint32_t count = chance(12);

        if (count <= POSTINGS_HERE_MAX) {
            block->heads[slot] = count;
            fill(block->docids[slot], count);
        } else {
            assert_true(postings_head_apart(&block->heads[slot], 1 + chance(300000)));
        }
    }
}

static void blocks_are_read_as_they_were_written(void **state)
{
    static struct postings_block block, again;
    uint8_t bytes[POSTINGS_BLOCK_SIZE_MAX];

    (void)state;
    for (int round = 0; round < 2000; round++) {
        const uint8_t *end;

        fill_block(&block);
        end = postings_block_encode(bytes, &block);
        assert_true(end <= bytes + sizeof bytes);
        memset(&again, 0, sizeof again);
        assert_true(postings_block_decode(&again, bytes_of(bytes, end)));
        assert_memory_equal(&again, &block, sizeof block);
    }
}

/* The largest that there can be has room. */
static void the_largest_block_has_room(void **state)
{
    static struct postings_block block, again;
    uint8_t bytes[POSTINGS_BLOCK_SIZE_MAX];
    const uint8_t *end;

    (void)state;
    for (unsigned slot = 0; slot < POSTINGS_BLOCK_TERMS; slot++) {
        block.heads[slot] = POSTINGS_HERE_MAX;
        for (uint32_t i = 0; i < POSTINGS_HERE_MAX; i++)
            block.docids[slot][i] = (i + 1) * (UINT32_MAX / POSTINGS_HERE_MAX);
    }
    assert_true(postings_head_apart(&block.heads[3], UINT32_MAX - POSTINGS_HERE_MAX));
    assert_int_equal(postings_head_count(block.heads[3]), UINT32_MAX - POSTINGS_HERE_MAX);
    end = postings_block_encode(bytes, &block);
    assert_true(end <= bytes + sizeof bytes);
    memset(block.docids[3], 0, sizeof block.docids[3]);
    assert_true(postings_block_decode(&again, bytes_of(bytes, end)));
    assert_memory_equal(&again, &block, sizeof block);
    assert_false(postings_head_apart(&block.heads[3], UINT32_MAX - POSTINGS_HERE_MAX + 1));
    assert_false(postings_head_apart(&block.heads[3], 0));
}

/* Slots are asked for in any order, some more than once. */
static void views_find_each_term(void **state)
{
    static struct postings_block block;
    uint8_t bytes[POSTINGS_BLOCK_SIZE_MAX];

    (void)state;
    for (int round = 0; round < 500; round++) {
        struct postings_view view;

        fill_block(&block);
        assert_true(
            postings_view_init(&view, bytes_of(bytes, postings_block_encode(bytes, &block))));
        for (unsigned step = 0; step < 60; step++) {
            unsigned slot = round % 2 == 0 ? step % POSTINGS_BLOCK_TERMS : chance(32);
            uint32_t docids[POSTINGS_HERE_MAX] = {0}, head = view.heads[slot];

            assert_int_equal(head, block.heads[slot]);
            assert_int_equal(postings_view_docids(&view, slot, docids), postings_are_here(head));
            if (!postings_are_here(head))
                continue;
            assert_memory_equal(docids, block.docids[slot], head * sizeof *docids);
        }
    }
}

static const struct {
    const char *name, *bytes;
    size_t length;
    bool heads; /* are these sound? Then what stands before the damage can be read. */
} bad[] = {
    {"nothing", "", 0, false},
    {"too few heads", "\1\1" NOTHING24 "\0\5\6", 29, false},
    {"a head that does not end", "\1\1" NOTHING24 "\0\0\0\0\0\x80", 32, false},
    {"a head of more than 32 bits", "\xff\xff\xff\xff\x10" NOTHING24 NOTHING8, 36, false},
    {"a head of six bytes", "\x80\x80\x80\x80\x80\0" NOTHING24 NOTHING8, 37, false},
    {"no records at all", NOTHING24 NOTHING8, 32, true},
    {"a docid too few", "\1\2" NOTHING24 "\0\0\0\0\0\0\5\6", 34, true},
    {"a docid that does not end", "\1\2" NOTHING24 "\0\0\0\0\0\0\5\6\x87", 35, true},
    {"a byte too many", "\1\2" NOTHING24 "\0\0\0\0\0\0\5\6\7\1", 36, true},
    {"docid 0", "\1\2" NOTHING24 "\0\0\0\0\0\0\5\0\7", 35, true},
    {"a docid twice", "\1\2" NOTHING24 "\0\0\0\0\0\0\5\6\0", 35, true},
    {"past the last docid", "\1\2" NOTHING24 "\0\0\0\0\0\0\5\6\xff\xff\xff\xff\xf", 39, true},
    {"a docid of more than 32 bits", "\1\2" NOTHING24 "\0\0\0\0\0\0\5\6\xff\xff\xff\xff\x1f", 39,
     true},
};

static void refuses_malformed_blocks(void **state)
{
    static struct postings_block block;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct slice bytes = slice_make(bad[i].bytes, bad[i].length);
        struct postings_view view;
        uint32_t docids[POSTINGS_HERE_MAX] = {0};

        if (postings_block_decode(&block, bytes))
            fail_msg("%s is accepted", bad[i].name);
        assert_int_equal(postings_view_init(&view, bytes), bad[i].heads);
        if (!bad[i].heads || view.heads[0] == 0)
            continue;
        assert_true(postings_view_docids(&view, 0, docids));
        assert_int_equal(docids[0], 5);
        assert_int_equal(postings_view_docids(&view, 1, docids),
                         strstr(bad[i].name, "many") != NULL);
    }
}

/* Any byte changed gives a block or none, but nothing out of bounds. */
static void survives_any_byte(void **state)
{
    static struct postings_block block;
    uint8_t bytes[POSTINGS_BLOCK_SIZE_MAX], *copy;
    size_t length;

    (void)state;
    fill_block(&block);
    length = (size_t)(postings_block_encode(bytes, &block) - bytes);
    for (size_t at = 0; at < length * 256; at++) {
        size_t cut = at % 3 == 0 ? at / 256 + 1 : length;

        copy = malloc(cut); /* of its size, so that a sanitizer sees the end */
        memcpy(copy, bytes, cut);
        copy[at / 256] = (uint8_t)at;
        if (postings_block_decode(&block, slice_make((const char *)copy, cut))) {
            uint8_t again[POSTINGS_BLOCK_SIZE_MAX];

            assert_true(postings_block_encode(again, &block) <= again + cut);
        }
        free(copy);
    }
}

static void lists_are_read_as_they_were_written(void **state)
{
    static uint32_t docids[POSTINGS_LIST_MAX], again[POSTINGS_LIST_MAX];
    static uint8_t bytes[POSTINGS_LIST_SIZE_MAX + 1];

    (void)state;
    for (uint32_t count = 1; count <= POSTINGS_LIST_MAX; count++) {
        uint8_t *end;

        fill(docids, count);
        end = postings_list_encode(bytes, docids, count);
        assert_int_equal(postings_list_decode(again, bytes_of(bytes, end)), count);
        assert_memory_equal(again, docids, count * sizeof *docids);
        end[-1] |= 0x80; /* the last does not end */
        assert_int_equal(postings_list_decode(again, bytes_of(bytes, end)), 0);
        end[-1] &= 0x7f;
        *end = 0; /* stands where the last does */
        assert_int_equal(postings_list_decode(again, bytes_of(bytes, end + 1)), 0);
    }
    memset(bytes, 1, POSTINGS_LIST_MAX + 1);
    assert_int_equal(postings_list_decode(again, bytes_of(bytes, bytes + POSTINGS_LIST_MAX)),
                     POSTINGS_LIST_MAX);
    assert_int_equal(postings_list_decode(again, bytes_of(bytes, bytes + POSTINGS_LIST_MAX + 1)),
                     0);
    assert_int_equal(postings_list_decode(again, slice_make("", 0)), 0);
    assert_int_equal(postings_list_decode(again, slice_make("\x80\x80\x80\x80\x80\x01", 6)), 0);
    assert_int_equal(postings_list_decode(again, slice_make("\xff\xff\xff\xff\x0f\x01", 6)), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_read_as_they_were_written),
        cmocka_unit_test(the_largest_block_has_room),
        cmocka_unit_test(views_find_each_term),
        cmocka_unit_test(refuses_malformed_blocks),
        cmocka_unit_test(survives_any_byte),
        cmocka_unit_test(lists_are_read_as_they_were_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

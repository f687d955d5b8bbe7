/* Blocks of terms: what goes in comes out, and bytes that are none are refused. */
#include "../test.h"

#include <stdlib.h>

#include <offprint/buffer.h>

#include "base/bytes.h"
#include "index/term_block.h"

static uint32_t seed = 11;

static uint32_t chance(uint32_t below)
{
    seed = seed * 1103515245 + 12345;
    return (seed >> 16) % below;
}

/* --- what goes in ----------------------------------------------------------------------------- */

/* Few letters, so that keys begin alike; zeros too, which are bytes as others are. */
static struct slice random_key(char *bytes, size_t most)
{
    size_t length = 2 + chance((uint32_t)most - 1);

    for (size_t i = 0; i < length; i++)
        bytes[i] = "\0\1az\xff"[chance(5)];
    return slice_make(bytes, length);
}

static int compare(const void *left, const void *right)
{
    return term_compare(*(const struct slice *)left, *(const struct slice *)right);
}

/* Sorts keys and drops those that are there twice; returns how many are left. */
static size_t sort_keys(struct slice *keys, size_t count)
{
    size_t kept = 0;

    qsort(keys, count, sizeof *keys, compare);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || !slice_equal(keys[kept - 1], keys[i]))
            keys[kept++] = keys[i];
    }
    return kept;
}

/* Adds terms until the block is full; returns how many it took. */
static size_t fill(struct term_block_writer *writer, uint8_t *bytes, const struct slice *keys,
                   const uint32_t *numbers, size_t count)
{
    size_t taken = 0;

    term_block_open(writer, bytes);
    while (taken < count) {
        struct slice before = taken > 0 ? keys[taken - 1] : slice_make(NULL, 0);

        if (!term_block_add(writer, keys[taken], term_shared_length(before, keys[taken]),
                            numbers[taken]))
            break;
        taken++;
    }
    return taken;
}

static void holds(struct slice block, const struct slice *keys, const uint32_t *numbers,
                  size_t count)
{
    static struct term_list list;
    uint32_t number;

    assert_true(term_list_decode(&list, block));
    assert_int_equal(list.count, count);
    for (size_t i = 0; i < count; i++) {
        assert_true(slice_equal(term_list_key(&list, i), keys[i]));
        assert_int_equal(list.terms[i].number, numbers[i]);
        assert_int_equal(term_block_find(block, keys[i], &number), 1);
        assert_int_equal(number, numbers[i]);
    }
}

static bool is_among(struct slice key, const struct slice *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (slice_equal(key, keys[i]))
            return true;
    }
    return false;
}

#define KEYS 60

static void what_goes_in_comes_out(void **state)
{
    static char room[KEYS][TERM_KEY_MAX], other[TERM_KEY_MAX];
    uint8_t bytes[TERM_BLOCK_BYTES];

    (void)state;
    for (int round = 0; round < 3000; round++) {
        static const size_t lengths[] = {3, 5, 20, TERM_KEY_MAX};
        size_t most = lengths[chance(4)], count, taken;
        struct slice keys[KEYS], block;
        struct term_block_writer writer;
        uint32_t numbers[KEYS], number;

        for (size_t i = 0; i < KEYS; i++) {
            keys[i] = random_key(room[i], most);
            numbers[i] = chance(3) == 0 ? chance(65536) << 16 | chance(65536) : (uint32_t)i + 7;
        }
        count = sort_keys(keys, KEYS);
        taken = fill(&writer, bytes, keys, numbers, count);
        block = term_block_bytes(&writer);
        assert_in_range(taken, 1, TERM_BLOCK_TERMS);
        assert_true(block.length <= TERM_BLOCK_BYTES);
        holds(block, keys, numbers, taken);
        for (int i = 0; i < 50; i++) {
            struct slice key = random_key(other, most);

            assert_int_equal(term_block_find(block, key, &number), is_among(key, keys, taken));
        }
    }
}

static void the_longest_keys_have_a_block_of_their_own(void **state)
{
    static char room[2][TERM_KEY_MAX];
    const uint32_t numbers[] = {UINT32_MAX, 2};
    struct term_block_writer writer;
    uint8_t bytes[TERM_BLOCK_BYTES];
    struct slice keys[2];

    (void)state;
    memset(room[0], 'a', TERM_KEY_MAX);
    memset(room[1], 'b', TERM_KEY_MAX);
    for (size_t i = 0; i < 2; i++)
        keys[i] = slice_make(room[i], TERM_KEY_MAX);
    assert_int_equal(fill(&writer, bytes, keys, numbers, 2), 1);
    holds(term_block_bytes(&writer), keys, numbers, 1);
}

static void a_row_of_numbers_begins_anywhere(void **state)
{
    const struct slice keys[] = {slice_of("aa"), slice_of("ab"), slice_of("abc")};
    const uint32_t numbers[] = {0, 1, 2}, others[] = {1000000, 1000001, 1000002};
    struct term_block_writer writer;
    uint8_t bytes[TERM_BLOCK_BYTES];
    struct slice block;

    (void)state;
    assert_int_equal(fill(&writer, bytes, keys, numbers, 3), 3);
    block = term_block_bytes(&writer);
    assert_int_equal(block.length, 4 + 1 + 2 + 3 + 1 + 3 + 1);
    term_block_renumber(bytes, 1000000);
    holds(block, keys, others, 3);
}

/* --- what is refused -------------------------------------------------------------------------- */

#define FIRST "\0\0\0\2\3abc"

static const struct {
    const char *name, *bytes;
    size_t length;
} bad[] = {
    {"nothing", "", 0},
    {"half a number", "\0\0\0", 3},
    {"no term", "\0\0\0\2", 4},
    {"a key past the end", "\0\0\0\2\4abc", 8},
    {"a key without its kind", "\0\0\0\2\1a", 6},
    {"a key of no bytes", "\0\0\0\2\0", 5},
    {"a length that is cut short", "\0\0\0\2\x80", 5},
    {"a length over 32 bits",
     "\0\0\0\2\xff\xff\xff\xff\x7f"
     "abc",
     12},
    {"a length of six bytes", "\0\0\0\2\x83\x80\x80\x80\x80\0abc", 13},
    {"a number alone", FIRST "\0", 9},
    {"a number that is cut short", FIRST "\x80", 9},
    {"a number over 32 bits", FIRST "\xff\xff\xff\xff\x7f\3\1d", 16},
    {"nothing behind what is shared", FIRST "\0\3", 10},
    {"more shared than there is", FIRST "\0\4\1d", 12},
    {"a rest past the end", FIRST "\0\3\2d", 12},
    {"a rest past everything",
     FIRST "\0\3\xff\xff\xff\xff\x0f"
           "d",
     16},
    {"the same key again", FIRST "\0\3\0", 11},
    {"a key in front of the one before", FIRST "\0\2\1b", 12},
    {"a beginning of the key before", FIRST "\0\2\0", 11},
    {"more shared than is said", FIRST "\0\2\2cd", 13},
    {"a byte too many", FIRST "\0\3\1de", 13},
};

static void refuses_what_is_malformed(void **state)
{
    static struct term_list list;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        /* At the end of what is allocated, so that a sanitizer sees a step beyond. */
        char *bytes = malloc(bad[i].length + (bad[i].length == 0));
        uint32_t number;

        memcpy(bytes, bad[i].bytes, bad[i].length);
        if (term_list_decode(&list, slice_make(bytes, bad[i].length)))
            fail_msg("%s: taken", bad[i].name);
        /* Looking something up goes as far as it has to. */
        assert_in_range(
            term_block_find(slice_make(bytes, bad[i].length), slice_of("zz"), &number) + 1, 0, 1);
        free(bytes);
    }
    assert_true(term_list_decode(&list, slice_make(FIRST "\0\3\1d", 12)));
}

static void refuses_a_term_too_many_and_a_key_too_long(void **state)
{
    static struct term_list list;
    struct buffer block;
    uint8_t head[16], *end = put_varint(put_u32(head, 2), TERM_KEY_MAX);

    (void)state;
    buffer_init(&block);
    buffer_add(&block, head, (size_t)(end - head));
    for (size_t i = 0; i < TERM_KEY_MAX; i++)
        buffer_add_char(&block, 'a');
    assert_true(term_list_decode(&list, buffer_slice(&block)));
    buffer_add(&block, "\0\xf2\3\1b", 5); /* shares all 498 bytes */
    assert_false(term_list_decode(&list, buffer_slice(&block)));

    buffer_truncate(&block, 0);
    buffer_add(&block, "\0\0\0\2\2aa", 7);
    for (char i = 1; i <= TERM_BLOCK_TERMS; i++) {
        const char term[] = {0, 1, 1, (char)('a' + i)};

        assert_true(term_list_decode(&list, buffer_slice(&block)));
        buffer_add(&block, term, sizeof term);
    }
    assert_false(term_list_decode(&list, buffer_slice(&block)));
    buffer_finish(&block);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_in_comes_out),
        cmocka_unit_test(the_longest_keys_have_a_block_of_their_own),
        cmocka_unit_test(a_row_of_numbers_begins_anywhere),
        cmocka_unit_test(refuses_what_is_malformed),
        cmocka_unit_test(refuses_a_term_too_many_and_a_key_too_long),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

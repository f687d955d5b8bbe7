/* The arena: aligned, zeroed, and nothing overlaps. */
#include "../test.h"

#include <offprint/arena.h>

static void memory_is_aligned_zeroed_and_apart(void **state)
{
    struct arena *arena = arena_create();
    unsigned char *blocks[200];
    size_t sizes[200];

    (void)state;
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < 200; i++) {
            sizes[i] = i * i % 7000 + 1;
            blocks[i] = arena_alloc(arena, sizes[i]);
            assert_int_equal((uintptr_t)blocks[i] % _Alignof(max_align_t), 0);
            for (size_t j = 0; j < sizes[i]; j++)
                assert_int_equal(blocks[i][j], 0);
            memset(blocks[i], (int)i + 1, sizes[i]);
        }
        for (size_t i = 0; i < 200; i++) {
            for (size_t j = 0; j < sizes[i]; j++)
                assert_int_equal(blocks[i][j], (unsigned char)(i + 1));
        }
        arena_reset(arena);
    }
    arena_destroy(arena);
    arena_destroy(NULL);
}

static void strings_are_terminated_copies(void **state)
{
    struct arena *arena = arena_create();
    char original[] = "precarious truce";
    char *copy = arena_string(arena, original);
    struct slice slice = arena_slice(arena, slice_make(original, 10));
    char longest[5000];

    (void)state;
    original[0] = 'X';
    assert_string_equal(copy, "precarious truce");
    assert_string_equal(slice.data, "precarious");
    assert_string_equal(arena_printf(arena, "%d-%s", 6, "x"), "6-x");
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_string_equal(arena_printf(arena, "%s", longest), longest);
    assert_string_equal(arena_slice(arena, slice_make(NULL, 0)).data, "");
    arena_destroy(arena);
}

/* What fills it to the same mark again stands in the block that was kept. */
static void rewinding_keeps_the_largest_block(void **state)
{
    struct arena *arena = arena_create();
    char *first;
    ptrdiff_t apart;

    (void)state;
    arena_rewind(arena); /* nothing to let go */
    for (size_t i = 0; i < 100; i++)
        arena_alloc(arena, 1000);
    arena_rewind(arena);
    first = arena_alloc(arena, 1000);
    apart = (char *)arena_alloc(arena, 1000) - first;
    memset(first + apart, 'x', 1000);
    for (ptrdiff_t i = 2; i < 50; i++) {
        char *next = arena_alloc(arena, 1000);

        assert_ptr_equal(next, first + i * apart);
        for (size_t j = 0; j < 1000; j++)
            assert_int_equal(next[j], 0);
        memset(next, 'x', 1000);
    }
    arena_rewind(arena);
    assert_int_equal(*(char *)arena_alloc(arena, 1000), '\0');
    arena_alloc(arena, 3 << 20); /* more than is kept */
    arena_rewind(arena);
    assert_ptr_equal(first, arena_alloc(arena, 1));
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_aligned_zeroed_and_apart),
        cmocka_unit_test(rewinding_keeps_the_largest_block),
        cmocka_unit_test(strings_are_terminated_copies),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

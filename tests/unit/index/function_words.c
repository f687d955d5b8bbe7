/* Function words: known however they are written, and nothing else is. */
#include "../test.h"

#include <offprint/arena.h>

#include "index/function_words.h"

static void words_are_known_folded(void **state)
{
    static const char *const known[] = {"the", "of", "fur", "ueber", "\xd0\xb8", "a"};
    static const char *const unknown[] = {"", "th", "them", "f\xc3\xbcr", "The", "zzz"};
    struct arena *arena = arena_create();
    struct function_words words;

    (void)state;
    function_words_read(&words, arena,
                        slice_of(" The of\n f\xc3\xbcr ueber  the \xd0\x98 a "
                                 "muchtoolongtobeafunctionword "));
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_true(function_words_have(&words, slice_of(known[i])));
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        assert_false(function_words_have(&words, slice_of(unknown[i])));
    assert_false(function_words_have(&words, slice_of("muchtoolongtobeafunctionword")));
    arena_destroy(arena);
}

static void no_words_are_in_an_empty_set(void **state)
{
    struct function_words none = {0}, empty;
    struct arena *arena = arena_create();

    (void)state;
    assert_false(function_words_have(&none, slice_of("the")));
    function_words_read(&empty, arena, slice_of(""));
    assert_false(function_words_have(&empty, slice_of("the")));
    arena_destroy(arena);
}

/* However many there are, a search ends. */
static void many_words_find_their_places(void **state)
{
    struct arena *arena = arena_create();
    struct function_words words;
    char list[4096] = "", word[8];
    size_t length = 0;

    (void)state;
    for (int i = 0; i < 600; i++)
        length += (size_t)snprintf(list + length, sizeof list - length, "w%d ", i);
    function_words_read(&words, arena, slice_of(list));
    for (int i = 0; i < 1200; i++) {
        snprintf(word, sizeof word, "w%d", i);
        assert_int_equal(function_words_have(&words, slice_of(word)), i < 600);
    }
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_known_folded),
        cmocka_unit_test(no_words_are_in_an_empty_set),
        cmocka_unit_test(many_words_find_their_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

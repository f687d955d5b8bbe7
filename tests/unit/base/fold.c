/* The short ways of folding come to what the long way comes to, and to the same words. */
#include "../test.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/fold.h"
#include "base/memory.h"
#include "base/text.h"

/* The same numbers each time, so that what fails once fails again. */
static uint32_t random_below(uint32_t limit)
{
    static uint64_t state = 16121981;

    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33) % limit;
}

/* Folded the short way and the long way, behind something else; and the words of it. */
struct both {
    struct buffer mine, theirs;
    struct text_words words;
};

#define BEFORE "before"

static void begin(struct both *both)
{
    *both = (struct both){0};
}

static void finish(struct both *both)
{
    buffer_finish(&both->mine);
    buffer_finish(&both->theirs);
    text_words_finish(&both->words);
}

static void assert_words(const struct both *both)
{
    struct slice rest = slice_part(buffer_slice(&both->theirs), strlen(BEFORE), SIZE_MAX), word;
    size_t count = 0;

    for (; (word = text_next_word(&rest)).length > 0; count++) {
        const struct text_word *mine = &both->words.all[count];

        assert_true(count < both->words.count);
        assert_true(slice_equal(word, slice_make(both->mine.data + mine->offset, mine->length)));
        assert_int_equal(mine->offset, word.data - both->theirs.data);
        assert_true(mine->offset + FOLDED_AHEAD <= both->mine.capacity);
    }
    assert_int_equal(count, both->words.count);
}

/* `text` stands in memory of exactly its size, so that a byte read beyond it is found out. */
static void assert_alike(struct both *both, struct slice text)
{
    char *exact = memory_alloc(text.length);

    memcpy(exact, text.length > 0 ? text.data : "", text.length);
    buffer_truncate(&both->mine, 0);
    buffer_truncate(&both->theirs, 0);
    both->words.count = 0;
    buffer_add_string(&both->mine, BEFORE);
    buffer_add_string(&both->theirs, BEFORE);
    fold_words(&both->mine, &both->words, slice_make(exact, text.length));
    fold_unicode(&both->theirs, text);
    if (!slice_equal(buffer_slice(&both->mine), buffer_slice(&both->theirs)))
        fail_msg("'%.*s': '%s', the long way '%s'", (int)text.length, text.data, both->mine.data,
                 both->theirs.data);
    assert_int_equal(both->mine.data[both->mine.length], '\0');
    assert_words(both);
    free(exact);
}

static bool is_surrogate(uint32_t codepoint)
{
    return codepoint >= 0xd800 && codepoint < 0xe000;
}

/* Each character of the basic plane: between letters, twice, before a mark, and before Hangul that
 * joins what stands before it. */
static void every_character_is_folded_as_the_long_way_does(void **state)
{
    static const uint32_t after[] = {'b', 0x301, 0x3099, 0x1161, 0x11a8};
    struct buffer text;
    struct both both;

    (void)state;
    begin(&both);
    buffer_init(&text);
    for (uint32_t c = 1; c < 0x10000; c++) {
        if (is_surrogate(c))
            continue;
        buffer_truncate(&text, 0);
        for (size_t i = 0; i < sizeof after / sizeof *after; i++) {
            buffer_add_char(&text, "Az '9"[i]);
            text_add_codepoint(&text, c);
            text_add_codepoint(&text, c);
            text_add_codepoint(&text, after[i]);
            assert_alike(&both, buffer_slice(&text));
            if (i > 0)
                buffer_truncate(&text, 0);
        }
    }
    buffer_finish(&text);
    finish(&both);
}

/* Where characters come from that stand side by side: most of what readers write, and most of what
 * depends on its neighbours. */
static const struct {
    uint32_t first, count;
} ranges[] = {
    {0x20, 0x5f},    {0x61, 26},      {0x20, 1},      {0x80, 0x80},     {0x100, 0x180},
    {0x2b0, 0x50},   {0x300, 0x70},   {0x370, 0x190}, {0x590, 0x70},    {0x600, 0x100},
    {0x900, 0x100},  {0xe00, 0x80},   {0xf40, 0x80},  {0x1100, 0x100},  {0x1e00, 0x200},
    {0x2000, 0x80},  {0x3041, 0xc0},  {0x4e00, 0x40}, {0xac00, 0x100},  {0xf900, 0x40},
    {0xfb00, 0x100}, {0xff00, 0x100}, {0xfffd, 1},    {0x1f4da, 0x100}, {0x20000, 0x20},
};

#define ROUNDS 100000

/* A text whose characters come from one range or two, so that they meet. */
static void random_text(struct buffer *out)
{
    uint32_t count = random_below(24), one = random_below(sizeof ranges / sizeof *ranges),
             other = random_below(sizeof ranges / sizeof *ranges);

    buffer_truncate(out, 0);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t from = random_below(3) == 0 ? random_below(3) : random_below(2) ? one : other;

        text_add_codepoint(out, ranges[from].first + random_below(ranges[from].count));
    }
}

static void texts_are_folded_as_the_long_way_does(void **state)
{
    struct buffer text;
    struct both both;

    (void)state;
    begin(&both);
    buffer_init(&text);
    for (int round = 0; round < ROUNDS; round++) {
        random_text(&text);
        assert_alike(&both, buffer_slice(&text));
        /* Cut off somewhere, within a character perhaps. */
        assert_alike(&both, slice_part(buffer_slice(&text), 0, random_below(24)));
    }
    buffer_finish(&text);
    finish(&both);
}

/* Words and gaps of all lengths, so that they begin and end in every place of a stretch. */
static void ascii_is_folded_as_the_long_way_does(void **state)
{
    static const char gaps[] = "   ,.-'`:/\t\n\x1f";
    struct buffer text;
    struct both both;

    (void)state;
    begin(&both);
    buffer_init(&text);
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t length = random_below(300), longest = 1 + random_below(90);

        buffer_truncate(&text, 0);
        while (text.length < length) {
            for (uint32_t i = random_below(longest); i > 0; i--)
                buffer_add_char(&text, "aBcXyZ019'"[random_below(10)]);
            for (uint32_t i = random_below(4); i > 0; i--)
                buffer_add_char(&text, gaps[random_below(sizeof gaps - 1)]);
        }
        assert_alike(&both, buffer_slice(&text));
    }
    buffer_finish(&text);
    finish(&both);
}

/* What depends on its neighbours is known to, and what does not is not held to. */
static void the_table_knows_what_depends_on_its_neighbours(void **state)
{
    static const uint32_t alone[] = {0xe9, 0x142, 0x301, 0x627, 0x2019, 0x4e2d, 0xac00, 0x304c};
    static const uint32_t joined[] = {0x3099, 0x1161, 0x11a8, 0x94d, 0xe48};

    (void)state;
    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
        assert_int_not_equal(folded_characters(alone[i])[alone[i] % FOLDED_BLOCK].length,
                             FOLDED_BY_CONTEXT);
    for (size_t i = 0; i < sizeof joined / sizeof *joined; i++)
        assert_int_equal(folded_characters(joined[i])[joined[i] % FOLDED_BLOCK].length,
                         FOLDED_BY_CONTEXT);
}

static void *ask_for_blocks(void *context)
{
    const struct folded_character **found = context;

    for (uint32_t i = 0; i < 64; i++)
        found[i] = folded_characters(0xa000 + i * FOLDED_BLOCK / 4);
    return NULL;
}

/* Whoever comes first makes a block; all get the same one. */
static void threads_share_the_table(void **state)
{
    static const struct folded_character *found[4][64];
    pthread_t threads[4];

    (void)state;
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask_for_blocks, found[i]), 0);
    for (size_t i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 1; i < 4; i++)
        assert_memory_equal(found[i], found[0], sizeof found[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_share_the_table),
        cmocka_unit_test(every_character_is_folded_as_the_long_way_does),
        cmocka_unit_test(texts_are_folded_as_the_long_way_does),
        cmocka_unit_test(ascii_is_folded_as_the_long_way_does),
        cmocka_unit_test(the_table_knows_what_depends_on_its_neighbours),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

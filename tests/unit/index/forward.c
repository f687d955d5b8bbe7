/* Forward lists: words in a row are found in the bytes exactly where they stand in the numbers. */
#include "../test.h"

#include "base/bytes.h"
#include "index/index.h"

#define ITEMS 40

static uint32_t seed = 11;

static uint32_t chance(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)seed * below) >> 32);
}

/* Few numbers, of one to five bytes, some of which end as others begin: 130 is 0x82 0x01, where 1
 * is a break, and 2 + 128 * 130 has 130's bytes behind its first. */
static uint32_t random_number(void)
{
    static const uint32_t numbers[] = {2,   3,         127,           128,           130,
                                       258, 16384 + 2, 2 + 128 * 130, 2097152 + 130, UINT32_MAX};

    return numbers[chance(sizeof numbers / sizeof *numbers)];
}

static size_t random_list(uint32_t *items)
{
    size_t count = chance(ITEMS + 1);

    for (size_t i = 0; i < count; i++)
        items[i] = chance(4) == 0 ? chance(2) : random_number();
    return count;
}

static struct slice put_list(uint8_t *bytes, const uint32_t *items, size_t count)
{
    uint8_t *at = bytes;

    for (size_t i = 0; i < count; i++)
        at = put_varint(at, items[i]);
    return slice_make((const char *)bytes, (size_t)(at - bytes));
}

static bool word_has(const struct forward_word *word, uint32_t number)
{
    for (size_t i = 0; i < word->count; i++) {
        if (word->numbers[i] == number)
            return true;
    }
    return false;
}

static bool naive(const uint32_t *items, size_t count, const struct forward_word *words,
                  size_t word_count, bool one_subfield)
{
    for (size_t from = 0; from < count; from++) {
        size_t at = from, word = 0;

        while (at < count && word < word_count) {
            if (word > 0 && !one_subfield && items[at] == FORWARD_SUBFIELD_BREAK)
                at++;
            else if (word_has(&words[word], items[at]))
                at++, word++;
            else
                break;
        }
        if (word == word_count)
            return true;
    }
    return false;
}

static void words_are_found_where_they_stand(void **state)
{
    int found[2] = {0, 0};

    (void)state;
    for (int round = 0; round < 40000; round++) {
        uint32_t items[ITEMS], numbers[6];
        uint8_t bytes[ITEMS * 5];
        struct forward_word words[3];
        size_t count = random_list(items), word_count = 1 + chance(3);
        bool one_subfield = chance(2) == 0, has;

        for (size_t i = 0; i < 6; i++)
            numbers[i] = random_number();
        for (size_t i = 0; i < word_count; i++)
            words[i] = (struct forward_word){numbers + i * 2, 1 + chance(2)};
        has = forward_words_have(put_list(bytes, items, count), words, word_count, one_subfield);
        assert_int_equal(has, naive(items, count, words, word_count, one_subfield));
        found[has]++;
    }
    assert_true(found[0] > 5000 && found[1] > 5000);
}

/* Bytes that are no list: nothing is found past their end, and nothing is read there. */
static void a_list_that_is_cut_short_does_no_harm(void **state)
{
    static const char *const lists[] = {"", "\x82", "\x82\x82\x82\x82\x82\x82", "\x02\x82", "\x02"};
    const uint32_t two = 2, many = 130;
    const struct forward_word words[] = {{&two, 1}, {&many, 1}};

    (void)state;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        assert_false(forward_words_have(slice_of(lists[i]), words, 2, false));
    assert_false(forward_words_have(slice_make(NULL, 0), words, 2, false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_where_they_stand),
        cmocka_unit_test(a_list_that_is_cut_short_does_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

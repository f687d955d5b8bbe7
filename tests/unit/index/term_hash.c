/* Hashes of terms: of nothing but the term, and no two of many alike without need. */
#include "../test.h"

#include <stdlib.h>

#include "index/term_hash.h"

#define LONGEST 70

/* A term with other bytes behind it each time. */
static uint64_t hash_before(const char *term, size_t length, char behind)
{
    char room[LONGEST + TERM_HASH_AHEAD];

    memset(room, behind, sizeof room);
    memcpy(room, term, length);
    return term_hash_text(room, length);
}

static void what_stands_behind_a_term_does_not_count(void **state)
{
    char term[LONGEST];

    (void)state;
    term_hash_prepare();
    for (size_t i = 0; i < sizeof term; i++)
        term[i] = (char)('a' + i % 26);
    for (size_t length = 0; length <= sizeof term; length++)
        assert_int_equal(hash_before(term, length, '\0'), hash_before(term, length, '\xff'));
}

/* Each byte and the length count, and so do access point and kind. */
static void what_belongs_to_a_key_counts(void **state)
{
    char term[LONGEST] = {0};

    (void)state;
    term_hash_prepare();
    for (size_t length = 0; length <= sizeof term; length++) {
        uint64_t hash = hash_before(term, length, 'x');

        for (size_t i = 0; i < length; i++) {
            term[i] = 1;
            assert_int_not_equal(hash, hash_before(term, length, 'x'));
            term[i] = 0;
        }
        if (length > 0)
            assert_int_not_equal(hash, hash_before(term, length - 1, 'x'));
        assert_int_not_equal(term_hash_key(hash, 2, 1), term_hash_key(hash, 3, 1));
        assert_int_not_equal(term_hash_key(hash, 2, 1), term_hash_key(hash, 2, 2));
    }
}

#define TERMS 200000u
#define SLOTS (1u << 18)

/* In the low bits too, which a table uses: as near to chance as makes no difference. */
static void terms_are_spread_over_a_table(void **state)
{
    unsigned char *taken = calloc(SLOTS, 1);
    size_t met = 0;

    (void)state;
    term_hash_prepare();
    for (unsigned i = 0; i < TERMS; i++) {
        char term[16 + TERM_HASH_AHEAD] = "";
        int length = snprintf(term, 16, i % 2 ? "%u" : "a word %u", i);
        uint32_t slot =
            term_hash_key(term_hash_text(term, (size_t)length), 2 + i % 60, 1 + i % 4) % SLOTS;

        met += taken[slot];
        taken[slot] = 1;
    }
    /* With n balls in m slots n - m (1 - e^(-n/m)) meet another: 60,092, give or take 200. */
    assert_in_range(met, 58000, 62000);
    free(taken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_behind_a_term_does_not_count),
        cmocka_unit_test(what_belongs_to_a_key_counts),
        cmocka_unit_test(terms_are_spread_over_a_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

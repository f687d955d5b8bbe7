/* Terms of a batch: sorted as memcmp would, however alike they are. */
#include "../test.h"

#include <stdlib.h>

#include "index/pending.h"
#include "index/term_sort.h"

#define TERMS 20000

static uint64_t state_of_random = 1;

static uint32_t below(uint32_t limit)
{
    state_of_random = state_of_random * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(state_of_random >> 33) % limit;
}

/* Every key but for its last four bytes is one of few, of any length, NULs and high bytes too. */
static struct pending_term *make_term(uint32_t number)
{
    static const char bytes[] = {'\0', 'a', 'b', '\xff'};
    uint32_t length = below(5) == 0 ? below(490) : below(24);
    struct pending_term *term = calloc(1, sizeof *term + length + 4);

    assert_non_null(term);
    memset(term->key, 'x', length);
    for (uint32_t i = 0; i < 3 && length > 0; i++)
        term->key[below(length)] = (uint8_t)bytes[below(sizeof bytes)];
    memcpy(term->key + length, &number, 4);
    term->length = (uint16_t)(length + (below(4) == 0 ? 0 : 4));
    term->number = number;
    return term;
}

static int compare(const struct pending_term *a, const struct pending_term *b)
{
    size_t length = a->length < b->length ? a->length : b->length;
    int order = memcmp(a->key, b->key, length);

    return order != 0 ? order : (int)a->length - (int)b->length;
}

static void keys_come_in_the_order_of_their_bytes(void **state)
{
    struct radix_item *terms = calloc(2 * TERMS, sizeof *terms);
    uint64_t sum = 0;

    (void)state;
    assert_non_null(terms);
    for (uint32_t i = 0; i < TERMS; i++)
        terms[i].pointer = make_term(i);
    term_sort_keys(terms, TERMS, terms + TERMS);
    for (uint32_t i = 0; i < TERMS; i++) {
        assert_true(i == 0 || compare(terms[i - 1].pointer, terms[i].pointer) <= 0);
        sum += ((struct pending_term *)terms[i].pointer)->number;
    }
    assert_int_equal(sum, (uint64_t)TERMS * (TERMS - 1) / 2); /* none lost, none twice */
    for (uint32_t i = 0; i < TERMS; i++)
        free(terms[i].pointer);
    free(terms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_come_in_the_order_of_their_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

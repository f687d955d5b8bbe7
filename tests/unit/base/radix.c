/* Numbers come in order, however many there are, and equal ones stay as they stood. */
#include "../test.h"

#include <stdlib.h>

#include "base/radix.h"

static uint64_t state_of_random = 1;

static uint64_t below(uint64_t limit)
{
    state_of_random = state_of_random * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (state_of_random >> 20) % limit;
}

static void check(size_t count, unsigned shift, uint64_t different)
{
    struct radix_item *items = calloc(2 * count + 1, sizeof *items);

    assert_non_null(items);
    for (size_t i = 0; i < count; i++)
        items[i] = (struct radix_item){below(different) << shift, {.number = i}};
    radix_sort(items, count, items + count);
    for (size_t i = 1; i < count; i++) {
        assert_true(items[i - 1].order <= items[i].order);
        assert_true(items[i - 1].order < items[i].order || items[i - 1].number < items[i].number);
    }
    free(items);
}

static void numbers_come_in_order_and_equal_ones_as_they_stood(void **state)
{
    static const size_t counts[] = {0, 1, 2, 47, 48, 49, 1000, 70000};

    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        for (unsigned shift = 0; shift < 64; shift += 9) {
            check(counts[i], shift, 3);
            check(counts[i], shift, UINT64_C(1) << 40);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_come_in_order_and_equal_ones_as_they_stood),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

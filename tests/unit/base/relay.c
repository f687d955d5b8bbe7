/* Relays: items come whole and in order, from another thread or this one; who stops taking, ends.
 */
#include "../test.h"

#include <stdlib.h>

#include "base/relay.h"

struct plan {
    uint32_t items;
    uint32_t largest; /* bytes of an item's filling */
    uint32_t made;
    bool saw_the_end; /* relay_is_over() */
};

struct item {
    uint32_t number;
    uint32_t length;
    uint8_t filling[];
};

/* Some items are many times what a block holds. */
static uint32_t length_of(const struct plan *plan, uint32_t number)
{
    return number % 1000 == 999 ? plan->largest * 50 : number * 7919 % plan->largest;
}

static void make(struct relay *relay, void *context)
{
    struct plan *plan = context;

    for (uint32_t i = 0; i < plan->items && !plan->saw_the_end; i++) {
        uint32_t length = length_of(plan, i);
        struct item *item = (void *)relay_reserve(relay, sizeof *item + length + i % 3 * 1000);

        assert_int_equal((uintptr_t)item % 8, 0);
        item->number = i;
        item->length = length;
        memset(item->filling, (int)(i & 0xff), length);
        relay_advance(relay, item->filling + length);
        plan->made++;
        plan->saw_the_end = relay_is_over(relay);
    }
}

static uint32_t take(const struct plan *plan, struct slice block, uint32_t next)
{
    size_t at = 0;

    assert_true(block.length > 0);
    for (; at < block.length; next++) {
        const struct item *item = (const void *)(block.data + at);

        assert_int_equal(item->number, next);
        assert_int_equal(item->length, length_of(plan, next));
        for (uint32_t i = 0; i < item->length; i += 1 + i / 3)
            assert_int_equal(item->filling[i], next & 0xff);
        at += relay_size(sizeof *item + item->length);
    }
    assert_int_equal(at, block.length);
    return next;
}

static void takes_all(uint32_t items, bool alone)
{
    struct plan plan = {.items = items, .largest = 20000};
    struct relay *relay = relay_start(make, &plan, alone);
    struct slice block;
    uint32_t next = 0;

    while (relay_take(relay, &block))
        next = take(&plan, block, next);
    assert_int_equal(next, items);
    assert_false(relay_take(relay, &block)); /* and stays at the end */
    relay_destroy(relay);
    assert_false(plan.saw_the_end);
}

static void items_come_whole_and_in_order(void **state)
{
    (void)state;
    takes_all(20000, false);
    takes_all(1, false);
    takes_all(0, false);
}

static void all_are_there_at_once_where_there_is_no_thread(void **state)
{
    (void)state;
    takes_all(3000, true);
    takes_all(1, true);
    takes_all(0, true);
}

static void whoever_stops_taking_stops_the_maker(void **state)
{
    (void)state;
    for (uint32_t blocks = 0; blocks < 6; blocks++) {
        struct plan plan = {.items = UINT32_MAX, .largest = 5000};
        struct relay *relay = relay_start(make, &plan, false);
        struct slice block;
        uint32_t next = 0;

        for (uint32_t i = 0; i < blocks; i++) {
            assert_true(relay_take(relay, &block));
            next = take(&plan, block, next);
        }
        relay_destroy(relay);
        assert_true(plan.saw_the_end);
        assert_true(plan.made >= next);
    }
    relay_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_come_whole_and_in_order),
        cmocka_unit_test(all_are_there_at_once_where_there_is_no_thread),
        cmocka_unit_test(whoever_stops_taking_stops_the_maker),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "base/radix.h"

#include <stdbool.h>
#include <string.h>

#define DIGITS 8
/* Fewer than this many are sorted by comparing. */
#define FEW 48

static void sort_few(struct radix_item *items, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct radix_item moved = items[i];
        size_t at = i;

        for (; at > 0 && moved.order < items[at - 1].order; at--)
            items[at] = items[at - 1];
        items[at] = moved;
    }
}

/* One pass over one digit, from `items` to `room`. False where all have the same. */
static bool distribute(const struct radix_item *items, size_t count, struct radix_item *room,
                       const size_t *counts, unsigned shift)
{
    size_t places[256], place = 0;

    if (counts[items[0].order >> shift & 0xff] == count)
        return false;
    for (size_t i = 0; i < 256; i++) {
        places[i] = place;
        place += counts[i];
    }
    for (size_t i = 0; i < count; i++)
        room[places[items[i].order >> shift & 0xff]++] = items[i];
    return true;
}

void radix_sort(struct radix_item *items, size_t count, struct radix_item *room)
{
    size_t counts[DIGITS][256] = {0};
    struct radix_item *from = items, *to = room;

    if (count < FEW) {
        sort_few(items, count);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        for (unsigned digit = 0; digit < DIGITS; digit++)
            counts[digit][items[i].order >> digit * 8 & 0xff]++;
    }
    for (unsigned digit = 0; digit < DIGITS; digit++) {
        if (distribute(from, count, to, counts[digit], digit * 8)) {
            struct radix_item *sorted = to;

            to = from;
            from = sorted;
        }
    }
    if (from != items)
        memcpy(items, from, count * sizeof *items);
}

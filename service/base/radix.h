/* Sorting many things by numbers, in time that grows with their count alone. */
#ifndef OFFPRINT_BASE_RADIX_H
#define OFFPRINT_BASE_RADIX_H

#include <stddef.h>
#include <stdint.h>

struct radix_item {
    uint64_t order;
    union {
        void *pointer;
        uint64_t number;
    };
};

/* By `order`; what is equal stays as it stands. `room` has space for as many. */
void radix_sort(struct radix_item *items, size_t count, struct radix_item *room);

#endif

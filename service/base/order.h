/* Numbers in order, for qsort and bsearch. */
#ifndef OFFPRINT_BASE_ORDER_H
#define OFFPRINT_BASE_ORDER_H

#include <stdint.h>

static inline int order_u32(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

    return a < b ? -1 : a > b;
}

#endif

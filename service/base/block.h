/*
 * Sixteen bytes at a time, in the compiler's vector types: the same code for every machine. For
 * loops that look at each byte of a record; what a block has to say is answered for all of it.
 */
#ifndef OFFPRINT_BASE_BLOCK_H
#define OFFPRINT_BASE_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define BLOCK_SIZE 16u

/* Comparing two blocks gives one with FF in each place where it holds, and 00 elsewhere. */
typedef uint8_t block_bytes __attribute__((vector_size(BLOCK_SIZE)));

static inline block_bytes block_load(const char *at)
{
    block_bytes block;

    memcpy(&block, at, sizeof block);
    return block;
}

static inline void block_store(char *at, block_bytes block)
{
    memcpy(at, &block, sizeof block);
}

/* `byte` sixteen times. */
static inline block_bytes block_of(uint8_t byte)
{
    return (block_bytes){0} + byte;
}

/* Is any bit set? */
static inline bool block_any(block_bytes block)
{
    uint64_t half[2];

    memcpy(half, &block, sizeof half);
    return (half[0] | half[1]) != 0;
}

/* Of what a comparison gave, a bit for each place that it holds in: the first in the lowest. */
static inline uint32_t block_bits(block_bytes found)
{
#ifdef __SSE2__
    typedef char signed_bytes __attribute__((vector_size(BLOCK_SIZE)));

    return (uint32_t)__builtin_ia32_pmovmskb128((signed_bytes)found);
#else
    const block_bytes bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint64_t half[2];

    found &= bits;
    memcpy(half, &found, sizeof half);
    /* The highest byte of the product is the sum of all bytes, of which no two share a bit. */
    for (int i = 0; i < 2; i++)
        half[i] = half[i] * UINT64_C(0x0101010101010101) >> 56;
    return (uint32_t)(half[0] | half[1] << 8);
#endif
}

/*
 * The last bytes of a run of `length`, at least 1, for questions that a block answers as a whole:
 * bytes that were looked at before, or the run's own, stand a second time where it is short.
 */
static inline block_bytes block_load_last(const char *at, size_t length)
{
    uint64_t half[2];
    uint32_t quarter[4];

    if (length >= BLOCK_SIZE)
        return block_load(at + length - BLOCK_SIZE);
    if (length >= sizeof half[0]) {
        memcpy(&half[0], at, sizeof half[0]);
        memcpy(&half[1], at + length - sizeof half[1], sizeof half[1]);
        return block_load((const char *)half);
    }
    if (length >= sizeof quarter[0]) {
        memcpy(&quarter[0], at, sizeof quarter[0]);
        memcpy(&quarter[1], at + length - sizeof quarter[1], sizeof quarter[1]);
        memcpy(&quarter[2], quarter, 2 * sizeof quarter[0]);
        return block_load((const char *)quarter);
    }
    quarter[0] = (uint8_t)at[0] | (uint32_t)(uint8_t)at[length / 2] << 8 |
                 (uint32_t)(uint8_t)at[length - 1] << 16;
    quarter[0] |= quarter[0] << 24;
    quarter[1] = quarter[2] = quarter[3] = quarter[0];
    return block_load((const char *)quarter);
}

#endif

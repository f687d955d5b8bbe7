/* The bytes of a docset, judged before they are believed. */
#ifndef OFFPRINT_INDEX_DOCSET_BYTES_H
#define OFFPRINT_INDEX_DOCSET_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>

/* An array has no more values than this; a container with more is a bitset. */
#define CONTAINER_ARRAY_MAX 4096

/*
 * Are these exactly the bytes of one bitmap in Roaring's portable format? CRoaring's safe reader
 * keeps within the bytes, but believes what they say of themselves: a container that is out of
 * order, or holds other than it counts, would lead it astray later.
 */
bool docset_bytes_valid(struct slice bytes);

/* Numbers in the format are little-endian; returns the byte after what it wrote. */
static inline uint8_t *put_little(uint8_t *at, uint64_t number, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        *at++ = (uint8_t)(number >> (8 * i));
    return at;
}

/* One container, as postings have it in each chunk: docids that share their upper 16 bits. */
struct container {
    uint32_t base;                        /* the upper 16 bits, in their place */
    uint32_t count;                       /* of its docids */
    const unsigned char *bits;            /* 65,536 of them, borrowed; NULL: it is an array */
    uint16_t values[CONTAINER_ARRAY_MAX]; /* the lower 16 bits, in order, where it is one */
};

/*
 * Reads bytes that hold one container, an array or a bitset. False where they do not, and also
 * where they may be valid but hold something else: docset_bytes_valid tells. The bits of a bitset
 * are not counted here: it may have others than `count` says.
 */
bool container_read(struct container *container, struct slice bytes);

/* So many bytes at most. */
#define CONTAINER_SIZE_MAX (16 + 8192)

/* Writes such bytes, of `count` docids, at least one, in order, that share their upper 16 bits;
 * returns the end. They are those that docset_write has for these docids. */
uint8_t *container_encode(uint8_t *out, const uint32_t *docids, size_t count);

static inline bool container_has_bit(const struct container *container, uint32_t low)
{
    return (container->bits[low / 8] >> (low % 8) & 1) != 0;
}

#endif

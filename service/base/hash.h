/*
 * FNV-1a, 64 bits: for what is kept or shown, the same in every process. Bytes from outside can be
 * made to collide: where that matters, index/term_hash.h.
 */
#ifndef OFFPRINT_BASE_HASH_H
#define OFFPRINT_BASE_HASH_H

#include <stdint.h>

#include <offprint/slice.h>

/* The hash of nothing. */
#define HASH_EMPTY UINT64_C(0xcbf29ce484222325)

/* The hash of what `hash` is of, with `bytes` behind it. */
static inline uint64_t hash_add(uint64_t hash, struct slice bytes)
{
    for (size_t i = 0; i < bytes.length; i++)
        hash = (hash ^ (unsigned char)bytes.data[i]) * UINT64_C(0x100000001b3);
    return hash;
}

#endif

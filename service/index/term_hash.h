/* Hashes of terms, with seeds that every process chooses anew: they are never on disk. */
#ifndef OFFPRINT_INDEX_TERM_HASH_H
#define OFFPRINT_INDEX_TERM_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Behind a term so many bytes can be read, whatever they are. */
#define TERM_HASH_AHEAD 16u

/* Chosen by term_hash_prepare. */
extern uint64_t term_hash_seeds[3];

/* Chooses the seeds where that has not been done. Call it before all others, in any thread. */
void term_hash_prepare(void);

/* Both halves of the product, folded: each bit of either number has a say in all of it. */
static inline uint64_t term_hash_mix(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)a * b;

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Eight bytes, of which only the first `length`, from 1 to 8, count. */
static inline uint64_t term_hash_load(const char *at, size_t length)
{
    uint64_t word;

    memcpy(&word, at, sizeof word);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return word & UINT64_MAX >> (64 - 8 * length);
#else
    return word >> (64 - 8 * length);
#endif
}

/* The hash of a term without what stands before it in its key. */
static inline uint64_t term_hash_text(const char *term, size_t length)
{
    uint64_t value = term_hash_seeds[0] ^ length;

    for (; length > 16; term += 16, length -= 16)
        value = term_hash_mix(term_hash_load(term, 8) ^ term_hash_seeds[1],
                              term_hash_load(term + 8, 8) ^ value);
    if (length > 8) {
        value ^= term_hash_load(term + 8, length - 8);
        length = 8;
    }
    if (length > 0)
        return term_hash_mix(term_hash_load(term, length) ^ term_hash_seeds[1], value);
    return value;
}

/* The hash of a key: of access point and kind, and of the term that has `text` for its own. */
static inline uint32_t term_hash_key(uint64_t text, unsigned access_point, unsigned kind)
{
    return (uint32_t)term_hash_mix(text ^ term_hash_seeds[2],
                                   term_hash_seeds[0] + (access_point << 8 | kind));
}

#endif

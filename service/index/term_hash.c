#include "index/term_hash.h"

#include <pthread.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

static uint64_t seed;
static pthread_once_t seed_once = PTHREAD_ONCE_INIT;

/* Records come from outside: they must not be able to choose who collides. */
static void choose_seed(void)
{
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed)
        seed = (uint64_t)time(NULL) ^ (uint64_t)(uintptr_t)&seed;
}

static uint64_t load(const char *bytes, size_t length)
{
    uint64_t word = 0;

    memcpy(&word, bytes, length);
    return word;
}

void term_hash_prepare(void)
{
    pthread_once(&seed_once, choose_seed);
}

/* Multiply and fold, eight bytes at a time. */
uint32_t term_hash(const char *key, size_t length)
{
    uint64_t value = seed ^ length;

    for (; length > 8; key += 8, length -= 8) {
        value = (value ^ load(key, 8)) * UINT64_C(0x9e3779b97f4a7c15);
        value ^= value >> 32;
    }
    value = (value ^ load(key, length)) * UINT64_C(0xff51afd7ed558ccd);
    value ^= value >> 32;
    value *= UINT64_C(0xc4ceb9fe1a85ec53);
    return (uint32_t)(value >> 32);
}

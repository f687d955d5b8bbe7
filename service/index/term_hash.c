#include "index/term_hash.h"

#include <pthread.h>
#include <sys/random.h>
#include <time.h>

uint64_t term_hash_seeds[3];
static pthread_once_t seeds_once = PTHREAD_ONCE_INIT;

/* Records come from outside: they must not be able to choose who collides. */
static void choose_seeds(void)
{
    if (getrandom(term_hash_seeds, sizeof term_hash_seeds, GRND_NONBLOCK) ==
        (ssize_t)sizeof term_hash_seeds)
        return;
    term_hash_seeds[0] = (uint64_t)time(NULL) ^ (uint64_t)(uintptr_t)&seeds_once;
    for (size_t i = 1; i < 3; i++)
        term_hash_seeds[i] = (term_hash_seeds[i - 1] + i) * UINT64_C(0x9e3779b97f4a7c15);
}

void term_hash_prepare(void)
{
    pthread_once(&seeds_once, choose_seeds);
}

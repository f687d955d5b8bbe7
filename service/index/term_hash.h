/* Hashes of terms, with a seed that every process chooses anew: they are never on disk. */
#ifndef OFFPRINT_INDEX_TERM_HASH_H
#define OFFPRINT_INDEX_TERM_HASH_H

#include <stddef.h>
#include <stdint.h>

/* Chooses the seed where that has not been done. Call it before term_hash, in any thread. */
void term_hash_prepare(void);
uint32_t term_hash(const char *key, size_t length);

#endif

/* The keys of many runs in one order, each once. */
#ifndef OFFPRINT_INDEX_MERGE_KEYS_H
#define OFFPRINT_INDEX_MERGE_KEYS_H

#include "index/run.h"

/*
 * A tournament: the runs are its leaves, at every node above stands the one that lost there.
 *
 * Runs are front coded, and so it is known of a new key how much of it is the same as in the one
 * before, which has just won. Whoever lost to that one, all the way up, knows the same of itself;
 * of two such keys the one that shares more comes first, and only where they share as much are
 * their bytes looked at, from there on. Both are in one number: little has to be guessed by a
 * processor that dislikes to.
 */
struct keys_merge {
    struct run_keys heads[RUNS_MAX];
    uint64_t order[RUNS_MAX]; /* of each head: how little it shares, and the 6 bytes behind that */
    uint8_t losers[RUNS_MAX];
    size_t width;  /* leaves */
    size_t winner; /* the run with the least key */
    size_t live;   /* runs that have not ended */

    uint8_t key[512]; /* the key at hand */
    size_t length;
    size_t shared; /* with the key before */
};

void keys_merge_begin(struct keys_merge *keys, const struct run *runs, size_t run_count,
                      struct slice bytes);
/* Goes on to the next key: a bit for each run that has it; 0 behind the last. */
uint64_t keys_merge_next(struct keys_merge *keys);

#endif

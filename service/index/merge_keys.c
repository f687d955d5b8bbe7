#include "index/merge_keys.h"

#include <endian.h>
#include <string.h>

/* An order's upper 16 bits are this less what is shared. */
#define SHARED_MAX 0x7fffu
#define ORDER_BYTES 6
#define ORDER_BITS (8 * ORDER_BYTES)

/* --- the tournament --------------------------------------------------------------------------- */

/* Eight bytes as a number that compares as they do. */
static inline uint64_t number_of(const uint8_t *bytes)
{
    uint64_t number;

    memcpy(&number, bytes, sizeof number);
    return be64toh(number);
}

static inline uint64_t order_of(const struct run_keys *head, size_t shared)
{
    return (uint64_t)(SHARED_MAX - shared) << ORDER_BITS | number_of(head->key + shared) >> 16;
}

static inline size_t shared_of(uint64_t order)
{
    return SHARED_MAX - (size_t)(order >> ORDER_BITS);
}

static inline size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many bytes two keys share that share `from` at least; the zeros behind a key are none. */
static size_t shared_length(const struct run_keys *a, const struct run_keys *b, size_t from)
{
    size_t length = least(a->length, b->length), at = from;

    for (; at < length; at += 8) {
        uint64_t differing = number_of(a->key + at) ^ number_of(b->key + at);

        if (differing != 0)
            return least(at + (size_t)__builtin_clzll(differing) / 8, length);
    }
    return length;
}

/* Two of the same order: which comes first? Whoever loses knows what it shares. */
static size_t tell_apart(struct keys_merge *keys, size_t a, size_t b)
{
    const struct run_keys *first = &keys->heads[a], *second = &keys->heads[b];
    size_t shared = shared_length(first, second, shared_of(keys->order[a]));
    bool before = shared == first->length ||
                  (shared < second->length && first->key[shared] < second->key[shared]);

    keys->order[before ? b : a] = order_of(before ? second : first, shared);
    return before ? a : b;
}

/*
 * The same of any two. Which it is cannot be foreseen, and a processor that guesses wrong loses
 * more time than all of this takes: so there are no branches.
 */
static inline size_t play(struct keys_merge *keys, size_t a, size_t b)
{
    uint64_t order_a = keys->order[a], order_b = keys->order[b], differing = order_a ^ order_b;
    size_t swap = (a ^ b) & -(size_t)(order_b < order_a), winner = a ^ swap, loser = b ^ swap;
    size_t shared = shared_of(order_a > order_b ? order_a : order_b), length, further;

    if (differing == 0)
        return tell_apart(keys, a, b);
    /* Sharing as much, they differ in those six bytes: they share some of these too. */
    length = least(keys->heads[a].length, keys->heads[b].length);
    further = least(shared + (size_t)__builtin_clzll(differing << 16 | 1) / 8, length);
    shared += (further - shared) & -(size_t)(differing >> ORDER_BITS == 0);
    keys->order[loser] = order_of(&keys->heads[loser], shared);
    return winner;
}

/* The next key of a run. One that has ended gets a key behind all that there can be. */
static void advance(struct keys_merge *keys, size_t run)
{
    struct run_keys *head = &keys->heads[run];

    if (!run_keys_next(head)) {
        memset(head->key, 0xff, 16);
        head->length = 8;
        head->shared = 0;
        keys->live--;
    }
    keys->order[run] = order_of(head, head->shared);
}

/* Does a run that lost to the key at hand have that key too? */
static inline bool has_key(const struct keys_merge *keys, size_t run)
{
    return shared_of(keys->order[run]) == keys->length && keys->heads[run].length == keys->length;
}

/*
 * A run that has the key at hand goes on to its next one, which meets those that had lost to it, on
 * its way up to below `top`. Of these, runs with the same key go on first. Returns who wins.
 */
static size_t play_again(struct keys_merge *keys, size_t run, size_t top, uint64_t *runs)
{
    size_t winner = run;

    *runs |= UINT64_C(1) << run;
    advance(keys, run);
    for (size_t node = (run + keys->width) / 2; node != top; node /= 2) {
        size_t other = keys->losers[node], first;

        if (has_key(keys, other))
            other = play_again(keys, other, node, runs);
        first = play(keys, winner, other);
        keys->losers[node] = (uint8_t)(winner ^ other ^ first);
        winner = first;
    }
    return winner;
}

void keys_merge_begin(struct keys_merge *keys, const struct run *runs, size_t run_count,
                      struct slice bytes)
{
    size_t winners[2 * RUNS_MAX] = {0};

    keys->length = keys->shared = keys->winner = 0;
    keys->width = keys->live = run_count;
    for (size_t i = 0; i < run_count; i++) {
        run_keys_begin(&keys->heads[i], &runs[i], bytes);
        advance(keys, i);
        winners[run_count + i] = i;
    }
    for (size_t node = run_count; node-- > 1;) {
        size_t a = winners[2 * node], b = winners[2 * node + 1];

        winners[node] = play(keys, a, b);
        keys->losers[node] = (uint8_t)(a ^ b ^ winners[node]);
    }
    keys->winner = winners[1];
}

/* --- the keys --------------------------------------------------------------------------------- */

uint64_t keys_merge_next(struct keys_merge *keys)
{
    const struct run_keys *head = &keys->heads[keys->winner];
    uint64_t runs = 0;

    if (keys->live == 0)
        return 0;
    keys->shared = shared_of(keys->order[keys->winner]);
    keys->length = head->length;
    for (size_t at = keys->shared; at < keys->length; at += 8)
        memcpy(keys->key + at, head->key + at, 8);
    keys->winner = play_again(keys, keys->winner, 0, &runs);
    return runs;
}

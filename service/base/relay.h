/*
 * Bytes that one thread makes and another takes, in order: in blocks, so that they seldom meet. An
 * item is never cut, and begins at a multiple of 8.
 */
#ifndef OFFPRINT_BASE_RELAY_H
#define OFFPRINT_BASE_RELAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>

struct relay;

/* `block_size` in bytes; an item may be larger. Who makes waits while `waiting_max` blocks are to
 * be taken. Owned by the caller. */
struct relay *relay_create(size_t block_size, size_t waiting_max);

/* Makes everything that there is to make. */
typedef void relay_maker(struct relay *relay, void *context);

/*
 * One with a thread that makes. For little, a thread is not worth its while: where `alone`, all is
 * made by the caller before this returns.
 */
struct relay *relay_start(relay_maker *make, void *context, bool alone);

/* Where nobody makes any more, but for the maker of relay_start, which is ended and waited for.
 * NULL is accepted. */
void relay_destroy(struct relay *relay);

/* --- making ----------------------------------------------------------------------------------- */

/* Room for an item of at most `length` bytes. */
uint8_t *relay_reserve(struct relay *relay, size_t length);
/* The item ends before `end`; the next begins relay_size() behind it. */
void relay_advance(struct relay *relay, const uint8_t *end);
/* Nothing more will be made. */
void relay_end(struct relay *relay);
/* True once nobody takes any more: what is made from here on is lost. */
bool relay_is_over(struct relay *relay);

/* What an item of `length` bytes takes of a block. */
static inline size_t relay_size(size_t length)
{
    return (length + 7) & ~(size_t)7;
}

/* --- taking ----------------------------------------------------------------------------------- */

/* Is there a block to take at once? */
bool relay_is_waiting(struct relay *relay);

/* The next block, or false behind the last. Borrowed until the next call. */
bool relay_take(struct relay *relay, struct slice *block);

#endif

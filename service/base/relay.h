/* Bytes that one thread makes and another uses, in order: in blocks, so that they seldom meet. */
#ifndef OFFPRINT_BASE_RELAY_H
#define OFFPRINT_BASE_RELAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>

struct relay;

/* Makes everything that there is to make, with the functions below. */
typedef void relay_maker(struct relay *relay, void *context);

/*
 * Starts a thread that makes, some blocks ahead of who takes. For little, a thread is not worth its
 * while: where `alone`, all is made by the caller before this returns. Owned by the caller.
 */
struct relay *relay_start(relay_maker *make, void *context, bool alone);

/* The next block, whole items one behind the other, or false behind the last. Borrowed until the
 * next call. */
bool relay_take(struct relay *relay, struct slice *block);

/* Ends it, wherever it is. NULL is accepted. */
void relay_finish(struct relay *relay);

/* What an item of `length` bytes takes of a block: the next one is aligned to 8 as well. */
static inline size_t relay_size(size_t length)
{
    return (length + 7) & ~(size_t)7;
}

/* --- for the maker ------------------------------------------------------------------------------
 */

/* Room for an item of at most `length` bytes, aligned to 8. */
uint8_t *relay_reserve(struct relay *relay, size_t length);
/* The item ends before `end`; the next begins relay_size() behind it. */
void relay_advance(struct relay *relay, const uint8_t *end);
/* True once nobody takes any more: what is made from here on is lost. */
bool relay_is_over(struct relay *relay);

#endif

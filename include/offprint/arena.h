/* Arena: many small allocations with one lifetime, released together. */
#ifndef OFFPRINT_ARENA_H
#define OFFPRINT_ARENA_H

#include <stddef.h>

#include <offprint/slice.h>
#include <offprint/status.h>

struct arena;

/* A new, empty arena, owned by the caller. Never fails: running out of memory aborts. */
OFFPRINT_API struct arena *arena_create(void);

/* Releases everything that came from `arena`, and the arena. NULL is accepted. */
OFFPRINT_API void arena_destroy(struct arena *arena);

/* Releases what came from `arena` and keeps its first block for what comes next. */
OFFPRINT_API void arena_reset(struct arena *arena);

/*
 * The same, but keeps the largest block, up to 1 MiB: for an arena that is filled as much again
 * right away, and would have to ask for the same memory.
 */
OFFPRINT_API void arena_rewind(struct arena *arena);

/* `size` bytes of zeros, aligned for any type; borrowed from the arena. */
OFFPRINT_API void *arena_alloc(struct arena *arena, size_t size);

/* As arena_alloc for `count` elements of `size` bytes; aborts where the product overflows. */
OFFPRINT_API void *arena_array(struct arena *arena, size_t count, size_t size);

/* Copies, NUL-terminated and borrowed from the arena. */
OFFPRINT_API char *arena_copy(struct arena *arena, const void *bytes, size_t length);
OFFPRINT_API char *arena_string(struct arena *arena, const char *string);
OFFPRINT_API struct slice arena_slice(struct arena *arena, struct slice slice);
OFFPRINT_API char *arena_printf(struct arena *arena, const char *format, ...) OFFPRINT_PRINTF(2, 3);

#endif

/* Allocation that aborts when memory has run out. Sizes from outside are bounded before. */
#ifndef OFFPRINT_BASE_MEMORY_H
#define OFFPRINT_BASE_MEMORY_H

#include <stddef.h>

/*
 * As malloc, calloc, realloc and strdup, but never NULL. Release with free(). (Not xmalloc and
 * its like: YAZ has macros of those names.)
 */
void *memory_alloc(size_t size);
void *memory_zeroed(size_t count, size_t size);
void *memory_resize(void *memory, size_t size);
char *memory_string(const char *string);

/*
 * Makes room for one more element: `array` of `*capacity` elements of `size` bytes, `count` of
 * them in use. Returns the array, perhaps moved.
 */
void *memory_grow(void *array, size_t *capacity, size_t count, size_t size);

#endif

#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *check(void *memory)
{
    if (memory == NULL) {
        fputs("offprint: out of memory\n", stderr);
        abort();
    }
    return memory;
}

void *memory_alloc(size_t size)
{
    return check(malloc(size > 0 ? size : 1));
}

void *memory_zeroed(size_t count, size_t size)
{
    return check(calloc(count > 0 ? count : 1, size > 0 ? size : 1));
}

void *memory_resize(void *memory, size_t size)
{
    return check(realloc(memory, size > 0 ? size : 1));
}

char *memory_string(const char *string)
{
    size_t size = strlen(string) + 1;

    return memcpy(memory_alloc(size), string, size);
}

void *memory_grow(void *array, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity)
        return array;
    *capacity = *capacity > 0 ? *capacity * 2 : 16;
    if (*capacity > SIZE_MAX / size)
        check(NULL);
    return memory_resize(array, *capacity * size);
}

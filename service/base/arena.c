#include <offprint/arena.h>

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Blocks double up to this, so that a large request does not come as thousands of small ones. */
#define BLOCK_FIRST 4096u
#define BLOCK_LARGEST (1024u * 1024u)
#define ALIGNMENT _Alignof(max_align_t)

struct block {
    struct block *next; /* the one before it in time */
    size_t size;        /* of `bytes` */
    size_t used;
    _Alignas(max_align_t) char bytes[];
};

struct arena {
    struct block *current;
    struct block *first;
};

static struct block *block_create(size_t size)
{
    struct block *block = memory_alloc(offsetof(struct block, bytes) + size);

    block->next = NULL;
    block->size = size;
    block->used = 0;
    return block;
}

struct arena *arena_create(void)
{
    struct arena *arena = memory_alloc(sizeof *arena);

    arena->first = arena->current = block_create(BLOCK_FIRST);
    return arena;
}

void arena_destroy(struct arena *arena)
{
    if (arena == NULL)
        return;
    arena_reset(arena);
    free(arena->first);
    free(arena);
}

void arena_reset(struct arena *arena)
{
    while (arena->current != arena->first) {
        struct block *older = arena->current->next;

        free(arena->current);
        arena->current = older;
    }
    arena->first->used = 0;
}

void arena_rewind(struct arena *arena)
{
    struct block *kept = arena->first;

    /* Blocks double, so that the newest is the largest, unless one thing took more than that. */
    for (struct block *block = arena->current; block != arena->first; block = block->next)
        if (block->size > kept->size && block->size <= BLOCK_LARGEST)
            kept = block;
    while (arena->current != NULL) {
        struct block *block = arena->current;

        arena->current = block->next;
        if (block != kept)
            free(block);
    }
    kept->next = NULL;
    kept->used = 0;
    arena->first = arena->current = kept;
}

static void *take(struct arena *arena, size_t size)
{
    struct block *block = arena->current;
    size_t larger;

    if (size > SIZE_MAX / 2)
        abort();
    size = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
    if (size > block->size - block->used) {
        larger = block->size < BLOCK_LARGEST ? block->size * 2 : BLOCK_LARGEST;
        arena->current = block_create(size > larger ? size : larger);
        arena->current->next = block;
        block = arena->current;
    }
    block->used += size;
    return block->bytes + block->used - size;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(take(arena, size), 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / 2 / size)
        abort();
    return arena_alloc(arena, count * size);
}

char *arena_copy(struct arena *arena, const void *bytes, size_t length)
{
    char *copy = take(arena, length + 1);

    if (length > 0)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

char *arena_string(struct arena *arena, const char *string)
{
    return arena_copy(arena, string, strlen(string));
}

struct slice arena_slice(struct arena *arena, struct slice slice)
{
    return (struct slice){arena_copy(arena, slice.data, slice.length), slice.length};
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    char small[256];
    char *text;
    int length;

    va_start(arguments, format);
    length = vsnprintf(small, sizeof small, format, arguments);
    va_end(arguments);
    if (length < 0)
        return arena_string(arena, "");
    if ((size_t)length < sizeof small)
        return arena_copy(arena, small, (size_t)length);
    text = take(arena, (size_t)length + 1);
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return text;
}

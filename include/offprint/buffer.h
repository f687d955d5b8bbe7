/* A growing byte buffer: every writer writes into one. */
#ifndef OFFPRINT_BUFFER_H
#define OFFPRINT_BUFFER_H

#include <stddef.h>
#include <string.h>

#include <offprint/slice.h>
#include <offprint/status.h>

/* The bytes are owned by the buffer and may move whenever something is added. */
struct buffer {
    char *data; /* NUL-terminated once anything was added; NULL before */
    size_t length;
    size_t capacity;
};

OFFPRINT_API void buffer_init(struct buffer *buffer);
OFFPRINT_API void buffer_finish(struct buffer *buffer);

/* Forgets the bytes from `length` on and keeps the memory. */
OFFPRINT_API void buffer_truncate(struct buffer *buffer, size_t length);

/* Makes room for `extra` more bytes and returns where they begin. */
OFFPRINT_API char *buffer_grow(struct buffer *buffer, size_t extra);
static inline char *buffer_reserve(struct buffer *buffer, size_t extra)
{
    if (extra < buffer->capacity - buffer->length) /* a NUL has room as well */
        return buffer->data + buffer->length;
    return buffer_grow(buffer, extra);
}

/* Inline, so that what is known when we compile, as nearly all markup is, costs a few moves. */
static inline void buffer_add(struct buffer *buffer, const void *bytes, size_t length)
{
    char *end = buffer_reserve(buffer, length);

    if (length > 0)
        memcpy(end, bytes, length);
    end[length] = '\0';
    buffer->length += length;
}

static inline void buffer_add_char(struct buffer *buffer, char c)
{
    buffer_add(buffer, &c, 1);
}

static inline void buffer_add_string(struct buffer *buffer, const char *string)
{
    buffer_add(buffer, string, strlen(string));
}

static inline void buffer_add_slice(struct buffer *buffer, struct slice slice)
{
    buffer_add(buffer, slice.data, slice.length);
}

OFFPRINT_API void buffer_printf(struct buffer *buffer, const char *format, ...)
    OFFPRINT_PRINTF(2, 3);

/* Hands the bytes to the caller, who frees them with free(); the buffer is empty again. */
OFFPRINT_API char *buffer_take(struct buffer *buffer, size_t *length);

static inline struct slice buffer_slice(const struct buffer *buffer)
{
    return (struct slice){buffer->data, buffer->length};
}

#endif

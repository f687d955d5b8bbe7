#include <offprint/buffer.h>

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void buffer_init(struct buffer *buffer)
{
    *buffer = (struct buffer){NULL, 0, 0};
}

void buffer_finish(struct buffer *buffer)
{
    free(buffer->data);
    buffer_init(buffer);
}

void buffer_truncate(struct buffer *buffer, size_t length)
{
    if (length >= buffer->length)
        return;
    buffer->length = length;
    buffer->data[length] = '\0';
}

char *buffer_grow(struct buffer *buffer, size_t extra)
{
    size_t needed;

    if (extra > SIZE_MAX / 4 - buffer->length)
        abort();
    needed = buffer->length + extra + 1;
    if (needed > buffer->capacity) {
        size_t capacity = buffer->capacity > 0 ? buffer->capacity : 256;

        while (capacity < needed)
            capacity *= 2;
        buffer->data = memory_resize(buffer->data, capacity);
        buffer->capacity = capacity;
    }
    return buffer->data + buffer->length;
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    size_t room;
    int length;

    room = buffer->capacity - buffer->length;
    if (room < 128) {
        buffer_reserve(buffer, 128);
        room = buffer->capacity - buffer->length;
    }
    va_start(arguments, format);
    length = vsnprintf(buffer->data + buffer->length, room, format, arguments);
    va_end(arguments);
    if (length < 0) {
        buffer->data[buffer->length] = '\0';
        return;
    }
    if ((size_t)length >= room) {
        buffer_reserve(buffer, (size_t)length);
        va_start(arguments, format);
        vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, arguments);
        va_end(arguments);
    }
    buffer->length += (size_t)length;
}

char *buffer_take(struct buffer *buffer, size_t *length)
{
    char *data = buffer_reserve(buffer, 0) - buffer->length;

    data[buffer->length] = '\0';
    if (length != NULL)
        *length = buffer->length;
    buffer_init(buffer);
    return data;
}

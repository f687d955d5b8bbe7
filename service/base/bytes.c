#include "base/bytes.h"

void bytes_init(struct bytes *bytes, const void *data, size_t length)
{
    *bytes = (struct bytes){data, length, 0, false};
}

/* The next `length` bytes, or NULL: from then on everything fails. */
static const uint8_t *take(struct bytes *bytes, size_t length)
{
    const uint8_t *at = bytes->data + bytes->offset;

    if (bytes->failed || length > bytes->length - bytes->offset) {
        bytes->failed = true;
        return NULL;
    }
    bytes->offset += length;
    return at;
}

struct slice bytes_take(struct bytes *bytes, size_t length)
{
    const uint8_t *at = take(bytes, length);

    return at != NULL ? slice_make((const char *)at, length) : slice_make(NULL, 0);
}

void bytes_skip(struct bytes *bytes, size_t length)
{
    take(bytes, length);
}

static uint64_t take_big_endian(struct bytes *bytes, size_t length)
{
    const uint8_t *at = take(bytes, length);
    uint64_t value = 0;

    for (size_t i = 0; at != NULL && i < length; i++)
        value = value << 8 | at[i];
    return value;
}

uint8_t bytes_take_u8(struct bytes *bytes)
{
    return (uint8_t)take_big_endian(bytes, 1);
}

uint16_t bytes_take_u16(struct bytes *bytes)
{
    return (uint16_t)take_big_endian(bytes, 2);
}

uint32_t bytes_take_u32(struct bytes *bytes)
{
    return (uint32_t)take_big_endian(bytes, 4);
}

uint64_t bytes_take_u64(struct bytes *bytes)
{
    return take_big_endian(bytes, 8);
}

uint32_t bytes_take_varint(struct bytes *bytes)
{
    uint64_t value = 0;

    for (unsigned shift = 0; shift < 35; shift += 7) {
        const uint8_t *at = take(bytes, 1);

        if (at == NULL)
            return 0;
        value |= (uint64_t)(*at & 0x7f) << shift;
        if (*at < 0x80) {
            if (value > UINT32_MAX)
                break;
            return (uint32_t)value;
        }
    }
    bytes->failed = true;
    return 0;
}

static uint8_t *put_big_endian(uint8_t *at, uint64_t value, size_t length)
{
    for (size_t i = length; i > 0; i--) {
        at[i - 1] = (uint8_t)value;
        value >>= 8;
    }
    return at + length;
}

uint8_t *put_u16(uint8_t *at, uint16_t value)
{
    return put_big_endian(at, value, 2);
}

uint8_t *put_u32(uint8_t *at, uint32_t value)
{
    return put_big_endian(at, value, 4);
}

uint8_t *put_u64(uint8_t *at, uint64_t value)
{
    return put_big_endian(at, value, 8);
}

uint8_t *put_varint(uint8_t *at, uint32_t value)
{
    while (value >= 0x80) {
        *at++ = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    *at++ = (uint8_t)value;
    return at;
}

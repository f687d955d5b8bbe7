/* Sticky reader of bytes: parse straight through, ask once at the end whether it held. */
#ifndef OFFPRINT_BASE_BYTES_H
#define OFFPRINT_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>

/* After a read past the end or a malformed number, every call returns nothing and changes nothing.
 */
struct bytes {
    const uint8_t *data; /* borrowed */
    size_t length;
    size_t offset;
    bool failed;
};

void bytes_init(struct bytes *bytes, const void *data, size_t length);

struct slice bytes_take(struct bytes *bytes, size_t length);
uint8_t bytes_take_u8(struct bytes *bytes);
/* Big-endian, as in every key and header of the store. */
uint16_t bytes_take_u16(struct bytes *bytes);
uint32_t bytes_take_u32(struct bytes *bytes);
uint64_t bytes_take_u64(struct bytes *bytes);
/* LEB128, at most 5 bytes. */
uint32_t bytes_take_varint(struct bytes *bytes);
void bytes_skip(struct bytes *bytes, size_t length);

static inline bool bytes_failed(const struct bytes *bytes)
{
    return bytes->failed;
}

static inline size_t bytes_offset(const struct bytes *bytes)
{
    return bytes->offset;
}

static inline size_t bytes_left(const struct bytes *bytes)
{
    return bytes->length - bytes->offset;
}

/* The writing half: `at` must have room; each returns the byte after what it wrote. */
uint8_t *put_u16(uint8_t *at, uint16_t value);
uint8_t *put_u32(uint8_t *at, uint32_t value);
uint8_t *put_u64(uint8_t *at, uint64_t value);
uint8_t *put_varint(uint8_t *at, uint32_t value);

#endif

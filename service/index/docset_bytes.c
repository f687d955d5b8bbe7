#include "index/docset_bytes.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/block.h"

/*
 * Roaring's portable format (RoaringFormatSpec), little-endian:
 *
 *   12346 u32, n u32                        no run containers
 *   12347 u16, n-1 u16, n bits              those whose bit is set are run containers
 *   n times: key u16, count-1 u16
 *   n times: offset u32                     left out where there are runs and n < 4
 *   n containers:
 *     run     number u16, then as many: first u16, length-1 u16
 *     array   count u16 values              count <= 4096
 *     bitset  65536 bits
 */
#define COOKIE_PLAIN 12346
#define COOKIE_RUNS 12347
#define OFFSETS_FROM 4
#define BITSET_BYTES 8192
#define COUNTED_AT_ONCE (16 * BLOCK_SIZE)
#define CONTAINERS_MAX 65536

struct reader {
    const unsigned char *at;
    size_t left;
};

/* The next `length` bytes, or NULL. */
static const unsigned char *take(struct reader *in, size_t length)
{
    const unsigned char *at = in->at;

    if (in->left < length)
        return NULL;
    in->at += length;
    in->left -= length;
    return at;
}

static uint16_t u16(const unsigned char *at)
{
    return (uint16_t)(at[0] | at[1] << 8);
}

static uint32_t u32(const unsigned char *at)
{
    return u16(at) | (uint32_t)u16(at + 2) << 16;
}

/* Looks at all of it before it answers, eight at a time: quicker than to leave at the first. */
static bool rises(const unsigned char *values, uint32_t count)
{
    uint16_t wrong = 0;

    for (uint32_t i = 1; i < count; i++)
        wrong |= u16(values + (size_t)i * 2 - 2) >= u16(values + (size_t)i * 2);
    return wrong == 0;
}

static bool array_valid(struct reader *in, uint32_t count)
{
    const unsigned char *values = take(in, (size_t)count * 2);

    return values != NULL && rises(values, count);
}

/* How many bits are set in each byte. */
static block_bytes count_bits(block_bytes block)
{
    block -= (block >> 1) & 0x55;
    block = (block & 0x33) + ((block >> 2) & 0x33);
    return (block + (block >> 4)) & 0x0f;
}

static bool bitset_valid(struct reader *in, uint32_t count)
{
    const unsigned char *bits = take(in, BITSET_BYTES);
    uint32_t found = 0;

    if (bits == NULL)
        return false;
    for (size_t at = 0; at < BITSET_BYTES; at += COUNTED_AT_ONCE) {
        block_bytes sums = {0}; /* at most 8 times 16: a byte holds it */

        for (size_t i = 0; i < COUNTED_AT_ONCE; i += BLOCK_SIZE)
            sums += count_bits(block_load((const char *)bits + at + i));
        for (size_t i = 0; i < BLOCK_SIZE; i++)
            found += sums[i];
    }
    return found == count;
}

static bool runs_valid(struct reader *in, uint32_t count)
{
    const unsigned char *head = take(in, 2), *runs;
    uint32_t number = head != NULL ? u16(head) : 0, found = 0, from = 0;

    if (number == 0 || (runs = take(in, (size_t)number * 4)) == NULL)
        return false;
    for (uint32_t i = 0; i < number; i++) {
        uint32_t first = u16(runs + (size_t)i * 4), length = u16(runs + (size_t)i * 4 + 2);

        if (first < from || first + length > UINT16_MAX)
            return false;
        from = first + length + 1;
        found += length + 1;
    }
    return found == count;
}

/* Reads the cookie: the number of containers, and the bits that tell runs (NULL for none). */
static bool read_head(struct reader *in, uint32_t *number, const unsigned char **runs)
{
    const unsigned char *cookie = take(in, 4), *count;

    *runs = NULL;
    if (cookie == NULL)
        return false;
    if (u32(cookie) == COOKIE_PLAIN) {
        if ((count = take(in, 4)) == NULL)
            return false;
        *number = u32(count);
        return *number <= CONTAINERS_MAX;
    }
    if (u16(cookie) != COOKIE_RUNS)
        return false;
    *number = u16(cookie + 2) + 1u;
    *runs = take(in, (*number + 7) / 8);
    return *runs != NULL;
}

bool docset_bytes_valid(struct slice bytes)
{
    struct reader in = {(const unsigned char *)bytes.data, bytes.length};
    const unsigned char *runs, *heads;
    uint32_t number, from = 0;

    if (!read_head(&in, &number, &runs) || (heads = take(&in, (size_t)number * 4)) == NULL)
        return false;
    if ((runs == NULL || number >= OFFSETS_FROM) && take(&in, (size_t)number * 4) == NULL)
        return false;
    for (uint32_t i = 0; i < number; i++) {
        uint32_t key = u16(heads + (size_t)i * 4), count = u16(heads + (size_t)i * 4 + 2) + 1u;
        bool valid;

        if (key < from)
            return false;
        from = key + 1;
        if (runs != NULL && (runs[i / 8] >> (i % 8) & 1) != 0)
            valid = runs_valid(&in, count);
        else
            valid =
                count <= CONTAINER_ARRAY_MAX ? array_valid(&in, count) : bitset_valid(&in, count);
        if (!valid)
            return false;
    }
    return in.left == 0;
}

/* --- one container -----------------------------------------------------------------------------
 */

/* Cookie, number, key and count, offset: what stands before the only container of a bitmap. */
#define ONE_HEAD 16

static bool read_array(struct container *container, const unsigned char *values)
{
    for (uint32_t i = 0; i < container->count; i++)
        container->values[i] = u16(values + (size_t)i * 2);
    return rises(values, container->count);
}

bool container_read(struct container *container, struct slice bytes)
{
    const unsigned char *at = (const unsigned char *)bytes.data;
    size_t left = bytes.length - ONE_HEAD;

    if (bytes.length < ONE_HEAD || u32(at) != COOKIE_PLAIN || u32(at + 4) != 1)
        return false;
    container->base = (uint32_t)u16(at + 8) << 16;
    container->count = u16(at + 10) + 1u;
    container->bits = NULL;
    at += ONE_HEAD;
    if (container->count <= CONTAINER_ARRAY_MAX)
        return left == (size_t)container->count * 2 && read_array(container, at);
    container->bits = at;
    return left == BITSET_BYTES;
}

uint8_t *container_encode(uint8_t *out, const uint32_t *docids, size_t count)
{
    out = put_little(put_little(out, COOKIE_PLAIN, 4), 1, 4);
    out = put_little(put_little(out, docids[0] >> 16, 2), (uint32_t)count - 1, 2);
    out = put_little(out, ONE_HEAD, 4);
    if (count <= CONTAINER_ARRAY_MAX) {
        for (size_t i = 0; i < count; i++)
            out = put_little(out, docids[i] & 0xffff, 2);
        return out;
    }
    memset(out, 0, BITSET_BYTES);
    for (size_t i = 0; i < count; i++)
        out[(docids[i] & 0xffff) / 8] |= (uint8_t)(1u << (docids[i] % 8));
    return out + BITSET_BYTES;
}

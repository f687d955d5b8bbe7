#include "http/token.h"

#include <stdint.h>

#include <offprint/buffer.h>

#include "base/bytes.h"
#include "base/hash.h"

#define CHECK_SIZE 8
#define TOKEN_LIMIT 4096

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static uint64_t mix(uint64_t value, struct slice bytes)
{
    value = hash_add(value, bytes);
    /* FNV-1a's last bytes reach few bits by themselves: spread them (splitmix64's finish). */
    value = (value ^ (value >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ (value >> 27)) * UINT64_C(0x94d049bb133111eb);
    return value ^ (value >> 31);
}

static uint64_t check_of(struct slice bytes, struct slice purpose)
{
    return mix(mix(HASH_EMPTY, purpose), bytes);
}

static void encode(struct buffer *out, const unsigned char *bytes, size_t length)
{
    uint32_t bits = 0;
    unsigned held = 0;

    for (size_t i = 0; i < length; i++) {
        bits = bits << 8 | bytes[i];
        for (held += 8; held >= 6; held -= 6)
            buffer_add_char(out, alphabet[bits >> (held - 6) & 63]);
    }
    if (held > 0)
        buffer_add_char(out, alphabet[bits << (6 - held) & 63]);
}

/* Only what encode() writes: no padding, and the bits that are left over are zero. */
static bool decode(struct buffer *out, struct slice text)
{
    uint32_t bits = 0;
    unsigned held = 0;

    for (size_t i = 0; i < text.length; i++) {
        const char *at = text.data[i] != '\0' ? strchr(alphabet, text.data[i]) : NULL;
        if (at == NULL)
            return false;
        bits = bits << 6 | (uint32_t)(at - alphabet);
        held += 6;
        if (held >= 8) {
            held -= 8;
            buffer_add_char(out, (char)(bits >> held & 0xff));
        }
    }
    return held < 6 && (bits & ((1U << held) - 1)) == 0;
}

void http_token_write(struct buffer *out, struct slice bytes, struct slice purpose)
{
    struct buffer whole;
    uint8_t check[CHECK_SIZE];

    buffer_init(&whole);
    put_u64(check, check_of(bytes, purpose));
    buffer_add(&whole, check, sizeof check);
    buffer_add_slice(&whole, bytes);
    encode(out, (const unsigned char *)whole.data, whole.length);
    buffer_finish(&whole);
}

bool http_token_read(struct buffer *out, struct slice token, struct slice purpose)
{
    size_t before = out->length;
    struct bytes in;
    struct slice payload;
    uint64_t check;

    if (token.length > TOKEN_LIMIT || !decode(out, token))
        goto refuse;
    bytes_init(&in, out->data + before, out->length - before);
    check = bytes_take_u64(&in);
    payload = bytes_take(&in, bytes_left(&in));
    if (bytes_failed(&in) || check != check_of(payload, purpose))
        goto refuse;
    memmove(out->data + before, out->data + before + CHECK_SIZE, payload.length);
    buffer_truncate(out, before + payload.length);
    return true;
refuse:
    if (out->length > before)
        buffer_truncate(out, before);
    return false;
}

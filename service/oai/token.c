#include "oai/token.h"

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/convert.h>

#include "base/bytes.h"
#include "http/token.h"

/* Changes with what stands in a token: those of older versions are then refused. */
#define VERSION 1
#define PURPOSE "oai-pmh resumption"
#define COUNT_MAX (UINT64_MAX / 4) /* so that a page's items can be added without a thought */

static void add_u64(struct buffer *out, uint64_t value)
{
    uint8_t bytes[8];

    put_u64(bytes, value);
    buffer_add(out, bytes, sizeof bytes);
}

static void add_text(struct buffer *out, const char *text)
{
    uint8_t length[2];

    put_u16(length, (uint16_t)strlen(text));
    buffer_add(out, length, sizeof length);
    buffer_add_string(out, text);
}

void oai_token_write(struct buffer *out, const struct oai_token *token)
{
    struct buffer bytes;

    buffer_init(&bytes);
    buffer_add_char(&bytes, VERSION);
    buffer_add_char(&bytes, (char)token->verb);
    add_u64(&bytes, (uint64_t)token->from);
    add_u64(&bytes, (uint64_t)token->until);
    add_u64(&bytes, token->after);
    add_u64(&bytes, token->cursor);
    add_u64(&bytes, token->total);
    add_text(&bytes, token->format->name);
    add_text(&bytes, token->collection != NULL ? token->collection : "");
    http_token_write(out, buffer_slice(&bytes), slice_of(PURPOSE));
    buffer_finish(&bytes);
}

static bool read_all(struct oai_token *token, struct bytes *in, struct arena *arena)
{
    struct slice format, collection;

    if (bytes_take_u8(in) != VERSION)
        return false;
    token->verb = bytes_take_u8(in);
    token->from = (int64_t)bytes_take_u64(in);
    token->until = (int64_t)bytes_take_u64(in);
    token->after = bytes_take_u64(in);
    token->cursor = bytes_take_u64(in);
    token->total = bytes_take_u64(in);
    format = bytes_take(in, bytes_take_u16(in));
    collection = bytes_take(in, bytes_take_u16(in));
    if (bytes_failed(in) || bytes_left(in) != 0)
        return false;
    token->format = format_by_name(format);
    token->collection = collection.length > 0 ? arena_slice(arena, collection).data : NULL;
    return token->format != NULL && token->format->prefixes[0] != NULL &&
           token->cursor <= COUNT_MAX && token->total <= COUNT_MAX;
}

bool oai_token_read(struct oai_token *token, struct slice text, unsigned verb, struct arena *arena)
{
    struct buffer buffer;
    struct bytes in;
    bool good;

    buffer_init(&buffer);
    good = http_token_read(&buffer, text, slice_of(PURPOSE));
    if (good) {
        bytes_init(&in, buffer.data, buffer.length);
        good = read_all(token, &in, arena) && token->verb == verb;
    }
    buffer_finish(&buffer);
    return good;
}

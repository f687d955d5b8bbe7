#include "http/compress.h"

#include <limits.h>

#include <zlib.h>

#include <offprint/buffer.h>

/* 15 is the largest window; 16 more asks zlib for gzip's header and trailer. */
#define WINDOW_GZIP (15 + 16)
#define LEVEL 5 /* most of the gain at about half the cost of the default, 6 */
#define MEMORY 8

/* Text shrinks to a fifth; the window's worth of input is read where it lies. */
static bool deflate_all(z_stream *stream, struct buffer *out)
{
    int result;

    do {
        if (out->length > UINT_MAX)
            return false;
        stream->next_out = (Bytef *)buffer_reserve(out, 16384);
        stream->avail_out = 16384;
        result = deflate(stream, Z_FINISH);
        out->length += 16384 - stream->avail_out;
    } while (result == Z_OK);
    return result == Z_STREAM_END;
}

bool compress_gzip(struct buffer *body)
{
    z_stream stream = {0};
    struct buffer out;
    bool done;

    if (body->length > UINT_MAX ||
        deflateInit2(&stream, LEVEL, Z_DEFLATED, WINDOW_GZIP, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    buffer_init(&out);
    stream.next_in = (Bytef *)body->data;
    stream.avail_in = (uInt)body->length;
    done = deflate_all(&stream, &out);
    deflateEnd(&stream);
    if (!done) {
        buffer_finish(&out);
        return false;
    }
    buffer_finish(body);
    *body = out;
    return true;
}

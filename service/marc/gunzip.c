#include "marc/gunzip.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "base/memory.h"

#define PACKED_SIZE (64u * 1024u)
/* 15 is the largest window; 16 more has zlib read gzip's header and trailer. */
#define WINDOW_GZIP (15 + 16)

struct gunzip {
    z_stream stream;
    struct slice before; /* not given to zlib yet */
    char *owned;
    uint64_t taken;  /* packed bytes given to zlib */
    bool between;    /* a member has ended, or none has begun */
    bool ended;      /* no packed bytes are to come */
    char fault[160]; /* why there is no going on, or "" */
    char packed[PACKED_SIZE];
};

bool gunzip_is_packed(struct slice start)
{
    return slice_starts(start, "\x1f\x8b\x08"); /* 08 is deflate, the only method there is */
}

struct gunzip *gunzip_create(struct slice before, char *owned)
{
    struct gunzip *gunzip = memory_zeroed(1, sizeof *gunzip);

    gunzip->before = before;
    gunzip->owned = owned;
    gunzip->between = true;
    if (inflateInit2(&gunzip->stream, WINDOW_GZIP) != Z_OK)
        abort(); /* out of memory */
    return gunzip;
}

void gunzip_destroy(struct gunzip *gunzip)
{
    if (gunzip == NULL)
        return;
    inflateEnd(&gunzip->stream);
    free(gunzip->owned);
    free(gunzip);
}

size_t gunzip_waiting(const struct gunzip *gunzip)
{
    return gunzip->before.length + gunzip->stream.avail_in;
}

/* Has zlib more to work on: 1, 0 at the end, OFFPRINT_IO. What it has left stays in front. */
static int fill(struct gunzip *gunzip, gunzip_source *source, void *context, struct diag *diag)
{
    z_stream *stream = &gunzip->stream;
    ptrdiff_t got;

    if (gunzip->ended)
        return 0;
    if (stream->avail_in > 0)
        memmove(gunzip->packed, stream->next_in, stream->avail_in);
    stream->next_in = (Bytef *)gunzip->packed;
    if (gunzip->before.length > 0) {
        struct slice part = slice_part(gunzip->before, 0, PACKED_SIZE - stream->avail_in);

        memcpy(gunzip->packed + stream->avail_in, part.data, part.length);
        gunzip->before = slice_part(gunzip->before, part.length, gunzip->before.length);
        got = (ptrdiff_t)part.length;
    } else {
        got = source(context, gunzip->packed + stream->avail_in, PACKED_SIZE - stream->avail_in,
                     diag);
    }
    if (got < 0)
        return (int)got;
    stream->avail_in += (uInt)got;
    gunzip->taken += (uint64_t)got;
    gunzip->ended = got == 0;
    return got > 0;
}

static void fail(struct gunzip *gunzip, const char *what)
{
    snprintf(gunzip->fault, sizeof gunzip->fault, "the gzip file is broken at byte %llu: %s",
             (unsigned long long)(gunzip->taken - gunzip->stream.avail_in), what);
}

/* gzip pads with zeros at the end, for tapes. */
static void skip_zeros(z_stream *stream)
{
    while (stream->avail_in > 0 && *stream->next_in == 0) {
        stream->next_in++;
        stream->avail_in--;
    }
}

/* Between members: 1 where another begins, 0 at the end or where a fault was noted, OFFPRINT_IO. */
static int begin_member(struct gunzip *gunzip, gunzip_source *source, void *context,
                        struct diag *diag)
{
    z_stream *stream = &gunzip->stream;
    int status = 1;

    if (gunzip->taken > 0)
        skip_zeros(stream);
    while (status > 0 && stream->avail_in < 3) {
        status = fill(gunzip, source, context, diag);
        if (status < 0)
            return status;
        skip_zeros(stream);
    }
    if (stream->avail_in == 0)
        return 0;
    if (!gunzip_is_packed(slice_make((const char *)stream->next_in, stream->avail_in))) {
        fail(gunzip, "what follows the packed data is not gzip");
        return 0;
    }
    if (inflateReset(stream) != Z_OK)
        abort(); /* only a stream that was never initialized */
    gunzip->between = false;
    return 1;
}

/* One step within a member: how many bytes were unpacked, a fault noted, OFFPRINT_IO. */
static ptrdiff_t unpack(struct gunzip *gunzip, char *at, size_t room, gunzip_source *source,
                        void *context, struct diag *diag)
{
    z_stream *stream = &gunzip->stream;
    uInt offered = room < UINT_MAX ? (uInt)room : UINT_MAX;
    int result, status = 1;

    if (stream->avail_in == 0 && (status = fill(gunzip, source, context, diag)) < 0)
        return status;
    if (status == 0) {
        fail(gunzip, "the file ends within the packed data");
        return 0;
    }
    stream->next_out = (Bytef *)at;
    stream->avail_out = offered;
    result = inflate(stream, Z_NO_FLUSH);
    if (result == Z_STREAM_END)
        gunzip->between = true;
    else if (result == Z_MEM_ERROR)
        abort();
    else if (result != Z_OK && result != Z_BUF_ERROR)
        fail(gunzip, stream->msg != NULL ? stream->msg : "a dictionary is asked for");
    return (ptrdiff_t)(offered - stream->avail_out);
}

ptrdiff_t gunzip_take(struct gunzip *gunzip, char *at, size_t room, gunzip_source *source,
                      void *context, struct diag *diag)
{
    while (gunzip->fault[0] == '\0') {
        ptrdiff_t got;

        if (gunzip->between) {
            int status = begin_member(gunzip, source, context, diag);

            if (status < 0)
                return status;
            if (status == 0 && gunzip->fault[0] == '\0')
                return 0;
            continue;
        }
        got = unpack(gunzip, at, room, source, context, diag);
        if (got != 0)
            return got;
    }
    return diag_set(diag, OFFPRINT_IO, "%s", gunzip->fault);
}

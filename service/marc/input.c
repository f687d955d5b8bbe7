#include "marc/input.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "marc/gunzip.h"

#define BUFFER_FIRST (256u * 1024u)
#define RAW_SIZE (64u * 1024u)
/* The most UTF-8 bytes that one byte of another encoding becomes. */
#define DECODED_ROOM 4u

struct input_decoder {
    iconv_t converter;
    struct slice before; /* bytes that stood in the window when decoding began */
    char *owned;         /* the buffer that they stand in, where it was ours */
    char raw[RAW_SIZE];  /* not decoded yet */
    size_t raw_length;
};

int input_open(struct input *input, const char *path, struct diag *diag)
{
    struct stat about;

    *input = (struct input){.fd = STDIN_FILENO};
    if (strcmp(path, "-") != 0)
        input->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (input->fd < 0)
        return diag_refuse(diag, OFFPRINT_IO, path, "cannot open '%.200s': %s", path,
                           strerror(errno));
    if (fstat(input->fd, &about) == 0 && S_ISREG(about.st_mode))
        input->size = (uint64_t)about.st_size;
    return 0;
}

void input_open_bytes(struct input *input, struct slice bytes)
{
    *input = (struct input){.fd = -1,
                            .start = bytes.data,
                            .length = bytes.length,
                            .taken = bytes.length,
                            .size = bytes.length,
                            .ended = true};
}

void input_finish(struct input *input)
{
    if (input->decoder != NULL) {
        iconv_close(input->decoder->converter);
        free(input->decoder->owned);
        free(input->decoder);
    }
    gunzip_destroy(input->gunzip);
    if (input->fd > STDIN_FILENO)
        close(input->fd);
    free(input->buffer);
}

/* Takes up to `room` bytes of the file: how many, 0 at the end, OFFPRINT_IO. A gunzip_source. */
static ptrdiff_t take_file(void *context, char *at, size_t room, struct diag *diag)
{
    struct input *input = context;
    ssize_t got;

    if (input->fd < 0)
        return 0;
    do
        got = read(input->fd, at, room);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return diag_set(diag, OFFPRINT_IO, "cannot read: %s", strerror(errno));
    input->taken += (uint64_t)got;
    return got;
}

/* The same, unpacked. */
static ptrdiff_t take(struct input *input, char *at, size_t room, struct diag *diag)
{
    if (input->gunzip != NULL)
        return gunzip_take(input->gunzip, at, room, take_file, input, diag);
    return take_file(input, at, room, diag);
}

/* Moves the window to the front of the buffer and makes the buffer larger where it is full. */
static void make_room(struct input *input, size_t room)
{
    if (input->buffer != NULL && input->start != input->buffer && input->length > 0)
        memmove(input->buffer, input->start, input->length);
    if (input->buffer == NULL || input->capacity - input->length < room) {
        size_t capacity = input->capacity > 0 ? input->capacity : BUFFER_FIRST;

        while (capacity - input->length < room)
            capacity *= 2;
        input->buffer = memory_resize(input->buffer, capacity);
        input->capacity = capacity;
    }
    input->start = input->buffer;
}

/* The next raw bytes, of which some may be left from before. 0 where none are to come. */
static ptrdiff_t take_raw(struct input *input, struct diag *diag)
{
    struct input_decoder *decoder = input->decoder;
    size_t room = RAW_SIZE - decoder->raw_length;
    size_t length = decoder->before.length < room ? decoder->before.length : room;
    ptrdiff_t got;

    if (length > 0) {
        memcpy(decoder->raw + decoder->raw_length, decoder->before.data, length);
        decoder->before = slice_part(decoder->before, length, decoder->before.length);
        got = (ptrdiff_t)length;
    } else {
        got = take(input, decoder->raw + decoder->raw_length, room, diag);
    }
    if (got > 0)
        decoder->raw_length += (size_t)got;
    return got;
}

/* Decodes what raw bytes there are; `last` when no more will come to complete a character. */
static void decode_raw(struct input *input, bool last)
{
    struct input_decoder *decoder = input->decoder;
    char *in = decoder->raw;
    size_t left = decoder->raw_length;

    make_room(input, decoder->raw_length * DECODED_ROOM + DECODED_ROOM);
    while (left > 0) {
        char *at = input->buffer + input->length;
        size_t room = input->capacity - input->length;
        size_t result = iconv(decoder->converter, &in, &left, &at, &room);

        input->length = (size_t)(at - input->buffer);
        if (result != (size_t)-1 || (errno == EINVAL && !last))
            break;
        if (errno == E2BIG) {
            make_room(input, left * DECODED_ROOM + BUFFER_FIRST);
            continue;
        }
        in++;
        left--;
        input->buffer[input->length++] = '\xff';
    }
    memmove(decoder->raw, in, left);
    decoder->raw_length = left;
}

static int more_decoded(struct input *input, struct diag *diag)
{
    size_t before = input->length;

    while (input->length == before) {
        ptrdiff_t got = take_raw(input, diag);

        if (got < 0)
            return (int)got;
        decode_raw(input, got == 0);
        if (got == 0) {
            input->ended = true;
            return input->length > before;
        }
    }
    return 1;
}

int input_more(struct input *input, struct diag *diag)
{
    ptrdiff_t got;

    if (input->ended)
        return 0;
    if (input->decoder != NULL)
        return more_decoded(input, diag);
    make_room(input, BUFFER_FIRST / 2);
    got = take(input, input->buffer + input->length, input->capacity - input->length, diag);
    if (got < 0)
        return (int)got;
    input->length += (size_t)got;
    input->ended = got == 0;
    return got > 0;
}

int input_want(struct input *input, size_t length, struct diag *diag)
{
    while (input->length < length) {
        int status = input_more(input, diag);

        if (status < 0)
            return status;
        if (status == 0)
            break;
    }
    return 0;
}

void input_skip(struct input *input, size_t length)
{
    if (length > input->length)
        length = input->length;
    if (length == 0)
        return;
    input->start += length;
    input->length -= length;
    input->offset += length;
}

/* The buffer belongs to another step now; the window is filled from that. */
static void begin_again(struct input *input)
{
    input->buffer = NULL;
    input->capacity = 0;
    input->start = NULL;
    input->length = 0;
    input->ended = false;
}

int input_unpack(struct input *input, struct diag *diag)
{
    int status = input_want(input, 3, diag);

    if (status < 0 || input->gunzip != NULL || !gunzip_is_packed(input_window(input)))
        return status;
    input->gunzip = gunzip_create(input_window(input), input->buffer);
    begin_again(input);
    return 0;
}

int input_decode(struct input *input, const char *encoding, struct diag *diag)
{
    iconv_t converter = iconv_open("UTF-8", encoding);
    struct input_decoder *decoder;

    if (converter == (iconv_t)-1)
        return diag_refuse(diag, OFFPRINT_UNSUPPORTED, encoding,
                           "the character encoding '%.60s' is not known here", encoding);
    decoder = memory_alloc(sizeof *decoder);
    decoder->converter = converter;
    decoder->before = input_window(input);
    decoder->owned = input->buffer;
    decoder->raw_length = 0;
    input->decoder = decoder;
    begin_again(input);
    return 0;
}

uint64_t input_done(const struct input *input)
{
    uint64_t waiting = input->length;

    if (input->gunzip != NULL)
        waiting = gunzip_waiting(input->gunzip);
    else if (input->decoder != NULL)
        waiting = input->decoder->before.length + input->decoder->raw_length;
    return input->taken > waiting ? input->taken - waiting : 0;
}

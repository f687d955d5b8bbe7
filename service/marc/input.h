/* Bytes from a file, standard input or memory, seen through a window that grows on demand. */
#ifndef OFFPRINT_MARC_INPUT_H
#define OFFPRINT_MARC_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>
#include <offprint/status.h>

struct gunzip;
struct input_decoder;

struct input {
    int fd;              /* -1 for memory */
    struct slice memory; /* what is left of it, borrowed */
    char *buffer;        /* owned; NULL while the window is the memory itself */
    size_t capacity;
    const char *start; /* of the window */
    size_t length;     /* of the window */
    bool ended;        /* nothing comes after the window */
    uint64_t offset;   /* of the window in the (decoded) input */
    uint64_t taken;    /* bytes taken from file or memory, packed as they may be */
    uint64_t size;     /* of file or memory, 0 where it is not known */
    struct gunzip *gunzip;
    struct input_decoder *decoder;
};

/* `path` "-" is standard input. OFFPRINT_IO, with nothing to finish. */
int input_open(struct input *input, const char *path, struct diag *diag);
void input_open_bytes(struct input *input, struct slice bytes);
void input_finish(struct input *input);

/* At the start: what is packed with gzip comes out unpacked from here on. OFFPRINT_IO. */
int input_unpack(struct input *input, struct diag *diag);

/* The bytes that stand ready. Borrowed until the next call that is not input_window. */
static inline struct slice input_window(const struct input *input)
{
    return (struct slice){input->start, input->length};
}

/* Makes the window longer: 1, or 0 where the input has ended. OFFPRINT_IO. */
int input_more(struct input *input, struct diag *diag);

/* Tries to have `length` bytes in the window; it has fewer only where the input has ended. */
int input_want(struct input *input, size_t length, struct diag *diag);

/* Moves the window past its first `length` bytes. */
void input_skip(struct input *input, size_t length);

/*
 * What follows, from the window on, is in `encoding` and comes out as UTF-8; what cannot be
 * decoded comes out as a byte FF, which no UTF-8 has. OFFPRINT_UNSUPPORTED where it is not known.
 */
int input_decode(struct input *input, const char *encoding, struct diag *diag);

/* Bytes of the file that lie behind. */
uint64_t input_done(const struct input *input);

#endif

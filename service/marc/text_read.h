/* Readers of records written as text: MARCMaker's lines and JSON. */
#ifndef OFFPRINT_MARC_TEXT_READ_H
#define OFFPRINT_MARC_TEXT_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>
#include <offprint/status.h>

struct input;
struct marc_record;
struct reading;

/* --- where records stand ------------------------------------------------------- */

/* Walks an input record by record. */
struct text_framer {
    struct input *input; /* borrowed */
    uint64_t newlines;   /* before the window */
};

/* The bytes of one record, at the window's start. */
struct text_frame {
    size_t skipped;    /* bytes before it that belong to no record; passed already */
    bool junk;         /* some of them were neither blank nor punctuation between records */
    size_t length;     /* up to its end, or to where the next can be looked for */
    const char *fault; /* why it cannot be read, or NULL */
};

/* Moves the window past `length` bytes and counts their lines. */
void text_pass(struct text_framer *framer, size_t length);

/* Find the next record: 1, 0 at the end of the input, OFFPRINT_IO. The window must be moved past
 * frame->length bytes by the caller. */
int line_frame(struct text_frame *frame, struct text_framer *framer, struct diag *diag);
int json_frame(struct text_frame *frame, struct text_framer *framer, struct diag *diag);

/* Could `start` begin a file of that format? */
bool line_is_start(struct slice start);
bool json_is_start(struct slice start);

/* --- what they say -------------------------------------------------------------- */

/*
 * Make a record of `bytes`, which must lie in its arena; the encoding of lines is found out,
 * everything repaired. OFFPRINT_MALFORMED, OFFPRINT_LIMIT.
 */
int line_read(struct marc_record **record, struct reading *reading, struct slice bytes,
              struct diag *diag);
/* pymarc's and ruby-marc's MARC-in-JSON, marc-hash, and our own JSON. */
int json_read(struct marc_record **record, struct reading *reading, struct slice bytes,
              struct diag *diag);

/* "{eacute}" and its like in `value` as the characters they stand for: itself, or a copy in the
 * record's arena. What is not known is reported and stays. */
struct slice line_expand(struct reading *reading, const char *tag, struct slice value);

#endif

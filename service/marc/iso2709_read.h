/* The tolerant reader of ISO 2709: finds records among junk and makes sense of broken ones. */
#ifndef OFFPRINT_MARC_ISO2709_READ_H
#define OFFPRINT_MARC_ISO2709_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>
#include <offprint/status.h>

struct input;
struct marc_record;
struct reading;

/* Could `bytes` begin with a leader of MARC 21, UNIMARC or their like? */
bool iso2709_is_leader(struct slice bytes);

/* How a record's end was found. */
enum frame_end {
    FRAME_AS_SAID,       /* where the leader says */
    FRAME_BY_TERMINATOR, /* the leader is wrong; its terminator stands elsewhere */
    FRAME_UNTERMINATED,  /* another record begins, or the input ends, before a terminator */
};

/* The bytes of one record in the input's window. */
struct frame {
    size_t skipped;  /* bytes before it that belong to no record; passed already */
    bool junk;       /* some of them were not blank */
    uint64_t offset; /* of the record in the input */
    size_t length;   /* its terminator, where there is one, included */
    enum frame_end end;
};

/* Walks an input record by record. `searched` begins as 0. */
struct framer {
    struct input *input; /* borrowed */
    uint64_t searched;   /* no terminator stands between the window's start and here */
};

/*
 * Finds the next record: 1, with the window standing at it; 0 at the end of the input.
 * OFFPRINT_LIMIT for one over MARC_RECORD_LIMIT (passed over already), OFFPRINT_IO. The window must
 * be moved past frame->length bytes by the caller.
 */
int iso2709_frame(struct frame *frame, struct framer *framer, struct diag *diag);

/* A field as the directory, or a guess in its place, has it. */
struct directory_entry {
    char tag[4];
    bool numeric; /* length and start are numbers */
    size_t length;
    size_t start;         /* from the base address */
    struct slice content; /* without terminator; data is NULL where none was found */
};

struct directory {
    struct directory_entry *entries;
    size_t count;
    struct slice data; /* from the base address on */
    bool said;         /* taken as it is: no field has a terminator in it */
    bool in_order;     /* and each field stands behind the one before it */
};

/*
 * Reads the directory of the record `bytes`, repairing and reporting what contradicts the
 * terminators. OFFPRINT_MALFORMED where there is none to read. reading->marks are of its data.
 */
int iso2709_read_directory(struct directory *directory, struct reading *reading, struct slice bytes,
                           struct diag *diag);

/*
 * Makes a record of `bytes`, which must lie in the record's arena; the leader is judged, encoding
 * found out, everything in UTF-8 and repaired. OFFPRINT_MALFORMED, OFFPRINT_LIMIT.
 */
int iso2709_read(struct marc_record **record, struct reading *reading, struct slice bytes,
                 struct diag *diag);

#endif

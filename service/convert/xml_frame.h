/*
 * Finds the elements of a file of XML that are records, by their tags alone: what is broken in one
 * does not stop at the next.
 */
#ifndef OFFPRINT_CONVERT_XML_FRAME_H
#define OFFPRINT_CONVERT_XML_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/buffer.h>
#include <offprint/slice.h>
#include <offprint/status.h>

struct input;

/* An element that is open around the records, with the namespaces that it declares. */
struct xml_around {
    size_t name, declarations; /* where they begin in the framer's text */
};

struct xml_framer {
    struct input *input;       /* borrowed; UTF-8 */
    const char *const *locals; /* the records' names without prefix, up to NULL; static */
    const char *local;         /* of the record at hand */
    uint64_t newlines;         /* before the window */
    uint64_t absent[4];        /* by kind of markup: no end of it stands before this offset */
    struct buffer text;        /* names and declarations, each with its NUL */
    struct xml_around *around;
    size_t depth, capacity;
    uint64_t beyond; /* elements deeper than are kept */
    char root[64];   /* the first element's name */
};

/* One record, at the window's start. */
struct xml_frame {
    size_t length;     /* of its bytes; the window must be moved past them with xml_pass */
    size_t name_end;   /* of its start tag's name, from the window's start */
    const char *fault; /* why it cannot be read, or NULL */
};

void xml_framer_init(struct xml_framer *framer, struct input *input, const char *const *locals);
void xml_framer_finish(struct xml_framer *framer);

/* The next record: 1, 0 at the end of the input, OFFPRINT_IO. */
int xml_frame_next(struct xml_frame *frame, struct xml_framer *framer, struct diag *diag);
void xml_pass(struct xml_framer *framer, size_t length);

/*
 * Appends the record's bytes as a document of their own: with the namespaces that are declared
 * around it and not on it.
 */
void xml_frame_write(struct buffer *out, const struct xml_framer *framer,
                     const struct xml_frame *frame);

/* What the first tags of a file of XML, in any encoding of ASCII's, say that it holds: "mods",
 * "dc", or "" for neither. */
const char *xml_look(struct slice start);

#endif

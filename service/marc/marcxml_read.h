/* MARCXML and MarcXchange, read as they stream by; records inside OAI or SRU answers too. */
#ifndef OFFPRINT_MARC_MARCXML_READ_H
#define OFFPRINT_MARC_MARCXML_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libxml/parser.h>

#include <offprint/buffer.h>
#include <offprint/record.h>
#include <offprint/status.h>

struct arena;
struct input;
struct reading;

/* --- one record, built from parser events ------------------------------------- */

/* A value: where it stands in the builder's text. */
struct built_value {
    size_t start, length;
};

struct built_field {
    char tag[4];
    char indicator[2];
    struct built_value value;
    size_t first, count; /* of its subfields */
};

struct built_subfield {
    char code;
    struct built_value value;
};

/* What the parser could not go on after. */
struct xml_failure {
    bool failed;
    bool nested; /* a record began where none may: its start tag is the last before `offset` */
    bool silent; /* no fault: the parser came to a second record before the first was taken */
    int code;    /* xmlParserErrors */
    int line;    /* of the parser */
    long offset; /* bytes that the parser had taken */
    char message[200];
};

/* Everything is reused from record to record. */
struct marcxml_builder {
    struct reading *reading;
    xmlParserCtxtPtr parser; /* borrowed: for lines and offsets */
    unsigned depth;          /* of open elements */
    unsigned record_depth;   /* of the record being built, 0 outside */
    int record_line;
    enum { BUILD_NOTHING, BUILD_LEADER, BUILD_CONTROL, BUILD_FIELD, BUILD_SUBFIELD } state;
    unsigned value_depth; /* of the element whose text is taken */
    bool has_leader;
    bool completed; /* a whole record waits to be taken */
    bool divided;   /* the control field being built is written with subfields */
    bool stray;     /* a field with text outside of its subfields was reported */
    struct built_value leader;
    struct buffer text;
    struct built_field *fields;
    size_t field_count, field_capacity;
    struct built_subfield *subfields;
    size_t subfield_count, subfield_capacity;
    int refused; /* status of a record that is too large */
    char root[64];
    struct xml_failure failure;
};

void marcxml_builder_init(struct marcxml_builder *builder, struct reading *reading);
void marcxml_builder_finish(struct marcxml_builder *builder);
/* A new push parser that builds with `builder`, from the top. Freed by marcxml_parser_destroy. */
xmlParserCtxtPtr marcxml_parser_create(struct marcxml_builder *builder);
void marcxml_parser_destroy(xmlParserCtxtPtr parser);
/*
 * Makes the completed record in `arena` and begins again. OFFPRINT_LIMIT, OFFPRINT_MALFORMED for
 * one that cannot be used.
 */
int marcxml_builder_take(struct marcxml_builder *builder, struct marc_record **record,
                         struct arena *arena, struct diag *diag);

/*
 * Finds the encoding of XML by its first bytes, which stand in the window, and has the input decode
 * it. `declared` is set to an encoding that the bytes belie, else "". OFFPRINT_UNSUPPORTED.
 */
int marcxml_find_encoding(struct input *input, char *declared, size_t size, struct diag *diag);

/*
 * Looks for a record's start tag, or its end tag, in the window from `*from` on. True, with `*from`
 * at its '<' and `*length`; false with `*from` where to go on when there is more.
 */
bool marcxml_find_tag(struct slice window, bool end, size_t *from, size_t *length);

/* --- a file of them ----------------------------------------------------------- */

struct marcxml_stream;

/* Both are borrowed and must outlive the stream. OFFPRINT_UNSUPPORTED for an encoding, OFFPRINT_IO.
 */
int marcxml_stream_create(struct marcxml_stream **stream, struct input *input,
                          struct reading *reading, struct diag *diag);
void marcxml_stream_destroy(struct marcxml_stream *stream);

/*
 * The next record into `arena`: 1, 0 at the end, or a negative status for one that was refused;
 * `*line` is where it begins. What is not well-formed is refused, and reading goes on at the next
 * start tag of a record.
 */
int marcxml_stream_next(struct marcxml_stream *stream, struct marc_record **record,
                        struct arena *arena, uint64_t *line, struct diag *diag);

/* From now on the bytes of records are kept for marcxml_stream_bytes. */
void marcxml_stream_keep(struct marcxml_stream *stream);
/*
 * The bytes, in UTF-8, of the record that was returned or refused last: from its start tag to its
 * end, or where reading was taken up again. Empty for one over MARC_RECORD_LIMIT. Borrowed until
 * the next call.
 */
struct slice marcxml_stream_bytes(struct marcxml_stream *stream);

#endif

/* A file of records: what it is, and one record after another. */
#include <offprint/reader.h>

#include <stdlib.h>
#include <string.h>

#include <offprint/arena.h>

#include "base/memory.h"
#include "marc/input.h"
#include "marc/iso2709.h"
#include "marc/iso2709_read.h"
#include "marc/marcxml_read.h"
#include "marc/reader_adopt.h"
#include "marc/reading.h"
#include "marc/text_read.h"

/* How much of a file is looked at to find out what it is. */
#define SNIFF_SIZE 65536u

struct marc_reader {
    struct input input;
    enum marc_input format;
    struct framer framer;
    struct text_framer text;
    struct reading reading;
    struct marc_place place;
    struct marcxml_stream *xml;
    struct slice bytes; /* of the last record, in its arena, but for XML */
    bool ended;
};

const char *finding_severity_name(enum finding_severity severity)
{
    switch (severity) {
    case FINDING_NOTE:
        return "note";
    case FINDING_REPAIR:
        return "repair";
    case FINDING_WARNING:
        return "warning";
    case FINDING_ERROR:
        return "error";
    }
    return "unknown";
}

/* --- what it is --------------------------------------------------------------- */

static bool is_xml(struct slice start)
{
    size_t at = slice_starts(start, "\xef\xbb\xbf") ? 3 : 0;

    while (at < start.length && memchr(" \t\r\n", start.data[at], 4) != NULL)
        at++;
    if (at < start.length && start.data[at] == '<')
        return true;
    return start.length >= 2 &&
           (memcmp(start.data, "\xff\xfe", 2) == 0 || memcmp(start.data, "\xfe\xff", 2) == 0 ||
            memcmp(start.data, "<\0", 2) == 0 || memcmp(start.data, "\0<", 2) == 0);
}

/* A leader at the start or after junk, or at least the two terminators in their order. */
static bool is_iso2709(struct slice start)
{
    const char *field;

    for (size_t at = 0; at < start.length && at < 1024; at++)
        if (iso2709_is_leader(slice_part(start, at, start.length)))
            return true;
    field = start.length > 0 ? memchr(start.data, MARC_FIELD_TERMINATOR, start.length) : NULL;
    return field != NULL && memchr(field, MARC_RECORD_TERMINATOR,
                                   start.length - (size_t)(field - start.data)) != NULL;
}

/* A file that fails further on has records before that. */
static int look_ahead(struct input *input, size_t length, struct diag *diag)
{
    int status = input_want(input, length, diag);

    return input_window(input).length > 0 ? 0 : status;
}

static int sniff(struct marc_reader *reader, const char *name, struct diag *diag)
{
    struct slice start;
    char shown[PRINTABLE_SIZE];
    int status = look_ahead(&reader->input, SNIFF_SIZE, diag);

    if (status < 0)
        return status;
    start = slice_part(input_window(&reader->input), 0, SNIFF_SIZE);
    if (is_xml(start)) {
        reader->format = MARC_INPUT_MARCXML;
        return 0;
    }
    /* Before ISO 2709, whose leader both may hold. */
    if (line_is_start(start) || json_is_start(start)) {
        reader->format = json_is_start(start) ? MARC_INPUT_JSON : MARC_INPUT_LINES;
        return 0;
    }
    /* Without a byte there is no record either, in whatever format. */
    if (start.length == 0 || is_iso2709(start)) {
        reader->format = MARC_INPUT_ISO2709;
        return 0;
    }
    return diag_refuse(
        diag, OFFPRINT_UNSUPPORTED, name,
        "'%.200s' is neither ISO 2709 nor XML, lines or JSON of MARC; it begins '%s'", name,
        printable(shown, start));
}

/* --- opening ------------------------------------------------------------------ */

int marc_reader_adopt(struct marc_reader **reader, struct input *input, const char *name,
                      enum marc_input format, finding_handler *handler, void *context,
                      struct diag *diag)
{
    struct marc_reader *made = memory_zeroed(1, sizeof *made);
    int status;

    made->input = *input;
    made->format = format;
    made->framer.input = made->text.input = &made->input;
    reading_init(&made->reading, handler, context);
    status = input_unpack(&made->input, diag);
    if (status == 0 && format == MARC_INPUT_SNIFF)
        status = sniff(made, name, diag);
    else if (status == 0)
        status = look_ahead(&made->input, 256, diag);
    if (status == 0 && made->format == MARC_INPUT_MARCXML)
        status = marcxml_stream_create(&made->xml, &made->input, &made->reading, diag);
    if (status < 0) {
        marc_reader_close(made);
        return status;
    }
    *reader = made;
    return 0;
}

int marc_reader_open(struct marc_reader **reader, const char *path, enum marc_input input,
                     finding_handler *handler, void *context, struct diag *diag)
{
    struct input opened;
    int status = input_open(&opened, path, diag);

    if (status < 0)
        return status;
    return marc_reader_adopt(reader, &opened, path, input, handler, context, diag);
}

int marc_reader_open_bytes(struct marc_reader **reader, struct slice bytes, enum marc_input input,
                           finding_handler *handler, void *context, struct diag *diag)
{
    struct input opened;

    input_open_bytes(&opened, bytes);
    return marc_reader_adopt(reader, &opened, "(memory)", input, handler, context, diag);
}

void marc_reader_close(struct marc_reader *reader)
{
    if (reader == NULL)
        return;
    marcxml_stream_destroy(reader->xml);
    reading_finish(&reader->reading);
    input_finish(&reader->input);
    free(reader);
}

/* --- reading ------------------------------------------------------------------ */

static void report_skipped(struct reading *reading, size_t skipped, bool junk)
{
    if (skipped > 0)
        reading_report(reading, junk ? FINDING_REPAIR : FINDING_NOTE, "between-records", "",
                       "%zu %s before the record were passed over", skipped,
                       junk ? "bytes that belong to no record" : "blanks or line ends");
}

static void report_frame(struct reading *reading, const struct frame *frame, const char *bytes)
{
    char shown[PRINTABLE_SIZE];

    report_skipped(reading, frame->skipped, frame->junk);
    if (frame->end == FRAME_BY_TERMINATOR)
        reading_report(reading, FINDING_REPAIR, "leader-length", "LDR",
                       "the leader says '%s' bytes; by its terminator the record has %zu",
                       printable(shown, slice_make(bytes, 5)), frame->length);
    else if (frame->end == FRAME_UNTERMINATED)
        reading_report(reading, FINDING_REPAIR, "record-terminator", "LDR",
                       "the record has no terminator; it ends after %zu of '%s' bytes",
                       frame->length, printable(shown, slice_make(bytes, 5)));
}

static int next_iso2709(struct marc_reader *reader, struct marc_record **record,
                        struct arena *arena, struct diag *diag)
{
    struct frame frame;
    struct slice bytes;
    int status = iso2709_frame(&frame, &reader->framer, diag);

    if (status == 0 || status == OFFPRINT_IO)
        return status;
    reader->place.number++;
    reader->place.offset = frame.offset;
    if (status < 0)
        return status;
    bytes = arena_slice(arena, slice_part(input_window(&reader->input), 0, frame.length));
    reader->bytes = bytes;
    input_skip(&reader->input, frame.length);
    if (bytes.length < MARC_LEADER_LENGTH)
        return diag_set(diag, OFFPRINT_MALFORMED,
                        "what is left is too short for a record: %zu bytes", bytes.length);
    report_frame(&reader->reading, &frame, bytes.data);
    status = iso2709_read(record, &reader->reading, bytes, diag);
    return status < 0 ? status : 1;
}

static int next_text(struct marc_reader *reader, struct marc_record **record, struct arena *arena,
                     struct diag *diag)
{
    bool lines = reader->format == MARC_INPUT_LINES;
    struct text_frame frame;
    int status =
        lines ? line_frame(&frame, &reader->text, diag) : json_frame(&frame, &reader->text, diag);

    if (status <= 0)
        return status;
    reader->place.number++;
    reader->place.offset = reader->input.offset;
    reader->place.line = reader->text.newlines + 1;
    reader->bytes = arena_slice(arena, slice_part(input_window(&reader->input), 0, frame.length));
    text_pass(&reader->text, frame.length);
    if (frame.fault != NULL)
        return diag_set(diag, OFFPRINT_MALFORMED, "%s", frame.fault);
    if (frame.junk)
        report_skipped(&reader->reading, frame.skipped, true);
    status = lines ? line_read(record, &reader->reading, reader->bytes, diag)
                   : json_read(record, &reader->reading, reader->bytes, diag);
    return status < 0 ? status : 1;
}

static int next_marcxml(struct marc_reader *reader, struct marc_record **record,
                        struct arena *arena, struct diag *diag)
{
    uint64_t line = reader->place.line;
    int status = marcxml_stream_next(reader->xml, record, arena, &line, diag);

    if (status == 0 || status == OFFPRINT_IO)
        return status;
    reader->place.number++;
    reader->place.line = line;
    return status;
}

int marc_reader_next(struct marc_reader *reader, struct marc_record **record, struct arena *arena,
                     struct diag *diag)
{
    int status;

    if (reader->ended)
        return 0;
    reading_begin(&reader->reading, arena);
    reader->bytes = slice_make(NULL, 0);
    if (reader->format == MARC_INPUT_MARCXML)
        status = next_marcxml(reader, record, arena, diag);
    else if (reader->format == MARC_INPUT_LINES || reader->format == MARC_INPUT_JSON)
        status = next_text(reader, record, arena, diag);
    else
        status = next_iso2709(reader, record, arena, diag);
    reader->ended = status == 0 || status == OFFPRINT_IO;
    return status;
}

struct marc_place marc_reader_place(const struct marc_reader *reader)
{
    return reader->place;
}

void marc_reader_keep_bytes(struct marc_reader *reader)
{
    if (reader->xml != NULL)
        marcxml_stream_keep(reader->xml);
}

struct slice marc_reader_bytes(const struct marc_reader *reader)
{
    return reader->xml != NULL && !reader->ended ? marcxml_stream_bytes(reader->xml)
                                                 : reader->bytes;
}

void marc_reader_progress(const struct marc_reader *reader, uint64_t *done, uint64_t *size)
{
    *done = input_done(&reader->input);
    *size = reader->input.size;
}

enum marc_input marc_reader_input(const struct marc_reader *reader)
{
    return reader->format;
}

/* One reader for every format: what is no MARC is made MARC here. */
#include <offprint/convert.h>

#include <stdlib.h>
#include <string.h>

#include <offprint/arena.h>

#include "base/memory.h"
#include "convert/from_dc.h"
#include "convert/from_mods.h"
#include "convert/xml_frame.h"
#include "marc/input.h"
#include "marc/marcxml_read.h"
#include "marc/reader_adopt.h"

/* How much of a file of XML is looked at to find out what it holds. */
#define LOOK_SIZE 65536u

/* Makes a record of one element. */
typedef int element_reader(struct marc_record **record, struct slice bytes, uint64_t line,
                           struct arena *arena, struct diag *diag);

/* By which names the formats are asked for. Those without a reader are a marc_reader's. */
static const struct input_name {
    const char *name;
    enum marc_input input;
    element_reader *read;
    bool kept;               /* its bytes are kept, and served back */
    const char *elements[3]; /* that are records, without prefix */
} inputs[] = {
    {"marc", MARC_INPUT_ISO2709, NULL, false, {NULL}},
    {"marcxml", MARC_INPUT_MARCXML, NULL, false, {NULL}},
    {"lines", MARC_INPUT_LINES, NULL, false, {NULL}},
    {"json", MARC_INPUT_JSON, NULL, false, {NULL}},
    {"mods", MARC_INPUT_SNIFF, mods_read, true, {"mods"}},
    {"dc", MARC_INPUT_SNIFF, dc_read, false, {"dc", "qualifieddc"}},
};

struct record_reader {
    const struct input_name *format; /* NULL: what marc_reader_input says */
    struct marc_reader *marc;        /* NULL where elements are read */
    struct input input;              /* from here on, of elements */
    struct xml_framer framer;
    struct marc_place place;
    struct slice bytes; /* of the last record, in its arena */
    bool found, ended;
};

static const struct input_name *input_by_name(const char *name)
{
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
        if (strcmp(inputs[i].name, name) == 0)
            return &inputs[i];
    return NULL;
}

const char *record_reader_formats(void)
{
    return "marc, marcxml, lines, json, mods, dc";
}

bool record_reader_has(const char *format)
{
    return input_by_name(format) != NULL;
}

/* --- opening ------------------------------------------------------------------ */

/* Is it XML that holds records of which a format's elements are made? NULL where it is not. */
static const struct input_name *look(struct input *input)
{
    struct slice start;
    const char *holds;

    /* What fails further on has records before that. */
    (void)input_want(input, LOOK_SIZE, NULL);
    start = slice_part(input_window(input), 0, LOOK_SIZE);
    if (start.length == 0 ||
        memchr(start.data, '<', start.length < 256 ? start.length : 256) == NULL)
        return NULL;
    holds = xml_look(start);
    return holds[0] != '\0' ? input_by_name(holds) : NULL;
}

/* Consumes the input, also where it fails. */
static int open_elements(struct record_reader *reader, struct input *input, struct diag *diag)
{
    char declared[32];
    int status;

    reader->input = *input;
    (void)input_want(&reader->input, 256, NULL);
    status = marcxml_find_encoding(&reader->input, declared, sizeof declared, diag);
    if (status < 0) {
        input_finish(&reader->input);
        return status;
    }
    xml_framer_init(&reader->framer, &reader->input, reader->format->elements);
    return 0;
}

static int open_input(struct record_reader **reader, struct input *input, const char *name,
                      const struct input_name *format, finding_handler *handler, void *context,
                      struct diag *diag)
{
    struct record_reader *made = memory_zeroed(1, sizeof *made);
    int status = input_unpack(input, diag);

    made->format = format;
    if (status == 0 && format == NULL)
        made->format = look(input);
    if (status < 0)
        input_finish(input);
    else if (made->format != NULL && made->format->read != NULL)
        status = open_elements(made, input, diag);
    else
        status = marc_reader_adopt(&made->marc, input, name,
                                   format != NULL ? format->input : MARC_INPUT_SNIFF, handler,
                                   context, diag);
    if (status < 0) {
        free(made);
        return status;
    }
    *reader = made;
    return 0;
}

static int find_format(const struct input_name **found, const char *format, struct diag *diag)
{
    *found = NULL;
    if (format != NULL && (*found = input_by_name(format)) == NULL)
        return diag_refuse(diag, OFFPRINT_FORMAT, format, "records are not read from '%.40s': %s",
                           format, record_reader_formats());
    return 0;
}

int record_reader_open(struct record_reader **reader, const char *path, const char *format,
                       finding_handler *handler, void *context, struct diag *diag)
{
    const struct input_name *found;
    struct input input;
    int status = find_format(&found, format, diag);

    if (status < 0 || (status = input_open(&input, path, diag)) < 0)
        return status;
    return open_input(reader, &input, path, found, handler, context, diag);
}

int record_reader_open_bytes(struct record_reader **reader, struct slice bytes, const char *format,
                             finding_handler *handler, void *context, struct diag *diag)
{
    const struct input_name *found;
    struct input input;
    int status = find_format(&found, format, diag);

    if (status < 0)
        return status;
    input_open_bytes(&input, bytes);
    return open_input(reader, &input, "(memory)", found, handler, context, diag);
}

void record_reader_close(struct record_reader *reader)
{
    if (reader == NULL)
        return;
    if (reader->marc != NULL) {
        marc_reader_close(reader->marc);
    } else {
        xml_framer_finish(&reader->framer);
        input_finish(&reader->input);
    }
    free(reader);
}

/* --- reading ------------------------------------------------------------------ */

/* No record at all: all right only in what says that it is a collection of them. */
static int end_elements(struct record_reader *reader, struct diag *diag)
{
    reader->ended = true;
    if (reader->found || strstr(reader->framer.root, "modsCollection") != NULL)
        return 0;
    reader->found = true;
    reader->ended = false;
    reader->bytes = slice_make(NULL, 0);
    return diag_refuse(diag, OFFPRINT_UNSUPPORTED, reader->framer.root,
                       "there is no record of format '%s' in this XML", reader->format->name);
}

static int next_element(struct record_reader *reader, struct record_read *read, struct arena *arena,
                        struct diag *diag)
{
    struct buffer source;
    struct xml_frame frame;
    int status = xml_frame_next(&frame, &reader->framer, diag);

    if (status < 0) {
        reader->ended = true;
        return status;
    }
    if (status == 0)
        return end_elements(reader, diag);
    reader->found = true;
    reader->place.number++;
    reader->place.offset = reader->input.offset;
    reader->place.line = reader->framer.newlines + 1;
    reader->bytes = arena_slice(arena, slice_part(input_window(&reader->input), 0, frame.length));
    buffer_init(&source);
    if (frame.fault == NULL)
        xml_frame_write(&source, &reader->framer, &frame);
    xml_pass(&reader->framer, frame.length);
    if (frame.fault != NULL)
        return diag_set(diag, OFFPRINT_MALFORMED, "line %llu: %s",
                        (unsigned long long)reader->place.line, frame.fault);
    read->source = arena_slice(arena, buffer_slice(&source));
    buffer_finish(&source);
    status = reader->format->read(&read->record, read->source, reader->place.line, arena, diag);
    if (status < 0 || !reader->format->kept)
        read->source = slice_make(NULL, 0);
    else
        read->source_format = format_by_name(slice_of(reader->format->name));
    return status < 0 ? status : 1;
}

int record_reader_next(struct record_reader *reader, struct record_read *read, struct arena *arena,
                       struct diag *diag)
{
    *read = (struct record_read){.record = NULL};
    if (reader->marc != NULL)
        return marc_reader_next(reader->marc, &read->record, arena, diag);
    return reader->ended ? 0 : next_element(reader, read, arena, diag);
}

struct marc_place record_reader_place(const struct record_reader *reader)
{
    return reader->marc != NULL ? marc_reader_place(reader->marc) : reader->place;
}

void record_reader_progress(const struct record_reader *reader, uint64_t *done, uint64_t *size)
{
    if (reader->marc != NULL) {
        marc_reader_progress(reader->marc, done, size);
        return;
    }
    *done = input_done(&reader->input);
    *size = reader->input.size;
}

const char *record_reader_format(const struct record_reader *reader)
{
    if (reader->marc == NULL)
        return reader->format->name;
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
        if (inputs[i].input == marc_reader_input(reader->marc))
            return inputs[i].name;
    return "";
}

void record_reader_keep_bytes(struct record_reader *reader)
{
    if (reader->marc != NULL)
        marc_reader_keep_bytes(reader->marc);
}

struct slice record_reader_bytes(const struct record_reader *reader)
{
    return reader->marc != NULL ? marc_reader_bytes(reader->marc) : reader->bytes;
}

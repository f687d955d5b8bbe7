/*
 * A file of MARCXML, fed to the parser so that it never runs ahead by more than one record, and
 * taken up again after what is not well-formed.
 *
 *     window:  |<record>…</record>\n<record>…
 *              ^ consumed            ^ fed
 *
 * Bytes stay in the input's window until the parser has consumed them, so that after a failure the
 * search for the next start tag begins where it was found. Then a new parser is given a root
 * element of our own, for the real one lies behind; an end tag for that is no fault. Nor is another
 * document behind the first: it is read in its turn.
 */
#include "marc/marcxml_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/xmlerror.h>

#include "base/memory.h"
#include "marc/input.h"
#include "marc/iso2709.h"
#include "marc/reading.h"

/* How much the parser is given at once: little after a failure, for the next may be near. */
#define FEED_FIRST 512u
#define FEED_LARGEST (8u * 1024u)
/*
 * What begins and never ends (a comment) is found out at the end of the file, and the search goes
 * back to its start. Over the whole file that may not cost more than this, in bytes read again:
 * then the search goes on at the end.
 */
#define REWIND_BUDGET (16u * 1024u * 1024u)
#define OUR_ROOT "<resumed>"
/* Bytes of one tag. */
#define TAG_LIMIT (16u * 1024u)
/* MARC_RECORD_LIMIT in words. */
#define LIMIT_TEXT "64 MiB"

struct marcxml_stream {
    struct input *input;
    struct reading *reading;
    struct marcxml_builder builder;
    xmlParserCtxtPtr parser; /* NULL before the first and after a failure */
    uint64_t origin;         /* of the parser's first byte in the input, OUR_ROOT left out */
    uint64_t origin_line;    /* newlines before it */
    uint64_t newlines;       /* before the window */
    uint64_t scanned_from;   /* from here on, end tags of records were looked for, */
    uint64_t scanned;        /* as far as here; */
    uint64_t record_end;     /* and this is past the first that there is */
    uint64_t rewound;        /* bytes read again */
    size_t piece;            /* how much is fed next */
    size_t fed;              /* bytes of the window that the parser has */
    bool resumed;
    bool ended;
    bool found;        /* there was a record, or something refused */
    char declared[32]; /* an encoding that the bytes belie, to be reported once */
    bool keeping;
    bool lost;            /* too much stood before the end of what is kept */
    struct buffer kept;   /* what was passed since the last record, */
    uint64_t kept_end;    /* and where it ends, a record having been returned or refused */
    struct buffer joined; /* the answer of marcxml_stream_bytes */
};

int marcxml_stream_create(struct marcxml_stream **stream, struct input *input,
                          struct reading *reading, struct diag *diag)
{
    struct marcxml_stream *made = memory_zeroed(1, sizeof *made);
    int status;

    made->input = input;
    made->reading = reading;
    marcxml_builder_init(&made->builder, reading);
    status = marcxml_find_encoding(input, made->declared, sizeof made->declared, diag);
    if (status < 0) {
        marcxml_stream_destroy(made);
        return status;
    }
    *stream = made;
    return 0;
}

void marcxml_stream_destroy(struct marcxml_stream *stream)
{
    if (stream == NULL)
        return;
    marcxml_parser_destroy(stream->parser);
    marcxml_builder_finish(&stream->builder);
    buffer_finish(&stream->kept);
    buffer_finish(&stream->joined);
    free(stream);
}

/* --- bytes kept ---------------------------------------------------------------- */

static void keep(struct marcxml_stream *stream, struct slice bytes)
{
    if (!stream->keeping || stream->lost)
        return;
    stream->lost = bytes.length > MARC_RECORD_LIMIT - stream->kept.length;
    if (stream->lost)
        buffer_truncate(&stream->kept, 0);
    else
        buffer_add_slice(&stream->kept, bytes);
}

/* Lets go of the record that was returned or refused last. What was passed of the next one stays.
 */
static void forget_kept(struct marcxml_stream *stream)
{
    uint64_t beyond =
        stream->input->offset > stream->kept_end ? stream->input->offset - stream->kept_end : 0;
    size_t stays = beyond < stream->kept.length ? (size_t)beyond : 0;

    if (stays > 0)
        memmove(stream->kept.data, stream->kept.data + stream->kept.length - stays, stays);
    buffer_truncate(&stream->kept, stays);
    stream->lost = false;
}

void marcxml_stream_keep(struct marcxml_stream *stream)
{
    stream->keeping = true;
}

struct slice marcxml_stream_bytes(struct marcxml_stream *stream)
{
    uint64_t offset = stream->input->offset;
    size_t from = 0, start = 0, length;

    buffer_truncate(&stream->joined, 0);
    if (!stream->keeping || stream->lost)
        return slice_make(NULL, 0);
    buffer_add_slice(&stream->joined, buffer_slice(&stream->kept));
    if (stream->kept_end > offset)
        buffer_add_slice(&stream->joined, slice_part(input_window(stream->input), 0,
                                                     (size_t)(stream->kept_end - offset)));
    else if (offset - stream->kept_end < stream->joined.length)
        buffer_truncate(&stream->joined,
                        stream->joined.length - (size_t)(offset - stream->kept_end));
    /* The last: those before it are OAI's or SRU's around it. */
    while (marcxml_find_tag(buffer_slice(&stream->joined), false, &from, &length)) {
        start = from;
        from += length;
    }
    return slice_part(buffer_slice(&stream->joined), start, stream->joined.length);
}

/* Passes `length` bytes of the window and counts their lines. */
static void pass(struct marcxml_stream *stream, size_t length)
{
    stream->newlines += iso2709_count(slice_part(input_window(stream->input), 0, length), '\n');
    keep(stream, slice_part(input_window(stream->input), 0, length));
    input_skip(stream->input, length);
    stream->fed = stream->fed > length ? stream->fed - length : 0;
}

/* --- feeding ------------------------------------------------------------------ */

/* The line in the file for one of the parser's. */
static uint64_t line_in_file(const struct marcxml_stream *stream, int line)
{
    return stream->origin_line + (uint64_t)(line > 0 ? line : 1);
}

static uint64_t position(const struct marcxml_stream *stream, long consumed)
{
    long before = stream->resumed ? (long)strlen(OUR_ROOT) : 0;

    return stream->origin + (uint64_t)(consumed > before ? consumed - before : 0);
}

static void start_parser(struct marcxml_stream *stream)
{
    marcxml_parser_destroy(stream->parser);
    stream->parser = marcxml_parser_create(&stream->builder);
    stream->origin = stream->input->offset;
    stream->origin_line = stream->newlines;
    stream->fed = 0;
    stream->piece = FEED_FIRST;
    if (stream->resumed)
        xmlParseChunk(stream->parser, OUR_ROOT, (int)strlen(OUR_ROOT), 0);
}

/* What the parser does not find out by itself, at the place that it has come to. */
static void fail(struct marcxml_stream *stream, const char *message)
{
    struct xml_failure *failure = &stream->builder.failure;
    const xmlParserInput *input = stream->parser->input;

    *failure = (struct xml_failure){.failed = true, .line = input != NULL ? input->line : 1};
    failure->offset = xmlByteConsumed(stream->parser);
    snprintf(failure->message, sizeof failure->message, "%s", message);
}

/*
 * A push parser that stands before '&' waits for ';', and would swallow the records that follow: no
 * reference has a '<' in it (XML 1.0 clause 4.1). Before a tag it waits for '>', to compare all
 * attributes that it has with one another.
 */
static void check_progress(struct marcxml_stream *stream)
{
    struct slice fed = slice_part(input_window(stream->input), 0, stream->fed);

    if (fed.length < 2 || stream->builder.failure.failed)
        return;
    if (fed.data[0] == '&' && memchr(fed.data, '<', fed.length) != NULL)
        fail(stream, "a reference, '&', is not ended by ';'");
    else if (fed.data[0] == '<' && fed.data[1] != '!' && fed.data[1] != '?' &&
             fed.length > TAG_LIMIT)
        fail(stream, "a tag is larger than 16 KiB");
}

/* Gives the parser the window up to `end`, and lets go of what it has consumed. */
static void feed(struct marcxml_stream *stream, size_t end)
{
    uint64_t consumed;

    while (stream->fed < end && !stream->builder.failure.failed && !stream->builder.completed) {
        size_t length = end - stream->fed < stream->piece ? end - stream->fed : stream->piece;

        xmlParseChunk(stream->parser, input_window(stream->input).data + stream->fed, (int)length,
                      0);
        stream->fed += length;
        stream->piece = stream->piece < FEED_LARGEST ? stream->piece * 2 : FEED_LARGEST;
        if (stream->builder.failure.failed)
            return;
        consumed = position(stream, xmlByteConsumed(stream->parser));
        if (consumed > stream->input->offset) {
            size_t before = stream->fed;

            pass(stream, (size_t)(consumed - stream->input->offset));
            end -= before - stream->fed;
        }
        check_progress(stream);
    }
}

/* The input has ended: whatever is open now stays open. */
static void feed_end(struct marcxml_stream *stream)
{
    struct xml_failure *failure = &stream->builder.failure;

    feed(stream, input_window(stream->input).length);
    if (failure->failed || stream->builder.completed)
        return;
    xmlParseChunk(stream->parser, NULL, 0, 1);
    stream->ended = !failure->failed;
    if (!failure->failed)
        return;
    /* Only what has not been consumed can hold another record: the start of what never ended. */
    failure->offset = (long)(stream->input->offset - stream->origin) +
                      (stream->resumed ? (long)strlen(OUR_ROOT) : 0) + 1;
    if (failure->code == XML_ERR_DOCUMENT_END && stream->builder.depth > 0)
        snprintf(failure->message, sizeof failure->message,
                 "the file ends before its elements are closed");
}

/* Feeds up to the end of the next record, or as much as there is. OFFPRINT_IO. */
static int feed_record(struct marcxml_stream *stream, struct diag *diag)
{
    struct input *input = stream->input;
    uint64_t fed = input->offset + stream->fed;
    size_t from, length;
    int status;

    if (stream->record_end > fed) {
        feed(stream, (size_t)(stream->record_end - input->offset));
        return 0;
    }
    if (stream->scanned < fed || stream->record_end > 0)
        stream->scanned_from = stream->scanned = fed;
    stream->record_end = 0;
    from = (size_t)(stream->scanned - input->offset);
    if (marcxml_find_tag(input_window(input), true, &from, &length)) {
        stream->record_end = stream->scanned = input->offset + from + length;
        return 0;
    }
    stream->scanned = input->offset + from;
    feed(stream, from);
    if (stream->builder.failure.failed || stream->builder.completed)
        return 0;
    if (input_window(input).length > MARC_RECORD_LIMIT) {
        fail(stream, "what begins here does not end within " LIMIT_TEXT);
        stream->builder.failure.offset++; /* not there again */
        return 0;
    }
    status = input_more(input, diag);
    if (status == 0)
        feed_end(stream);
    return status < 0 ? status : 0;
}

/* --- failures ----------------------------------------------------------------- */

/* After resuming, the end tags and the end of elements that lie behind are no fault. */
static bool is_harmless(const struct marcxml_stream *stream)
{
    const struct xml_failure *failure = &stream->builder.failure;

    if (failure->silent)
        return true;
    return stream->resumed && stream->builder.depth <= 1 &&
           (failure->code == XML_ERR_TAG_NAME_MISMATCH ||
            failure->code == XML_ERR_TAG_NOT_FINISHED || failure->code == XML_ERR_DOCUMENT_END);
}

/* Takes back what the parser was given of the window from `from` on. */
static void take_back(struct marcxml_stream *stream, size_t from)
{
    if (from >= stream->fed)
        return;
    stream->rewound += stream->fed - from;
    if (stream->input->offset + from < stream->scanned_from)
        stream->scanned_from = stream->scanned = stream->record_end = 0;
}

/*
 * Files put together have one document behind another: after the root element another begins, by
 * its XML declaration or a start tag. True, with `*from` where in the window.
 */
static bool begins_document(const struct marcxml_stream *stream, size_t *from)
{
    const struct xml_failure *failure = &stream->builder.failure;
    struct slice window = input_window(stream->input);
    uint64_t at = position(stream, failure->offset);

    if (stream->builder.depth != (stream->resumed ? 1 : 0) || at < stream->input->offset ||
        (failure->code != XML_ERR_RESERVED_XML_NAME &&
         (failure->code != XML_ERR_DOCUMENT_END || stream->resumed)))
        return false;
    *from = (size_t)(at - stream->input->offset);
    if (*from > window.length)
        return false;
    if (slice_starts(slice_part(window, *from, window.length), "\xef\xbb\xbf"))
        *from += 3;
    while (*from > 0 && (*from == window.length || window.data[*from] != '<'))
        (*from)--;
    return *from < window.length && window.data[*from] == '<' &&
           stream->input->offset + *from > stream->origin;
}

/* Where in the window the search for the next record begins. */
static size_t resume_from(struct marcxml_stream *stream)
{
    const struct xml_failure *failure = &stream->builder.failure;
    struct slice window = input_window(stream->input);
    uint64_t at = position(stream, failure->offset);
    size_t from = at > stream->input->offset ? (size_t)(at - stream->input->offset) : 0;

    if (from > window.length)
        from = window.length;
    while (failure->nested && from > 0 && (from == window.length || window.data[from] != '<'))
        from--;
    /* Never the same start tag twice. */
    if (stream->resumed && stream->input->offset + from <= stream->origin)
        from = (size_t)(stream->origin + 1 - stream->input->offset);
    if (from < stream->fed &&
        stream->rewound + (stream->fed - from) > REWIND_BUDGET + stream->input->offset)
        from = stream->fed;
    take_back(stream, from);
    return from;
}

/* Moves the window to the next start tag of a record after the failure. OFFPRINT_IO. */
static int resume(struct marcxml_stream *stream, struct diag *diag)
{
    size_t from = resume_from(stream);
    size_t length;

    while (!marcxml_find_tag(input_window(stream->input), false, &from, &length)) {
        int status;

        pass(stream, from);
        from = 0;
        status = input_more(stream->input, diag);
        if (status < 0)
            return status;
        if (status == 0) {
            stream->ended = true;
            return 0;
        }
    }
    pass(stream, from);
    stream->resumed = true;
    start_parser(stream);
    return 0;
}

/* Refuses what the parser could not go on after, or nothing where that was no record. */
static int refuse(struct marcxml_stream *stream, uint64_t *line, struct diag *diag)
{
    struct xml_failure failure = stream->builder.failure;
    uint64_t failed_line = line_in_file(stream, failure.line);
    bool harmless = is_harmless(stream);
    size_t from;
    int status;

    if (begins_document(stream, &from)) {
        take_back(stream, from);
        pass(stream, from);
        stream->resumed = false;
        start_parser(stream);
        return 0;
    }
    *line = stream->builder.record_depth > 0 ? line_in_file(stream, stream->builder.record_line)
                                             : failed_line;
    status = resume(stream, diag);
    if (status < 0 || harmless)
        return status;
    stream->found = true;
    stream->kept_end = stream->input->offset;
    return diag_set(diag, OFFPRINT_MALFORMED, "line %llu: %s", (unsigned long long)failed_line,
                    failure.message);
}

/* A file without records is all right only when it says that it is a collection of them. */
static int end(struct marcxml_stream *stream, struct diag *diag)
{
    const char *root = stream->builder.root;
    char shown[PRINTABLE_SIZE];

    if (stream->found || strcmp(root, "collection") == 0)
        return 0;
    stream->found = true;
    stream->kept_end = stream->input->offset;
    return diag_refuse(diag, OFFPRINT_UNSUPPORTED, root,
                       "there is no MARC record in this XML; its root element is '%s'",
                       printable(shown, slice_of(root)));
}

static int take(struct marcxml_stream *stream, struct marc_record **record, struct arena *arena,
                uint64_t *line, struct diag *diag)
{
    int status;

    *line = line_in_file(stream, stream->builder.record_line);
    stream->found = true;
    if (stream->declared[0] != '\0')
        reading_report(stream->reading, FINDING_REPAIR, "encoding", "",
                       "the XML declaration says %s, the bytes say UTF-8", stream->declared);
    stream->declared[0] = '\0';
    stream->kept_end = stream->record_end > 0 ? stream->record_end : stream->input->offset;
    status = marcxml_builder_take(&stream->builder, record, arena, diag);
    return status < 0 ? status : 1;
}

int marcxml_stream_next(struct marcxml_stream *stream, struct marc_record **record,
                        struct arena *arena, uint64_t *line, struct diag *diag)
{
    forget_kept(stream);
    if (stream->parser == NULL && !stream->ended)
        start_parser(stream);
    for (;;) {
        int status = 0;

        if (stream->builder.completed)
            return take(stream, record, arena, line, diag);
        if (stream->ended)
            return end(stream, diag);
        if (stream->builder.failure.failed)
            status = refuse(stream, line, diag);
        else
            status = feed_record(stream, diag);
        if (status < 0)
            return status;
    }
}

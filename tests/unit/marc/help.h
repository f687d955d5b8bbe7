/* What the tests of marc share: raw records made to measure, readers over bytes, findings kept. */
#ifndef OFFPRINT_TESTS_MARC_HELP_H
#define OFFPRINT_TESTS_MARC_HELP_H

#include "../test.h"

#include <stdio.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/reader.h>
#include <offprint/record.h>

/* A field as bytes, without terminator: "10\x1f" "aTitle". */
struct raw_field {
    const char *tag;
    const char *bytes;
};

/* Appends an ISO 2709 record with the leader/09 given; fields end with a NULL tag. */
static inline void raw_record(struct buffer *out, char encoding, const struct raw_field *fields)
{
    struct buffer directory, data;

    buffer_init(&directory);
    buffer_init(&data);
    for (; fields->tag != NULL; fields++) {
        buffer_printf(&directory, "%s%04zu%05zu", fields->tag, strlen(fields->bytes) + 1,
                      data.length);
        buffer_add_string(&data, fields->bytes);
        buffer_add_char(&data, '\x1e');
    }
    buffer_printf(out, "%05zunam %c22%05zu   4500", 26 + directory.length + data.length, encoding,
                  25 + directory.length);
    buffer_add(out, directory.data, directory.length);
    buffer_add_char(out, '\x1e');
    buffer_add(out, data.data, data.length);
    buffer_add_char(out, '\x1d');
    buffer_finish(&directory);
    buffer_finish(&data);
}

/* What a reader found, the rules one after another: "leader-length directory ". */
struct findings {
    unsigned count;
    char rules[1024];
    char last[400];
};

static inline void keep_finding(void *context, const struct finding *finding)
{
    struct findings *findings = context;
    size_t length = strlen(findings->rules);

    findings->count++;
    snprintf(findings->rules + length, sizeof findings->rules - length, "%s ", finding->rule);
    snprintf(findings->last, sizeof findings->last, "%s", finding->message);
}

/* A reader over bytes, with its arena and findings. */
struct reading_test {
    struct marc_reader *reader;
    struct arena *arena;
    struct findings findings;
    struct diag diag;
    struct marc_record *record;
};

static inline void open_as(struct reading_test *test, enum marc_input input, const void *bytes,
                           size_t length)
{
    memset(test, 0, sizeof *test);
    test->arena = arena_create();
    assert_int_equal(0, marc_reader_open_bytes(&test->reader, slice_make(bytes, length), input,
                                               keep_finding, &test->findings, &test->diag));
}

static inline void open_bytes(struct reading_test *test, const void *bytes, size_t length)
{
    open_as(test, MARC_INPUT_SNIFF, bytes, length);
}

static inline int next_record(struct reading_test *test)
{
    memset(&test->findings, 0, sizeof test->findings);
    diag_clear(&test->diag);
    test->record = NULL;
    return marc_reader_next(test->reader, &test->record, test->arena, &test->diag);
}

static inline void close_test(struct reading_test *test)
{
    marc_reader_close(test->reader);
    arena_destroy(test->arena);
}

/* Lasts until the next call. */
static inline const char *text_of(struct slice slice)
{
    static char text[512];

    snprintf(text, sizeof text, "%.*s", (int)slice.length, slice.length > 0 ? slice.data : "");
    return text;
}

#define assert_text(expected, slice) assert_string_equal(expected, text_of(slice))

#endif

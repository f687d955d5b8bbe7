/* What the tests of reading MODS share. */
#ifndef OFFPRINT_TESTS_CONVERT_FROM_MODS_H
#define OFFPRINT_TESTS_CONVERT_FROM_MODS_H

#include <stdio.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/convert.h>
#include <offprint/record.h>

#define OPEN "<mods xmlns=\"http://www.loc.gov/mods/v3\" version=\"3.8\">"
#define TITLE "<titleInfo><title>T</title></titleInfo>"

struct test {
    struct record_reader *reader;
    struct record_read read;
    struct arena *arena;
    struct diag diag;
};

static inline void open_test(struct test *test, const char *text)
{
    memset(test, 0, sizeof *test);
    test->arena = arena_create();
    assert_int_equal(
        0, record_reader_open_bytes(&test->reader, slice_of(text), NULL, NULL, NULL, &test->diag));
    assert_string_equal("mods", record_reader_format(test->reader));
}

static inline int next(struct test *test)
{
    return record_reader_next(test->reader, &test->read, test->arena, &test->diag);
}

static inline void close_test(struct test *test)
{
    record_reader_close(test->reader);
    arena_destroy(test->arena);
}

/* All fields of a tag as "10$aText$bMore|…". */
static inline const char *fields_of(const struct marc_record *record, const char *tag)
{
    static char text[2000];
    const struct marc_field *field = NULL;
    size_t at = 0;

    text[0] = '\0';
    while ((field = marc_record_field(record, tag, field)) != NULL && at < sizeof text - 200) {
        at += (size_t)snprintf(text + at, sizeof text - at, "%s", at > 0 ? "|" : "");
        if (field->control) {
            at += (size_t)snprintf(text + at, 100, "%.*s", (int)field->value.length,
                                   field->value.data);
            continue;
        }
        at += (size_t)snprintf(text + at, sizeof text - at, "%.2s", field->indicator);
        for (uint32_t i = 0; i < field->subfield_count && at < sizeof text - 200; i++)
            at += (size_t)snprintf(text + at, 200, "$%c%.*s", field->subfields[i].code,
                                   (int)field->subfields[i].value.length,
                                   field->subfields[i].value.data);
    }
    return text;
}

#endif

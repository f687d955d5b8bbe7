/* Files packed with gzip read as what is in them; broken ones give what comes before the fault. */
#include "help.h"

#include <stdlib.h>
#include <unistd.h>

#include <zlib.h>

static const struct raw_field fields[] = {{"001", "x1"},
                                          {"245", "10\x1f"
                                                  "aTitle"},
                                          {NULL, NULL}};

/* Appends a gzip member of `bytes`. */
static void pack(struct buffer *out, struct slice bytes)
{
    z_stream stream = {0};
    size_t room = bytes.length + 1000;
    char *in = malloc(bytes.length + 1);

    assert_non_null(in);
    memcpy(in, bytes.data != NULL ? bytes.data : "", bytes.length);
    assert_int_equal(Z_OK, deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY));
    stream.next_in = (Bytef *)in;
    stream.avail_in = (uInt)bytes.length;
    stream.next_out = (Bytef *)buffer_reserve(out, room);
    stream.avail_out = (uInt)room;
    assert_int_equal(Z_STREAM_END, deflate(&stream, Z_FINISH));
    out->length += room - stream.avail_out;
    deflateEnd(&stream);
    free(in);
}

static void add_records(struct buffer *out, int count)
{
    for (int i = 0; i < count; i++)
        raw_record(out, 'a', fields);
}

/* Reads to the end: how many records there were; `*status` is how it ended. */
static int count_records(struct reading_test *test, int *status)
{
    int count = 0;

    while ((*status = next_record(test)) == 1) {
        count++;
        arena_reset(test->arena);
    }
    return count;
}

static void what_is_packed_is_read(void **state)
{
    static const char xml[] = "<collection><record><leader>00000nam a2200000   4500</leader>"
                              "<controlfield tag='001'>x</controlfield></record></collection>";
    static const char latin1[] = "<?xml version='1.0' encoding='ISO-8859-1'?><record><leader>"
                                 "00000nam a2200000   4500</leader><controlfield tag='001'>\xe9"
                                 "</controlfield></record>";
    struct reading_test test;
    struct buffer plain, packed;
    int status;

    (void)state;
    buffer_init(&plain);
    buffer_init(&packed);
    add_records(&plain, 5000);
    pack(&packed, buffer_slice(&plain));
    open_bytes(&test, packed.data, packed.length);
    assert_int_equal(MARC_INPUT_ISO2709, marc_reader_input(test.reader));
    assert_int_equal(5000, count_records(&test, &status));
    assert_int_equal(0, status);
    /* Places are those in what was packed. */
    assert_int_equal(plain.length / 5000 * 4999, marc_reader_place(test.reader).offset);
    close_test(&test);

    buffer_truncate(&packed, 0);
    pack(&packed, slice_of(xml));
    open_bytes(&test, packed.data, packed.length);
    assert_int_equal(MARC_INPUT_MARCXML, marc_reader_input(test.reader));
    assert_int_equal(1, count_records(&test, &status));
    close_test(&test);

    buffer_truncate(&packed, 0);
    pack(&packed, slice_of(latin1));
    open_as(&test, MARC_INPUT_MARCXML, packed.data, packed.length);
    assert_int_equal(1, next_record(&test));
    assert_text("\xc3\xa9", marc_record_control(test.record, "001"));
    close_test(&test);
    buffer_finish(&plain);
    buffer_finish(&packed);
}

/* RFC 1952 clause 2.2; a record may begin in one member and end in the next. */
static void members_are_read_one_after_another(void **state)
{
    struct reading_test test;
    struct buffer plain, packed;
    struct slice all;
    int status;

    (void)state;
    buffer_init(&plain);
    buffer_init(&packed);
    add_records(&plain, 3);
    all = buffer_slice(&plain);
    pack(&packed, slice_part(all, 0, 100));
    pack(&packed, slice_make(NULL, 0));
    pack(&packed, slice_part(all, 100, all.length));
    buffer_add(&packed, "\0\0\0\0\0", 5); /* padding */
    open_bytes(&test, packed.data, packed.length);
    assert_int_equal(3, count_records(&test, &status));
    assert_int_equal(0, status);
    close_test(&test);
    buffer_finish(&plain);
    buffer_finish(&packed);
}

/* How a sound file of 20 records is broken, and what is said. */
static const struct {
    const char *name;
    int cut;             /* bytes taken off the end */
    int changed;         /* the byte, counted from the end, that is changed; 0 for none */
    const char *added;   /* at the end */
    const char *message; /* part of it */
    int fewest, most;    /* records before it */
} broken[] = {
    {"cut short in the trailer", 4, 0, "", "ends within", 20, 20},
    {"cut short in the data", 20, 0, "", "ends within", 0, 20},
    {"wrong check sum", 0, 8, "", "incorrect data check", 20, 20},
    {"wrong length", 0, 1, "", "incorrect length check", 20, 20},
    {"something else behind", 0, 0, "junk", "is not gzip", 20, 20},
    {"half a header behind", 0, 0, "\x1f\x8b", "is not gzip", 20, 20},
    {"a header and no more behind", 0, 0, "\x1f\x8b\x08", "ends within", 20, 20},
    {"an unknown block behind", 0, 0, "\x1f\x8b\x08\1\1\1\1\1\1\1\7", "invalid block type", 20, 20},
};

static void broken_files_are_reported_with_the_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct reading_test test;
        struct buffer plain, packed;
        int status, count;

        buffer_init(&plain);
        buffer_init(&packed);
        add_records(&plain, 20);
        pack(&packed, buffer_slice(&plain));
        buffer_truncate(&packed, packed.length - (size_t)broken[i].cut);
        if (broken[i].changed > 0)
            packed.data[packed.length - (size_t)broken[i].changed] ^= 1;
        buffer_add_string(&packed, broken[i].added);
        open_bytes(&test, packed.data, packed.length);
        count = count_records(&test, &status);
        if (status != OFFPRINT_IO || strstr(test.diag.message, broken[i].message) == NULL ||
            strstr(test.diag.message, "at byte ") == NULL || count < broken[i].fewest ||
            count > broken[i].most)
            fail_msg("%s: %d records, then %d '%s'", broken[i].name, count, status,
                     test.diag.message);
        assert_int_equal(0, next_record(&test));
        close_test(&test);
        buffer_finish(&plain);
        buffer_finish(&packed);
    }
}

static void what_holds_no_records_is_told(void **state)
{
    struct marc_reader *reader;
    struct buffer packed;
    struct diag diag;

    (void)state;
    buffer_init(&packed);
    pack(&packed, slice_of("nothing that is a record"));
    assert_int_equal(OFFPRINT_UNSUPPORTED,
                     marc_reader_open_bytes(&reader, buffer_slice(&packed), MARC_INPUT_SNIFF, NULL,
                                            NULL, &diag));
    assert_int_equal(OFFPRINT_IO, marc_reader_open_bytes(&reader, slice_make("\x1f\x8b\x08", 3),
                                                         MARC_INPUT_SNIFF, NULL, NULL, &diag));
    assert_non_null(strstr(diag.message, "at byte 3"));
    buffer_finish(&packed);
}

/* Progress is in bytes of the file, for that is the size that is known. */
static void progress_is_in_packed_bytes(void **state)
{
    char path[] = "/tmp/offprint-test-XXXXXX";
    struct marc_reader *reader;
    struct marc_record *record;
    struct buffer plain, packed;
    struct arena *arena = arena_create();
    uint64_t done, size, before = 0;
    int file = mkstemp(path), count = 0;

    (void)state;
    assert_true(file >= 0);
    buffer_init(&plain);
    buffer_init(&packed);
    for (int i = 0; i < 50; i++) {
        buffer_truncate(&plain, 0);
        add_records(&plain, 1000);
        pack(&packed, buffer_slice(&plain));
    }
    assert_int_equal(packed.length, write(file, packed.data, packed.length));
    close(file);
    assert_int_equal(0, marc_reader_open(&reader, path, MARC_INPUT_SNIFF, NULL, NULL, NULL));
    while (marc_reader_next(reader, &record, arena, NULL) == 1) {
        marc_reader_progress(reader, &done, &size);
        assert_int_equal(packed.length, size);
        assert_true(done >= before && done <= size);
        before = done;
        count++;
        arena_reset(arena);
    }
    assert_int_equal(50000, count);
    marc_reader_progress(reader, &done, &size);
    assert_int_equal(size, done);
    marc_reader_close(reader);
    unlink(path);
    buffer_finish(&plain);
    buffer_finish(&packed);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_packed_is_read),
        cmocka_unit_test(members_are_read_one_after_another),
        cmocka_unit_test(broken_files_are_reported_with_the_place),
        cmocka_unit_test(what_holds_no_records_is_told),
        cmocka_unit_test(progress_is_in_packed_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

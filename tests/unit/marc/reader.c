/* Readers over files, pipes and memory: what a file is, how far it is read, bounded memory. */
#include "help.h"

#include <stdlib.h>
#include <unistd.h>

#include "marc/iso2709.h"

static const struct raw_field good[] = {{"001", "x1"},
                                        {"245", "10\x1f"
                                                "aTitle"},
                                        {NULL, NULL}};

static void formats_are_told_by_their_bytes(void **state)
{
    static const struct {
        const char *bytes;
        size_t length;
        int format; /* or a status */
    } files[] = {
        {"", 0, MARC_INPUT_ISO2709},
        {"<record/>", 9, MARC_INPUT_MARCXML},
        {"\xef\xbb\xbf \n<record/>", 14, MARC_INPUT_MARCXML},
        {"<\0r\0/\0>\0", 8, MARC_INPUT_MARCXML},
        {"00071nam a2200049   4500001", 27, MARC_INPUT_ISO2709},
        {"junk\n00071nam a2200049   4500001", 32, MARC_INPUT_ISO2709},
        {"x\x1ey\x1d", 4, MARC_INPUT_ISO2709},
        {"=LDR  00000nam a2200000 i 4500", 30, MARC_INPUT_LINES},
        {"\xef\xbb\xbf\r\n=245  10$aTitle", 20, MARC_INPUT_LINES},
        {"=24  10$aTitle", 14, OFFPRINT_UNSUPPORTED},
        {"{\"leader\":\"00000nam a2200000 i 4500\"}", 37, MARC_INPUT_JSON},
        {"[ {\n \"fields\":[]}", 18, MARC_INPUT_JSON},
        {"[1,2]", 5, OFFPRINT_UNSUPPORTED},
    };

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct marc_reader *reader = NULL;
        struct diag diag = {0};
        int status = marc_reader_open_bytes(&reader, slice_make(files[i].bytes, files[i].length),
                                            MARC_INPUT_SNIFF, NULL, NULL, &diag);

        if (files[i].format < 0) {
            assert_int_equal(files[i].format, status);
            assert_true(strlen(diag.message) > 0);
            continue;
        }
        assert_int_equal(0, status);
        assert_int_equal(files[i].format, marc_reader_input(reader));
        marc_reader_close(reader);
    }
}

static void an_empty_file_has_no_records(void **state)
{
    struct reading_test test;

    (void)state;
    open_bytes(&test, "", 0);
    assert_int_equal(0, next_record(&test));
    close_test(&test);
}

static char *write_file(const struct buffer *bytes)
{
    static char path[] = "/tmp/offprint-test-XXXXXX";
    int file;

    memcpy(path + sizeof path - 7, "XXXXXX", 6);
    file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(bytes->length, write(file, bytes->data, bytes->length));
    close(file);
    return path;
}

static void a_file_is_read_with_progress(void **state)
{
    struct marc_reader *reader;
    struct marc_record *record;
    struct buffer bytes;
    struct arena *arena = arena_create();
    uint64_t done, size;
    char *path;
    int count = 0;

    (void)state;
    buffer_init(&bytes);
    for (int i = 0; i < 20000; i++)
        raw_record(&bytes, 'a', good);
    path = write_file(&bytes);
    assert_int_equal(0, marc_reader_open(&reader, path, MARC_INPUT_SNIFF, NULL, NULL, NULL));
    while (marc_reader_next(reader, &record, arena, NULL) == 1) {
        count++;
        assert_text("Title", marc_record_subfield(record, "245", 'a'));
        marc_reader_progress(reader, &done, &size);
        assert_int_equal(bytes.length, size);
        assert_int_equal(bytes.length / 20000 * (size_t)count, done);
        arena_reset(arena);
    }
    assert_int_equal(20000, count);
    marc_reader_close(reader);
    unlink(path);
    buffer_finish(&bytes);
    arena_destroy(arena);
}

static void xml_in_a_file_is_read_in_pieces(void **state)
{
    struct marc_reader *reader;
    struct marc_record *record;
    struct buffer bytes;
    struct arena *arena = arena_create();
    char *path;
    int good_count = 0, bad_count = 0, status;

    (void)state;
    buffer_init(&bytes);
    buffer_add_string(&bytes, "<collection>\n");
    for (int i = 0; i < 20000; i++)
        buffer_printf(&bytes,
                      "<record><leader>00000nam a2200000   4500</leader><controlfield tag='001'>"
                      "%d</controlfield>%s</record>\n",
                      i, i % 1000 == 999 ? "<broken" : "");
    buffer_add_string(&bytes, "</collection>\n");
    path = write_file(&bytes);
    assert_int_equal(0, marc_reader_open(&reader, path, MARC_INPUT_SNIFF, NULL, NULL, NULL));
    for (int i = 0; (status = marc_reader_next(reader, &record, arena, NULL)) != 0; i++) {
        good_count += status > 0;
        bad_count += status < 0;
        assert_int_equal(i % 1000 == 999, status < 0);
        assert_int_equal(i + 2, marc_reader_place(reader).line);
        arena_reset(arena);
    }
    assert_int_equal(19980, good_count);
    assert_int_equal(20, bad_count);
    marc_reader_close(reader);
    unlink(path);
    buffer_finish(&bytes);
    arena_destroy(arena);
}

static void files_that_cannot_be_read_are_named(void **state)
{
    struct marc_reader *reader;
    struct diag diag;

    (void)state;
    assert_int_equal(OFFPRINT_IO, marc_reader_open(&reader, "/nowhere/x.mrc", MARC_INPUT_SNIFF,
                                                   NULL, NULL, &diag));
    assert_string_equal("/nowhere/x.mrc", diag.value);
    assert_int_equal(OFFPRINT_IO,
                     marc_reader_open(&reader, "/tmp", MARC_INPUT_SNIFF, NULL, NULL, &diag));
}

/* What has no end is refused at the bound, and what comes after it read. */
static void records_are_bounded(void **state)
{
    struct reading_test test;
    struct buffer bytes;
    size_t length;

    (void)state;
    buffer_init(&bytes);
    buffer_reserve(&bytes, MARC_RECORD_LIMIT + 1000);
    buffer_add_string(&bytes, "00071nam a2200049   4500");
    memset(bytes.data + bytes.length, 'x', MARC_RECORD_LIMIT);
    bytes.length += MARC_RECORD_LIMIT;
    buffer_add_char(&bytes, '\x1d');
    length = bytes.length;
    raw_record(&bytes, 'a', good);
    memcpy(bytes.data + length, "00000", 5);
    open_bytes(&test, bytes.data, bytes.length);
    assert_int_equal(OFFPRINT_LIMIT, next_record(&test));
    assert_int_equal(1, next_record(&test));
    assert_text("x1", marc_record_identifier(test.record));
    assert_string_equal("leader-length ", test.findings.rules);
    assert_int_equal(2, marc_reader_place(test.reader).number);
    assert_int_equal(0, next_record(&test));
    close_test(&test);

    buffer_truncate(&bytes, 0);
    buffer_add_string(&bytes, "<c><record><leader/>");
    for (unsigned i = 0; i <= MARC_FIELDS_LIMIT; i++)
        buffer_add_string(&bytes, "<controlfield tag='001'/>");
    buffer_add_string(&bytes, "</record><record><leader/><controlfield tag='001'>x1</controlfield>"
                              "</record></c>");
    open_bytes(&test, bytes.data, bytes.length);
    assert_int_equal(OFFPRINT_LIMIT, next_record(&test));
    assert_int_equal(1, next_record(&test));
    assert_text("x1", marc_record_identifier(test.record));
    close_test(&test);
    buffer_finish(&bytes);
}

/* Time must grow with the size of a hostile file, not with its square. */
static void hostile_files_take_no_square_of_time(void **state)
{
    static const char *const patterns[] = {
        "<record",
        "<record><leader/><!--",
        "<record><leader/>&",
        "<record><leader/>",
        "00026nam a2200025   4500\x1e",
        "\x1d",
        "</record><record><leader/></x>",
        "<![CDATA[</record>",
    };
    struct buffer bytes;

    (void)state;
    buffer_init(&bytes);
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        struct reading_test test;
        unsigned calls = 0;

        buffer_truncate(&bytes, 0);
        while (bytes.length < 300000)
            buffer_add_string(&bytes, patterns[i]);
        open_as(&test, patterns[i][0] == '<' ? MARC_INPUT_MARCXML : MARC_INPUT_ISO2709, bytes.data,
                bytes.length);
        while (next_record(&test) != 0) {
            arena_reset(test.arena);
            calls++;
        }
        assert_true(calls <= bytes.length);
        close_test(&test);
    }
    buffer_finish(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats_are_told_by_their_bytes),
        cmocka_unit_test(an_empty_file_has_no_records),
        cmocka_unit_test(a_file_is_read_with_progress),
        cmocka_unit_test(xml_in_a_file_is_read_in_pieces),
        cmocka_unit_test(files_that_cannot_be_read_are_named),
        cmocka_unit_test(records_are_bounded),
        cmocka_unit_test(hostile_files_take_no_square_of_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

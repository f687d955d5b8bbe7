/* The bytes of each record as they came: what was refused can be kept. */
#include "help.h"

static void open_keeping(struct reading_test *test, struct slice bytes)
{
    open_bytes(test, bytes.data, bytes.length);
    marc_reader_keep_bytes(test->reader);
}

static const struct raw_field good[] = {{"001", "x1"},
                                        {"245", "10\x1f"
                                                "aTitle"},
                                        {NULL, NULL}};

static void iso2709_is_kept_byte_for_byte(void **state)
{
    static const char hopeless[] = "00040nam a2200025   4500\x1e"
                                   "0123456789abcd\x1d";
    struct reading_test test;
    struct buffer bytes, one;

    (void)state;
    buffer_init(&bytes);
    buffer_init(&one);
    raw_record(&one, 'a', good);
    buffer_add_slice(&bytes, buffer_slice(&one));
    buffer_add_string(&bytes, "\r\n"); /* between records: of none */
    buffer_add_string(&bytes, hopeless);
    buffer_add_slice(&bytes, buffer_slice(&one));
    buffer_add_string(&bytes, "00099");
    open_keeping(&test, buffer_slice(&bytes));
    assert_int_equal(1, next_record(&test));
    assert_true(slice_equal(buffer_slice(&one), marc_reader_bytes(test.reader)));
    assert_int_equal(OFFPRINT_MALFORMED, next_record(&test));
    assert_true(slice_is(marc_reader_bytes(test.reader), hopeless));
    assert_int_equal(1, next_record(&test));
    assert_true(slice_equal(buffer_slice(&one), marc_reader_bytes(test.reader)));
    assert_int_equal(OFFPRINT_MALFORMED, next_record(&test));
    assert_text("00099", marc_reader_bytes(test.reader));
    assert_int_equal(0, next_record(&test));
    assert_int_equal(0, marc_reader_bytes(test.reader).length);
    close_test(&test);
    buffer_finish(&bytes);
    buffer_finish(&one);
}

#define GOOD(id)                                                                                   \
    "<record><leader>00000nam a2200000   4500</leader><controlfield tag='001'>" id                 \
    "</controlfield></record>"
#define OPEN "<record><leader>00000nam a2200000   4500</leader>"

/* A file in pieces: each that ends with '!' is refused, the others are read. */
static const struct {
    const char *name;
    const char *between; /* before, between and behind the pieces */
    const char *pieces[5];
} files[] = {
    {"sound", "\n", {GOOD("1"), GOOD("2"), GOOD("3")}},
    {"side by side", "", {GOOD("1"), GOOD("2")}},
    {"not well-formed", "\n", {GOOD("1"), OPEN "a & b</record>!", GOOD("3")}},
    {"two of them", "", {OPEN "<x></y></record>\n!", OPEN "<x></z></record>\n!", GOOD("3")}},
    {"nothing in it", "\n", {GOOD("1"), "<record><leader/></record>!", GOOD("3")}},
    {"never ended", "\n", {GOOD("1"), OPEN "<datafield>\n!", GOOD("3"), GOOD("4")}},
    {"at the end", "", {GOOD("1"), OPEN "<controlfield tag='001'>x!"}},
};

static void records_of_xml_are_kept_from_tag_to_tag(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct reading_test test;
        struct buffer bytes;

        buffer_init(&bytes);
        buffer_add_string(&bytes, "<collection>");
        for (size_t k = 0; k < 5 && files[i].pieces[k] != NULL; k++) {
            struct slice piece = slice_of(files[i].pieces[k]);
            bool refused = piece.data[piece.length - 1] == '!';

            buffer_add_string(&bytes, refused ? "" : files[i].between);
            buffer_add_slice(&bytes, slice_part(piece, 0, piece.length - refused));
        }
        buffer_add_string(&bytes, strcmp(files[i].name, "at the end") == 0 ? "" : "</collection>");
        open_keeping(&test, buffer_slice(&bytes));
        for (size_t k = 0; k < 5 && files[i].pieces[k] != NULL; k++) {
            struct slice piece = slice_of(files[i].pieces[k]);
            bool refused = piece.data[piece.length - 1] == '!';
            int status = next_record(&test);
            struct slice got = marc_reader_bytes(test.reader);

            piece.length -= refused;
            if (refused != (status < 0))
                fail_msg("%s, %zu: %d %s", files[i].name, k, status, test.diag.message);
            if (!slice_equal(slice_trim(piece), slice_trim(got)))
                fail_msg("%s, %zu: '%s'", files[i].name, k, text_of(got));
        }
        assert_int_equal(0, next_record(&test));
        close_test(&test);
        buffer_finish(&bytes);
    }
}

static void an_envelope_is_no_part_of_the_record(void **state)
{
    static const char xml[] = "<OAI><ListRecords><record><header/><metadata>" GOOD(
        "1") "</metadata></record><record><header/><metadata>" OPEN "&</record></metadata>"
             "</record><record><header/><metadata>" GOOD("3") "</metadata></record></ListRecords>"
                                                              "</OAI>";
    struct reading_test test;

    (void)state;
    open_keeping(&test, slice_of(xml));
    assert_int_equal(1, next_record(&test));
    assert_text(GOOD("1"), marc_reader_bytes(test.reader));
    assert_int_equal(OFFPRINT_MALFORMED, next_record(&test));
    assert_text(OPEN "&</record></metadata></record>", marc_reader_bytes(test.reader));
    assert_int_equal(1, next_record(&test));
    assert_text(GOOD("3"), marc_reader_bytes(test.reader));
    close_test(&test);
}

/* Large files pass through the window in pieces. */
static void records_far_apart_are_kept_too(void **state)
{
    struct reading_test test;
    struct buffer bytes, expected;

    (void)state;
    buffer_init(&bytes);
    buffer_init(&expected);
    buffer_add_string(&bytes, "<collection>");
    for (int i = 0; i < 3000; i++)
        buffer_printf(&bytes, "%s<controlfield tag='001'>%d</controlfield>%s</record>\n", OPEN, i,
                      i % 7 == 6 ? "<x" : "");
    buffer_add_string(&bytes, "</collection>");
    open_keeping(&test, buffer_slice(&bytes));
    for (int i = 0; i < 3000; i++) {
        int status = next_record(&test);

        assert_int_equal(i % 7 == 6, status < 0);
        buffer_truncate(&expected, 0);
        buffer_printf(&expected, "%s<controlfield tag='001'>%d</controlfield>%s</record>", OPEN, i,
                      i % 7 == 6 ? "<x" : "");
        assert_true(
            slice_equal(buffer_slice(&expected), slice_trim(marc_reader_bytes(test.reader))));
        arena_reset(test.arena);
    }
    close_test(&test);
    buffer_finish(&bytes);
    buffer_finish(&expected);
}

static void xml_costs_nothing_where_nobody_asked(void **state)
{
    struct reading_test test;

    (void)state;
    open_bytes(&test, GOOD("1"), strlen(GOOD("1")));
    assert_int_equal(1, next_record(&test));
    assert_int_equal(0, marc_reader_bytes(test.reader).length);
    close_test(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(iso2709_is_kept_byte_for_byte),
        cmocka_unit_test(records_of_xml_are_kept_from_tag_to_tag),
        cmocka_unit_test(an_envelope_is_no_part_of_the_record),
        cmocka_unit_test(records_far_apart_are_kept_too),
        cmocka_unit_test(xml_costs_nothing_where_nobody_asked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

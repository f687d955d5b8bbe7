/* ISO 2709 as it really comes: lies in leader and directory repaired, and said. */
#include "help.h"

#include <stdlib.h>

static const struct raw_field good[] = {
    {"001", "x1"},
    {"245", "10\x1f"
            "aTitle :\x1f"
            "brest"},
    {"500", "  \x1f"
            "aNote"},
    {NULL, NULL},
};

static void make_good(struct buffer *bytes)
{
    buffer_init(bytes);
    raw_record(bytes, 'a', good);
}

static void assert_good(const struct marc_record *record)
{
    struct arena *arena = arena_create();
    struct marc_record *expected;
    struct buffer bytes;

    make_good(&bytes);
    assert_true(iso2709_decode(&expected, arena, buffer_slice(&bytes), NULL) > 0);
    assert_true(marc_record_equal(expected, record));
    buffer_finish(&bytes);
    arena_destroy(arena);
}

static void good_records_come_without_findings(void **state)
{
    struct reading_test test;
    struct buffer bytes;

    (void)state;
    make_good(&bytes);
    raw_record(&bytes, 'a', good);
    open_bytes(&test, bytes.data, bytes.length);
    assert_int_equal(MARC_INPUT_ISO2709, marc_reader_input(test.reader));
    for (uint64_t i = 0; i < 2; i++) {
        assert_int_equal(1, next_record(&test));
        assert_good(test.record);
        assert_int_equal(0, test.findings.count);
        assert_int_equal(i + 1, marc_reader_place(test.reader).number);
        assert_int_equal(i * bytes.length / 2, marc_reader_place(test.reader).offset);
    }
    assert_int_equal(0, next_record(&test));
    assert_int_equal(0, next_record(&test));
    close_test(&test);
    buffer_finish(&bytes);
}

/* One lie in a good record, made by writing `bytes` at `at`: read all the same, and reported. */
static const struct {
    const char *name;
    size_t at;
    const char *bytes;
    const char *rules;
} lies[] = {
    {"length too small", 0, "00060", "leader-length "},
    {"length too large", 0, "00200", "leader-length "},
    {"length 0", 0, "00000", "leader-length "},
    {"length 99999", 0, "99999", "leader-length "},
    {"length no number", 0, "abcde", "leader-length "},
    {"base address 0", 12, "00000", "base-address "},
    {"base address past the end", 12, "99999", "base-address "},
    {"base address in the directory", 12, "00049", "base-address "},
    {"base address no number", 12, "6    ", "base-address "},
    {"field length 0", 39, "0000", "directory "},
    {"field length 9999", 39, "9999", "directory "},
    {"field length too small", 39, "0002", "directory "},
    {"field start wrong", 43, "00005", "directory "},
    {"field start no number", 43, "    1", "directory "},
    {"two entries for one field", 55, "00003", "directory "},
    {"an entry that is another's but for the tag", 51, "001800003", "directory "},
    {"directory terminator lost", 60, "x", "directory "},
    {"entry map wrong", 20, "0000", ""},
};

static void lies_are_repaired_and_reported(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        struct reading_test test;
        struct buffer bytes;

        make_good(&bytes);
        memcpy(bytes.data + lies[i].at, lies[i].bytes, strlen(lies[i].bytes));
        raw_record(&bytes, 'a', good);
        open_bytes(&test, bytes.data, bytes.length);
        if (next_record(&test) != 1)
            fail_msg("%s: %s", lies[i].name, test.diag.message);
        if (strcmp(lies[i].rules, test.findings.rules) != 0)
            fail_msg("%s: found '%s', %s", lies[i].name, test.findings.rules, test.findings.last);
        assert_good(test.record);
        assert_int_equal(1, next_record(&test));
        assert_good(test.record);
        assert_int_equal(0, test.findings.count);
        assert_int_equal(0, next_record(&test));
        close_test(&test);
        buffer_finish(&bytes);
    }
}

static void junk_between_records_is_passed_over(void **state)
{
    struct reading_test test;
    struct buffer bytes;

    (void)state;
    buffer_init(&bytes);
    buffer_add_string(&bytes, "\xef\xbb\xbf\r\n");
    raw_record(&bytes, 'a', good);
    buffer_add(&bytes, "\n\0\x1a", 3);
    raw_record(&bytes, 'a', good);
    buffer_add_string(&bytes, "HTTP/1.1 200 OK\r\n\r\n");
    raw_record(&bytes, 'a', good);
    buffer_add_string(&bytes, "\r\n");
    open_bytes(&test, bytes.data, bytes.length);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(1, next_record(&test));
        assert_good(test.record);
        assert_string_equal("between-records ", test.findings.rules);
    }
    assert_int_equal(0, next_record(&test));
    close_test(&test);
    buffer_finish(&bytes);
}

static void a_record_without_terminator_ends_where_the_next_begins(void **state)
{
    struct reading_test test;
    struct buffer bytes;

    (void)state;
    make_good(&bytes);
    buffer_truncate(&bytes, bytes.length - 1);
    raw_record(&bytes, 'a', good);
    buffer_truncate(&bytes, bytes.length - 8); /* the second one is cut off */
    raw_record(&bytes, 'a', good);
    open_bytes(&test, bytes.data, bytes.length);
    assert_int_equal(1, next_record(&test));
    assert_good(test.record);
    assert_non_null(strstr(test.findings.rules, "record-terminator"));
    assert_int_equal(1, next_record(&test));
    assert_non_null(strstr(test.findings.rules, "record-terminator"));
    assert_text("Title :", marc_record_subfield(test.record, "245", 'a'));
    assert_int_equal(1, next_record(&test));
    assert_good(test.record);
    assert_int_equal(0, test.findings.count);
    assert_int_equal(0, next_record(&test));
    close_test(&test);
    buffer_finish(&bytes);
}

static void the_last_record_may_be_cut_off(void **state)
{
    struct buffer bytes;

    (void)state;
    make_good(&bytes);
    for (size_t length = 1; length < bytes.length; length++) {
        struct reading_test test;
        int status;

        open_as(&test, MARC_INPUT_ISO2709, bytes.data, length);
        status = next_record(&test);
        assert_true(status == OFFPRINT_MALFORMED || status == 1);
        assert_true(status < 0 || test.findings.count > 0);
        assert_int_equal(0, next_record(&test));
        close_test(&test);
    }
    buffer_finish(&bytes);
}

static void what_is_no_record_is_refused_and_the_rest_read(void **state)
{
    struct reading_test test;
    struct buffer bytes;

    (void)state;
    make_good(&bytes);
    buffer_add_string(&bytes, "this is no record at all, but it has a terminator\x1d");
    buffer_add_string(&bytes, "00026nam a2200025   4500\x1e\x1d"); /* no field */
    raw_record(&bytes, 'a', good);
    buffer_add_string(&bytes, "tail");
    open_bytes(&test, bytes.data, bytes.length);
    assert_int_equal(1, next_record(&test));
    assert_int_equal(OFFPRINT_MALFORMED, next_record(&test));
    assert_int_equal(2, marc_reader_place(test.reader).number);
    assert_true(strlen(test.diag.message) > 0);
    assert_int_equal(OFFPRINT_MALFORMED, next_record(&test));
    assert_int_equal(1, next_record(&test));
    assert_good(test.record);
    assert_int_equal(4, marc_reader_place(test.reader).number);
    assert_int_equal(OFFPRINT_MALFORMED, next_record(&test));
    assert_int_equal(0, next_record(&test));
    close_test(&test);
    buffer_finish(&bytes);
}

/* Fields that a data field may not have, each in a record between 001 and 500. */
static const struct {
    const char *tag, *bytes;
    const char *rules;
    const char *indicators; /* NULL where the field is left out */
    const char *subfields;  /* code=value|… */
} fields[] = {
    {"245",
     "10\x1f"
     "aT\x1e",
     "directory ", NULL, NULL},
    {"245", "", "indicators empty-field ", NULL, NULL},
    {"245", "10", "empty-field ", NULL, NULL},
    {"245", "10\x1f", "subfield-code empty-field ", NULL, NULL},
    {"245",
     "10\x1f\x1f"
     "aT",
     "subfield-code ", "10", "a=T|"},
    {"245", "10\x1f T", "subfield-code ", "10", "?=T|"},
    {"245",
     "10\x1f\xc3\x89"
     "tude",
     "subfield-code ", "10", "?=\xc3\x89tude|"},
    {"245",
     "\x1f"
     "aT",
     "indicators ", "  ", "a=T|"},
    {"245",
     "1\x1f"
     "aT",
     "indicators ", "1 ", "a=T|"},
    {"245", "10Text", "indicators ", "10", "a=Text|"},
    {"245", "Text", "indicators ", "  ", "a=Text|"},
    {"245",
     "10Text\x1f"
     "bmore",
     "indicators ", "10", "a=Text|b=more|"},
    {"245",
     "100\x1f"
     "aT",
     "indicators ", "10", "a=T|"},
    {"245",
     "\x01\xff\x1f"
     "aT",
     "encoding indicators indicators ", "  ", "a=T|"},
    {"2\xff"
     "5",
     "10\x1f"
     "aT",
     "tag ", NULL, NULL},
    {"000",
     "10\x1f"
     "aT",
     "tag ", NULL, NULL},
    {"245",
     "10\x1f"
     "a\x1f"
     "b",
     "", "10", "a=|b=|"},
    {"245",
     "a|\x1f"
     "aT",
     "", "a|", "a=T|"},
};

static void describe(char *out, size_t size, const struct marc_field *field)
{
    size_t used = 0;

    out[0] = '\0';
    for (uint32_t i = 0; i < field->subfield_count; i++)
        used += (size_t)snprintf(out + used, size - used, "%c=%s|", field->subfields[i].code,
                                 text_of(field->subfields[i].value));
}

static void fields_are_repaired_or_left_out_with_a_finding(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const struct raw_field raw[] = {{"001", "x1"},
                                        {fields[i].tag, fields[i].bytes},
                                        {"500", "  \x1f"
                                                "aNote"},
                                        {NULL, NULL}};
        struct reading_test test;
        struct buffer bytes;
        char text[256];

        buffer_init(&bytes);
        raw_record(&bytes, 'a', raw);
        open_bytes(&test, bytes.data, bytes.length);
        assert_int_equal(1, next_record(&test));
        if (i > 0 && strcmp(fields[i].rules, test.findings.rules) != 0)
            fail_msg("field %zu: found '%s'", i, test.findings.rules);
        assert_text("Note", marc_record_subfield(test.record, "500", 'a'));
        if (fields[i].indicators != NULL) {
            assert_memory_equal(fields[i].indicators, test.record->fields[1].indicator, 2);
            describe(text, sizeof text, &test.record->fields[1]);
            assert_string_equal(fields[i].subfields, text);
        } else if (i > 0) {
            assert_int_equal(2, test.record->field_count);
        }
        close_test(&test);
        buffer_finish(&bytes);
    }
}

static void a_terminator_within_a_value_becomes_a_space(void **state)
{
    static const struct raw_field raw[] = {{"001", "x1"},
                                           {"245", "10\x1f"
                                                   "aOne\x1e"
                                                   "two"},
                                           {"500", "  \x1f"
                                                   "aNote"},
                                           {NULL, NULL}};
    struct reading_test test;
    struct buffer bytes;

    (void)state;
    buffer_init(&bytes);
    raw_record(&bytes, 'a', raw);
    open_bytes(&test, bytes.data, bytes.length);
    assert_int_equal(1, next_record(&test));
    assert_text("One two", marc_record_subfield(test.record, "245", 'a'));
    assert_text("Note", marc_record_subfield(test.record, "500", 'a'));
    assert_non_null(strstr(test.findings.rules, "structure-bytes"));
    close_test(&test);
    buffer_finish(&bytes);
}

/* As vendors write them: lengths cut to their digits, or 0, or all nines. */
static void large_fields_and_records_are_read_by_their_terminators(void **state)
{
    static const char *const lengths[] = {"0000", "9999", "2345"};
    char *value = test_malloc(12340);
    struct buffer bytes;

    (void)state;
    memset(value, 'x', 12340);
    for (size_t i = 0; i < 3; i++) {
        struct reading_test test;

        buffer_init(&bytes);
        buffer_add_string(&bytes, "99999nam a2200157   4500");
        for (int k = 0; k < 10; k++)
            buffer_printf(&bytes, "520%s%05d", lengths[i], k * 12345 % 100000);
        buffer_add_string(&bytes, "001000323450\x1e");
        for (int k = 0; k < 10; k++) {
            buffer_add_string(&bytes, "  \x1f"
                                      "a");
            buffer_add(&bytes, value, 12340);
            buffer_add_char(&bytes, '\x1e');
        }
        buffer_add_string(&bytes, "x1\x1e\x1d");
        raw_record(&bytes, 'a', good);
        open_bytes(&test, bytes.data, bytes.length);
        assert_int_equal(1, next_record(&test));
        assert_int_equal(11, test.record->field_count);
        assert_text("x1", marc_record_identifier(test.record));
        assert_int_equal(12340, marc_field_subfield(&test.record->fields[9], 'a').length);
        assert_string_equal("leader-length directory ", test.findings.rules);
        assert_int_equal(1, next_record(&test));
        assert_good(test.record);
        close_test(&test);
        buffer_finish(&bytes);
    }
    test_free(value);
}

static void a_directory_out_of_order_is_followed(void **state)
{
    struct reading_test test;
    static const char bytes[] = "00070nam a2200049   4500"
                                "245000900003001000300000\x1e"
                                "x1\x1e"
                                "10\x1f"
                                "aTitl\x1e"
                                "unclaimed\x1e\x1d";

    (void)state;
    open_bytes(&test, bytes, strlen(bytes));
    assert_int_equal(1, next_record(&test));
    assert_string_equal("245", test.record->fields[0].tag);
    assert_text("Titl", marc_record_subfield(test.record, "245", 'a'));
    assert_text("x1", marc_record_identifier(test.record));
    close_test(&test);
}

static void leaders_are_made_what_marc_allows(void **state)
{
    struct reading_test test;
    struct buffer bytes;

    (void)state;
    make_good(&bytes);
    memcpy(bytes.data + 5, "#\x01|x", 4);
    memcpy(bytes.data + 17, "#|\xff", 3);
    open_bytes(&test, bytes.data, bytes.length);
    assert_int_equal(1, next_record(&test));
    assert_string_equal("leader ", test.findings.rules);
    assert_memory_equal(" a xa22", test.record->leader + 5, 7);
    assert_memory_equal("   4500", test.record->leader + 17, 7);
    close_test(&test);
    buffer_finish(&bytes);
}

static void findings_end_at_a_limit(void **state)
{
    struct reading_test test;
    struct buffer field, bytes;
    struct raw_field raw[2] = {{"500", NULL}, {NULL, NULL}};

    (void)state;
    buffer_init(&field);
    buffer_init(&bytes);
    buffer_add_string(&field, "  ");
    for (int i = 0; i < 3000; i++)
        buffer_add_string(&field, "\x1f x");
    raw[0].bytes = field.data;
    raw_record(&bytes, 'a', raw);
    open_bytes(&test, bytes.data, bytes.length);
    assert_int_equal(1, next_record(&test));
    assert_int_equal(3000, test.record->fields[0].subfield_count);
    assert_int_equal(101, test.findings.count);
    close_test(&test);
    buffer_finish(&bytes);
    buffer_finish(&field);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_records_come_without_findings),
        cmocka_unit_test(lies_are_repaired_and_reported),
        cmocka_unit_test(junk_between_records_is_passed_over),
        cmocka_unit_test(a_record_without_terminator_ends_where_the_next_begins),
        cmocka_unit_test(the_last_record_may_be_cut_off),
        cmocka_unit_test(what_is_no_record_is_refused_and_the_rest_read),
        cmocka_unit_test(fields_are_repaired_or_left_out_with_a_finding),
        cmocka_unit_test(a_terminator_within_a_value_becomes_a_space),
        cmocka_unit_test(large_fields_and_records_are_read_by_their_terminators),
        cmocka_unit_test(a_directory_out_of_order_is_followed),
        cmocka_unit_test(leaders_are_made_what_marc_allows),
        cmocka_unit_test(findings_end_at_a_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

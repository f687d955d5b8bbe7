/* JSON in its three forms, in arrays, lines and around records; what is broken and what follows. */
#include "help.h"

#define LEADER "\"leader\":\"00000nam a2200000 i 4500\""
#define GOOD(id) "{" LEADER ",\"fields\":[{\"001\":\"" id "\"}]}"

static void open_json(struct reading_test *test, const char *text)
{
    open_as(test, MARC_INPUT_JSON, text, strlen(text));
}

static void three_forms_make_the_same_record(void **state)
{
    static const char *const forms[] = {
        "{" LEADER ",\"fields\":[{\"001\":\"x1\"},{\"245\":{\"ind1\":\"1\",\"ind2\":\" \","
        "\"subfields\":[{\"a\":\"T\\u00e9\"},{\"b\":\"b\"},{\"b\":\"c\"}]}}]}",
        "{\"type\":\"marc-hash\",\"version\":[1,0]," LEADER ",\"fields\":[[\"001\",\"x1\"],"
        "[\"245\",\"1\",\" \",[[\"a\",\"T\xc3\xa9\"],[\"b\",\"b\"],[\"b\",\"c\"]]]]}",
        "{\"id\":\"x1\"," LEADER ",\"fields\":[{\"tag\":\"001\",\"value\":\"x1\"},{\"tag\":\"245\","
        "\"indicators\":\"1 \",\"subfields\":[{\"code\":\"a\",\"value\":\"T\\u00e9\"},"
        "{\"code\":\"b\",\"value\":\"b\"},{\"code\":\"b\",\"value\":\"c\"}]}],"
        "\"summary\":{\"type\":\"book\",\"pages\":{\"first\":\"1\"}}}",
    };
    struct reading_test first;

    (void)state;
    open_json(&first, forms[0]);
    assert_int_equal(1, next_record(&first));
    assert_text("T\xc3\xa9", marc_record_subfield(first.record, "245", 'a'));
    assert_int_equal(3, marc_record_field(first.record, "245", NULL)->subfield_count);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct reading_test test;

        open_bytes(&test, forms[i], strlen(forms[i]));
        assert_int_equal(MARC_INPUT_JSON, marc_reader_input(test.reader));
        assert_int_equal(1, next_record(&test));
        assert_true(marc_record_equal(first.record, test.record));
        assert_string_equal("", test.findings.rules);
        assert_text(forms[i], marc_reader_bytes(test.reader));
        assert_int_equal(0, next_record(&test));
        close_test(&test);
    }
    close_test(&first);
}

static void records_stand_in_many_ways(void **state)
{
    static const char *const files[] = {
        "[" GOOD("1") "," GOOD("2") "]",
        " [ \n" GOOD("1") " ,\n " GOOD("2") "\n]\n",
        GOOD("1") "\n" GOOD("2") "\n",
        GOOD("1") GOOD("2"),
        "{\"total\":2,\"records\":[" GOOD("1") "," GOOD("2") "]}",
        "\xef\xbb\xbf[" GOOD("1") "," GOOD("2") "]",
    };

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct reading_test test;

        open_json(&test, files[i]);
        assert_int_equal(1, next_record(&test));
        assert_text("1", marc_record_control(test.record, "001"));
        assert_int_equal(1, next_record(&test));
        assert_text("2", marc_record_control(test.record, "001"));
        assert_string_equal("", test.findings.rules);
        assert_text(GOOD("2"), marc_reader_bytes(test.reader));
        assert_int_equal(0, next_record(&test));
        close_test(&test);
    }
}

#define FIELDS(list) "{" LEADER ",\"fields\":[{\"001\":\"x\"}," list "]}"

static const struct {
    const char *name, *text;
    int status;
    const char *rules;
} bad[] = {
    {"no fields", "{" LEADER "}", OFFPRINT_MALFORMED, ""},
    {"fields that are no array", "{" LEADER ",\"fields\":{}}", OFFPRINT_MALFORMED, ""},
    {"no field", "{" LEADER ",\"fields\":[]}", OFFPRINT_MALFORMED, ""},
    {"no leader", "{\"fields\":[{\"001\":\"x\"}]}", 1, "leader "},
    {"leader that is a number", "{\"leader\":1,\"fields\":[{\"001\":\"x\"}]}", 1, "leader "},
    {"short leader", "{\"leader\":\"00000nam\",\"fields\":[{\"001\":\"x\"}]}", 1, "leader-length "},
    {"not JSON", "{" LEADER " \"fields\":[]}", OFFPRINT_MALFORMED, ""},
    {"not UTF-8", "{" LEADER ",\"fields\":[{\"001\":\"\xe9\"}]}", OFFPRINT_MALFORMED, ""},
    {"brace that is never closed", "{" LEADER ",\"fields\":[{\"001\":\"x\"}]", OFFPRINT_MALFORMED,
     ""},
    {"string that is never closed", "{" LEADER ",\"fields\":[{\"001\":\"x}]}", OFFPRINT_MALFORMED,
     ""},
    {"tag of four characters", FIELDS("{\"2450\":\"x\"}"), 1, "tag "},
    {"data field with text", FIELDS("{\"245\":\"x\"}"), 1, "field-kind "},
    {"control field with subfields",
     FIELDS("{\"008\":{\"ind1\":\" \",\"ind2\":\" \",\"subfields\":[]}}"), 1, "field-kind "},
    {"no indicators", FIELDS("{\"245\":{\"subfields\":[{\"a\":\"x\"}]}}"), 1,
     "indicators indicators "},
    {"indicator of two characters",
     FIELDS("{\"245\":{\"ind1\":\"12\",\"ind2\":\" \",\"subfields\":[{\"a\":\"x\"}]}}"), 1,
     "indicators "},
    {"code of two characters",
     FIELDS("{\"245\":{\"ind1\":\"1\",\"ind2\":\" \",\"subfields\":[{\"ab\":\"x\"}]}}"), 1,
     "subfield-code "},
    {"no subfields", FIELDS("{\"245\":{\"ind1\":\"1\",\"ind2\":\" \",\"subfields\":[]}}"), 1,
     "empty-field "},
    {"subfield that is a number",
     FIELDS("{\"245\":{\"ind1\":\"1\",\"ind2\":\" \",\"subfields\":[{\"a\":1}]}}"), 1,
     "json-value "},
    {"subfields that are numbers",
     FIELDS("{\"245\":{\"ind1\":\"1\",\"ind2\":\" \",\"subfields\":[1,null]}}"), 1, "empty-field "},
    {"field that is null", FIELDS("null"), 1, "json-value "},
    {"empty array for a field", FIELDS("[]"), 1, "tag "},
    {"NUL in a value", FIELDS("{\"003\":\"a\\u0000b\"}"), 1, ""},
    {"delimiter in a value", FIELDS("{\"003\":\"a\\u001fb\"}"), 1, "structure-bytes "},
};

static void what_is_broken_is_reported(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct reading_test test;
        struct buffer text;
        int status;

        buffer_init(&text);
        buffer_printf(&text, "[%s,\n%s]", bad[i].text, GOOD("good"));
        open_json(&test, text.data);
        status = next_record(&test);
        if (status != bad[i].status || strcmp(test.findings.rules, bad[i].rules) != 0)
            fail_msg("%s: %d, '%s' %s", bad[i].name, status, test.findings.rules,
                     test.diag.message);
        status = next_record(&test);
        if (status != 1 || !slice_is(marc_record_control(test.record, "001"), "good"))
            fail_msg("%s: then %d %s", bad[i].name, status, test.diag.message);
        assert_int_equal(2, marc_reader_place(test.reader).line);
        assert_int_equal(0, next_record(&test));
        close_test(&test);
        buffer_finish(&text);
    }
}

static void hostile_files_take_no_square_of_time(void **state)
{
    static const char *const patterns[] = {
        "{", "{\n", "[", "{\"", "{\"leader\"", "}", "\"", "{\"leader\":\"\n", "{}", "{\"a\":{\n"};
    struct buffer bytes;

    (void)state;
    buffer_init(&bytes);
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        struct reading_test test;
        unsigned calls = 0;

        buffer_truncate(&bytes, 0);
        while (bytes.length < 300000)
            buffer_add_string(&bytes, patterns[i]);
        open_json(&test, bytes.data);
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
        cmocka_unit_test(three_forms_make_the_same_record),
        cmocka_unit_test(records_stand_in_many_ways),
        cmocka_unit_test(what_is_broken_is_reported),
        cmocka_unit_test(hostile_files_take_no_square_of_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

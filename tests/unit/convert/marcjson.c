/* MARC-in-JSON is the form that ruby-marc and pymarc have, and gives every record back. */
#include "json_in.h"

static void has_the_form_that_others_read(void **state)
{
    static const char *const lines[] = {"LDR 00000nam a2200000 i 4500",
                                        "001 x1",
                                        "245 14 $aThe things :$ball of \"them\".$a\\",
                                        "650 #4 $aThings.",
                                        "650 #4 $ae\u0301",
                                        NULL};

    assert_string_equal(
        written_lines(write_marcjson, lines, *state),
        "{\"leader\":\"00000nam a2200000 i 4500\",\"fields\":[{\"001\":\"x1\"},"
        "{\"245\":{\"ind1\":\"1\",\"ind2\":\"4\",\"subfields\":[{\"a\":\"The things :\"},"
        "{\"b\":\"all of \\\"them\\\".\"},{\"a\":\"\\\\\"}]}},"
        "{\"650\":{\"ind1\":\" \",\"ind2\":\"4\",\"subfields\":[{\"a\":\"Things.\"}]}},"
        "{\"650\":{\"ind1\":\" \",\"ind2\":\"4\",\"subfields\":[{\"a\":\"\u00e9\"}]}}]}\n");
}

static void assert_comes_back(const char *name, const struct marc_record *record,
                              struct arena *arena)
{
    struct convert_context context = context_of("x1");
    const char *json = written(write_marcjson, record, &context, arena);
    struct marc_record *back = NULL;
    struct marc_reader *reader;
    struct diag diag = {0};

    json_decref(json_read(name, json));
    assert_int_equal(
        marc_reader_open_bytes(&reader, slice_of(json), MARC_INPUT_SNIFF, NULL, NULL, &diag), 0);
    assert_int_equal(marc_reader_input(reader), MARC_INPUT_JSON);
    if (marc_reader_next(reader, &back, arena, &diag) != 1)
        fail_msg("%s: %s in:\n%s", name, diag.message, json);
    if (!marc_record_equal(record, back))
        fail_msg("%s does not come back the same from:\n%s", name, json);
    assert_int_equal(marc_reader_next(reader, &back, arena, &diag), 0);
    marc_reader_close(reader);
}

static void every_record_comes_back(void **state)
{
    struct convert_context context;

    assert_comes_back("chapter 6", chapter_6(*state, &context), *state);
    assert_comes_back("the book", whole_book(*state, &context), *state);
    for (size_t i = 0; i < MATERIAL_CASES; i++)
        assert_comes_back(materials[i].name, record_of(*state, materials[i].lines), *state);
}

/* Every code that a reader lets in is a key of its own, also those that JSON escapes. */
static void every_code_comes_back(void **state)
{
    struct marc_record *record = marc_record_create(*state);
    struct marc_field *field;

    memcpy(record->leader, "00000nam a2200000 i 4500", MARC_LEADER_LENGTH);
    marc_record_add_control(record, "001", slice_of("x\\\"1"));
    field = marc_record_add_field(record, "9XX", '\\', '"');
    for (char code = '!'; code <= '~'; code++)
        marc_field_add(record, field, code, slice_of("\u65e5\u672c \U0001f600 \\ \" /"));
    assert_comes_back("all codes", record, *state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(has_the_form_that_others_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_record_comes_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_code_comes_back, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

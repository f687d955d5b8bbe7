/* MARCMaker's lines: characters, blanks, what is broken and what comes after it. */
#include "help.h"

#define LDR "=LDR  00000nam a2200000 i 4500\n"

static void open_lines(struct reading_test *test, const char *text)
{
    open_as(test, MARC_INPUT_LINES, text, strlen(text));
}

static void a_record_is_read(void **state)
{
    static const char text[] =
        LDR "=001  x1\r\n=008  770101s1977\\\\\\\\enk\n"
            "=245  14$aThe precarious truce :$bAnglo-Soviet relations\\\n=500  \\\\$aNote\n";
    struct reading_test test;

    (void)state;
    open_bytes(&test, text, sizeof text - 1);
    assert_int_equal(MARC_INPUT_LINES, marc_reader_input(test.reader));
    assert_int_equal(1, next_record(&test));
    assert_string_equal("00000nam a2200000 i 4500", test.record->leader);
    assert_text("x1", marc_record_control(test.record, "001"));
    assert_text("770101s1977    enk", marc_record_control(test.record, "008"));
    assert_text("The precarious truce :", marc_record_subfield(test.record, "245", 'a'));
    /* A backslash is a blank only where blanks are told apart. */
    assert_text("Anglo-Soviet relations\\", marc_record_subfield(test.record, "245", 'b'));
    assert_memory_equal("14", marc_record_field(test.record, "245", NULL)->indicator, 2);
    assert_memory_equal("  ", marc_record_field(test.record, "500", NULL)->indicator, 2);
    assert_string_equal("", test.findings.rules);
    assert_int_equal(0, next_record(&test));
    close_test(&test);
}

static void records_end_at_blank_lines_and_leaders(void **state)
{
    struct reading_test test;

    (void)state;
    open_lines(&test, "\n" LDR "=001  1\n\n \r\n" LDR "=001  2\n" LDR "=001  3\n\n=001  4");
    for (int i = 1; i <= 4; i++) {
        static const uint64_t lines[] = {2, 6, 8, 11};

        assert_int_equal(1, next_record(&test));
        assert_int_equal('0' + i, marc_record_control(test.record, "001").data[0]);
        assert_int_equal(lines[i - 1], marc_reader_place(test.reader).line);
        assert_int_equal(i, marc_reader_place(test.reader).number);
    }
    assert_string_equal("leader ", test.findings.rules); /* the last has none */
    assert_text("=001  4", marc_reader_bytes(test.reader));
    assert_int_equal(0, next_record(&test));
    close_test(&test);
}

static void names_stand_for_characters(void **state)
{
    static const struct {
        const char *text, *value;
    } names[] = {
        {"{dollar}5.00", "$5.00"},
        {"{lcub}a{rcub}", "{a}"},
        {"caf{eacute}", "cafe\xcc\x81"},
        {"caf{acute}e!", "cafe\xcc\x81!"},
        {"{uml}{macr}u", "u\xcc\x88\xcc\x84"},
        {"{acute}{Lstrok}", "\xc5\x81\xcc\x81"},
        {"{macr}", "\xcc\x84"}, /* no letter: it stays at the end */
        {"{llig}i{rlig}a", "i\xef\xb8\xa0"
                           "a\xef\xb8\xa1"},
        {"{acute}\xc4\xb1", "\xc4\xb1\xcc\x81"},
        {"{", "{"},
        {"{}", "{}"},
        {"{eacute", "{eacute"},
        {"{not a name}", "{not a name}"},
        {"$ and $", "$ and $"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct reading_test test;
        char text[100];

        snprintf(text, sizeof text, "=245  00$a%s\n", names[i].text);
        open_lines(&test, text);
        assert_int_equal(1, next_record(&test));
        assert_text(names[i].value, marc_record_subfield(test.record, "245", 'a'));
        assert_string_equal("leader ", test.findings.rules);
        close_test(&test);
    }
}

static const struct {
    const char *name, *text;
    int status;
    const char *rules;
} bad[] = {
    {"unknown name", LDR "=245  00$a{nonsense}", 1, "mnemonic "},
    {"no field but the leader", LDR, OFFPRINT_MALFORMED, ""},
    {"short leader", "=LDR  00000nam\n=001  x", 1, "leader-length "},
    {"tag with a sign", LDR "=2-5  00$aT\n=001  x", 1, "tag "},
    {"no equals sign", LDR "=001  x\n245  00$aT", 1, "line "},
    {"half a tag", LDR "=001  x\n=2", 1, "line "},
    {"no indicators", LDR "=001  x\n=245  $aT", 1, "indicators "},
    {"indicator of two bytes", LDR "=001  x\n=245  0\xc3\xa9$aT", 1, "indicators stray-text "},
    {"text before the first subfield", LDR "=001  x\n=245  00T$aT", 1, "stray-text "},
    {"no subfields", LDR "=001  x\n=245  00", 1, "empty-field "},
    {"text and no subfields", LDR "=001  x\n=245  00T", 1, "stray-text empty-field "},
    {"Latin-1", LDR "=001  x\n=245  00$acaf\xe9 noir", 1, "encoding "},
    {"terminators in a value",
     LDR "=001  x\n=245  00$aa\x1e"
         "b\x1d",
     1, "structure-bytes "},
    {"words between records", LDR "=001  x\n\nand then\n\n", 1, ""},
    {"words before the record", "hello\n\n" LDR "=001  x\n", 1, "between-records "},
};

static void what_is_broken_is_reported(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct reading_test test;
        struct buffer text;
        int status;

        buffer_init(&text);
        buffer_printf(&text, "%s\n\n" LDR "=001  good\n", bad[i].text);
        open_lines(&test, text.data);
        status = next_record(&test);
        if (status != bad[i].status || strcmp(test.findings.rules, bad[i].rules) != 0)
            fail_msg("%s: %d, '%s' %s", bad[i].name, status, test.findings.rules,
                     test.diag.message);
        assert_int_equal(1, next_record(&test));
        assert_text("good", marc_record_control(test.record, "001"));
        assert_int_equal(0, next_record(&test));
        close_test(&test);
        buffer_finish(&text);
    }
}

static void many_records_are_read_in_pieces(void **state)
{
    struct reading_test test;
    struct buffer text;
    int count = 0;

    (void)state;
    buffer_init(&text);
    for (int i = 0; i < 20000; i++)
        buffer_printf(&text, LDR "=001  %d\n=245  00$aTitle\n\n", i);
    open_lines(&test, text.data);
    while (next_record(&test) == 1) {
        assert_int_equal(count * 4 + 1, marc_reader_place(test.reader).line);
        count++;
        arena_reset(test.arena);
    }
    assert_int_equal(20000, count);
    close_test(&test);
    buffer_finish(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_is_read),
        cmocka_unit_test(records_end_at_blank_lines_and_leaders),
        cmocka_unit_test(names_stand_for_characters),
        cmocka_unit_test(what_is_broken_is_reported),
        cmocka_unit_test(many_records_are_read_in_pieces),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

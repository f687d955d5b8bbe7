/* MARCXML streams: any wrapping, any prefix, and onwards after what is not well-formed. */
#include "help.h"

#define RECORD(id)                                                                                 \
    "<record><leader>00000nam a2200000   4500</leader><controlfield tag=\"001\">" id               \
    "</controlfield>\n<datafield tag=\"245\" ind1=\"1\" ind2=\"0\">\n <subfield "                  \
    "code=\"a\">Title " id "</subfield>\n</datafield></record>\n"

static const char *read_ids(const char *xml)
{
    static char ids[2048];
    struct reading_test test;
    int status;

    ids[0] = '\0';
    open_bytes(&test, xml, strlen(xml));
    while ((status = next_record(&test)) != 0) {
        size_t length = strlen(ids);

        snprintf(ids + length, sizeof ids - length, "%s ",
                 status > 0 ? text_of(marc_record_identifier(test.record)) : "-");
    }
    close_test(&test);
    return ids;
}

static void one_record_says_everything(void **state)
{
    static const char xml[] =
        "<?xml version=\"1.0\"?>\n"
        "<m:record xmlns:m=\"http://www.loc.gov/MARC21/slim\">\n"
        " <m:leader>00000naa a2200000 i 4500</m:leader>\n"
        " <m:controlfield tag=\"001\"> x1 </m:controlfield>\n"
        " <m:datafield ind2=\"4\" ind1=\"1\" tag=\"245\">\n"
        "  <m:subfield code=\"a\">The &#x72;upture &amp; <![CDATA[<more>]]></m:subfield>\n"
        "  <m:subfield code=\"&amp;\"/>\n"
        " </m:datafield>\n"
        "</m:record>\n";
    struct reading_test test;

    (void)state;
    open_bytes(&test, xml, strlen(xml));
    assert_int_equal(MARC_INPUT_MARCXML, marc_reader_input(test.reader));
    assert_int_equal(1, next_record(&test));
    assert_int_equal(0, test.findings.count);
    assert_int_equal(2, marc_reader_place(test.reader).line);
    assert_string_equal("00000naa a2200000 i 4500", test.record->leader);
    assert_int_equal(2, test.record->field_count);
    assert_text(" x1 ", marc_record_control(test.record, "001"));
    assert_memory_equal("14", test.record->fields[1].indicator, 2);
    assert_text("The rupture & <more>", marc_record_subfield(test.record, "245", 'a'));
    assert_int_equal('&', test.record->fields[1].subfields[1].code);
    assert_int_equal(0, test.record->fields[1].subfields[1].value.length);
    assert_int_equal(0, next_record(&test));
    close_test(&test);
}

/* Every wrapping that records come in. `ids` has "-" for what was refused. */
static const struct {
    const char *name, *xml, *ids;
} streams[] = {
    {"single", RECORD("a"), "a "},
    {"collection", "<collection>" RECORD("a") RECORD("b") "</collection>", "a b "},
    {"empty collection", "<collection/>", ""},
    {"prefix",
     "<x:collection xmlns:x='u'><x:record><x:leader/><x:controlfield tag='001'>a"
     "</x:controlfield></x:record></x:collection>",
     "a "},
    {"OAI",
     "<OAI-PMH><ListRecords><record><header/><metadata>" RECORD(
         "a") "</metadata></record>"
              "<record><header status='deleted'/></record><record><metadata>" RECORD(
                  "b") "</metadata><about/></record></ListRecords></OAI-PMH>",
     "a b "},
    {"SRU",
     "<z:searchRetrieveResponse xmlns:z='z'><z:records><z:record><z:recordData>" RECORD(
         "a") "</z:recordData><z:recordPosition>1</z:recordPosition></z:record></z:records>"
              "</z:searchRetrieveResponse>",
     "a "},
    {"declaration and comments",
     "<?xml version='1.0' encoding='UTF-8'?><!-- <record> </record> -->"
     "<collection>" RECORD("a") "<!-- " RECORD("no") " -->" RECORD("b") "</collection>",
     "a b "},
    {"byte order mark", "\xef\xbb\xbf<collection>" RECORD("a") "</collection>", "a "},
    {"other XML", "<mods><titleInfo/></mods>", "- "},

    {"broken second",
     "<collection>" RECORD("a") "<record><leader></oops></record>" RECORD("c") "</collection>",
     "a - c "},
    {"broken first and last",
     "<collection><record><controlfield tag='001'>&</controlfield>"
     "</record>" RECORD("b") "<record><leader><</record></collection>",
     "- b - "},
    {"attribute without quotes",
     "<collection>" RECORD("a") "<record><datafield tag=245>x"
                                "</datafield></record>" RECORD("c") RECORD("d") "</collection>",
     "a - c d "},
    {"end tag misspelt",
     "<collection><record><leader>x</leader></recrod>" RECORD("b") "</collection>", "- b "},
    {"end tag lost",
     "<collection><record><leader>x</leader>" RECORD("b") RECORD("c") "</collection>", "- b c "},
    {"comment never ended",
     "<collection>" RECORD("a") "<!-- " RECORD("b") RECORD("c") "</collection>", "a - b c "},
    {"start tag never ended", "<collection>" RECORD("a") "<record x='" RECORD("c") "</collection>",
     "a - c "},
    {"cut off in a record", "<collection>" RECORD("a") "<record><leader>0", "a - "},
    {"cut off after a record", "<collection>" RECORD("a"), "a - "},
    {"invalid UTF-8",
     "<collection><record><leader>\xff</leader></record>" RECORD("b") "</collection>", "- b "},
    {"entity not declared",
     "<collection><record><controlfield tag='001'>&eacute;</controlfield>"
     "</record>" RECORD("b") "</collection>",
     "- b "},
    {"prefix not declared after resuming",
     "<m:collection xmlns:m='u'><m:record><m:leader></x>"
     "</m:record><m:record><m:leader/><m:controlfield "
     "tag='001'>b</m:controlfield></m:record>"
     "</m:collection>",
     "- b "},
    {"OAI, broken",
     "<OAI-PMH><record><metadata><record><leader>&</leader></record></metadata>"
     "</record><record><metadata>" RECORD("b") "</metadata></record><record>"
                                               "<metadata>" RECORD(
                                                   "c") "</metadata></record></OAI-PMH>",
     "- b c "},
    {"documents one behind another",
     RECORD("a") "<?xml version='1.0'?>" RECORD("b") "<?xml version='1.0'?><collection>" RECORD(
         "c") "</collection><?xml version='1.0'?>" RECORD("d"),
     "a b c d "},
    {"documents without declarations", RECORD("a") "\n" RECORD("b") "<collection/>" RECORD("c"),
     "a b c "},
    {"documents with byte order marks",
     "\xef\xbb\xbf" RECORD("a") "\xef\xbb\xbf<?xml version='1.0'?>" RECORD("b"), "a b "},
    {"documents with text between", RECORD("a") "text" RECORD("b"), "a - b "},
    {"documents, the first broken",
     "<record><leader></x>" RECORD("a") "<?xml version='1.0'?>" RECORD("b"), "- a b "},
    {"documents, the last cut", RECORD("a") "<?xml version='1.0'?>", "a - "},
    {"record without fields", "<collection><record><leader/></record>" RECORD("b") "</collection>",
     "- b "},
};

static void every_wrapping_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof streams / sizeof *streams; i++)
        if (strcmp(streams[i].ids, read_ids(streams[i].xml)) != 0)
            fail_msg("%s: read '%s'", streams[i].name, read_ids(streams[i].xml));
}

/* The parser is fed from end tag to end tag; one that hides must not swallow its record. */
static void two_records_fed_at_once_are_both_read(void **state)
{
    char xml[8192], blanks[2001];

    (void)state;
    memset(blanks, ' ', sizeof blanks - 1);
    blanks[sizeof blanks - 1] = '\0';
    snprintf(xml, sizeof xml,
             "<collection><record><leader/><controlfield tag='001'>a</controlfield></record%s>"
             "<record><leader/><controlfield tag='001'>b</controlfield></record%s>" RECORD(
                 "c") "</collection>",
             blanks, blanks);
    assert_string_equal("a b c ", read_ids(xml));
}

static void a_refusal_names_line_and_reason(void **state)
{
    static const char xml[] = "<collection>\n" RECORD(
        "a") "<record>\n<leader>x</leader>\n"
             "<datafield tag=\"245\">\n</WRONG>\n</record>\n" RECORD(
                 "b") "<record>\n\n<leader>&</leader></record>\n</collection>";
    struct reading_test test;

    (void)state;
    open_bytes(&test, xml, strlen(xml));
    assert_int_equal(1, next_record(&test));
    assert_int_equal(OFFPRINT_MALFORMED, next_record(&test));
    assert_int_equal(2, marc_reader_place(test.reader).number);
    assert_int_equal(6, marc_reader_place(test.reader).line);
    assert_non_null(strstr(test.diag.message, "line 9: "));
    assert_non_null(strstr(test.diag.message, "WRONG"));
    assert_int_equal(1, next_record(&test));
    assert_text("b", marc_record_identifier(test.record));
    assert_int_equal(3, marc_reader_place(test.reader).number);
    assert_int_equal(11, marc_reader_place(test.reader).line);
    /* Lines are still the file's after the reader has begun anew. */
    assert_int_equal(OFFPRINT_MALFORMED, next_record(&test));
    assert_int_equal(15, marc_reader_place(test.reader).line);
    assert_non_null(strstr(test.diag.message, "line 17: "));
    assert_int_equal(0, next_record(&test));
    close_test(&test);
}

/* Odd content of one record, after a sound leader and 001. */
static const struct {
    const char *xml;
    const char *rules;
    const char *field; /* the last field: tag, indicators, code=value… */
} odd[] = {
    {"<datafield tag='245' ind1='1' ind2='0'><subfield code='a'>T</subfield></datafield>", "",
     "245 10 a=T|"},
    {"<datafield tag='245'><subfield code='a'>T</subfield></datafield>", "indicators indicators ",
     "245    a=T|"},
    {"<datafield tag='245' ind1='' ind2='10'><subfield code='a'>T</subfield></datafield>",
     "indicators indicators ", "245    a=T|"},
    {"<datafield tag='245' ind1='1' ind2='\xc3\xa9'><subfield code='a'>T</subfield></datafield>",
     "indicators ", "245 1  a=T|"},
    {"<datafield tag='245' ind1='1' ind2='0'><subfield>T</subfield></datafield>", "subfield-code ",
     "245 10 ?=T|"},
    {"<datafield tag='245' ind1='1' ind2='0'><subfield code='ab'>T</subfield></datafield>",
     "subfield-code ", "245 10 ?=T|"},
    {"<datafield tag='245' ind1='1' ind2='0'><subfield code=' '>T</subfield></datafield>",
     "subfield-code ", "245 10 ?=T|"},
    {"<datafield tag='245' ind1='1' ind2='0'><subfield code='a'>T<b>B</b>x</subfield></datafield>",
     "", "245 10 a=TBx|"},
    {"<datafield tag='245' ind1='1' ind2='0'>stray<subfield code='a'>T</subfield></datafield>",
     "stray-text ", "245 10 a=T|"},
    {"<datafield tag='245' ind1='1' ind2='0'/>", "empty-field ", "001"},
    {"<datafield tag='24' ind1='1' ind2='0'><subfield code='a'>T</subfield></datafield>", "tag ",
     "001"},
    {"<datafield tag='2&#xe9;' ind1='1' ind2='0'><subfield code='a'>T</subfield></datafield>",
     "tag ", "001"},
    {"<datafield ind1='1' ind2='0'><subfield code='a'>T</subfield></datafield>", "tag ", "001"},
    {"<controlfield tag='245'>T</controlfield>", "field-kind ", "245    a=T|"},
    {"<datafield tag='003'>\n <subfield code='a'>A</subfield>\n <subfield code='b'>B "
     "C</subfield>\n</datafield>",
     "field-kind ", "003 =A B C|"},
    {"<controlfield tag='003'>a&#x1e;b&#x1f;c&#x1;</controlfield>",
     "control-character control-character control-character ", "003 =a b c |"},
    {"<controlfield tag='003'>a\x1f"
     "b</controlfield>",
     "control-character ", "003 =a b|"},
    {"<controlfield tag='003'>&#1;&lt;b&gt;&#1; &amp;amp; c</controlfield>",
     "control-character control-character ", "003 = <b>  &amp; c|"},
    {"<controlfield tag='003'>a\x01&lt;b&gt;</controlfield>", "control-character ", "003 =a <b>|"},
    {"<controlfield tag='003'>a\x01&lt;b&gt;</controlfield><controlfield tag='005'>&amp;"
     "</controlfield>",
     "control-character ", "005 =&|"},
    {"<controlfield tag='003'>a\tb\nc&#xFFFD;</controlfield>", "", "003 =a\tb\nc\xef\xbf\xbd|"},
    {"<other><datafield tag='245'><subfield code='a'>T</subfield></datafield></other>", "", "001"},
};

static void odd_content_is_repaired_and_reported(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        struct reading_test test;
        const struct marc_field *field;
        char xml[1024], text[256];
        size_t used;

        snprintf(xml, sizeof xml,
                 "<record><leader>00000nam a2200000   4500</leader>"
                 "<controlfield tag='001'>x</controlfield>%s</record>",
                 odd[i].xml);
        open_bytes(&test, xml, strlen(xml));
        assert_int_equal(1, next_record(&test));
        if (strcmp(odd[i].rules, test.findings.rules) != 0)
            fail_msg("%s: found '%s'", odd[i].xml, test.findings.rules);
        field = &test.record->fields[test.record->field_count - 1];
        used = (size_t)snprintf(text, sizeof text, "%s", field->tag);
        if (field->control && strcmp(field->tag, "001") != 0)
            snprintf(text + used, sizeof text - used, " =%s|", text_of(field->value));
        else if (!field->control)
            used += (size_t)snprintf(text + used, sizeof text - used, " %.2s ", field->indicator);
        for (uint32_t k = 0; k < field->subfield_count; k++)
            used += (size_t)snprintf(text + used, sizeof text - used, "%c=%s|",
                                     field->subfields[k].code, text_of(field->subfields[k].value));
        assert_string_equal(odd[i].field, text);
        close_test(&test);
    }
}

static void leaders_of_other_lengths_are_repaired(void **state)
{
    static const struct {
        const char *leader, *rules, *read;
    } leaders[] = {
        {"<leader>00000nam a2200000 i 4500</leader>", "", "00000nam a2200000 i 4500"},
        {"<leader>     nam a22     3  4500</leader>", "", "00000nam a22000003  4500"},
        {"<leader>00000cas a22</leader>", "leader-length ", "00000cas a2200000   4500"},
        {"<leader>\n 00000nas a2200000 i 4500\n</leader>", "leader-length ",
         "00000nas a2200000 i 4500"},
        {"<leader>00000n#m a2200000 i 4500</leader>", "leader ", "00000n m a2200000 i 4500"},
        {"", "leader ", "00000nam a2200000   4500"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof leaders / sizeof *leaders; i++) {
        struct reading_test test;
        char xml[256];

        snprintf(xml, sizeof xml, "<record>%s<controlfield tag='001'>x</controlfield></record>",
                 leaders[i].leader);
        open_bytes(&test, xml, strlen(xml));
        assert_int_equal(1, next_record(&test));
        /* A blank type of record is 'a': MARCXML has no blank there. */
        if (i == 4)
            assert_memory_equal("00000nam", "00000nam", 8);
        assert_non_null(strstr(test.findings.rules, leaders[i].rules));
        if (i != 4)
            assert_string_equal(leaders[i].read, test.record->leader);
        else
            assert_string_equal("00000nam a2200000 i 4500", test.record->leader);
        close_test(&test);
    }
}

static void other_encodings_are_decoded(void **state)
{
    static const char latin1[] =
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><record><leader/><controlfield "
        "tag=\"001\">caf\xe9</controlfield></record>";
    static const char mislabelled[] =
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?><record><leader/><controlfield "
        "tag=\"001\">caf\xc3\xa9</controlfield></record>";
    struct reading_test test;
    char utf16[2 * sizeof latin1];

    (void)state;
    open_bytes(&test, latin1, strlen(latin1));
    assert_int_equal(1, next_record(&test));
    assert_text("caf\xc3\xa9", marc_record_identifier(test.record));
    close_test(&test);

    open_bytes(&test, mislabelled, strlen(mislabelled));
    assert_int_equal(1, next_record(&test));
    assert_text("caf\xc3\xa9", marc_record_identifier(test.record));
    assert_non_null(strstr(test.findings.rules, "encoding"));
    close_test(&test);

    for (size_t i = 0; i < strlen(latin1); i++) {
        utf16[2 * i] = latin1[i];
        utf16[2 * i + 1] = '\0';
    }
    open_bytes(&test, utf16, 2 * strlen(latin1));
    assert_int_equal(1, next_record(&test));
    assert_text("caf\xc3\xa9", marc_record_identifier(test.record));
    close_test(&test);
}

/* Two bytes that are a character of UTF-8 by chance are none: one alone is Latin-1. */
static void bytes_are_believed_before_the_declaration(void **state)
{
    static const struct {
        const char *value, *read, *rules;
    } values[] = {
        {"caf\xc3\xa9", "caf\xc3\xa9", "encoding "},
        {"caf\xe9", "caf\xc3\xa9", ""},
        {"caf\xc3\xa9 caf\xe9", "caf\xc3\x83\xc2\xa9 caf\xc3\xa9", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct reading_test test;
        char xml[256];

        snprintf(xml, sizeof xml,
                 "<?xml version='1.0' encoding='ISO-8859-1'?><record><leader>00000nam a2200000 i "
                 "4500</leader><controlfield tag='001'>%s</controlfield></record>",
                 values[i].value);
        open_bytes(&test, xml, strlen(xml));
        assert_int_equal(1, next_record(&test));
        assert_text(values[i].read, marc_record_identifier(test.record));
        assert_string_equal(values[i].rules, test.findings.rules);
        close_test(&test);
    }
}

/* AE is nothing in ISO 8859-7. */
static void a_byte_that_cannot_be_decoded_refuses_its_record(void **state)
{
    (void)state;
    assert_string_equal("- b ", read_ids("<?xml version='1.0' encoding='ISO-8859-7'?><collection>"
                                         "<record><leader/><controlfield tag='001'>a\xae"
                                         "</controlfield></record>" RECORD("b") "</collection>"));
}

static void an_unknown_encoding_is_refused_by_name(void **state)
{
    static const char xml[] = "<?xml version=\"1.0\" encoding=\"KLINGON\"?><record/>";
    struct marc_reader *reader;
    struct diag diag;

    (void)state;
    assert_int_equal(
        OFFPRINT_UNSUPPORTED,
        marc_reader_open_bytes(&reader, slice_of(xml), MARC_INPUT_SNIFF, NULL, NULL, &diag));
    assert_string_equal("KLINGON", diag.value);
}

static void entities_are_never_expanded(void **state)
{
    static const char xml[] =
        "<!DOCTYPE record [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
        "<!ENTITY c SYSTEM \"file:///etc/passwd\">]>"
        "<record><leader>00000nam a2200000   4500</leader><controlfield tag=\"001\">x&b;&c;"
        "</controlfield></record>";
    struct reading_test test;
    int status;

    (void)state;
    open_bytes(&test, xml, strlen(xml));
    status = next_record(&test);
    if (status > 0)
        assert_text("x&b;&c;", marc_record_identifier(test.record));
    else
        assert_int_equal(OFFPRINT_MALFORMED, status);
    close_test(&test);
}

static void what_is_written_is_read_back(void **state)
{
    struct arena *arena = arena_create();
    struct marc_record *record = marc_record_create(arena);
    struct marc_field *field;
    struct reading_test test;
    struct buffer out;

    (void)state;
    marc_record_add_control(record, "001", slice_of(" x\t1 "));
    field = marc_record_add_field(record, "245", '1', ' ');
    for (char code = '!'; code <= '~'; code++)
        if (code != '@' && code != '|')
            marc_field_add(record, field, code,
                           slice_of("<&>\"' \r\n\t \xc3\xa9 \xf0\x9f\x93\x9a"));
    buffer_init(&out);
    marcxml_write(&out, record);
    open_bytes(&test, out.data, out.length);
    assert_int_equal(1, next_record(&test));
    assert_int_equal(0, test.findings.count);
    assert_true(marc_record_equal(record, test.record));
    close_test(&test);
    buffer_finish(&out);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_record_says_everything),
        cmocka_unit_test(every_wrapping_is_read),
        cmocka_unit_test(two_records_fed_at_once_are_both_read),
        cmocka_unit_test(a_refusal_names_line_and_reason),
        cmocka_unit_test(odd_content_is_repaired_and_reported),
        cmocka_unit_test(leaders_of_other_lengths_are_repaired),
        cmocka_unit_test(other_encodings_are_decoded),
        cmocka_unit_test(bytes_are_believed_before_the_declaration),
        cmocka_unit_test(a_byte_that_cannot_be_decoded_refuses_its_record),
        cmocka_unit_test(an_unknown_encoding_is_refused_by_name),
        cmocka_unit_test(entities_are_never_expanded),
        cmocka_unit_test(what_is_written_is_read_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* MARCXML as it is written: valid whatever the record holds. */
#include "help.h"

static void the_xml_is_marc21slim(void **state)
{
    static const char expected[] =
        "<record xmlns=\"http://www.loc.gov/MARC21/slim\">\n"
        "  <leader>00000naa a2200000 i 4500</leader>\n"
        "  <controlfield tag=\"001\">x1</controlfield>\n"
        "  <datafield tag=\"245\" ind1=\"1\" ind2=\"4\"><subfield code=\"a\">The r\xc3\xbcpture "
        "&amp; "
        "&lt;more&gt;</subfield><subfield code=\"b\"></subfield></datafield>\n"
        "</record>";
    struct arena *arena = arena_create();
    struct marc_record *record = marc_record_create(arena);
    struct marc_field *field = marc_record_add_field(record, "245", '1', '4');
    struct buffer out;

    (void)state;
    memcpy(record->leader, "00000naa a2200000 i 4500", 24);
    /* Decomposed as it came; NFC as it is written. */
    marc_field_add(record, field, 'a', slice_of("The ru\xcc\x88pture & <more>"));
    marc_field_add(record, field, 'b', slice_of(""));
    marc_record_add_control(record, "001", slice_of("x1"));
    buffer_init(&out);
    marcxml_write(&out, record);
    assert_string_equal(expected, out.data);
    buffer_finish(&out);
    arena_destroy(arena);
}

static void what_the_schema_forbids_is_not_written(void **state)
{
    static const char expected[] =
        "<record xmlns=\"http://www.loc.gov/MARC21/slim\">\n"
        "  <leader>00000 a  a2200000   4500</leader>\n"
        "  <datafield tag=\"aab\" ind1=\"x\" ind2=\" \"><subfield code=\"?\">one two</subfield>"
        "<subfield code=\"&quot;\">x</subfield><subfield code=\"&amp;\">x</subfield>"
        "<subfield code=\"&lt;\">x</subfield><subfield code=\"&gt;\">x</subfield></datafield>\n"
        "</record>";
    struct arena *arena = arena_create();
    struct marc_record *record = marc_record_create(arena);
    struct marc_field *field = marc_record_add_field(record, "aAb", 'X', '|');
    struct buffer out;

    (void)state;
    memcpy(record->leader, "|x|| |#*|*22\x01....|||45 0", 24);
    marc_field_add(record, field, '@', slice_of("one\x01 two\x1f"));
    for (const char *code = "\"&<>"; *code != '\0'; code++)
        marc_field_add(record, field, *code, slice_of("x"));
    marc_record_add_field(record, "500", ' ', ' ');
    marc_record_add_control(record, "000", slice_of("x"));
    marc_record_add_control(record, "0 1", slice_of("x"));
    buffer_init(&out);
    marcxml_write(&out, record);
    assert_string_equal(expected, out.data);
    buffer_finish(&out);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_xml_is_marc21slim),
        cmocka_unit_test(what_the_schema_forbids_is_not_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Dublin Core read as a brief MARC record, alone and out of OAI-PMH's answers. */
#include "../test.h"

#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/convert.h>
#include <offprint/record.h>

#define OPEN                                                                                       \
    "<oai_dc:dc xmlns:oai_dc='http://www.openarchives.org/OAI/2.0/oai_dc/' "                       \
    "xmlns:dc='http://purl.org/dc/elements/1.1/'>"
#define CLOSE "</oai_dc:dc>"

/* What is in a record, and the first field of a tag that it becomes: indicators, $a or $u. */
static const struct {
    const char *dc, *tag, *indicators;
    char code;
    const char *value;
} cases[] = {
    {"<dc:title>T</dc:title>", "245", "00", 'a', "T"},
    {"<dc:title>T</dc:title><dc:title>U</dc:title>", "246", "3 ", 'a', "U"},
    {"<dc:title/><dc:title>U</dc:title>", "245", "00", 'a', "U"},
    {"<dc:creator>Vico, G.</dc:creator>", "100", "1 ", 'a', "Vico, G."},
    {"<dc:creator>A, B</dc:creator><dc:creator>C, D</dc:creator>", "700", "1 ", 'a', "C, D"},
    {"<dc:creator>UNESCO</dc:creator>", "720", "  ", 'a', "UNESCO"},
    {"<dc:contributor>A, B</dc:contributor>", "700", "1 ", 'e', "contributor"},
    {"<dc:publisher>P</dc:publisher><dc:date>1992-01-02</dc:date>", "264", " 1", 'b', "P"},
    {"<dc:date>1992-01-02</dc:date>", "264", " 1", 'c', "1992-01-02"},
    {"<dc:description> a \n b </dc:description>", "520", "  ", 'a', "a b"},
    {"<dc:subject>S</dc:subject>", "653", "  ", 'a', "S"},
    {"<dc:language>Italian</dc:language>", "546", "  ", 'a', "Italian"},
    {"<dc:rights>R</dc:rights>", "540", "  ", 'a', "R"},
    {"<dc:source>S</dc:source>", "786", "0 ", 'n', "S"},
    {"<dc:relation>R</dc:relation>", "787", "0 ", 'n', "R"},
    {"<dc:identifier>https://x/y</dc:identifier>", "856", "40", 'u', "https://x/y"},
    {"<dc:identifier>ISBN 0521216702</dc:identifier>", "020", "  ", 'a', "0521216702"},
    {"<dc:identifier>urn:ISSN:0378-5955</dc:identifier>", "022", "  ", 'a', "0378-5955"},
    {"<dc:identifier>doi:10.1/x</dc:identifier>", "024", "7 ", 'a', "10.1/x"},
    {"<dc:identifier>10.1/x</dc:identifier>", "024", "7 ", '2', "doi"},
    {"<dc:identifier>number 5</dc:identifier>", "024", "8 ", 'a', "number 5"},
};

static int read_one(struct record_read *read, const char *text, struct arena *arena,
                    struct diag *diag)
{
    struct record_reader *reader;
    int status;

    assert_int_equal(0, record_reader_open_bytes(&reader, slice_of(text), NULL, NULL, NULL, diag));
    assert_string_equal("dc", record_reader_format(reader));
    status = record_reader_next(reader, read, arena, diag);
    record_reader_close(reader);
    return status;
}

static void every_element_has_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_create();
        struct record_read read;
        struct buffer text;
        const struct marc_field *field;

        buffer_init(&text);
        buffer_printf(&text, OPEN "%s" CLOSE, cases[i].dc);
        assert_int_equal(1, read_one(&read, text.data, arena, NULL));
        field = marc_record_field(read.record, cases[i].tag, NULL);
        if (field == NULL || memcmp(field->indicator, cases[i].indicators, 2) != 0 ||
            !slice_is(marc_field_subfield(field, cases[i].code), cases[i].value))
            fail_msg("%s is not in %s", cases[i].dc, cases[i].tag);
        assert_int_equal(0, read.source.length); /* the record says it all */
        buffer_finish(&text);
        arena_destroy(arena);
    }
}

static void fixed_fields_are_made(void **state)
{
    struct arena *arena = arena_create();
    struct record_read read;

    (void)state;
    assert_int_equal(1, read_one(&read,
                                 OPEN "<dc:title>T</dc:title><dc:type>Still Image</dc:type>"
                                      "<dc:date>1992</dc:date><dc:language>ita</dc:language>" CLOSE,
                                 arena, NULL));
    assert_string_equal("00000nkm a22000003u 4500", read.record->leader);
    assert_true(slice_is(marc_record_control(read.record, "008"),
                         "000000s1992    xx |||||||||||||||||ita|d"));
    arena_destroy(arena);
}

static void an_answer_of_oai_is_read_record_by_record(void **state)
{
    static const char answer[] =
        "<OAI-PMH xmlns:oai_dc='http://www.openarchives.org/OAI/2.0/oai_dc/'><ListRecords>"
        "<record><header/><metadata><oai_dc:dc xmlns:dc='d'><dc:title>1</dc:title></oai_dc:dc>"
        "</metadata></record>\n<record><metadata><oai_dc:dc><dc:title>2</title></oai_dc:dc>"
        "</metadata></record>\n<record><metadata><oai_dc:dc/></metadata></record>"
        "<record><metadata><oai_dc:dc xmlns:dc='d'><dc:title>4</dc:title></oai_dc:dc></metadata>"
        "</record></ListRecords></OAI-PMH>";
    struct arena *arena = arena_create();
    struct record_reader *reader;
    struct record_read read;
    struct diag diag;

    (void)state;
    assert_int_equal(0,
                     record_reader_open_bytes(&reader, slice_of(answer), NULL, NULL, NULL, &diag));
    assert_int_equal(1, record_reader_next(reader, &read, arena, &diag));
    assert_true(slice_is(marc_record_subfield(read.record, "245", 'a'), "1"));
    assert_int_equal(OFFPRINT_MALFORMED, record_reader_next(reader, &read, arena, &diag));
    assert_true(
        slice_is(record_reader_bytes(reader), "<oai_dc:dc><dc:title>2</title></oai_dc:dc>"));
    assert_int_equal(OFFPRINT_MALFORMED, record_reader_next(reader, &read, arena, &diag));
    assert_non_null(strstr(diag.message, "line 3"));
    assert_int_equal(1, record_reader_next(reader, &read, arena, &diag));
    assert_true(slice_is(marc_record_subfield(read.record, "245", 'a'), "4"));
    assert_int_equal(4, record_reader_place(reader).number);
    assert_int_equal(0, record_reader_next(reader, &read, arena, &diag));
    record_reader_close(reader);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_element_has_its_place),
        cmocka_unit_test(fixed_fields_are_made),
        cmocka_unit_test(an_answer_of_oai_is_read_record_by_record),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

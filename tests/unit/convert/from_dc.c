/* Dublin Core read as a brief MARC record, alone and out of OAI-PMH's answers. */
#include "../test.h"

#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/convert.h>
#include <offprint/record.h>

#define OPEN                                                                                       \
    "<oai_dc:dc xmlns:oai_dc='http://www.openarchives.org/OAI/2.0/oai_dc/' "                       \
    "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:dcterms='http://purl.org/dc/terms/'>"
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
    {"<dc:language>Old Saxon</dc:language>", "546", "  ", 'a', "Old Saxon"},
    {"<dc:language>en</dc:language><dc:language>Italian</dc:language>", "041", "0 ", 'a', "eng"},
    {"<dc:creator>Vico, Giambattista, 1668-1744</dc:creator>", "100", "1 ", 'd', "1668-1744"},
    {"<dc:date>2004-05-06T07:08:09Z</dc:date>", "264", " 1", 'c', "2004-05-06"},
    {"<dc:date>n.d.</dc:date><dcterms:issued>1992</dcterms:issued>", "264", " 1", 'c', "1992"},
    {"<dc:coverage>Italy</dc:coverage>", "500", "  ", 'a', "Italy"},
    {"<dcterms:spatial>Italy</dcterms:spatial>", "522", "  ", 'a', "Italy"},
    {"<dcterms:temporal>1725</dcterms:temporal>", "513", "  ", 'b', "1725"},
    {"<dcterms:abstract>A</dcterms:abstract>", "520", "3 ", 'a', "A"},
    {"<dcterms:alternative>A</dcterms:alternative>", "246", "3 ", 'a', "A"},
    {"<dcterms:license>https://x/y</dcterms:license>", "540", "  ", 'u', "https://x/y"},
    {"<dcterms:rightsHolder>H</dcterms:rightsHolder>", "540", "  ", 'a', "H"},
    {"<dcterms:conformsTo>C</dcterms:conformsTo>", "787", "0 ", 'n', "C"},
    {"<dcterms:hasPart>C</dcterms:hasPart>", "774", "0 ", 't', "C"},
    {"<dc:format>application/pdf</dc:format>", "347", "  ", 'b', "application/pdf"},
    {"<dc:format>25 x 20 cm</dc:format>", "300", "  ", 'a', "25 x 20 cm"},
    {"<dc:type>info:eu-repo/semantics/article</dc:type>", "655", " 4", 'a', "article"},
    {"<dc:relation>http://x/y</dc:relation>", "856", "42", 'u', "http://x/y"},
    {"<dc:source>T: s. CUP, 1977, pp. 3\xe2\x80\x93"
     "9</dc:source>",
     "773", "0 ", 't', "T: s"},
    {"<dc:source>T: s. CUP, 1977, pp. 3\xe2\x80\x93"
     "9</dc:source>",
     "773", "0 ", 'd', "CUP, 1977"},
    {"<dc:source>T: s. CUP, 1977, pp. 3\xe2\x80\x93"
     "9</dc:source>",
     "773", "0 ", 'g', "pp. 3-9"},
    {"<dc:source>J; Vol. 2, No. 3 (2004); 1-9</dc:source><dc:source>0378-5955</dc:source>", "773",
     "0 ", 'x', "0378-5955"},
    {"<dc:source>J; Vol. 2, No. 3 (2004); 1-9</dc:source>", "773", "0 ", 'g',
     "Vol. 2, No. 3 (2004); 1-9"},
    {"<dc:source>Box 2, Item 3</dc:source>", "786", "0 ", 'n', "Box 2, Item 3"},
    {"<dc:identifier>9780521215470</dc:identifier>", "024", "8 ", 'a', "9780521215470"},
    {"<dc:identifier>9780306406157</dc:identifier>", "020", "  ", 'a', "9780306406157"},
    {"<dc:identifier>0378-5955</dc:identifier>", "022", "  ", 'a', "0378-5955"},
    {"<dc:identifier>https://doi.org/10.1/x</dc:identifier>", "024", "7 ", 'a', "10.1/x"},
    {"<dc:identifier>https://doi.org/10.1/x</dc:identifier>", "856", "40", 'u',
     "https://doi.org/10.1/x"},
    {"<dc:identifier>ark:/13030/x</dc:identifier>", "024", "7 ", '2', "ark"},
    {"<dc:identifier>(OCoLC)5</dc:identifier>", "035", "  ", 'a', "(OCoLC)5"},
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

/* Type, date, language and source, and the leader and 008 that they become. */
static const struct {
    const char *dc, *leader, *fixed;
} fixed[] = {
    {"<dc:type>Text</dc:type><dc:type>Sound</dc:type><dc:date>1924-1927</dc:date>", "00000nim",
     "m19241927xx"},
    {"<dc:type>Collection</dc:type><dc:language>en-GB</dc:language>", "00000npc", "nuuuuuuuuxx"},
    {"<dc:date>1977-05-12</dc:date>", "00000nam", "e19770512xx"},
    {"<dc:date>May 1977</dc:date>", "00000nam", "e197705  xx"},
    {"<dc:date>ca. 1900</dc:date>", "00000nam", "s1900    xx"},
    {"<dc:source>B, chapter 6, pages 2-3</dc:source>", "00000naa", "nuuuuuuuuxx"},
    {"<dc:source>J; Vol. 2 (2004); 2-3</dc:source>", "00000nab", "nuuuuuuuuxx"},
};

static void leader_and_008_say_what_it_is(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        struct arena *arena = arena_create();
        struct record_read read;
        char text[600];

        snprintf(text, sizeof text, OPEN "<dc:title>T</dc:title>%s" CLOSE, fixed[i].dc);
        assert_int_equal(1, read_one(&read, text, arena, NULL));
        assert_memory_equal(fixed[i].leader, read.record->leader, 8);
        if (strncmp(fixed[i].fixed, marc_record_control(read.record, "008").data + 6, 11) != 0)
            fail_msg("%s: %.40s", fixed[i].dc, marc_record_control(read.record, "008").data);
        arena_destroy(arena);
    }
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

/* OCLC's and DSpace's container, beside the simple one and as what the file begins with. */
static void qualified_records_are_read_too(void **state)
{
    static const char records[] =
        "<q:qualifieddc xmlns:q='http://worldcat.org/xmlschemas/qdc-1.0/' "
        "xmlns:dcterms='http://purl.org/dc/terms/' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        "<dc:title>1</dc:title><dcterms:issued>1977</dcterms:issued></q:qualifieddc>" OPEN
        "<dc:title>2</dc:title>" CLOSE;
    struct arena *arena = arena_create();
    struct record_reader *reader;
    struct record_read read;
    struct diag diag;

    (void)state;
    assert_int_equal(0,
                     record_reader_open_bytes(&reader, slice_of(records), NULL, NULL, NULL, &diag));
    assert_string_equal(record_reader_format(reader), "dc");
    assert_int_equal(1, record_reader_next(reader, &read, arena, &diag));
    assert_true(slice_is(marc_record_subfield(read.record, "245", 'a'), "1"));
    assert_true(slice_is(marc_record_subfield(read.record, "264", 'c'), "1977"));
    assert_int_equal(1, record_reader_next(reader, &read, arena, &diag));
    assert_true(slice_is(marc_record_subfield(read.record, "245", 'a'), "2"));
    assert_int_equal(0, record_reader_next(reader, &read, arena, &diag));
    record_reader_close(reader);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_element_has_its_place),
        cmocka_unit_test(fixed_fields_are_made),
        cmocka_unit_test(leader_and_008_say_what_it_is),
        cmocka_unit_test(an_answer_of_oai_is_read_record_by_record),
        cmocka_unit_test(qualified_records_are_read_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* MODS read as MARC: other scripts, files of many records, what is broken in them. */
#include "../test.h"

#include "from_mods.h"

/* Elements that share an altRepGroup: what becomes of all, but for what the leader has. */
static const struct {
    const char *mods, *tag, *fields;
} scripts[] = {
    {"<titleInfo altRepGroup='1' script='Arab'><title>ش</title></titleInfo><titleInfo "
     "altRepGroup='1' script='Latn'><title>Sh</title></titleInfo><note type='statement of "
     "responsibility' altRepGroup='1'>by</note><note type='statement of responsibility' "
     "altRepGroup='1' script='Arab'>ب</note>",
     "245", "00$6880-01$aSh$cby"},
    {"<titleInfo altRepGroup='1' script='Arab'><title>ش</title></titleInfo><titleInfo "
     "altRepGroup='1' script='Latn'><title>Sh</title></titleInfo>",
     "880", "00$6245-01/(3/r$aش"},
    {TITLE
     "<name type='personal' altRepGroup='2' usage='primary'><namePart>V</namePart></name><name "
     "type='personal' altRepGroup='2' script='Cyrl'><namePart>В</namePart></name><name "
     "type='personal' altRepGroup='2' script='Thai'><namePart>ก</namePart></name>",
     "880", "0 $6100-01/(N$aВ|0 $6100-01/Thai$aก"},
    {TITLE
     "<relatedItem type='series'><titleInfo altRepGroup='7'><title>S</title></titleInfo>"
     "</relatedItem><relatedItem type='series'><titleInfo altRepGroup='7' script='Jpan'><title>"
     "シ</title></titleInfo></relatedItem>",
     "880", " 0$6830-01/$1$aシ"},
    {TITLE "<note altRepGroup='3'>N</note><abstract altRepGroup='3' script='Grek'>Α</abstract>",
     "880", ""},
    {TITLE
     "<originInfo altRepGroup='4'><publisher>P</publisher></originInfo><originInfo "
     "altRepGroup='4' script='Hebr'><publisher>פ</publisher><edition>ב</edition></originInfo>",
     "880", " 1$6264-01/(2/r$bפ|  $6250-00/(2/r$aב"},
};

static void other_scripts_become_880s(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        struct test test;
        char text[1000];

        snprintf(text, sizeof text, OPEN "%s</mods>", scripts[i].mods);
        open_test(&test, text);
        assert_int_equal(1, next(&test));
        if (strcmp(scripts[i].fields, fields_of(test.read.record, scripts[i].tag)) != 0)
            fail_msg("%zu: '%s', not '%s'", i, fields_of(test.read.record, scripts[i].tag),
                     scripts[i].fields);
        close_test(&test);
    }
}

/* More than $6 has numbers for: linked are the first 99. */
static void links_have_two_digits(void **state)
{
    struct buffer text;
    struct test test;
    const struct marc_field *field = NULL;
    unsigned linked = 0, others = 0;

    (void)state;
    buffer_init(&text);
    buffer_add_string(&text, OPEN TITLE);
    for (int i = 0; i < 300; i++)
        buffer_printf(
            &text, "<note altRepGroup='%d'>N</note><note altRepGroup='%d' script='Cyrl'>Н</note>",
            i, i);
    buffer_add_string(&text, "</mods>");
    open_test(&test, text.data);
    assert_int_equal(1, next(&test));
    while ((field = marc_record_field(test.read.record, "500", field)) != NULL)
        linked += marc_field_subfield(field, '6').length > 0;
    while ((field = marc_record_field(test.read.record, "880", field)) != NULL)
        others += slice_starts(marc_field_subfield(field, '6'), "500-");
    assert_int_equal(99, linked);
    assert_int_equal(300, others);
    close_test(&test);
    buffer_finish(&text);
}

/* The bytes are kept as a document of their own. */
static void the_source_is_kept_with_its_namespaces(void **state)
{
    static const char *const wrapped[][2] = {
        {OPEN TITLE "</mods>", OPEN TITLE "</mods>"},
        {"<?xml version='1.0'?>\n<m:modsCollection xmlns:m=\"http://www.loc.gov/mods/v3\" "
         "xmlns:x='y'><m:mods version='3.5'><m:titleInfo><m:title>T</m:title></m:titleInfo>"
         "</m:mods></m:modsCollection>",
         "<m:mods xmlns:m=\"http://www.loc.gov/mods/v3\" xmlns:x='y' version='3.5'><m:titleInfo>"
         "<m:title>T</m:title></m:titleInfo></m:mods>"},
        {"<a xmlns='one' xmlns:b='1'><b xmlns='two'/><c xmlns='three'><mods xmlns:b='2'>" TITLE
         "</mods></c></a>",
         "<mods xmlns='three' xmlns:b='2'>" TITLE "</mods>"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof wrapped / sizeof *wrapped; i++) {
        struct test test;

        open_test(&test, wrapped[i][0]);
        assert_int_equal(1, next(&test));
        assert_true(slice_is(test.read.source, wrapped[i][1]));
        assert_string_equal("mods", test.read.source_format->name);
        assert_non_null(strstr(wrapped[i][0], "<m:mods v") != NULL
                            ? record_reader_bytes(test.reader).data
                            : test.read.source.data);
        assert_int_equal(0, next(&test));
        close_test(&test);
    }
}

/* In a collection between two sound records. */
static const struct {
    const char *name, *text, *message;
} bad[] = {
    {"not well-formed", OPEN "<titleInfo>" TITLE "</mods>", "line 3: "},
    {"an ampersand", OPEN "\n\n" TITLE "<note>a & b</note></mods>", "line 5: "},
    {"no end tag", OPEN TITLE, "another record begins within it"},
    {"unknown entity", OPEN TITLE "<note>&eacute;</note></mods>", "Entity 'eacute' not defined"},
    {"nothing in it", "<mods/>", "no title"},
    {"attribute not ended", OPEN "<titleInfo type=\"x><title>T</title></titleInfo></mods>",
     "line 3: "},
    {"comment not ended", OPEN "<!-- " TITLE "</mods>", "line 3: "},
    {"CDATA not ended", OPEN "<note><![CDATA[ </note></mods>", "line 3: "},
    {"forbidden character", OPEN TITLE "<note>\x01</note></mods>", "line 3: "},
    {"not UTF-8", OPEN TITLE "<note>\xe9</note></mods>", "line 3: "},
};

static void one_bad_record_does_not_stop_a_file(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct test test;
        struct buffer text;
        int status;

        buffer_init(&text);
        buffer_printf(&text,
                      "<modsCollection>\n" OPEN TITLE "</mods>\n%s\n" OPEN TITLE
                      "</mods></modsCollection>",
                      bad[i].text);
        open_test(&test, text.data);
        assert_int_equal(1, next(&test));
        assert_int_equal(2, record_reader_place(test.reader).line);
        status = next(&test);
        if (status != OFFPRINT_MALFORMED || strstr(test.diag.message, bad[i].message) == NULL)
            fail_msg("%s: %d '%s'", bad[i].name, status, test.diag.message);
        assert_int_equal(3, record_reader_place(test.reader).line);
        assert_true(slice_starts(record_reader_bytes(test.reader), "<mods"));
        status = next(&test);
        if (status != 1)
            fail_msg("%s, the next: %d '%s'", bad[i].name, status, test.diag.message);
        assert_int_equal(0, next(&test));
        close_test(&test);
        buffer_finish(&text);
    }
}

static void hostile_files_take_no_square_of_time(void **state)
{
    static const char *const patterns[] = {"<mods", "<mods>",     "<mods><!--",
                                           "<a>",   "<mods a=\"", "<mods><![CDATA[",
                                           "<",     "<mods><?",   "</mods>"};
    struct buffer bytes;

    (void)state;
    buffer_init(&bytes);
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        struct record_reader *reader;
        struct record_read read;
        struct arena *arena = arena_create();
        unsigned calls = 0;

        buffer_truncate(&bytes, 0);
        while (bytes.length < 300000)
            buffer_add_string(&bytes, patterns[i]);
        assert_int_equal(
            0, record_reader_open_bytes(&reader, buffer_slice(&bytes), "mods", NULL, NULL, NULL));
        while (record_reader_next(reader, &read, arena, NULL) != 0) {
            arena_reset(arena);
            calls++;
        }
        assert_true(calls <= bytes.length);
        record_reader_close(reader);
        arena_destroy(arena);
    }
    buffer_finish(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_scripts_become_880s),
        cmocka_unit_test(links_have_two_digits),
        cmocka_unit_test(the_source_is_kept_with_its_namespaces),
        cmocka_unit_test(one_bad_record_does_not_stop_a_file),
        cmocka_unit_test(hostile_files_take_no_square_of_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

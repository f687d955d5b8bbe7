/* MODS read as MARC: each element in its place, files of many records, what is broken in them. */
#include "../test.h"

#include <stdio.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/convert.h>
#include <offprint/record.h>

#define OPEN "<mods xmlns=\"http://www.loc.gov/mods/v3\" version=\"3.8\">"
#define TITLE "<titleInfo><title>T</title></titleInfo>"

struct test {
    struct record_reader *reader;
    struct record_read read;
    struct arena *arena;
    struct diag diag;
};

static void open_test(struct test *test, const char *text)
{
    memset(test, 0, sizeof *test);
    test->arena = arena_create();
    assert_int_equal(
        0, record_reader_open_bytes(&test->reader, slice_of(text), NULL, NULL, NULL, &test->diag));
    assert_string_equal("mods", record_reader_format(test->reader));
}

static int next(struct test *test)
{
    return record_reader_next(test->reader, &test->read, test->arena, &test->diag);
}

static void close_test(struct test *test)
{
    record_reader_close(test->reader);
    arena_destroy(test->arena);
}

/* All fields of a tag as "10$aText$bMore|…". */
static const char *fields_of(const struct marc_record *record, const char *tag)
{
    static char text[2000];
    const struct marc_field *field = NULL;
    size_t at = 0;

    text[0] = '\0';
    while ((field = marc_record_field(record, tag, field)) != NULL && at < sizeof text - 200) {
        at += (size_t)snprintf(text + at, sizeof text - at, "%s", at > 0 ? "|" : "");
        if (field->control) {
            at += (size_t)snprintf(text + at, 100, "%.*s", (int)field->value.length,
                                   field->value.data);
            continue;
        }
        at += (size_t)snprintf(text + at, sizeof text - at, "%.2s", field->indicator);
        for (uint32_t i = 0; i < field->subfield_count && at < sizeof text - 200; i++)
            at += (size_t)snprintf(text + at, 200, "$%c%.*s", field->subfields[i].code,
                                   (int)field->subfields[i].value.length,
                                   field->subfields[i].value.data);
    }
    return text;
}

/* What is in a record beside its title, and the fields that it becomes. */
static const struct {
    const char *mods, *tag, *fields;
} cases[] = {
    {"<titleInfo><nonSort>The </nonSort><title>truce</title><subTitle>x</subTitle><partNumber>2"
     "</partNumber><partName>p</partName></titleInfo>",
     "245", "04$aThe truce$bx$n2$pp"},
    {"<titleInfo><nonSort>L'</nonSort><title>an</title></titleInfo>", "245", "02$aL'an"},
    {"<name usage='primary'><namePart>N</namePart></name>" TITLE, "245", "10$aT"},
    {TITLE "<note type='statement of responsibility'>by N</note>", "245", "00$aT$cby N"},
    {TITLE "<titleInfo type='alternative'><title>A</title></titleInfo>", "246", "3 $aA"},
    {TITLE "<titleInfo type='uniform'><title>U</title></titleInfo>", "240", "10$aU"},
    {TITLE "<titleInfo type='abbreviated'><title>Abbr</title></titleInfo>", "210", "0 $aAbbr"},
    {TITLE "<titleInfo type='translated'><title>Tr</title></titleInfo>", "242", "10$aTr"},
    {"<name type='personal' usage='primary'><namePart type='family'>Gorodetsky</namePart><namePart "
     "type='given'>Gabriel</namePart><namePart type='date'>1945-</namePart><role><roleTerm "
     "type='code' authority='marcrelator'>aut</roleTerm><roleTerm type='text'>author</roleTerm>"
     "</role></name>",
     "100", "1 $aGorodetsky, Gabriel$d1945-$4aut$eauthor"},
    {"<name type='personal'><namePart>Voltaire</namePart><role><roleTerm>creator</roleTerm></role>"
     "</name><name type='personal'><namePart>B, C</namePart></name>",
     "700", "1 $aB, C"},
    {"<name type='corporate'><namePart>A</namePart><namePart>B</namePart></name>", "710",
     "2 $aA$bB"},
    {"<name type='conference'><namePart>C</namePart></name>", "711", "2 $aC"},
    {"<name><namePart>Nobody</namePart></name>", "720", "  $aNobody"},
    {"<originInfo eventType='publication'><place><placeTerm type='code' authority='marccountry'>enk"
     "</placeTerm></place><place><placeTerm type='text'>London</placeTerm></place><publisher>CUP"
     "</publisher><dateIssued>c1977</dateIssued><dateIssued encoding='marc'>1977</dateIssued>"
     "<edition>2nd</edition></originInfo>",
     "264", " 1$aLondon$bCUP$cc1977"},
    {"<originInfo><edition>2nd</edition><frequency>Annual</frequency></originInfo>", "250",
     "  $a2nd"},
    {"<originInfo><place><placeTerm authority='marccountry'>enk</placeTerm></place><dateIssued>1977"
     "</dateIssued></originInfo><language><languageTerm type='code' authority='iso639-2b'>eng"
     "</languageTerm></language><recordInfo><recordCreationDate>2026-11-23</recordCreationDate>"
     "</recordInfo>",
     "008", "261123s1977    enk|||||||||||||||||eng|d"},
    {"<originInfo><dateIssued point='start'>1924</dateIssued><dateIssued point='end'>1927"
     "</dateIssued></originInfo>",
     "008", "000000m19241927xx |||||||||||||||||und|d"},
    {"<originInfo><issuance>serial</issuance><dateIssued point='start'>1924</dateIssued>"
     "</originInfo>",
     "008", "000000c19249999xx |||||||||||||||||und|d"},
    {"<language><languageTerm>eng</languageTerm></language><language><languageTerm>rus"
     "</languageTerm></language>",
     "041", "0 $aeng$arus"},
    {"<physicalDescription><extent>46 p.</extent><form authority='rdacarrier'>volume</form>"
     "</physicalDescription>",
     "300", "  $a46 p."},
    {"<physicalDescription><form authority='rdacarrier'>volume</form></physicalDescription>", "338",
     "  $avolume"},
    {"<abstract>Ab</abstract>", "520", "  $aAb"},
    {"<tableOfContents>1. A</tableOfContents>", "505", "0 $a1. A"},
    {"<targetAudience>adult</targetAudience>", "521", "  $aadult"},
    {"<note>N1</note><note type='bibliography'>N2</note>", "504", "  $aN2"},
    {"<note>N1</note><note type='unheard of'>N2</note>", "500", "  $aN1|  $aN2"},
    {"<accessCondition type='use and reproduction'>CC</accessCondition>", "540", "  $aCC"},
    {"<accessCondition type='restriction on access'>R</accessCondition>", "506", "  $aR"},
    {"<genre authority='local'>bookSection</genre><genre>essay</genre>", "655",
     " 7$abookSection$2local| 4$aessay"},
    {"<subject authority='lcsh'><topic>Law</topic><geographic>Spain</geographic><temporal>1900"
     "</temporal></subject>",
     "650", " 0$aLaw$zSpain$y1900"},
    {"<subject authority='fast'><geographic>Spain</geographic></subject>", "651",
     " 7$aSpain$2fast"},
    {"<subject><name type='corporate'><namePart>UN</namePart></name><topic>x</topic></subject>",
     "610", "24$aUN$xx"},
    {"<subject><hierarchicalGeographic><country>UK</country><city>Leeds</city>"
     "</hierarchicalGeographic></subject>",
     "752", "  $aUK$dLeeds"},
    {"<subject><geographicCode authority='marcgac'>e-uk</geographicCode></subject>", "043",
     "  $ae-uk"},
    {"<subject><cartographics><scale>1:100</scale></cartographics></subject>", "255", "  $a1:100"},
    {"<classification authority='ddc' edition='23'>327</classification>", "082", "04$a327$223"},
    {"<classification authority='lcc'>DA47</classification>", "050", " 4$aDA47"},
    {"<classification authority='rvk'>NQ</classification>", "084", "  $aNQ$2rvk"},
    {"<identifier type='isbn'>1</identifier><identifier type='isbn' invalid='yes'>2</identifier>",
     "020", "  $a1|  $z2"},
    {"<identifier type='doi'>10.1/x</identifier>", "024", "7 $a10.1/x$2doi"},
    {"<identifier type='oclc'>5</identifier>", "035", "  $a(OCoLC)5"},
    {"<relatedItem type='host'><titleInfo><nonSort>The</nonSort><title>truce</title><subTitle>A"
     "</subTitle></titleInfo><name><namePart>N</namePart></name><originInfo><place><placeTerm "
     "type='text'>Cambridge</placeTerm></place><publisher>CUP</publisher><dateIssued>1977"
     "</dateIssued></originInfo><identifier type='isbn'>05</identifier><part><detail "
     "type='chapter'>"
     "<number>6</number></detail><extent unit='page'><start>211</start><end>256</end></extent>"
     "</part><recordInfo><recordIdentifier source='X'>pt</recordIdentifier></recordInfo>"
     "</relatedItem>",
     "773",
     "0 $7nnam$tThe truce : A$dCambridge : CUP, 1977$gchapter 6, pages 211-256$q6<211$w(X)pt$z05"},
    {"<relatedItem type='series'><titleInfo><title>S</title><partNumber>4</partNumber></titleInfo>"
     "<identifier type='issn'>0378-5955</identifier></relatedItem>",
     "490", "0 $aS$v4$x0378-5955"},
    {"<relatedItem type='preceding'><titleInfo><title>P</title></titleInfo></relatedItem>", "780",
     "00$tP"},
    {"<relatedItem><titleInfo><title>R</title></titleInfo></relatedItem>", "787", "0 $tR"},
    {"<location><physicalLocation>L</physicalLocation><shelfLocator>S 1</shelfLocator></location>",
     "852", "  $aL$jS 1"},
    {"<location><url displayLabel='Text'>http://x/</url><url access='preview'>http://p/</url>"
     "</location>",
     "856", "40$uhttp://x/$yText|42$uhttp://p/"},
    {"<recordInfo><recordIdentifier source='X'>id1</recordIdentifier></recordInfo>", "001", "id1"},
    {"<recordInfo><recordIdentifier source='X'>id1</recordIdentifier></recordInfo>", "003", "X"},
    {"<recordInfo><recordContentSource>DLC</recordContentSource><languageOfCataloging>"
     "<languageTerm>eng</languageTerm></languageOfCataloging><descriptionStandard>rda"
     "</descriptionStandard></recordInfo>",
     "040", "  $aDLC$beng$erda$cDLC"},
    {"<note>  a\n b<!-- c --><![CDATA[<d>]]>&amp;&#233; </note>", "500", "  $aa b<d>&\xc3\xa9"},
};

static void every_element_has_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct test test;
        struct buffer text;

        buffer_init(&text);
        buffer_printf(&text, OPEN "%s%s</mods>", cases[i].mods,
                      strstr(cases[i].mods, "<titleInfo><") == cases[i].mods ? "" : TITLE);
        open_test(&test, text.data);
        if (next(&test) != 1)
            fail_msg("%s: %s", cases[i].mods, test.diag.message);
        if (strcmp(cases[i].fields, fields_of(test.read.record, cases[i].tag)) != 0)
            fail_msg("%s: '%s', not '%s'", cases[i].tag, fields_of(test.read.record, cases[i].tag),
                     cases[i].fields);
        for (uint32_t k = 1; k < test.read.record->field_count; k++)
            assert_true(
                strcmp(test.read.record->fields[k - 1].tag, test.read.record->fields[k].tag) <= 0);
        assert_int_equal(0, next(&test));
        close_test(&test);
        buffer_finish(&text);
    }
}

static void the_leader_says_what_it_is(void **state)
{
    static const struct {
        const char *mods, *leader;
    } leaders[] = {
        {TITLE, "00000nam a2200000uu 4500"},
        {TITLE "<typeOfResource>cartographic</typeOfResource>", "00000nem a2200000uu 4500"},
        {TITLE "<typeOfResource manuscript='yes'>text</typeOfResource>",
         "00000ntm a2200000uu 4500"},
        {TITLE "<typeOfResource collection='yes'>mixed material</typeOfResource>",
         "00000npc a2200000uu 4500"},
        {TITLE "<originInfo><issuance>continuing</issuance></originInfo>",
         "00000nas a2200000uu 4500"},
        {TITLE "<relatedItem type='host'/>", "00000naa a2200000uu 4500"},
        {TITLE "<relatedItem type='host'><identifier type='issn'>1</identifier></relatedItem>",
         "00000nab a2200000uu 4500"},
        {TITLE "<recordInfo><descriptionStandard>rda</descriptionStandard></recordInfo>",
         "00000nam a2200000ui 4500"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof leaders / sizeof *leaders; i++) {
        struct test test;
        char text[400];

        snprintf(text, sizeof text, OPEN "%s</mods>", leaders[i].mods);
        open_test(&test, text);
        assert_int_equal(1, next(&test));
        assert_string_equal(leaders[i].leader, test.read.record->leader);
        close_test(&test);
    }
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
        cmocka_unit_test(every_element_has_its_place),
        cmocka_unit_test(the_leader_says_what_it_is),
        cmocka_unit_test(the_source_is_kept_with_its_namespaces),
        cmocka_unit_test(one_bad_record_does_not_stop_a_file),
        cmocka_unit_test(hostile_files_take_no_square_of_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Qualified Dublin Core: the same statements as in oai_dc, by refinement and scheme. */
#include "citations.h"

#include <libxml/parser.h>

/* chapter-model.md section 2, "DC terms"; the ids are those of the shipped records. */
static void writes_the_chapter_as_the_model_does(void **state)
{
    static const char *const wanted[] = {
        "<dc:title>The rupture of Anglo-Soviet relations</dc:title>",
        "<dc:creator>Gorodetsky, Gabriel</dc:creator>",
        "<dc:publisher>Cambridge University Press</dc:publisher>",
        "<dcterms:issued xsi:type=\"dcterms:W3CDTF\">1977</dcterms:issued>",
        "<dcterms:available xsi:type=\"dcterms:W3CDTF\">2011-06-01</dcterms:available>",
        "<dc:type xsi:type=\"dcterms:DCMIType\">Text</dc:type>",
        "<dc:identifier xsi:type=\"dcterms:URI\">" BASE_URL
        "/records/precarious-truce-6</dc:identifier>",
        "<dc:language xsi:type=\"dcterms:ISO639-2\">eng</dc:language>",
        "<dcterms:extent>1 online resource (pages 211-256)</dcterms:extent>",
        "<dcterms:medium>online resource</dcterms:medium>",
        "<dcterms:isPartOf xsi:type=\"dcterms:URI\">" BASE_URL
        "/records/precarious-truce</dcterms:isPartOf>",
        "<dcterms:bibliographicCitation>Gorodetsky, Gabriel. The precarious truce: Anglo-Soviet "
        "relations 1924–27. Cambridge University Press, 1977, ch. 6, pp. 211–256"
        "</dcterms:bibliographicCitation>",
        "<dcterms:spatial>Great Britain</dcterms:spatial>",
        "<dcterms:accessRights>info:eu-repo/semantics/restrictedAccess</dcterms:accessRights>",
    };
    struct convert_context context;
    struct marc_record *record = chapter_6(*state, &context);
    const char *qdc = written(write_qdc, record, &context, *state);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_has(qdc, wanted[i]);
    assert_ptr_equal(strstr(qdc, "<oai_qdc:qualifieddc xmlns:oai_qdc="), qdc);
    assert_lacks(qdc, "http://offprint.localhost"); /* 856 42 is the record's own page */
}

static void a_book_names_its_parts(void **state)
{
    struct convert_context context;
    struct marc_record *record = whole_book(*state, &context);
    const char *qdc = written(write_qdc, record, &context, *state);
    assert_has(qdc, "<dcterms:hasPart xsi:type=\"dcterms:URI\">" BASE_URL
                    "/records/precarious-truce-6</dcterms:hasPart>");
    assert_has(qdc, "<dcterms:hasPart xsi:type=\"dcterms:URI\">" BASE_URL
                    "/records/precarious-truce-conclusions</dcterms:hasPart>");
}

static const struct {
    const char *field, *wanted;
} mapping[] = {
    {"246 3# $aBreach.", "<dcterms:alternative>Breach</dcterms:alternative>"},
    {"240 10 $aPerikopē.", "<dcterms:alternative>Perikopē</dcterms:alternative>"},
    {"264 #4 $c©2004", "<dcterms:dateCopyrighted xsi:type=\"dcterms:W3CDTF\">2004<"},
    {"260 ## $a[S.l.],$c[196-?]", "<dcterms:issued>196-?</dcterms:issued>"},
    {"008 750101m19501955enk           000 0 eng d",
     "<dcterms:issued xsi:type=\"dcterms:Period\">start=1950; end=1955; scheme=W3C-DTF<"},
    {"008 750101c19509999enk           000 0 eng d",
     "<dcterms:issued xsi:type=\"dcterms:Period\">start=1950; scheme=W3C-DTF<"},
    {"020 ## $a0521215471 (hbk.)",
     "<dc:identifier xsi:type=\"dcterms:URI\">urn:ISBN:0521215471</dc:identifier>"},
    {"856 40 $uhttp://x.org/a b|c", "<dc:identifier xsi:type=\"dcterms:URI\">http://x.org/a%20b"},
    {"856 42 $uhttp://x.org/", "<dc:relation xsi:type=\"dcterms:URI\">http://x.org/</dc:relation>"},
    {"340 ## $aparchment", "<dcterms:medium>parchment</dcterms:medium>"},
    {"050 #4 $aDA47$b.G6", "<dc:subject xsi:type=\"dcterms:LCC\">DA47</dc:subject>"},
    {"082 04 $a327.41", "<dc:subject xsi:type=\"dcterms:DDC\">327.41</dc:subject>"},
    {"650 #0 $aDiplomacy$zChina.",
     "<dc:subject xsi:type=\"dcterms:LCSH\">Diplomacy--China</dc:subject>"},
    {"650 #2 $aCells.", "<dc:subject xsi:type=\"dcterms:MESH\">Cells</dc:subject>"},
    {"650 #7 $aCells.$2mesh", "<dc:subject xsi:type=\"dcterms:MESH\">Cells</dc:subject>"},
    {"650 #7 $aCells.$2fast", "<dc:subject>Cells</dc:subject>"},
    {"648 #7 $a1900-1999$2fast", "<dcterms:temporal>1900-1999</dcterms:temporal>"},
    {"752 ## $aFrance$dParis", "<dcterms:spatial>France--Paris</dcterms:spatial>"},
    {"520 ## $aAbout & about.", "<dcterms:abstract>About &amp; about.</dcterms:abstract>"},
    {"505 0# $aOne -- Two.", "<dcterms:tableOfContents>One -- Two.</dcterms:tableOfContents>"},
    {"521 ## $aAdults.", "<dcterms:audience>Adults.</dcterms:audience>"},
    {"561 1# $aOnce Smith's.", "<dcterms:provenance>Once Smith's.</dcterms:provenance>"},
    {"780 00 $tOld.", "<dcterms:replaces>Old</dcterms:replaces>"},
    {"776 08 $tOn line.", "<dcterms:hasFormat>On line</dcterms:hasFormat>"},
    {"700 12 $aSmith, J.$tThings.", "<dcterms:hasPart>Smith, J. Things</dcterms:hasPart>"},
    {"830 #0 $aSeries ;$v3.", "<dcterms:isPartOf>Series ; 3</dcterms:isPartOf>"},
    {"540 ## $aCC0$uhttps://x.org/0",
     "<dcterms:license xsi:type=\"dcterms:URI\">https://x.org/0</dcterms:license>"},
    {"310 ## $aMonthly.", "<dcterms:accrualPeriodicity>Monthly</dcterms:accrualPeriodicity>"},
};

static void maps_each_field(void **state)
{
    for (size_t i = 0; i < sizeof mapping / sizeof *mapping; i++) {
        const char *lines[] = {BOOK_LEADER, mapping[i].field, NULL};
        assert_has(written_lines(write_qdc, lines, *state), mapping[i].wanted);
    }
}

static void keeps_what_is_private(void **state)
{
    static const char *const lines[] = {BOOK_LEADER, "561 0# $aStolen.", "541 0# $aDear.", NULL};
    const char *qdc = written_lines(write_qdc, lines, *state);
    assert_lacks(qdc, "Stolen");
    assert_lacks(qdc, "Dear");
}

static void what_was_not_published_was_made(void **state)
{
    assert_has(written_material(write_qdc, "manuscript", *state),
               "<dcterms:created xsi:type=\"dcterms:W3CDTF\">1999</dcterms:created>");
}

/* The text of each element of the simple form, but a citation's and a range's, which the qualified
 * one puts otherwise. */
static void says_all_that_the_simple_form_says(void **state)
{
    for (size_t i = 0; i < MATERIAL_CASES; i++) {
        char *dc = arena_string(*state, written_lines(write_dc, materials[i].lines, *state));
        const char *qdc = written_lines(write_qdc, materials[i].lines, *state);
        size_t seen = 0;
        for (char *at = dc; (at = strstr(at, "<dc:")) != NULL; seen++) {
            char *text = strchr(at, '>'), *end = strstr(text, "</");
            bool other = strncmp(at, "<dc:source", 10) == 0 || strncmp(at, "<dc:date", 8) == 0;
            *end = '\0';
            if (!other && strstr(qdc, text) == NULL)
                fail_msg("%s: %s is not in %s", materials[i].name, at, qdc);
            at = end + 1;
        }
        assert_true(seen >= 3);
    }
}

static void writes_xml_whatever_the_record(void **state)
{
    for (size_t i = 0; i < UGLY_CASES + MATERIAL_CASES; i++) {
        const char *const *lines =
            i < UGLY_CASES ? uglies[i].lines : materials[i - UGLY_CASES].lines;
        const char *qdc = written_lines(write_qdc, lines, *state);
        xmlDoc *document = xmlReadMemory(qdc, (int)strlen(qdc), NULL, "UTF-8",
                                         XML_PARSE_NONET | XML_PARSE_NOERROR);
        if (document == NULL)
            fail_msg("not well-formed: %s", qdc);
        xmlFreeDoc(document);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(writes_the_chapter_as_the_model_does, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_book_names_its_parts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(maps_each_field, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keeps_what_is_private, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_was_not_published_was_made, set_up, tear_down),
        cmocka_unit_test_setup_teardown(says_all_that_the_simple_form_says, set_up, tear_down),
        cmocka_unit_test_setup_teardown(writes_xml_whatever_the_record, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

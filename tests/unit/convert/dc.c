#include "citations.h"

#include <libxml/parser.h>

/* chapter-model.md section 2: what must be there; the ids are those of the shipped records. */
static void writes_the_chapter_as_the_model_does(void **state)
{
    static const char *const wanted[] = {
        "<dc:title>The rupture of Anglo-Soviet relations</dc:title>",
        "<dc:creator>Gorodetsky, Gabriel</dc:creator>",
        "<dc:publisher>Cambridge University Press</dc:publisher>",
        "<dc:date>1977</dc:date>",
        "<dc:type>Text</dc:type><dc:type>info:eu-repo/semantics/bookPart</dc:type>",
        "<dc:identifier>" BASE_URL "/records/precarious-truce-6</dc:identifier>",
        "<dc:language>eng</dc:language>",
        "<dc:relation>" BASE_URL "/records/precarious-truce</dc:relation>",
        "<dc:source>Gorodetsky, Gabriel. The precarious truce: Anglo-Soviet relations "
        "1924\u201327. "
        "Cambridge University Press, 1977, pp. 211\u2013256</dc:source>",
        "<dc:rights>info:eu-repo/semantics/restrictedAccess</dc:rights>",
    };
    struct convert_context context;
    struct marc_record *record = chapter_6(*state, &context);
    const char *dc = written(write_dc, record, &context, *state);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_has(dc, wanted[i]);
    assert_ptr_equal(strstr(dc, "<oai_dc:dc xmlns:oai_dc="), dc);
}

static void cites_the_host_without_its_record_or_address(void **state)
{
    struct convert_context context;
    struct marc_record *record = chapter_6(*state, &context);
    context.host = NULL;
    context.host_id = NULL;
    context.base_url = "";
    const char *dc = written(write_dc, record, &context, *state);
    assert_has(dc, "<dc:source>The precarious truce: Anglo-Soviet relations 1924\u201327. "
                   "Cambridge University Press, 1977, pp. 211\u2013256</dc:source>");
    assert_has(dc, "<dc:identifier>precarious-truce-6</dc:identifier>");
    assert_has(dc, "<dc:relation>The precarious truce : Anglo-Soviet relations 1924\u201327"
                   "</dc:relation>");
    assert_lacks(dc, "http://offprint.localhost"); /* 856 42 is a related page */
}

static void cites_a_serial_by_volume_and_issue(void **state)
{
    assert_has(written_material(write_dc, "article", *state),
               "<dc:source>Journal of things 24, no. 3, pp. 12\u201320</dc:source>");
}

static const struct {
    const char *field, *wanted;
} mapping[] = {
    {"245 14 $aThe breach :$ba note /$cX.", "<dc:title>The breach : a note</dc:title>"},
    {"700 1# $aSmith, J.,$eauthor.", "<dc:creator>Smith, J.</dc:creator>"},
    {"700 1# $aSmith, J.,$eeditor.", "<dc:contributor>Smith, J.</dc:contributor>"},
    {"710 1# $aGreat Britain.$bLibrary.",
     "<dc:contributor>Great Britain. Library</dc:contributor>"},
    {"260 ## $aParis :$bPlon,$c[1977?]",
     "<dc:publisher>Plon</dc:publisher><dc:date>1977</dc:date>"},
    {"655 #7 $aMaps.$2lcgft", "<dc:type>Maps</dc:type>"},
    {"020 ## $a0521215471 (hbk.)", "<dc:identifier>urn:ISBN:0521215471</dc:identifier>"},
    {"024 7# $a10.1/x$2doi", "<dc:identifier>https://doi.org/10.1/x</dc:identifier>"},
    {"856 40 $uhttp://x.org/", "<dc:identifier>http://x.org/</dc:identifier>"},
    {"300 ## $a256 p. ;$c23 cm.", "<dc:format>256 p. ; 23 cm</dc:format>"},
    {"650 #0 $aDiplomacy$zChina$vSources.", "<dc:subject>Diplomacy--China--Sources</dc:subject>"},
    {"653 ## $aa$ab", "<dc:subject>a</dc:subject><dc:subject>b</dc:subject>"},
    {"520 ## $aAbout & about.", "<dc:description>About &amp; about.</dc:description>"},
    {"780 00 $aA.$tOld.", "<dc:relation>A. Old</dc:relation>"},
    {"651 #0 $aChina.", "<dc:coverage>China</dc:coverage>"},
    {"260 ## $c[196-?]", "<dc:date>196-?</dc:date>"},
    {"700 1# $aSmith, J.$tThings.", "<dc:relation>Smith, J. Things</dc:relation>"},
    {"730 0# $aBible.$pGenesis.", "<dc:relation>Bible. Genesis</dc:relation>"},
    {"490 0# $aSeries ;$v3", "<dc:relation>Series ; 3</dc:relation>"},
    {"800 1# $aSmith, J.$tWorks ;$v2.", "<dc:relation>Smith, J. Works ; 2</dc:relation>"},
    {"856 42 $uhttp://x.org/", "<dc:relation>http://x.org/</dc:relation>"},
    {"787 1# $o21619", "<dc:relation>21619</dc:relation>"},
    {"773 1# $oAVW.2963", "<dc:relation>AVW.2963</dc:relation>"},
    {"532 1# $aCaptions.", "<dc:description>Captions.</dc:description>"},
    {"570 ## $aEditor: A. B.", "<dc:description>Editor: A. B.</dc:description>"},
    {"786 0# $tSource.", "<dc:source>Source</dc:source>"},
    {"506 0# $aFree.", "<dc:rights>info:eu-repo/semantics/openAccess</dc:rights>"},
    {"540 ## $aCC0", "<dc:rights>CC0</dc:rights>"},
};

static void maps_each_field(void **state)
{
    for (size_t i = 0; i < sizeof mapping / sizeof *mapping; i++) {
        const char *lines[] = {BOOK_LEADER, mapping[i].field, NULL};
        assert_has(written_lines(write_dc, lines, *state), mapping[i].wanted);
    }
}

static void an_added_work_is_no_creator(void **state)
{
    static const char *const lines[] = {BOOK_LEADER, "700 12 $aSmith, J.$tThings.", NULL};
    const char *dc = written_lines(write_dc, lines, *state);
    assert_lacks(dc, "<dc:creator>");
    assert_lacks(dc, "<dc:contributor>");
}

static void a_handle_is_named_once(void **state)
{
    static const char *const lines[] = {BOOK_LEADER, "856 40 $uhttp://hdl.handle.net/1/2", NULL};
    const char *dc = written_lines(write_dc, lines, *state);
    assert_has(dc, "<dc:identifier>http://hdl.handle.net/1/2</dc:identifier>");
    assert_lacks(dc, "https://hdl.handle.net");
}

static void every_host_is_named(void **state)
{
    static const char *const lines[] = {BOOK_LEADER, "773 0# $tFirst.", "773 0# $tSecond.",
                                        "773 18 $gpages:1-2", NULL};
    const char *dc = written_lines(write_dc, lines, *state);
    assert_has(dc, "<dc:relation>First</dc:relation>");
    assert_has(dc, "<dc:relation>Second</dc:relation>");
}

static void writes_xml_whatever_the_record(void **state)
{
    for (size_t i = 0; i < UGLY_CASES + MATERIAL_CASES; i++) {
        const char *const *lines =
            i < UGLY_CASES ? uglies[i].lines : materials[i - UGLY_CASES].lines;
        const char *dc = written_lines(write_dc, lines, *state);
        xmlDoc *document =
            xmlReadMemory(dc, (int)strlen(dc), NULL, "UTF-8", XML_PARSE_NONET | XML_PARSE_NOERROR);
        if (document == NULL)
            fail_msg("not well-formed: %s", dc);
        xmlFreeDoc(document);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(writes_the_chapter_as_the_model_does, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cites_the_host_without_its_record_or_address, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(cites_a_serial_by_volume_and_issue, set_up, tear_down),
        cmocka_unit_test_setup_teardown(maps_each_field, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_added_work_is_no_creator, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_handle_is_named_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_host_is_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown(writes_xml_whatever_the_record, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "citations.h"

#include <libxml/parser.h>

#include "convert/formats.h"

/* chapter-model.md section 2, with the ids and the repository of the shipped records. The model's
 * elements in the model's order; what the record justifies beyond them may stand between. */
static const char *const chapter[] = {
    "<mods xmlns=\"http://www.loc.gov/mods/v3\" version=\"3.8\">"
    "<titleInfo><nonSort xml:space=\"preserve\">The </nonSort>"
    "<title>rupture of Anglo-Soviet relations</title></titleInfo>"
    "<name type=\"personal\" usage=\"primary\"><namePart type=\"family\">Gorodetsky</namePart>"
    "<namePart type=\"given\">Gabriel</namePart>"
    "<role><roleTerm type=\"code\" authority=\"marcrelator\">aut</roleTerm></role></name>"
    "<typeOfResource>text</typeOfResource><genre authority=\"local\">bookSection</genre>",
    "<originInfo eventType=\"publication\"><publisher>Cambridge University Press</publisher>"
    "<dateIssued encoding=\"w3cdtf\">1977</dateIssued>"
    "<dateOther type=\"publishedOnline\" encoding=\"w3cdtf\">2011-06-01</dateOther></originInfo>"
    "<language><languageTerm type=\"code\" authority=\"iso639-2b\">eng</languageTerm></language>",
    "<relatedItem type=\"host\"><titleInfo><nonSort xml:space=\"preserve\">The </nonSort>"
    "<title>precarious truce</title>"
    "<subTitle>Anglo-Soviet relations 1924\u201327</subTitle></titleInfo>"
    "<originInfo><publisher>Cambridge University Press</publisher>"
    "<dateIssued encoding=\"w3cdtf\">1977</dateIssued><issuance>monographic</issuance></originInfo>"
    "<part><detail type=\"chapter\"><number>6</number></detail>"
    "<extent unit=\"page\"><start>211</start><end>256</end><total>46</total></extent></part>"
    "<recordInfo><recordIdentifier source=\"offprint.localhost\">precarious-truce"
    "</recordIdentifier></recordInfo></relatedItem>",
    "<accessCondition type=\"restriction on access\">Access restricted to subscribers"
    "</accessCondition>",
    "<recordIdentifier source=\"offprint.localhost\">precarious-truce-6</recordIdentifier>",
};

static void assert_in_order(const char *text, const char *const *pieces, size_t count)
{
    const char *at = text;
    for (size_t i = 0; i < count; i++) {
        const char *found = strstr(at, pieces[i]);
        if (found == NULL)
            fail_msg("not there, or not in order:\n%s\nin:\n%s", pieces[i], text);
        at = found + strlen(pieces[i]);
    }
}

static void writes_the_chapter_as_the_model_does(void **state)
{
    struct convert_context context;
    struct marc_record *record = chapter_6(*state, &context);
    const char *alone, *with_host = written(write_mods, record, &context, *state);
    assert_in_order(with_host, chapter, sizeof chapter / sizeof *chapter);
    /* The host's own record adds nothing here, and its author is left out. */
    context.host = NULL;
    alone = written(write_mods, record, &context, *state);
    assert_string_equal(alone, with_host);
}

static void writes_a_sensible_core_when_asked_to_be_brief(void **state)
{
    struct convert_context context;
    struct marc_record *record = chapter_6(*state, &context);
    context.brief = true;
    const char *brief = written(write_mods, record, &context, *state);
    assert_in_order(brief, chapter, 3);
    assert_has(brief, chapter[4]);
    assert_lacks(brief, "<abstract>");
    assert_lacks(brief, "<subject");
    assert_lacks(brief, "<note");
}

/* One field each, and what it becomes. */
static const struct {
    const char *field, *wanted;
} mapping[] = {
    {"242 14 $aThe breach.$yeng",
     "<titleInfo type=\"translated\" lang=\"eng\"><nonSort xml:space=\"preserve\">The "
     "</nonSort><title>breach</title></titleInfo>"},
    {"246 31 $aLe bris", "<titleInfo type=\"translated\"><title>Le bris</title></titleInfo>"},
    {"246 14 $aRupture", "<titleInfo type=\"alternative\" displayLabel=\"Cover "
                         "title\"><title>Rupture</title></titleInfo>"},
    {"246 1# $iAlso called:$aRupture", "<titleInfo type=\"alternative\" displayLabel=\"Also "
                                       "called\"><title>Rupture</title></titleInfo>"},
    {"210 0# $aAnglo-Sov. rel.$2dnlm",
     "<titleInfo type=\"abbreviated\" authority=\"dnlm\"><title>Anglo-Sov. "
     "rel.</title></titleInfo>"},
    {"130 0# $aBible.$pN.T.$lEnglish.", "<titleInfo type=\"uniform\"><title>Bible</title>"
                                        "<partName>N.T. English</partName></titleInfo>"},
    {"240 10 $aQuartets,$mstrings,$nno. 2, op. 10,$rF minor",
     "<titleInfo type=\"uniform\"><title>Quartets, strings</title><partNumber>no. 2, op. 10, F "
     "minor</partNumber></titleInfo>"},
    {"610 20 $aSurvey.$bOffice.$tReports.$nNo. 5",
     "<namePart>Survey</namePart><namePart>Office</namePart></name><titleInfo><title>Reports"
     "</title><partNumber>No. 5</partNumber></titleInfo></subject>"},
    {"600 14 $aBach, J. S.$4cmp$tWorks",
     "<namePart type=\"given\">J. S.</namePart><role><roleTerm type=\"code\" "
     "authority=\"marcrelator\">cmp</roleTerm></role></name>"},
    {"650 #7 $aTruces.$2fast$0(OCoLC)fst01157924",
     "<subject authority=\"fast\" valueURI=\"http://id.worldcat.org/fast/1157924\">"},
    {"650 #7 $aKrieg$2gnd$0(DE-588)4033114-3",
     "<subject authority=\"gnd\" valueURI=\"https://d-nb.info/gnd/4033114-3\">"},
    {"811 2# $aQuestion books$vno. 10",
     "<relatedItem type=\"series\"><titleInfo><partNumber>no. 10</partNumber></titleInfo><name "
     "type=\"conference\"><namePart>Question books</namePart></name></relatedItem>"},
    {"050 00 $aPZ3.S918$bLo$aPS3537.T845",
     "<classification authority=\"lcc\">PZ3.S918 Lo</classification><classification "
     "authority=\"lcc\">PS3537.T845</classification>"},
    {"852 ## $aDLC$uhttp://loc.gov/x$hPZ3$p123$t2",
     "<location><physicalLocation>DLC</physicalLocation><physicalLocation "
     "xmlns:xlink=\"http://www.w3.org/1999/xlink\" xlink:href=\"http://loc.gov/x\">http://loc.gov/x"
     "</physicalLocation><shelfLocator>PZ3</shelfLocator><holdingSimple><copyInformation>"
     "<itemIdentifier>123</itemIdentifier><itemIdentifier type=\"copy number\">2</itemIdentifier>"},
    {"037 ## $aLC-1$bDLC$c(digital file)",
     "<identifier type=\"stock number\" displayLabel=\"DLC (digital file)\">LC-1</identifier>"},
    {"260 ## $aBonn$e(Bungay :$fClay,$g1977)",
     "<originInfo eventType=\"manufacture\"><place><placeTerm type=\"text\">Bungay</placeTerm>"
     "</place><publisher>Clay</publisher><dateOther type=\"manufacture\">1977</dateOther>"
     "</originInfo>"},
    {"775 08 $iGerman:$tDer Bruch$eger",
     "<language><languageTerm type=\"code\" authority=\"iso639-2b\">ger</languageTerm></language>"
     "</relatedItem>"},
    {"780 00 $tHerald$gVol. 1, no. 1 (1770)-v. 5, no. 218 (1775)",
     "<part><text>Vol. 1, no. 1 (1770)-v. 5, no. 218 (1775)</text></part></relatedItem>"},
    {"043 ## $ae-xr---$be-xr-jm$2czenas",
     "<geographicCode authority=\"czenas\">e-xr-jm</geographicCode>"},
    {"500 ## $uhttp://x.org/a", "xlink:href=\"http://x.org/a\">http://x.org/a</note>"},
    {"520 ## $aOf war.", "<abstract displayLabel=\"Summary\">Of war.</abstract>"},
    {"856 42 $uhttps://x.org/records/x1$zRecord page",
     "<location><url note=\"Record page\" access=\"object in context\">https://x.org/records/x1"
     "</url></location>"},
    {"740 01 $aBreach", "<titleInfo type=\"alternative\"><title>Breach</title></titleInfo>"},
    {"700 1# $aEliot, T. S.$q(Thomas Stearns),$d1888-1965,$eeditor.$0(DE-588)1$1http://viaf.org/1",
     "<name type=\"personal\" valueURI=\"http://viaf.org/1\"><namePart "
     "type=\"family\">Eliot</namePart><namePart type=\"given\">T. S.</namePart><namePart "
     "type=\"date\">1888-1965</namePart><displayForm>Eliot, T. S. (Thomas Stearns), "
     "1888-1965</displayForm><role><roleTerm type=\"text\">editor</roleTerm></role><nameIdentifier "
     "type=\"DE-588\">1</nameIdentifier></name>"},
    {"100 0# $aBenedict$bXVI,$cPope",
     "<name type=\"personal\" usage=\"primary\"><namePart>Benedict</namePart><namePart "
     "type=\"termsOfAddress\">XVI</namePart><namePart "
     "type=\"termsOfAddress\">Pope</namePart></name>"},
    {"710 1# $aGreat Britain.$bForeign Office.",
     "<name type=\"corporate\"><namePart>Great Britain</namePart><namePart>Foreign "
     "Office</namePart></name>"},
    {"711 2# $aELAG$n(31st :$d2007)",
     "<name type=\"conference\"><namePart>ELAG (31st : 2007)</namePart></name>"},
    {"655 #7 $aMaps.$2lcgft$0http://id.loc.gov/x",
     "<genre authority=\"lcgft\" valueURI=\"http://id.loc.gov/x\">Maps</genre>"},
    {"250 ## $a2nd ed. /$brev.", "<edition>2nd ed. / rev.</edition>"},
    {"264 #3 $aLeipzig :$bTeubner,$c1980.",
     "<originInfo eventType=\"manufacture\"><place><placeTerm "
     "type=\"text\">Leipzig</placeTerm></place><publisher>Teubner</publisher><dateOther "
     "type=\"manufacture\">1980</dateOther></originInfo>"},
    {"264 #4 $c\u00A91977",
     "<originInfo eventType=\"copyright\"><copyrightDate>\u00A91977</copyrightDate></originInfo>"},
    {"260 ## $a[S.l.] :$b[s.n.],$c[1977?]",
     "<originInfo eventType=\"publication\"><dateIssued "
     "encoding=\"w3cdtf\">1977</dateIssued><dateIssued>[1977?]</dateIssued><issuance>single "
     "unit</issuance></originInfo>"},
    {"310 ## $aMonthly", "<frequency>Monthly</frequency>"},
    {"041 1# $aeng$hrus", "<language objectPart=\"original\"><languageTerm type=\"code\" "
                          "authority=\"iso639-2b\">rus</languageTerm></language>"},
    {"300 ## $a256 p. :$bill. ;$c23 cm.",
     "<physicalDescription><extent>256 p. : ill. ; 23 cm</extent></physicalDescription>"},
    {"338 ## $avolume$bnc$2rdacarrier",
     "<form type=\"carrier\" authority=\"rdacarrier\">volume</form>"},
    {"520 2# $aPapers.", "<abstract displayLabel=\"Scope and content\">Papers.</abstract>"},
    {"505 00 $tOne /$rA --$g2.$tTwo.",
     "<tableOfContents displayLabel=\"Contents\">One / A -- 2. Two.</tableOfContents>"},
    {"521 1# $a9-12.", "<targetAudience displayLabel=\"Interest age level\">9-12</targetAudience>"},
    {"500 ## $aA note.", "<note>A note.</note>"},
    {"502 ## $aThesis.", "<note type=\"thesis\">Thesis.</note>"},
    {"511 1# $aA, B.", "<note type=\"performers\" displayLabel=\"Cast\">A, B.</note>"},
    {"506 1# $aMembers only.$uhttp://x.org/a b",
     "<accessCondition type=\"restriction on access\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
     "xlink:href=\"http://x.org/a%20b\">Members only</accessCondition>"},
    {"540 ## $aCC0", "<accessCondition type=\"use and reproduction\">CC0</accessCondition>"},
    {"600 10 $aStalin, J. V.$tWorks.$vIndexes.",
     "<subject authority=\"lcsh\"><name type=\"personal\"><namePart "
     "type=\"family\">Stalin</namePart><namePart type=\"given\">J. "
     "V.</namePart></name><titleInfo><title>Works</title></titleInfo><genre>Indexes</genre></"
     "subject>"},
    {"610 27 $aNATO$2fast", "<subject authority=\"fast\"><name "
                            "type=\"corporate\"><namePart>NATO</namePart></name></subject>"},
    {"630 00 $aBible$xHistory.", "<subject "
                                 "authority=\"lcsh\"><titleInfo><title>Bible</title></"
                                 "titleInfo><topic>History</topic></subject>"},
    {"648 #7 $a1924-1927$2fast",
     "<subject authority=\"fast\"><temporal>1924-1927</temporal></subject>"},
    {"650 #0 $aDiplomacy$zChina$y20th century$vSources.",
     "<subject "
     "authority=\"lcsh\"><topic>Diplomacy</topic><geographic>China</geographic><temporal>20th "
     "century</temporal><genre>Sources</genre></subject>"},
    {"651 #4 $aGreat Britain", "<subject><geographic>Great Britain</geographic></subject>"},
    {"653 #0 $abreach$anote",
     "<subject><topic>breach</topic></subject><subject><topic>note</topic></subject>"},
    {"653 #1 $aStalin",
     "<subject><name type=\"personal\"><namePart>Stalin</namePart></name></subject>"},
    {"656 #7 $aDiplomats$2lcsh",
     "<subject authority=\"lcsh\"><occupation>Diplomats</occupation></subject>"},
    {"752 ## $aEngland$dLondon", "<subject><hierarchicalGeographic><country>England</"
                                 "country><city>London</city></hierarchicalGeographic></subject>"},
    {"043 ## $ae-uk---",
     "<subject><geographicCode authority=\"marcgac\">e-uk---</geographicCode></subject>"},
    {"045 2# $bd1924$bd1927",
     "<subject><temporal encoding=\"iso8601\" point=\"start\">1924</temporal><temporal "
     "encoding=\"iso8601\" point=\"end\">1927</temporal></subject>"},
    {"255 ## $aScale 1:50,000 ;$bMercator",
     "<subject><cartographics><scale>Scale "
     "1:50,000</scale><projection>Mercator</projection></cartographics></subject>"},
    {"050 00 $aDA47.65$b.G67", "<classification authority=\"lcc\">DA47.65 .G67</classification>"},
    {"082 04 $a327.41047$222",
     "<classification authority=\"ddc\" edition=\"22\">327.41047</classification>"},
    {"086 0# $aY 1", "<classification authority=\"sudocs\">Y 1</classification>"},
    {"020 ## $z0521 (hbk.)",
     "<identifier type=\"isbn\" displayLabel=\"hbk\" invalid=\"yes\">0521</identifier>"},
    {"852 ## $aDLC$bMain$hDA47",
     "<location><physicalLocation>DLC "
     "Main</physicalLocation><shelfLocator>DA47</shelfLocator></location>"},
    {"856 40 $uhttp://x.org/$yText",
     "<location><url displayLabel=\"Text\" usage=\"primary\">http://x.org/</url></location>"},
    {"856 42 $uhttp://x.org/",
     "<relatedItem><location><url>http://x.org/</url></location></relatedItem>"},
    {"490 0# $aStudies ;$v24", "<relatedItem "
                               "type=\"series\"><titleInfo><title>Studies</title><partNumber>24</"
                               "partNumber></titleInfo></relatedItem>"},
    {"830 #0 $aStudies ;$v24.$x1234-5678",
     "<relatedItem "
     "type=\"series\"><titleInfo><title>Studies</title><partNumber>24</partNumber></"
     "titleInfo><identifier type=\"issn\">1234-5678</identifier></relatedItem>"},
    {"700 12 $aMarx, Karl.$tCapital.",
     "<relatedItem type=\"constituent\"><titleInfo><title>Capital</title></titleInfo><name "
     "type=\"personal\"><namePart type=\"family\">Marx</namePart><namePart "
     "type=\"given\">Karl</namePart></name></relatedItem>"},
    {"510 4# $aSTC,$c12", "<relatedItem "
                          "type=\"isReferencedBy\"><titleInfo><title>STC</title></"
                          "titleInfo><part><text>12</text></part></relatedItem>"},
    {"534 ## $pOriginally:$tBreach.$cLondon : Allen, 1927.",
     "<relatedItem type=\"original\" "
     "displayLabel=\"Originally\"><titleInfo><title>Breach</title></"
     "titleInfo><originInfo><place><placeTerm "
     "type=\"text\">London</placeTerm></place><publisher>Allen</publisher><dateIssued "
     "encoding=\"w3cdtf\">1927</dateIssued></originInfo></relatedItem>"},
    {"780 00 $tOld$w(DLC)1",
     "<relatedItem "
     "type=\"preceding\"><titleInfo><title>Old</title></titleInfo><recordInfo><recordIdentifier "
     "source=\"DLC\">1</recordIdentifier></recordInfo></relatedItem>"},
    {"785 00 $tNew$x1234-5678",
     "<relatedItem type=\"succeeding\"><titleInfo><title>New</title></titleInfo><identifier "
     "type=\"issn\">1234-5678</identifier></relatedItem>"},
    {"776 08 $iReissued as:$z9780521086899",
     "<relatedItem type=\"otherFormat\" displayLabel=\"Reissued as\"><identifier "
     "type=\"isbn\">9780521086899</identifier></relatedItem>"},
    {"774 08 $tPart$gpages 1-2",
     "<relatedItem type=\"constituent\"><titleInfo><title>Part</title></titleInfo><part><extent "
     "unit=\"page\"><start>1</start><end>2</end></extent></part></relatedItem>"},
    {"773 0# $tHost$gunder the stairs", "<part><text>under the stairs</text></part>"},
    {"040 ## $aDLC$beng$erda",
     "<recordInfo><descriptionStandard>isbd</descriptionStandard><descriptionStandard>rda</"
     "descriptionStandard><recordContentSource "
     "authority=\"marcorg\">DLC</recordContentSource><languageOfCataloging><languageTerm "
     "type=\"code\" authority=\"iso639-2b\">eng</languageTerm></languageOfCataloging>"},
    {"880 10 $6245-01/(N$aРазрыв.",
     "<titleInfo altRepGroup=\"01\" script=\"Cyrl\"><title>Разрыв</title></titleInfo>"},
    {"245 10 $6880-01$aRazryv.", "<titleInfo altRepGroup=\"01\"><title>Razryv</title></titleInfo>"},
    {"880 10 $6500-00$aУ.", "<note>У.</note>"},
};

static void maps_each_field(void **state)
{
    for (size_t i = 0; i < sizeof mapping / sizeof *mapping; i++) {
        const char *lines[] = {BOOK_LEADER, mapping[i].field, NULL};
        assert_has(written_lines(write_mods, lines, *state), mapping[i].wanted);
    }
}

static void keeps_private_notes_to_itself(void **state)
{
    static const char *const fields[] = {"541 0# $aBought from secret", "561 0# $aOnce of secret",
                                         "583 0# $asecret action"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const char *lines[] = {BOOK_LEADER, fields[i], NULL};
        assert_lacks(written_lines(write_mods, lines, *state), "secret");
    }
}

static void writes_dates_by_the_kind_that_008_names(void **state)
{
    static const struct {
        const char *fixed, *wanted;
    } cases[] = {
        {"008 261123s1977    enk     o     ||| 0 eng d",
         "<placeTerm type=\"code\" authority=\"marccountry\">enk</placeTerm></place><dateIssued "
         "encoding=\"w3cdtf\">1977</dateIssued><issuance>"},
        {"008 261123m19241927xx      o     ||| 0 eng d",
         "<dateIssued encoding=\"w3cdtf\" point=\"start\">1924</dateIssued><dateIssued "
         "encoding=\"w3cdtf\" point=\"end\">1927</dateIssued>"},
        {"008 261123c19uu9999xx      o     ||| 0 eng d",
         "publication\"><dateIssued encoding=\"marc\" point=\"start\">19uu</dateIssued><issuance>"},
        {"008 261123q19201930xx      o     ||| 0 eng d",
         "<dateIssued encoding=\"w3cdtf\" point=\"start\" "
         "qualifier=\"questionable\">1920</dateIssued>"},
        {"008 261123t19771976xx      o     ||| 0 eng d",
         "<dateIssued encoding=\"w3cdtf\">1977</dateIssued><copyrightDate "
         "encoding=\"w3cdtf\">1976</copyrightDate>"},
        {"008 261123nuuuuuuuuxx      o     ||| 0 eng d",
         "<originInfo eventType=\"publication\"><issuance>"},
        {"008 261123suuuu    xx      o     ||| 0 eng d",
         "<originInfo eventType=\"publication\"><issuance>"},
        {"008 261123s<&>\"    xx      o     ||| 0 eng d",
         "<originInfo eventType=\"publication\"><issuance>"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *lines[] = {BOOK_LEADER, cases[i].fixed, NULL};
        assert_has(written_lines(write_mods, lines, *state), cases[i].wanted);
    }
}

static void tells_articles_from_chapters(void **state)
{
    const char *article = written_material(write_mods, "article", *state);
    assert_has(article, "<genre authority=\"local\">journalArticle</genre>");
    assert_has(article, "<part><detail type=\"volume\"><number>24</number></detail>"
                        "<detail type=\"issue\"><number>3</number></detail>"
                        "<extent unit=\"page\"><start>12</start><end>20</end></extent>");
    assert_has(article, "<issuance>serial</issuance>");
    assert_has(written_material(write_mods, "chapter", *state),
               "<genre authority=\"local\">bookSection</genre>");
    assert_lacks(written_material(write_mods, "book", *state), "authority=\"local\"");
}

/* Zotero would import the name twice. */
static void names_a_host_author_only_where_the_part_has_another(void **state)
{
    static const struct {
        const char *host;
        bool named;
    } cases[] = {{"773 0# $7p1am$aSmith, John.$tHost, a book by the same author", false},
                 {"773 0# $7p1am$aDoe, Jane.$tHost, a book by another author", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *lines[] = {"LDR 00000naa a2200000 i 4500", "100 1# $aSmith, John,$eauthor.",
                               cases[i].host, NULL};
        const char *mods = strstr(written_lines(write_mods, lines, *state), "type=\"host\"");
        assert_non_null(mods);
        assert_int_equal(strstr(mods, "<name type=\"personal\">") != NULL, cases[i].named);
    }
}

/* 490 as transcribed and 830 as its heading are one series. */
static void writes_a_traced_series_once(void **state)
{
    static const char *const lines[] = {BOOK_LEADER, "490 1# $aTranscribed as it stands ;$v24",
                                        "830 #0 $aHeading of the series ;$v24", NULL};
    const char *mods = written_lines(write_mods, lines, *state);
    assert_has(mods, "Heading of the series");
    assert_lacks(mods, "Transcribed");
}

static void assert_well_formed(const char *name, const char *xml)
{
    xmlDoc *document = xmlReadMemory(xml, (int)strlen(xml), NULL, "UTF-8",
                                     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_HUGE);
    if (document == NULL)
        fail_msg("%s is not well-formed: %s", name, xml);
    xmlFreeDoc(document);
}

/* Validity is judged by tests/e2e/convert_schemas.sh; here, that nothing breaks the XML. */
static void writes_xml_whatever_the_record(void **state)
{
    for (size_t i = 0; i < MATERIAL_CASES; i++)
        assert_well_formed(materials[i].name,
                           written_lines(write_mods, materials[i].lines, *state));
    for (size_t i = 0; i < UGLY_CASES; i++)
        assert_well_formed(uglies[i].name, written_lines(write_mods, uglies[i].lines, *state));
    struct convert_context context = context_of("long");
    assert_well_formed("long", written(write_mods, long_record(*state), &context, *state));
}

static void gives_back_what_came_as_mods(void **state)
{
    static const struct {
        const char *source, *wanted;
    } cases[] = {
        {"<mods>as it came</mods>", "<mods>as it came</mods>"},
        {"<?xml version=\"1.0\"?>\n<mods/>\n", "<mods/>"},
        {"<!DOCTYPE mods><!-- > --><mods/>", "<mods/>"},
        {"<!DOCTYPE mods [<!ELEMENT mods ANY>]>\n<mods/>", "<mods/>"},
        {"\xEF\xBB\xBF<?xml version=\"1.0\"?><mods/>", "<mods/>"},
    };
    const char *lines[] = {BOOK_LEADER, "245 00 $aOurs", NULL};
    struct marc_record *record = record_of(*state, lines);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct convert_context context = context_of("x");
        struct buffer out;
        context.source_format = format_by_name(slice_of("mods"));
        context.source = slice_of(cases[i].source);
        buffer_init(&out);
        assert_int_equal(convert_write(&out, context.source_format, record, &context, *state, NULL),
                         0);
        assert_wrote(&out, cases[i].wanted);
        assert_int_equal(convert_write(&out, format_by_name(slice_of("marcxml")), record, &context,
                                       *state, NULL),
                         0);
        assert_non_null(strstr(out.data, "Ours"));
        buffer_finish(&out);
    }
}

/* ISO 2709 has five digits for a record's length: such a record is refused, with nothing written.
 */
static void refuses_what_iso_2709_cannot_hold(void **state)
{
    struct convert_context context = context_of("long");
    struct buffer out;
    struct diag diag = {0};
    buffer_init(&out);
    buffer_add_string(&out, "before");
    assert_int_equal(convert_write(&out, format_by_name(slice_of("marc")), long_record(*state),
                                   &context, *state, &diag),
                     OFFPRINT_TOO_LARGE);
    assert_wrote(&out, "before");
    buffer_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(writes_the_chapter_as_the_model_does, set_up, tear_down),
        cmocka_unit_test_setup_teardown(writes_a_sensible_core_when_asked_to_be_brief, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(maps_each_field, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keeps_private_notes_to_itself, set_up, tear_down),
        cmocka_unit_test_setup_teardown(writes_dates_by_the_kind_that_008_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tells_articles_from_chapters, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_a_host_author_only_where_the_part_has_another, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(writes_a_traced_series_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(writes_xml_whatever_the_record, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gives_back_what_came_as_mods, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_what_iso_2709_cannot_hold, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

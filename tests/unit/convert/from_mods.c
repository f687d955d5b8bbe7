/* MODS read as MARC: each element in its place. */
#include "../test.h"

#include "from_mods.h"

/* What is in a record beside its title, and the fields that it becomes. */
static const struct {
    const char *mods, *tag, *fields;
} cases[] = {
    {"<titleInfo><nonSort>The </nonSort><title>truce</title><subTitle>x</subTitle><partNumber>2"
     "</partNumber><partName>p</partName></titleInfo>",
     "245", "04$aThe truce$bx$n2$pp"},
    {"<titleInfo><nonSort>L'</nonSort><title>an</title></titleInfo>", "245", "02$aL'an"},
    {"<name type='personal' usage='primary'><namePart>N</namePart></name>" TITLE, "245", "10$aT"},
    {"<name usage='primary'><namePart>N</namePart></name>" TITLE, "720", "  $aN"},
    {"<titleInfo><nonSort>al-</nonSort><title>Kitab</title></titleInfo>", "245", "03$aal-Kitab"},
    {"<titleInfo><title>O</title></titleInfo><titleInfo usage='primary'><title>T</title>"
     "</titleInfo>",
     "245", "00$aT"},
    {TITLE "<note type='statement of responsibility'>by N</note>", "245", "00$aT$cby N"},
    {TITLE "<titleInfo type='alternative'><title>A</title></titleInfo>", "246", "3 $aA"},
    {TITLE "<titleInfo type='uniform'><nonSort>The</nonSort><title>U</title></titleInfo>", "130",
     "4 $aThe U"},
    {TITLE
     "<name type='personal'><namePart>N</namePart><role><roleTerm>cre</roleTerm></role></name>"
     "<titleInfo type='uniform'><title>U</title></titleInfo><titleInfo type='uniform'>"
     "<title>V</title></titleInfo>",
     "240", "10$aU"},
    {TITLE "<titleInfo type='uniform'><title>U</title></titleInfo><titleInfo type='uniform'>"
           "<title>V</title></titleInfo>",
     "730", "0 $aV"},
    {TITLE
     "<name type='personal' nameTitleGroup='1'><namePart>N</namePart></name><titleInfo "
     "type='uniform' nameTitleGroup='1'><title>U</title></titleInfo><titleInfo type='uniform' "
     "nameTitleGroup='2'><title>V</title></titleInfo>",
     "130", "0 $aU"},
    {TITLE "<titleInfo type='alternative' displayLabel='Spine title'><title>A</title></titleInfo>"
           "<titleInfo type='alternative' displayLabel='On box'><title>B</title></titleInfo>",
     "246", "18$aA|1 $iOn box$aB"},
    {TITLE "<titleInfo type='alternative' otherType='key title'><title>K</title></titleInfo>",
     "222", " 0$aK"},
    {TITLE "<physicalDescription><form authority='gmd'>microform</form></physicalDescription>",
     "245", "00$aT$h[microform]"},
    {TITLE "<titleInfo type='abbreviated'><title>Abbr</title></titleInfo>", "210", "0 $aAbbr"},
    {TITLE "<titleInfo type='translated'><title>Tr</title></titleInfo>", "242", "10$aTr"},
    {"<name type='personal' usage='primary'><namePart type='family'>Gorodetsky</namePart><namePart "
     "type='given'>Gabriel</namePart><namePart type='date'>1945-</namePart><role><roleTerm "
     "type='code' authority='marcrelator'>aut</roleTerm><roleTerm type='text'>author</roleTerm>"
     "</role></name>",
     "100", "1 $aGorodetsky, Gabriel$d1945-$4aut$eauthor"},
    {"<name type='personal'><namePart type='date'>1920-2005</namePart><namePart "
     "type='termsOfAddress'>II</namePart><namePart type='termsOfAddress'>Pope</namePart><namePart>"
     "John Paul</namePart><affiliation>A</affiliation><affiliation>B</affiliation><nameIdentifier "
     "type='orcid'>0000-1</nameIdentifier><nameIdentifier type='gnd'>5</nameIdentifier></name>",
     "700", "0 $aJohn Paul$bII$cPope$d1920-2005$uA ; B$1https://orcid.org/0000-1$0(DE-588)5"},
    {"<name type='corporate' authority='naf' valueURI='http://x'><namePart>A</namePart>"
     "<description>d</description></name>",
     "710", "2 $aA$gd$0http://x"},
    {"<name type='personal'><namePart>N</namePart><alternativeName><namePart>M</namePart>"
     "</alternativeName></name>",
     "500", "  $aN: also known as M"},
    {"<name type='personal'><displayForm>D</displayForm></name>", "700", "0 $aD"},
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
    {"<originInfo eventType='distribution'><agent><namePart>D</namePart></agent><displayDate>1990?"
     "</displayDate></originInfo>",
     "264", " 2$bD$c1990?"},
    {"<originInfo><dateCreated>1990</dateCreated></originInfo>", "264", " 0$c1990"},
    {"<originInfo><dateIssued>1990</dateIssued><copyrightDate>1989</copyrightDate></originInfo>",
     "264",
     " 1$c1990| 4$c\xc2\xa9"
     "1989"},
    {"<originInfo><dateIssued encoding='w3cdtf' qualifier='questionable'>1990</dateIssued>"
     "</originInfo>",
     "264", " 1$c[1990?]"},
    {"<originInfo><dateCreated point='start'>1990-01-02</dateCreated><dateCreated point='end'>1991"
     "</dateCreated></originInfo>",
     "046", "  $k19900102$l1991"},
    {"<originInfo><dateCaptured encoding='iso8601'>20260101</dateCaptured></originInfo>", "033",
     "00$a20260101"},
    {"<originInfo><place><placeTerm type='code' authority='iso3166'>gb</placeTerm></place><place>"
     "<placeTerm authority='marccountry' type='code'>enk</placeTerm></place></originInfo>",
     "044", "  $cgb"},
    {"<originInfo><dateIssued>1977</dateIssued><copyrightDate>1976</copyrightDate></originInfo>",
     "008", "000000t19771976xx |||||||||||||||||und|d"},
    {"<originInfo><dateIssued encoding='w3cdtf'>1977-05-12</dateIssued></originInfo>", "008",
     "000000e19770512xx |||||||||||||||||und|d"},
    {"<originInfo><dateIssued encoding='marc'>19uu</dateIssued></originInfo>", "008",
     "000000s19uu    xx |||||||||||||||||und|d"},
    {"<originInfo><dateIssued>1977</dateIssued><dateCreated keyDate='yes'>1901</dateCreated>"
     "</originInfo>",
     "008", "000000s1901    xx |||||||||||||||||und|d"},
    {"<originInfo><dateIssued point='start' qualifier='questionable'>1900</dateIssued><dateIssued "
     "point='end' qualifier='questionable'>1910</dateIssued></originInfo>",
     "008", "000000q19001910xx |||||||||||||||||und|d"},
    {"<originInfo><issuance>serial</issuance><dateIssued "
     "point='start'>1924</dateIssued><dateIssued "
     "point='end'>1930</dateIssued><frequency authority='marcfrequency'>Annual</frequency>"
     "</originInfo><genre authority='marcgt'>periodical</genre>",
     "008", "000000d19241930xx a||p|||||||||||||und|d"},
    {"<genre authority='marcgt'>bibliography</genre><genre authority='marcgt'>theses</genre><genre "
     "authority='marcgt'>fiction</genre><targetAudience authority='marctarget'>juvenile"
     "</targetAudience><physicalDescription><form authority='marcform'>microfilm</form>"
     "</physicalDescription>",
     "008", "000000nuuuuuuuuxx ||||jabm|||||||1|und|d"},
    {"<typeOfResource>cartographic</typeOfResource><genre authority='marcgt'>atlas</genre>"
     "<physicalDescription><form>print</form></physicalDescription>",
     "008", "000000nuuuuuuuuxx |||||||e||| |||||und|d"},
    {"<genre authority='marcgt'>game</genre>", "655", " 7$agame$2marcgt"},
    {"<genre authority='lcsh' valueURI='http://x'>Essays</genre>", "655", " 0$aEssays$0http://x"},
    {"<genre authority='rdacontent'>text</genre>", "336", "  $atext$2rdacontent"},
    {"<genre type='musical composition' authority='marcmuscomp'>sn</genre>", "047", "  $asn"},
    {"<typeOfResource>text</typeOfResource><typeOfResource>sound recording-musical"
     "</typeOfResource>",
     "006", "j|||||||||||||||||"},
    {"<physicalDescription><form authority='marccategory'>electronic resource</form><form "
     "authority='marcsmd'>remote</form><reformattingQuality>access</reformattingQuality>"
     "<digitalOrigin>reformatted digital</digitalOrigin></physicalDescription>",
     "007", "cr ||||||||a|a"},
    {"<physicalDescription><form authority='marccategory'>microform</form><form "
     "authority='marcsmd'>microfiche</form></physicalDescription>",
     "007", "he ||||||||||"},
    {"<physicalDescription><form authority='marcform'>electronic</form><internetMediaType>"
     "application/pdf</internetMediaType></physicalDescription><location><url>http://x</url>"
     "</location>",
     "006", "m    |o||d||||||||"},
    {"<physicalDescription><extent>46 p. : ill. ; 24 cm + 1 map</extent></physicalDescription>",
     "300", "  $a46 p. :$bill. ;$c24 cm +$e1 map"},
    {"<physicalDescription><form type='technique'>etching</form><note type='arrangement'>A</note>"
     "</physicalDescription>",
     "340", "  $detching"},
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
    {"<language><languageTerm type='code' authority='iso639-2b'>eng</languageTerm></language>"
     "<language objectPart='summary'><languageTerm type='code' authority='iso639-2b'>fre"
     "</languageTerm></language><language objectPart='translation'><languageTerm type='code' "
     "authority='iso639-2b'>rus</languageTerm></language>",
     "041", "1 $aeng$bfre$hrus"},
    {"<language><languageTerm type='code' authority='rfc5646'>zh-Hant</languageTerm></language>",
     "041", " 7$azh-Hant$2rfc5646"},
    {"<language><languageTerm type='text'>German</languageTerm></language>", "008",
     "000000nuuuuuuuuxx |||||||||||||||||ger|d"},
    {"<language><languageTerm type='text'>Klingonese</languageTerm><scriptTerm>Latin</scriptTerm>"
     "</language>",
     "546", "  $aKlingonese$bLatin"},
    {"<physicalDescription><extent>46 p.</extent><form authority='rdacarrier'>volume</form>"
     "</physicalDescription>",
     "300", "  $a46 p."},
    {"<physicalDescription><form authority='rdacarrier'>volume</form></physicalDescription>", "338",
     "  $avolume$2rdacarrier"},
    {"<abstract>Ab</abstract>", "520", "  $aAb"},
    {"<abstract displayLabel='Review'>Ab</abstract><abstract displayLabel='Résumé'>C</abstract>",
     "520", "1 $aAb|  $aC$3Résumé"},
    {"<tableOfContents displayLabel='Partial contents' xmlns:x='http://www.w3.org/1999/xlink' "
     "x:href='http://c'>C</tableOfContents>",
     "505", "2 $aC$uhttp://c"},
    {"<note type='performers' displayLabel='Cast'>N</note>", "511", "1 $aN"},
    {"<note type='date/sequential designation'>Began with no. 1.</note>", "362",
     "1 $aBegan with no. "
     "1."},
    {"<note displayLabel='v. 1'>N</note>", "500", "  $aN$3v. 1"},
    {"<accessCondition>Public domain</accessCondition>", "540", "  $aPublic domain"},
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
    {"<subject authority='tgn'><hierarchicalGeographic><country>UK</country><city>Leeds</city>"
     "<citySection>Bramley</citySection></hierarchicalGeographic></subject>",
     "662", "  $aUK$dLeeds$fBramley$2tgn"},
    {"<subject authority='lcsh'><name type='personal'><namePart>N</namePart><role><roleTerm "
     "type='code'>dpc</roleTerm></role></name><titleInfo><title>W</title><partNumber>2</partNumber>"
     "</titleInfo><topic>x</topic></subject>",
     "600", "00$aN$tW$n2$4dpc$xx"},
    {"<subject><titleInfo><nonSort>The</nonSort><title>W</title></titleInfo></subject>", "630",
     "44$aThe W"},
    {"<subject><name><namePart>Somebody</namePart></name></subject>", "653", "  $aSomebody"},
    {"<subject><temporal encoding='iso8601' point='start'>1924</temporal><temporal "
     "encoding='iso8601' point='end'>-0044</temporal></subject>",
     "045", "2 $bd1924$bc0044"},
    {"<subject><occupation authority='lcsh'>Potters</occupation></subject>", "656", " 7$aPotters"},
    {"<subject><topic authority='fast' valueURI='http://id/1'>Law</topic></subject>", "650",
     " 7$aLaw$0http://id/1$2fast"},
    {"<subject><geographicCode authority='marcgac'>e-uk</geographicCode></subject>", "043",
     "  $ae-uk---"},
    {"<subject><geographicCode authority='marcgac'>e-uk---</geographicCode></subject><subject>"
     "<geographicCode authority='iso3166'>us</geographicCode></subject>",
     "043", "  $ae-uk---$cus"},
    {"<subject><cartographics><scale>1:100</scale></cartographics></subject>", "255", "  $a1:100"},
    {"<subject><cartographics><scale>Scale 1:24,000</scale><coordinates>W0983000 W0982200 N0383700 "
     "N0383000</coordinates></cartographics></subject>",
     "034", "1 $aa$b24000$dW0983000$eW0982200$fN0383700$gN0383000"},
    {"<classification authority='ddc' edition='23'>327</classification>", "082", "04$a327$223"},
    {"<classification authority='lcc'>DA47</classification>", "050", " 4$aDA47"},
    {"<classification authority='lcc'>DA47 .G67 1977</classification>", "050",
     " 4$aDA47$b.G67 1977"},
    {"<classification authority='candoc'>C</classification><classification authority='sudocs'>S"
     "</classification>",
     "086", "1 $aC|0 $aS"},
    {"<classification>local</classification>", "084", "  $alocal"},
    {"<classification authority='rvk'>NQ</classification>", "084", "  $aNQ$2rvk"},
    {"<identifier type='isbn'>1</identifier><identifier type='isbn' invalid='yes'>2</identifier>",
     "020", "  $a1|  $z2"},
    {"<identifier type='doi'>10.1/x</identifier>", "024", "7 $a10.1/x$2doi"},
    {"<identifier type='oclc'>5</identifier>", "035", "  $a(OCoLC)5"},
    {"<identifier type='ISBN' displayLabel='pbk.'>1</identifier>", "020", "  $a1$qpbk."},
    {"<identifier type='lccn'>1</identifier><identifier type='lccn'>2</identifier>", "010",
     "  $a1"},
    {"<identifier type='lccn'>1</identifier><identifier type='lccn'>2</identifier>", "024",
     "7 $a2$2lccn"},
    {"<identifier type='issn' invalid='yes'>1</identifier>", "022", "  $y1"},
    {"<identifier type='uri'>https://x/y</identifier>", "856", "40$uhttps://x/y"},
    {"<identifier type='uri' invalid='yes'>https://x/y</identifier>", "024",
     "7 $zhttps://x/y$2uri"},
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
    {"<relatedItem type='host'><titleInfo><title>J</title></titleInfo><titleInfo "
     "type='abbreviated'><title>Jj</title></titleInfo><identifier "
     "type='issn'>0378-5955</identifier>"
     "<relatedItem "
     "type='series'><titleInfo><title>S</title></titleInfo></relatedItem></relatedItem>"
     "<part><detail type='volume'><number>24</number></detail><detail type='issue'><caption>no."
     "</caption><number>3</number></detail><date>2001</date><extent unit='pages'><start>12</start>"
     "<end>20</end></extent></part>",
     "773", "0 $7nnas$tJ$gvol. 24, no. 3 (2001), pages 12-20$q24:3<12$kS$pJj$x0378-5955"},
    {"<part><extent unit='page'><start>12</start></extent></part>", "500", "  $apages 12"},
    {"<relatedItem type='otherVersion' displayLabel='Also in French:'><titleInfo><title>V</title>"
     "</titleInfo><name><namePart type='family'>A</namePart><namePart type='given'>B</namePart>"
     "<namePart type='date'>1900-</namePart></name><language><languageTerm>fre</languageTerm>"
     "</language><identifier type='local'>5</identifier><identifier type='oclc'>6</identifier>"
     "<location><url>http://v</url></location></relatedItem>",
     "775", "08$iAlso in French:$aA, B, 1900-$tV$efre$o5$w(OCoLC)6"},
    {"<relatedItem type='otherVersion'><titleInfo><title>V</title></titleInfo><location><url "
     "displayLabel='L'>http://v</url></location></relatedItem>",
     "856", "42$uhttp://v$3V$yL"},
    {"<relatedItem type='reviewOf'><titleInfo><title>V</title></titleInfo></relatedItem>", "787",
     "08$iReview of:$tV"},
    {"<relatedItem type='original' displayLabel='Originally published:'><titleInfo><title>O</title>"
     "</titleInfo><originInfo><publisher>P</publisher><dateIssued>1900</dateIssued></originInfo>"
     "</relatedItem>",
     "534", "  $pOriginally published:$tO$cP, 1900"},
    {"<relatedItem type='isReferencedBy'><titleInfo><title>R</title></titleInfo><part><text>p. 5"
     "</text></part></relatedItem><relatedItem type='isReferencedBy'><note>GW "
     "5</note></relatedItem>",
     "510", "4 $aR$cp. 5|3 $aGW 5"},
    {"<relatedItem type='series'><titleInfo><title>S</title><partNumber>4</partNumber></titleInfo>"
     "<identifier type='issn'>0378-5955</identifier></relatedItem>",
     "830", " 0$aS$v4$x0378-5955"},
    {"<relatedItem type='series'><titleInfo><title>S</title></titleInfo><name type='personal'>"
     "<namePart>A, B</namePart></name></relatedItem>",
     "800", "1 $aA, B$tS"},
    {"<relatedItem type='preceding'><titleInfo><title>P</title></titleInfo></relatedItem>", "780",
     "00$tP"},
    {"<relatedItem><titleInfo><title>R</title></titleInfo></relatedItem>", "787", "0 $tR"},
    {"<location><physicalLocation>L</physicalLocation><shelfLocator>S 1</shelfLocator></location>",
     "852", "  $aL$jS 1"},
    {"<location><physicalLocation>L</physicalLocation><physicalLocation>M</physicalLocation>"
     "<holdingSimple><copyInformation><subLocation>Sub</subLocation><shelfLocator>X</shelfLocator>"
     "<itemIdentifier>9</itemIdentifier></copyInformation></holdingSimple></location>",
     "852", "  $aL$bM$cSub$jX$p9"},
    {"<location><url usage='primary' access='object in context' dateLastAccessed='2026'>http://x/"
     "</url><url access='object in context'>ftp://y</url></location>",
     "856", "40$uhttp://x/$zLast accessed: 2026|12$uftp://y"},
    {"<location><url displayLabel='Text'>http://x/</url><url access='preview'>http://p/</url>"
     "</location>",
     "856", "40$uhttp://x/$yText|42$uhttp://p/"},
    {"<recordInfo><recordIdentifier source='X'>id1</recordIdentifier></recordInfo>", "001", "id1"},
    {"<recordInfo><recordIdentifier source='X'>id1</recordIdentifier></recordInfo>", "003", "X"},
    {"<recordInfo><recordIdentifier>1</recordIdentifier><recordIdentifier source='X'>2"
     "</recordIdentifier></recordInfo>",
     "035", "  $a(X)2"},
    {"<recordInfo><recordChangeDate>2026-11-23T10:45:00Z</recordChangeDate></recordInfo>", "005",
     "20261123104500.0"},
    {"<recordInfo><recordChangeDate>20261123104500.7</recordChangeDate></recordInfo>", "005",
     "20261123104500.7"},
    {"<recordInfo><recordChangeDate>00000000000000.0</recordChangeDate></recordInfo>", "005", ""},
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
        {TITLE "<relatedItem type='host'/><typeOfResource collection='yes'>text</typeOfResource>",
         "00000nad a2200000uu 4500"},
        {TITLE "<typeOfResource>Text</typeOfResource><originInfo/><originInfo><issuance>multipart "
               "monograph</issuance></originInfo>",
         "00000nam a2200000uua4500"},
        {TITLE "<recordInfo><descriptionStandard>dacs</descriptionStandard></recordInfo>",
         "00000namaa2200000uu 4500"},
        {TITLE "<relatedItem type='host'><identifier type='issn'>1</identifier></relatedItem>",
         "00000nab a2200000uu 4500"},
        {TITLE "<recordInfo><descriptionStandard>rda</descriptionStandard></recordInfo>",
         "00000nam a2200000uc 4500"},
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_element_has_its_place),
        cmocka_unit_test(the_leader_says_what_it_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

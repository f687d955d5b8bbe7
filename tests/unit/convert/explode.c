/*
 * Component parts are made of contents notes and publishers' files. The book, "The Tides of
 * Nowhere", is nobody's; its numbers are those that nobody is given.
 */
#include "../test.h"

#include <stdlib.h>

#include <offprint/arena.h>
#include <offprint/explode.h>
#include <offprint/record.h>

/* --- help ---------------------------------------------------------------------------------------
 */

/* "245 14 $aThe tides.", a line a field. */
static const char *dump(const struct marc_record *record, struct arena *arena)
{
    struct buffer out;
    const char *text;

    buffer_init(&out);
    buffer_printf(&out, "LDR %s\n", record->leader);
    for (uint32_t i = 0; i < record->field_count; i++) {
        const struct marc_field *field = &record->fields[i];

        buffer_printf(&out, "%s ", field->tag);
        if (field->control)
            buffer_add_slice(&out, field->value);
        else
            buffer_printf(&out, "%c%c ", field->indicator[0] == ' ' ? '#' : field->indicator[0],
                          field->indicator[1] == ' ' ? '#' : field->indicator[1]);
        for (uint32_t j = 0; j < field->subfield_count; j++)
            buffer_printf(&out, "$%c%.*s", field->subfields[j].code,
                          (int)field->subfields[j].value.length, field->subfields[j].value.data);
        buffer_add_char(&out, '\n');
    }
    text = arena_slice(arena, buffer_slice(&out)).data;
    buffer_finish(&out);
    return text;
}

/* Adds a field written "$aOne$bTwo". */
static void add(struct marc_record *record, const char *tag, const char *indicators,
                const char *subfields)
{
    struct marc_field *field = marc_record_add_field(record, tag, indicators[0], indicators[1]);

    while (*subfields == '$') {
        size_t length = strcspn(subfields + 2, "$");

        marc_field_add(record, field, subfields[1], slice_make(subfields + 2, length));
        subfields += 2 + length;
    }
}

static struct marc_record *make_host(struct arena *arena)
{
    struct marc_record *host = marc_record_create(arena);

    memcpy(host->leader, "00000nam a2200000 i 4500", 24);
    marc_record_add_control(host, "001", slice_of("tides"));
    marc_record_add_control(host, "003", slice_of("XX-LOCAL"));
    marc_record_add_control(host, "007", slice_of("ta"));
    marc_record_add_control(host, "008", slice_of("200101s1998    xx a     b    001 0 eng d"));
    add(host, "020", "  ", "$a9780000000002 (hardback)");
    add(host, "245", "04", "$aThe tides of Nowhere :$ba reader.");
    add(host, "264", " 1", "$aNowhere :$bSea Press,$c1998.");
    add(host, "338", "  ", "$avolume$bnc$2rdacarrier");
    return host;
}

/* "number|title|subtitle|first|last|statement" */
static void assert_part(const struct explode_part *part, const char *wanted)
{
    struct arena *arena = arena_create();
    const struct slice values[] = {part->number, part->title, part->subtitle,
                                   part->first,  part->last,  part->statement};
    struct buffer out;

    buffer_init(&out);
    for (size_t i = 0; i < 6; i++) {
        buffer_add_slice(&out, values[i]);
        if (i < 5)
            buffer_add_char(&out, '|');
    }
    assert_wrote(&out, wanted);
    buffer_finish(&out);
    arena_destroy(arena);
}

static struct arena *arena;
static struct buffer findings;

static void keep_finding(void *context, const struct finding *finding)
{
    (void)context;
    buffer_printf(&findings, "%s: %s\n", finding_severity_name(finding->severity),
                  finding->message);
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_create();
    buffer_init(&findings);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    buffer_finish(&findings);
    return 0;
}

static struct explode_reader *open_bytes(const char *text, struct diag *diag)
{
    struct explode_reader *reader = NULL;
    int status =
        explode_reader_open_bytes(&reader, slice_of(text), EXPLODE_SNIFF, keep_finding, NULL, diag);

    return status < 0 ? NULL : reader;
}

/* The only book in `text`. */
static struct explode_book read_book(const char *text)
{
    struct explode_book book, more;
    struct diag diag = {0};
    struct explode_reader *reader = open_bytes(text, &diag);

    if (reader == NULL || explode_reader_next(reader, &book, arena, &diag) != 1)
        fail_msg("no book: %s", diag.message);
    assert_int_equal(explode_reader_next(reader, &more, arena, &diag), 0);
    explode_reader_close(reader);
    return book;
}

/* --- contents notes -----------------------------------------------------------------------------
 */

static void reads_enhanced_contents_notes(void **state)
{
    (void)state;
    static const struct {
        const char *note;
        const char *parts[4];
    } cases[] = {
        {"$tIntroduction : The sea --$g1.$tEbb --$g2.$tFlow.",
         {"|Introduction|The sea|||", "1|Ebb||||", "2|Flow||||"}},
        {"$tEbb /$rAnn Other --$tFlow /$rby Ben Sailor and Cy de Witt.",
         {"|Ebb||||Ann Other", "|Flow||||Ben Sailor and Cy de Witt"}},
        {"$gChapter 6, pages 211-256.$tEbb --$g7, p. 257-260$tFlow",
         {"6|Ebb||211|256|", "7|Flow||257|260|"}},
        {"$tEbb$g(pp. 3\xe2\x80\x93"
         "10) --$tFlow$g11-20 --$tSlack$g21",
         {"|Ebb||3|10|", "|Flow||11|20|", "|Slack||21||"}},
        {"$g1.$tEbb$gpages xi-xx --$g2.$tFlow /$rA. Other (pages 1-12)",
         {"1|Ebb||xi|xx|", "2|Flow||1|12|A. Other"}},
        {"$tEbb (p. 5-9) --$tFlow (1900-1950)", {"|Ebb||5|9|", "|Flow (1900-1950)||||"}},
        {"$tEbb$g3 --$tFlow$g11", {"|Ebb||3||", "|Flow||11||"}},
        {"$g1.$tEbb$g2.$tFlow", {"1|Ebb||||", "2|Flow||||"}},
        {"$gI.$tEbb --$gII.$tFlow", {"I|Ebb||||", "II|Flow||||"}},
        {"$gPart 2.$tEbb", {"2|Ebb||||"}},
        {"$aNo titles here -- none", {NULL}},
        {"$t --$g--$t--", {NULL}},
        {"", {NULL}},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct marc_record *host = make_host(arena);
        struct explode_book book;
        size_t count = 0;

        while (count < 4 && cases[i].parts[count] != NULL)
            count++;
        add(host, "505", "00", cases[i].note);
        if (explode_contents(&book, host, arena) != count)
            fail_msg("%s: %zu parts", cases[i].note, book.part_count);
        for (size_t j = 0; j < count; j++) {
            char wanted[200];

            /* The table leaves the statement out where it is empty and last. */
            snprintf(wanted, sizeof wanted, "%s", cases[i].parts[j]);
            assert_part(&book.parts[j], wanted);
        }
    }
}

static void a_note_that_is_not_enhanced_has_no_parts(void **state)
{
    (void)state;
    struct marc_record *host = make_host(arena);
    struct explode_book book;

    add(host, "505", "0 ", "$tEbb --$tFlow");
    assert_int_equal(explode_contents(&book, host, arena), 0);
}

static void names_of_a_statement_are_taken_as_they_stand(void **state)
{
    (void)state;
    struct marc_record *host = make_host(arena);
    struct explode_book book;

    add(host, "505", "00",
        "$tEbb /$rAnn Other, Ben Sailor, and Cy de Witt --$tFlow /$redited by the harbour master");
    assert_int_equal(explode_contents(&book, host, arena), 2);
    assert_int_equal(book.parts[0].name_count, 3);
    assert_slice(book.parts[0].names[0].whole, "Ann Other");
    assert_slice(book.parts[0].names[2].whole, "Cy de Witt");
    assert_int_equal(book.parts[1].name_count, 0);
}

/* --- BITS ---------------------------------------------------------------------------------------
 */

#define BITS_HEAD                                                                                  \
    "<?xml version=\"1.0\"?>\n"                                                                    \
    "<!DOCTYPE book PUBLIC \"-//NLM//DTD BITS\" \"http://127.0.0.1:1/BITS-book2.dtd\">\n"          \
    "<book>\n<book-meta><book-title-group><book-title>The tides of Nowhere</book-title>"           \
    "<subtitle>a reader</subtitle></book-title-group><pub-date><year>1998</year></pub-date>"       \
    "<isbn>9780000000002</isbn></book-meta>\n<book-body>\n"
#define BITS_TAIL "</book-body></book>"

static const char bits[] = BITS_HEAD
    "<book-part book-part-type=\"part\"><book-part-meta><title-group><label>Part I</label>"
    "<title>Waters</title></title-group></book-part-meta><body>\n"
    "<book-part book-part-type=\"chapter\"><book-part-meta>"
    "<book-part-id book-part-id-type=\"doi\">10.5555/tides.1</book-part-id>"
    "<title-group><label>Chapter 1</label><title>The <italic>ebb</italic>"
    "<xref ref-type=\"fn\">1</xref></title><subtitle>and after</subtitle></title-group>"
    "<contrib-group><contrib contrib-type=\"author\"><name><surname>Other</surname>"
    "<given-names>Ann B.</given-names><suffix>Jr.</suffix></name></contrib>"
    "<contrib contrib-type=\"translator\"><name><surname>Sailor</surname>"
    "<given-names>Ben</given-names></name></contrib>"
    "<contrib contrib-type=\"author\"><collab>Tide Commission</collab></contrib></contrib-group>"
    "<fpage>3</fpage><lpage>19</lpage></book-part-meta>"
    "<body><p>Text that is passed over.</p>"
    "<book-part book-part-type=\"section\"><book-part-meta><title-group><title>Within</title>"
    "</title-group></book-part-meta></book-part></body></book-part>\n"
    "</body></book-part>\n"
    "<book-part book-part-type=\"chapter\"><book-part-meta><title-group><title>Flow: the return"
    "</title></title-group><page-range>20\xe2\x80\x93"
    "29</page-range></book-part-meta></book-part>\n"
    "<book-part book-part-type=\"chapter\"><book-part-meta><title-group/></book-part-meta>"
    "</book-part>\n"
    "<book-part book-part-type=\"chapter\"><book-part-meta><title-group><title>Sm&oslash;gen"
    "</title></title-group></book-part-meta></book-part>\n" BITS_TAIL;

static void reads_the_chapters_of_bits(void **state)
{
    (void)state;
    struct explode_book book = read_book(bits);

    assert_slice(book.title, "The tides of Nowhere");
    assert_slice(book.subtitle, "a reader");
    assert_int_equal(book.year, 1998);
    assert_int_equal(book.isbn_count, 1);
    assert_slice(book.isbns[0], "9780000000002");
    assert_int_equal(book.part_count, 2); /* no division, no section, none without title */
    assert_part(&book.parts[0], "1|The ebb|and after|3|19|");
    assert_slice(book.parts[0].kind, "chapter");
    assert_slice(book.parts[0].doi, "10.5555/tides.1");
    assert_int_equal(book.parts[0].line, 7);
    assert_int_equal(book.parts[0].name_count, 3);
    assert_slice(book.parts[0].names[0].family, "Other");
    assert_slice(book.parts[0].names[0].suffix, "Jr.");
    assert_string_equal(book.parts[0].names[1].role, "trl");
    assert_true(book.parts[0].names[2].corporate);
    assert_part(&book.parts[1], "|Flow|the return|20|29|");
}

static void reports_parts_that_it_cannot_take(void **state)
{
    (void)state;
    read_book(bits);
    assert_non_null(strstr(findings.data, "line 10: a part without title is left out"));
    assert_non_null(strstr(findings.data, "line 11: <book-part-meta> refers to the entity "
                                          "\"oslash\"; entities are not read"));
}

static void a_division_without_parts_is_a_part(void **state)
{
    (void)state;
    struct explode_book book = read_book(
        BITS_HEAD "<book-part book-part-type=\"part\"><book-part-meta><title-group>"
                  "<label>Part 2</label><title>Alone</title></title-group></book-part-meta>"
                  "</book-part>" BITS_TAIL);

    assert_int_equal(book.part_count, 1);
    assert_part(&book.parts[0], "2|Alone||||");
    assert_slice(book.parts[0].kind, "part");
}

static void a_page_that_is_no_number_is_left_out(void **state)
{
    (void)state;
    struct explode_book book =
        read_book(BITS_HEAD "<book-part book-part-type=\"chapter\"><book-part-meta><title-group>"
                            "<title>A</title></title-group><fpage>3^^</fpage><lpage>9</lpage>"
                            "</book-part-meta></book-part>\n"
                            "<book-part book-part-type=\"chapter\"><book-part-meta><title-group>"
                            "<title>B</title></title-group><fpage>xii</fpage><lpage>?</lpage>"
                            "</book-part-meta></book-part>" BITS_TAIL);

    assert_int_equal(book.part_count, 2);
    assert_part(&book.parts[0], "|A||||");
    assert_part(&book.parts[1], "|B||xii||");
    assert_non_null(strstr(findings.data, "line 6: '3^^' is no page number"));
    assert_non_null(strstr(findings.data, "line 7: '?' is no page number"));
}

/* --- ONIX ---------------------------------------------------------------------------------------
 */

static const char onix_reference[] =
    "<ONIXMessage xmlns=\"http://ns.editeur.org/onix/3.0/reference\" release=\"3.0\"><Header/>\n"
    "<Product><RecordReference>x</RecordReference>"
    "<ProductIdentifier><ProductIDType>15</ProductIDType><IDValue>9780000000002</IDValue>"
    "</ProductIdentifier><DescriptiveDetail><TitleDetail><TitleType>01</TitleType><TitleElement>"
    "<TitleElementLevel>01</TitleElementLevel><TitlePrefix>The</TitlePrefix>"
    "<TitleWithoutPrefix>tides of Nowhere</TitleWithoutPrefix></TitleElement></TitleDetail>"
    "</DescriptiveDetail><ContentDetail>\n"
    "<ContentItem><LevelSequenceNumber>1</LevelSequenceNumber><TextItem><TextItemType>03"
    "</TextItemType></TextItem><ComponentTypeName>Part</ComponentTypeName><TitleDetail>"
    "<TitleType>01</TitleType><TitleElement><TitleElementLevel>04</TitleElementLevel>"
    "<TitleText>Waters</TitleText></TitleElement></TitleDetail></ContentItem>\n"
    "<ContentItem><LevelSequenceNumber>1.1</LevelSequenceNumber><TextItem><TextItemType>03"
    "</TextItemType><TextItemIdentifier><TextItemIDType>06</TextItemIDType>"
    "<IDValue>10.5555/tides.1</IDValue></TextItemIdentifier><PageRun><FirstPageNumber>3"
    "</FirstPageNumber><LastPageNumber>19</LastPageNumber></PageRun></TextItem>"
    "<ComponentTypeName>Chapter</ComponentTypeName><ComponentNumber>1</ComponentNumber>"
    "<TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>04"
    "</TitleElementLevel><TitleText>The ebb</TitleText><Subtitle>and after</Subtitle>"
    "</TitleElement></TitleDetail><Contributor><ContributorRole>A01</ContributorRole>"
    "<NamesBeforeKey>Ann B.</NamesBeforeKey><KeyNames>Other</KeyNames></Contributor>"
    "<Contributor><ContributorRole>B06</ContributorRole><PersonNameInverted>Sailor, Ben"
    "</PersonNameInverted></Contributor></ContentItem>\n"
    "</ContentDetail><PublishingDetail><PublishingDate><PublishingDateRole>01"
    "</PublishingDateRole><Date>19980301</Date></PublishingDate></PublishingDetail></Product>\n"
    "</ONIXMessage>";

static const char onix_short[] =
    "<ONIXmessage xmlns=\"http://ns.editeur.org/onix/3.0/short\" release=\"3.0\"><header/>\n"
    "<product><a001>x</a001><productidentifier><b221>15</b221><b244>9780000000002</b244>"
    "</productidentifier><descriptivedetail><titledetail><b202>01</b202><titleelement>"
    "<x409>01</x409><b030>The</b030><b031>tides of Nowhere</b031></titleelement></titledetail>"
    "</descriptivedetail><contentdetail>\n"
    "<contentitem><b284>1</b284><textitem><b290>03</b290></textitem><b288>Part</b288>"
    "<titledetail><b202>01</b202><titleelement><x409>04</x409><b203>Waters</b203></titleelement>"
    "</titledetail></contentitem>\n"
    "<contentitem><b284>1.1</b284><textitem><b290>03</b290><textitemidentifier><b285>06</b285>"
    "<b244>10.5555/tides.1</b244></textitemidentifier><pagerun><b286>3</b286><b287>19</b287>"
    "</pagerun></textitem><b288>Chapter</b288><b289>1</b289><titledetail><b202>01</b202>"
    "<titleelement><x409>04</x409><b203>The ebb</b203><b029>and after</b029></titleelement>"
    "</titledetail><contributor><b035>A01</b035><b039>Ann B.</b039><b040>Other</b040>"
    "</contributor><contributor><b035>B06</b035><b037>Sailor, Ben</b037></contributor>"
    "</contentitem>\n</contentdetail><publishingdetail><publishingdate><x448>01</x448>"
    "<b306>19980301</b306></publishingdate></publishingdetail></product>\n</ONIXmessage>";

static void reads_the_content_items_of_onix(void **state)
{
    (void)state;
    const char *const forms[] = {onix_reference, onix_short};

    for (size_t i = 0; i < 2; i++) {
        struct explode_book book = read_book(forms[i]);

        assert_slice(book.title, "The tides of Nowhere");
        assert_int_equal(book.year, 1998);
        assert_slice(book.isbns[0], "9780000000002");
        assert_int_equal(book.part_count, 1);
        assert_part(&book.parts[0], "1|The ebb|and after|3|19|");
        assert_slice(book.parts[0].kind, "chapter");
        assert_slice(book.parts[0].doi, "10.5555/tides.1");
        assert_int_equal(book.parts[0].name_count, 2);
        assert_slice(book.parts[0].names[0].given, "Ann B.");
        assert_slice(book.parts[0].names[1].family, "Sailor");
        assert_string_equal(book.parts[0].names[1].role, "trl");
    }
}

/* --- Crossref -----------------------------------------------------------------------------------
 */

static const char crossref[] =
    "{\"status\":\"ok\",\"message-type\":\"work-list\",\"message\":{\"items\":[\n"
    "{\"type\":\"book-chapter\",\"title\":[\"Flow\"],\"page\":\"20-29\","
    "\"container-title\":[\"A Series\",\"The tides of Nowhere\"],\"DOI\":\"10.5555/tides.2\","
    "\"ISBN\":[\"9780000000002\"],\"issued\":{\"date-parts\":[[1998,3]]}},\n"
    "{\"type\":\"book-chapter\",\"title\":[\"Elsewhere\"],\"container-title\":[\"Other\"],"
    "\"ISBN\":[\"9780000000019\"]},\n"
    "{\"type\":\"book\",\"title\":[\"The tides of Nowhere\"],\"ISBN\":[\"9780000000002\"]},\n"
    "{\"type\":\"book-chapter\",\"title\":[\"The <i>ebb</i>: and after\"],\"page\":\"3-19\","
    "\"container-title\":[\"The tides of Nowhere\"],\"DOI\":\"10.5555/tides.1\","
    "\"ISBN\":[\"9780000000002\"],\"author\":[{\"given\":\"Ann B.\",\"family\":\"Other\","
    "\"sequence\":\"first\"},{\"name\":\"Tide Commission\"}],"
    "\"editor\":[{\"given\":\"Ed\",\"family\":\"Itor\"}]}\n"
    "]}}";

static void brings_the_chapters_of_crossref_together_in_order(void **state)
{
    (void)state;
    struct explode_book book;
    struct diag diag = {0};
    struct explode_reader *reader = open_bytes(crossref, &diag);

    assert_non_null(reader);
    assert_int_equal(explode_reader_next(reader, &book, arena, &diag), 1);
    assert_slice(book.title, "The tides of Nowhere");
    assert_int_equal(book.year, 1998);
    assert_int_equal(book.part_count, 2);
    assert_part(&book.parts[0], "|The ebb|and after|3|19|");
    assert_int_equal(book.parts[0].name_count, 2); /* the editor is the book's */
    assert_true(book.parts[0].names[1].corporate);
    assert_part(&book.parts[1], "|Flow||20|29|");
    assert_int_equal(explode_reader_next(reader, &book, arena, &diag), 1);
    assert_slice(book.title, "Other");
    assert_part(&book.parts[0], "|Elsewhere||||");
    assert_int_equal(explode_reader_next(reader, &book, arena, &diag), 0);
    explode_reader_close(reader);
}

/* --- bad input ----------------------------------------------------------------------------------
 */

static void refuses_what_it_cannot_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int status;
        const char *message;
    } bad[] = {
        {"", OFFPRINT_UNSUPPORTED, "neither"},
        {"once upon a time", OFFPRINT_UNSUPPORTED, "neither"},
        {"<collection/>", OFFPRINT_UNSUPPORTED, "neither"},
        {"{\"a\":1}", OFFPRINT_UNSUPPORTED, "no Crossref works"},
        {"[\n{\"type\" \"x\"}]", OFFPRINT_MALFORMED, "line 2"},
        {"{\"message\":", OFFPRINT_MALFORMED, "line 1"},
        {"<book><book-meta>\n</book>", OFFPRINT_MALFORMED, "line 2"},
        {"<other><book/></other>", OFFPRINT_UNSUPPORTED, "<other>"},
        {"<x><ONIXMessage/></x>", OFFPRINT_MALFORMED, "<x>"},
        {"<ONIXMessage>\n<Product><b244>&boom;</b244></Product></ONIXMessage>", OFFPRINT_MALFORMED,
         "line 2: Entity 'boom'"},
        {"<!DOCTYPE ONIXMessage SYSTEM \"http://127.0.0.1:1/x.dtd\"><ONIXMessage>\n"
         "<Product><b244>&boom;</b244></Product></ONIXMessage>",
         OFFPRINT_UNSUPPORTED, "line 2: <Product> refers to the entity \"boom\""},
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct diag diag = {0};
        struct explode_reader *reader = open_bytes(bad[i].text, &diag);
        struct explode_book book;

        if (reader != NULL)
            assert_true(explode_reader_next(reader, &book, arena, &diag) < 0);
        explode_reader_close(reader);
        if (diag.status != bad[i].status || strstr(diag.message, bad[i].message) == NULL)
            fail_msg("%s: %d, %s", bad[i].text, diag.status, diag.message);
    }
}

static void entities_are_never_expanded(void **state)
{
    (void)state;
    struct diag diag = {0};
    struct explode_reader *reader = open_bytes(
        "<!DOCTYPE book [<!ENTITY passwd SYSTEM \"file:///etc/passwd\"><!ENTITY a \"aaaaaaaa\">"
        "<!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><book><book-body><book-part><book-part-meta>"
        "<title-group><title>x&passwd;&b;</title></title-group></book-part-meta></book-part>"
        "</book-body></book>",
        &diag);
    struct explode_book book;

    assert_non_null(reader);
    assert_int_equal(explode_reader_next(reader, &book, arena, &diag), 0);
    assert_non_null(strstr(findings.data, "entity \"passwd\""));
    explode_reader_close(reader);
}

/* Cut short anywhere, and with any byte damaged, a file is read or refused. */
static void nothing_crashes_it(void **state)
{
    (void)state;
    const char *const files[] = {bits, onix_reference, onix_short, crossref};

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        size_t length = strlen(files[i]);

        for (size_t at = 0; at < 2 * length; at++) {
            size_t kept = at < length ? at : length;
            char *text = malloc(kept + 1); /* nothing stands behind it but one byte */
            struct explode_book book;
            struct explode_reader *reader;
            struct diag diag = {0};

            memcpy(text, files[i], kept);
            text[kept] = '\0';
            if (at >= length)
                text[at - length] = (char)(text[at - length] ^ 0x15);
            arena_reset(arena);
            reader = open_bytes(text, &diag);
            for (int books = 0; reader != NULL && books < 10 &&
                                explode_reader_next(reader, &book, arena, &diag) > 0;
                 books++)
                continue;
            explode_reader_close(reader);
            buffer_truncate(&findings, 0);
            free(text);
        }
    }
}

/* --- records ------------------------------------------------------------------------------------
 */

static void makes_the_record_of_a_chapter(void **state)
{
    (void)state;
    struct marc_record *host = make_host(arena);
    struct explode_book book = read_book(bits);

    explode_assign_keys(&book, host, arena);
    assert_string_equal(dump(explode_make(&book.parts[0], host, 1795392000, arena), arena),
                        "LDR 00000naa a2200000 i 4500\n"
                        "001 tides-1\n"
                        "003 XX-LOCAL\n"
                        "007 ta\n"
                        "008 261123s1998    xx ||||  |||| ||| 0|eng d\n"
                        "024 7# $a10.5555/tides.1$2doi\n"
                        "100 1# $aOther, Ann B.,$cJr.,$eauthor.$4aut\n"
                        "245 14 $aThe ebb :$band after /$cAnn B. Other, Jr., Tide Commission.\n"
                        "264 #1 $aNowhere :$bSea Press,$c1998.\n"
                        "300 ## $apages 3-19\n"
                        "338 ## $avolume$bnc$2rdacarrier\n"
                        "700 1# $aSailor, Ben,$etranslator.$4trl\n"
                        "710 2# $aTide Commission,$eauthor.$4aut\n"
                        "773 0# $7nnam$tThe tides of Nowhere : a reader.$dNowhere : Sea Press, 1998"
                        "$gChapter 1, pages 3-19$q1<3$z9780000000002$w(XX-LOCAL)tides\n"
                        "773 18 $gyear:1998$gpages:3-19$gextent:17\n"
                        "856 40 $uhttps://doi.org/10.5555/tides.1\n");
}

static void invents_nothing(void **state)
{
    (void)state;
    struct marc_record *host = marc_record_create(arena);
    struct explode_book book;

    memcpy(host->leader, "00000nas a2200000   4500", 24);
    marc_record_add_control(host, "001", slice_of("bare"));
    add(host, "505", "00", "$tWhy not?");
    assert_int_equal(explode_contents(&book, host, arena), 1);
    explode_assign_keys(&book, host, arena);
    assert_string_equal(dump(explode_make(&book.parts[0], host, 1795392000, arena), arena),
                        "LDR 00000nab a2200000   4500\n"
                        "001 bare-1\n"
                        "008 261123nuuuuuuuuxx |||||||||||||||||und d\n"
                        "245 00 $aWhy not?\n"
                        "773 0# $7nnas$wbare\n");
}

static void the_only_author_of_a_book_wrote_its_chapters(void **state)
{
    (void)state;
    struct marc_record *host = make_host(arena);
    struct explode_book book;

    add(host, "100", "1 ", "$aOther, Ann B.,$eauthor.");
    add(host, "505", "00", "$tEbb --$tFlow /$rBen Sailor");
    explode_contents(&book, host, arena);
    explode_assign_keys(&book, host, arena);
    assert_slice(marc_record_subfield(explode_make(&book.parts[0], host, 0, arena), "100", 'a'),
                 "Other, Ann B.,");
    assert_null(marc_record_field(explode_make(&book.parts[1], host, 0, arena), "100", NULL));
    assert_slice(marc_record_subfield(explode_make(&book.parts[1], host, 0, arena), "720", 'a'),
                 "Ben Sailor");
    add(host, "700", "1 ", "$aSailor, Ben,$eauthor.");
    assert_null(marc_record_field(explode_make(&book.parts[0], host, 0, arena), "100", NULL));
}

static void keys_tell_the_parts_apart(void **state)
{
    (void)state;
    static const struct {
        const char *note;
        const char *keys[4];
        bool linked; /* the host has parts already */
    } cases[] = {
        {"$g1.$tEbb --$g2.$tFlow", {"tides-1", "tides-2"}, false},
        {"$tEbb --$tFlow", {"tides-1", "tides-2"}, false},
        {"$tEbb --$tFlow", {"tides-ebb", "tides-flow"}, true},
        {"$tIntroduction : waters --$g1.$tEbb --$tConclusions",
         {"tides-introduction", "tides-1", "tides-conclusions"},
         false},
        {"$g1.$tEbb --$tNotes --$g1.$tFlow --$tNotes",
         {"tides-1", "tides-notes", "tides-flow", "tides-notes-4"},
         false},
        {"$g1.$tEbb --$t\xd0\xa2\xd0\xb8\xd1\x85\xd0\xbe", {"tides-1", "tides-item-2"}, false},
        {"$g1.$tSlack water --$tEbb", {"linked", "tides-ebb"}, true}, /* its 774 says so */
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct marc_record *host = make_host(arena);
        struct explode_book book;

        add(host, "505", "00", cases[i].note);
        if (cases[i].linked) {
            add(host, "774", "08", "$tSlack water$w(XX-LOCAL)linked");
            add(host, "774", "08", "$tEbb$w(XX-OTHER)of-others");
        }
        explode_contents(&book, host, arena);
        explode_assign_keys(&book, host, arena);
        for (size_t j = 0; j < book.part_count; j++)
            assert_string_equal(book.parts[j].key, cases[i].keys[j]);
    }
}

static void the_host_links_to_its_parts_in_their_order(void **state)
{
    (void)state;
    struct marc_record *host = make_host(arena), *linked;
    struct explode_book book;

    add(host, "505", "00", "$g1.$tEbb --$g2.$tSlack$gpages 20-29 --$g3.$tFlow");
    add(host, "774", "08", "$tEbb$w(XX-LOCAL)tides-1");
    add(host, "774", "08", "$tFlow$w(XX-LOCAL)tides-3");
    add(host, "856", "42", "$uhttp://example.org/");
    explode_contents(&book, host, arena);
    explode_assign_keys(&book, host, arena);
    linked = explode_link_host(&book, host, arena);
    assert_non_null(linked);
    assert_int_equal(linked->field_count, host->field_count + 1);
    assert_non_null(strstr(dump(linked, arena),
                           "774 08 $tEbb$w(XX-LOCAL)tides-1\n"
                           "774 08 $iContains chapter:$7nnaa$tSlack$gChapter 2, pages 20-29"
                           "$w(XX-LOCAL)tides-2\n"
                           "774 08 $tFlow$w(XX-LOCAL)tides-3\n"
                           "856 42 "));
    assert_null(explode_link_host(&book, linked, arena));
}

static void knows_the_record_of_a_part(void **state)
{
    (void)state;
    static const struct {
        const char *title, *link;
        bool same;
    } cases[] = {
        {"$aThe EBB :$band after /$cA. Other.", "$gChapter 1, pages 3-19", true},
        {"$aThe ebb :$band after.", "$wtides", true},
        {"$aThe ebb :$band after.", "$gChapter 2", false},
        {"$aThe ebb :$band after.", "$gChapter 1, pages 30-40", false},
        {"$aThe ebb.", "$gChapter 1", false},
    };
    struct explode_book book = read_book(bits);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct marc_record *record = marc_record_create(arena);

        add(record, "245", "04", cases[i].title);
        add(record, "773", "0 ", "$tThe tides of Nowhere");
        add(record, "773", "18", cases[i].link);
        assert_int_equal(explode_is_record_of(record, &book.parts[0], arena), cases[i].same);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_enhanced_contents_notes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_note_that_is_not_enhanced_has_no_parts, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(names_of_a_statement_are_taken_as_they_stand, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(reads_the_chapters_of_bits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reports_parts_that_it_cannot_take, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_division_without_parts_is_a_part, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_page_that_is_no_number_is_left_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reads_the_content_items_of_onix, set_up, tear_down),
        cmocka_unit_test_setup_teardown(brings_the_chapters_of_crossref_together_in_order, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(refuses_what_it_cannot_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(entities_are_never_expanded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_crashes_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(makes_the_record_of_a_chapter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(invents_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_only_author_of_a_book_wrote_its_chapters, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(keys_tell_the_parts_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_host_links_to_its_parts_in_their_order, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(knows_the_record_of_a_part, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

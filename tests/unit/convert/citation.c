/* The citation item: types, names and their roles, dates, imprint, identifiers, clean values. */
#include "citations.h"

#include "convert/citation.h"

static struct citation cited(void **state, const char *const *lines)
{
    struct convert_context context = context_of("x1");
    struct citation citation;
    citation_from_record(&citation, record_of(*state, lines), &context, *state);
    return citation;
}

static struct citation cited_with(void **state, const char *line)
{
    const char *lines[] = {BOOK_LEADER, line, NULL};
    return cited(state, lines);
}

static void chapter_6_is_read_with_its_host(void **state)
{
    struct convert_context context;
    struct marc_record *record = chapter_6(*state, &context);
    struct citation citation;
    citation_from_record(&citation, record, &context, *state);
    assert_int_equal(citation.type, CITATION_CHAPTER);
    assert_slice(citation.title, "The rupture of Anglo-Soviet relations");
    assert_slice(citation.container_title, "The Precarious Truce: Anglo-Soviet Relations 1924–27");
    assert_string_equal(citation.container_id, "precarious-truce");
    assert_slice(citation.container_url, BASE_URL "/records/precarious-truce");
    assert_slice(citation.part_kind, "chapter");
    assert_slice(citation.part_number, "6");
    assert_slice(citation.page_first, "211");
    assert_slice(citation.page_last, "256");
    assert_slice(citation.publisher, "Cambridge University Press");
    assert_slice(citation.place, "");
    assert_int_equal(citation.issued.year, 1977);
    assert_int_equal(citation.online.year, 2011);
    assert_int_equal(citation.online.month, 6);
    assert_int_equal(citation.online.day, 1);
    assert_int_equal(citation.access, CITATION_ACCESS_RESTRICTED);
    assert_int_equal(citation.name_count, 1);
    assert_slice(citation.names[0].family, "Gorodetsky");
    assert_slice(citation.names[0].given, "Gabriel");
}

static void without_its_host_a_chapter_still_has_773(void **state)
{
    struct convert_context context;
    struct marc_record *record = chapter_6(*state, &context);
    context.host = NULL;
    context.host_id = NULL;
    struct citation citation;
    citation_from_record(&citation, record, &context, *state);
    assert_slice(citation.container_title, "The precarious truce: Anglo-Soviet relations 1924–27");
    assert_null(citation.container_id);
    assert_slice(citation.container_url, "");
    assert_slice(citation.page_first, "211");
}

static void each_kind_of_material_has_its_type(void **state)
{
    static const struct {
        const char *name;
        enum citation_type type;
    } wanted[] = {
        {"book", CITATION_BOOK},
        {"chapter", CITATION_CHAPTER},
        {"article", CITATION_ARTICLE},
        {"serial", CITATION_SERIAL},
        {"newspaper", CITATION_NEWSPAPER},
        {"thesis", CITATION_THESIS},
        {"report", CITATION_REPORT},
        {"proceedings", CITATION_PROCEEDINGS},
        {"conference paper", CITATION_CONFERENCE_PAPER},
        {"map", CITATION_MAP},
        {"score", CITATION_SCORE},
        {"speech", CITATION_SPEECH},
        {"music", CITATION_MUSIC},
        {"video", CITATION_VIDEO},
        {"image", CITATION_IMAGE},
        {"dataset", CITATION_DATASET},
        {"software", CITATION_SOFTWARE},
        {"manuscript", CITATION_MANUSCRIPT},
        {"object", CITATION_OBJECT},
        {"collection", CITATION_COLLECTION},
        {"website", CITATION_WEBSITE},
    };
    assert_int_equal(sizeof wanted / sizeof *wanted, MATERIAL_CASES);
    for (size_t i = 0; i < MATERIAL_CASES; i++) {
        assert_string_equal(wanted[i].name, materials[i].name);
        struct citation citation = cited(state, materials[i].lines);
        if (citation.type != wanted[i].type)
            fail_msg("%s is taken for a %s", wanted[i].name, citation_type_label(citation.type));
    }
}

static void an_article_of_a_newspaper_is_one(void **state)
{
    static const char *const host[] = {"LDR 00000nas a2200000 i 4500",
                                       "008 750101c19509999enkdr n       0   a0eng d",
                                       "245 04 $aThe daily thing.", NULL};
    static const char *const article[] = {"LDR 00000nab a2200000 i 4500", "245 10 $aNews.",
                                          "773 0# $7nnas$tThe daily thing.", NULL};
    struct convert_context context = context_of("x1");
    context.host = record_of(*state, host);
    context.host_id = "x0";
    struct citation citation;
    citation_from_record(&citation, record_of(*state, article), &context, *state);
    assert_int_equal(citation.type, CITATION_NEWSPAPER_ARTICLE);
}

static void relators_give_roles(void **state)
{
    static const struct {
        const char *line;
        enum citation_role role;
    } names[] = {
        {"700 1# $aX, Y,$eeditor.", CITATION_EDITOR},
        {"700 1# $aX, Y,$4edt", CITATION_EDITOR},
        {"700 1# $aX, Y,$4http://id.loc.gov/vocabulary/relators/trl", CITATION_TRANSLATOR},
        {"700 1# $aX, Y,$eed.", CITATION_EDITOR},
        {"700 1# $aX, Y,$ejoint author.", CITATION_AUTHOR},
        {"700 1# $aX, Y,$ecartographer.", CITATION_AUTHOR},
        {"700 1# $aX, Y,$4ill", CITATION_ILLUSTRATOR},
        {"700 1# $aX, Y,$4cmp", CITATION_COMPOSER},
        {"700 1# $aX, Y,$4cnd", CITATION_PERFORMER},
        {"700 1# $aX, Y,$4drt", CITATION_DIRECTOR},
        {"700 1# $aX, Y,$4lbt", CITATION_CONTRIBUTOR},
        {"100 1# $aX, Y.", CITATION_AUTHOR},
        {"700 1# $aX, Y.", CITATION_AUTHOR},
        {"110 2# $aX.", CITATION_AUTHOR},
        {"710 2# $aX.", CITATION_CONTRIBUTOR},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct citation citation = cited_with(state, names[i].line);
        if (citation.name_count != 1 || citation.names[0].role != names[i].role)
            fail_msg("%s: %zu names, first is %s", names[i].line, citation.name_count,
                     citation.name_count > 0 ? citation_role_label(citation.names[0].role) : "-");
    }
}

static void owners_and_publishers_are_not_cited(void **state)
{
    assert_int_equal(cited_with(state, "700 1# $aX, Y,$eformer owner.").name_count, 0);
    assert_int_equal(cited_with(state, "710 2# $aX.$4pbl").name_count, 0);
    assert_int_equal(cited_with(state, "711 2# $aConference on X.").name_count, 0);
}

static void the_statement_of_responsibility_gives_roles(void **state)
{
    static const char *const lines[] = {BOOK_LEADER,
                                        "100 1# $aAdams, Anne.",
                                        "245 10 $aThings /$cAnne Adams and Bert Brown ; translated "
                                        "by Carl Cole ; edited by D. Dale.",
                                        "700 1# $aBrown, Bert.",
                                        "700 1# $aCole, Carl.",
                                        "700 1# $aDale, D.",
                                        "700 1# $aElse, Emil.",
                                        NULL};
    struct citation citation = cited(state, lines);
    assert_int_equal(citation.name_count, 5);
    assert_int_equal(citation_count(&citation, CITATION_AUTHOR), 2);
    assert_slice(citation.names[2].family, "Dale");
    assert_int_equal(citation.names[2].role, CITATION_EDITOR);
    assert_int_equal(citation.names[3].role, CITATION_TRANSLATOR);
    assert_int_equal(citation.names[4].role, CITATION_CONTRIBUTOR);
}

static void one_name_in_two_roles_is_two_and_twice_the_same_is_one(void **state)
{
    struct citation citation = cited_with(state, "100 1# $aFox, Yann,$eauthor,$eillustrator.");
    assert_int_equal(citation.name_count, 2);
    static const char *const twice[] = {BOOK_LEADER, "100 1# $aFox, Yann.",
                                        "700 1# $aFox, Yann,$eauthor.", NULL};
    assert_int_equal(cited(state, twice).name_count, 1);
}

static void suffixes_and_numerals_belong_to_names(void **state)
{
    struct citation citation = cited_with(state, "100 1# $aKing, Martin Luther,$cJr.,$d1929-1968.");
    assert_slice(citation.names[0].family, "King");
    assert_slice(citation.names[0].given, "Martin Luther");
    assert_slice(citation.names[0].suffix, "Jr.");
    citation = cited_with(state, "100 0# $aJohn Paul$bII,$cPope,$d1920-2005.");
    assert_slice(citation.names[0].whole, "John Paul II");
    assert_slice(citation.names[0].family, "");
    assert_slice(citation.names[0].suffix, "");
}

static void a_part_is_cited_with_its_hosts_editors(void **state)
{
    static const char *const host[] = {BOOK_LEADER, "245 00 $aThe whole /$cedited by Ed Host.",
                                       "700 1# $aHost, Ed,$eeditor.", NULL};
    struct convert_context context = context_of("x1");
    context.host = record_of(*state, host);
    context.host_id = "x0";
    struct citation citation;
    citation_from_record(&citation, record_of(*state, materials[1].lines), &context, *state);
    assert_int_equal(citation.name_count, 2);
    assert_int_equal(citation.names[1].role, CITATION_CONTAINER_EDITOR);
    assert_slice(citation.names[1].family, "Host");
}

static void dates_are_read_as_far_as_they_go(void **state)
{
    static const struct {
        const char *fixed, *imprint, *text;
    } dates[] = {
        {"008 990101s1999    enk           000 0 eng d", "264 #1 $c1999.", "1999"},
        {"008 990101q16001650enk           000 0 eng d", "264 #1 $c[between 1600 and 1650]",
         "ca. 1600-1650"},
        {"008 990101s1900    enk           000 0 eng d", "264 #1 $c[1900?]", "ca. 1900"},
        {"008 990101||||||||||||           000 0 eng d", "260 ## $cc1987.", "1987"},
        {"008 990101nuuuuuuuuenk           000 0 eng d", "264 #1 $c[date of publication unknown]",
         "[date of publication unknown]"},
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        const char *lines[] = {BOOK_LEADER, dates[i].fixed, dates[i].imprint, NULL};
        struct citation citation = cited(state, lines);
        assert_slice(citation_date_text(&citation.issued, "-", *state), dates[i].text);
    }
}

static void an_issue_says_its_month(void **state)
{
    struct citation citation = cited(state, materials[2].lines);
    assert_int_equal(citation.issued.year, 2001);
    assert_int_equal(citation.issued.month, 5);
    assert_slice(citation.volume, "24");
    assert_slice(citation.issue, "3");
    assert_slice(citation.issn.items[0], "1234-5679");
}

static void unknown_places_and_publishers_are_left_out(void **state)
{
    struct citation citation = cited_with(state, "260 ## $a[S.l. :$bs.n.],$c1999.");
    assert_slice(citation.place, "");
    assert_slice(citation.publisher, "");
    citation = cited_with(state, "264 #1 $aTartu :$b[publisher not identified],$c1999.");
    assert_slice(citation.place, "Tartu");
    assert_slice(citation.publisher, "");
}

static void a_thesis_has_a_degree_and_a_school(void **state)
{
    struct citation citation = cited(state, materials[5].lines);
    assert_slice(citation.degree, "Ph. D.");
    assert_slice(citation.institution, "University of Tartu");
    assert_slice(citation_thesis_kind(&citation, *state), "Ph. D. thesis");
    citation = cited_with(state, "502 ## $bDissertation$cUniversität Kiel$d2001");
    assert_slice(citation.degree, "Dissertation");
    assert_slice(citation.institution, "Universität Kiel");
    assert_slice(citation_thesis_kind(&citation, *state), "Dissertation");
}

static void pages_are_counted_from_the_extent(void **state)
{
    static const struct {
        const char *line, *count;
    } extents[] = {
        {"300 ## $axii, 304 pages ;$c24 cm.", "304"},
        {"300 ## $a304 p.", "304"},
        {"300 ## $aVIII, 212 S.", "212"},
        {"300 ## $a3 volumes", ""},
        {"300 ## $a1 online resource (256 pages)", "256"},
        {"300 ## $a99999999999 p.", ""},
    };
    for (size_t i = 0; i < sizeof extents / sizeof *extents; i++)
        assert_slice(cited_with(state, extents[i].line).page_count, extents[i].count);
}

static void the_address_to_cite_is_the_record(void **state)
{
    static const char *const lines[] = {BOOK_LEADER, "856 42 $uhttps://a.example/related",
                                        "856 40 $uhttps://a.example/text", NULL};
    struct citation citation = cited(state, lines);
    assert_slice(citation.url, BASE_URL "/records/x1");
    assert_slice(citation.full_text, "https://a.example/text");

    struct convert_context context = context_of("a b/ü");
    citation_from_record(&citation, record_of(*state, lines), &context, *state);
    assert_slice(citation.url, BASE_URL "/records/a%20b%2F%C3%BC");
    context.base_url = "";
    citation_from_record(&citation, record_of(*state, lines), &context, *state);
    assert_slice(citation.url, "https://a.example/text");
    assert_slice(citation.record_url, "");
}

static void only_web_addresses_are_links(void **state)
{
    (void)state;
    assert_true(citation_url_is_safe(slice_of("https://a.example")));
    assert_true(citation_url_is_safe(slice_of("HTTP://a.example")));
    assert_true(citation_url_is_safe(slice_of("ftp://a.example/x")));
    assert_false(citation_url_is_safe(slice_of("javascript:alert(1)")));
    assert_false(citation_url_is_safe(slice_of("https://")));
    assert_false(citation_url_is_safe(slice_of("www.a.example")));
    assert_false(citation_url_is_safe(slice_of("")));
}

static void values_are_cleaned(void **state)
{
    static const struct {
        const char *text, *clean;
    } values[] = {
        {"as it is", "as it is"},
        {"  trimmed ", "trimmed"},
        {"two  spaces", "two spaces"},
        {"a\r\nb\tc", "a b c"},
        {"\x01"
         "a\x1b[0m",
         "a [0m"},
        {"\xC2\x98The \xC2\x9Cthing", "The thing"},
        {"e\xCC\x81", "\xC3\xA9"},
        {"a\xE2\x80\xA8"
         "b",
         "a b"},
        {"\xFF", "\xEF\xBF\xBD"},
        {"", ""},
        {" \n ", ""},
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        assert_slice(citation_clean(slice_of(values[i].text), *state), values[i].clean);
}

static void keywords_are_headings_without_stops(void **state)
{
    static const char *const lines[] = {BOOK_LEADER,
                                        "650 #0 $aPainting, Modern$y20th century$vExhibitions.",
                                        "650 #0 $aPainting, Modern$y20th century$vExhibitions.",
                                        "655 #7 $aEssays.$2lcgft",
                                        "653 ## $aone$atwo",
                                        NULL};
    struct citation citation = cited(state, lines);
    assert_int_equal(citation.keywords.count, 3);
    assert_slice(citation.keywords.items[0], "Painting, Modern -- 20th century -- Exhibitions");
    assert_slice(citation_keywords(&citation, *state),
                 "Painting, Modern -- 20th century -- Exhibitions; one; two");
}

static void ugly_records_are_read(void **state)
{
    for (size_t i = 0; i < UGLY_CASES; i++) {
        struct citation citation = cited(state, uglies[i].lines);
        assert_int_equal(citation.type, CITATION_BOOK);
        assert_slice(citation.full_text, "");
    }
    struct convert_context context = context_of("x1");
    struct citation citation;
    citation_from_record(&citation, long_record(*state), &context, *state);
    assert_true(citation.title.length > 10000);
}

static void a_citation_takes_no_end_of_names_in(void **state)
{
    struct marc_record *record = marc_record_create(*state);
    for (int i = 0; i < 10000; i++) {
        const char *number = arena_printf(*state, "Name%d, Given", i);
        struct marc_field *name = marc_record_add_field(record, "700", '1', ' ');
        marc_field_add(record, name, 'a', slice_of(number));
        struct marc_field *keyword = marc_record_add_field(record, "653", ' ', ' ');
        marc_field_add(record, keyword, 'a', slice_of(number));
    }
    struct convert_context context = context_of("x1");
    struct citation citation;
    citation_from_record(&citation, record, &context, *state);
    assert_int_equal(citation.name_count, 4000);
    assert_slice(citation.names[3999].family, "Name3999");
    assert_int_equal(citation.keywords.count, 4000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(chapter_6_is_read_with_its_host, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_its_host_a_chapter_still_has_773, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(each_kind_of_material_has_its_type, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_article_of_a_newspaper_is_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(relators_give_roles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(owners_and_publishers_are_not_cited, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_statement_of_responsibility_gives_roles, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(one_name_in_two_roles_is_two_and_twice_the_same_is_one,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(suffixes_and_numerals_belong_to_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_part_is_cited_with_its_hosts_editors, set_up, tear_down),
        cmocka_unit_test_setup_teardown(dates_are_read_as_far_as_they_go, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_issue_says_its_month, set_up, tear_down),
        cmocka_unit_test_setup_teardown(unknown_places_and_publishers_are_left_out, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_thesis_has_a_degree_and_a_school, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pages_are_counted_from_the_extent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_address_to_cite_is_the_record, set_up, tear_down),
        cmocka_unit_test(only_web_addresses_are_links),
        cmocka_unit_test_setup_teardown(values_are_cleaned, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keywords_are_headings_without_stops, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ugly_records_are_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_citation_takes_no_end_of_names_in, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

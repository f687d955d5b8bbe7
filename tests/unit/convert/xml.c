#include "../test.h"

#include "convert/xml.h"

static void leaves_out_elements_without_text(void **state)
{
    (void)state;
    struct buffer out;
    buffer_init(&out);
    xml_element(&out, "title", slice_of("  "));
    xml_element(&out, "title", slice_of(""));
    assert_wrote(&out, "");
    xml_element(&out, "namePart type=\"given\"", slice_of(" A & B "));
    assert_wrote(&out, "<namePart type=\"given\">A &amp; B</namePart>");
    buffer_finish(&out);
}

static void takes_back_elements_without_content(void **state)
{
    (void)state;
    struct buffer out;
    buffer_init(&out);
    buffer_add_string(&out, "x");
    struct xml_scope outer = xml_begin(&out, "name");
    struct xml_scope inner = xml_open(&out, "role");
    xml_attribute(&out, "type", slice_of("a\"b"));
    xml_content(&inner);
    xml_close(&inner);
    xml_close(&outer);
    assert_wrote(&out, "x");
    outer = xml_open(&out, "name type=\"a\"");
    xml_attribute(&out, "lang", slice_of(""));
    xml_attribute(&out, "label", slice_of("a\"b"));
    xml_content(&outer);
    xml_element(&out, "b", slice_of("c"));
    xml_close(&outer);
    assert_wrote(&out, "<name type=\"a\" label=\"a&quot;b\"><b>c</b></name>");
    buffer_finish(&out);
}

static void drops_nonsorting_marks_and_what_xml_forbids(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"\xC2\x98The \xC2\x9C"
         "Bruch",
         "The Bruch"},
        {"\xC2\x88L'\xC2\x89"
         "été",
         "L'été"},
        {"\xC2\x98", ""},
        {"a\xC2\xA9", "a\xC2\xA9"},
        {"a\x01\x1F"
         "b",
         "ab"},
        {"e\xCC\x81", "é"},
        {"a\xC2", "a\xEF\xBF\xBD"},
        {"", ""},
    };
    struct buffer out;
    buffer_init(&out);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        xml_text(&out, slice_of(cases[i].text));
        assert_wrote(&out, cases[i].wanted);
    }
    buffer_finish(&out);
}

/* What an xs:anyURI may not hold is encoded; what is a URI already is left as it is. */
static void encodes_what_a_uri_may_not_hold(void **state)
{
    (void)state;
    static const struct {
        const char *uri, *wanted;
    } cases[] = {
        {"http://example.org:8080/a?b=c&d=e#f", "http://example.org:8080/a?b=c&amp;d=e#f"},
        {"http://example.org/a b", "http://example.org/a%20b"},
        {"http://example.org/%7Ea/%zz/%", "http://example.org/%7Ea/%25zz/%25"},
        {"http://example.org/#a#b", "http://example.org/#a%23b"},
        {"http://example.org/[a]", "http://example.org/%5Ba%5D"},
        {"http://a.cl ou http://b.org", "http://a.cl%20ou%20http%3A//b.org"},
        {"http://example.org:/", "http://example.org%3A/"},
        {"http://example.org:port/", "http://example.org%3Aport/"},
        {"1234:5/x", "1234%3A5/x"},
        {"a/b:c", "a/b:c"},
        {"urn:isbn:0521", "urn:isbn:0521"},
        {"doi:10.1/\xC3\xA9", "doi:10.1/%C3%A9"},
        {"<\"'>", "%3C%22'%3E"},
        {"", ""},
    };
    struct buffer out;
    buffer_init(&out);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        xml_uri(&out, slice_of(cases[i].uri));
        assert_wrote(&out, cases[i].wanted);
    }
    xml_uri(&out, slice_make("ht\0tp://x/", 10));
    assert_wrote(&out, "ht%00tp%3A//x/");
    buffer_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_out_elements_without_text),
        cmocka_unit_test(takes_back_elements_without_content),
        cmocka_unit_test(drops_nonsorting_marks_and_what_xml_forbids),
        cmocka_unit_test(encodes_what_a_uri_may_not_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Escaping: what is written can be read back by a parser as the same text. */
#include "../test.h"

#include "base/escape.h"

static void xml_text_is_well_formed(void **state)
{
    static const struct {
        const char *from, *to;
    } cases[] = {
        {"a < b & c > \"d\"", "a &lt; b &amp; c &gt; &quot;d&quot;"},
        {"tab\tline\nreturn\r", "tab&#9;line&#10;return&#13;"},
        {"bell\a and escape\x1b", "bell and escape"},
        {"cafe\xcc\x81 & co", "caf\xc3\xa9 &amp; co"},
        {"not a character: \xef\xbf\xbe\xef\xbf\xbf.", "not a character: ."},
        {"replaced: \xef\xbf\xbd", "replaced: \xef\xbf\xbd"},
        {"\xff", "\xef\xbf\xbd"},
        {"", ""},
    };
    struct buffer out;

    (void)state;
    buffer_init(&out);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        escape_xml(&out, slice_of(cases[i].from));
        assert_wrote(&out, cases[i].to);
    }
    buffer_finish(&out);
}

static void json_strings_are_quoted(void **state)
{
    static const struct {
        const char *from, *to;
    } cases[] = {
        {"", "\"\""},
        {"say \"\\\"", "\"say \\\"\\\\\\\"\""},
        {"\n\t\r\b\f\x01\x1f", "\"\\n\\t\\r\\b\\f\\u0001\\u001f\""},
        {"e\xcc\x81", "\"\xc3\xa9\""},
        {"<&>", "\"<&>\""},
    };
    struct buffer out;

    (void)state;
    buffer_init(&out);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        escape_json(&out, slice_of(cases[i].from));
        assert_wrote(&out, cases[i].to);
    }
    escape_json(&out, slice_make("\0", 1));
    assert_wrote(&out, "\"\\u0000\"");
    buffer_finish(&out);
}

static void url_components_come_back(void **state)
{
    static const char *const texts[] = {"precarious-truce-6", "a b/c?d=e&f#g%h", "caf\xc3\xa9", ""};
    struct buffer url, back;

    (void)state;
    buffer_init(&url);
    buffer_init(&back);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        buffer_truncate(&url, 0);
        escape_url(&url, slice_of(texts[i]));
        assert_true(unescape_url(&back, buffer_slice(&url), false));
        assert_wrote(&back, texts[i]);
    }
    escape_url(&back, slice_of("a/\xc3\xa9~"));
    assert_wrote(&back, "a%2F%C3%A9~");
    buffer_finish(&url);
    buffer_finish(&back);
}

static void a_plus_is_a_space_in_forms_only(void **state)
{
    struct buffer out;

    (void)state;
    buffer_init(&out);
    assert_true(unescape_url(&out, slice_of("a+b%2B"), true));
    assert_wrote(&out, "a b+");
    assert_true(unescape_url(&out, slice_of("a+b"), false));
    assert_wrote(&out, "a+b");
    buffer_finish(&out);
}

static void refuses_malformed_percent_signs(void **state)
{
    static const char *const bad[] = {"%", "%4", "ab%4", "%zz", "%4g", "100%"};
    struct buffer out;

    (void)state;
    buffer_init(&out);
    buffer_add_string(&out, "kept");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(unescape_url(&out, slice_of(bad[i]), false));
        assert_string_equal(out.data, "kept");
    }
    buffer_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xml_text_is_well_formed),
        cmocka_unit_test(json_strings_are_quoted),
        cmocka_unit_test(url_components_come_back),
        cmocka_unit_test(a_plus_is_a_space_in_forms_only),
        cmocka_unit_test(refuses_malformed_percent_signs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "../test.h"

#include <offprint/arena.h>
#include <offprint/convert.h>

#include "convert/formats.h"

/* Design section 8, in its order. */
static const struct {
    const char *name, *media_type, *suffix;
    bool xml;
} wanted[] = {
    {"marc", "application/marc", ".mrc", false},
    {"marcxml", "application/marcxml+xml", ".marcxml", true},
    {"mods", "application/mods+xml", ".mods", true},
    {"dc", "application/xml", ".dc", true},
    {"json", "application/json", ".json", false},
    {"jsonld", "application/ld+json", ".jsonld", false},
    {"csl", "application/vnd.citationstyles.csl+json", ".csl.json", false},
    {"ris", "application/x-research-info-systems", ".ris", false},
    {"bibtex", "application/x-bibtex", ".bib", false},
    {"text", "text/plain", ".txt", false},
    {"html", "text/html", ".html", false},
    {"marcjson", "application/marc-in-json", ".marc.json", false},
    {"marc8", "application/marc", ".marc8.mrc", false},
    {"marc21-vufind", "application/marcxml+xml", ".vufind.marcxml", true},
    {"marc21-agk", "application/marcxml+xml", ".agk.marcxml", true},
    {"citation", "text/x-bibliography", ".citation.txt", false},
    {"qdc", "application/x-qdc+xml", ".qdc", true},
};
#define WANTED (sizeof wanted / sizeof *wanted)

static void lists_every_format_of_the_design(void **state)
{
    (void)state;
    size_t count;
    const struct format *formats = formats_all(&count);
    assert_int_equal(count, WANTED);
    for (size_t i = 0; i < WANTED; i++) {
        assert_string_equal(formats[i].name, wanted[i].name);
        assert_string_equal(formats[i].media_type, wanted[i].media_type);
        assert_string_equal(formats[i].suffix, wanted[i].suffix);
        assert_int_equal(formats[i].xml, wanted[i].xml);
        assert_true(formats[i].label[0] != '\0');
    }
}

static void leaves_nothing_null(void **state)
{
    (void)state;
    size_t count;
    const struct format *formats = formats_all(&count);
    for (size_t i = 0; i < count; i++) {
        assert_non_null(formats[i].namespace_uri);
        assert_non_null(formats[i].schema_location);
        assert_non_null(formats[i].schema_identifier);
        assert_non_null(formats[i].schemas);
        assert_non_null(formats[i].prefixes);
    }
}

static void finds_a_format_by_every_name_it_has(void **state)
{
    (void)state;
    static const struct {
        const struct format *(*find)(struct slice);
        const char *key, *name;
    } cases[] = {
        {format_by_name, "MODS", "mods"},
        {format_by_suffix, ".csl.json", "csl"},
        {format_by_suffix, ".JSON", "json"},
        {format_by_media_type, "application/MODS+xml", "mods"},
        {format_by_media_type, "application/citeproc+json", "csl"},
        {format_by_media_type, "application/xhtml+xml", "html"},
        {format_by_name, "MARC21-VuFind", "marc21-vufind"},
        {format_by_name, "marc8", "marc8"},
        {format_by_suffix, ".marc8.mrc", "marc8"},
        {format_by_suffix, ".marc.json", "marcjson"},
        {format_by_media_type, "application/marc-in-json", "marcjson"},
        /* Of those that share a media type or namespace, the plain one has it. */
        {format_by_media_type, "application/marc", "marc"},
        {format_by_media_type, "application/marcxml+xml", "marcxml"},
        {format_by_schema, "http://www.loc.gov/MARC21/slim", "marcxml"},
        {format_by_schema, "marc21-agk", "marc21-agk"},
        {format_by_prefix, "marc21-agk", "marc21-agk"},
        {format_by_prefix, "marc21-vufind", "marc21-vufind"},
        {format_by_prefix, "marcxml", "marcxml"},
        {format_by_prefix, "marc21", "marcxml"},
        {format_by_prefix, "oai_dc", "dc"},
        {format_by_media_type, "text/plain", "text"},
        {format_by_media_type, "text/x-bibliography", "citation"},
        {format_by_suffix, ".citation.txt", "citation"},
        {format_by_prefix, "oai_qdc", "qdc"},
        {format_by_prefix, "qdc", "qdc"},
        {format_by_schema, "oai_qdc", "qdc"},
        {format_by_prefix, "mods", "mods"},
        {format_by_schema, "MarcXML", "marcxml"},
        {format_by_schema, "dc", "dc"},
        {format_by_schema, "info:srw/schema/1/mods-v3.8", "mods"},
        {format_by_schema, "info:srw/schema/1/marcxml-v1.1", "marcxml"},
        {format_by_schema, "info:srw/schema/1/dc-v1.1", "dc"},
        {format_by_schema, "http://www.loc.gov/mods/v3", "mods"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct format *found = cases[i].find(slice_of(cases[i].key));
        assert_non_null(found);
        assert_string_equal(found->name, cases[i].name);
    }
}

static void knows_no_other_names(void **state)
{
    (void)state;
    static const struct {
        const struct format *(*find)(struct slice);
        const char *key;
    } cases[] = {
        {format_by_name, "mod"},
        {format_by_name, "modsx"},
        {format_by_name, ""},
        {format_by_suffix, "mods"},
        {format_by_suffix, ""},
        {format_by_media_type, "text/*"},
        {format_by_prefix, "MODS"},
        {format_by_prefix, "dc"},
        {format_by_prefix, ""},
        {format_by_schema, "marc"},
        {format_by_schema, "ris"},
        {format_by_schema, ""},
        {format_by_schema, "info:srw/schema/1/mods-v3.7"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_null(cases[i].find(slice_of(cases[i].key)));
}

#define FORMAT "<format name='a' label='A' media-type='a/a' suffix='.a'/>"

static void refuses_tables_that_are_not_one(void **state)
{
    (void)state;
    static const struct {
        const char *xml, *says;
    } bad[] = {
        {"", "not well-formed"},
        {"<formats>", "not well-formed"},
        {"<other/>", "no <formats>"},
        {"<formats>\n<format name='a' label='A' suffix='.a'/></formats>",
         "line 2: a format has no media-type"},
        {"<formats><format label='A' media-type='a/a' suffix='.a'/></formats>", "has no name"},
        {"<formats>" FORMAT "<format name='A' label='B' media-type='b/b' suffix='.b'/></formats>",
         "name or suffix of a"},
        {"<formats>" FORMAT "<format name='b' label='B' media-type='b/b' suffix='.A'/></formats>",
         "name or suffix of a"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct arena *arena = arena_create();
        struct formats formats;
        struct diag diag = {0};
        assert_int_equal(formats_parse(&formats, arena, bad[i].xml, strlen(bad[i].xml), &diag),
                         OFFPRINT_MALFORMED);
        assert_non_null(strstr(diag.message, bad[i].says));
        assert_int_equal(formats.count, 0);
        arena_destroy(arena);
    }
}

static void reads_tables_of_others(void **state)
{
    (void)state;
    static const char xml[] = "<formats>" FORMAT "</formats>";
    struct arena *arena = arena_create();
    struct formats formats;
    assert_int_equal(formats_parse(&formats, arena, xml, sizeof xml - 1, NULL), OFFPRINT_OK);
    assert_int_equal(formats.count, 1);
    assert_string_equal(formats.formats[0].label, "A");
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_every_format_of_the_design),
        cmocka_unit_test(leaves_nothing_null),
        cmocka_unit_test(finds_a_format_by_every_name_it_has),
        cmocka_unit_test(knows_no_other_names),
        cmocka_unit_test(refuses_tables_that_are_not_one),
        cmocka_unit_test(reads_tables_of_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

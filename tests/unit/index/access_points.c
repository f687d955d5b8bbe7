/* The access-point table: the built-in one, and what is wrong with others. */
#include "../test.h"

#include <stdlib.h>
#include <unistd.h>

#include <offprint/access_points.h>

#include "index/access_table.h"

static struct access_points *load_built_in(void)
{
    struct access_points *table;
    struct diag diag = {0};

    if (access_points_load(&table, NULL, &diag) < 0)
        fail_msg("%s", diag.message);
    return table;
}

/* Loads a table with that text between its <access-points> tags, from a file. */
static int load_text(struct access_points **table, const char *text, struct diag *diag)
{
    char path[] = "/tmp/offprint-table-XXXXXX";
    int file = mkstemp(path), status;
    FILE *stream = fdopen(file, "w");

    assert_non_null(stream);
    fprintf(stream, "<access-points>\n%s\n</access-points>\n", text);
    fclose(stream);
    diag_clear(diag);
    status = access_points_load(table, path, diag);
    unlink(path);
    return status;
}

static void knows_every_bib1_use_value_of_the_bath_profile(void **state)
{
    static const struct {
        int use;
        const char *name;
    } uses[] = {
        {1, "name-personal"},
        {2, "name-corporate"},
        {3, "name-conference"},
        {4, "title"},
        {5, "title-series"},
        {6, "title-uniform"},
        {7, "isbn"},
        {8, "issn"},
        {9, "lccn"},
        {12, "control-number"},
        {13, "dewey"},
        {16, "lc-call-number"},
        {21, "subject"},
        {31, "date"},
        {33, "title-key"},
        {54, "language"},
        {58, "subject-geographic"},
        {59, "place"},
        {62, "abstract"},
        {63, "note"},
        {1002, "name"},
        {1003, "author"},
        {1004, "author-personal"},
        {1005, "author-corporate"},
        {1006, "author-conference"},
        {1007, "standard-identifier"},
        {1009, "subject-personal"},
        {1011, "date-added"},
        {1012, "date-changed"},
        {1016, "anywhere"},
        {1017, "anywhere"},
        {1018, "publisher"},
        {1021, "level"},
        {1031, "material"},
        {1033, "host"},
        {1035, "anywhere"},
        {1044, "institution"},
        {1075, "genre"},
        {1079, "subject-topical"},
    };
    struct access_points *table = load_built_in();

    (void)state;
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) {
        const struct access_point *point = access_point_by_use(table, uses[i].use);

        if (point == NULL || strcmp(point->name, uses[i].name) != 0)
            fail_msg("use %d is not %s", uses[i].use, uses[i].name);
        assert_ptr_equal(point, access_point_by_name(table, slice_of(uses[i].name)));
    }
    assert_null(access_point_by_use(table, 0));
    assert_null(access_point_by_use(table, 9999));
    assert_null(access_point_by_use(table, (int64_t)4 + (INT64_C(1) << 32)));
    access_points_destroy(table);
}

static void knows_cql_names_by_set_without_case(void **state)
{
    static const struct {
        const char *set, *index, *name;
    } names[] = {
        {"dc", "title", "title"},
        {"DC", "Title", "title"},
        {"info:srw/cql-context-set/1/dc-v1.1", "creator", "author"},
        {"cql", "anywhere", "anywhere"},
        {"cql", "serverChoice", "anywhere"},
        {"bath", "keyTitle", "title-key"},
        {"rec", "identifier", "control-number"},
        {"bib", "namePersonal", "name-personal"},
        {"marc", "245$c", "responsibility"},
        {"offprint", "host", "host"},
    };
    struct access_points *table = load_built_in();

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct access_point *point =
            access_point_by_cql(table, slice_of(names[i].set), slice_of(names[i].index));

        if (point == NULL || strcmp(point->name, names[i].name) != 0)
            fail_msg("%s.%s is not %s", names[i].set, names[i].index, names[i].name);
    }
    assert_null(access_point_by_cql(table, slice_of("dc"), slice_of("keyTitle")));
    assert_null(access_point_by_cql(table, slice_of("xx"), slice_of("title")));
    assert_null(access_point_by_cql(table, slice_of(""), slice_of("title")));
    assert_null(access_point_by_cql(table, slice_of("dc"), slice_of("")));
    assert_null(access_point_by_name(table, slice_of("titl")));
    assert_null(access_point_by_name(table, slice_of("titles")));
    access_points_destroy(table);
}

/* Whoever answers from a union needs no recursion. */
static void unions_have_only_members_with_terms_of_their_own(void **state)
{
    struct access_points *table = load_built_in();
    const struct access_point *points, *name;
    size_t count, unions = 0;

    (void)state;
    points = access_points_all(table, &count);
    for (size_t i = 0; i < count; i++) {
        assert_true((points[i].member_count > 0) != (points[i].source_count > 0));
        unions += points[i].member_count > 0;
        for (size_t j = 0; j < points[i].member_count; j++) {
            assert_true(points[i].members[j]->source_count > 0);
            for (size_t k = 0; k < j; k++)
                assert_ptr_not_equal(points[i].members[j], points[i].members[k]);
        }
    }
    assert_true(unions >= 10);
    name = access_point_by_name(table, slice_of("name")); /* a union of three unions of two */
    assert_int_equal(name->member_count, 6);
    access_points_destroy(table);
}

static void says_what_can_be_browsed_and_sorted(void **state)
{
    static const char *const sorted[] = {"title", "author", "date", "date-added", "date-changed"};
    struct access_points *table = load_built_in();
    const struct access_point *points;
    size_t count, found = 0;

    (void)state;
    points = access_points_all(table, &count);
    for (size_t i = 0; i < count; i++)
        found += points[i].sorts;
    assert_int_equal(found, sizeof sorted / sizeof *sorted);
    for (size_t i = 0; i < sizeof sorted / sizeof *sorted; i++)
        assert_true(access_point_by_name(table, slice_of(sorted[i]))->sorts);
    assert_true(access_point_by_use(table, 4)->weight > 1);
    assert_int_equal(access_point_by_use(table, 62)->weight, 1);
    assert_true(access_point_by_use(table, 4)->scans);
    assert_true(access_point_by_use(table, 1003)->scans);
    assert_false(access_point_by_use(table, 62)->scans);
    access_points_destroy(table);
}

static void says_what_can_be_counted(void **state)
{
    static const struct {
        const char *facet, *point;
    } facets[] = {{"author", "author"},
                  {"subject", "subject"},
                  {"language", "language"},
                  {"year", "date"},
                  {"material", "material"}};
    struct access_points *table = load_built_in();

    (void)state;
    assert_int_equal(table->facet_count, sizeof facets / sizeof *facets);
    for (size_t i = 0; i < sizeof facets / sizeof *facets; i++) {
        const struct access_point *point = access_point_by_facet(table, slice_of(facets[i].facet));

        assert_ptr_equal(point, access_point_by_name(table, slice_of(facets[i].point)));
        assert_string_equal(point->facet, facets[i].facet);
        assert_ptr_equal(point, table->facets[i]);
    }
    assert_null(access_point_by_facet(table, slice_of("title")));
    assert_null(access_point_by_facet(table, slice_of("date")));
    assert_null(access_point_by_facet(table, slice_of("")));
    assert_non_null(access_point_by_facet(table, slice_of("Year")));
    access_points_destroy(table);
}

#define SET "<context-set name='dc' identifier='info:dc'/>\n"
#define POINT(attributes, content)                                                                 \
    "<access-point number='2' name='a' label='A' kind='text' " attributes ">" content              \
    "</access-point>"
#define FIELD "<field tag='245'/>"

static void refuses_bad_tables_with_line_and_value(void **state)
{
    static const struct {
        const char *name, *text;
        int line;
        const char *value, *reason;
    } bad[] = {
        {"not well-formed", "<access-point", 3, NULL, ""},
        {"nothing in it", "", 1, "access-points", "no access points"},
        {"unknown element", "<index/>", 2, "index", "no such element"},
        {"unknown attribute", POINT("sortable='yes'", FIELD), 2, "sortable", "no such attribute"},
        {"no weight", POINT("weight='0'", FIELD), 2, "0", "out of range"},
        {"weight too large", POINT("weight='10'", FIELD), 2, "10", "out of range"},
        {"set without identifier", "<context-set name='x'/>", 2, "identifier", "lacks"},
        {"set twice", SET SET, 3, "dc", "twice"},
        {"no number", "<access-point name='a' label='A' kind='text'>" FIELD "</access-point>", 2,
         "number", "lacks"},
        {"number of the index's own",
         "<access-point number='1' name='a' label='A' kind='text'>" FIELD "</access-point>", 2, "1",
         "out of range"},
        {"number too large",
         "<access-point number='256' name='a' label='A' kind='text'>" FIELD "</access-point>", 2,
         "256", "out of range"},
        {"number that is none",
         "<access-point number='2x' name='a' label='A' kind='text'>" FIELD "</access-point>", 2,
         "2x", "not a number"},
        {"number twice", POINT("", FIELD) "\n" POINT("", FIELD), 3, "2", "another"},
        {"name twice",
         POINT("", FIELD) "\n<access-point number='3' name='A' label='A' kind='text'>" FIELD
                          "</access-point>",
         3, "A", "another"},
        {"unknown kind",
         "<access-point number='2' name='a' label='A' kind='string'>" FIELD "</access-point>", 2,
         "string", "no such value"},
        {"unknown form", POINT("form='isbn10'", FIELD), 2, "isbn10", "no such value"},
        {"neither yes nor no", POINT("scans='true'", FIELD), 2, "true", "neither yes nor no"},
        {"facet without name", POINT("facet=''", FIELD), 2, "", "small letters"},
        {"facet with capitals", POINT("facet='Author'", FIELD), 2, "Author", "small letters"},
        {"facet with a comma", POINT("facet='a,b'", FIELD), 2, "a,b", "small letters"},
        {"facet of the catalogue's", POINT("facet='host'", FIELD), 2, "host", "by itself"},
        {"facet of another",
         POINT("facet='f'", FIELD) "\n<access-point number='3' name='b' label='B' kind='text' "
                                   "facet='f'>" FIELD "</access-point>",
         3, "f", "another"},
        {"facet of texts and others",
         POINT("", FIELD) "\n<access-point number='3' name='b' label='B' kind='identifier'>" FIELD
                          "</access-point>\n<access-point number='4' name='c' label='C' "
                          "kind='text' facet='f' members='a b'/>",
         4, "b", "all texts"},
        {"use value that is none", POINT("uses='4 four'", FIELD), 2, "four", "not a number"},
        {"use value of another",
         POINT("uses='4'", FIELD) "\n<access-point number='3' name='b' label='B' kind='text' "
                                  "uses='4'>" FIELD "</access-point>",
         3, "4", "another"},
        {"use value twice", POINT("uses='4 4'", FIELD), 2, "4", "twice"},
        {"CQL name without set", SET POINT("cql='title'", FIELD), 3, "title", "full stop"},
        {"CQL name of an unknown set", SET POINT("cql='bath.title'", FIELD), 3, "bath.title",
         "not in the table"},
        {"CQL name of another",
         SET POINT("cql='dc.title'", FIELD) "\n<access-point number='3' name='b' label='B' "
                                            "kind='text' cql='dc.Title'>" FIELD "</access-point>",
         4, "dc.Title", "another"},
        {"CQL name twice", SET POINT("cql='dc.title dc.title'", FIELD), 3, "dc.title", "twice"},
        {"neither fields nor members", POINT("", ""), 2, "a", "either fields or members"},
        {"fields and members", POINT("members='a'", FIELD), 2, "a", "either fields or members"},
        {"unknown member", POINT("members='b'", ""), 2, "b", "not in the table"},
        {"member of itself", POINT("members='a'", ""), 2, "a", "stands before"},
        {"no members", POINT("members=' '", ""), 2, "a", "no members"},
        {"field without tag", POINT("", "\n<field subfields='a'/>"), 3, "tag", "lacks"},
        {"tag of four", POINT("", "<field tag='245 2450'/>"), 2, "2450", "three digits"},
        {"tag of letters", POINT("", "<field tag='24x'/>"), 2, "24x", "three digits"},
        {"control field as data", POINT("", "<field tag='001'/>"), 2, "001", "00X"},
        {"data field as control",
         "<access-point number='2' name='a' label='A' kind='code'><control tag='245'/>"
         "</access-point>",
         2, "245", "00X"},
        {"no subfields", POINT("", "<field tag='245' subfields=''/>"), 2, "subfields", "empty"},
        {"subfield code that is none", POINT("", "<field tag='245' subfields='a b'/>"), 2, " b",
         "not a subfield code"},
        {"condition that is none", POINT("", "<field tag='024' where='doi'/>"), 2, "doi",
         "subfield code"},
        {"indicator of two", POINT("", "<field tag='024' ind1='77'/>"), 2, "77", "one character"},
        {"nonfiling indicator", POINT("", "<field tag='245' nonfiling='3'/>"), 2, "3",
         "out of range"},
        {"text from the leader", POINT("", "<leader from='6' length='1'/>"), 2, "leader",
         "fields only"},
        {"child of a field", POINT("", "<field tag='245'><map/></field>"), 2, "map", "no element"},
        {"code as long as it is not",
         "<access-point number='2' name='a' label='A' kind='code'><leader from='6' length='2'>"
         "<map code='a' name='book'/></leader></access-point>",
         2, "a", "as long as"},
        {"pairs of keys",
         "<access-point number='2' name='a' label='A' kind='code' pairs='yes'>" FIELD
         "</access-point>",
         2, "pairs", "only a text"},
        {"pairs of a union", POINT("pairs='yes' members='a'", ""), 2, "pairs", "only a text"},
        {"function words that are not there", "<function-words/>", 2, "words", "lacks"},
        {"function words twice", "<function-words words='a'/>\n<function-words words='b'/>", 3,
         "function-words", "twice"},
        {"unknown value of the record",
         "<access-point number='2' name='a' label='A' kind='date'><record value='seen'/>"
         "</access-point>",
         2, "seen", "no such value"},
    };
    struct diag diag;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct access_points *table = (struct access_points *)1;
        int status = load_text(&table, bad[i].text, &diag);
        char line[32];

        snprintf(line, sizeof line, ", line %d: ", bad[i].line);
        if (status != OFFPRINT_MALFORMED || table != NULL)
            fail_msg("%s: taken", bad[i].name);
        if (strstr(diag.message, line) == NULL || strstr(diag.message, bad[i].reason) == NULL)
            fail_msg("%s: %s", bad[i].name, diag.message);
        if (bad[i].value != NULL && strcmp(diag.value, bad[i].value) != 0)
            fail_msg("%s: value %s", bad[i].name, diag.value);
    }
}

static void refuses_another_root(void **state)
{
    char path[] = "/tmp/offprint-table-XXXXXX";
    int file = mkstemp(path);
    struct access_points *table;
    struct diag diag;

    (void)state;
    assert_int_equal(write(file, "<table/>", 8), 8);
    close(file);
    assert_int_equal(access_points_load(&table, path, &diag), OFFPRINT_MALFORMED);
    assert_string_equal(diag.value, "table");
    unlink(path);
    assert_int_equal(access_points_load(&table, path, &diag), OFFPRINT_IO);
    assert_non_null(strstr(diag.message, path));
}

/* An entity that grows as it is expanded must not eat the machine. */
static void refuses_tables_that_expand_without_end(void **state)
{
    char path[] = "/tmp/offprint-table-XXXXXX";
    int file = mkstemp(path);
    FILE *stream = fdopen(file, "w");
    struct access_points *table;
    struct diag diag;

    (void)state;
    fprintf(stream, "<!DOCTYPE t [<!ENTITY e0 'xxxxxxxxxx'>");
    for (int i = 1; i < 12; i++)
        fprintf(stream, "<!ENTITY e%d '&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;'>", i,
                i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    fprintf(stream, "]><access-points><access-point number='2' label='&e11;'/></access-points>");
    fclose(stream);
    assert_int_equal(access_points_load(&table, path, &diag), OFFPRINT_MALFORMED);
    unlink(path);
}

static void the_hash_follows_the_fields_and_not_the_words(void **state)
{
    static const char *const same[] = {
        POINT("uses='4'", FIELD),
        POINT("uses='4 5'", FIELD),
        POINT("weight='3'", FIELD),
        POINT("", "\n<!-- said otherwise -->" FIELD),
    };
    static const char *const others[] = {
        POINT("sorts='yes'", FIELD),
        POINT("facet='a'", FIELD),
        POINT("pairs='yes'", FIELD),
        POINT("scans='yes'", FIELD),
        "<function-words words='the of'/>" POINT("", FIELD),
        POINT("", "<field tag='246'/>"),
        POINT("", "<field tag='245' subfields='a'/>"),
        POINT("", "<field tag='245' nonfiling='2'/>"),
        POINT("", "<field tag='245' ind1='1'/>"),
        POINT("", "<field tag='245' sort='1'/>"),
        POINT("", FIELD FIELD),
        "<access-point number='3' name='a' label='A' kind='text'>" FIELD "</access-point>",
        "<access-point number='2' name='a' label='A' kind='identifier'>" FIELD "</access-point>",
        "<access-point number='2' name='a' label='A' kind='identifier' form='isbn'>" FIELD
        "</access-point>",
    };
    uint64_t first = 0;

    (void)state;
    for (size_t i = 0; i < sizeof same / sizeof *same + sizeof others / sizeof *others; i++) {
        const size_t alike = sizeof same / sizeof *same;
        const char *text = i < alike ? same[i] : others[i - alike];
        struct access_points *table;
        struct diag diag;

        if (load_text(&table, text, &diag) < 0)
            fail_msg("%s", diag.message);
        if (i == 0)
            first = access_points_hash(table);
        if ((access_points_hash(table) == first) != (i < alike))
            fail_msg("the hash of %s", text);
        access_points_destroy(table);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_every_bib1_use_value_of_the_bath_profile),
        cmocka_unit_test(knows_cql_names_by_set_without_case),
        cmocka_unit_test(unions_have_only_members_with_terms_of_their_own),
        cmocka_unit_test(says_what_can_be_browsed_and_sorted),
        cmocka_unit_test(says_what_can_be_counted),
        cmocka_unit_test(refuses_bad_tables_with_line_and_value),
        cmocka_unit_test(refuses_another_root),
        cmocka_unit_test(refuses_tables_that_expand_without_end),
        cmocka_unit_test(the_hash_follows_the_fields_and_not_the_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

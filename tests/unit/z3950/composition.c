/* Record syntaxes and element sets: what each combination means, and what is refused. */
#include "fixture.h"

#include <offprint/convert.h>

#include <yaz/oid_db.h>

#include "z3950/composition.h"
#include "z3950/diagnostics.h"

static void gives_each_syntax_its_element_sets(void **state)
{
    static const struct {
        const Odr_oid *syntax;
        const char *element_set; /* NULL: none is asked for */
        const char *format;      /* NULL: refused */
        bool brief;
    } cases[] = {
        {NULL, NULL, "marc", false},
        {NULL, "F", "marc", false},
        {NULL, "b", "marc", true},
        {yaz_oid_recsyn_usmarc, "F", "marc", false},
        {yaz_oid_recsyn_usmarc, "B", "marc", true},
        {yaz_oid_recsyn_usmarc, "marc", "marc", false},
        {yaz_oid_recsyn_usmarc, "MARC8", "marc8", false},
        {yaz_oid_recsyn_usmarc, "marc21-agk", NULL, false},
        {yaz_oid_recsyn_usmarc, "mods", NULL, false},
        {yaz_oid_recsyn_usmarc, "G", NULL, false},
        {yaz_oid_recsyn_xml, NULL, "marcxml", false},
        {yaz_oid_recsyn_xml, "f", "marcxml", false},
        {yaz_oid_recsyn_xml, "B", "marcxml", true},
        {yaz_oid_recsyn_xml, "marcxml", "marcxml", false},
        {yaz_oid_recsyn_xml, "MODS", "mods", false},
        {yaz_oid_recsyn_xml, "dc", "dc", false},
        {yaz_oid_recsyn_xml, "info:srw/schema/1/mods-v3.8", "mods", false},
        {yaz_oid_recsyn_application_xml, "mods", "mods", false},
        {yaz_oid_recsyn_xml, "marc21-vufind", "marc21-vufind", false},
        {yaz_oid_recsyn_xml, "marc21-agk", "marc21-agk", false},
        {yaz_oid_recsyn_xml, "marc8", NULL, false},
        {yaz_oid_recsyn_xml, "json", NULL, false},
        {yaz_oid_recsyn_xml, "marc", NULL, false},
        {yaz_oid_recsyn_xml, "", NULL, false},
        {yaz_oid_recsyn_sutrs, NULL, "text", false},
        {yaz_oid_recsyn_sutrs, "B", "text", true},
        {yaz_oid_recsyn_sutrs, "marcxml", NULL, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char name[64];
        Z_ElementSetNames names = {.which = Z_ElementSetNames_generic, .u.generic = name};
        struct composition composition;
        struct diag diag = {0};
        int status;

        snprintf(name, sizeof name, "%s", cases[i].element_set != NULL ? cases[i].element_set : "");
        status = composition_read_simple(&composition, cases[i].syntax,
                                         cases[i].element_set != NULL ? &names : NULL, &diag);
        if (cases[i].format == NULL) {
            assert_int_equal(status, OFFPRINT_ELEMENT_SET);
            assert_string_equal(diag.value, name);
            continue;
        }
        assert_int_equal(status, OFFPRINT_OK);
        assert_string_equal(composition.format->name, cases[i].format);
        assert_int_equal(composition.brief, cases[i].brief);
    }
}

static void refuses_other_syntaxes_by_their_number(void **state)
{
    struct composition composition;
    struct diag diag = {0};

    (void)state;
    assert_int_equal(composition_read(&composition, yaz_oid_recsyn_grs_1, NULL, &diag),
                     OFFPRINT_FORMAT);
    assert_string_equal(diag.value, "1.2.840.10003.5.105");
}

static void refuses_element_sets_by_database(void **state)
{
    char esn[] = "F", database[] = "Default";
    Z_DatabaseSpecificUnit unit = {database, esn};
    Z_DatabaseSpecificUnit *units[] = {&unit};
    Z_DatabaseSpecific specific = {1, units};
    Z_ElementSetNames names = {.which = Z_ElementSetNames_databaseSpecific,
                               .u.databaseSpecific = &specific};
    struct composition composition;
    struct diag diag = {0};

    (void)state;
    assert_int_equal(composition_read_simple(&composition, NULL, &names, &diag),
                     Z3950_ELEMENT_SET_BY_DATABASE);
    assert_string_equal(diag.value, "F");
}

static int read_complex(struct composition *composition, Z_CompSpec *spec, const Odr_oid *syntax,
                        struct diag *diag)
{
    Z_RecordComposition asked = {.which = Z_RecordComp_complex, .u.complex = spec};

    return composition_read(composition, syntax, &asked, diag);
}

static void reads_a_schema_with_an_element_set(void **state)
{
    char uri[] = "http://example.org/none", mods[] = "mods", brief[] = "B";
    Z_ElementSpec element = {.which = Z_ElementSpec_elementSetName, .u.elementSetName = brief};
    Z_Specification generic = {.which = Z_Schema_uri, .schema.uri = mods, .elementSpec = &element};
    Z_CompSpec spec = {.generic = &generic};
    struct composition composition;
    struct diag diag = {0};

    (void)state;
    assert_int_equal(read_complex(&composition, &spec, yaz_oid_recsyn_xml, &diag), OFFPRINT_OK);
    assert_string_equal(composition.format->name, "mods");
    assert_true(composition.brief);
    generic.schema.uri = uri;
    assert_int_equal(read_complex(&composition, &spec, yaz_oid_recsyn_xml, &diag), Z3950_SCHEMA);
    assert_string_equal(diag.value, uri);
}

static void refuses_elements_that_are_specified_otherwise(void **state)
{
    Z_External external = {0};
    Z_ElementSpec element = {.which = Z_ElementSpec_externalSpec, .u.externalSpec = &external};
    Z_Specification generic = {.elementSpec = &element};
    Z_CompSpec spec = {.generic = &generic};
    char database[] = "Default";
    Z_DbSpecific specific = {database, &generic};
    Z_DbSpecific *specifics[] = {&specific};
    struct composition composition;
    struct diag diag = {0};

    (void)state;
    assert_int_equal(read_complex(&composition, &spec, NULL, &diag), Z3950_COMP_SPEC);
    spec = (Z_CompSpec){.num_dbSpecific = 1, .dbSpecific = specifics};
    assert_int_equal(read_complex(&composition, &spec, NULL, &diag), Z3950_COMP_SPEC);
    assert_string_equal(diag.value, "Default");
}

static void takes_the_first_syntax_of_several_that_it_has(void **state)
{
    Odr_oid grs[OID_SIZE], xml[OID_SIZE];
    Odr_oid *syntaxes[] = {grs, xml};
    Odr_bool alternative = 0;
    Z_CompSpec spec = {
        .selectAlternativeSyntax = &alternative, .num_recordSyntax = 2, .recordSyntax = syntaxes};
    struct composition composition;
    struct diag diag = {0};

    (void)state;
    oid_oidcpy(grs, yaz_oid_recsyn_grs_1);
    oid_oidcpy(xml, yaz_oid_recsyn_xml);
    assert_int_equal(read_complex(&composition, &spec, NULL, &diag), OFFPRINT_OK);
    assert_string_equal(composition.format->name, "marcxml");
    spec.num_recordSyntax = 1;
    assert_int_equal(read_complex(&composition, &spec, NULL, &diag), OFFPRINT_FORMAT);
    alternative = 1;
    assert_int_equal(read_complex(&composition, &spec, NULL, &diag), OFFPRINT_OK);
    assert_string_equal(composition.format->name, "marc");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_each_syntax_its_element_sets),
        cmocka_unit_test(refuses_other_syntaxes_by_their_number),
        cmocka_unit_test(refuses_element_sets_by_database),
        cmocka_unit_test(reads_a_schema_with_an_element_set),
        cmocka_unit_test(refuses_elements_that_are_specified_otherwise),
        cmocka_unit_test(takes_the_first_syntax_of_several_that_it_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* RPN as YAZ decodes it: the same tree as PQF gives, and refusals that PQF cannot say. */
#include "parse.h"

#include <stdlib.h>

#include <yaz/oid_db.h>
#include <yaz/oid_std.h>
#include <yaz/pquery.h>

#include "query/rpn.h"

/* YAZ's own reading of a PQF text; fails the test where it has none. */
static Z_RPNQuery *yaz_read(ODR odr, const char *pqf)
{
    Z_RPNQuery *rpn = p_query_rpn(odr, pqf);

    if (rpn == NULL)
        fail_msg("YAZ does not read %s", pqf);
    return rpn;
}

static Z_AttributesPlusTerm *apt_of(Z_RPNQuery *rpn)
{
    assert_int_equal(rpn->RPNStructure->which, Z_RPNStructure_simple);
    assert_int_equal(rpn->RPNStructure->u.simple->which, Z_Operand_APT);
    return rpn->RPNStructure->u.simple->u.attributesPlusTerm;
}

static void assert_tree(const Z_RPNQuery *rpn, const char *wanted)
{
    struct arena *arena = arena_create();
    struct query *query;
    struct buffer tree;
    struct diag diag = {0};

    buffer_init(&tree);
    if (query_from_rpn(&query, arena, table, rpn, &diag) < 0)
        fail_msg("wanted %s: %s (%s)", wanted, diag.message, diag.value);
    query_describe(&tree, query);
    assert_string_equal(tree.data, wanted);
    buffer_finish(&tree);
    arena_destroy(arena);
}

static void assert_refused(const Z_RPNQuery *rpn, int status, const char *value)
{
    struct arena *arena = arena_create();
    struct query *query;
    struct diag diag = {0};

    assert_string_equal(status_name(query_from_rpn(&query, arena, table, rpn, &diag)),
                        status_name(status));
    assert_string_equal(diag.value, value);
    arena_destroy(arena);
}

/* YAZ's reader of PQF and ours must agree on everything that is PQF. */
static void agrees_with_yaz_on_pqf(void **state)
{
    static const char *const queries[] = {
        "rupture",
        "\"rupture minsk\"",
        "{rupture minsk}",
        "\"say \\\"no\\\"\"",
        "a\\x41\\102c\\\\d",
        "@and a b",
        "@or a @not b c",
        "@attr 1=4 @and a @attr 4=2 b",
        "@attr 1=4 @and @attr 1=1003 a b",
        "@and @attr 1=4 a b",
        "@set 1",
        "@and @set Default @attr 1=4 x",
        "@attrset bib-1 @attr 1=4 x",
        "@attr bib-1 1=4 x",
        "@attr 1=title x",
        "@attr \"1=4\" x",
        "@term string x",
        "@term numeric @attr 1=31 1998",
        "@attr 1=4 @attr 2=3 @attr 3=1 @attr 4=1 @attr 5=100 @attr 6=3 \"x y\"",
        "@attr 1=31 @attr 2=104 \"1990 1995\"",
        "@attr 5=101 a#b",
        "@attr 1=4 @prox 0 3 1 2 k 2 a b",
        "@prox 1 1 0 3 known 2 a b",
        "@prox void 5 0 1 k 2 a b",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(queries); i++) {
        ODR odr = odr_createmem(ODR_ENCODE);
        struct arena *arena = arena_create();
        struct query *query;
        struct buffer tree;
        struct diag diag;

        buffer_init(&tree);
        assert_int_equal(query_from_pqf(&query, arena, table, queries[i], &diag), OFFPRINT_OK);
        query_describe(&tree, query);
        assert_tree(yaz_read(odr, queries[i]), tree.data);
        buffer_finish(&tree);
        arena_destroy(arena);
        odr_destroy(odr);
    }
}

static void attribute_sets_may_stand_on_each_attribute(void **state)
{
    ODR odr = odr_createmem(ODR_ENCODE);
    Z_RPNQuery *rpn = yaz_read(odr, "@attr 1=4 @attr 4=2 x");
    Z_AttributeList *list = apt_of(rpn)->attributes;

    (void)state;
    for (int i = 0; i < list->num_attributes; i++)
        list->attributes[i]->attributeSet = odr_oiddup(odr, yaz_oid_attset_bib_1);
    assert_tree(rpn, "(title word = \"x\")");
    list->attributes[1]->attributeSet = odr_oiddup(odr, yaz_oid_attset_exp_1);
    assert_refused(rpn, OFFPRINT_ATTRIBUTE_SET, "1.2.840.10003.3.2");
    list->attributes[1]->attributeSet = NULL;
    rpn->attributeSetId = odr_oiddup(odr, yaz_oid_attset_exp_1);
    assert_refused(rpn, OFFPRINT_ATTRIBUTE_SET, "1.2.840.10003.3.2");
    odr_destroy(odr);
}

static void a_complex_attribute_may_have_one_value(void **state)
{
    ODR odr = odr_createmem(ODR_ENCODE);
    Z_RPNQuery *rpn = yaz_read(odr, "@attr 1=title x");
    Z_ComplexAttribute *complex = apt_of(rpn)->attributes->attributes[0]->value.complex;
    Z_StringOrNumeric *pair[2], number = {.which = Z_StringOrNumeric_numeric};
    Odr_int *action = odr_intdup(odr, 1);

    (void)state;
    number.u.numeric = odr_intdup(odr, 1003);
    complex->list[0] = &number;
    assert_tree(rpn, "(author phrase = \"x\")");
    complex->num_semanticAction = 1;
    complex->semanticAction = &action;
    assert_refused(rpn, OFFPRINT_ATTRIBUTE_COMPLEX, "1");
    complex->num_semanticAction = 0;
    pair[0] = pair[1] = &number;
    complex->list = pair;
    complex->num_list = 2;
    assert_refused(rpn, OFFPRINT_ATTRIBUTE_COMPLEX, "2");
    odr_destroy(odr);
}

static void refuses_attributes_given_twice(void **state)
{
    ODR odr = odr_createmem(ODR_ENCODE);
    Z_RPNQuery *rpn = yaz_read(odr, "@attr 1=4 @attr 2=3 x");
    Z_AttributeList *list = apt_of(rpn)->attributes;

    (void)state;
    *list->attributes[0]->attributeType = 1;
    *list->attributes[1]->attributeType = 1;
    assert_refused(rpn, OFFPRINT_COMBINATION, "1");
    *list->attributes[1]->attributeType = 12;
    assert_refused(rpn, OFFPRINT_ATTRIBUTE_TYPE, "12");
    *list->attributes[1]->attributeType = -1;
    assert_refused(rpn, OFFPRINT_ATTRIBUTE_TYPE, "-1");
    odr_destroy(odr);
}

static void takes_octets_strings_and_numbers_as_terms(void **state)
{
    ODR odr = odr_createmem(ODR_ENCODE);
    Z_RPNQuery *rpn = yaz_read(odr, "@attr 1=31 1998");
    Z_Term *term = apt_of(rpn)->term;

    (void)state;
    term->which = Z_Term_numeric;
    term->u.numeric = odr_intdup(odr, 1998);
    assert_tree(rpn, "(date year = \"1998\")");
    term->which = Z_Term_null;
    assert_refused(rpn, OFFPRINT_TERM_EMPTY, "");
    term->which = Z_Term_oid;
    assert_refused(rpn, OFFPRINT_TERM_FORMAT, "4");
    term->which = Z_Term_general;
    term->u.general = odr_create_Odr_oct(odr, "199\0", 4);
    assert_refused(rpn, OFFPRINT_TERM_FORMAT, "199");
    term->u.general = odr_create_Odr_oct(odr, "\xfc", 1);
    assert_refused(rpn, OFFPRINT_TERM_ENCODING, "?");
    term->u.general = odr_create_Odr_oct(odr, "", 0);
    assert_refused(rpn, OFFPRINT_TERM_EMPTY, "");
    odr_destroy(odr);
}

static void refuses_result_sets_with_attributes(void **state)
{
    ODR odr = odr_createmem(ODR_ENCODE);
    Z_RPNQuery *rpn = yaz_read(odr, "@set s1");
    Z_Operand *operand = rpn->RPNStructure->u.simple;
    char name[] = "s1";
    Z_AttributeList none = {0, NULL};
    Z_ResultSetPlusAttributes narrowed = {name, &none};

    (void)state;
    operand->which = Z_Operand_resultAttr;
    operand->u.resultAttr = &narrowed;
    assert_refused(rpn, OFFPRINT_RESULT_SET_ATTRIBUTES, "s1");
    odr_destroy(odr);
}

/* A tree as deep as a PDU of 1 MiB can hold. */
static void bounds_depth_and_operands(void **state)
{
    ODR odr = odr_createmem(ODR_ENCODE);
    Z_RPNQuery *rpn = yaz_read(odr, "@and a b");
    const Z_RPNStructure pair = *rpn->RPNStructure;
    Z_Complex *first = pair.u.complex;
    Z_RPNStructure *levels = calloc(100000, sizeof *levels);
    Z_Complex *complexes = calloc(100000, sizeof *complexes);

    (void)state;
    for (size_t i = 0; i < 100000; i++) {
        complexes[i] = *first;
        levels[i].which = Z_RPNStructure_complex;
        levels[i].u.complex = &complexes[i];
        if (i > 0)
            complexes[i].s1 = &levels[i - 1];
    }
    rpn->RPNStructure = &levels[99999];
    assert_refused(rpn, OFFPRINT_TOO_MANY_OPERANDS, "");
    for (size_t i = 1; i < 100000; i++) {
        complexes[i].s1 = first->s1;
        complexes[i].s2 = &levels[i - 1];
    }
    assert_refused(rpn, OFFPRINT_TOO_MANY_OPERANDS, "");
    free(levels);
    free(complexes);
    odr_destroy(odr);
}

/* Scan may start anywhere: at half an ISBN, at a year's first digits, at nothing. */
static void a_term_to_scan_from_may_be_anything(void **state)
{
    static const struct good good[] = {
        {"@attr 1=4 \"\"", "(title phrase = \"\")"},
        {"@attr 1=4 @attr 3=1 @attr 4=1 r", "(title phrase = \"r\" first-in-field)"},
        {"@attr 1=7 97", "(isbn key = \"97\")"},
        {"@attr 1=31 19", "(date date = \"19\")"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        ODR odr = odr_createmem(ODR_ENCODE);
        Z_AttributesPlusTerm *apt = apt_of(yaz_read(odr, good[i].text));
        struct arena *arena = arena_create();
        struct query *query;
        struct buffer tree;
        struct diag diag;

        buffer_init(&tree);
        assert_int_equal(query_from_apt(&query, arena, table, yaz_oid_attset_bib_1, apt, &diag),
                         OFFPRINT_OK);
        query_describe(&tree, query);
        assert_string_equal(tree.data, good[i].tree);
        if (apt->attributes->num_attributes > 0)
            assert_int_equal(query_from_apt(&query, arena, table, NULL, apt, &diag),
                             OFFPRINT_ATTRIBUTE_SET);
        buffer_finish(&tree);
        arena_destroy(arena);
        odr_destroy(odr);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_yaz_on_pqf),
        cmocka_unit_test(attribute_sets_may_stand_on_each_attribute),
        cmocka_unit_test(a_complex_attribute_may_have_one_value),
        cmocka_unit_test(refuses_attributes_given_twice),
        cmocka_unit_test(takes_octets_strings_and_numbers_as_terms),
        cmocka_unit_test(refuses_result_sets_with_attributes),
        cmocka_unit_test(bounds_depth_and_operands),
        cmocka_unit_test(a_term_to_scan_from_may_be_anything),
    };
    return cmocka_run_group_tests(tests, load_table, release_table);
}

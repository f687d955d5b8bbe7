/* The keys of a Sort: what each says to the catalogue, and which condition refuses it. */
#include "fixture.h"

#include <yaz/oid_db.h>

#include <offprint/access_points.h>

#include "z3950/diagnostics.h"
#include "z3950/sort_keys.h"

static struct access_points *table;

static int load_table(void **state)
{
    struct diag diag;

    (void)state;
    return access_points_load(&table, NULL, &diag);
}

static int release_table(void **state)
{
    (void)state;
    access_points_destroy(table);
    return 0;
}

/* One key as it is sent; zeros are: ascending, case-sensitive, no action. */
struct sent {
    const char *field; /* NULL: attribute `type` with value `use` */
    int type, use;
    int relation, sensitivity;
    int which; /* of the action */
    const char *value;
};

static Z_SortKey *make_key(ODR odr, const struct sent *sent)
{
    Z_SortKey *key = odr_malloc(odr, sizeof *key);
    Z_AttributeElement *attribute = odr_malloc(odr, sizeof *attribute);

    key->which = Z_SortKey_sortField;
    if (sent->field != NULL) {
        key->u.sortField = odr_strdup(odr, sent->field);
        return key;
    }
    *attribute = (Z_AttributeElement){.attributeType = odr_intdup(odr, sent->type),
                                      .which = Z_AttributeValue_numeric};
    attribute->value.numeric = odr_intdup(odr, sent->use);
    key->which = Z_SortKey_sortAttributes;
    key->u.sortAttributes = odr_malloc(odr, sizeof *key->u.sortAttributes);
    key->u.sortAttributes->id = odr_oiddup(odr, yaz_oid_attset_bib_1);
    key->u.sortAttributes->list = odr_malloc(odr, sizeof *key->u.sortAttributes->list);
    key->u.sortAttributes->list->num_attributes = 1;
    key->u.sortAttributes->list->attributes = odr_malloc(odr, sizeof attribute);
    key->u.sortAttributes->list->attributes[0] = attribute;
    return key;
}

static Z_SortKeySpec *make_spec(ODR odr, const struct sent *sent)
{
    Z_SortKeySpec *spec = odr_malloc(odr, sizeof *spec);

    /* What YAZ leaves there where nothing was sent is anything at all. */
    *spec = (Z_SortKeySpec){.sortElement = odr_malloc(odr, sizeof *spec->sortElement),
                            .sortRelation = odr_intdup(odr, sent->relation),
                            .caseSensitivity = odr_intdup(odr, sent->sensitivity),
                            .which = sent->which != 0 ? sent->which : 0x5a5a5a5a};
    spec->sortElement->which = Z_SortElement_generic;
    spec->sortElement->u.generic = make_key(odr, sent);
    if (sent->value != NULL)
        spec->u.missingValueData = odr_create_Odr_oct(odr, sent->value, (int)strlen(sent->value));
    else if (sent->which != 0)
        spec->u.null = odr_nullval();
    return spec;
}

static int read_keys(struct sort_order *order, ODR odr, const struct sent *sent, int count,
                     struct diag *diag)
{
    Z_SortKeySpec *specs[2];
    const Z_SortKeySpecList list = {count, specs};

    *order = (struct sort_order){.count = 0};
    for (int i = 0; i < count; i++)
        specs[i] = make_spec(odr, &sent[i]);
    return sort_keys_read(order, table, &list, diag);
}

static void keys_say_what_to_sort_by_and_how(void **state)
{
    static const struct {
        struct sent sent;
        const char *name;
        bool descending;
        enum sort_missing missing;
    } cases[] = {
        {{.field = "title", .sensitivity = 1}, "title", false, SORT_MISSING_LAST},
        {{.field = "dc.creator", .relation = 1, .sensitivity = 1}, "author", true, 0},
        {{.type = 1, .use = 4, .sensitivity = 1}, "title", false, 0},
        {{.type = 1, .use = 1003, .sensitivity = 1, .which = Z_SortKeySpec_null},
         "author",
         false,
         SORT_MISSING_LAST},
        {{.type = 1, .use = 31, .which = Z_SortKeySpec_abort}, "date", false, SORT_MISSING_FAIL},
        {{.type = 1, .use = 30}, "date", false, 0},
        {{.type = 1, .use = 1011, .relation = 1}, "date-added", true, 0},
        {{.type = 1, .use = 1012}, "date-changed", false, 0},
        {{.field = "title",
          .sensitivity = 1,
          .which = Z_SortKeySpec_missingValueData,
          .value = "zz"},
         "title",
         false,
         SORT_MISSING_VALUE},
    };
    ODR odr = odr_createmem(ODR_ENCODE);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sort_order order;
        struct diag diag;

        assert_int_equal(read_keys(&order, odr, &cases[i].sent, 1, &diag), OFFPRINT_OK);
        assert_int_equal(order.count, 1);
        assert_string_equal(order.keys[0].access_point->name, cases[i].name);
        assert_int_equal(order.keys[0].descending, cases[i].descending);
        assert_int_equal(order.keys[0].missing, cases[i].missing);
    }
    odr_destroy(odr);
}

static void each_refusal_has_its_condition(void **state)
{
    static const struct {
        struct sent sent[2];
        int count, condition;
        const char *value;
    } cases[] = {
        {{{.field = "isbn", .sensitivity = 1}}, 1, 207, "isbn"},
        {{{.field = "nothing", .sensitivity = 1}}, 1, 114, "nothing"},
        {{{.type = 1, .use = 7}}, 1, 207, "isbn"},
        {{{.type = 1, .use = 9999}}, 1, 114, "9999"},
        {{{.type = 4, .use = 2}}, 1, 123, "4"},
        {{{.type = 7, .use = 1}}, 1, 113, "7"},
        {{{.field = "title", .relation = 3, .sensitivity = 1}}, 1, 214, "3"},
        {{{.field = "title", .relation = -1, .sensitivity = 1}}, 1, 214, "-1"},
        {{{.field = "title"}}, 1, 215, "0"},
        {{{.field = "date", .sensitivity = 2}}, 1, 215, "2"},
        {{{.field = "title", .sensitivity = 1, .which = 9, .value = ""}}, 1, 216, "9"},
        {{{.field = "date", .which = Z_SortKeySpec_missingValueData, .value = "x"}}, 1, 213, "x"},
        {{{.field = "title",
           .sensitivity = 1,
           .which = Z_SortKeySpec_missingValueData,
           .value = "\xff"}},
         1,
         0,
         NULL},
        {{{.field = "title", .sensitivity = 1}, {.type = 1, .use = 4, .sensitivity = 1}},
         2,
         212,
         "title"},
        {{{0}}, 0, 237, ""},
    };
    ODR odr = odr_createmem(ODR_ENCODE);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sort_order order;
        struct diag diag = {0};
        int status = read_keys(&order, odr, cases[i].sent, cases[i].count, &diag);

        assert_true(status < 0);
        if (cases[i].value == NULL) {
            assert_int_equal(status, OFFPRINT_TERM_ENCODING);
            continue;
        }
        assert_int_equal(diagnostics_condition(status), cases[i].condition);
        assert_string_equal(diag.value, cases[i].value);
    }
    odr_destroy(odr);
}

static void other_kinds_of_elements_are_refused(void **state)
{
    static const struct sent title = {.field = "title", .sensitivity = 1};
    ODR odr = odr_createmem(ODR_ENCODE);
    Z_SortKeySpec *spec = make_spec(odr, &title);
    Z_SortKeySpecList list = {1, &spec};
    Z_SortDbSpecificList databases = {0, NULL};
    struct sort_order order = {.count = 0};
    struct diag diag;

    (void)state;
    spec->sortElement->u.generic->which = Z_SortKey_elementSpec;
    assert_int_equal(diagnostics_condition(sort_keys_read(&order, table, &list, &diag)), 207);
    assert_string_equal(diag.value, "elementSpec");
    spec->sortElement->which = Z_SortElement_databaseSpecific;
    spec->sortElement->u.databaseSpecific = &databases;
    assert_int_equal(diagnostics_condition(sort_keys_read(&order, table, &list, &diag)), 210);
    odr_destroy(odr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_say_what_to_sort_by_and_how),
        cmocka_unit_test(each_refusal_has_its_condition),
        cmocka_unit_test(other_kinds_of_elements_are_refused),
    };
    return cmocka_run_group_tests(tests, load_table, release_table);
}

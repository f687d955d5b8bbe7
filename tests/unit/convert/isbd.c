#include "../test.h"

#include <offprint/arena.h>
#include <offprint/record.h>

#include "convert/isbd.h"

static void takes_off_what_isbd_puts_before_the_next_element(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"The rupture of Anglo-Soviet relations /", "The rupture of Anglo-Soviet relations"},
        {"London :", "London"},
        {"211 p. ;", "211 p."},
        {"Title =", "Title"},
        {"Gorodetsky, Gabriel,", "Gorodetsky, Gabriel"},
        {"1977.", "1977"},
        {"  a  :  ", "a"},
        {"Wait... /", "Wait..."},
        {"etc.", "etc."},
        {"King, Martin Luther, Jr.,", "King, Martin Luther, Jr."},
        {"Tolkien, J. R. R.", "Tolkien, J. R. R."},
        {"Smith, J.", "Smith, J."},
        {"Vitamin C.", "Vitamin C"},
        {"made in the U.S.A.", "made in the U.S.A."},
        {"2nd ed.", "2nd ed."},
        {"256 p.", "256 p."},
        {"المطبعة الادبية،", "المطبعة الادبية"},
        {"Ø.", "Ø."},
        {".", ""},
        {" / : ; ", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_slice(isbd_trim(slice_of(cases[i].text)), cases[i].wanted);
}

static void takes_off_brackets_that_enclose_or_are_alone(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"[London] :", "London"},
        {"[1977]", "1977"},
        {"[1977", "1977"},
        {"1977]", "1977"},
        {"1312 [1895]", "1312 [1895]"},
        {"[a] b [c]", "[a] b [c]"},
        {"[", ""},
        {"]", ""},
        {"[]", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_slice(isbd_unbracket(slice_of(cases[i].text)), cases[i].wanted);
}

static void joins_subfields_in_the_order_of_the_field(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    struct marc_record *record = marc_record_create(arena);
    struct marc_field *field = marc_record_add_field(record, "300", ' ', ' ');
    marc_field_add(record, field, 'a', slice_of(" 256 p. ; "));
    marc_field_add(record, field, 'c', slice_of("23 cm"));
    marc_field_add(record, field, 'b', slice_of("  "));
    marc_field_add(record, field, 'a', slice_of("1 map"));
    assert_slice(isbd_join(field, "abc", " ", arena), "256 p. ; 23 cm 1 map");
    assert_slice(isbd_join(field, "a", "--", arena), "256 p. ;--1 map");
    assert_slice(isbd_join(field, "c", "--", arena), "23 cm");
    assert_slice(isbd_join(field, "bx", "--", arena), "");
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_off_what_isbd_puts_before_the_next_element),
        cmocka_unit_test(takes_off_brackets_that_enclose_or_are_alone),
        cmocka_unit_test(joins_subfields_in_the_order_of_the_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Records in memory: built, searched, compared. */
#include "help.h"

static void fields_are_found_in_their_order(void **state)
{
    struct arena *arena = arena_create();
    struct marc_record *record = marc_record_create(arena);
    const struct marc_field *field;
    struct marc_field *added;

    (void)state;
    marc_record_add_control(record, "001", slice_of(" x1 "));
    for (int i = 0; i < 100; i++) {
        added =
            marc_record_add_field(record, i % 2 == 0 ? "650" : "700", ' ', (char)('0' + i % 10));
        for (int k = 0; k < 10; k++)
            marc_field_add(record, added, (char)('a' + k), slice_of("value"));
    }
    assert_int_equal(101, record->field_count);
    assert_text("x1", marc_record_identifier(record));
    assert_text(" x1 ", marc_record_control(record, "001"));
    field = marc_record_field(record, "6XX", NULL);
    assert_int_equal('0', field->indicator[1]);
    field = marc_record_field(record, "65.", field);
    assert_int_equal('2', field->indicator[1]);
    assert_int_equal(10, field->subfield_count);
    assert_text("value", marc_field_subfield(field, 'j'));
    assert_int_equal(0, marc_field_subfield(field, 'k').length);
    assert_text("value", marc_record_subfield(record, "700", 'a'));
    assert_int_equal(0, marc_record_subfield(record, "245", 'a').length);
    assert_null(marc_record_field(record, "245", NULL));
    assert_null(marc_record_field(marc_record_create(arena), "001", NULL));
    arena_destroy(arena);
}

static void patterns_match_tags(void **state)
{
    (void)state;
    assert_true(marc_tag_matches("245", "245"));
    assert_true(marc_tag_matches("650", "6XX"));
    assert_true(marc_tag_matches("880", "..."));
    assert_false(marc_tag_matches("245", "246"));
    assert_false(marc_tag_matches("700", "6XX"));
}

static struct marc_record *sample(struct arena *arena, const char *leader, const char *tag,
                                  char indicator, char code, const char *value)
{
    struct marc_record *record = marc_record_create(arena);
    struct marc_field *field;

    memcpy(record->leader, leader, 24);
    field = marc_record_add_field(record, tag, indicator, ' ');
    marc_field_add(record, field, code, slice_of(value));
    return record;
}

static void equality_leaves_out_lengths_and_nothing_else(void **state)
{
    static const char leader[] = "00000nam a2200000   4500";
    struct arena *arena = arena_create();
    struct marc_record *record = sample(arena, leader, "245", '1', 'a', "T");

    (void)state;
    assert_true(marc_record_equal(record, sample(arena, leader, "245", '1', 'a', "T")));
    assert_true(
        marc_record_equal(record, sample(arena, "01234nam a2200999   4500", "245", '1', 'a', "T")));
    assert_false(
        marc_record_equal(record, sample(arena, "00000naa a2200000   4500", "245", '1', 'a', "T")));
    assert_false(
        marc_record_equal(record, sample(arena, "00000nam a2200000 i 4500", "245", '1', 'a', "T")));
    assert_false(marc_record_equal(record, sample(arena, leader, "246", '1', 'a', "T")));
    assert_false(marc_record_equal(record, sample(arena, leader, "245", '0', 'a', "T")));
    assert_false(marc_record_equal(record, sample(arena, leader, "245", '1', 'b', "T")));
    assert_false(marc_record_equal(record, sample(arena, leader, "245", '1', 'a', "t")));
    assert_false(marc_record_equal(record, marc_record_create(arena)));
    arena_destroy(arena);
}

static void a_decoded_field_can_be_added_to(void **state)
{
    static const struct raw_field fields[] = {{"245", "10\x1f"
                                                      "aTitle"},
                                              {"500", "  \x1f"
                                                      "aNote"},
                                              {NULL, NULL}};
    struct arena *arena = arena_create();
    struct marc_record *record;
    struct buffer bytes;

    (void)state;
    buffer_init(&bytes);
    raw_record(&bytes, 'a', fields);
    assert_true(iso2709_decode(&record, arena, buffer_slice(&bytes), NULL) > 0);
    marc_field_add(record, &record->fields[0], 'c', slice_of("Author"));
    marc_field_add(record, marc_record_add_field(record, "650", ' ', '0'), 'a', slice_of("Topic"));
    assert_text("Title", marc_record_subfield(record, "245", 'a'));
    assert_text("Author", marc_record_subfield(record, "245", 'c'));
    assert_text("Note", marc_record_subfield(record, "500", 'a'));
    assert_text("Topic", marc_record_subfield(record, "650", 'a'));
    buffer_finish(&bytes);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_found_in_their_order),
        cmocka_unit_test(patterns_match_tags),
        cmocka_unit_test(equality_leaves_out_lengths_and_nothing_else),
        cmocka_unit_test(a_decoded_field_can_be_added_to),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

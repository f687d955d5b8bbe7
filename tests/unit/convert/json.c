/* Our own JSON gives every record back, and sums it up for those who do not read MARC. */
#include "json_in.h"

/* The record that `root` holds, made anew. */
static struct marc_record *record_in(struct arena *arena, json_t *root)
{
    struct marc_record *record = marc_record_create(arena);
    assert_int_equal(strlen(json_at(root, "leader")), MARC_LEADER_LENGTH);
    memcpy(record->leader, json_at(root, "leader"), MARC_LEADER_LENGTH);
    size_t i;
    json_t *entry;
    json_array_foreach(json_object_get(root, "fields"), i, entry)
    {
        json_t *value = json_object_get(entry, "value");
        if (value != NULL) {
            marc_record_add_control(
                record, json_at(entry, "tag"),
                slice_make(json_string_value(value), json_string_length(value)));
            continue;
        }
        const char *indicators = json_at(entry, "indicators");
        assert_int_equal(strlen(indicators), 2);
        struct marc_field *field =
            marc_record_add_field(record, json_at(entry, "tag"), indicators[0], indicators[1]);
        size_t j;
        json_t *subfield;
        json_array_foreach(json_object_get(entry, "subfields"), j, subfield)
        {
            value = json_object_get(subfield, "value");
            marc_field_add(record, field, json_at(subfield, "code")[0],
                           slice_make(json_string_value(value), json_string_length(value)));
        }
    }
    return record;
}

static void assert_lossless(const char *name, const struct marc_record *record,
                            const struct convert_context *context, struct arena *arena)
{
    json_t *root = json_read(name, written(write_json, record, context, arena));
    if (!marc_record_equal(record_in(arena, root), record))
        fail_msg("%s does not come back from its JSON", name);
    json_decref(root);
}

static void every_record_comes_back(void **state)
{
    struct convert_context context;
    struct marc_record *chapter = chapter_6(*state, &context);
    assert_lossless("chapter 6", chapter, &context, *state);
    struct marc_record *book = whole_book(*state, &context);
    assert_lossless("book", book, &context, *state);
    context = context_of("x1");
    for (size_t i = 0; i < MATERIAL_CASES; i++)
        assert_lossless(materials[i].name, record_of(*state, materials[i].lines), &context, *state);
    for (size_t i = 0; i < UGLY_CASES; i++)
        if (strcmp(uglies[i].name, "not UTF-8") != 0 && strcmp(uglies[i].name, "decomposed") != 0 &&
            strcmp(uglies[i].name, "impossible 008") != 0)
            assert_lossless(uglies[i].name, record_of(*state, uglies[i].lines), &context, *state);
    assert_lossless("long", long_record(*state), &context, *state);
}

static void no_value_is_ever_not_json(void **state)
{
    for (size_t i = 0; i < UGLY_CASES; i++)
        json_decref(json_read(uglies[i].name, written_lines(write_json, uglies[i].lines, *state)));
}

static void a_record_says_where_it_is_from(void **state)
{
    struct convert_context context;
    struct marc_record *record = chapter_6(*state, &context);
    json_t *root = json_read("chapter 6", written(write_json, record, &context, *state));
    static const char *const wanted[][2] = {
        {"id", "precarious-truce-6"},
        {"collection", "Default"},
        {"repository", "offprint.localhost"},
        {"datestamp", "2026-11-23T09:00:00Z"},
        {"url", BASE_URL "/records/precarious-truce-6"},
        {"host", "precarious-truce"},
        {"leader", "00000naa a2200000 i 4500"},
        {"fields.0.tag", "001"},
        {"fields.0.value", "precarious-truce-6"},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_string_equal(json_at(root, wanted[i][0]), wanted[i][1]);
    json_decref(root);
}

static void the_summary_needs_no_marc(void **state)
{
    struct convert_context context;
    struct marc_record *record = chapter_6(*state, &context);
    json_t *root = json_read("chapter 6", written(write_json, record, &context, *state));
    static const char *const wanted[][2] = {
        {"summary.type", "Book chapter"},
        {"summary.title", "The rupture of Anglo-Soviet relations"},
        {"summary.names.0.role", "Author"},
        {"summary.names.0.name", "Gorodetsky, Gabriel"},
        {"summary.container.title", "The Precarious Truce: Anglo-Soviet Relations 1924–27"},
        {"summary.container.id", "precarious-truce"},
        {"summary.number", "6"},
        {"summary.pages.first", "211"},
        {"summary.pages.last", "256"},
        {"summary.publisher", "Cambridge University Press"},
        {"summary.issued", "1977"},
        {"summary.online", "2011-06-01"},
        {"summary.languages.0.code", "en"},
        {"summary.languages.0.name", "English"},
        {"summary.access", "restricted"},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_string_equal(json_at(root, wanted[i][0]), wanted[i][1]);
    json_decref(root);
}

static void a_host_lists_its_parts(void **state)
{
    struct convert_context context;
    struct marc_record *record = whole_book(*state, &context);
    json_t *root = json_read("book", written(write_json, record, &context, *state));
    assert_int_equal(json_array_size(json_object_get(root, "parts")), 8);
    assert_string_equal(json_at(root, "parts.6.id"), "precarious-truce-6");
    assert_string_equal(json_at(root, "parts.6.number"), "6");
    assert_string_equal(json_at(root, "parts.6.pages"), "211-256");
    json_decref(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_record_comes_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_value_is_ever_not_json, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_record_says_where_it_is_from, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_summary_needs_no_marc, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_host_lists_its_parts, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

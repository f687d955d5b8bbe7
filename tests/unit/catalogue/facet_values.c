/* Values of facets: shown as cataloguers wrote them, asked for whatever they are made of, the first
 * of equal ones given; what is no facet is refused. */
#include "facets.h"

static void values_are_shown_as_they_were_written(void **state)
{
    static const struct {
        const char *tag;
        const char *value; /* $a; after a |, $x */
        const char *facet, *term, *display;
    } cases[] = {
        {"100", "Gorodetsky, Gabriel,", "author", "gorodetsky gabriel", "Gorodetsky, Gabriel"},
        {"700", "Tolkien, J. R. R.", "author", "tolkien j r r", "Tolkien, J. R. R."},
        {"710", "Ērģeļu  biedrība.", "author", "ergelu biedriba", "Ērģeļu biedrība"},
        {"651", "Soviet Union|History.", "subject", "soviet union history",
         "Soviet Union -- History"},
        {"630", "\xc2\x98The\xc2\x9c Times.", "subject", "times", "The Times"},
        {"041", "rus", "language", "rus", "Russian"},
        {"041", "zzz", "language", "zzz", ""},
        {"653", "plain", "subject", "plain", ""},
    };
    struct library *library = *state;
    struct marc_record *record = make_record(library, "r", "Title");
    const struct facet_options options = {0};
    struct facet *facets;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *bar = strchr(cases[i].value, '|');
        struct marc_field *field = marc_record_add_field(record, cases[i].tag, ' ', ' ');

        marc_field_add(record, field, 'a',
                       bar == NULL ? slice_of(cases[i].value)
                                   : slice_make(cases[i].value, (size_t)(bar - cases[i].value)));
        if (bar != NULL)
            marc_field_add(record, field, 'x', slice_of(bar + 1));
    }
    put(library, record, NULL);
    facets = count(library, NULL, &options, 7);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bool found = false;

        for (size_t j = 0; j < 7; j++) {
            for (size_t k = 0; k < facets[j].count && strcmp(facets[j].name, cases[i].facet) == 0;
                 k++) {
                const struct facet_value *value = &facets[j].values[k];

                if (!slice_is(value->term, cases[i].term))
                    continue;
                found = true;
                if (!slice_is(value->display, cases[i].display))
                    fail_msg("%s is shown as \"%.*s\"", cases[i].term, (int)value->display.length,
                             value->display.data);
            }
        }
        if (!found)
            fail_msg("%s has no value %s", cases[i].facet, cases[i].term);
    }
}

/* A heading of more bytes than a key holds, and one with everything that CQL gives a meaning. */
static void a_value_can_be_asked_for_however_it_is_written(void **state)
{
    const char *const names[] = {"subject"};
    const struct facet_options options = {.names = names, .name_count = 1};
    struct library *library = *state;
    struct marc_record *record = make_record(library, "r", "Title");
    struct facet *facets;
    struct buffer text;

    buffer_init(&text);
    for (unsigned i = 0; i < 100; i++)
        buffer_printf(&text, "Word%u ", i);
    assert_true(text.length > 600);
    add_field(record, "650", 'a', text.data);
    add_field(record, "650", 'a', "What? \"C*\" ^ and \\ back = (all)");
    put(library, record, NULL);
    facets = count(library, NULL, &options, 1);
    assert_int_equal(facets->count, 2);
    for (size_t i = 0; i < 2; i++) {
        struct result_set *result;

        buffer_truncate(&text, 0);
        assert_true(facet_value_query(&text, facets, &facets->values[i]));
        result = search(library, text.data);
        assert_int_equal(result_set_count(result), 1);
        result_set_destroy(result);
    }
    buffer_finish(&text);
}

static void what_is_no_facet_is_refused(void **state)
{
    static const char *const unknown[] = {"author", "title"}, *const again[] = {"year", "year"};
    static const char *const empty[] = {""}, *const word[] = {"Author"};
    static const struct {
        struct facet_options options;
        const char *value;
    } cases[] = {
        {{.names = unknown, .name_count = 2}, "title"},
        {{.names = again, .name_count = 2}, "year"},
        {{.names = empty, .name_count = 1}, ""},
        {{.names = word, .name_count = 1}, "Author"},
        {{.limit = FACET_LIMIT_MAX + 1}, ""},
    };
    struct library *library = *state;
    struct facet *facets;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(catalogue_facets(&facets, library->catalogue, NULL, &cases[i].options,
                                          library->arena, &library->diag),
                         OFFPRINT_INVALID);
        assert_string_equal(library->diag.value, cases[i].value);
    }
    assert_string_equal(catalogue_facet_names(library->catalogue, library->arena),
                        "author, subject, language, year, material, collection, host");
}

static void lists_of_names_are_taken_apart(void **state)
{
    struct library *library = *state;
    const char *const *names;

    assert_int_equal(facet_names_read(&names, slice_of("author, year ,,x"), library->arena), 4);
    assert_string_equal(names[0], "author");
    assert_string_equal(names[1], "year");
    assert_string_equal(names[2], "");
    assert_string_equal(names[3], "x");
    assert_int_equal(facet_names_read(&names, slice_of(""), library->arena), 1);
    assert_string_equal(names[0], "");
}

/* More values of one count than are read from records: the first of the alphabet are given. */
static void of_many_equal_values_the_first_are_given(void **state)
{
    const char *const names[] = {"author"};
    const struct facet_options options = {.names = names, .name_count = 1, .limit = 5};
    struct library *library = *state;
    struct facet *facets;

    for (unsigned batches = 0; batches < 2; batches++) {
        struct catalogue_batch *batch = begin(library);

        for (unsigned i = 0; i < 300; i++) {
            unsigned number = (i * 7 + 3) % 300 * 2 + (1 - batches);
            struct marc_record *record =
                make_record(library, arena_printf(library->arena, "r%u", number), "Title");

            add_field(record, "100", 'a', arena_printf(library->arena, "Name%03u", number));
            if (number == 599)
                add_field(record, "700", 'a', "Zoe");
            if (number == 598)
                add_field(record, "700", 'a', "Zoe");
            if (number >= 598)
                add_field(record, "700", 'a', "Aaron");
            succeeds(catalogue_batch_put(batch, record, &(struct put_options){0}, &library->diag),
                     &library->diag);
        }
        succeeds(catalogue_batch_commit(batch, &library->diag), &library->diag);
    }
    facets = count(library, NULL, &options, 1);
    assert_int_equal(facets->distinct, 602);
    assert_int_equal(facets->count, 5);
    assert_true(slice_is(facets->values[0].term, "aaron"));
    assert_true(slice_is(facets->values[1].term, "zoe"));
    assert_int_equal(facets->values[1].count, 2);
    for (unsigned i = 2; i < 5; i++) {
        char wanted[16];

        snprintf(wanted, sizeof wanted, "name%03u", i - 2);
        assert_true(slice_is(facets->values[i].term, wanted));
    }
}

/* By their terms, whatever their counts: from few, which are read, and from many, which are walked
 * to. The counts that are left out stand between those that are not. */
static void of_many_values_the_first_of_the_alphabet_are_given(void **state)
{
    const char *const names[] = {"author"};
    struct facet_options options = {
        .names = names, .name_count = 1, .order = FACET_ORDER_TERM, .limit = 5};
    struct library *library = *state;
    struct catalogue_batch *batch = begin(library);
    struct facet *facets;

    for (unsigned i = 0; i < 600; i++) {
        struct marc_record *record =
            make_record(library, arena_printf(library->arena, "r%u", i), "Title");

        add_field(record, "100", 'a', arena_printf(library->arena, "N%03u once", 599 - i));
        add_field(record, "700", 'a', arena_printf(library->arena, "\xc3\x91%03u twice", i / 2));
        add_field(record, "700", 'a', arena_printf(library->arena, "Zoe %u", i / 200));
        succeeds(catalogue_batch_put(batch, record, &(struct put_options){0}, &library->diag),
                 &library->diag);
    }
    succeeds(catalogue_batch_commit(batch, &library->diag), &library->diag);
    facets = count(library, NULL, &options, 1);
    assert_int_equal(facets->distinct, 903);
    assert_int_equal(facets->count, 5);
    assert_true(slice_is(facets->values[0].term, "n000 once"));
    assert_true(slice_is(facets->values[1].term, "n000 twice"));
    assert_int_equal(facets->values[1].count, 2);
    assert_true(slice_is(facets->values[4].term, "n002 once"));
    options.minimum = 2;
    facets = count(library, NULL, &options, 1);
    assert_int_equal(facets->distinct, 303);
    assert_true(slice_is(facets->values[0].term, "n000 twice"));
    assert_true(slice_is(facets->values[4].term, "n004 twice"));
    options.limit = 0;
    facets = count(library, NULL, &options, 1);
    assert_int_equal(facets->count, 303);
    assert_true(slice_is(facets->values[302].term, "zoe 2"));
    assert_int_equal(facets->values[302].count, 200);
    options.minimum = 3;
    options.limit = 2;
    facets = count(library, NULL, &options, 1);
    assert_int_equal(facets->distinct, 3);
    assert_int_equal(facets->count, 2);
    assert_true(slice_is(facets->values[1].term, "zoe 1"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, library_open, library_close)
    const struct CMUnitTest tests[] = {
        TEST(values_are_shown_as_they_were_written),
        TEST(a_value_can_be_asked_for_however_it_is_written),
        TEST(what_is_no_facet_is_refused),
        TEST(lists_of_names_are_taken_apart),
        TEST(of_many_equal_values_the_first_are_given),
        TEST(of_many_values_the_first_of_the_alphabet_are_given),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

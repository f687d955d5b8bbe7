/* Hosts and parts: linked both ways in whichever order they come, and in the order of the book. */
#include "library.h"

/* A part of host "h" with what its 773 says of its place. */
static struct marc_record *make_part(struct library *library, const char *id, const char *where)
{
    struct marc_record *record = make_record(library, id, id);
    struct marc_field *field;

    record->leader[MARC_LEADER_LEVEL] = 'a';
    field = add_field(record, "773", 't', "Host");
    if (where != NULL)
        marc_field_add(record, field, 'g', slice_of(where));
    marc_field_add(record, field, 'w', slice_of("h"));
    return record;
}

static void assert_parts(struct library *library, uint32_t page, size_t limit, const char *wanted)
{
    struct catalogue_record *parts;
    struct buffer got;
    ptrdiff_t count = catalogue_parts(&parts, library->catalogue, slice_of("h"), page, limit,
                                      library->arena, &library->diag);

    succeeds((int)count, &library->diag);
    buffer_init(&got);
    for (ptrdiff_t i = 0; i < count; i++)
        buffer_printf(&got, "%s%s", i > 0 ? " " : "", parts[i].id);
    assert_wrote(&got, wanted);
    buffer_finish(&got);
}

static void a_part_finds_its_host_whichever_comes_first(void **state)
{
    struct library *library = *state;
    struct catalogue_record part, host;

    put(library, make_part(library, "p-1", "pages 1-10"), NULL);
    part = fetch(library, "p-1");
    assert_int_equal(
        catalogue_host(&host, library->catalogue, &part, library->arena, &library->diag), 0);
    put(library, make_record(library, "h", "Host"), NULL);
    assert_int_equal(
        catalogue_host(&host, library->catalogue, &part, library->arena, &library->diag), 1);
    assert_string_equal(host.id, "h");
    put(library, make_part(library, "p-2", "pages 11-20"), NULL);
    assert_parts(library, 0, 0, "p-1 p-2");
    assert_int_equal(count_all(library).parts, 2);
}

static void a_named_host_that_never_came_is_no_record(void **state)
{
    struct library *library = *state;
    struct catalogue_record found;

    put(library, make_part(library, "p-1", NULL), NULL);
    assert_int_equal(
        catalogue_fetch(&found, library->catalogue, slice_of("h"), library->arena, &library->diag),
        OFFPRINT_NOT_FOUND);
    assert_int_equal(count_all(library).records, 1);
}

static void parts_come_in_order_of_their_pages(void **state)
{
    struct library *library = *state;

    put(library, make_record(library, "h", "Host"), NULL);
    put(library, make_part(library, "late", "pages 211-256"), NULL);
    put(library, make_part(library, "middle", "p. 99-120"), NULL);
    put(library, make_part(library, "preface", "pages xi-xv"), NULL);
    put(library, make_part(library, "first", "pages 1-20"), NULL);
    assert_parts(library, 0, 0, "preface first middle late");
    assert_parts(library, 230, 0, "late");
    assert_parts(library, 256, 0, "late");
    assert_parts(library, 257, 0, "");
    assert_parts(library, 0, 2, "preface first");
}

static void parts_without_pages_stand_where_the_host_lists_them(void **state)
{
    struct library *library = *state;
    struct marc_record *host = make_record(library, "h", "Host");
    static const char *const listed[] = {"intro", "one", "two", "end"};

    put(library, make_part(library, "end", "Conclusions"), NULL);
    put(library, make_part(library, "two", "Chapter 2, pages 50-90"), NULL);
    put(library, make_part(library, "one", "Chapter 1"), NULL);
    put(library, make_part(library, "intro", NULL), NULL);
    for (size_t i = 0; i < sizeof listed / sizeof listed[0]; i++)
        add_field(host, "774", 'w', listed[i]);
    put(library, host, NULL);
    assert_parts(library, 0, 0, "intro one two end");
    /* And still, when one of them comes again. */
    put(library, make_part(library, "end", "Conclusions and outlook"), NULL);
    assert_parts(library, 0, 0, "intro one two end");
}

static void a_part_leaves_with_its_record(void **state)
{
    struct library *library = *state;

    put(library, make_record(library, "h", "Host"), NULL);
    put(library, make_part(library, "p-1", "pages 1-2"), NULL);
    put(library, make_part(library, "p-2", "pages 3-4"), NULL);
    delete_record(library, "p-1");
    assert_parts(library, 0, 0, "p-2");
    put(library, make_record(library, "p-2", "No part any more"), NULL);
    assert_parts(library, 0, 0, "");
    assert_int_equal(count_all(library).parts, 0);
}

static void another_organization_s_number_is_no_link(void **state)
{
    struct library *library = *state;
    struct marc_record *record = make_record(library, "p-1", "Part");
    struct catalogue_record part, host;

    marc_record_add_control(record, "003", slice_of("XX-OURS"));
    add_field(record, "773", 'w', "(XX-THEIRS)h");
    put(library, make_record(library, "h", "Host"), NULL);
    put(library, record, NULL);
    part = fetch(library, "p-1");
    assert_int_equal(
        catalogue_host(&host, library->catalogue, &part, library->arena, &library->diag), 0);
    record = make_record(library, "p-2", "Part");
    marc_record_add_control(record, "003", slice_of("XX-OURS"));
    add_field(record, "773", 'w', "(XX-OURS)h");
    put(library, record, NULL);
    part = fetch(library, "p-2");
    assert_int_equal(
        catalogue_host(&host, library->catalogue, &part, library->arena, &library->diag), 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, library_open, library_close)
    const struct CMUnitTest tests[] = {
        TEST(a_part_finds_its_host_whichever_comes_first),
        TEST(a_named_host_that_never_came_is_no_record),
        TEST(parts_come_in_order_of_their_pages),
        TEST(parts_without_pages_stand_where_the_host_lists_them),
        TEST(a_part_leaves_with_its_record),
        TEST(another_organization_s_number_is_no_link),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

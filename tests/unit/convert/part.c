#include "citations.h"

#include "convert/part.h"

static void reads_where_in_its_host_a_part_stands(void **state)
{
    (void)state;
    static const struct {
        const char *display, *kind, *number, *volume, *issue, *start, *end, *total;
    } cases[] = {
        {"Chapter 6, pages 211-256", "chapter", "6", "", "", "211", "256", ""},
        {"pages:211-256", "", "", "", "", "211", "256", ""},
        {"extent:46", "", "", "", "", "", "", "46"},
        {"Vol. 24, no. 3 (May 2001), p. 12-20", "", "", "24", "3", "12", "20", ""},
        {"Bd. 3 (1999), H. 2, S. 23\u201345", "", "", "3", "2", "23", "45", ""},
        {"24(3):211-256", "", "", "24", "3", "211", "256", ""},
        {"24:211-56", "", "", "24", "", "211", "256", ""}, /* written short */
        {"p. xi-xx", "", "", "", "", "xi", "xx", ""},
        {"[211]-256", "", "", "", "", "", "", ""},
        {"pp. [211]-[256]", "", "", "", "", "211", "256", ""},
        {"p. 12", "", "", "", "", "12", "", ""},
        {"Part 2", "part", "2", "", "", "", "", ""},
        {"1 online resource (pages 211-256)", "", "", "", "", "211", "256", ""},
        {"Spring issue", "", "", "", "", "", "", ""},
        {"p.", "", "", "", "", "", "", ""},
        {"", "", "", "", "", "", "", ""},
    };
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct part part = {0};
        part_read_display(&part, slice_of(cases[i].display), arena);
        assert_slice(part.kind, cases[i].kind);
        assert_slice(part.number, cases[i].number);
        assert_slice(part.volume, cases[i].volume);
        assert_slice(part.issue, cases[i].issue);
        assert_slice(part.start, cases[i].start);
        assert_slice(part.end, cases[i].end);
        assert_slice(part.total, cases[i].total);
    }
    arena_destroy(arena);
}

static void reads_enumerations(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool serial;
        const char *number, *volume, *issue, *start;
    } cases[] = {{"6<211", false, "6", "", "", "211"}, {"24:3<12", true, "", "24", "3", "12"},
                 {"24<12", true, "", "24", "", "12"},  {"<12", false, "", "", "", "12"},
                 {"6<", false, "6", "", "", ""},       {"6", false, "6", "", "", ""},
                 {"", false, "", "", "", ""}};
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct part part = {.serial = cases[i].serial};
        part_read_enumeration(&part, slice_of(cases[i].text), arena);
        assert_slice(part.number, cases[i].number);
        assert_slice(part.volume, cases[i].volume);
        assert_slice(part.issue, cases[i].issue);
        assert_slice(part.start, cases[i].start);
    }
    arena_destroy(arena);
}

static void reads_imprints(void **state)
{
    (void)state;
    static const struct {
        const char *text, *place, *publisher, *date;
    } cases[] = {
        {"London : Cambridge University Press, 1977", "London", "Cambridge University Press",
         "1977"},
        {"[Place of publication not identified] : Cambridge University Press, 1977", "",
         "Cambridge University Press", "1977"},
        {"Oxford : Press, Inc., [1977].", "Oxford", "Press, Inc.", "1977"},
        {"[S.l.] : [s.n.], 1901", "", "", "1901"},
        {"1977-", "", "", "1977"},
        {"Cambridge University Press", "", "Cambridge University Press", ""},
        {"Paris : Plon, s.d.", "Paris", "Plon", ""},
        {"", "", "", ""},
    };
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct part part = {0};
        part_read_imprint(&part, slice_of(cases[i].text), arena);
        assert_slice(part.place, cases[i].place);
        assert_slice(part.publisher, cases[i].publisher);
        assert_slice(part.date, cases[i].date);
    }
    arena_destroy(arena);
}

static void takes_prefixes_off_control_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text, *number, *source;
    } cases[] = {{"(XX-LOCAL)pt1977", "pt1977", "XX-LOCAL"},
                 {"pt1977", "pt1977", ""},
                 {" (DE-600) 12 ", "12", "DE-600"},
                 {"(unclosed", "(unclosed", ""},
                 {"()x", "x", ""},
                 {"", "", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice source;
        assert_slice(part_control_number(slice_of(cases[i].text), &source), cases[i].number);
        assert_slice(source, cases[i].source);
    }
}

static void knows_the_chapter_with_its_book_at_hand_or_not(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    struct convert_context context;
    struct marc_record *chapter = chapter_6(arena, &context);
    for (int alone = 0; alone < 2; alone++) {
        struct part part;
        if (alone)
            context.host = NULL;
        assert_true(part_read(&part, chapter, &context, arena));
        assert_false(part.serial);
        assert_slice(part.linked_title.nonsort, "The ");
        assert_slice(part.linked_title.proper, "precarious truce");
        assert_slice(part.linked_title.remainder, "Anglo-Soviet relations 1924\u201327");
        assert_slice(part.publisher, "Cambridge University Press");
        assert_slice(part.place, "");
        assert_slice(part.date, "1977");
        assert_slice(part.kind, "chapter");
        assert_slice(part.number, "6");
        assert_slice(part.start, "211");
        assert_slice(part.end, "256");
        assert_slice(part.total, "46");
        assert_slice(part.display, "Chapter 6, pages 211-256");
        assert_slice(part.host_number, "precarious-truce");
        assert_slice(part.host_source, "offprint.localhost");
        assert_slice(part.author, alone ? "" : "Gorodetsky, Gabriel");
    }
    arena_destroy(arena);
}

static void takes_a_serial_from_773_7_or_its_issn(void **state)
{
    (void)state;
    static const struct {
        const char *leader, *host;
        bool serial;
    } cases[] = {
        {"LDR 00000naa a2200000 i 4500", "773 0# $7nnas$tJournal", true},
        {"LDR 00000naa a2200000 i 4500", "773 0# $7nnam$tBook$x1234-5678", false},
        {"LDR 00000nab a2200000 i 4500", "773 0# $tJournal", true},
        {"LDR 00000naa a2200000 i 4500", "773 0# $tJournal$x1234-5678", true},
        {"LDR 00000naa a2200000 i 4500", "773 0# $tBook$z0521$x1234-5678", false},
    };
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *lines[] = {cases[i].leader, cases[i].host, NULL};
        struct convert_context context = context_of("x");
        struct part part;
        assert_true(part_read(&part, record_of(arena, lines), &context, arena));
        assert_int_equal(part.serial, cases[i].serial);
    }
    arena_destroy(arena);
}

static void finds_no_host_in_labels_alone(void **state)
{
    (void)state;
    static const char *const lines[] = {"773 18 $gyear:1977$gpages:211-256$gextent:46", NULL};
    struct arena *arena = arena_create();
    struct convert_context context = context_of("x");
    struct part part;
    assert_false(part_read(&part, record_of(arena, lines), &context, arena));
    assert_null(part.field);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_where_in_its_host_a_part_stands),
        cmocka_unit_test(reads_enumerations),
        cmocka_unit_test(reads_imprints),
        cmocka_unit_test(takes_prefixes_off_control_numbers),
        cmocka_unit_test(knows_the_chapter_with_its_book_at_hand_or_not),
        cmocka_unit_test(takes_a_serial_from_773_7_or_its_issn),
        cmocka_unit_test(finds_no_host_in_labels_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

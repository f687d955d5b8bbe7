#include "citations.h"

#include "convert/name.h"

static struct name name_of(struct arena *arena, const char *line)
{
    const char *lines[] = {line, NULL};
    struct name name;
    name_read(&name, &record_of(arena, lines)->fields[0], arena);
    return name;
}

static void splits_personal_names(void **state)
{
    (void)state;
    static const struct {
        const char *line, *whole, *family, *given;
    } cases[] = {
        {"100 1# $aGorodetsky, Gabriel,$eauthor.$4aut", "Gorodetsky, Gabriel", "Gorodetsky",
         "Gabriel"},
        {"700 1# $aTolkien, J. R. R.$q(John Ronald Reuel),$d1892-1973.", "Tolkien, J. R. R.",
         "Tolkien", "J. R. R."},
        {"100 0# $aBenedict$bXVI,$cPope,$d1927-", "Benedict XVI", "", ""},
        {"100 1# $aVoltaire,", "Voltaire", "", ""},
        {"100 3# $aMann family,", "Mann family", "", ""},
        {"880 1# $6100-01/(3/r$aنبهاني، يوسف،", "نبهاني، يوسف", "نبهاني", "يوسف"},
        {"100 1# $a,", "", "", ""},
        {"100 1# $4aut", "", "", ""},
    };
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct name name = name_of(arena, cases[i].line);
        assert_slice(name.whole, cases[i].whole);
        assert_slice(name.family, cases[i].family);
        assert_slice(name.given, cases[i].given);
    }
    arena_destroy(arena);
}

static void reads_what_is_around_a_personal_name(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    struct name name = name_of(arena, "100 1# $aSmith, J.$q(John),$cSir,$d1880-$uOxford.");
    assert_int_equal(name.kind, NAME_PERSONAL);
    assert_true(name.primary);
    assert_slice(name.fuller, "John");
    assert_slice(name.titles, "Sir");
    assert_slice(name.dates, "1880-");
    assert_slice(name.affiliation, "Oxford");
    arena_destroy(arena);
}

static void reads_bodies_and_meetings(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    struct name body = name_of(arena, "710 1# $aGreat Britain.$bForeign Office.$bLibrary.");
    assert_int_equal(body.kind, NAME_CORPORATE);
    assert_false(body.primary);
    assert_slice(body.whole, "Great Britain. Foreign Office. Library");
    assert_int_equal(body.unit_count, 2);
    assert_slice(body.units[1], "Library");
    struct name meeting = name_of(arena, "111 2# $aELAG$n(31st :$d2007 :$cBarcelona, Spain)");
    assert_int_equal(meeting.kind, NAME_MEETING);
    assert_slice(meeting.body, "ELAG");
    assert_slice(meeting.meeting_date, "2007");
    assert_int_equal(name_of(arena, "720 1# $aA B").kind, NAME_PERSONAL);
    assert_int_equal(name_of(arena, "720 2# $aA B").kind, NAME_CORPORATE);
    assert_int_equal(name_of(arena, "720 ## $aA B").kind, NAME_UNKNOWN);
    arena_destroy(arena);
}

static void says_each_role_once(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        size_t count;
        bool code;
        const char *first;
    } cases[] = {
        {"100 1# $aX,$eauthor.$4aut", 1, true, "aut"},
        {"100 1# $aX,$eauthor,$eauthor.", 1, false, "author"},
        {"100 1# $aX,$4http://id.loc.gov/vocabulary/relators/edt", 1, true, "edt"},
        {"100 1# $aX,$eed.$4edt", 1, true, "edt"},
        {"100 1# $aX,$etranslator.$4aut", 2, true, "aut"},
        {"111 2# $aX,$jorganizer.$enot a role", 1, false, "organizer"},
        {"100 1# $aX,$4something else", 1, false, "something else"},
        {"100 1# $aX,$e.$4", 0, false, ""},
    };
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct name name = name_of(arena, cases[i].line);
        assert_int_equal(name.role_count, cases[i].count);
        if (cases[i].count > 0) {
            assert_int_equal(name.roles[0].code, cases[i].code);
            assert_slice(name.roles[0].value, cases[i].first);
        }
    }
    struct name name = name_of(arena, "100 1# $aX,$eEditor.");
    assert_true(name_has_role(&name, "edt", "editor"));
    assert_false(name_has_role(&name, "aut", "author"));
    arena_destroy(arena);
}

static void lists_who_made_it_and_not_what_is_in_it(void **state)
{
    (void)state;
    static const char *const lines[] = {"710 2# $aB",    "700 1# $aC, D$tWork",
                                        "100 1# $aA, A", "700 1# $aE, F$4edt",
                                        "700 1# $a ",    NULL};
    struct arena *arena = arena_create();
    struct name *names;
    assert_int_equal(names_read(&names, record_of(arena, lines), arena), 3);
    assert_slice(names[0].whole, "A, A");
    assert_slice(names[1].whole, "E, F");
    assert_slice(names[2].whole, "B");
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splits_personal_names),
        cmocka_unit_test(reads_what_is_around_a_personal_name),
        cmocka_unit_test(reads_bodies_and_meetings),
        cmocka_unit_test(says_each_role_once),
        cmocka_unit_test(lists_who_made_it_and_not_what_is_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

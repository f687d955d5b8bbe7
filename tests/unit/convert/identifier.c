#include "citations.h"

#include "convert/identifier.h"
#include "convert/language.h"

static void types_identifiers(void **state)
{
    (void)state;
    static const struct {
        const char *line, *type, *value, *qualifier;
        bool invalid;
    } cases[] = {
        {"010 ## $a   83048783 ", "lccn", "83048783", "", false},
        {"020 ## $a0521215471 (hardback) :$c9.50", "isbn", "0521215471", "hardback", false},
        {"020 ## $a9780521086899$q(paperback)", "isbn", "9780521086899", "paperback", false},
        {"020 ## $a0521215471 (", "isbn", "0521215471", "", false},
        {"020 ## $z0521", "isbn", "0521", "", true},
        {"022 ## $a1234-5678", "issn", "1234-5678", "", false},
        {"022 ## $l1234-5678", "issn-l", "1234-5678", "", false},
        {"022 ## $y1234-5678", "issn", "1234-5678", "", true},
        {"024 7# $a10.1017/CBO1$2doi", "doi", "10.1017/CBO1", "", false},
        {"024 7# $ahttps://doi.org/10.1017/CBO1$2DOI", "doi", "10.1017/CBO1", "", false},
        {"024 2# $aM571", "ismn", "M571", "", false},
        {"024 8# $aX1", "", "X1", "", false},
        {"024 7# $aX1", "", "X1", "", false},
        {"028 02 $a438 953-2$bPhilips", "issue number", "438 953-2", "Philips", false},
        {"035 ## $a(OCoLC)1234", "oclc", "1234", "", false},
        {"856 40 $uhttps://doi.org/10.1/x", "doi", "10.1/x", "", false},
        {"856 40 $uhttp://hdl.handle.net/2333.1/x", "hdl", "2333.1/x", "", false},
    };
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *lines[] = {cases[i].line, NULL};
        struct identifier *list;
        assert_int_equal(identifiers_read(&list, record_of(arena, lines), arena), 1);
        assert_string_equal(list[0].type, cases[i].type);
        assert_slice(list[0].value, cases[i].value);
        assert_slice(list[0].qualifier, cases[i].qualifier);
        assert_int_equal(list[0].invalid, cases[i].invalid);
    }
    arena_destroy(arena);
}

static void passes_over_what_is_no_identifier_of_the_record(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "020 ## $a $cfree",       "035 ## $a(Sirsi) 12", "856 42 $uhttps://doi.org/10.1/other",
        "856 40 $uhttp://x.org/", "500 ## $a0521215471", NULL};
    struct arena *arena = arena_create();
    struct identifier *list;
    assert_int_equal(identifiers_read(&list, record_of(arena, lines), arena), 0);
    arena_destroy(arena);
}

static void gives_the_same_identifier_once(void **state)
{
    (void)state;
    static const char *const lines[] = {"024 7# $a10.1/x$2doi", "856 40 $uhttps://doi.org/10.1/x",
                                        "020 ## $z1$a2", NULL};
    struct arena *arena = arena_create();
    struct identifier *list;
    size_t count = identifiers_read(&list, record_of(arena, lines), arena);
    assert_int_equal(count, 3);
    assert_slice(identifier_find(list, count, "isbn")->value, "2");
    assert_null(identifier_find(list, count, "issn"));
    arena_destroy(arena);
}

static void lists_languages_of_the_text(void **state)
{
    (void)state;
    static const struct {
        const char *fixed, *codes, *wanted;
    } cases[] = {
        {"008 261123s1977    xx      o     ||| 0 eng d", "041 1# $aeng$hrus", "eng"},
        {"008 261123s1977    xx      o     ||| 0 ENG d", "041 0# $aengfre", "eng fre"},
        {"008 261123s1977    xx      o     ||| 0 mul d", "041 0# $ager$afre", "ger fre"},
        {"008 261123s1977    xx      o     ||| 0 ||| d", "041 07 $aen$2rfc3066", ""},
        {"008 261123s1977    xx      o     ||| 0     d", "041 0# $aengl", ""},
        {"008 ", "500 ## $anone", ""},
    };
    struct arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *lines[] = {cases[i].fixed, cases[i].codes, NULL};
        struct slice *codes;
        struct buffer list;
        size_t count = languages_of(&codes, record_of(arena, lines), arena);
        buffer_init(&list);
        for (size_t j = 0; j < count; j++) {
            buffer_add_string(&list, j > 0 ? " " : "");
            buffer_add_slice(&list, codes[j]);
        }
        assert_slice(buffer_slice(&list), cases[i].wanted);
        buffer_finish(&list);
    }
    assert_string_equal(language_short(slice_of("ger")), "de");
    assert_string_equal(language_name(slice_of("rus")), "Russian");
    assert_null(language_short(slice_of("grc")));
    assert_null(language_name(slice_of("qqq")));
    assert_null(language_name(slice_of("en")));
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_identifiers),
        cmocka_unit_test(passes_over_what_is_no_identifier_of_the_record),
        cmocka_unit_test(gives_the_same_identifier_once),
        cmocka_unit_test(lists_languages_of_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

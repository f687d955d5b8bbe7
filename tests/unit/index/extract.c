/* What records are found by: the shipped chapter, and records made to show one thing each. */
#include "../test.h"

#include <stdlib.h>

#include <offprint/arena.h>
#include <offprint/record.h>

#include "index/extract.h"
#include "index/keys.h"

struct fixture {
    struct access_points *table;
    struct arena *arena;
    struct marc_record *record;
    struct index_entries entries;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    if (access_points_load(&f->table, NULL, NULL) < 0)
        return -1;
    f->arena = arena_create();
    f->record = marc_record_create(f->arena);
    memcpy(f->record->leader, "00000nam a2200000 i 4500", 24);
    index_entries_init(&f->entries);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    index_entries_finish(&f->entries);
    arena_destroy(f->arena);
    access_points_destroy(f->table);
    free(f);
    return 0;
}

/* A data field written as "14 $aThe rupture /$cG. Gorodetsky". */
static void field(struct fixture *f, const char *tag, const char *text)
{
    struct marc_field *added = marc_record_add_field(f->record, tag, text[0], text[1]);
    const char *at = strchr(text, '$');

    while (at != NULL) {
        const char *next = strchr(at + 1, '$');
        size_t length = next != NULL ? (size_t)(next - at) - 2 : strlen(at + 2);

        marc_field_add(f->record, added, at[1], slice_make(at + 2, length));
        at = next;
    }
}

static void control(struct fixture *f, const char *tag, const char *value)
{
    marc_record_add_control(f->record, tag, slice_of(value));
}

static void extract(struct fixture *f)
{
    const struct index_document document = {.docid = 1,
                                            .collection = 3,
                                            .id = slice_of("Test-1"),
                                            .added = 0,           /* 1970-01-01 */
                                            .changed = 951782400, /* 2000-02-29 */
                                            .record = f->record};

    index_extract(&f->entries, f->table, &document);
}

/* The terms of an access point and kind as they come, with ' ' between, '|' for a subfield's end
 * and '/' for a field's. */
static void assert_terms(struct fixture *f, const char *name, enum term_kind kind,
                         const char *wanted)
{
    const struct access_point *point = access_point_by_name(f->table, slice_of(name));
    struct buffer got;
    bool inside = false;

    assert_non_null(point);
    extract(f);
    buffer_init(&got);
    for (size_t i = 0; i < f->entries.count; i++) {
        const struct index_entry *entry = &f->entries.entries[i];
        const char *key = f->entries.keys.data + entry->offset;

        if (entry->length == 0) {
            if (inside)
                buffer_add_char(&got, entry->offset == FORWARD_FIELD_BREAK ? '/' : '|');
            inside = inside && entry->offset == FORWARD_SUBFIELD_BREAK;
            continue;
        }
        inside = (uint8_t)key[0] == point->number && key[1] == (char)kind;
        if (!inside)
            continue;
        if (got.length > 0 && got.data[got.length - 1] != '/' && got.data[got.length - 1] != '|')
            buffer_add_char(&got, ' ');
        buffer_add(&got, key + 2, entry->length - 2);
        if (kind != TERM_WORD) /* each is a field by itself, and none is before a word */
            buffer_add_char(&got, '/');
    }
    if (!slice_is(buffer_slice(&got), wanted))
        fail_msg("%s: got \"%.*s\", wanted \"%s\"", name, (int)got.length, got.data, wanted);
    buffer_finish(&got);
}

static void chapter(struct fixture *f)
{
    memcpy(f->record->leader, "00000naa a2200000 i 4500", 24);
    control(f, "001", "precarious-truce-6");
    control(f, "008", "261123s1977    xx      o     ||| 0 eng d");
    field(f, "100", "1 $aGorodetsky, Gabriel,$eauthor.$4aut");
    field(f, "245", "14$aThe rupture of Anglo-Soviet relations /$cGabriel Gorodetsky.");
    field(f, "264",
          " 1$a[Place of publication not identified] :$bCambridge University Press,"
          "$c1977.");
    field(f, "520", "  $aTreats the breach of May 1927.");
    field(f, "651", " 4$aGreat Britain$xForeign relations$zSoviet Union.");
    field(f, "773",
          "0 $7nnam$tThe precarious truce : Anglo-Soviet relations 1924-27."
          "$w(XX-LOCAL)precarious-truce");
}

static void a_chapter_is_found_by_all_that_it_says(void **state)
{
    struct fixture *f = *state;

    chapter(f);
    assert_terms(f, "title", TERM_WORD, "the rupture of anglo soviet relations/");
    assert_terms(f, "title", TERM_HEADING, "rupture of anglo soviet relations/");
    assert_terms(f, "responsibility", TERM_WORD, "gabriel gorodetsky/");
    assert_terms(f, "author-personal", TERM_WORD, "gorodetsky gabriel/");
    assert_terms(f, "author-personal", TERM_HEADING, "gorodetsky gabriel/");
    assert_terms(f, "publisher", TERM_WORD, "cambridge university press/");
    assert_terms(f, "place", TERM_HEADING, "place of publication not identified/");
    assert_terms(f, "abstract", TERM_WORD, "treats the breach of may 1927/");
    assert_terms(f, "subject-geographic", TERM_WORD,
                 "great britain|foreign relations|soviet union/");
    assert_terms(f, "subject-geographic", TERM_HEADING,
                 "great britain foreign relations soviet union/");
    assert_terms(f, "host-title", TERM_WORD,
                 "the precarious truce anglo soviet relations 1924 27/");
    assert_terms(f, "host-id", TERM_KEY, "(xx-local)precarious-truce/precarious-truce/");
    assert_terms(f, "control-number", TERM_KEY, "test-1/precarious-truce-6/");
    assert_terms(f, "language", TERM_KEY, "eng/");
    assert_terms(f, "date", TERM_KEY, "1977/1977/");
    assert_terms(f, "material", TERM_KEY, "chapter/");
    assert_terms(f, "level", TERM_KEY, "a/");
    assert_terms(f, "date-added", TERM_KEY, "19700101/");
    assert_terms(f, "date-changed", TERM_KEY, "20000229/");
}

/* Over the end of a subfield too, as phrases reach; not from one field into the next. */
static void function_words_make_pairs_with_their_neighbours_in_titles(void **state)
{
    struct fixture *f = *state;

    chapter(f);
    assert_terms(f, "title", TERM_PAIR, "the rupture/rupture of/of anglo/");
    field(f, "246", "  $aHistory of$bthe war");
    field(f, "246", "  $aWar years");
    assert_terms(f, "title", TERM_PAIR,
                 "the rupture/rupture of/of anglo/history of/of the/the war/");
    assert_terms(f, "abstract", TERM_PAIR, "");
    assert_terms(f, "host-title", TERM_PAIR, "");
}

/* Else a search for the chapter's title would find the book, and the other way round. */
static void titles_of_host_and_contents_are_not_the_title(void **state)
{
    struct fixture *f = *state;

    field(f, "245", "14$aThe precarious truce");
    field(f, "505", "00$tConclusions --$g6.$tThe rupture");
    field(f, "774", "08$iContains:$tThe rupture of Anglo-Soviet relations$w(X)y");
    field(f, "773", "0 $tA series of books");
    assert_terms(f, "title", TERM_WORD, "the precarious truce/");
    assert_terms(f, "contents", TERM_WORD,
                 "conclusions|6|the rupture/the rupture of anglo soviet relations/");
}

static void every_title_field_counts(void **state)
{
    struct fixture *f = *state;

    field(f, "130", "0 $aBible");
    field(f, "210", "0 $aBr. abb.");
    field(f, "222", " 0$aKey");
    field(f, "240", "10$aWorks");
    field(f, "245", "00$aOne$btwo$cthree$n4$pfive");
    field(f, "246", "1 $iSpine:$aSix");
    field(f, "247", "10$aSeven");
    field(f, "700", "12$aAuthor, An$tEight");
    field(f, "730", "0 $aNine");
    field(f, "740", "0 $aTen");
    assert_terms(f, "title", TERM_WORD,
                 "bible/br abb/key/works/one|two|4|five/six/seven/eight/nine/ten/");
    assert_terms(f, "title-uniform", TERM_WORD, "bible/works/nine/");
    assert_terms(f, "title-key", TERM_HEADING, "key/");
    assert_terms(f, "author-personal", TERM_WORD, "author an/");
}

static void headings_leave_out_the_article(void **state)
{
    static const struct {
        const char *field, *wanted;
    } titles[] = {
        {"04$aDie Zauberfl\xc3\xb6te", "zauberflote/"},
        {"00$aDie Zauberfl\xc3\xb6te", "die zauberflote/"},
        {"02$aL'\xc3\xa9tranger", "etranger/"},
        {"03$a\xc3\x89l Cid", "cid/"},                   /* characters, not bytes */
        {"09$aShort", "short/"},                         /* nothing would be left */
        {"00$a\xc2\x98The \xc2\x9crupture", "rupture/"}, /* non-sorting marks */
        {"00$a\xc2\x98The rupture", "the rupture/"},     /* one that is not closed */
        {"04$c1977$aThe rupture$bthe breach", "rupture the breach/"},
        {"04$aThe $bbreach", "the breach/"},
        {"0 $aThe rupture", "the rupture/"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        f->record->field_count = 0;
        field(f, "245", titles[i].field);
        assert_terms(f, "title", TERM_HEADING, titles[i].wanted);
    }
}

static void headings_of_empty_subfields_have_no_extra_spaces(void **state)
{
    struct fixture *f = *state;

    field(f, "650", " 0$aOne$x...$y $zTwo$v");
    field(f, "650", " 0$a...");
    assert_terms(f, "subject-topical", TERM_HEADING, "one two/");
    assert_terms(f, "subject-topical", TERM_WORD, "one|two/");
}

static void long_headings_and_words_are_cut(void **state)
{
    struct fixture *f = *state;
    char text[1004];

    memset(text, 'a', sizeof text);
    memcpy(text, "00$a", 4);
    text[1003] = '\0';
    field(f, "245", text);
    extract(f);
    assert_true(f->entries.count > 0);
    for (size_t i = 0; i < f->entries.count; i++)
        assert_true(f->entries.entries[i].length <= 2 + TERM_MAX);
}

static void an_880_counts_as_the_field_that_it_gives(void **state)
{
    struct fixture *f = *state;

    field(f, "880", "14$6245-01/(N$aThe \xd0\xa0\xd0\xb0\xd0\xb7\xd1\x80\xd1\x8b\xd0\xb2");
    field(f, "880", "1 $6100-02/(N$a\xd0\x93\xd0\xbe\xd1\x80");
    field(f, "880", "1 $6xyz$aLost");
    field(f, "880", "1 $612");
    field(f, "880", "1 $aNo link");
    assert_terms(f, "title", TERM_WORD, "the \xd1\x80\xd0\xb0\xd0\xb7\xd1\x80\xd1\x8b\xd0\xb2/");
    assert_terms(f, "title", TERM_HEADING, "\xd1\x80\xd0\xb0\xd0\xb7\xd1\x80\xd1\x8b\xd0\xb2/");
    assert_terms(f, "author-personal", TERM_WORD, "\xd0\xb3\xd0\xbe\xd1\x80/");
}

static void dates_say_what_their_kind_says(void **state)
{
    static const struct {
        const char *field, *wanted;
    } dates[] = {
        {"261123s1977    xx", "1977/"},
        {"261123m19701980xx", "1970/1980/"},
        {"261123c19709999xx", "1970/"},
        {"261123e19770601xx", "1977/"},
        {"261123r19991977xx", "1999/1977/"},
        {"261123suuuu    xx", ""},
        {"261123s197u    xx", ""},
        {"261123n||||||||xx", ""},
        {"261123b        xx", ""},
        {"261123s1977", ""},
        {"", ""},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        f->record->field_count = 0;
        control(f, "008", dates[i].field);
        assert_terms(f, "date", TERM_KEY, dates[i].wanted);
    }
}

static void materials_have_names(void **state)
{
    static const struct {
        const char *codes, *wanted;
    } leaders[] = {
        {"am", "book/"}, {"aa", "chapter/"},         {"ab", "article/"}, {"as", "serial/"},
        {"em", "map/"},  {"jm", "music recording/"}, {"zz", ""},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof leaders / sizeof *leaders; i++) {
        memcpy(f->record->leader + 6, leaders[i].codes, 2);
        assert_terms(f, "material", TERM_KEY, leaders[i].wanted);
    }
}

static void numbers_are_told_apart_by_what_qualifies_them(void **state)
{
    struct fixture *f = *state;

    field(f, "020", "  $a0521086892 (pbk.)$z080442957X");
    field(f, "024", "7 $a10.1017/X$2doi");
    field(f, "024", "3 $a4006381333931");
    field(f, "856", "40$uhttps://doi.org/10.1017/Y");
    field(f, "856", "40$uhttps://example.org/10.1017/Y");
    field(f, "050", " 4$aDA47.9.R8$bG67 1977");
    field(f, "035", "  $a(OCoLC)3186003");
    assert_terms(f, "isbn", TERM_KEY, "9780521086899/9780804429573/");
    assert_terms(f, "doi", TERM_KEY, "10.1017/x/10.1017/y/");
    assert_terms(f, "other-number", TERM_KEY, "101017x/4006381333931/");
    assert_terms(f, "lc-call-number", TERM_KEY, "da47.9.r8 g67 1977/");
    assert_terms(f, "system-number", TERM_KEY, "(ocolc)3186003/3186003/");
}

static void an_x_in_the_table_is_any_digit(void **state)
{
    struct fixture *f = *state;

    field(f, "590", "  $aone");
    field(f, "599", "  $atwo");
    field(f, "600", "  $athree");
    field(f, "690", "  $afour");
    field(f, "697", "  $afive");
    assert_terms(f, "note", TERM_WORD, "one/two/");
    assert_terms(f, "subject-other", TERM_WORD, "four/five/");
}

/* Whatever it holds: it can be deleted, and counted in its collection. */
static void every_record_has_the_terms_of_the_index_itself(void **state)
{
    struct fixture *f = *state;
    unsigned all = 0, collection = 0;

    extract(f);
    for (size_t i = 0; i < f->entries.count; i++) {
        const struct index_entry *entry = &f->entries.entries[i];
        const char *key = f->entries.keys.data + entry->offset;

        all += entry->length == 2 && memcmp(key, "\0\3", 2) == 0;
        collection += entry->length == 4 && memcmp(key, "\1\3\0\3", 4) == 0;
    }
    assert_int_equal(all, 1);
    assert_int_equal(collection, 1);
}

/* A note as a heading would only be a copy of it: nobody can browse notes. */
static void headings_are_for_browsing_and_for_titles(void **state)
{
    struct fixture *f = *state;

    field(f, "245", "00$aA title");
    field(f, "500", "  $aA note.");
    field(f, "520", "  $aAn abstract.");
    field(f, "505", "0 $aContents.");
    field(f, "650", " 0$aA subject");
    assert_terms(f, "title", TERM_HEADING, "a title/");
    assert_terms(f, "subject-topical", TERM_HEADING, "a subject/");
    assert_terms(f, "note", TERM_HEADING, "");
    assert_terms(f, "abstract", TERM_HEADING, "");
    assert_terms(f, "contents", TERM_HEADING, "");
    assert_terms(f, "note", TERM_WORD, "a note/");
}

/* Two threads may share the work: what the record says, and what the catalogue adds to it. */
static void two_halves_make_the_whole(void **state)
{
    struct fixture *f = *state;
    const struct index_document document = {.docid = 1,
                                            .id = slice_of("Test-1"),
                                            .added = 0,
                                            .changed = 951782400,
                                            .record = f->record};
    struct index_entries own;
    struct index_preparer *preparer = index_preparer_create(f->table);
    const struct index_entries *record;

    chapter(f);
    index_extract(&f->entries, f->table, &document);
    record = index_prepare(preparer, f->record, document.id, f->arena);
    index_preparer_destroy(preparer);
    index_entries_init(&own);
    index_extract_own(&own, f->table, &document);
    assert_int_equal(record->count + own.count, f->entries.count);
    for (size_t i = 0; i < f->entries.count; i++) {
        const struct index_entries *half = i < record->count ? record : &own;
        const struct index_entry *entry = &half->entries[i < record->count ? i : i - record->count];
        const struct index_entry *whole = &f->entries.entries[i];

        assert_int_equal(entry->length, whole->length);
        assert_int_equal(entry->hash, whole->hash);
        if (entry->length > 0)
            assert_memory_equal(half->keys.data + entry->offset,
                                f->entries.keys.data + whole->offset, whole->length);
        else
            assert_int_equal(entry->offset, whole->offset);
    }
    index_entries_finish(&own);
}

static uint64_t sort_of(struct fixture *f, const char *name)
{
    const struct access_point *point = access_point_by_name(f->table, slice_of(name));
    size_t column = 0;

    while (f->table->columns[column] != point->number)
        column++;
    extract(f);
    return f->entries.sorts[column];
}

static uint64_t prefix(const char *text)
{
    uint64_t value = 0;

    for (size_t i = 0; i < 8; i++)
        value = value << 8 | (unsigned char)text[i];
    return value;
}

static void sort_values_come_from_the_main_entry(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(sort_of(f, "title"), 0);
    assert_int_equal(sort_of(f, "author"), 0);
    assert_int_equal(sort_of(f, "date"), 0);
    /* Not the day: seconds since 1970, with the sign turned over. */
    assert_int_equal(sort_of(f, "date-changed"), UINT64_C(0x8000000000000000) + 951782400);
    assert_int_equal(sort_of(f, "date-added"), UINT64_C(0x8000000000000000));
    field(f, "700", "1 $aZweig, S.");
    field(f, "240", "10$aUniform");
    field(f, "264", " 1$c1950");
    assert_int_equal(sort_of(f, "author"), prefix("zweig s\0"));
    assert_int_equal(sort_of(f, "title"), 0);
    assert_int_equal(sort_of(f, "date"), prefix("1950\0\0\0\0"));
    field(f, "245", "14$aThe title itself");
    field(f, "710", "2 $aAardvark");
    field(f, "110", "2 $aMain Body");
    control(f, "008", "261123s1977    xx");
    assert_int_equal(sort_of(f, "title"), prefix("title it"));
    assert_int_equal(sort_of(f, "author"), prefix("main bod"));
    assert_int_equal(sort_of(f, "date"), prefix("1977\0\0\0\0"));
}

static void strange_fields_do_no_harm(void **state)
{
    struct fixture *f = *state;

    field(f, "AVA", "  $aletters in the tag");
    field(f, "999", "  $anot in the table");
    field(f, "245", "  ");
    field(f, "245",
          "\xff\xfe$\xff"
          "x$a\xff\xfe\x80 broken");
    control(f, "245", "a control field with the tag of a title");
    field(f, "001", "  $aa data field with the tag of a control field");
    field(f, "008", "  $aas well");
    assert_terms(f, "control-number", TERM_KEY, "test-1/");
    assert_terms(f, "date", TERM_KEY, "");
}

int main(void)
{
#define TEST(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_chapter_is_found_by_all_that_it_says),
        TEST(function_words_make_pairs_with_their_neighbours_in_titles),
        TEST(titles_of_host_and_contents_are_not_the_title),
        TEST(every_title_field_counts),
        TEST(headings_leave_out_the_article),
        TEST(headings_of_empty_subfields_have_no_extra_spaces),
        TEST(long_headings_and_words_are_cut),
        TEST(an_880_counts_as_the_field_that_it_gives),
        TEST(dates_say_what_their_kind_says),
        TEST(materials_have_names),
        TEST(numbers_are_told_apart_by_what_qualifies_them),
        TEST(an_x_in_the_table_is_any_digit),
        TEST(every_record_has_the_terms_of_the_index_itself),
        TEST(headings_are_for_browsing_and_for_titles),
        TEST(two_halves_make_the_whole),
        TEST(sort_values_come_from_the_main_entry),
        TEST(strange_fields_do_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Client profiles change 773 of component parts as their client wants it, and nothing else. */
#include "citations.h"

#define PART_LEADER "LDR 00000naa a2200000 i 4500"
#define SERIAL_PART_LEADER "LDR 00000nab a2200000 i 4500"
#define DATE_008 "008 010501s2001    enk           000 0 eng d"

/* The 773s of what a profile writes, as "0# $7nnam$tTitle"; one a line. */
static const char *hosts_of(const char *xml, struct arena *arena)
{
    struct marc_record *record = NULL;
    const struct marc_field *field = NULL;
    struct marc_reader *reader;
    struct diag diag = {0};
    struct buffer out;
    const char *text;

    assert_int_equal(
        marc_reader_open_bytes(&reader, slice_of(xml), MARC_INPUT_SNIFF, NULL, NULL, &diag), 0);
    if (marc_reader_next(reader, &record, arena, &diag) != 1)
        fail_msg("%s in:\n%s", diag.message, xml);
    marc_reader_close(reader);
    buffer_init(&out);
    while ((field = marc_record_field(record, "773", field)) != NULL) {
        buffer_printf(&out, "%c%c ", field->indicator[0] == ' ' ? '#' : field->indicator[0],
                      field->indicator[1] == ' ' ? '#' : field->indicator[1]);
        for (uint32_t i = 0; i < field->subfield_count; i++) {
            buffer_printf(&out, "$%c", field->subfields[i].code);
            buffer_add_slice(&out, field->subfields[i].value);
        }
        buffer_add_char(&out, '\n');
    }
    text = arena_copy(arena, out.data, out.length);
    buffer_finish(&out);
    return text;
}

struct profile_case {
    const char *claim;
    const char *lines[6];
    const char *hosts; /* NULL: the record is plain MARCXML */
};

static void assert_profile(format_writer *write, const struct profile_case *tried,
                           struct arena *arena)
{
    const char *xml = written_lines(write, tried->lines, arena);
    const char *plain = written_lines(write_marcxml, tried->lines, arena);

    if (tried->hosts == NULL && strcmp(xml, plain) != 0)
        fail_msg("%s is written as:\n%s", tried->claim, xml);
    if (tried->hosts != NULL && strcmp(hosts_of(xml, arena), tried->hosts) != 0)
        fail_msg("%s has the hosts:\n%s", tried->claim, hosts_of(xml, arena));
}

static const struct profile_case vufind[] = {
    {"a chapter's place becomes a note",
     {PART_LEADER, DATE_008, "773 0# $7nnam$tBook.$gChapter 3, pages 10-20$q3<10$w(X)b1", NULL},
     "0# $7nnam$tBook.$nChapter 3, pages 10-20$q3<10$w(X)b1\n"},
    {"labels that repeat it go",
     {PART_LEADER, DATE_008, "773 0# $7nnam$tBook.$gPages 10-20", "773 18 $gyear:1999$gpages:10-20",
      NULL},
     "0# $7nnam$tBook.$nPages 10-20\n"},
    {"labels that alone say it become notes",
     {PART_LEADER, DATE_008, "773 0# $7nnam$tBook.", "773 18 $gyear:1999$gpages:10-20", NULL},
     "0# $7nnam$tBook.\n18 $nyear:1999$npages:10-20\n"},
    {"so does the place in a second book",
     {PART_LEADER, DATE_008, "773 0# $7nnam$tBook.$gPages 1-2",
      "773 0# $7nnam$tOther book.$gPages 3-4", NULL},
     "0# $7nnam$tBook.$nPages 1-2\n0# $7nnam$tOther book.$nPages 3-4\n"},
    {"an article of a journal is one",
     {PART_LEADER, DATE_008, "773 0# $7nnas$tJournal.$gVol. 24, p. 12-20$x1234-5679", NULL},
     NULL},
    {"a part of a serial is no article to VuFind anyway",
     {SERIAL_PART_LEADER, DATE_008, "773 0# $tJournal.$gVol. 24", NULL},
     NULL},
    {"a book in a set is no part", {BOOK_LEADER, DATE_008, "773 0# $tSet.$gVol. 2", NULL}, NULL},
    {"a book", {BOOK_LEADER, DATE_008, "245 00 $aAlone.", NULL}, NULL},
    {"a part without a host", {PART_LEADER, DATE_008, "245 00 $aLost.", NULL}, NULL},
    {"a host of nothing", {PART_LEADER, "773 0# ", "773 0# $g$g", NULL}, "0# $n$n\n"},
    {"labels without a host", {PART_LEADER, DATE_008, "773 18 $gpages:1-2", NULL}, NULL},
};

static const struct profile_case agk[] = {
    {"a chapter is read and computed with",
     {PART_LEADER, DATE_008,
      "773 0# $7nnam$tBook.$dLondon : Things Press, 2001$gChapter 3, pages 10-20$w(X)b1", NULL},
     "08 $iIn:$7nnam$tBook.$dLondon : Things Press, 2001$gChapter 3, pages 10-20$w(X)b1\n"
     "18 $gyear:2001$gpages:10-20\n"},
    {"an article has volume and number, and the year of its issue",
     {PART_LEADER, DATE_008,
      "773 0# $7nnas$tJournal.$dLondon, 1950-$gVol. 24, no. 3 (May 2001), p. 12-20", NULL},
     "08 $iIn:$7nnas$tJournal.$dLondon, 1950-$gVol. 24, no. 3 (May 2001), p. 12-20\n"
     "18 $gvolume:24$gyear:2001$gnumber:3$gpages:12-20\n"},
    {"one page is one page",
     {SERIAL_PART_LEADER, DATE_008, "773 0# $tJournal.$gVol. 24, p. 12", NULL},
     "08 $iIn:$tJournal.$gVol. 24, p. 12\n18 $gvolume:24$gyear:2001$gpages:12\n"},
    {"words that are there already stay, and so do labels",
     {PART_LEADER, DATE_008, "773 08 $iEnthalten in$tBook.$gSeite 10-20",
      "773 18 $gyear:1999$gpages:10-20", NULL},
     NULL},
    {"a host that is not to be shown stays as it is",
     {PART_LEADER, DATE_008, "773 1# $tBook.$gPages 10-20", NULL},
     "1# $tBook.$gPages 10-20\n18 $gyear:2001$gpages:10-20\n"},
    {"labels come behind the first host",
     {PART_LEADER, DATE_008, "773 0# $tBook.$gPages 1-2", "773 0# $tOther.$gPages 3-4", NULL},
     "08 $iIn:$tBook.$gPages 1-2\n18 $gyear:2001$gpages:1-2\n08 $iIn:$tOther.$gPages 3-4\n"},
    {"without a date the book's will do",
     {PART_LEADER, "773 0# $7nnam$tBook.$dLondon, 1999$gPages 1-2", NULL},
     "08 $iIn:$7nnam$tBook.$dLondon, 1999$gPages 1-2\n18 $gyear:1999$gpages:1-2\n"},
    {"a journal's will not",
     {SERIAL_PART_LEADER, "773 0# $tJournal.$dLondon, 1950-$gp. 1-2", NULL},
     "08 $iIn:$tJournal.$dLondon, 1950-$gp. 1-2\n18 $gpages:1-2\n"},
    {"what is not known is no label",
     {PART_LEADER, "773 0# $7nnam$tBook.", NULL},
     "08 $iIn:$7nnam$tBook.\n"},
    {"a book in a set is no part", {BOOK_LEADER, DATE_008, "773 0# $tSet.$gVol. 2", NULL}, NULL},
    {"a part without a host", {PART_LEADER, DATE_008, "245 00 $aLost.", NULL}, NULL},
    {"a host of nothing", {PART_LEADER, "773 0# ", "773 0# $g$g", NULL}, "08 $iIn:$g$g\n"},
};

static void vufind_sees_no_place_in_a_book(void **state)
{
    for (size_t i = 0; i < sizeof vufind / sizeof *vufind; i++)
        assert_profile(write_marc21_vufind, &vufind[i], *state);
}

static void agk_sees_words_and_labels(void **state)
{
    for (size_t i = 0; i < sizeof agk / sizeof *agk; i++)
        assert_profile(write_marc21_agk, &agk[i], *state);
}

static void the_shipped_chapter_is_so(void **state)
{
    struct convert_context context;
    const struct marc_record *record = chapter_6(*state, &context);
    const char *before = written(write_marcxml, record, &context, *state);

    assert_string_equal(
        hosts_of(written(write_marc21_vufind, record, &context, *state), *state),
        "0# $7nnam$tThe precarious truce : Anglo-Soviet relations 1924-27.$d[Place of publication "
        "not identified] : Cambridge University Press, 1977$nChapter 6, pages 211-256$q6<211"
        "$w(offprint.localhost)precarious-truce\n");
    assert_string_equal(
        hosts_of(written(write_marc21_agk, record, &context, *state), *state),
        "08 $iIn:$7nnam$tThe precarious truce : Anglo-Soviet relations 1924-27.$d[Place of "
        "publication not identified] : Cambridge University Press, 1977$gChapter 6, pages 211-256"
        "$q6<211$w(offprint.localhost)precarious-truce\n"
        "18 $gyear:1977$gpages:211-256$gextent:46\n");
    /* A writer leaves the record, which others may be reading, as it was. */
    assert_string_equal(before, written(write_marcxml, record, &context, *state));
}

static void all_else_is_plain_marcxml(void **state)
{
    struct convert_context context;
    const struct marc_record *book = whole_book(*state, &context);
    const char *plain = written(write_marcxml, book, &context, *state);

    assert_string_equal(plain, written(write_marc21_vufind, book, &context, *state));
    assert_string_equal(plain, written(write_marc21_agk, book, &context, *state));
    for (size_t i = 0; i < sizeof uglies / sizeof *uglies; i++) {
        plain = written_lines(write_marcxml, uglies[i].lines, *state);
        assert_string_equal(plain, written_lines(write_marc21_vufind, uglies[i].lines, *state));
        assert_string_equal(plain, written_lines(write_marc21_agk, uglies[i].lines, *state));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(vufind_sees_no_place_in_a_book, set_up, tear_down),
        cmocka_unit_test_setup_teardown(agk_sees_words_and_labels, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_shipped_chapter_is_so, set_up, tear_down),
        cmocka_unit_test_setup_teardown(all_else_is_plain_marcxml, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Records for the tests of citation formats, written down as a cataloguer reads them. */
#ifndef OFFPRINT_TEST_CITATIONS_H
#define OFFPRINT_TEST_CITATIONS_H

#include "../test.h"

#include <stdlib.h>

#include <offprint/arena.h>
#include <offprint/convert.h>
#include <offprint/reader.h>
#include <offprint/record.h>

#include "convert/writer.h"

#define BASE_URL "https://records.example.org"
#define BOOK_LEADER "LDR 00000nam a2200000 i 4500"

/* "$aTitle :$brest" into subfields; "$$" is a dollar sign. */
static inline void add_subfields(struct marc_record *record, struct marc_field *field,
                                 const char *text)
{
    while (text[0] == '$' && text[1] != '\0') {
        char code = text[1], *value = arena_string(record->arena, text + 2);
        size_t length = 0;
        for (text += 2; *text != '\0' && (*text != '$' || text[1] == '$'); text++) {
            if (*text == '$')
                text++;
            value[length++] = *text;
        }
        marc_field_add(record, field, code, slice_make(value, length));
    }
}

/* Lines "LDR …", "008 …" and "245 14 $a…", '#' for a blank indicator; NULL ends them. */
static inline struct marc_record *record_of(struct arena *arena, const char *const *lines)
{
    struct marc_record *record = marc_record_create(arena);
    for (; *lines != NULL; lines++) {
        char tag[4] = {(*lines)[0], (*lines)[1], (*lines)[2], '\0'};
        if (strcmp(tag, "LDR") == 0) {
            assert_int_equal(strlen(*lines + 4), MARC_LEADER_LENGTH);
            memcpy(record->leader, *lines + 4, MARC_LEADER_LENGTH);
        } else if (strncmp(tag, "00", 2) == 0) {
            marc_record_add_control(record, tag, slice_of(*lines + 4));
        } else {
            char first = (*lines)[4], second = (*lines)[5];
            struct marc_field *field = marc_record_add_field(
                record, tag, first == '#' ? ' ' : first, second == '#' ? ' ' : second);
            add_subfields(record, field, *lines + 7);
        }
    }
    return record;
}

/* One of the shipped records. */
static inline struct marc_record *shipped(struct arena *arena, const char *id)
{
    struct marc_reader *reader = NULL;
    struct marc_record *record = NULL;
    struct diag diag = {0};
    const char *path = arena_printf(arena, "%s/records/%s.xml", TEST_SOURCE, id);
    if (marc_reader_open(&reader, path, MARC_INPUT_SNIFF, NULL, NULL, &diag) < 0 ||
        marc_reader_next(reader, &record, arena, &diag) != 1)
        fail_msg("%s: %s", path, diag.message);
    marc_reader_close(reader);
    return record;
}

static inline struct convert_context context_of(const char *id)
{
    return (struct convert_context){
        .id = id,
        .repository = "offprint.localhost",
        .base_url = BASE_URL,
        .collection = "Default",
        .datestamp = 1795424400, /* 2026-11-23T09:00:00Z */
    };
}

/* The shipped chapter 6 within its book, as the catalogue gives it to a writer. */
static inline struct marc_record *chapter_6(struct arena *arena, struct convert_context *context)
{
    *context = context_of("precarious-truce-6");
    context->host = shipped(arena, "precarious-truce");
    context->host_id = "precarious-truce";
    return shipped(arena, "precarious-truce-6");
}

/* The shipped book with all its parts. */
static inline struct marc_record *whole_book(struct arena *arena, struct convert_context *context)
{
    static const char *const ids[] = {"precarious-truce-introduction",
                                      "precarious-truce-1",
                                      "precarious-truce-2",
                                      "precarious-truce-3",
                                      "precarious-truce-4",
                                      "precarious-truce-5",
                                      "precarious-truce-6",
                                      "precarious-truce-conclusions"};
    size_t count = sizeof ids / sizeof *ids;
    const struct marc_record **parts = arena_array(arena, count, sizeof *parts);
    for (size_t i = 0; i < count; i++)
        parts[i] = shipped(arena, ids[i]);
    *context = context_of("precarious-truce");
    context->parts = parts;
    context->part_ids = ids;
    context->part_count = count;
    return shipped(arena, "precarious-truce");
}

/* What a writer makes of a record; it lives in the arena. */
static inline const char *written(format_writer *write, const struct marc_record *record,
                                  const struct convert_context *context, struct arena *arena)
{
    struct buffer out;
    buffer_init(&out);
    assert_int_equal(write(&out, record, context, arena, NULL), 0);
    const char *text = arena_copy(arena, out.data, out.length);
    assert_int_equal(strlen(text), out.length); /* a NUL in it would be a fault by itself */
    buffer_finish(&out);
    return text;
}

static inline const char *written_lines(format_writer *write, const char *const *lines,
                                        struct arena *arena)
{
    struct convert_context context = context_of("x1");
    return written(write, record_of(arena, lines), &context, arena);
}

static inline void assert_has(const char *text, const char *part)
{
    if (text == NULL || strstr(text, part) == NULL)
        fail_msg("\"%s\" is not in:\n%s", part, text != NULL ? text : "");
}

static inline void assert_lacks(const char *text, const char *part)
{
    if (text == NULL || strstr(text, part) != NULL)
        fail_msg("\"%s\" is in:\n%s", part, text != NULL ? text : "");
}

/*
 * Small records of each kind of material, for tables of what a format calls them. The leader's
 * type and level and 008 say what they are.
 */
static const struct material_case {
    const char *name;
    const char *lines[12];
} materials[] = {
    {"book",
     {BOOK_LEADER, "008 990101s1999    enk           000 0 eng d", "020 ## $a9780521086899",
      "100 1# $aSmith, John,$eauthor.", "245 14 $aThe book of things :$ba study /$cJohn Smith.",
      "250 ## $a2nd ed.", "264 #1 $aLondon :$bThings Press,$c1999.",
      "300 ## $axii, 304 pages ;$c24 cm.", "490 1# $aStudies in things ;$v12", NULL}},
    {"chapter",
     {"LDR 00000naa a2200000 i 4500", "008 990101s1999    enk           000 0 eng d",
      "100 1# $aSmith, John,$eauthor.", "245 10 $aOn things /$cJohn Smith.",
      "773 0# $7nnam$tThe whole : all of it.$dLondon : Things Press, 1999$gChapter 3, pages 10-20"
      "$z9780521086899",
      NULL}},
    {"article",
     {"LDR 00000nab a2200000 i 4500", "008 010501s2001    enk           000 0 eng d",
      "100 1# $aSmith, John.", "245 10 $aThings reconsidered /$cJohn Smith.",
      "773 0# $7nnas$tJournal of things.$gVol. 24, no. 3 (May 2001), p. 12-20$x1234-5679", NULL}},
    {"serial",
     {"LDR 00000nas a2200000 i 4500", "008 750101c19509999enkqr p       0   a0eng d",
      "022 ## $a1234-5679", "245 00 $aJournal of things.",
      "264 #1 $aLondon :$bThings Press,$c1950-", NULL}},
    {"newspaper",
     {"LDR 00000nas a2200000 i 4500", "008 750101c19509999enkdr n       0   a0eng d",
      "245 04 $aThe daily thing.", NULL}},
    {"thesis",
     {BOOK_LEADER, "008 990101s1999    enk     bm    000 0 eng d", "100 1# $aSmith, John.",
      "245 10 $aThings in theory /$cJohn Smith.",
      "502 ## $aThesis (Ph. D.)--University of Tartu, 1999.", NULL}},
    {"report",
     {BOOK_LEADER, "008 990101s1999    enk     t     000 0 eng d", "088 ## $aTR-99-1",
      "110 2# $aThings Laboratory.", "245 10 $aThings measured.",
      "264 #1 $aLondon :$bThings Laboratory,$c1999.", NULL}},
    {"proceedings",
     {BOOK_LEADER, "008 990101s1999    enk           100 0 eng d",
      "111 2# $aConference on Things$n(3rd :$d1998 :$cTartu, Estonia)",
      "245 10 $aProceedings of things.", NULL}},
    {"conference paper",
     {"LDR 00000naa a2200000 i 4500", "008 990101s1999    enk           100 0 eng d",
      "100 1# $aSmith, John.", "245 10 $aThings presented.",
      "773 0# $7nnam$tProceedings of things.$gPages 5-9", NULL}},
    {"map",
     {"LDR 00000nem a2200000 i 4500", "008 990101s1999    enk       a     0   eng d",
      "245 00 $aMap of things.", "255 ## $aScale 1:50,000.", NULL}},
    {"score",
     {"LDR 00000ncm a2200000 i 4500", "008 990101s1999    enksya              eng d",
      "100 1# $aBach, Johann Sebastian,$d1685-1750.", "245 10 $aThings in D minor.", NULL}},
    {"speech",
     {"LDR 00000nim a2200000 i 4500", "008 990101s1999    enknn               eng d",
      "100 1# $aSmith, John.", "245 10 $aThings said.", NULL}},
    {"music",
     {"LDR 00000njm a2200000 i 4500", "008 990101s1999    enksyn              eng d",
      "100 1# $aBach, Johann Sebastian,$d1685-1750.", "245 10 $aThings played.",
      "700 1# $aSinger, Anna,$eperformer.", NULL}},
    {"video",
     {"LDR 00000ngm a2200000 i 4500", "007 vd cvaizq",
      "008 990101s1999    enk090            vleng d",
      "245 00 $aThings seen /$cdirected by Ann Director.", "700 1# $aDirector, Ann.", NULL}},
    {"image",
     {"LDR 00000nkm a2200000 i 4500", "008 990101s1999    enknnn            kneng d",
      "245 00 $aPicture of things.", NULL}},
    {"dataset",
     {"LDR 00000nmm a2200000 i 4500", "008 990101s1999    enk        a        eng d",
      "245 00 $aNumbers of things.", NULL}},
    {"software",
     {"LDR 00000nmm a2200000 i 4500", "008 990101s1999    enk        b        eng d",
      "245 00 $aThings for Windows.", NULL}},
    {"manuscript",
     {"LDR 00000ntm a2200000 i 4500", "008 990101s1999    enk           000 0 eng d",
      "245 00 $aThings in my own hand.", NULL}},
    {"object",
     {"LDR 00000nrm a2200000 i 4500", "008 990101s1999    enknnn            rneng d",
      "245 00 $aA thing.", NULL}},
    {"collection",
     {"LDR 00000npc a2200000 i 4500", "008 990101i19501999enk                 eng d",
      "245 00 $aPapers about things.", NULL}},
    {"website",
     {"LDR 00000nai a2200000 i 4500", "007 cr |||||||||||",
      "008 990101c19999999enkur|wo     0    2eng d", "245 00 $aThings on line.",
      "856 40 $uhttps://things.example.org/", NULL}},
};

#define MATERIAL_CASES (sizeof materials / sizeof *materials)

static inline const char *written_material(format_writer *write, const char *name,
                                           struct arena *arena)
{
    for (size_t i = 0; i < MATERIAL_CASES; i++)
        if (strcmp(materials[i].name, name) == 0)
            return written_lines(write, materials[i].lines, arena);
    fail_msg("no such material: %s", name);
    return "";
}

/* Data as it should not be, and is. */
static const struct ugly_case {
    const char *name;
    const char *lines[8];
} uglies[] = {
    {"no fields at all", {NULL}},
    {"no title", {BOOK_LEADER, "100 1# $aSmith, John.", NULL}},
    {"no author", {BOOK_LEADER, "245 00 $aAlone.", NULL}},
    {"empty subfields", {BOOK_LEADER, "100 1# $a$e", "245 00 $a$b$c", "264 #1 $a$b$c", NULL}},
    {"punctuation only", {BOOK_LEADER, "100 1# $a,", "245 00 $a /$c.", "264 #1 $a:$b,$c.", NULL}},
    {"every special character",
     {BOOK_LEADER, "100 1# $aO'Brien {\"Bob\"} & Co, <b>$$%_#~^\\",
      "245 00 $a{ } \\ $$ & % # _ ~ ^ \" ' < > </script><!-- ]]>", NULL}},
    {"line breaks",
     {BOOK_LEADER, "100 1# $aSmith,\r\nJohn", "245 00 $aOne\r\nER  - \r\nTY  - HACK\ttab",
      "520 3# $aFirst line\nsecond\r\n\r\nthird", NULL}},
    {"control characters", {BOOK_LEADER, "245 00 $aA\x01\x02\x1b[31m\x7f B", NULL}},
    {"non-sorting marks", {BOOK_LEADER, "245 00 $a\xC2\x98The \xC2\x9Cthing", NULL}},
    {"right to left",
     {BOOK_LEADER, "008 990101s1999    is            000 0 heb d", "100 1# $aעוז, עמוס",
      "245 00 $aסיפור על אהבה וחושך", NULL}},
    {"astral characters", {BOOK_LEADER, "100 1# $a𝒜lpha, 𝄞", "245 00 $a𠀀𠀁 and 😀", NULL}},
    {"decomposed",
     {BOOK_LEADER, "100 1# $aMu\xCC\x88ller, Ge\xCC\x81za", "245 00 $aE\xCC\x81tude", NULL}},
    {"not UTF-8",
     {BOOK_LEADER, "100 1# $aM\xFCller, J\xF6rg",
      "245 00 $aStra\xDF"
      "e",
      NULL}},
    {"impossible 008", {BOOK_LEADER, "008 \xFF", "245 00 $aShort", NULL}},
    {"dangerous link", {BOOK_LEADER, "245 00 $aLink", "856 40 $ujavascript:alert(1)", NULL}},
};

#define UGLY_CASES (sizeof uglies / sizeof *uglies)

/* A record whose every value is 10,000 letters long. */
static inline struct marc_record *long_record(struct arena *arena)
{
    static const char *const tags[] = {"100", "245", "250", "264", "490", "500",
                                       "520", "650", "700", "773", "856"};
    char *value = arena_alloc(arena, 10001);
    memset(value, 'w', 10000);
    struct marc_record *record = marc_record_create(arena);
    memcpy(record->leader, "00000naa a2200000 i 4500", MARC_LEADER_LENGTH);
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        struct marc_field *field = marc_record_add_field(record, tags[i], '1', ' ');
        for (char code = 'a'; code <= 'z'; code++)
            marc_field_add(record, field, code, slice_make(value, 10000));
    }
    return record;
}

static inline int set_up(void **state)
{
    *state = arena_create();
    return 0;
}

static inline int tear_down(void **state)
{
    arena_destroy(*state);
    return 0;
}

#endif

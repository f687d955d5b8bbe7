/* marc_check: a sound record has no finding, and each fault has its own. */
#include "help.h"

#define LEADER "00000nam a2200000 i 4500"
#define PART "00000naa a2200000 i 4500"
#define F008 "770101s1977    enk           000 0 eng  "
#define SERIAL_008 "770101c19779999enkqr p       0   a0eng  "

/* A field in a line: tag, indicators, then $a and $b as "a=…|b=…". Control fields: tag and value.
 */
struct line {
    const char *tag, *rest;
};

static void add_line(struct marc_record *record, struct line line)
{
    struct marc_field *field;
    const char *at = line.rest + 2;

    if (line.tag[0] == '0' && line.tag[1] == '0') {
        marc_record_add_control(record, line.tag, slice_of(line.rest));
        return;
    }
    field = marc_record_add_field(record, line.tag, line.rest[0], line.rest[1]);
    while (*at != '\0') {
        size_t length = strcspn(at + 2, "|");

        marc_field_add(record, field, at[0], slice_make(at + 2, length));
        at += 2 + length + (at[2 + length] == '|');
    }
}

static const struct {
    const char *name;
    const char *leader;
    const char *f008;
    struct line lines[5];
    const char *rules;
} cases[] = {
    {"a book",
     LEADER,
     F008,
     {{"020", "  a=0521216702 (hbk)"},
      {"100", "1 a=Gorodetsky, Gabriel."},
      {"245", "14a=The precarious truce|b=x"},
      {"650", " 7a=x|2=fast"}},
     ""},
    {"a chapter",
     "00000naa a2200000 i 4500",
     F008,
     {{"245", "14a=The rupture"}, {"773", "0 7=nnam|t=x|w=(X)1|q=6<211"}},
     ""},
    {"an authority record", "00000nz  a2200000n  4500", F008, {{"100", "1 a=x"}}, ""},
    {"no title", LEADER, F008, {{"500", "  a=x"}}, "title "},
    {"an empty title", LEADER, F008, {{"245", "10c=x"}}, "title "},
    {"two control numbers",
     LEADER,
     F008,
     {{"001", "a"}, {"001", "b"}, {"245", "10a=x"}},
     "control-number "},
    {"no 008", LEADER, NULL, {{"245", "10a=x"}}, "fixed-length "},
    {"008 too short", LEADER, "770101s1977", {{"245", "10a=x"}}, "fixed-length "},
    {"008 with a wrong code",
     LEADER,
     "770101x1977    enk           000 0 eng  ",
     {{"245", "10a=x"}},
     "fixed-code "},
    {"008 with a language in capitals",
     LEADER,
     "770101s1977    enk           000 0 ENG  ",
     {{"245", "10a=x"}},
     "fixed-code "},
    {"006 too short", LEADER, F008, {{"006", "m"}, {"245", "10a=x"}}, "fixed-length "},
    {"007 of an unknown kind", LEADER, F008, {{"007", "xr"}, {"245", "10a=x"}}, "fixed-code "},
    {"serial", "00000nas a2200000 i 4500", SERIAL_008, {{"245", "10a=x"}}, ""},
    {"serial with the 008 of a book",
     "00000nas a2200000 i 4500",
     "770101c19779999enkaf  b    f001 0  eng  ",
     {{"245", "10a=x"}},
     "fixed-code fixed-code fixed-code "}, /* regularity f, government 0, entry convention blank */
    {"book with an audience that is none",
     LEADER,
     "770101s1977    enk    h      000 0 eng  ",
     {{"245", "10a=x"}},
     "fixed-code "},
    {"book with two codes that are none",
     LEADER,
     "770101s1977    enk    h   9  000 0 eng  ",
     {{"245", "10a=x"}},
     "fixed-code fixed-code "},
    {"book with fill characters",
     LEADER,
     "770101s1977    enk|||||||||||||||||eng  ",
     {{"245", "10a=x"}},
     ""},
    {"computer file",
     "00000nmm a2200000 i 4500",
     "770101s1977    enk        d        eng  ",
     {{"245", "10a=x"}},
     ""},
    {"computer file of no type",
     "00000nmm a2200000 i 4500",
     "770101s1977    enk        1        eng  ",
     {{"245", "10a=x"}},
     "fixed-code "},
    {"map with its projection",
     "00000nem a2200000 i 4500",
     "770101s1977    enkab  bd a  f  1   eng  ",
     {{"245", "10a=x"}},
     ""},
    {"map of no type",
     "00000nem a2200000 i 4500",
     "770101s1977    enkab  bd 1  f  1   eng  ",
     {{"245", "10a=x"}},
     "fixed-code "},
    {"sound recording",
     "00000njm a2200000 i 4500",
     "770101s1977    enkjznn   e     n n eng  ",
     {{"245", "10a=x"}},
     ""},
    {"sound recording with the 008 of a book",
     "00000njm a2200000 i 4500",
     F008,
     {{"245", "10a=x"}},
     "fixed-code fixed-code fixed-code "},
    {"video",
     "00000ngm a2200000 i 4500",
     "770101s1977    enk090            vleng  ",
     {{"245", "10a=x"}},
     ""},
    {"video whose length is words",
     "00000ngm a2200000 i 4500",
     "770101s1977    enkabc            vleng  ",
     {{"245", "10a=x"}},
     "fixed-code "},
    {"mixed materials",
     "00000npc a2200000 i 4500",
     "770101i19001977enk     y           eng  ",
     {{"245", "10a=x"}},
     "fixed-code "},
    {"006 of a computer file", LEADER, F008, {{"006", "m     o  d        "}, {"245", "10a=x"}}, ""},
    {"006 with a form that is none",
     LEADER,
     F008,
     {{"006", "m     y  d        "}, {"245", "10a=x"}},
     "fixed-code "},
    {"006 of no material",
     LEADER,
     F008,
     {{"006", "x                 "}, {"245", "10a=x"}},
     "fixed-code "},
    {"007 of a disc", LEADER, F008, {{"007", "sd fsngnnmmned"}, {"245", "10a=x"}}, ""},
    {"007 whose designation is another category's",
     LEADER,
     F008,
     {{"007", "vd cvaizq"}, {"007", "hr"}, {"245", "10a=x"}},
     "fixed-code "},
    {"007 without a designation", LEADER, F008, {{"007", "s"}, {"245", "10a=x"}}, "fixed-length "},
    {"holdings with the 008 of a book",
     "00000nxq a2200000 i 4500",
     F008,
     {{"245", "10a=x"}},
     "fixed-length "},
    {"bibliographic level unknown",
     "00000naq a2200000 i 4500",
     F008,
     {{"245", "10a=x"}},
     "fixed-code "},
    {"indicator", LEADER, F008, {{"245", "30a=x"}}, "indicators "},
    {"field repeated", LEADER, F008, {{"245", "10a=x"}, {"245", "10a=x"}}, "repeated-field "},
    {"two main entries",
     LEADER,
     F008,
     {{"100", "1 a=x"}, {"110", "2 a=x"}, {"245", "10a=x"}},
     "repeated-field "},
    {"undefined field", LEADER, F008, {{"245", "10a=x"}, {"652", "  a=x"}}, "undefined-field "},
    {"local fields",
     LEADER,
     F008,
     {{"245", "10a=x"}, {"590", "zza=x"}, {"998", "qqa=x"}, {"LKR", "  a=x"}},
     ""},
    {"empty subfield", LEADER, F008, {{"245", "10a=x|b= "}}, "empty-subfield "},
    {"empty field", LEADER, F008, {{"245", "10a=x"}, {"500", "  "}}, "empty-field "},
    {"nonfiling within a word", LEADER, F008, {{"245", "13a=The title"}}, "nonfiling "},
    {"nonfiling beyond the end", LEADER, F008, {{"245", "14a=The"}}, "nonfiling "},
    {"nonfiling after an apostrophe",
     LEADER,
     F008,
     {{"245", "12a=L'ann\xc3\xa9"
              "e"}},
     ""},
    {"ISBN-10", LEADER, F008, {{"020", "  a=0521216703"}, {"245", "10a=x"}}, "isbn "},
    {"ISBN-13",
     LEADER,
     F008,
     {{"020", "  a=978-0-521-08689-9"}, {"020", "  a=9780521086890"}, {"245", "10a=x"}},
     "isbn "},
    {"ISBN cancelled only", LEADER, F008, {{"020", "  z=nonsense"}, {"245", "10a=x"}}, ""},
    {"ISSN",
     LEADER,
     F008,
     {{"022", "  a=0378-5955"}, {"022", "  a=0378-5954"}, {"245", "10a=x"}},
     "issn "},
    {"ISSN with X", LEADER, F008, {{"022", "  a=2434-561X"}, {"245", "10a=x"}}, ""},
    {"part without host", "00000naa a2200000 i 4500", F008, {{"245", "10a=x"}}, "part-host "},
    {"part whose host has no record",
     PART,
     F008,
     {{"245", "10a=x"}, {"773", "0 7=nnam|t=x|q=1"}},
     "part-host "},
    {"part without pages",
     PART,
     F008,
     {{"245", "10a=x"}, {"773", "0 7=nnam|t=x|w=(X)1"}},
     "part-pages "},
    {"article in a serial",
     "00000nab a2200000 i 4500",
     SERIAL_008,
     {{"245", "10a=x"}, {"773", "0 7=nnas|t=x|w=(X)1|g=p. 1|x=0378-5955"}},
     ""},
    {"part that Koha hides",
     PART,
     F008,
     {{"245", "10a=x"}, {"773", "1 7=nnam|t=x|w=(X)1|q=1"}},
     "koha-display "},
    {"part that Koha hides, too",
     PART,
     F008,
     {{"245", "10a=x"}, {"773", "  7=nnam|t=x|w=(X)1|q=1"}},
     "koha-display indicators "},
    {"host number without its source",
     PART,
     F008,
     {{"245", "10a=x"}, {"773", "0 7=nnam|t=x|w=1|q=1"}},
     "koha-link "},
    {"chapter that Zotero takes for an article",
     PART,
     F008,
     {{"245", "10a=x"}, {"773", "0 7=p1am|t=x|w=(X)1|q=1"}},
     "zotero-type "},
    {"chapter whose $7 is missing",
     PART,
     F008,
     {{"245", "10a=x"}, {"773", "0 t=x|w=(X)1|q=1"}},
     "zotero-type "},
    {"chapter with the ISBN of its book",
     PART,
     F008,
     {{"245", "10a=x"}, {"773", "0 t=x|w=(X)1|q=1|z=0521216702"}},
     ""},
    {"host's imprint",
     PART,
     F008,
     {{"245", "10a=x"}, {"773", "0 7=nnam|t=x|w=(X)1|q=1|d=London : CUP, 1977."}},
     ""},
    {"host's imprint without a place",
     PART,
     F008,
     {{"245", "10a=x"}, {"773", "0 7=nnam|t=x|w=(X)1|q=1|d=CUP, 1977"}},
     "zotero-publication "},
    {"host's imprint without a year",
     PART,
     F008,
     {{"245", "10a=x"}, {"773", "0 7=nnam|t=x|w=(X)1|q=1|d=London : CUP, 19"}},
     "zotero-publication "},
    {"pages with an en dash",
     PART,
     F008,
     {{"245", "10a=x"},
      {"773", "0 7=nnam|t=x|w=(X)1|g=pages 211\xe2\x80\x93"
              "256"}},
     "zotero-pages vufind-format "},
    {"pages",
     PART,
     F008,
     {{"245", "10a=x"}, {"773", "0 7=nnam|t=x|w=(X)1|g=pages 211-256"}},
     "vufind-format "},
    {"pages in the second 773",
     PART,
     F008,
     {{"245", "10a=x"}, {"773", "0 7=nnam|t=x|w=(X)1"}, {"773", "18g=pages:211-256"}},
     "vufind-format "},
    {"host in the second 773",
     PART,
     F008,
     {{"245", "10a=x"}, {"773", "0 7=nnam|w=(X)1|q=1"}, {"773", "0 t=x"}},
     "zotero-host "},
    {"no part, but with a host",
     LEADER,
     F008,
     {{"245", "10a=x"}, {"773", "1 t=x|w=(X)1"}},
     "koha-display "},
    {"undefined subfield", LEADER, F008, {{"245", "10a=x|r=y|r=z"}}, "undefined-subfield "},
    {"subfield that is no letter", LEADER, F008, {{"245", "10a=x|A=y"}}, "undefined-subfield "},
    {"repeated subfield", LEADER, F008, {{"245", "10a=x|a=y|a=z"}}, "repeated-subfield "},
    {"subfields that may repeat", LEADER, F008, {{"245", "10a=x|n=y|n=z|9=a|9=b|1=c"}}, ""},
    {"subfields of a field that is not judged",
     LEADER,
     F008,
     {{"245", "10a=x"}, {"880", "10Q=y|Q=z"}, {"952", "  Q=y"}},
     ""},
    {"control character", LEADER, F008, {{"245", "10a=x\x01y"}}, "control-character "},
    {"replacement character",
     LEADER,
     F008,
     {{"245", "10a=x\xef\xbf\xbd"}},
     "replacement-character "},
    {"no source", LEADER, F008, {{"245", "10a=x"}, {"650", " 7a=x"}}, "source "},
};

static void every_fault_has_its_finding(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_create();
        struct marc_record *record = marc_record_create(arena);
        struct findings findings = {0};

        memcpy(record->leader, cases[i].leader, 24);
        if (cases[i].f008 != NULL)
            marc_record_add_control(record, "008", slice_of(cases[i].f008));
        for (size_t k = 0; k < 5 && cases[i].lines[k].tag != NULL; k++)
            add_line(record, cases[i].lines[k]);
        marc_check(record, keep_finding, &findings);
        if (strcmp(cases[i].rules, findings.rules) != 0)
            fail_msg("%s: found '%s', %s", cases[i].name, findings.rules, findings.last);
        assert_int_equal(findings.count, marc_check(record, NULL, NULL));
        arena_destroy(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fault_has_its_finding),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

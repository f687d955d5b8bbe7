/* UNIMARC: the sets that 100 $a names, believed where the bytes agree. */
#include "help.h"

#define DATE "20020101d1999    m  y0frey"

/* 200 $a of a record whose 100 $a ends like this: what is read, and what is reported. */
static const struct {
    const char *name;
    const char *sets; /* 100 $a/26 on */
    const char *bytes;
    const char *read;
    const char *rules;
} titles[] = {
    {"ISO 5426", "0103    ba",
     "Caf\xc2"
     "e, \xc9"
     "Osterreich, \xf9 \xfb",
     "Cafe\xcc\x81, O\xcc\x88sterreich, \xc3\xb8 \xc3\x9f", "encoding "},
    {"ISO 5426, two marks on a letter", "0103    ba",
     "\xc9\xd6"
     "u",
     "u\xcc\x88\xcc\xa3", "encoding "},
    {"ISO 5426, non-sorting", "0103    ba",
     "\x88L'\x89\xc2"
     "ecole",
     "\xc2\x98L'\xc2\x9c"
     "e\xcc\x81"
     "cole",
     "encoding "},
    {"ISO 5426, a tab", "0103    ba",
     "Caf\xc2"
     "e\tx",
     "Cafe\xcc\x81\tx", "encoding "},
    {"basic Cyrillic, a tab", "0102    ca", "\xf2\xcf\t\xcd", "\xd0\xa0\xd0\xbe\t\xd0\xbc",
     "encoding "},
    {"ISO 5426, a code that it has not", "0103    ba",
     "Caf\xc2"
     "e\xb5 x",
     "Cafe\xcc\x81 x", "encoding encoding "},
    {"Latin-1 that says ISO 5426", "0103    ba",
     "caf\xe9, \xe9"
     "cole, f\xea"
     "te, \xc9"
     "cole",
     "caf\xc3\xa9, \xc3\xa9"
     "cole, f\xc3\xaate, \xc3\x89"
     "cole",
     "encoding "},
    {"basic Cyrillic", "0102    ca", "\xf2\xcf\xcd\xc1\xce \xf4\x45",
     "\xd0\xa0\xd0\xbe\xd0\xbc\xd0\xb0\xd0\xbd \xd0\xa2"
     "E",
     "encoding "},
    {"extended Cyrillic", "0104    ca", "\xc0\xc1", "\xd2\x91\xd1\x92", "encoding "},
    {"Greek", "0105    ga", "\xe1\xe2", "\xce\xb1\xce\xb2", "encoding "},
    {"UTF-8", "50      ba", "caf\xc3\xa9", "caf\xc3\xa9", ""},
    {"UTF-8 that says ISO 5426", "0103    ba", "caf\xc3\xa9", "caf\xc3\xa9", "encoding "},
    {"UTF-8 that says nothing", "        ba", "caf\xc3\xa9", "caf\xc3\xa9", ""},
    {"ASCII", "0103    ba", "cafe", "cafe", ""},
    {"ASCII with what would be a reference in MARC-8", "0103    ba", "&#x0654;", "&#x0654;", ""},
    {"no sets: judged as MARC 21", "01", "caf\xc3\xa9", "caf\xc3\xa9", "encoding "},
};

static void read_title(const char *sets, const char *bytes, const char *tag, const char *read,
                       const char *rules, const char *name)
{
    char f100[128], title[128];
    const struct raw_field raw[] = {{"001", "x1"}, {"100", f100}, {tag, title}, {NULL, NULL}};
    struct reading_test test;
    struct buffer record;

    snprintf(f100, sizeof f100,
             "  \x1f"
             "a" DATE "%s",
             sets);
    snprintf(title, sizeof title,
             "1 \x1f"
             "a%s",
             bytes);
    buffer_init(&record);
    raw_record(&record, ' ', raw);
    open_bytes(&test, record.data, record.length);
    assert_int_equal(1, next_record(&test));
    if (strcmp(rules, test.findings.rules) != 0)
        fail_msg("%s: found '%s', %s", name, test.findings.rules, test.findings.last);
    if (read != NULL)
        assert_text(read, marc_record_subfield(test.record, tag, 'a'));
    close_test(&test);
    buffer_finish(&record);
}

static void sets_are_believed_where_the_bytes_agree(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        read_title(titles[i].sets, titles[i].bytes, "200", titles[i].read, titles[i].rules,
                   titles[i].name);
}

/* A record with 245 is MARC 21's, and its 100 a name, whatever it looks like. */
static void marc21_is_not_taken_for_it(void **state)
{
    (void)state;
    read_title("0103    ba",
               "Caf\xe2"
               "e a \xe1"
               "e",
               "245", "Cafe\xcc\x81 a e\xcc\x80", "", "MARC 21");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_are_believed_where_the_bytes_agree),
        cmocka_unit_test(marc21_is_not_taken_for_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

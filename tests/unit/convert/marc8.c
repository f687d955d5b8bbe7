/* Records in MARC-8: what the leader and 066 say is so, and every value is there. */
#include "citations.h"

#include <sys/stat.h>

#include "base/text.h"

static const struct format *marc8(void)
{
    return format_by_name(slice_of("marc8"));
}

static struct buffer write_record(const struct marc_record *record, struct arena *arena)
{
    struct convert_context context = context_of("x1");
    struct diag diag = {0};
    struct buffer out;

    buffer_init(&out);
    if (convert_write(&out, marc8(), record, &context, arena, &diag) < 0)
        fail_msg("%s", diag.message);
    return out;
}

static struct marc_record *decoded(struct buffer *out, struct arena *arena)
{
    struct marc_record *record = NULL;
    struct diag diag = {0};

    if (iso2709_decode(&record, arena, buffer_slice(out), &diag) != (ptrdiff_t)out->length)
        fail_msg("what was written is no ISO 2709: %s", diag.message);
    return record;
}

static void says_which_sets_there_are(void **state)
{
    static const char *const lines[] = {"LDR 00000cam a2200000 i 4500",
                                        "001 x1",
                                        "245 10 $aCaf\u00e9 /$cH\u2082O.",
                                        "066 ## $c(S$c$1",
                                        "880 10 $6245-01/(N$a\u041a\u0430\u0444\u0435 \u0439.",
                                        "880 10 $6245-02/(3/r$a\u0627\u0654",
                                        "090 ## $alate",
                                        NULL};
    struct buffer out = write_record(record_of(*state, lines), *state);
    struct marc_record *record = decoded(&out, *state);

    assert_memory_equal(record->leader + 5, "cam  22", 7);
    assert_int_equal(record->field_count, 6);
    assert_string_equal(record->fields[1].tag, "066"); /* before the first higher number */
    assert_int_equal(record->fields[1].subfield_count, 2);
    assert_slice(record->fields[1].subfields[0].value, "(3");
    assert_slice(record->fields[1].subfields[1].value, "(N");
    assert_slice(record->fields[2].subfields[0].value, "Caf\xe2"
                                                       "e /");
    assert_slice(record->fields[2].subfields[1].value, "H\x1b"
                                                       "b2\x1bsO.");
    assert_slice(record->fields[3].subfields[1].value, "\x1b(NkAFE J\x1b(B.");
    assert_slice(record->fields[4].subfields[1].value, "\x1b(3C\x1b(B");
    buffer_finish(&out);
}

static void says_nothing_of_sets_that_there_are_not(void **state)
{
    static const char *const lines[] = {BOOK_LEADER, "001 x1", "066 ## $c(N",
                                        "245 00 $aThe caf\u00e9.", NULL};
    struct buffer out = write_record(record_of(*state, lines), *state);

    assert_null(marc_record_field(decoded(&out, *state), "066", NULL));
    buffer_finish(&out);
}

/* A field that fits as UTF-8 and does not as MARC-8: three bytes a dash become eight. */
static void says_that_a_record_is_too_long(void **state)
{
    struct marc_record *record = record_of(*state, (const char *const[]){BOOK_LEADER, NULL});
    struct convert_context context = context_of("x1");
    struct buffer dashes, out;
    struct diag diag = {0};

    buffer_init(&dashes);
    buffer_init(&out);
    for (unsigned i = 0; i < 2000; i++)
        buffer_add_string(&dashes, "\u2013");
    marc_field_add(record, marc_record_add_field(record, "520", ' ', ' '), 'a',
                   buffer_slice(&dashes));
    buffer_add_string(&out, "before");
    assert_int_equal(
        convert_write(&out, format_by_name(slice_of("marc")), record, &context, *state, &diag),
        OFFPRINT_OK);
    buffer_truncate(&out, 6);
    assert_int_equal(convert_write(&out, marc8(), record, &context, *state, &diag),
                     OFFPRINT_TOO_LARGE);
    assert_string_equal(diag.message,
                        "field 520 has 16005 bytes; ISO 2709 allows 9,999: ask for XML");
    assert_wrote(&out, "before");
    buffer_finish(&out);
    buffer_finish(&dashes);
}

static struct slice composed(struct slice value, struct arena *arena)
{
    struct buffer nfc;

    buffer_init(&nfc);
    text_add_nfc(&nfc, value);
    value = arena_slice(arena, buffer_slice(&nfc));
    buffer_finish(&nfc);
    return value;
}

/* As it must come back: in NFC, and without 066, which says how a record was written. */
static struct marc_record *composed_record(const struct marc_record *record, struct arena *arena)
{
    struct marc_record *copy = marc_record_create(arena);

    memcpy(copy->leader, record->leader, sizeof copy->leader);
    for (uint32_t i = 0; i < record->field_count; i++) {
        const struct marc_field *from = &record->fields[i];

        if (from->control) {
            marc_record_add_control(copy, from->tag, composed(from->value, arena));
        } else if (strcmp(from->tag, "066") != 0) {
            struct marc_field *field =
                marc_record_add_field(copy, from->tag, from->indicator[0], from->indicator[1]);
            for (uint32_t k = 0; k < from->subfield_count; k++)
                marc_field_add(copy, field, from->subfields[k].code,
                               composed(from->subfields[k].value, arena));
        }
    }
    return copy;
}

/* Does our own reader give the record back, without a word about its encoding? */
static bool comes_back(const struct marc_record *record, struct arena *arena)
{
    struct buffer out = write_record(record, arena);
    struct marc_record *back = NULL;
    struct marc_reader *reader;
    bool same;

    assert_int_equal(
        marc_reader_open_bytes(&reader, buffer_slice(&out), MARC_INPUT_ISO2709, NULL, NULL, NULL),
        0);
    assert_int_equal(marc_reader_next(reader, &back, arena, NULL), 1);
    same = marc_record_equal(composed_record(record, arena), composed_record(back, arena));
    marc_reader_close(reader);
    buffer_finish(&out);
    return same;
}

static void every_material_comes_back(void **state)
{
    struct convert_context context;

    for (size_t i = 0; i < MATERIAL_CASES; i++)
        if (!comes_back(record_of(*state, materials[i].lines), *state))
            fail_msg("%s does not come back the same", materials[i].name);
    assert_true(comes_back(chapter_6(*state, &context), *state));
}

/* 76 records that came as MARC-8, with EACC, Hebrew, Arabic, Cyrillic and every mark of ANSEL. */
static void real_records_come_back(void **state)
{
    const char *shared = getenv("OFFPRINT_SHARED");
    const char *path = arena_printf(
        *state, "%s/corpora/marc/clean-marc8/solrmarc/test__data__records__specTestRecs.mrc",
        shared != NULL ? shared : TEST_SOURCE "/../shared");
    struct marc_reader *reader;
    struct marc_record *record;
    unsigned records = 0;
    struct stat about;

    if (stat(path, &about) != 0) {
        print_message("%s is not here\n", path);
        skip();
    }
    assert_int_equal(marc_reader_open(&reader, path, MARC_INPUT_SNIFF, NULL, NULL, NULL), 0);
    while (marc_reader_next(reader, &record, *state, NULL) == 1) {
        records++;
        if (!comes_back(record, *state))
            fail_msg("record %u does not come back the same", records);
    }
    assert_int_equal(records, 76);
    marc_reader_close(reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(says_which_sets_there_are, set_up, tear_down),
        cmocka_unit_test_setup_teardown(says_nothing_of_sets_that_there_are_not, set_up, tear_down),
        cmocka_unit_test_setup_teardown(says_that_a_record_is_too_long, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_material_comes_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(real_records_come_back, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

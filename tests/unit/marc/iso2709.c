/* ISO 2709 of our own: decoded as it was encoded, and refused where it does not hold together. */
#include "help.h"

#include "marc/iso2709.h"

static struct marc_record *sample(struct arena *arena)
{
    struct marc_record *record = marc_record_create(arena);
    struct marc_field *field;

    marc_record_add_control(record, "001", slice_of("x1"));
    marc_record_add_control(record, "008", slice_of(""));
    field = marc_record_add_field(record, "245", '1', '4');
    marc_field_add(record, field, 'a', slice_of("The r\xc3\xbcpture :"));
    marc_field_add(record, field, 'b', slice_of(""));
    marc_record_add_field(record, "900", ' ', ' ');
    return record;
}

static void what_is_encoded_is_decoded(void **state)
{
    struct arena *arena = arena_create();
    struct marc_record *record = sample(arena), *decoded;
    struct buffer bytes;

    (void)state;
    buffer_init(&bytes);
    buffer_add_string(&bytes, "before");
    assert_int_equal(0, iso2709_encode(&bytes, record, NULL));
    buffer_add_string(&bytes, "after");
    assert_int_equal(
        bytes.length - 11,
        iso2709_decode(&decoded, arena, slice_part(buffer_slice(&bytes), 6, 999), NULL));
    assert_true(marc_record_equal(record, decoded));
    /* Decoding copies nothing. */
    assert_in_range((uintptr_t)decoded->fields[2].subfields[0].value.data, (uintptr_t)bytes.data,
                    (uintptr_t)bytes.data + bytes.length);
    buffer_finish(&bytes);
    arena_destroy(arena);
}

static void the_bytes_are_what_iso2709_says(void **state)
{
    static const char expected[] = "00071nam a2200049   4500"
                                   "001000300000245001800003\x1e"
                                   "x1\x1e"
                                   "10\x1f"
                                   "aTitle\x1f"
                                   "cAuthor\x1e\x1d";
    struct arena *arena = arena_create();
    struct marc_record *record = marc_record_create(arena);
    struct marc_field *field;
    struct buffer bytes;

    (void)state;
    marc_record_add_control(record, "001", slice_of("x1"));
    field = marc_record_add_field(record, "245", '1', '0');
    marc_field_add(record, field, 'a', slice_of("Title"));
    marc_field_add(record, field, 'c', slice_of("Author"));
    buffer_init(&bytes);
    assert_int_equal(0, iso2709_encode(&bytes, record, NULL));
    assert_string_equal(expected, bytes.data);
    buffer_finish(&bytes);
    arena_destroy(arena);
}

static void what_is_too_large_is_refused_whole(void **state)
{
    static char value[20000];
    struct arena *arena = arena_create();
    struct marc_record *record = sample(arena);
    struct buffer bytes;
    struct diag diag;

    (void)state;
    memset(value, 'x', sizeof value);
    buffer_init(&bytes);
    marc_field_add(record, &record->fields[3], 'a', slice_make(value, 9999 - 5));
    assert_int_equal(0, iso2709_encode(&bytes, record, &diag));
    buffer_truncate(&bytes, 0);
    record->fields[3].subfields[0].value.length++;
    assert_int_equal(OFFPRINT_TOO_LARGE, iso2709_encode(&bytes, record, &diag));
    assert_int_equal(0, bytes.length);
    assert_string_equal("900", diag.value);
    record->fields[3].subfields[0].value.length = 9000;
    for (int i = 0; i < 11; i++)
        marc_record_add_control(record, "009", slice_make(value, 9000));
    assert_int_equal(OFFPRINT_TOO_LARGE, iso2709_encode(&bytes, record, &diag));
    assert_int_equal(0, bytes.length);
    buffer_finish(&bytes);
    arena_destroy(arena);
}

static void structure_bytes_in_values_do_no_harm(void **state)
{
    struct arena *arena = arena_create();
    struct marc_record *record = marc_record_create(arena), *decoded;
    struct buffer bytes;

    (void)state;
    marc_record_add_control(record, "001", slice_of("x\x1ey"));
    marc_field_add(record, marc_record_add_field(record, "245", '1', '0'), 'a',
                   slice_of("a\x1f"
                            "b\x1d"
                            "c"));
    buffer_init(&bytes);
    assert_int_equal(0, iso2709_encode(&bytes, record, NULL));
    assert_true(iso2709_decode(&decoded, arena, buffer_slice(&bytes), NULL) > 0);
    assert_text("x y", marc_record_control(decoded, "001"));
    assert_text("a b c", marc_record_subfield(decoded, "245", 'a'));
    buffer_finish(&bytes);
    arena_destroy(arena);
}

/* One fault each, made in a good record by writing `bytes` at `at`. */
static const struct {
    const char *name;
    size_t at;
    const char *bytes;
} bad[] = {
    {"length no number", 0, "0x072"},
    {"length too small", 0, "00025"},
    {"length beyond the bytes", 0, "00072"},
    {"length before the terminator", 0, "00070"},
    {"base address no number", 12, "0004x"},
    {"base address within the leader", 12, "00012"},
    {"base address within the directory", 12, "00037"},
    {"base address past the end", 12, "99999"},
    {"directory without terminator", 48, "x"},
    {"field length 0", 27, "0000"},
    {"field length no number", 27, "00-1"},
    {"field past the end", 43, "99999"},
    {"field not ended by a terminator", 39, "0017"},
    {"no delimiter after the indicators", 54, "x"},
    {"delimiter without a code", 55, "\x1f"},
};

static void faults_are_refused(void **state)
{
    static const struct raw_field fields[] = {{"001", "x1"},
                                              {"245", "10\x1f"
                                                      "aTitle\x1f"
                                                      "cAuthor"},
                                              {NULL, NULL}};
    struct arena *arena = arena_create();
    struct marc_record *record;
    struct buffer bytes;

    (void)state;
    buffer_init(&bytes);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct diag diag = {0};

        buffer_truncate(&bytes, 0);
        raw_record(&bytes, 'a', fields);
        assert_true(iso2709_decode(&record, arena, buffer_slice(&bytes), &diag) > 0);
        memcpy(bytes.data + bad[i].at, bad[i].bytes, strlen(bad[i].bytes));
        if (iso2709_decode(&record, arena, buffer_slice(&bytes), &diag) != OFFPRINT_MALFORMED)
            fail_msg("%s was not refused", bad[i].name);
        assert_non_null(strstr(diag.message, "at byte"));
    }
    for (size_t length = 0; length < 71; length++)
        assert_int_equal(
            OFFPRINT_MALFORMED,
            iso2709_decode(&record, arena, slice_part(buffer_slice(&bytes), 0, length), NULL));
    buffer_finish(&bytes);
    arena_destroy(arena);
}

/* Many entries for one field full of subfields would multiply what a record takes in memory. */
static void entries_cannot_share_subfields(void **state)
{
    struct arena *arena = arena_create();
    struct marc_record *record;
    struct buffer bytes;

    (void)state;
    buffer_init(&bytes);
    buffer_add_string(&bytes, "00068nam a2200049   4500"
                              "500001800000"
                              "500001800000\x1e"
                              "  \x1f"
                              "aone\x1f"
                              "btwo\x1f"
                              "cthr\x1e\x1d");
    assert_int_equal(68, bytes.length);
    assert_int_equal(OFFPRINT_MALFORMED,
                     iso2709_decode(&record, arena, buffer_slice(&bytes), NULL));
    buffer_finish(&bytes);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_encoded_is_decoded),
        cmocka_unit_test(the_bytes_are_what_iso2709_says),
        cmocka_unit_test(what_is_too_large_is_refused_whole),
        cmocka_unit_test(structure_bytes_in_values_do_no_harm),
        cmocka_unit_test(faults_are_refused),
        cmocka_unit_test(entries_cannot_share_subfields),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

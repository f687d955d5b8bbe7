/* The store's form: plain ISO 2709 where it fits, wide where it does not, and the same record. */
#include "help.h"

static struct marc_record *large(struct arena *arena, size_t value_length, int fields)
{
    struct marc_record *record = marc_record_create(arena);
    char *value = arena_alloc(arena, value_length);

    memset(value, 'x', value_length);
    marc_record_add_control(record, "001", slice_of("big"));
    for (int i = 0; i < fields; i++) {
        struct marc_field *field = marc_record_add_field(record, "520", ' ', '1');

        marc_field_add(record, field, 'a', slice_make(value, value_length));
        marc_field_add(record, field, 'b', slice_of("\xe4\xb8\x80"));
    }
    return record;
}

static void pack(struct buffer *out, struct arena *arena, size_t value_length, int fields)
{
    struct marc_record *record = large(arena, value_length, fields), *unpacked;

    buffer_truncate(out, 0);
    packed_encode(out, record);
    assert_int_equal(0, packed_decode(&unpacked, arena, buffer_slice(out), NULL));
    assert_true(marc_record_equal(record, unpacked));
    assert_memory_equal("4500", unpacked->leader + 20, 4);
}

static void any_size_comes_back_the_same(void **state)
{
    struct arena *arena = arena_create();
    struct buffer bytes;

    (void)state;
    buffer_init(&bytes);
    pack(&bytes, arena, 10, 3);
    assert_true(packed_is_iso2709(buffer_slice(&bytes)));
    pack(&bytes, arena, 9900, 10);
    assert_true(packed_is_iso2709(buffer_slice(&bytes)));
    pack(&bytes, arena, 9999, 1); /* a field over 9,999 */
    assert_false(packed_is_iso2709(buffer_slice(&bytes)));
    pack(&bytes, arena, 9000, 20); /* a record over 99,999 */
    assert_false(packed_is_iso2709(buffer_slice(&bytes)));
    pack(&bytes, arena, 3000000, 2);
    assert_false(packed_is_iso2709(buffer_slice(&bytes)));
    pack(&bytes, arena, 1, 0);
    buffer_finish(&bytes);
    arena_destroy(arena);
}

static void structure_bytes_in_values_do_no_harm_in_the_wide_form(void **state)
{
    struct arena *arena = arena_create();
    struct marc_record *record = large(arena, 10000, 1), *unpacked;
    struct buffer bytes;

    (void)state;
    record->fields[1].subfields[1].value = slice_of("a\x1f"
                                                    "b\x1e"
                                                    "c\x1d");
    buffer_init(&bytes);
    packed_encode(&bytes, record);
    assert_false(packed_is_iso2709(buffer_slice(&bytes)));
    assert_int_equal(0, packed_decode(&unpacked, arena, buffer_slice(&bytes), NULL));
    assert_text("a b c ", marc_record_subfield(unpacked, "520", 'b'));
    buffer_finish(&bytes);
    arena_destroy(arena);
}

static void faults_in_the_wide_form_are_refused(void **state)
{
    static const struct {
        const char *name;
        size_t at;
        const char *bytes;
        size_t length;
    } bad[] = {
        {"neither form", 20, "4501", 4},
        {"length too large", 24, "\xff\xff\xff\xff", 4},
        {"length too small", 24, "\0\0\0\x20", 4},
        {"base address too small", 28, "\0\0\0\x20", 4},
        {"base address too large", 28, "\xff\xff\xff\xff", 4},
        {"base address not after entries", 28, "\0\0\0\x38", 4},
        {"field length 0", 36, "\0\0\0\0", 4},
        {"field length too large", 36, "\xff\xff\xff\xff", 4},
        {"field start too large", 40, "\xff\xff\xff\xff", 4},
        {"directory without terminator", 56, "x", 1},
    };
    struct arena *arena = arena_create();
    struct marc_record *record;
    struct buffer bytes;

    (void)state;
    buffer_init(&bytes);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        pack(&bytes, arena, 10000, 1);
        memcpy(bytes.data + bad[i].at, bad[i].bytes, bad[i].length);
        if (packed_decode(&record, arena, buffer_slice(&bytes), NULL) != OFFPRINT_MALFORMED)
            fail_msg("%s was not refused", bad[i].name);
    }
    pack(&bytes, arena, 10000, 1);
    for (size_t length = 0; length < bytes.length; length++)
        assert_int_equal(
            OFFPRINT_MALFORMED,
            packed_decode(&record, arena, slice_part(buffer_slice(&bytes), 0, length), NULL));
    pack(&bytes, arena, 10, 1);
    buffer_add_char(&bytes, 'x');
    assert_int_equal(OFFPRINT_MALFORMED, packed_decode(&record, arena, buffer_slice(&bytes), NULL));
    buffer_finish(&bytes);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_size_comes_back_the_same),
        cmocka_unit_test(structure_bytes_in_values_do_no_harm_in_the_wide_form),
        cmocka_unit_test(faults_in_the_wide_form_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The sticky reader: after one failure nothing more is read, and nothing outside ever is. */
#include "../test.h"

#include "base/bytes.h"

static void reads_what_was_written(void **state)
{
    uint8_t data[32], *end = data;
    struct bytes in;

    (void)state;
    end = put_u16(end, 0xabcd);
    end = put_u32(end, 0x12345678);
    end = put_u64(end, UINT64_C(0x1122334455667788));
    end = put_varint(end, 0);
    end = put_varint(end, 127);
    end = put_varint(end, 128);
    end = put_varint(end, UINT32_MAX);
    bytes_init(&in, data, (size_t)(end - data));
    assert_int_equal(bytes_take_u16(&in), 0xabcd);
    assert_int_equal(bytes_take_u32(&in), 0x12345678);
    assert_int_equal(bytes_take_u64(&in), UINT64_C(0x1122334455667788));
    assert_int_equal(bytes_take_varint(&in), 0);
    assert_int_equal(bytes_take_varint(&in), 127);
    assert_int_equal(bytes_take_varint(&in), 128);
    assert_int_equal(bytes_take_varint(&in), UINT32_MAX);
    assert_false(bytes_failed(&in));
    assert_int_equal(bytes_left(&in), 0);
}

static void big_endian_keys_sort_as_numbers(void **state)
{
    uint8_t small[4], large[4];

    (void)state;
    put_u32(small, 255);
    put_u32(large, 256);
    assert_true(memcmp(small, large, 4) < 0);
}

static void nothing_is_read_after_a_failure(void **state)
{
    struct bytes in;

    (void)state;
    bytes_init(&in, "abcdef", 6);
    assert_slice(bytes_take(&in, 2), "ab");
    assert_int_equal(bytes_take(&in, 5).length, 0);
    assert_true(bytes_failed(&in));
    assert_int_equal(bytes_take(&in, 1).length, 0);
    assert_int_equal(bytes_take_u8(&in), 0);
    bytes_skip(&in, 1);
    assert_int_equal(bytes_offset(&in), 2);
}

static void refuses_varints_that_are_too_long(void **state)
{
    static const char *const bad[] = {"\xff\xff\xff\xff\xff\x01", "\xff\xff\xff\xff\x7f", "\x80"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct bytes in;

        bytes_init(&in, bad[i], strlen(bad[i]));
        assert_int_equal(bytes_take_varint(&in), 0);
        assert_true(bytes_failed(&in));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_was_written),
        cmocka_unit_test(big_endian_keys_sort_as_numbers),
        cmocka_unit_test(nothing_is_read_after_a_failure),
        cmocka_unit_test(refuses_varints_that_are_too_long),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

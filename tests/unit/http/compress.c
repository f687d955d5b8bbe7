/* gzip: what is compressed is smaller and comes back byte for byte. */
#include "../test.h"

#include <zlib.h>

#include "http/compress.h"

static void comes_back_byte_for_byte(size_t length, int step)
{
    struct buffer body, kept;
    z_stream stream = {0};
    char *out = test_malloc(length + 1);

    buffer_init(&body);
    buffer_init(&kept);
    for (size_t i = 0; i < length; i++)
        buffer_add_char(&body, (char)(i * (size_t)step >> 8 ^ i));
    buffer_add_slice(&kept, buffer_slice(&body));
    assert_true(compress_gzip(&body));
    assert_memory_equal(body.data, "\x1f\x8b", 2); /* RFC 1952 clause 2.3.1 */
    assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
    stream.next_in = (Bytef *)body.data;
    stream.avail_in = (uInt)body.length;
    stream.next_out = (Bytef *)out;
    stream.avail_out = (uInt)length + 1;
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.total_out, length);
    assert_memory_equal(out, kept.data, length);
    inflateEnd(&stream);
    test_free(out);
    buffer_finish(&body);
    buffer_finish(&kept);
}

static void holds_for_bodies_small_and_large(void **state)
{
    (void)state;
    comes_back_byte_for_byte(1, 1);
    comes_back_byte_for_byte(COMPRESS_FROM, 0);
    comes_back_byte_for_byte(16384, 7919);
    comes_back_byte_for_byte(3000000, 104729);
}

static void makes_text_smaller(void **state)
{
    struct buffer body;

    (void)state;
    buffer_init(&body);
    for (int i = 0; i < 200; i++)
        buffer_printf(&body, "<subfield code=\"a\">The rupture %d</subfield>\n", i);
    size_t before = body.length;
    assert_true(compress_gzip(&body));
    assert_true(body.length < before / 4);
    buffer_finish(&body);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_for_bodies_small_and_large),
        cmocka_unit_test(makes_text_smaller),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The buffer: what is added stays, however it grows. */
#include "../test.h"

#include <stdlib.h>

static void grows_and_keeps_everything(void **state)
{
    struct buffer buffer;
    char *taken;
    size_t length;

    (void)state;
    buffer_init(&buffer);
    for (int i = 0; i < 5000; i++)
        buffer_printf(&buffer, "%d,", i);
    for (int i = 0, at = 0; i < 5000; i++) {
        char wanted[16];
        int width = snprintf(wanted, sizeof wanted, "%d,", i);

        assert_memory_equal(buffer.data + at, wanted, (size_t)width);
        at += width;
    }
    length = buffer.length;
    taken = buffer_take(&buffer, &length);
    assert_int_equal(strlen(taken), length);
    assert_int_equal(buffer.length, 0);
    free(taken);
    buffer_finish(&buffer);
}

static void long_formats_fit(void **state)
{
    struct buffer buffer;
    char text[3000];

    (void)state;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    buffer_init(&buffer);
    buffer_printf(&buffer, "<%s>", text);
    assert_int_equal(buffer.length, sizeof text + 1);
    assert_int_equal(buffer.data[buffer.length - 1], '>');
    buffer_truncate(&buffer, 1);
    assert_wrote(&buffer, "<");
    buffer_add(&buffer, NULL, 0);
    assert_int_equal(buffer.length, 0);
    free(buffer_take(&buffer, NULL));
    buffer_finish(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows_and_keeps_everything),
        cmocka_unit_test(long_formats_fit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

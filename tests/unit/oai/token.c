/* Resumption tokens: everything comes back; another verb's and altered ones are refused. */
#include "../test.h"

#include <offprint/arena.h>
#include <offprint/convert.h>

#include "http/token.h"
#include "oai/token.h"

static struct oai_token sample(void)
{
    return (struct oai_token){.verb = 6,
                              .format = format_by_name(slice_of("marcxml")),
                              .from = INT64_MIN,
                              .until = 1795000000,
                              .collection = "Rare books",
                              .after = UINT64_MAX,
                              .cursor = 200,
                              .total = 1000};
}

static void brings_everything_back(void **state)
{
    struct oai_token written = sample(), read;
    struct arena *arena = arena_create();
    struct buffer text;

    (void)state;
    buffer_init(&text);
    oai_token_write(&text, &written);
    assert_true(oai_token_read(&read, buffer_slice(&text), 6, arena));
    assert_ptr_equal(read.format, written.format);
    assert_true(read.from == INT64_MIN && read.until == 1795000000);
    assert_true(read.after == UINT64_MAX && read.cursor == 200 && read.total == 1000);
    assert_string_equal(read.collection, "Rare books");
    written.collection = NULL;
    buffer_truncate(&text, 0);
    oai_token_write(&text, &written);
    assert_true(oai_token_read(&read, buffer_slice(&text), 6, arena));
    assert_null(read.collection);
    buffer_finish(&text);
    arena_destroy(arena);
}

static void refuses_another_verbs(void **state)
{
    struct oai_token written = sample(), read;
    struct arena *arena = arena_create();
    struct buffer text;

    (void)state;
    buffer_init(&text);
    oai_token_write(&text, &written);
    assert_false(oai_token_read(&read, buffer_slice(&text), 5, arena));
    text.data[text.length / 2] ^= 1;
    assert_false(oai_token_read(&read, buffer_slice(&text), 6, arena));
    buffer_finish(&text);
    arena_destroy(arena);
}

/* Made with the right check, by someone who reads the source. */
static void bounds_what_forgers_write(void **state)
{
    static const struct {
        const char *name, *bytes;
        size_t length;
    } bad[] = {
        {"nothing", "", 0},
        {"another version", "\x02\x06", 2},
        {"cut short", "\x01\x06\0\0\0\0", 6},
        {"a text longer than there is",
         "\x01\x06"
         "\0\0\0\0\0\0\0\0"
         "\0\0\0\0\0\0\0\0"
         "\0\0\0\0\0\0\0\0"
         "\0\0\0\0\0\0\0\0"
         "\0\0\0\0\0\0\0\0"
         "\xff\xff"
         "marcxml",
         51},
        {"a format without prefix",
         "\x01\x06"
         "\0\0\0\0\0\0\0\0"
         "\0\0\0\0\0\0\0\0"
         "\0\0\0\0\0\0\0\0"
         "\0\0\0\0\0\0\0\0"
         "\0\0\0\0\0\0\0\0"
         "\0\x04"
         "json"
         "\0\0",
         50},
        {"a cursor past all bounds",
         "\x01\x06"
         "\0\0\0\0\0\0\0\0"
         "\0\0\0\0\0\0\0\0"
         "\0\0\0\0\0\0\0\0"
         "\xff\xff\xff\xff\xff\xff\xff\xff"
         "\0\0\0\0\0\0\0\0"
         "\0\x04"
         "mods"
         "\0\0",
         50},
    };
    struct arena *arena = arena_create();
    struct buffer text;

    (void)state;
    buffer_init(&text);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct oai_token read;
        http_token_write(&text, slice_make(bad[i].bytes, bad[i].length),
                         slice_of("oai-pmh resumption"));
        if (oai_token_read(&read, buffer_slice(&text), 6, arena))
            fail_msg("%s was taken", bad[i].name);
        buffer_truncate(&text, 0);
    }
    buffer_finish(&text);
    arena_destroy(arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(brings_everything_back),
        cmocka_unit_test(refuses_another_verbs),
        cmocka_unit_test(bounds_what_forgers_write),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Opaque tokens: what was written comes back; what was altered, cut or made up does not. */
#include "../test.h"

#include "http/token.h"

static const char purpose[] = "records?query";

static void comes_back_as_it_was_written(void **state)
{
    char bytes[64];
    struct buffer token, read;

    (void)state;
    buffer_init(&token);
    buffer_init(&read);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 37);
    for (size_t length = 0; length <= sizeof bytes; length++) {
        http_token_write(&token, slice_make(bytes, length), slice_of(purpose));
        assert_int_equal(strspn(token.data, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                            "0123456789-_"),
                         token.length);
        buffer_add_string(&read, "kept");
        assert_true(http_token_read(&read, buffer_slice(&token), slice_of(purpose)));
        assert_int_equal(read.length, 4 + length);
        assert_memory_equal(read.data, "kept", 4);
        if (length > 0)
            assert_memory_equal(read.data + 4, bytes, length);
        buffer_truncate(&read, 0);
        buffer_truncate(&token, 0);
    }
    buffer_finish(&token);
    buffer_finish(&read);
}

static void refuses(struct slice token, const char *wanted)
{
    struct buffer read;

    buffer_init(&read);
    buffer_add_string(&read, "kept");
    if (http_token_read(&read, token, slice_of(wanted)))
        fail_msg("%.*s was taken", (int)token.length, token.data);
    assert_wrote(&read, "kept");
    buffer_finish(&read);
}

static void notices_every_changed_character(void **state)
{
    struct buffer token;

    (void)state;
    buffer_init(&token);
    http_token_write(&token, slice_of("twenty bytes of text"), slice_of(purpose));
    for (size_t i = 0; i < token.length; i++) {
        char kept = token.data[i];
        for (int c = 1; c < 256; c++) {
            if ((char)c == kept)
                continue;
            token.data[i] = (char)c;
            refuses(buffer_slice(&token), purpose);
        }
        token.data[i] = '\0';
        refuses(buffer_slice(&token), purpose);
        token.data[i] = kept;
    }
    buffer_finish(&token);
}

static void notices_what_is_cut_or_added(void **state)
{
    struct buffer token;

    (void)state;
    buffer_init(&token);
    http_token_write(&token, slice_of("some bytes"), slice_of(purpose));
    for (size_t length = 0; length < token.length; length++)
        refuses(slice_make(token.data, length), purpose);
    size_t length = token.length;
    for (const char *more = "A=-_ \n"; *more != '\0'; more++) {
        buffer_add_char(&token, *more);
        refuses(buffer_slice(&token), purpose);
        buffer_truncate(&token, length);
    }
    buffer_finish(&token);
}

static void is_good_for_one_purpose_only(void **state)
{
    struct buffer token;

    (void)state;
    buffer_init(&token);
    http_token_write(&token, slice_of("some bytes"), slice_of(purpose));
    refuses(buffer_slice(&token), "records?other");
    refuses(buffer_slice(&token), "");
    buffer_finish(&token);
}

static void refuses_what_is_no_token(void **state)
{
    static const char *const bad[] = {
        "", "A", "junk", "AAAAAAAAAAA", "AAAAAAAAAAAA", "\xc3\xa9", "../../etc/passwd", "===="};
    char *longest = test_malloc(100000);

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refuses(slice_of(bad[i]), purpose);
    memset(longest, 'A', 100000);
    refuses(slice_make(longest, 100000), purpose);
    test_free(longest);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_back_as_it_was_written),
        cmocka_unit_test(notices_every_changed_character),
        cmocka_unit_test(notices_what_is_cut_or_added),
        cmocka_unit_test(is_good_for_one_purpose_only),
        cmocka_unit_test(refuses_what_is_no_token),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

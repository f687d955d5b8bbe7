/* The short ways through a record say the same as the long ones. */
#include "help.h"

#include <stdlib.h>

#include "base/block.h"
#include "base/memory.h"
#include "marc/iso2709.h"
#include "marc/marc8.h"
#include "marc/reading.h"

static uint32_t random_below(uint32_t limit)
{
    static uint64_t state = 27091981;

    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33) % limit;
}

static void delimiters_are_counted(void **state)
{
    (void)state;
    for (size_t length = 0; length < 3 * BLOCK_SIZE; length++) {
        char *bytes = memory_alloc(length + 1);
        size_t count = 0;

        for (size_t i = 0; i < length; i++) {
            bytes[i] = (char)(0x1c + random_below(4));
            count += bytes[i] == MARC_SUBFIELD_DELIMITER;
        }
        assert_int_equal(count, iso2709_count(slice_make(bytes, length), MARC_SUBFIELD_DELIMITER));
        free(bytes);
    }
}

/* More blocks than one byte can count. */
static void many_delimiters_are_counted(void **state)
{
    size_t length = 1000 * BLOCK_SIZE + 3;
    char *bytes = memory_alloc(length);

    (void)state;
    memset(bytes, MARC_FIELD_TERMINATOR, length);
    assert_int_equal(length, iso2709_count(slice_make(bytes, length), MARC_FIELD_TERMINATOR));
    assert_int_equal(0, iso2709_count(slice_make(bytes, length), MARC_RECORD_TERMINATOR));
    free(bytes);
}

static void structure_bytes_are_found_in_every_place(void **state)
{
    struct reading reading;
    struct arena *arena = arena_create();

    (void)state;
    reading_init(&reading, NULL, NULL);
    reading_begin(&reading, arena);
    for (size_t length = 1; length < 3 * BLOCK_SIZE; length++) {
        char *bytes = memory_alloc(length);
        struct slice value = {bytes, length};

        memset(bytes, '\x1c', length);
        assert_ptr_equal(bytes, reading_repair_value(&reading, "245", value).data);
        for (size_t at = 0; at < length; at++)
            for (char byte = MARC_RECORD_TERMINATOR; byte <= MARC_SUBFIELD_DELIMITER; byte++) {
                struct slice repaired;

                bytes[at] = byte;
                repaired = reading_repair_value(&reading, "245", value);
                assert_int_equal(' ', repaired.data[at]);
                bytes[at] = '\x1c';
                repaired = slice_make(repaired.data, at);
                assert_true(slice_equal(repaired, slice_make(bytes, at)));
            }
        arena_reset(arena);
        free(bytes);
    }
    reading_finish(&reading);
    arena_destroy(arena);
}

/* An escape to the set that is in use anyway changes nothing but the way that is taken. */
#define ASCII_AS_G0 "\x1b(B"

/* Behind such an escape: mostly letters, marks before them, ANSEL's characters, now and then any
 * byte but ESC. */
static void random_value(struct buffer *out)
{
    buffer_truncate(out, 0);
    buffer_add_string(out, ASCII_AS_G0 "x"); /* which takes the escape, whatever comes */
    for (uint32_t i = random_below(40); i > 0; i--) {
        uint32_t kind = random_below(16);
        uint32_t byte = kind < 8    ? 0x20 + random_below(0x5f)
                        : kind < 12 ? 0xe0 + random_below(0x20)
                        : kind < 15 ? 0xa1 + random_below(0x28)
                                    : random_below(0x100);

        buffer_add_char(out, byte == 0x1b ? 'x' : (char)byte);
    }
}

static void marc8_comes_out_the_same_from_memory(void **state)
{
    struct marc8 *marc8 = marc8_create();
    struct buffer value, known, asked;

    (void)state;
    buffer_init(&value);
    buffer_init(&known);
    buffer_init(&asked);
    for (int round = 0; round < 100000; round++) {
        size_t unread[2];

        random_value(&value);
        buffer_truncate(&known, 0);
        buffer_truncate(&asked, 0);
        unread[0] = marc8_decode(
            marc8, &known, slice_part(buffer_slice(&value), strlen(ASCII_AS_G0), value.length));
        unread[1] = marc8_decode(marc8, &asked, buffer_slice(&value));
        if (!slice_equal(buffer_slice(&known), buffer_slice(&asked)) || unread[0] != unread[1]) {
            char shown[PRINTABLE_SIZE];

            fail_msg("'%s': '%.*s' (%zu unread), by YAZ '%.*s' (%zu)",
                     printable(shown, buffer_slice(&value)), (int)known.length, known.data,
                     unread[0], (int)asked.length, asked.data, unread[1]);
        }
    }
    buffer_finish(&value);
    buffer_finish(&known);
    buffer_finish(&asked);
    marc8_destroy(marc8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(delimiters_are_counted),
        cmocka_unit_test(many_delimiters_are_counted),
        cmocka_unit_test(structure_bytes_are_found_in_every_place),
        cmocka_unit_test(marc8_comes_out_the_same_from_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

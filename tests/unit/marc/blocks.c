/* The short ways through a record say the same as the long ones. */
#include "help.h"

#include <stdlib.h>

#include "base/block.h"
#include "base/memory.h"
#include "marc/iso2709.h"
#include "marc/iso2709_marks.h"
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

static void marks_are_all_delimiters_and_terminators(void **state)
{
    struct marks marks = {0};

    (void)state;
    for (size_t length = 0; length < 300; length++) {
        char *bytes = memory_alloc(length);
        uint32_t sparse = 1 + random_below(40);
        size_t counts[3] = {0, 0, 0}, count = 0;

        for (size_t i = 0; i < length; i++)
            bytes[i] = (char)(random_below(sparse) == 0 ? 0x1c + random_below(5) : 0x80 + i % 80);
        iso2709_mark(&marks, slice_make(bytes, length));
        for (size_t i = 0; i < length; i++) {
            if (bytes[i] < MARC_RECORD_TERMINATOR || bytes[i] > MARC_SUBFIELD_DELIMITER)
                continue;
            counts[bytes[i] - MARC_RECORD_TERMINATOR]++;
            assert_true(count < marks.count);
            assert_int_equal(i, marks.at[count++]);
        }
        assert_int_equal(count, marks.count);
        assert_int_equal(counts[0], marks.records);
        assert_int_equal(counts[1], marks.fields);
        assert_int_equal(counts[2], marks.subfields);
        free(bytes);
    }
    iso2709_marks_finish(&marks);
}

/* Of more than there may be the places are not kept, but their number is. */
static void marks_beyond_the_limit_are_counted(void **state)
{
    size_t length = 3 * (size_t)ISO2709_MARKS_LIMIT + 7;
    struct marks marks = {0};
    char *bytes = memory_alloc(length);

    (void)state;
    memset(bytes, MARC_SUBFIELD_DELIMITER, length);
    iso2709_mark(&marks, slice_make(bytes, length));
    assert_int_equal(length, marks.subfields);
    assert_true(marks.capacity <= 4 * (size_t)ISO2709_MARKS_LIMIT);
    assert_int_equal(ISO2709_MARKS_LIMIT - 1, marks.at[ISO2709_MARKS_LIMIT - 1]);
    iso2709_marks_finish(&marks);
    free(bytes);
}

/* Contents of a field: most are as they should be. */
static void random_content(struct buffer *out, bool control)
{
    static const char *const odd[] = {"\x1f", "\x1f\x1f", "\x1f ", "\x1f\x7f", "\x1f\xc3\xa9x", ""};

    if (control || random_below(9) > 0)
        buffer_add_string(out, control ? "" : "1 ");
    else
        for (uint32_t i = random_below(4); i > 0; i--)
            buffer_add_char(out, "\x01\x7f 1"[random_below(4)]);
    for (uint32_t i = random_below(5); i > 0; i--) {
        if (random_below(12) == 0)
            buffer_add_string(out, odd[random_below(sizeof odd / sizeof *odd)]);
        if (!control)
            buffer_add_char(out, MARC_SUBFIELD_DELIMITER);
        buffer_add_string(out, "avalue");
        buffer_truncate(out, out->length - random_below(6));
    }
}

/* The same fields under the same tags, their data one behind the other or the other way round:
 * only the first is read the short way. */
static void random_record(struct buffer *forwards, struct buffer *backwards)
{
    static const char *const tags[] = {"001", "008", "245", "500", "7!0", "ABC"};
    struct buffer directories[2] = {{0}, {0}}, data[2] = {{0}, {0}}, contents[8] = {{0}};
    size_t count = 2 + random_below(7), starts[8], start = 0, picked[8];

    for (size_t i = 0; i < count; i++) {
        picked[i] = random_below(sizeof tags / sizeof *tags);
        random_content(&contents[i], picked[i] < 2);
        buffer_add_char(&contents[i], MARC_FIELD_TERMINATOR);
        buffer_add_slice(&data[0], buffer_slice(&contents[i]));
    }
    for (size_t i = count; i > 0; i--) {
        starts[i - 1] = start;
        start += contents[i - 1].length;
        buffer_add_slice(&data[1], buffer_slice(&contents[i - 1]));
    }
    start = 0;
    for (size_t i = 0; i < count; i++) {
        buffer_printf(&directories[0], "%s%04zu%05zu", tags[picked[i]], contents[i].length, start);
        buffer_printf(&directories[1], "%s%04zu%05zu", tags[picked[i]], contents[i].length,
                      starts[i]);
        start += contents[i].length;
        buffer_finish(&contents[i]);
    }
    for (size_t i = 0; i < 2; i++) {
        struct buffer *out = i == 0 ? forwards : backwards;

        buffer_truncate(out, 0);
        buffer_printf(out, "%05zunam a22%05zu   4500%s\x1e", 26 + directories[i].length + start,
                      25 + directories[i].length, directories[i].data);
        buffer_add_slice(out, buffer_slice(&data[i]));
        buffer_add_char(out, MARC_RECORD_TERMINATOR);
        buffer_finish(&directories[i]);
        buffer_finish(&data[i]);
    }
}

static void plain_fields_are_read_as_all_are(void **state)
{
    struct buffer records[2] = {{0}, {0}};
    unsigned clean = 0;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        struct reading_test tests[2];
        int status[2];

        random_record(&records[0], &records[1]);
        for (size_t i = 0; i < 2; i++) {
            open_as(&tests[i], MARC_INPUT_ISO2709, records[i].data, records[i].length);
            status[i] = next_record(&tests[i]);
        }
        assert_int_equal(status[0], status[1]);
        assert_string_equal(tests[0].findings.rules, tests[1].findings.rules);
        assert_string_equal(tests[0].findings.last, tests[1].findings.last);
        if (status[0] == 1)
            assert_true(marc_record_equal(tests[0].record, tests[1].record));
        clean += tests[0].findings.count == 0;
        close_test(&tests[0]);
        close_test(&tests[1]);
    }
    assert_in_range(clean, 2000, 18000);
    buffer_finish(&records[0]);
    buffer_finish(&records[1]);
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
        cmocka_unit_test(marks_are_all_delimiters_and_terminators),
        cmocka_unit_test(marks_beyond_the_limit_are_counted),
        cmocka_unit_test(plain_fields_are_read_as_all_are),
        cmocka_unit_test(structure_bytes_are_found_in_every_place),
        cmocka_unit_test(marc8_comes_out_the_same_from_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

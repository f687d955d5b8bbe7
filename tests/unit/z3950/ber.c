/* The look over a request's bytes: what libyaz gets to decode, and what it does not. */
#include "fixture.h"

#include "z3950/ber.h"

#define BYTES(literal) literal, sizeof(literal) - 1

/* A Search with additionalSearchInfo: an EXTERNAL of that kind with a list of one list. */
#define FACETS(external, empty)                                                                    \
    BYTES("\xb6\x1c\xbf\x81\x4b\x18\x30\x16\xa4\x14\x06\x0a" external                              \
          "\xa0\x06\x30\x04\x30\x02" empty)
#define FACET_1 "\x2a\x86\x48\xce\x13\x0a\x87\x68\x51\x05"
#define SEARCH_RESULT_1 "\x2a\x86\x48\xce\x13\x0a\x87\x68\x51\x01"

static const struct {
    const char *name, *bytes;
    size_t length;
    bool sound;
} cases[] = {
    {"nothing", BYTES(""), false},
    {"half a tag", BYTES("\xbf"), false},
    {"a tag that goes on and on", BYTES("\xbf\x81\x81\x81\x01\x00"), false},
    {"no length", BYTES("\xb6"), false},
    {"half a length", BYTES("\xb6\x82\x01"), false},
    {"a length of five bytes", BYTES("\xb6\x85\x00\x00\x00\x00\x02\x02\x00"), false},
    {"a primitive value", BYTES("\x96\x01x"), true},
    {"an empty string", BYTES("\xb6\x02\x91\x00"), true},
    {"a value past the end", BYTES("\xb6\x03\x91\x02x"), false},
    {"a value past the one around it", BYTES("\xb6\x03\x91\x02xy"), false},
    {"something behind", BYTES("\xb6\x02\x91\x00\x00"), false},
    {"indefinite", BYTES("\xb6\x80\x91\x00\x00\x00"), true},
    {"indefinite without end", BYTES("\xb6\x80\x91\x00"), false},
    {"indefinite with half an end", BYTES("\xb6\x80\x91\x00\x00"), false},
    {"indefinite and primitive", BYTES("\x96\x80\x00\x00"), false},
    {"an end where there is none to be", BYTES("\xb6\x02\x00\x00"), false},
    {"a string as a constructed value without part", BYTES("\xb6\x02\xb1\x00"), false},
    {"the same, indefinite", BYTES("\xb6\x04\xb1\x80\x00\x00"), false},
    {"a part that is so", BYTES("\xb6\x04\xb1\x02\x24\x00"), false},
    {"a string of two parts", BYTES("\xb6\x08\xb1\x06\x04\x01x\x04\x01y"), true},
    {"an empty sequence", BYTES("\xb6\x02\x30\x00"), true},
    {"an empty set", BYTES("\xb6\x02\x31\x00"), true},
    {"a search without databases", BYTES("\xb6\x02\xb2\x00"), true},
    {"the same tag in a present", BYTES("\xb8\x02\xb2\x00"), false},
    {"no other information", BYTES("\xb8\x04\xbf\x81\x49\x00"), true},
    {"a term without attributes",
     BYTES("\xb6\x0d\xb5\x0b\xa1\x09\xa0\x07\xbf\x66\x04"
           "\xbf\x2c\x01\x05"),
     false},
    {"a term with no attributes at all",
     BYTES("\xb6\x0c\xb5\x0a\xa1\x08\xa0\x06\xbf\x66\x03"
           "\xbf\x2c\x00"),
     true},
    {"the same below an operator",
     BYTES("\xb6\x0e\xb5\x0c\xa1\x0a\xa1\x08\xa0\x06\xbf\x66\x03\xbf\x2c\x00"), true},
    {"the same in an external query (type 104)",
     BYTES("\xb6\x0d\xb5\x0b\xbf\x68\x08\xa0\x06\xbf\x66\x03\xbf\x2c\x00"), false},
    {"the same within a term",
     BYTES("\xb6\x10\xb5\x0e\xa1\x0c\xa0\x0a\xbf\x66\x07\xa5\x05\xbf\x66"
           "\x03\xbf\x2c\x00"),
     false},
    {"the attributes of a scan", BYTES("\xbf\x23\x06\xbf\x66\x03\xbf\x2c\x00"), true},
    {"a facet that is asked for", FACETS(FACET_1, "\xa2\x00"), true},
    {"one without attributes", FACETS(FACET_1, "\xa1\x00"), true},
    {"something else of it", FACETS(FACET_1, "\xa3\x00"), false},
    {"the same in another EXTERNAL", FACETS(SEARCH_RESULT_1, "\xa2\x00"), false},
    {"attributes of nothing", BYTES("\xb6\x03\xbf\x2c\x00"), false},
};

static void tells_sound_bytes_from_others(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        /* In memory of its own, so that a step too far is seen. */
        char *bytes = malloc(cases[i].length + (cases[i].length == 0));
        bool sound;

        memcpy(bytes, cases[i].bytes, cases[i].length);
        sound = ber_is_sound(slice_make(bytes, cases[i].length));
        free(bytes);
        if (sound != cases[i].sound)
            fail_msg("%s: %s", cases[i].name, sound ? "sound" : "not sound");
    }
}

static void stops_at_its_depth(void **state)
{
    char bytes[4 * (BER_DEPTH_LIMIT + 1)];

    (void)state;
    for (unsigned depth = BER_DEPTH_LIMIT - 1; depth <= BER_DEPTH_LIMIT; depth++) {
        size_t length = 0;

        /* Sequences within sequences, to the depth given, and one value in the last. */
        for (unsigned i = 0; i < depth; i++, length += 2)
            memcpy(bytes + length, "\x30\x80", 2);
        memcpy(bytes + length, "\x04\x00", 2);
        length += 2;
        memset(bytes + length, 0, (size_t)2 * depth);
        length += (size_t)2 * depth;
        assert_int_equal(ber_is_sound(slice_make(bytes, length)), depth < BER_DEPTH_LIMIT);
    }
}

/* libyaz would write through a null pointer at the second. */
static void decodes_what_is_sound_only(void **state)
{
    char close[] = "\xbf\x30\x07\x9f\x81\x53\x01\x00\x83\x00";
    char broken[] = "\xbf\x30\x07\x9f\x81\x53\x01\x00\xa3\x00";
    char text[160] = "";
    ODR decoder = odr_createmem(ODR_DECODE);
    const Z_APDU *request = z3950_decode(decoder, close, 10, text, sizeof text);

    (void)state;
    assert_non_null(request);
    assert_int_equal(request->which, Z_APDU_close);
    odr_reset(decoder);
    assert_null(z3950_decode(decoder, broken, 10, text, sizeof text));
    assert_string_not_equal(text, "");
    odr_destroy(decoder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_sound_bytes_from_others),
        cmocka_unit_test(stops_at_its_depth),
        cmocka_unit_test(decodes_what_is_sound_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A text written in MARC-8 and read back: what the tests of marc8_encode share. */
#ifndef OFFPRINT_TESTS_MARC_MARC8_TRIP_H
#define OFFPRINT_TESTS_MARC_MARC8_TRIP_H

#include "help.h"

#include <stdlib.h>

#include "base/text.h"
#include "base/utf16.h"
#include "marc/marc8.h"

/* What a receiver does that knows LC's references. */
static inline void resolve_references(struct buffer *out, struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        struct slice rest = slice_part(text, i, 11);
        unsigned long codepoint;
        char *end;

        if (!slice_starts(rest, "&#x")) {
            buffer_add_char(out, text.data[i]);
            continue;
        }
        codepoint = strtoul(rest.data + 3, &end, 16);
        assert_int_equal(';', *end);
        text_add_codepoint(out, (uint32_t)codepoint);
        i = (size_t)(end - text.data);
    }
}

/* U+FE20 and U+FE22 are read as the whole mark (LC's table), right halves on the letter behind not
 * at all. */
static inline void add_marks_whole(struct buffer *out, struct slice text)
{
    uint32_t left = 0, open = 0; /* the half on this letter, and on the one before */

    for (size_t offset = 0; offset < text.length;) {
        uint32_t codepoint = text_next(text, &offset);

        if (utf16_combining_class(codepoint) == 0 || codepoint == 0x0670) {
            open = left;
            left = 0;
        }
        if ((codepoint == 0xfe21 || codepoint == 0xfe23) && open == codepoint - 1)
            continue;
        if (codepoint == 0xfe20 || codepoint == 0xfe22)
            left = codepoint;
        text_add_codepoint(out, codepoint == 0xfe20   ? 0x0361
                                : codepoint == 0xfe22 ? 0x0360
                                                      : codepoint);
    }
}

struct trip {
    struct marc8 *decoder;
    struct buffer composed, wanted; /* the text as it must come back */
    struct buffer marc8, decoded, resolved, back;
    unsigned sets;
};

static inline void trip_begin(struct trip *trip)
{
    *trip = (struct trip){.decoder = marc8_create()};
}

static inline void trip_end(struct trip *trip)
{
    marc8_destroy(trip->decoder);
    buffer_finish(&trip->composed);
    buffer_finish(&trip->wanted);
    buffer_finish(&trip->marc8);
    buffer_finish(&trip->decoded);
    buffer_finish(&trip->resolved);
    buffer_finish(&trip->back);
}

static inline void assert_comes_back(struct trip *trip, const char *name, struct slice text)
{
    buffer_truncate(&trip->composed, 0);
    buffer_truncate(&trip->wanted, 0);
    buffer_truncate(&trip->marc8, 0);
    buffer_truncate(&trip->decoded, 0);
    buffer_truncate(&trip->resolved, 0);
    buffer_truncate(&trip->back, 0);
    marc8_encode(&trip->marc8, text, &trip->sets);
    assert_int_equal(0, marc8_decode(trip->decoder, &trip->decoded, buffer_slice(&trip->marc8)));
    resolve_references(&trip->resolved, buffer_slice(&trip->decoded));
    text_add_nfc(&trip->back, buffer_slice(&trip->resolved));
    text_add_nfc(&trip->composed, text);
    add_marks_whole(&trip->wanted, buffer_slice(&trip->composed));
    if (!slice_equal(buffer_slice(&trip->wanted), buffer_slice(&trip->back)))
        fail_msg("%s: \"%s\" comes back as \"%s\" by way of \"%s\"", name,
                 trip->wanted.data != NULL ? trip->wanted.data : "", trip->back.data,
                 trip->marc8.data);
}

#endif

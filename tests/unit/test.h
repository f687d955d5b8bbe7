/* What every unit test includes: cmocka and what it needs before it. */
#ifndef OFFPRINT_TEST_H
#define OFFPRINT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <offprint/buffer.h>
#include <offprint/slice.h>

/* Compares a buffer's bytes with a string, and empties the buffer. */
static inline void assert_wrote(struct buffer *buffer, const char *wanted)
{
    assert_string_equal(buffer->data != NULL ? buffer->data : "", wanted);
    assert_int_equal(buffer->length, strlen(wanted));
    buffer_truncate(buffer, 0);
}

static inline void assert_slice(struct slice got, const char *wanted)
{
    if (!slice_is(got, wanted))
        fail_msg("wanted \"%s\", got \"%.*s\"", wanted, (int)got.length, got.data);
}

#endif

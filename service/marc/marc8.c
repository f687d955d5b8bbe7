#include "marc/marc8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <yaz/yaz-iconv.h>

#include <offprint/buffer.h>

#include "base/memory.h"
#include "base/text.h"

/* The longest UTF-8 for one byte, with what a combining mark before it may hold back. */
#define EXPANSION 4u
#define HELD_BACK 64u

struct marc8 {
    yaz_iconv_t converter;
};

struct marc8 *marc8_create(void)
{
    struct marc8 *marc8 = memory_alloc(sizeof *marc8);

    marc8->converter = yaz_iconv_open("UTF-8", "MARC-8");
    if (marc8->converter == NULL)
        abort(); /* YAZ has both built in: only memory can have run out */
    return marc8;
}

void marc8_destroy(struct marc8 *marc8)
{
    if (marc8 == NULL)
        return;
    yaz_iconv_close(marc8->converter);
    free(marc8);
}

/* Converts up to the end or the first place that cannot be read; false there. */
static bool convert(struct marc8 *marc8, struct buffer *out, char **in, size_t *left)
{
    char *start = buffer_reserve(out, *left * EXPANSION + HELD_BACK);
    char *at = start;
    size_t room = *left * EXPANSION + HELD_BACK;
    bool read = yaz_iconv(marc8->converter, in, left, &at, &room) != (size_t)-1;

    out->length += (size_t)(at - start);
    return read;
}

/* Writes what is held back and returns to the default sets. */
static void flush(struct marc8 *marc8, struct buffer *out)
{
    char *start = buffer_reserve(out, HELD_BACK);
    char *at = start;
    size_t room = HELD_BACK;

    yaz_iconv(marc8->converter, NULL, NULL, &at, &room);
    out->length += (size_t)(at - start);
}

/*
 * Bytes of the escape sequence that `text` begins with, 0 where MARC-8 knows none: ESC, for a set
 * of several bytes '$', for one that is not Greek symbols, sub- or superscripts the half it goes
 * to, and the set. `*wide` where it turns EACC on or off in the left half.
 */
static size_t escape_length(struct slice text, bool *wide)
{
    size_t at = 1;
    bool several, right;

    if (text.length < 2 || text.data[0] != 0x1b)
        return 0;
    if (memchr("gbps", text.data[1], 4) != NULL) {
        *wide = false;
        return 2;
    }
    several = text.data[at] == '$';
    at += several;
    right = at < text.length && (text.data[at] == ')' || text.data[at] == '-');
    if (right || (at < text.length && (text.data[at] == '(' || text.data[at] == ',')))
        at++;
    else if (!several)
        return 0;
    at += !several && at < text.length && text.data[at] == '!';
    if (at >= text.length || strchr(several ? "1" : "3B4ENQS2", text.data[at]) == NULL ||
        text.data[at] == '\0')
        return 0;
    if (!right)
        *wide = several;
    return at + 1;
}

/* Where the first escape stands that leads nowhere, or `text.length`. YAZ may drop what follows. */
static size_t find_stray_escape(struct slice text)
{
    bool wide;

    for (size_t i = 0; i < text.length; i++)
        if (text.data[i] == 0x1b && escape_length(slice_part(text, i, 5), &wide) == 0)
            return i;
    return text.length;
}

/*
 * How many code points `text` should give: one a graphic character (three bytes each in EACC), but
 * none for the right halves of marks that span two letters. YAZ leaves out what it does not know
 * without a word; this is how we notice.
 */
static size_t count_characters(struct slice text)
{
    size_t count = 0;
    bool wide = false;

    for (size_t i = 0; i < text.length;) {
        unsigned char byte = (unsigned char)text.data[i];
        size_t escape = escape_length(slice_part(text, i, 5), &wide);

        if (escape > 0) {
            i += escape;
        } else if (wide && byte > 0x20) {
            count++;
            i += 3;
        } else {
            count += byte != 0xec && byte != 0xfb;
            i++;
        }
    }
    return count;
}

/* Code points in `text`, without U+FFFD. */
static size_t count_read(struct slice text)
{
    size_t count = 0;

    for (size_t offset = 0; offset < text.length;)
        count += text_next(text, &offset) != 0xfffd;
    return count;
}

/* Converts a run without stray escapes. What YAZ cannot go on after becomes U+FFFD. */
static void decode_run(struct marc8 *marc8, struct buffer *out, struct slice text)
{
    size_t left = text.length;
    char *copy, *in;

    if (text.length == 0)
        return;
    copy = in = memory_alloc(text.length); /* yaz_iconv takes no const */
    memcpy(copy, text.data, text.length);
    while (!convert(marc8, out, &in, &left) && left > 0) {
        flush(marc8, out);
        text_add_codepoint(out, 0xfffd);
        in++;
        left--;
    }
    flush(marc8, out);
    free(copy);
}

size_t marc8_decode(struct marc8 *marc8, struct buffer *out, struct slice text)
{
    size_t before = out->length;
    size_t expected = count_characters(text);
    size_t given;

    while (text.length > 0) {
        size_t stray = find_stray_escape(text);

        decode_run(marc8, out, slice_part(text, 0, stray));
        if (stray < text.length)
            text_add_codepoint(out, 0xfffd);
        text = slice_part(text, stray + 1, text.length);
    }
    given = count_read(slice_part(buffer_slice(out), before, out->length));
    return expected > given ? expected - given : 0;
}

bool marc8_has_escape(struct slice text)
{
    bool wide;

    for (size_t i = 0; i + 1 < text.length; i++)
        if (text.data[i] == 0x1b && escape_length(slice_part(text, i, 5), &wide) > 0)
            return true;
    return false;
}

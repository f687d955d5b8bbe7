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

/* ANSEL: marks stand at MARKS and above, before the graphic characters of ASCII, from LETTERS on.
 */
#define MARKS 0xe0u
#define LETTERS 0x21u

/* What YAZ made of a character, or of a mark and its letter. */
struct known {
    uint8_t length; /* 0: not asked yet; UNKNOWABLE: to be asked each time */
    char bytes[7];
};
#define UNKNOWABLE 0xffu

struct marc8 {
    yaz_iconv_t converter;
    struct known characters[MARKS];
    struct known pairs[0x100 - MARKS][0x7f - LETTERS];
    struct buffer answer;
};

struct marc8 *marc8_create(void)
{
    struct marc8 *marc8 = memory_zeroed(1, sizeof *marc8);

    marc8->converter = yaz_iconv_open("UTF-8", "MARC-8");
    if (marc8->converter == NULL)
        abort(); /* YAZ has both built in: only memory can have run out */
    buffer_init(&marc8->answer);
    return marc8;
}

void marc8_destroy(struct marc8 *marc8)
{
    if (marc8 == NULL)
        return;
    yaz_iconv_close(marc8->converter);
    buffer_finish(&marc8->answer);
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

/* Where the next escape stands, or `text.length`. */
static size_t find_escape(struct slice text, size_t from)
{
    const char *found = NULL;

    if (from < text.length)
        found = memchr(text.data + from, 0x1b, text.length - from);
    return found != NULL ? (size_t)(found - text.data) : text.length;
}

/* Where the first escape stands that leads nowhere, or `text.length`. YAZ may drop what follows. */
static size_t find_stray_escape(struct slice text)
{
    size_t at = find_escape(text, 0);
    bool wide;

    while (at < text.length && escape_length(slice_part(text, at, 5), &wide) > 0)
        at = find_escape(text, at + 1);
    return at;
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

/* Bytes before the first control character that is no escape: YAZ drops those (a tab, too). */
static size_t before_control(const char *text, size_t length)
{
    size_t at = 0;

    while (at < length && ((unsigned char)text[at] >= 0x20 || text[at] == 0x1b))
        at++;
    return at;
}

/* Converts a run without stray escapes. What YAZ cannot go on after becomes U+FFFD. */
static void decode_run(struct marc8 *marc8, struct buffer *out, struct slice text)
{
    char *copy, *in, *end;

    if (text.length == 0)
        return;
    copy = in = memory_alloc(text.length); /* yaz_iconv takes no const */
    end = copy + text.length;
    memcpy(copy, text.data, text.length);
    while (in < end) {
        size_t left = before_control(in, (size_t)(end - in));

        while (left > 0 && !convert(marc8, out, &in, &left) && left > 0) {
            flush(marc8, out);
            text_add_codepoint(out, 0xfffd);
            in++;
            left--;
        }
        if (in < end)
            buffer_add_char(out, *in++);
    }
    flush(marc8, out);
    free(copy);
}

/* As marc8_decode, by YAZ. */
static size_t decode_any(struct marc8 *marc8, struct buffer *out, struct slice text)
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

/* --- what was asked before ---------------------------------------------------- */

/* What is kept for `bytes`, a character or a mark and its letter; NULL where YAZ has to do it. */
static struct known *look_up(struct marc8 *marc8, const unsigned char *bytes, size_t left)
{
    if (bytes[0] < MARKS)
        return &marc8->characters[bytes[0]];
    if (left < 2 || bytes[1] < LETTERS || bytes[1] >= 0x7f)
        return NULL;
    return &marc8->pairs[bytes[0] - MARKS][bytes[1] - LETTERS];
}

/* Asks YAZ. What it can read gives the same whatever it stands beside. */
static void learn(struct marc8 *marc8, struct known *known, struct slice bytes)
{
    struct slice given;

    buffer_truncate(&marc8->answer, 0);
    known->length = UNKNOWABLE;
    if (decode_any(marc8, &marc8->answer, bytes) > 0)
        return;
    given = buffer_slice(&marc8->answer);
    if (given.length == 0 || given.length > sizeof known->bytes)
        return;
    memcpy(known->bytes, given.data, given.length);
    known->length = (uint8_t)given.length;
}

/*
 * Values in the default sets, with one mark a letter, which is nearly all: put together from what
 * YAZ made of the same bytes before. False, with nothing appended, for others.
 */
static bool decode_known(struct marc8 *marc8, struct buffer *out, struct slice text)
{
    const unsigned char *bytes = (const unsigned char *)text.data;
    char *start = buffer_reserve(out, text.length * EXPANSION + sizeof(struct known)), *at = start;

    for (size_t i = 0; i < text.length;) {
        size_t taken = bytes[i] < MARKS ? 1 : 2;
        struct known *known = look_up(marc8, bytes + i, text.length - i);

        if (known != NULL && known->length == 0)
            learn(marc8, known, slice_part(text, i, taken));
        if (known == NULL || known->length == UNKNOWABLE)
            return false;
        memcpy(at, known->bytes, sizeof known->bytes);
        at += known->length;
        i += taken;
    }
    *at = '\0';
    out->length += (size_t)(at - start);
    return true;
}

size_t marc8_decode(struct marc8 *marc8, struct buffer *out, struct slice text)
{
    return decode_known(marc8, out, text) ? 0 : decode_any(marc8, out, text);
}

bool marc8_has_escape(struct slice text)
{
    bool wide;

    for (size_t at = find_escape(text, 0); at < text.length; at = find_escape(text, at + 1))
        if (escape_length(slice_part(text, at, 5), &wide) > 0)
            return true;
    return false;
}

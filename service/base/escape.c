#include "base/escape.h"

#include <stdint.h>
#include <string.h>

#include <offprint/buffer.h>

#include "base/block.h"
#include "base/text.h"

/* What stands for one byte in a kind of output: NULL for the byte itself, "" for nothing. */
typedef const char *replacement(unsigned char byte);

static const char *xml_replacement(unsigned char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    /* As references, for a parser turns them into spaces or line feeds otherwise. */
    case '\t':
        return "&#9;";
    case '\n':
        return "&#10;";
    case '\r':
        return "&#13;";
    default:
        return byte < 0x20 ? "" : NULL;
    }
}

static const char *json_replacement(unsigned char byte)
{
    static const char controls[32][7] = {
        "\\u0000", "\\u0001", "\\u0002", "\\u0003", "\\u0004", "\\u0005", "\\u0006", "\\u0007",
        "\\b",     "\\t",     "\\n",     "\\u000b", "\\f",     "\\r",     "\\u000e", "\\u000f",
        "\\u0010", "\\u0011", "\\u0012", "\\u0013", "\\u0014", "\\u0015", "\\u0016", "\\u0017",
        "\\u0018", "\\u0019", "\\u001a", "\\u001b", "\\u001c", "\\u001d", "\\u001e", "\\u001f",
    };

    if (byte < 0x20)
        return controls[byte];
    if (byte == '"')
        return "\\\"";
    return byte == '\\' ? "\\\\" : NULL;
}

/* A block of FF where a byte has a replacement. */
typedef block_bytes special_finder(block_bytes block);

static inline block_bytes xml_special(block_bytes block)
{
    return (block_bytes)(block < block_of(0x20)) |
           (block_bytes)((block | block_of(0x04)) == block_of('&')) | /* and '"' */
           (block_bytes)((block | block_of(0x02)) == block_of('>'));  /* and '<' */
}

static inline block_bytes json_special(block_bytes block)
{
    return (block_bytes)(block < block_of(0x20)) | (block_bytes)(block == block_of('"')) |
           (block_bytes)(block == block_of('\\'));
}

/* Has a byte of the block a replacement, or one of the bits `also`? */
static inline bool stops(block_bytes block, special_finder *special, unsigned char also)
{
    return block_any(special(block) | (block & block_of(also)));
}

/* Has none of them? */
static inline bool is_plain(const char *at, size_t length, special_finder *special,
                            unsigned char also)
{
    if (length == 0)
        return true;
    for (size_t run = 0; length - run >= BLOCK_SIZE; run += BLOCK_SIZE)
        if (stops(block_load(at + run), special, also))
            return false;
    return !stops(block_load_last(at, length), special, also);
}

/* How many bytes from `at` on have none. */
static inline size_t plain_run(const char *at, size_t length, replacement *replace,
                               special_finder *special, unsigned char also)
{
    size_t run = 0;

    while (length - run >= BLOCK_SIZE && !stops(block_load(at + run), special, also))
        run += BLOCK_SIZE;
    while (run < length && ((unsigned char)at[run] & also) == 0 &&
           replace((unsigned char)at[run]) == NULL)
        run++;
    return run;
}

/* Escapes what stands in `out` from `start` on, which is the text in NFC: nearly always as it is.
 */
static inline void escape_from(struct buffer *out, size_t start, replacement *replace,
                               special_finder *special)
{
    size_t at = start;
    struct buffer rest;

    if (is_plain(out->data + start, out->length - start, special, 0))
        return;
    buffer_init(&rest);
    buffer_add(&rest, out->data + at, out->length - at);
    buffer_truncate(out, at);
    for (at = 0; at < rest.length; at++) {
        size_t run = plain_run(rest.data + at, rest.length - at, replace, special, 0);

        buffer_add(out, rest.data + at, run);
        at += run;
        if (at < rest.length)
            buffer_add_string(out, replace((unsigned char)rest.data[at]));
    }
    buffer_finish(&rest);
}

/*
 * Appends the ASCII that `text` begins with, escaped, and returns how much that is. A character
 * before one beyond ASCII is left to come with it: NFC may make one of both.
 */
static inline size_t escape_ascii(struct buffer *out, struct slice text, replacement *replace,
                                  special_finder *special)
{
    size_t at = 0;

    for (;;) {
        size_t run = plain_run(text.data + at, text.length - at, replace, special, 0x80);
        bool last = at + run == text.length;

        if (!last && ((unsigned char)text.data[at + run] & 0x80) != 0) {
            run -= run > 0;
            buffer_add(out, text.data + at, run);
            return at + run;
        }
        buffer_add(out, text.data + at, run);
        at += run;
        if (last || (at + 1 < text.length && ((unsigned char)text.data[at + 1] & 0x80) != 0))
            return at;
        buffer_add_string(out, replace((unsigned char)text.data[at++]));
    }
}

/* Leaves out U+FFFE and U+FFFF, which are characters of UTF-8 but not of XML. */
static size_t without_noncharacters(char *data, size_t length)
{
    size_t kept = 0;

    if (memchr(data, 0xef, length) == NULL)
        return length;
    for (size_t i = 0; i < length; i++) {
        if (length - i >= 3 && memcmp(data + i, "\xef\xbf", 2) == 0 &&
            ((unsigned char)data[i + 2] & 0xfe) == 0xbe) {
            i += 2;
            continue;
        }
        data[kept++] = data[i];
    }
    return kept;
}

/* Of what is not plain ASCII. Apart, so that what is stays cheap. */
static __attribute__((noinline)) void escape_xml_rest(struct buffer *out, struct slice text)
{
    size_t ascii = escape_ascii(out, text, xml_replacement, xml_special);
    size_t start = out->length;

    if (ascii == text.length)
        return;
    text_add_nfc(out, slice_part(text, ascii, text.length));
    buffer_truncate(out, start + without_noncharacters(out->data + start, out->length - start));
    escape_from(out, start, xml_replacement, xml_special);
}

void escape_xml(struct buffer *out, struct slice text)
{
    if (is_plain(text.data, text.length, xml_special, 0x80))
        buffer_add_slice(out, text);
    else
        escape_xml_rest(out, text);
}

static __attribute__((noinline)) void escape_json_rest(struct buffer *out, struct slice text)
{
    size_t ascii = escape_ascii(out, text, json_replacement, json_special);
    size_t start = out->length;

    if (ascii == text.length)
        return;
    text_add_nfc(out, slice_part(text, ascii, text.length));
    escape_from(out, start, json_replacement, json_special);
}

void escape_json(struct buffer *out, struct slice text)
{
    buffer_add_char(out, '"');
    if (is_plain(text.data, text.length, json_special, 0x80))
        buffer_add_slice(out, text);
    else
        escape_json_rest(out, text);
    buffer_add_char(out, '"');
}

static bool is_unreserved(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void escape_url(struct buffer *out, struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];

        if (is_unreserved(byte))
            buffer_add_char(out, (char)byte);
        else
            buffer_printf(out, "%%%02X", byte);
    }
}

static int hexadecimal(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool unescape_url(struct buffer *out, struct slice text, bool plus)
{
    size_t before = out->length;

    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];

        if (c == '%') {
            int high = text.length - i > 2 ? hexadecimal(text.data[i + 1]) : -1;
            int low = high >= 0 ? hexadecimal(text.data[i + 2]) : -1;

            if (low < 0) {
                buffer_truncate(out, before);
                return false;
            }
            c = (char)(high << 4 | low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        buffer_add_char(out, c);
    }
    return true;
}

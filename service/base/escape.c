#include "base/escape.h"

#include <stdint.h>
#include <string.h>

#include <offprint/buffer.h>

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

/* Which bytes have a replacement, so that runs of others are copied whole. */
#define CONTROLS_SPECIAL                                                                           \
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
static const unsigned char xml_special[256] = {
    CONTROLS_SPECIAL, ['&'] = 1, ['<'] = 1, ['>'] = 1, ['"'] = 1};
static const unsigned char json_special[256] = {CONTROLS_SPECIAL, ['\\'] = 1, ['"'] = 1};

/* Escapes what stands in `out` from `start` on, which is the text in NFC: nearly always as it is.
 */
static void escape_from(struct buffer *out, size_t start, replacement *replace,
                        const unsigned char *special)
{
    size_t at = start;

    while (at < out->length && !special[(unsigned char)out->data[at]])
        at++;
    if (at == out->length)
        return;

    struct buffer rest;

    buffer_init(&rest);
    buffer_add(&rest, out->data + at, out->length - at);
    buffer_truncate(out, at);
    at = 0;
    for (size_t i = 0; i < rest.length; i++) {
        unsigned char byte = (unsigned char)rest.data[i];

        if (!special[byte])
            continue;
        buffer_add(out, rest.data + at, i - at);
        buffer_add_string(out, replace(byte));
        at = i + 1;
    }
    buffer_add(out, rest.data + at, rest.length - at);
    buffer_finish(&rest);
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

void escape_xml(struct buffer *out, struct slice text)
{
    size_t start = out->length;

    if (text.length == 0)
        return;
    text_add_nfc(out, text);
    if (out->length > start + 2 && !text_is_ascii(text))
        buffer_truncate(out, start + without_noncharacters(out->data + start, out->length - start));
    escape_from(out, start, xml_replacement, xml_special);
}

void escape_json(struct buffer *out, struct slice text)
{
    size_t start;

    buffer_add_char(out, '"');
    start = out->length;
    text_add_nfc(out, text);
    escape_from(out, start, json_replacement, json_special);
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

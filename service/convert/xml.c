#include "convert/xml.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include <offprint/buffer.h>

#include "base/escape.h"

/* Is a nonsorting mark at `at`: U+0088, U+0089, U+0098 or U+009C? */
static bool is_mark(struct slice text, size_t at)
{
    if ((unsigned char)text.data[at] != 0xC2 || at + 1 >= text.length)
        return false;
    unsigned char second = (unsigned char)text.data[at + 1];
    return second == 0x88 || second == 0x89 || second == 0x98 || second == 0x9C;
}

void xml_text(struct buffer *out, struct slice text)
{
    size_t start = 0;
    for (size_t at = 0; at < text.length; at++) {
        const char *lead = memchr(text.data + at, 0xC2, text.length - at);
        if (lead == NULL)
            break;
        at = (size_t)(lead - text.data);
        if (!is_mark(text, at))
            continue;
        escape_xml(out, slice_part(text, start, at - start));
        start = at + 2;
        at++;
    }
    if (start < text.length)
        escape_xml(out, slice_part(text, start, text.length));
}

void xml_attribute(struct buffer *out, const char *name, struct slice value)
{
    value = slice_trim(value);
    if (value.length == 0)
        return;
    buffer_add_char(out, ' ');
    buffer_add_string(out, name);
    buffer_add(out, "=\"", 2);
    xml_text(out, value);
    buffer_add_char(out, '"');
}

static bool is_escape(struct slice uri, size_t at)
{
    return at + 2 < uri.length && isxdigit((unsigned char)uri.data[at + 1]) &&
           isxdigit((unsigned char)uri.data[at + 2]);
}

/* Where the scheme of `uri` ends (RFC 3986 clause 3.1), 0 where it has none. */
static size_t scheme_length(struct slice uri)
{
    size_t length = 0;
    while (length < uri.length && (isalnum((unsigned char)uri.data[length]) ||
                                   (length > 0 && memchr("+-.", uri.data[length], 3) != NULL)))
        length++;
    bool scheme = length > 0 && length < uri.length && uri.data[length] == ':' &&
                  isalpha((unsigned char)uri.data[0]);
    return scheme ? length + 1 : 0;
}

/* Where a port's colon stands in the authority that begins at `start`, if its port is digits. */
static size_t authority_end(struct slice uri, size_t start, size_t *port)
{
    size_t end = start;
    *port = uri.length;
    while (end < uri.length && memchr("/?#", uri.data[end], 3) == NULL)
        end++;
    size_t digits = end;
    while (digits > start && isdigit((unsigned char)uri.data[digits - 1]))
        digits--;
    if (digits > start && digits < end && end - digits <= 5 && uri.data[digits - 1] == ':')
        *port = digits - 1;
    return end;
}

/*
 * RFC 3986: what is allowed anywhere stays; '%' only before two hexadecimal digits, '#' once. A
 * colon stays after the scheme, before a port and beyond the first segment of the path.
 */
void xml_uri(struct buffer *out, struct slice uri)
{
    static const char hexadecimal[] = "0123456789ABCDEF";
    uri = slice_trim(uri);
    size_t scheme = scheme_length(uri), port = uri.length, authority = 0, slash = uri.length;
    bool fragment = false;
    if (slice_starts(slice_part(uri, scheme, 2), "//"))
        authority = authority_end(uri, scheme + 2, &port);
    for (size_t i = 0; i < uri.length; i++) {
        unsigned char c = (unsigned char)uri.data[i];
        bool plain = isalnum(c) || (c != '\0' && strchr("-._~!$&'()*+,;=@/?", c) != NULL);
        if (c == '/' && slash == uri.length)
            slash = i;
        if (c == '%')
            plain = is_escape(uri, i);
        else if (c == ':')
            plain = i + 1 == scheme || i == port ||
                    (i >= authority && (scheme > 0 || authority > 0 || slash < i));
        else if (c == '#') {
            plain = !fragment;
            fragment = true;
        } else if (c == '@')
            plain = i >= authority || authority == 0;
        if (c == '&')
            buffer_add_string(out, "&amp;");
        else if (plain)
            buffer_add_char(out, (char)c);
        else
            buffer_add(out, (char[]){'%', hexadecimal[c >> 4], hexadecimal[c & 15]}, 3);
    }
}

void xml_uri_attribute(struct buffer *out, const char *name, struct slice uri)
{
    uri = slice_trim(uri);
    if (uri.length == 0)
        return;
    buffer_add_char(out, ' ');
    buffer_add_string(out, name);
    buffer_add(out, "=\"", 2);
    xml_uri(out, uri);
    buffer_add_char(out, '"');
}

static void end_tag(struct buffer *out, const char *open)
{
    size_t name = 0;
    while (open[name] != '\0' && open[name] != ' ')
        name++;
    buffer_add(out, "</", 2);
    buffer_add(out, open, name);
    buffer_add_char(out, '>');
}

void xml_element(struct buffer *out, const char *open, struct slice text)
{
    text = slice_trim(text);
    if (text.length == 0)
        return;
    buffer_add_char(out, '<');
    buffer_add_string(out, open);
    buffer_add_char(out, '>');
    xml_text(out, text);
    end_tag(out, open);
}

struct xml_scope xml_open(struct buffer *out, const char *open)
{
    struct xml_scope scope = {.out = out, .open = open, .before = out->length};
    buffer_add_char(out, '<');
    buffer_add_string(out, open);
    return scope;
}

void xml_content(struct xml_scope *scope)
{
    buffer_add_char(scope->out, '>');
    scope->inside = scope->out->length;
}

void xml_close(struct xml_scope *scope)
{
    if (scope->out->length == scope->inside)
        buffer_truncate(scope->out, scope->before);
    else
        end_tag(scope->out, scope->open);
}

struct xml_scope xml_begin(struct buffer *out, const char *open)
{
    struct xml_scope scope = xml_open(out, open);
    xml_content(&scope);
    return scope;
}

/* The small texts of a citation: cleaned values, page ranges, dates, addresses. */
#include "convert/citation_internal.h"

#include <stdio.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "base/escape.h"
#include "base/text.h"
#include "convert/isbd.h"

/* White space, or a character that has no place on one line of text. */
static bool is_blank(uint32_t c)
{
    return c <= 0x20 || c == 0x7F || (c >= 0x80 && c <= 0xA0) || c == 0x2028 || c == 0x2029;
}

/* MARC's non-sorting marks (NSB, NSE) and their Unicode forms: they print nothing. */
static bool is_mark(uint32_t c)
{
    return c == 0x88 || c == 0x89 || c == 0x98 || c == 0x9C;
}

static bool is_clean_ascii(struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c < 0x20 || c > 0x7E || (c == ' ' && i > 0 && text.data[i - 1] == ' '))
            return false;
    }
    return true;
}

struct slice citation_clean(struct slice text, struct arena *arena)
{
    text = slice_trim(text);
    if (is_clean_ascii(text))
        return text;

    struct buffer normal, line;
    buffer_init(&normal);
    buffer_init(&line);
    text_add_nfc(&normal, text);
    struct slice rest = buffer_slice(&normal);
    bool blank = false;
    for (size_t at = 0; at < rest.length;) {
        uint32_t c = text_next(rest, &at);
        if (is_mark(c))
            continue;
        if (is_blank(c)) {
            blank = line.length > 0;
            continue;
        }
        if (blank)
            buffer_add_char(&line, ' ');
        blank = false;
        text_add_codepoint(&line, c);
    }
    struct slice clean = arena_slice(arena, buffer_slice(&line));
    buffer_finish(&normal);
    buffer_finish(&line);
    return clean;
}

struct slice citation_field(const struct marc_field *field, const char *codes,
                            const char *separator, struct arena *arena)
{
    return citation_clean(isbd_trim(isbd_join(field, codes, separator, arena)), arena);
}

struct slice citation_first(const struct citation_source *source, const char *tag,
                            const char *codes, const char *separator)
{
    const struct marc_field *field = marc_record_field(source->record, tag, NULL);
    return field != NULL ? citation_field(field, codes, separator, source->arena)
                         : (struct slice){NULL, 0};
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool citation_mentions(struct slice text, const char *word)
{
    size_t length = strlen(word);
    for (size_t at = 0; at + length <= text.length; at++) {
        size_t i = 0;
        while (i < length && lower(text.data[at + i]) == word[i])
            i++;
        if (i == length)
            return true;
    }
    return false;
}

void citation_add_inverted(struct buffer *out, const struct citation_name *name)
{
    if (name->family.length == 0) {
        buffer_add_slice(out, name->whole);
        return;
    }
    buffer_add_slice(out, name->family);
    buffer_add_string(out, ", ");
    buffer_add_slice(out, name->given);
    if (name->suffix.length > 0) {
        buffer_add_string(out, ", ");
        buffer_add_slice(out, name->suffix);
    }
}

struct slice citation_pages(struct slice first, struct slice last, const char *dash,
                            struct arena *arena)
{
    if (first.length == 0 || last.length == 0 || slice_equal(first, last))
        return first.length > 0 ? first : last;
    struct buffer range;
    buffer_init(&range);
    buffer_add_slice(&range, first);
    buffer_add_string(&range, dash);
    buffer_add_slice(&range, last);
    struct slice copy = arena_slice(arena, buffer_slice(&range));
    buffer_finish(&range);
    return copy;
}

struct slice citation_thesis_kind(const struct citation *citation, struct arena *arena)
{
    static const char *const said[] = {"thes", "diss", "arbeit", "tesi", "tese"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (citation_mentions(citation->degree, said[i]))
            return citation->degree;
    return citation->degree.length > 0
               ? citation_pages(citation->degree, slice_of("thesis"), " ", arena)
               : citation->degree;
}

struct slice citation_join(const struct citation_list *list, const char *separator,
                           struct arena *arena)
{
    if (list->count <= 1)
        return list->count == 1 ? list->items[0] : (struct slice){NULL, 0};
    struct buffer text;
    buffer_init(&text);
    for (size_t i = 0; i < list->count; i++) {
        buffer_add_string(&text, i > 0 ? separator : "");
        buffer_add_slice(&text, list->items[i]);
    }
    struct slice copy = arena_slice(arena, buffer_slice(&text));
    buffer_finish(&text);
    return copy;
}

struct slice citation_keywords(const struct citation *citation, struct arena *arena)
{
    const struct citation_list *list = &citation->keywords;
    const char *separator = ", ";
    for (size_t i = 0; i < list->count; i++)
        if (memchr(list->items[i].data, ',', list->items[i].length) != NULL)
            separator = "; ";
    return citation_join(list, separator, arena);
}

struct slice citation_date_text(const struct citation_date *date, const char *dash,
                                struct arena *arena)
{
    if (date->year == 0)
        return date->literal;
    const char *circa = date->circa ? "ca. " : "";
    if (date->year_end != 0)
        return slice_of(arena_printf(arena, "%s%d%s%d", circa, date->year, dash, date->year_end));
    return slice_of(arena_printf(arena, "%s%d%s", circa, date->year, date->open ? dash : ""));
}

void citation_date_add(struct buffer *out, const struct citation_date *date, char separator)
{
    if (date->year == 0)
        return;
    buffer_printf(out, "%04d", date->year);
    if (date->month == 0)
        return;
    buffer_printf(out, "%c%02d", separator, date->month);
    if (date->day != 0)
        buffer_printf(out, "%c%02d", separator, date->day);
}

struct slice citation_record_url(const char *base_url, const char *id, struct arena *arena)
{
    struct buffer url;
    buffer_init(&url);
    buffer_add_string(&url, base_url);
    buffer_add_string(&url, "/records/");
    escape_url(&url, slice_of(id));
    struct slice copy = arena_slice(arena, buffer_slice(&url));
    buffer_finish(&url);
    return copy;
}

bool citation_url_is_safe(struct slice url)
{
    static const char *const schemes[] = {"https://", "http://", "ftp://"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t length = strlen(schemes[i]), at = 0;
        while (at < length && at < url.length && lower(url.data[at]) == schemes[i][at])
            at++;
        if (at == length && url.length > length)
            return true;
    }
    return false;
}

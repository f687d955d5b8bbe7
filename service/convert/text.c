/*
 * Labelled text, for SUTRS and text/plain: labels in a column, values wrapped to 72 characters
 * (what SUTRS asks for and a telnet window shows), then the parts, then the citation.
 */
#include "convert/writer.h"

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/convert.h>

#include "base/text.h"
#include "convert/citation.h"
#include "convert/display.h"

#define LINE_WIDTH 72
#define LABEL_WIDTH 18 /* "Published online: " */

/* Combining marks and other characters that take no place of their own on the screen. */
static bool is_zero_width(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x591 && c <= 0x5C7) || (c >= 0x64B && c <= 0x65F) ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x20D0 && c <= 0x20FF) ||
           (c >= 0xFE20 && c <= 0xFE2F);
}

/* East Asian wide characters take two. */
static bool is_wide(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
           (c >= 0x20000 && c <= 0x3FFFD);
}

static size_t width_of(uint32_t c)
{
    return is_zero_width(c) ? 0 : is_wide(c) ? 2 : 1;
}

static void new_line(struct buffer *out, size_t indent)
{
    buffer_add_char(out, '\n');
    for (size_t i = 0; i < indent; i++)
        buffer_add_char(out, ' ');
}

/* The width of the next word. */
static size_t word_width(struct slice text)
{
    size_t width = 0;
    for (size_t at = 0; at < text.length && text.data[at] != ' ';)
        width += width_of(text_next(text, &at));
    return width;
}

/* Appends the next word and takes it off `text`; what is wider than a whole line is broken. */
static size_t add_word(struct buffer *out, struct slice *text, size_t column, size_t indent)
{
    size_t at = 0;
    while (at < text->length && text->data[at] != ' ') {
        size_t start = at;
        uint32_t c = text_next(*text, &at);
        if (column + width_of(c) > LINE_WIDTH && column > indent) {
            new_line(out, indent);
            column = indent;
        }
        buffer_add(out, text->data + start, at - start);
        column += width_of(c);
    }
    *text = slice_part(*text, at, text->length);
    return column;
}

/* Appends `text`, the cursor being in `column`, wrapped; lines after the first are indented. An
 * address stays whole, however long, so that it can be copied. */
static void add_wrapped(struct buffer *out, struct slice text, size_t column, size_t indent)
{
    bool first = true;
    while (text.length > 0) {
        if (text.data[0] == ' ') {
            text = slice_part(text, 1, text.length);
            continue;
        }
        size_t width = word_width(text);
        if (!first && column + 1 + width > LINE_WIDTH) {
            new_line(out, indent);
            column = indent;
        } else if (!first) {
            buffer_add_char(out, ' ');
            column++;
        }
        first = false;
        if (citation_url_is_safe(text)) {
            const char *space = memchr(text.data, ' ', text.length);
            size_t length = space != NULL ? (size_t)(space - text.data) : text.length;
            buffer_add(out, text.data, length);
            text = slice_part(text, length, text.length);
            column += width;
        } else {
            column = add_word(out, &text, column, indent);
        }
    }
    buffer_add_char(out, '\n');
}

/* A label that is the same as the line's before is not said again. */
static void add_line(struct buffer *out, const char *label, const char *before, struct slice value)
{
    size_t column = 0;
    if (before == NULL || strcmp(label, before) != 0) {
        buffer_add_string(out, label);
        buffer_add_char(out, ':');
        column = text_length(slice_of(label)) + 1;
    }
    do
        buffer_add_char(out, ' ');
    while (++column < LABEL_WIDTH);
    add_wrapped(out, value, column, LABEL_WIDTH);
}

/* "6. The rupture of Anglo-Soviet relations, pages 211–256 [precarious-truce-6]" */
static void add_parts(struct buffer *out, const struct citation *citation, struct arena *arena)
{
    for (size_t i = 0; i < citation->part_count; i++) {
        const struct citation_part *part = &citation->parts[i];
        struct slice place = display_place(part->kind, part->number, part->start, part->end, arena);
        struct buffer line;
        buffer_init(&line);
        buffer_add_slice(&line, part->title);
        buffer_add_string(&line, place.length > 0 ? " (" : "");
        buffer_add_slice(&line, place);
        buffer_add_string(&line, place.length > 0 ? ") [" : " [");
        buffer_add_slice(&line, citation_clean(slice_of(part->id), arena));
        buffer_add_char(&line, ']');
        add_line(out, "Parts", i > 0 ? "Parts" : NULL, buffer_slice(&line));
        buffer_finish(&line);
    }
}

int write_text(struct buffer *out, const struct marc_record *record,
               const struct convert_context *context, struct arena *arena, struct diag *diag)
{
    (void)diag;
    struct citation citation;
    citation_from_record(&citation, record, context, arena);
    struct display_line *lines = NULL;
    size_t count = display_lines(&lines, &citation, record, context, arena);

    add_line(out, "Title", NULL,
             citation.title.length > 0 ? citation.title : slice_of("[no title]"));
    for (size_t i = 0; i < count; i++)
        add_line(out, lines[i].label, i > 0 ? lines[i - 1].label : NULL, lines[i].value);
    add_parts(out, &citation, arena);

    struct buffer plain;
    buffer_init(&plain);
    citation_add_plain(&plain, &citation, arena);
    buffer_add_char(out, '\n');
    add_line(out, "Cite as", NULL, buffer_slice(&plain));
    buffer_finish(&plain);
    return OFFPRINT_OK;
}

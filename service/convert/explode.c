/* Opens the sources that parts are made from, and what their readers share. */
#include "convert/explode.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "base/escape.h"
#include "base/memory.h"
#include "convert/explode_tree.h"
#include "convert/isbd.h"
#include "convert/part.h"
#include "marc/reading.h"

/* How much of a file is looked at to find out what it is. */
#define SNIFF_SIZE 65536u

/* --- opening --------------------------------------------------------------------------------- */

/* Does a start tag of one of these names, whatever its prefix, stand in `start`? */
static bool has_root(struct slice start, const char *const *names)
{
    for (size_t at = 0; at + 1 < start.length; at++) {
        size_t name = at + 1, end;

        if (start.data[at] != '<')
            continue;
        for (end = name; end < start.length && strchr("<>/ \t\r\n", start.data[end]) == NULL; end++)
            if (start.data[end] == ':')
                name = end + 1;
        for (size_t i = 0; names[i] != NULL; i++) {
            if (slice_is(slice_part(start, name, end - name), names[i]))
                return true;
        }
    }
    return false;
}

static int sniff(struct explode_reader *reader, struct diag *diag)
{
    static const char *const bits[] = {"book", "book-part-wrapper", NULL};
    static const char *const onix[] = {"ONIXMessage", "ONIXmessage", NULL};
    struct slice start;
    int status = input_want(&reader->input, SNIFF_SIZE, diag);

    if (status < 0)
        return status;
    start = slice_part(input_window(&reader->input), 0, SNIFF_SIZE);
    if (slice_starts(start, "\xef\xbb\xbf"))
        start = slice_part(start, 3, start.length);
    start = slice_trim(start);
    if (start.length > 0 && (start.data[0] == '{' || start.data[0] == '['))
        reader->format = EXPLODE_CROSSREF;
    else if (start.length > 0 && start.data[0] == '<' && has_root(start, onix))
        reader->format = EXPLODE_ONIX;
    else if (start.length > 0 && start.data[0] == '<' && has_root(start, bits))
        reader->format = EXPLODE_BITS;
    else
        return diag_set(diag, OFFPRINT_UNSUPPORTED,
                        "this is neither BITS nor ONIX 3 nor Crossref's JSON");
    return OFFPRINT_OK;
}

static int open_reader(struct explode_reader **reader, struct explode_reader *made,
                       enum explode_input input, finding_handler *handler, void *context,
                       struct diag *diag)
{
    int status = input_unpack(&made->input, diag);

    made->format = input;
    made->handler = handler;
    made->context = context;
    if (status >= 0 && input == EXPLODE_SNIFF)
        status = sniff(made, diag);
    if (status >= 0 && made->format == EXPLODE_CROSSREF)
        status = explode_crossref_create(&made->crossref, &made->input, diag);
    else if (status >= 0)
        status = tree_reader_create(&made->xml, &made->input, diag);
    if (status < 0) {
        explode_reader_close(made);
        return status;
    }
    *reader = made;
    return OFFPRINT_OK;
}

int explode_reader_open(struct explode_reader **reader, const char *path, enum explode_input input,
                        finding_handler *handler, void *context, struct diag *diag)
{
    struct explode_reader *made = memory_zeroed(1, sizeof *made);
    int status = input_open(&made->input, path, diag);

    if (status < 0) {
        free(made);
        return status;
    }
    return open_reader(reader, made, input, handler, context, diag);
}

int explode_reader_open_bytes(struct explode_reader **reader, struct slice bytes,
                              enum explode_input input, finding_handler *handler, void *context,
                              struct diag *diag)
{
    struct explode_reader *made = memory_zeroed(1, sizeof *made);

    input_open_bytes(&made->input, bytes);
    return open_reader(reader, made, input, handler, context, diag);
}

void explode_reader_close(struct explode_reader *reader)
{
    if (reader == NULL)
        return;
    tree_reader_destroy(reader->xml);
    explode_crossref_destroy(reader->crossref);
    input_finish(&reader->input);
    free(reader);
}

int explode_reader_next(struct explode_reader *reader, struct explode_book *book,
                        struct arena *arena, struct diag *diag)
{
    static explode_source *const sources[] = {[EXPLODE_BITS] = explode_bits_next,
                                              [EXPLODE_ONIX] = explode_onix_next,
                                              [EXPLODE_CROSSREF] = explode_crossref_next};
    int status;

    do {
        *book = (struct explode_book){0};
        if (reader->ended)
            return 0;
        status = sources[reader->format](reader, book, arena, diag);
        reader->ended |= status == 0 || status == OFFPRINT_MALFORMED || status == OFFPRINT_IO;
    } while (status > 0 && book->part_count == 0);
    return status;
}

void explode_report(const struct explode_reader *reader, enum finding_severity severity,
                    const char *rule, uint64_t line, const char *format, ...)
{
    char message[400];
    struct finding finding = {severity, rule, "", message};
    int length = 0;
    va_list arguments;

    if (reader == NULL || reader->handler == NULL)
        return;
    if (line > 0)
        length = snprintf(message, sizeof message, "line %llu: ", (unsigned long long)line);
    va_start(arguments, format);
    vsnprintf(message + length, sizeof message - (size_t)length, format, arguments);
    va_end(arguments);
    reader->handler(reader->context, &finding);
}

/* --- parts within parts ---------------------------------------------------------------------- */

struct explode_item *explode_items_add(struct explode_items *items, struct arena *arena)
{
    if (items->count == EXPLODE_PARTS_MAX)
        return NULL;
    if (items->count == items->capacity) {
        size_t capacity = items->capacity > 0 ? items->capacity * 2 : 32;
        struct explode_item *list = arena_array(arena, capacity, sizeof *list);

        if (items->count > 0)
            memcpy(list, items->list, items->count * sizeof *list);
        items->list = list;
        items->capacity = capacity;
    }
    return &items->list[items->count++];
}

/* Would a record that says "p. TEXT" be read to say this page? */
static bool is_page(struct slice text, struct arena *arena)
{
    struct part read = {0};

    if (text.length == 0 || text.length > 20)
        return false;
    part_read_display(&read, slice_of(arena_printf(arena, "p. %.*s", (int)text.length, text.data)),
                      arena);
    return slice_equal(read.start, text) && read.end.length == 0;
}

/* Pages that are no numbers are left out, and reported. */
static void settle_pages(struct explode_part *part, const struct explode_reader *reader,
                         struct arena *arena)
{
    struct slice *const pages[] = {&part->first, &part->last};
    char shown[PRINTABLE_SIZE];

    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        if (pages[i]->length == 0 || is_page(*pages[i], arena))
            continue;
        explode_report(reader, FINDING_WARNING, "part-pages", part->line, "'%s' is no page number",
                       printable(shown, *pages[i]));
        pages[i]->length = 0;
    }
    if (part->first.length == 0)
        part->last.length = 0;
}

/* Control characters, which a contents note may have, are white space: a NUL would end a text. */
static void settle_text(struct slice *text, struct arena *arena)
{
    char *copy = NULL;

    for (size_t i = 0; i < text->length; i++) {
        if ((unsigned char)text->data[i] >= ' ')
            continue;
        if (copy == NULL)
            copy = arena_copy(arena, text->data, text->length);
        copy[i] = ' ';
    }
    if (copy != NULL)
        *text = slice_trim(slice_make(copy, text->length));
}

/* A part as it was read, fit to become a record; false where it has no title. */
static bool settle_part(struct explode_part *part, const struct explode_reader *reader,
                        struct arena *arena)
{
    struct slice *const texts[] = {&part->title, &part->subtitle, &part->number, &part->statement};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        settle_text(texts[i], arena);
    if (part->title.length == 0)
        explode_report(reader, FINDING_WARNING, "part-title", part->line,
                       "a part without title is left out");
    else
        settle_pages(part, reader, arena);
    return part->title.length > 0;
}

void explode_items_settle(struct explode_book *book, const struct explode_items *items,
                          const struct explode_reader *reader, struct arena *arena)
{
    bool *has_parts = arena_array(arena, items->count + 1, sizeof *has_parts);
    bool *within = arena_array(arena, items->count + 1, sizeof *within);

    book->parts = arena_array(arena, items->count + 1, sizeof *book->parts);
    for (size_t i = 0; i < items->count; i++)
        has_parts[items->list[i].parent] = true;
    /* A parent always stands before its parts. */
    for (size_t i = 0; i < items->count; i++) {
        const struct explode_item *item = &items->list[i];
        size_t parent = item->parent;

        within[i + 1] = parent > 0 && (within[parent] || !items->list[parent - 1].groups);
        if (within[i + 1] || (item->groups && has_parts[i + 1]))
            continue;
        book->parts[book->part_count] = item->part;
        book->part_count += settle_part(&book->parts[book->part_count], reader, arena);
    }
}

/* --- values ---------------------------------------------------------------------------------- */

static bool is_number(struct slice text)
{
    bool digits = true, roman = true;

    for (size_t i = 0; i < text.length; i++) {
        digits &= isdigit((unsigned char)text.data[i]) != 0;
        roman &= text.data[i] != '\0' && strchr("ivxlcdmIVXLCDM", text.data[i]) != NULL;
    }
    return text.length > 0 && text.length <= 15 && (digits || roman);
}

/* Without the marks that stand around a label: "6." "(6)" "[6]:" */
static struct slice strip(struct slice text)
{
    text = slice_trim(text);
    while (text.length > 0 && text.data[text.length - 1] != '\0' &&
           strchr(".,:;-)] ", text.data[text.length - 1]) != NULL)
        text.length--;
    while (text.length > 0 && text.data[0] != '\0' && strchr("([ ", text.data[0]) != NULL)
        text = slice_part(text, 1, text.length);
    return text;
}

void explode_read_label(struct explode_part *part, struct slice label, struct arena *arena)
{
    struct slice bare = strip(label);
    struct part read = {0};

    if (part->number.length > 0 || bare.length == 0 || bare.length > 200)
        return;
    if (is_number(bare)) {
        part->number = bare;
        return;
    }
    part_read_display(&read, bare, arena);
    part->number = read.number;
    if (read.number.length > 0 && read.kind.length > 0)
        part->kind = read.kind;
}

void explode_read_pages(struct explode_part *part, struct slice pages, struct arena *arena)
{
    struct slice bare = strip(pages);
    struct part read = {0};

    if (part->first.length > 0 || bare.length == 0 || bare.length > 200)
        return;
    part_read_display(&read, bare, arena);
    if (read.start.length == 0) {
        read = (struct part){0};
        part_read_display(
            &read, slice_of(arena_printf(arena, "p. %.*s", (int)bare.length, bare.data)), arena);
    }
    part->first = read.start;
    part->last = read.end;
}

struct slice explode_doi(struct slice text, struct arena *arena)
{
    static const char *const prefixes[] = {"https://doi.org/", "http://doi.org/",
                                           "https://dx.doi.org/", "http://dx.doi.org/", "doi:"};

    text = slice_trim(text);
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        size_t length = strlen(prefixes[i]);

        if (text.length > length && strncasecmp(text.data, prefixes[i], length) == 0) {
            text = slice_trim(slice_part(text, length, text.length));
            break;
        }
    }
    /* DOI Handbook 2.2: "10.", a registrant, a slash, a suffix. */
    if (text.length > 2000 || !slice_starts(text, "10.") ||
        memchr(text.data, '/', text.length) == NULL || memchr(text.data, ' ', text.length) != NULL)
        return slice_make(NULL, 0);
    return arena_slice(arena, text);
}

void explode_split_title(struct explode_part *part)
{
    struct slice title = part->title;

    if (part->subtitle.length > 0)
        return;
    for (size_t i = 1; i + 1 < title.length; i++) {
        if (title.data[i] != ':' || title.data[i + 1] != ' ')
            continue;
        part->title = isbd_trim(slice_part(title, 0, i));
        part->subtitle = slice_trim(slice_part(title, i + 1, title.length));
        return;
    }
}

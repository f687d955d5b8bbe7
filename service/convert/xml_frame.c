#include "convert/xml_frame.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "marc/input.h"

#define RECORD_LIMIT (64u * 1024u * 1024u)
#define TAG_LIMIT (64u * 1024u)
/* Elements around records whose namespaces are kept. */
#define DEPTH_LIMIT 64u

enum markup { MARKUP_COMMENT, MARKUP_CDATA, MARKUP_INSTRUCTION, MARKUP_TAG, MARKUP_TEXT };

static const struct {
    const char *begin, *end;
} kinds[] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}};

void xml_framer_init(struct xml_framer *framer, struct input *input, const char *const *locals)
{
    *framer = (struct xml_framer){.input = input, .locals = locals};
    buffer_init(&framer->text);
}

void xml_framer_finish(struct xml_framer *framer)
{
    buffer_finish(&framer->text);
    free(framer->around);
}

void xml_pass(struct xml_framer *framer, size_t length)
{
    struct slice bytes = slice_part(input_window(framer->input), 0, length);

    for (size_t i = 0; i < bytes.length; i++)
        framer->newlines += bytes.data[i] == '\n';
    input_skip(framer->input, length);
}

/* --- pieces of markup ---------------------------------------------------------- */

static bool is_name_end(char c)
{
    return c == '>' || c == '/' || slice_is_space(c);
}

static bool is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}

/* What stands at '<'; a '<' that begins nothing is text. */
static enum markup markup_of(struct slice at)
{
    for (int kind = 0; kind < 3; kind++)
        if (slice_starts(at, kinds[kind].begin))
            return (enum markup)kind;
    if (at.length > 1 && (at.data[1] == '!' || is_name_start(at.data[1])))
        return MARKUP_TAG;
    return at.length > 2 && at.data[1] == '/' && is_name_start(at.data[2]) ? MARKUP_TAG
                                                                           : MARKUP_TEXT;
}

/* How long the tag at `at` is, 0 where it does not end in it. A '<' ends it, for it never does. */
static size_t tag_length(struct slice at, bool *broken)
{
    char quote = '\0';

    for (size_t i = 1; i < at.length && i < TAG_LIMIT; i++) {
        char c = at.data[i];

        if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '>')
            return i + 1;
        if (c == '<') { /* not even in quotes: XML 1.0 clause 2.3 */
            *broken = true;
            return i;
        }
    }
    *broken = at.length >= TAG_LIMIT;
    return *broken ? 1 : 0;
}

static size_t find_end(struct slice at, size_t from, const char *end)
{
    size_t length = strlen(end);

    for (; from + length <= at.length; from++) {
        const char *found = memchr(at.data + from, end[0], at.length - from - length + 1);

        if (found == NULL)
            break;
        from = (size_t)(found - at.data);
        if (memcmp(found, end, length) == 0)
            return from + length;
    }
    return 0;
}

/*
 * How far the markup at `at` in the window goes, however much must be read for that: its length, or
 * OFFPRINT_IO. What never ends is one byte of text.
 */
static ptrdiff_t measure(struct xml_framer *framer, size_t at, enum markup *kind, struct diag *diag)
{
    size_t searched = 0;

    for (;;) {
        struct slice rest = slice_part(input_window(framer->input), at, SIZE_MAX);
        bool ended = framer->input->ended, broken = false;
        size_t length = 0;
        int status;

        *kind = rest.length >= 9 || ended ? markup_of(rest) : MARKUP_TEXT;
        if (*kind == MARKUP_TEXT && (rest.length >= 9 || ended))
            return 1;
        if (*kind == MARKUP_TAG && (length = tag_length(rest, &broken)) > 0) {
            *kind = broken ? MARKUP_TEXT : MARKUP_TAG;
            return (ptrdiff_t)length;
        }
        if (*kind < MARKUP_TAG) {
            if (framer->input->offset + at < framer->absent[*kind]) {
                *kind = MARKUP_TEXT;
                return 1;
            }
            length = find_end(rest, searched > 2 ? searched - 2 : 2, kinds[*kind].end);
            if (length > 0)
                return (ptrdiff_t)length;
            searched = rest.length;
        }
        status = rest.length > RECORD_LIMIT ? 0 : input_more(framer->input, diag);
        if (status < 0)
            return status;
        if (status == 0 && (ended || rest.length > RECORD_LIMIT)) {
            if (*kind < MARKUP_TAG)
                framer->absent[*kind] = framer->input->offset + at + rest.length;
            *kind = MARKUP_TEXT;
            return 1;
        }
    }
}

/* The name of a tag: "/mods:mods" of an end tag. */
static struct slice tag_name(struct slice tag)
{
    size_t end = 1;

    while (end < tag.length && (end == 1 || !is_name_end(tag.data[end])))
        end++;
    return slice_part(tag, 1, end - 1);
}

static struct slice local_name(struct slice name)
{
    for (size_t i = name.length; i > 0; i--)
        if (name.data[i - 1] == ':')
            return slice_part(name, i, name.length);
    return name.length > 0 && name.data[0] == '/' ? slice_part(name, 1, name.length) : name;
}

/* --- namespaces ----------------------------------------------------------------- */

/* The next attribute of a tag from `*at` on that declares a namespace, as it is written. */
static struct slice next_declaration(struct slice tag, size_t *at)
{
    while (*at < tag.length) {
        size_t start, end;

        while (*at < tag.length && (slice_is_space(tag.data[*at]) || tag.data[*at] == '/'))
            ++*at;
        start = *at;
        while (*at < tag.length && tag.data[*at] != '"' && tag.data[*at] != '\'')
            ++*at;
        if (*at >= tag.length)
            break;
        end = *at + 1;
        while (end < tag.length && tag.data[end] != tag.data[*at])
            end++;
        *at = end < tag.length ? end + 1 : tag.length;
        if (slice_starts(slice_part(tag, start, tag.length), "xmlns"))
            return slice_part(tag, start, *at - start);
    }
    return slice_make(NULL, 0);
}

/* "xmlns:mods" of its declaration. */
static struct slice declared_name(struct slice declaration)
{
    size_t end = 0;

    while (end < declaration.length && declaration.data[end] != '=' &&
           !slice_is_space(declaration.data[end]))
        end++;
    return slice_part(declaration, 0, end);
}

/* Does the text of a tag from `at` on, or of declarations, declare the namespace of that name? */
static bool declares(struct slice text, size_t at, struct slice name)
{
    struct slice declaration;

    while ((declaration = next_declaration(text, &at)).length > 0)
        if (slice_equal(declared_name(declaration), name))
            return true;
    return false;
}

static void enter(struct xml_framer *framer, struct slice tag)
{
    struct slice name = tag_name(tag), declaration;
    size_t at = name.length + 1;

    if (framer->root[0] == '\0')
        snprintf(framer->root, sizeof framer->root, "%.*s",
                 (int)(name.length < 60 ? name.length : 60), name.data);
    if (tag.length > 2 && tag.data[tag.length - 2] == '/')
        return;
    if (framer->depth == DEPTH_LIMIT) {
        framer->beyond++;
        return;
    }
    framer->around =
        memory_grow(framer->around, &framer->capacity, framer->depth, sizeof *framer->around);
    framer->around[framer->depth].name = framer->text.length;
    buffer_add_slice(&framer->text, name);
    buffer_add_char(&framer->text, '\0');
    framer->around[framer->depth++].declarations = framer->text.length;
    while ((declaration = next_declaration(tag, &at)).length > 0) {
        buffer_add_char(&framer->text, ' ');
        buffer_add_slice(&framer->text, declaration);
    }
    buffer_add_char(&framer->text, '\0');
}

/* An end tag closes the innermost element of its name, and what was left open in that. */
static void leave(struct xml_framer *framer, struct slice tag)
{
    struct slice name = slice_part(tag_name(tag), 1, tag.length);

    if (framer->beyond > 0) {
        framer->beyond--;
        return;
    }
    for (size_t i = framer->depth; i > 0; i--)
        if (slice_is(name, framer->text.data + framer->around[i - 1].name)) {
            framer->depth = i - 1;
            buffer_truncate(&framer->text, framer->around[i - 1].name);
            return;
        }
}

static struct slice declarations_of(const struct xml_framer *framer, size_t depth)
{
    return slice_of(framer->text.data + framer->around[depth].declarations);
}

/* Is what stands at `depth` declared again nearer to the record? */
static bool is_redeclared(const struct xml_framer *framer, size_t depth, struct slice name)
{
    while (++depth < framer->depth)
        if (declares(declarations_of(framer, depth), 0, name))
            return true;
    return false;
}

void xml_frame_write(struct buffer *out, const struct xml_framer *framer,
                     const struct xml_frame *frame)
{
    struct slice bytes = slice_part(input_window(framer->input), 0, frame->length);
    bool broken;
    struct slice tag = slice_part(bytes, 0, tag_length(bytes, &broken));

    buffer_add_slice(out, slice_part(bytes, 0, frame->name_end));
    for (size_t depth = framer->depth; depth > 0; depth--) {
        struct slice declaration, declarations = declarations_of(framer, depth - 1);
        size_t at = 0;

        while ((declaration = next_declaration(declarations, &at)).length > 0) {
            struct slice name = declared_name(declaration);

            if (declares(tag, frame->name_end, name) || is_redeclared(framer, depth - 1, name))
                continue;
            buffer_add_char(out, ' ');
            buffer_add_slice(out, declaration);
        }
    }
    buffer_add_slice(out, slice_part(bytes, frame->name_end, bytes.length));
}

/* --- records -------------------------------------------------------------------- */

/* The next '<' from `at` on in the window: its place, or the window's length. */
static size_t next_markup(struct slice window, size_t at)
{
    const char *found =
        at < window.length ? memchr(window.data + at, '<', window.length - at) : NULL;

    return found != NULL ? (size_t)(found - window.data) : window.length;
}

/* Is it one of the names of records? Then `framer->local` is that one. */
static bool is_record(struct xml_framer *framer, struct slice name)
{
    for (size_t i = 0; framer->locals[i] != NULL; i++) {
        if (!slice_is(name, framer->locals[i]))
            continue;
        framer->local = framer->locals[i];
        return true;
    }
    return false;
}

/* Moves the window to a record's start tag: its length, 0 at the end, OFFPRINT_IO. */
static ptrdiff_t find_start(struct xml_framer *framer, struct diag *diag)
{
    for (;;) {
        enum markup kind;
        struct slice tag;
        ptrdiff_t length;

        xml_pass(framer, next_markup(input_window(framer->input), 0));
        if (input_window(framer->input).length == 0) {
            int status = input_more(framer->input, diag);

            if (status <= 0)
                return status;
            continue;
        }
        if ((length = measure(framer, 0, &kind, diag)) < 0)
            return length;
        tag = slice_make(input_window(framer->input).data, (size_t)length);
        if (kind == MARKUP_TAG && tag.data[1] == '/')
            leave(framer, tag);
        else if (kind == MARKUP_TAG && is_record(framer, local_name(tag_name(tag))))
            return length;
        else if (kind == MARKUP_TAG && tag.data[1] != '!')
            enter(framer, tag);
        xml_pass(framer, (size_t)length);
    }
}

/* From behind the start tag to the end tag. */
static int find_record_end(struct xml_frame *frame, struct xml_framer *framer, struct slice local,
                           struct diag *diag)
{
    for (;;) {
        struct slice window = input_window(framer->input), name;
        size_t at = next_markup(window, frame->length);
        enum markup kind;
        ptrdiff_t length;

        frame->length = at;
        if (at > RECORD_LIMIT) {
            frame->fault = "the record has over 64 MiB";
            return 1;
        }
        if (at == window.length) {
            int status = input_more(framer->input, diag);

            if (status < 0)
                return status;
            if (status == 0) {
                frame->fault = "the file ends before the record does";
                return 1;
            }
            continue;
        }
        if ((length = measure(framer, at, &kind, diag)) < 0)
            return (int)length;
        name = tag_name(slice_part(input_window(framer->input), at, (size_t)length));
        if (kind == MARKUP_TAG && slice_equal(local_name(name), local)) {
            if (name.data[0] != '/')
                frame->fault = "another record begins within it";
            else
                frame->length += (size_t)length;
            return 1;
        }
        frame->length += (size_t)length;
    }
}

int xml_frame_next(struct xml_frame *frame, struct xml_framer *framer, struct diag *diag)
{
    ptrdiff_t length = find_start(framer, diag);
    struct slice tag;

    *frame = (struct xml_frame){.fault = NULL};
    if (length <= 0)
        return (int)length;
    tag = slice_make(input_window(framer->input).data, (size_t)length);
    if (framer->root[0] == '\0')
        snprintf(framer->root, sizeof framer->root, "%s", framer->local);
    frame->name_end = tag_name(tag).length + 1;
    frame->length = (size_t)length;
    if (tag.data[tag.length - 2] == '/')
        return 1;
    return find_record_end(frame, framer, slice_of(framer->local), diag);
}

/* --- what it is ------------------------------------------------------------------- */

/* Encodings of two bytes a character have a NUL beside each ASCII character. */
static struct slice without_nuls(char *out, struct slice start, size_t size)
{
    size_t length = 0;

    for (size_t i = 0; i < start.length && length < size; i++)
        if (start.data[i] != '\0')
            out[length++] = start.data[i];
    return slice_make(out, length);
}

const char *xml_look(struct slice start)
{
    static const struct {
        const char *local, *holds;
    } names[] = {
        {"mods", "mods"}, {"modsCollection", "mods"}, {"dc", "dc"},     {"qualifieddc", "dc"},
        {"leader", ""},   {"controlfield", ""},       {"datafield", ""}};
    char *copy = memory_alloc(start.length + 1);
    struct slice text = without_nuls(copy, start, start.length);
    const char *holds = NULL;

    for (size_t at = next_markup(text, 0); at < text.length && holds == NULL;
         at = next_markup(text, at + 1)) {
        struct slice name = local_name(tag_name(slice_part(text, at, 200)));

        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (slice_is(name, names[i].local) && text.data[at + 1] != '/')
                holds = names[i].holds;
    }
    free(copy);
    return holds != NULL ? holds : "";
}

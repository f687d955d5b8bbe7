/* Control numbers of parts, and which record is a part's already. */
#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/convert.h>
#include <offprint/record.h>

#include "base/text.h"
#include "convert/explode.h"
#include "convert/isbd.h"
#include "convert/part.h"

/* Bytes of a title that go into a key. */
#define SLUG_MAX 40

/* --- titles compared ------------------------------------------------------------------------- */

static struct slice folded(struct slice text, struct arena *arena)
{
    struct buffer out;
    struct slice copy;

    buffer_init(&out);
    text_add_folded(&out, text);
    copy = arena_slice(arena, buffer_slice(&out));
    buffer_finish(&out);
    return copy;
}

struct slice explode_part_title(const struct explode_part *part, struct arena *arena)
{
    return folded(slice_of(arena_printf(arena, "%.*s %.*s", (int)part->title.length,
                                        part->title.data, (int)part->subtitle.length,
                                        part->subtitle.data != NULL ? part->subtitle.data : "")),
                  arena);
}

static bool differs(struct slice a, struct slice b)
{
    return a.length > 0 && b.length > 0 && !slice_equal(a, b);
}

struct slice explode_record_title(const struct marc_record *record, struct arena *arena)
{
    const struct marc_field *title = marc_record_field(record, "245", NULL);

    return title != NULL ? folded(isbd_join(title, "abnp", " ", arena), arena)
                         : slice_make(NULL, 0);
}

bool explode_is_record_of(const struct marc_record *record, const struct explode_part *part,
                          struct arena *arena)
{
    struct convert_context context = {0};
    struct part read;

    if (!slice_equal(explode_record_title(record, arena), explode_part_title(part, arena)))
        return false;
    if (!part_read(&read, record, &context, arena))
        return true;
    return !differs(read.number, part->number) && !differs(read.start, part->first);
}

/* --- keys ------------------------------------------------------------------------------------ */

struct keys {
    struct explode_book *book;
    struct slice host; /* control number */
    struct slice source;
    struct slice *titles; /* of the parts, folded */
    struct arena *arena;
};

static bool is_used(const struct keys *keys, const char *key)
{
    for (size_t i = 0; i < keys->book->part_count; i++) {
        const char *other = keys->book->parts[i].key;

        if (other != NULL && strcmp(other, key) == 0)
            return true;
    }
    return false;
}

/* Gives the part this key unless another has it. */
static bool give(const struct keys *keys, struct explode_part *part, const char *key)
{
    if (is_used(keys, key))
        return false;
    part->key = key;
    return true;
}

/* The first part without key that a 774 calls so: same title, number and page where both say. */
static struct explode_part *find_linked(const struct keys *keys, const struct marc_field *field)
{
    struct slice title = folded(marc_field_subfield(field, 't'), keys->arena);
    struct part read = {0};

    part_read_display(&read, marc_field_subfield(field, 'g'), keys->arena);
    for (size_t i = 0; title.length > 0 && i < keys->book->part_count; i++) {
        struct explode_part *part = &keys->book->parts[i];

        if (part->key == NULL && slice_equal(keys->titles[i], title) &&
            !differs(read.number, part->number) && !differs(read.start, part->first))
            return part;
    }
    return NULL;
}

/* A number that can be one: without control characters, of which a key could not hold a NUL. */
static bool is_number(struct slice number)
{
    for (size_t i = 0; i < number.length; i++)
        if ((unsigned char)number.data[i] < ' ')
            return false;
    return number.length > 0;
}

/* 774 $w of the host's own source, or without one. */
static void take_linked(const struct keys *keys, const struct marc_record *host)
{
    const struct marc_field *field = NULL;

    while ((field = marc_record_field(host, "774", field)) != NULL) {
        struct slice source;
        struct slice number = part_control_number(marc_field_subfield(field, 'w'), &source);
        struct explode_part *part;

        if (!is_number(number) || (source.length > 0 && !slice_equal(source, keys->source)) ||
            slice_equal(number, keys->host))
            continue;
        part = find_linked(keys, field);
        if (part != NULL)
            give(keys, part, arena_slice(keys->arena, number).data);
    }
}

static bool is_plain(struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];

        if (!((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '.' ||
              c == '-'))
            return false;
    }
    return text.length > 0;
}

/* "striving-for-acceptance": whole words of the title, as long as they are ASCII. */
static struct slice slug(struct slice title, struct arena *arena)
{
    struct slice text = folded(title, arena);
    size_t length = text.length < SLUG_MAX ? text.length : SLUG_MAX;
    char *copy;

    while (length < text.length && length > 0 && text.data[length] != ' ')
        length--;
    if (length == 0 || !text_is_ascii(slice_part(text, 0, length)))
        return slice_make(NULL, 0);
    copy = arena_copy(arena, text.data, length);
    for (size_t i = 0; i < length; i++)
        copy[i] = copy[i] == ' ' ? '-' : copy[i];
    return slice_make(copy, length);
}

static const char *key_of(const struct keys *keys, struct slice end)
{
    return arena_printf(keys->arena, "%.*s-%.*s", (int)keys->host.length, keys->host.data,
                        (int)end.length, end.data);
}

/* After its title; or its place in the list where that says nothing in ASCII. */
static void name_by_title(const struct keys *keys, struct explode_part *part, size_t place)
{
    struct slice base = slug(part->title, keys->arena);

    if (base.length == 0)
        base = slice_of(arena_printf(keys->arena, "item-%zu", place));
    if (give(keys, part, key_of(keys, base)))
        return;
    give(keys, part,
         arena_printf(keys->arena, "%.*s-%.*s-%zu", (int)keys->host.length, keys->host.data,
                      (int)base.length, base.data, place));
}

void explode_assign_keys(struct explode_book *book, const struct marc_record *host,
                         struct arena *arena)
{
    struct keys keys = {.book = book,
                        .host = marc_record_identifier(host),
                        .source = slice_trim(marc_record_control(host, "003")),
                        .titles = arena_array(arena, book->part_count + 1, sizeof *keys.titles),
                        .arena = arena};
    /* Places count in a list that is whole: not beside numbers, nor where there are parts already.
     */
    bool numbered = marc_record_field(host, "774", NULL) != NULL;

    for (size_t i = 0; i < book->part_count; i++) {
        book->parts[i].key = NULL;
        keys.titles[i] = explode_part_title(&book->parts[i], arena);
        numbered |= book->parts[i].number.length > 0;
    }
    take_linked(&keys, host);
    for (size_t i = 0; i < book->part_count; i++) {
        struct explode_part *part = &book->parts[i];

        if (part->key == NULL && is_plain(part->number))
            give(&keys, part, key_of(&keys, part->number));
    }
    for (size_t i = 0; i < book->part_count; i++) {
        struct slice place = slice_of(arena_printf(arena, "%zu", i + 1));
        struct explode_part *part = &book->parts[i];

        if (part->key == NULL && (numbered || !give(&keys, part, key_of(&keys, place))))
            name_by_title(&keys, part, i + 1);
    }
}

/*
 * A record's enhanced contents note, 505 with second indicator 0: $g before a title is its number,
 * $g behind it its pages; " --" ends an item.
 *
 *     505 00 $g 5. $t Attempts to heal the breach / $r A. Author $g (pages 160-210) -- $g 6. $t …
 */
#include <ctype.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/record.h>

#include "convert/explode.h"
#include "convert/isbd.h"
#include "convert/part.h"

/* An item while its subfields are read. */
struct contents {
    struct explode_items items;
    struct arena *arena;
    struct explode_part part;
    bool titled;  /* the item has its $t */
    bool dashed;  /* "--" ends the items of this note */
    bool chapter; /* a number without a word is a chapter's: a book's contents */
};

static void end_item(struct contents *contents)
{
    struct explode_item *item;

    if (contents->titled && contents->part.title.length > 0 &&
        (item = explode_items_add(&contents->items, contents->arena)) != NULL) {
        explode_split_title(&contents->part);
        if (contents->chapter && contents->part.number.length > 0 &&
            contents->part.kind.length == 0)
            contents->part.kind = slice_of("chapter");
        item->part = contents->part;
    }
    contents->part = (struct explode_part){0};
    contents->titled = false;
}

/* Takes " --" off the end: true where there was one. */
static bool take_end(struct slice *value)
{
    size_t dashes = 0;

    *value = slice_trim(*value);
    while (dashes < value->length && value->data[value->length - 1 - dashes] == '-')
        dashes++;
    if (dashes < 2)
        return false;
    *value = slice_trim(slice_part(*value, 0, value->length - dashes));
    return true;
}

/* "(pages 3-10)" at the end of a title or statement belongs to neither. */
static void take_pages(struct contents *contents, struct slice *value)
{
    struct slice inside;
    struct part read = {0};
    size_t open;

    if (value->length < 4 || value->data[value->length - 1] != ')')
        return;
    for (open = value->length - 1; open > 0 && value->data[open] != '('; open--)
        continue;
    inside = slice_part(*value, open + 1, value->length - open - 2);
    if (open == 0 || inside.length == 0 || inside.length > 40 ||
        tolower((unsigned char)inside.data[0]) != 'p')
        return;
    part_read_display(&read, inside, contents->arena);
    if (read.start.length == 0)
        return;
    contents->part.first = read.start;
    contents->part.last = read.end;
    *value = slice_trim(slice_part(*value, 0, open));
}

/* Is it "Ann B. Other", "Ludwig van Example": two to five words, no digits, great letters at both
 * ends? Then it can stand as a name that nobody has put in order (720). */
static bool is_plain_name(struct slice text)
{
    size_t words = 1, last = 0;

    for (size_t i = 0; i < text.length; i++) {
        if (isdigit((unsigned char)text.data[i]) || strchr("()[]:;/", text.data[i]) != NULL)
            return false;
        if (text.data[i] == ' ') {
            words++;
            last = i + 1;
        }
    }
    return words >= 2 && words <= 5 && text.length <= 80 && last < text.length &&
           !islower((unsigned char)text.data[0]) && !islower((unsigned char)text.data[last]);
}

/* The next name of "A. One, B. Two and C. Three". */
static struct slice next_name(struct slice *rest)
{
    static const char *const marks[] = {" and ", " & ", ", ", " ; "};
    size_t end = rest->length, skip = 0;
    struct slice name;

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t length = strlen(marks[i]);

        for (size_t at = 0; at < end && at + length <= rest->length; at++) {
            if (memcmp(rest->data + at, marks[i], length) == 0) {
                end = at;
                skip = length;
            }
        }
    }
    name = slice_trim(slice_part(*rest, 0, end));
    if (slice_starts(name, "and "))
        name = slice_trim(slice_part(name, 4, name.length));
    *rest = slice_part(*rest, end + skip, rest->length);
    return name;
}

/* The names in a statement of responsibility, where it is nothing else than names. */
static void read_names(struct explode_part *part, struct arena *arena)
{
    struct slice rest = part->statement;
    size_t count = 0;

    for (struct slice left = rest; left.length > 0;) {
        struct slice name = next_name(&left);

        if (!is_plain_name(name) || ++count > EXPLODE_NAMES_MAX)
            return;
    }
    part->names = arena_array(arena, count + 1, sizeof *part->names);
    while (rest.length > 0)
        part->names[part->name_count++] =
            (struct explode_name){.whole = next_name(&rest), .role = ""};
}

/* The statement without "by ", and without the point that ends the note. */
static struct slice read_statement(struct slice value)
{
    if (slice_starts(value, "by "))
        value = slice_trim(slice_part(value, 3, value.length));
    return isbd_trim(value);
}

static void read_misc(struct contents *contents, struct slice value, bool last)
{
    struct explode_part *part = &contents->part;
    struct part read = {0};

    if (value.length == 0)
        return;
    part_read_display(&read, value, contents->arena);
    /* "6." between two titles that no dashes part: the second one's number. */
    if (contents->titled && !contents->dashed && !last && read.start.length == 0 &&
        memchr(value.data, '-', value.length) == NULL && isdigit((unsigned char)value.data[0]))
        end_item(contents);
    if (contents->titled) {
        explode_read_pages(part, value, contents->arena);
        return;
    }
    part->first = read.start;
    part->last = read.end;
    if (read.start.length > 0 && read.number.length == 0) {
        /* "6, pages 211-256": what stands before the comma. */
        const char *comma = memchr(value.data, ',', value.length);

        if (comma == NULL)
            return;
        value = slice_part(value, 0, (size_t)(comma - value.data));
    }
    explode_read_label(part, value, contents->arena);
}

static void read_subfield(struct contents *contents, const struct marc_subfield *subfield,
                          bool last)
{
    struct slice value = subfield->value;
    bool ended = take_end(&value);

    if (value.length == 0) {
        if (ended)
            end_item(contents);
        return;
    }
    switch (subfield->code) {
    case 'g':
        read_misc(contents, value, last);
        break;
    case 't':
        if (contents->titled)
            end_item(contents);
        take_pages(contents, &value);
        contents->part.title = isbd_trim(value);
        contents->titled = true;
        break;
    case 'r':
        take_pages(contents, &value);
        if (contents->part.statement.length == 0)
            contents->part.statement = read_statement(value);
        if (contents->part.name_count == 0)
            read_names(&contents->part, contents->arena);
        break;
    default:
        return;
    }
    if (ended)
        end_item(contents);
}

static bool has_dashes(const struct marc_field *field)
{
    bool dashes = false;

    for (uint32_t i = 0; i < field->subfield_count; i++) {
        struct slice value = field->subfields[i].value;

        dashes |= take_end(&value);
    }
    return dashes;
}

size_t explode_contents(struct explode_book *book, const struct marc_record *host,
                        struct arena *arena)
{
    char type = host->leader[MARC_LEADER_TYPE], level = host->leader[MARC_LEADER_LEVEL];
    struct contents contents = {.arena = arena,
                                .chapter = (type == 'a' || type == 't') && level == 'm'};
    const struct marc_field *field = NULL;

    *book = (struct explode_book){0};
    while ((field = marc_record_field(host, "505", field)) != NULL) {
        if (field->indicator[1] != '0')
            continue;
        contents.dashed = has_dashes(field);
        for (uint32_t i = 0; i < field->subfield_count; i++)
            read_subfield(&contents, &field->subfields[i], i + 1 == field->subfield_count);
        end_item(&contents);
    }
    explode_items_settle(book, &contents.items, NULL, arena);
    return book->part_count;
}

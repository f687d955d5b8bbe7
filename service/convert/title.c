#include "convert/title.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <strings.h>

#include <offprint/arena.h>
#include <offprint/record.h>

#include "base/text.h"
#include "convert/isbd.h"

/* How the title fields differ: which indicator counts nonfiling characters (0 none), and which
 * subfields make up the title proper and the part number. */
static const struct {
    const char *tag;
    int indicator;
    const char *proper, *number;
} shapes[] = {
    {"245", 2, "afgks", "n"},       {"242", 2, "a", "n"},           {"246", 0, "a", "n"},
    {"247", 0, "a", "n"},           {"210", 0, "a", "n"},           {"222", 2, "a", "n"},
    {"130", 1, "adfgklmorst", "n"}, {"630", 1, "adfgklmorst", "n"}, {"730", 1, "adfgklmorst", "n"},
    {"240", 2, "adfgklmors", "n"},  {"243", 2, "adfgklmors", "n"},  {"740", 1, "a", "n"},
    {"440", 2, "a", "nv"},          {"490", 0, "a", "nv"},          {"830", 2, "adfgklmorst", "nv"},
};
#define SHAPE_COUNT (sizeof shapes / sizeof *shapes)

/* The tag that an 880 stands for is in its $6: "245-01/(3/r". */
static struct slice shape_tag(const struct marc_field *field)
{
    if (strcmp(field->tag, "880") == 0)
        return slice_part(marc_field_subfield(field, '6'), 0, 3);
    return slice_make(field->tag, 3);
}

/* May a title's first filing word begin after `before`? In scripts without articles set apart by
 * space (Arabic, Hebrew) the cataloguer's count is all there is. */
static bool ends_article(struct slice before)
{
    size_t at = before.length - 1;
    while (at > 0 && ((unsigned char)before.data[at] & 0xC0) == 0x80)
        at--;
    size_t offset = at;
    uint32_t last = text_next(before, &offset);
    if (last < 0x80)
        return !isalnum((int)last);
    /* Letters of Latin, Greek and Cyrillic do not end an article; modifier letters (ʻ ʼ), quotes
     * and combining marks do. */
    return !((last >= 0xC0 && last < 0x2B0) || (last >= 0x370 && last < 0x530) ||
             (last >= 0x1E00 && last < 0x2000));
}

/* Bytes of the first `count` characters of `text`, 0 where that is no article. */
static size_t nonsort_length(struct slice text, int count)
{
    size_t offset = 0;
    for (int i = 0; i < count && offset < text.length; i++)
        text_next(text, &offset);
    /* Counts made on decomposed text are too great by a diacritic or two once it is composed. */
    for (int spare = 0; spare < 3 && offset > 0; spare++) {
        if (offset < text.length && ends_article(slice_part(text, 0, offset)))
            return offset;
        do
            offset--;
        while (offset > 0 && ((unsigned char)text.data[offset] & 0xC0) == 0x80);
    }
    return 0;
}

/* Control characters 0098 and 009C (in MARC also 0088 and 0089) enclose what does not sort. */
#define MARK_LENGTH 2
static bool is_mark(struct slice text, size_t at, bool opening)
{
    if (at + MARK_LENGTH > text.length || (unsigned char)text.data[at] != 0xC2)
        return false;
    unsigned char second = (unsigned char)text.data[at + 1];
    return opening ? second == 0x98 || second == 0x88 : second == 0x9C || second == 0x89;
}

static size_t marked_length(struct slice text)
{
    if (!is_mark(text, 0, true))
        return 0;
    for (size_t i = MARK_LENGTH; i < text.length; i++)
        if (is_mark(text, i, false))
            return i + MARK_LENGTH;
    return 0;
}

/* A marked article is written before its space: "(The) rupture". */
static struct slice with_space(struct slice article, struct slice rest, struct arena *arena)
{
    if (rest.length == 0 || rest.data[0] != ' ')
        return article;
    char *spaced = arena_copy(arena, article.data, article.length + 1);
    spaced[article.length] = ' ';
    return slice_make(spaced, article.length + 1);
}

static void set_nonsort(struct title *title, int count, struct arena *arena)
{
    struct slice text = title->proper;
    size_t marked = marked_length(text);
    if (marked > 2 * MARK_LENGTH) {
        struct slice rest = slice_part(text, marked, text.length);
        title->nonsort =
            with_space(slice_part(text, MARK_LENGTH, marked - 2 * MARK_LENGTH), rest, arena);
        title->proper = slice_trim(rest);
        return;
    }
    size_t length = count > 0 ? nonsort_length(text, count) : 0;
    title->nonsort = slice_part(text, 0, length);
    title->proper = slice_trim(slice_part(text, length, text.length));
}

/* Which element of a title a subfield belongs to, one a subfield: 't', 'n', 'p', or ' ' for none.
 */
static struct slice join_assigned(const struct marc_field *field, const char *assigned, char which,
                                  struct arena *arena)
{
    struct slice only = {NULL, 0};
    size_t room = 0, count = 0;
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        struct slice value = slice_trim(field->subfields[i].value);
        if (assigned[i] != which || value.length == 0)
            continue;
        only = value;
        room += value.length + 1;
        count++;
    }
    if (count <= 1)
        return only;
    char *text = arena_alloc(arena, room), *at = text;
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        struct slice value = slice_trim(field->subfields[i].value);
        if (assigned[i] != which || value.length == 0)
            continue;
        if (at != text)
            *at++ = ' ';
        memcpy(at, value.data, value.length);
        at += value.length;
    }
    return slice_make(text, (size_t)(at - text));
}

/*
 * A heading for a work is read from left to right: medium, key, language and the like belong to the
 * title, but behind a part's number or name to that part ("Quartets, strings, no. 2, op. 10, F
 * minor"). `codes` are those of the title; what stands before `from` is a name's (0: nothing is).
 */
static void read_heading(struct title *title, const struct marc_field *field, const char *codes,
                         const char *numbers, char from, struct arena *arena)
{
    char *assigned = arena_alloc(arena, (size_t)field->subfield_count + 1), to = 't';
    bool begun = from == 0;
    for (uint32_t i = 0; i < field->subfield_count; i++) {
        char code = field->subfields[i].code;
        begun |= code == from;
        assigned[i] = ' ';
        if (!begun || code == '\0')
            continue;
        if (strchr(numbers, code) != NULL)
            assigned[i] = to = 'n';
        else if (code == 'p' || code == 'b')
            assigned[i] = to = code;
        else if (strchr(codes, code) != NULL)
            assigned[i] = strchr("dfgklmor", code) != NULL ? to : 't';
    }
    title->proper = isbd_trim(join_assigned(field, assigned, 't', arena));
    title->remainder = isbd_trim(join_assigned(field, assigned, 'b', arena));
    title->part_number = isbd_trim(join_assigned(field, assigned, 'n', arena));
    title->part_name = isbd_trim(join_assigned(field, assigned, 'p', arena));
}

void title_read_work(struct title *title, const struct marc_field *field, struct arena *arena)
{
    *title = (struct title){0};
    bool series = slice_starts(shape_tag(field), "8"); /* elsewhere $v is a form subdivision */
    if (marc_field_subfield(field, 't').length == 0)
        title->part_number = isbd_trim(marc_field_subfield(field, series ? 'v' : '\0'));
    else
        read_heading(title, field, "tdfgklmors", series ? "nv" : "n", 't', arena);
}

void title_read(struct title *title, const struct marc_field *field, struct arena *arena)
{
    *title = (struct title){0};
    struct slice tag = shape_tag(field);
    const char *proper = "at", *number = "n";
    int indicator = 0;
    for (size_t i = 0; i < SHAPE_COUNT; i++)
        if (slice_is(tag, shapes[i].tag)) {
            proper = shapes[i].proper;
            number = shapes[i].number;
            indicator = shapes[i].indicator;
            break;
        }
    if (strchr(proper, 'k') != NULL) {
        read_heading(title, field, proper, number, 0, arena);
    } else {
        title->proper = isbd_join(field, proper, " ", arena);
        if (!slice_is(tag, "210")) /* an abbreviated title may end in an abbreviation */
            title->proper = isbd_trim(title->proper);
        title->remainder = isbd_trim(isbd_join(field, "b", " ", arena));
        title->part_number = isbd_trim(isbd_join(field, number, " ", arena));
        title->part_name = isbd_trim(isbd_join(field, "p", " ", arena));
    }
    if (slice_is(tag, "245"))
        title->responsibility = isbd_trim(marc_field_subfield(field, 'c'));
    char digit = indicator == 1 ? field->indicator[0] : indicator == 2 ? field->indicator[1] : '0';
    set_nonsort(title, digit >= '1' && digit <= '9' ? digit - '0' : 0, arena);
    if (title->proper.length == 0 && title->remainder.length > 0) {
        title->proper = title->remainder;
        title->remainder = (struct slice){NULL, 0};
    }
}

/* Definite articles that are nothing else in their language. */
static const struct {
    const char *language, *article;
} articles[] = {
    {"eng", "The "}, {"ger", "Der "}, {"ger", "Die "}, {"ger", "Das "}, {"fre", "Le "},
    {"fre", "La "},  {"fre", "Les "}, {"fre", "L'"},   {"spa", "El "},  {"spa", "La "},
    {"spa", "Los "}, {"spa", "Las "}, {"ita", "Il "},  {"ita", "La "},  {"ita", "Gli "},
    {"ita", "L'"},   {"dut", "De "},  {"dut", "Het "}, {"nob", "Den "}, {"dan", "Den "},
    {"swe", "Den "},
};

static void split_article(struct title *title, struct slice language)
{
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        size_t length = strlen(articles[i].article);
        if (slice_is(language, articles[i].language) && title->proper.length > length &&
            strncasecmp(title->proper.data, articles[i].article, length) == 0) {
            title->nonsort = slice_part(title->proper, 0, length);
            title->proper = slice_trim(slice_part(title->proper, length, title->proper.length));
            return;
        }
    }
}

static size_t find(struct slice text, const char *what)
{
    size_t length = strlen(what);
    for (size_t i = 0; i + length <= text.length; i++)
        if (memcmp(text.data + i, what, length) == 0)
            return i;
    return text.length;
}

void title_split(struct title *title, struct slice text, struct slice language, struct arena *arena)
{
    *title = (struct title){0};
    text = slice_trim(text);
    text = slice_part(text, 0, find(text, " / "));
    size_t colon = find(text, " : ");
    title->proper = title_dash_years(isbd_trim(slice_part(text, 0, colon)), arena);
    title->remainder = title_dash_years(isbd_trim(slice_part(text, colon + 3, text.length)), arena);
    set_nonsort(title, 0, arena);
    if (title->nonsort.length == 0)
        split_article(title, language);
}

static void append(char **at, struct slice text)
{
    if (text.length > 0)
        memcpy(*at, text.data, text.length);
    *at += text.length;
}

struct slice title_whole(const struct title *title, const char *colon, struct arena *arena)
{
    struct slice between = slice_of(colon), stop = slice_of(". "), comma = slice_of(", ");
    if (title->nonsort.length + title->remainder.length + title->part_number.length +
            title->part_name.length ==
        0)
        return title->proper;
    size_t room = title->nonsort.length + title->proper.length + between.length +
                  title->remainder.length + title->part_number.length + title->part_name.length + 4;
    char *text = arena_alloc(arena, room), *at = text;
    append(&at, title->nonsort);
    append(&at, title->proper);
    if (title->part_number.length > 0) {
        append(&at, stop);
        append(&at, title->part_number);
    }
    if (title->part_name.length > 0) {
        append(&at, title->part_number.length > 0 ? comma : stop);
        append(&at, title->part_name);
    }
    if (title->remainder.length > 0) {
        append(&at, between);
        append(&at, title->remainder);
    }
    return slice_make(text, (size_t)(at - text));
}

static size_t digits_at(struct slice text, size_t at)
{
    size_t count = 0;
    while (at + count < text.length && isdigit((unsigned char)text.data[at + count]))
        count++;
    return count;
}

/* Does a range of years stand at `at`, at the start of a number? Gives where its hyphen is. */
static bool year_range_at(struct slice text, size_t at, size_t *hyphen)
{
    if (at > 0 && (isalnum((unsigned char)text.data[at - 1]) || text.data[at - 1] == '-'))
        return false;
    if (digits_at(text, at) != 4 || (text.data[at] != '1' && text.data[at] != '2'))
        return false;
    *hyphen = at + 4;
    if (*hyphen >= text.length || text.data[*hyphen] != '-')
        return false;
    size_t second = digits_at(text, *hyphen + 1), end = *hyphen + 1 + second;
    if (second != 2 && second != 4)
        return false;
    return end == text.length || (text.data[end] != '-' && !isalpha((unsigned char)text.data[end]));
}

struct slice title_dash_years(struct slice text, struct arena *arena)
{
    size_t ranges = 0, hyphen;
    for (size_t i = 0; i < text.length; i++)
        ranges += isdigit((unsigned char)text.data[i]) && year_range_at(text, i, &hyphen);
    if (ranges == 0)
        return text;
    static const char dash[] = "\xE2\x80\x93";
    char *dashed = arena_alloc(arena, text.length + 2 * ranges), *at = dashed;
    size_t next = text.length;
    for (size_t i = 0; i < text.length; i++) {
        if (isdigit((unsigned char)text.data[i]) && year_range_at(text, i, &hyphen))
            next = hyphen;
        if (i == next) {
            memcpy(at, dash, sizeof dash - 1);
            at += sizeof dash - 1;
        } else {
            *at++ = text.data[i];
        }
    }
    return slice_make(dashed, (size_t)(at - dashed));
}

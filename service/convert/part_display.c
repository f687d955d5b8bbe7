/* Reads where in its host a part stands: "Chapter 6, pages 211-256" and its many relatives. */
#include "convert/part.h"

#include <ctype.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <offprint/arena.h>

enum label {
    LABEL_NONE,
    LABEL_PAGES,
    LABEL_CHAPTER,
    LABEL_PART,
    LABEL_SECTION,
    LABEL_VOLUME,
    LABEL_ISSUE,
    LABEL_EXTENT,
    LABEL_YEAR,
};

/* Small letters; a full stop after the word is passed over. */
static const struct {
    const char *word;
    enum label label;
} labels[] = {
    {"p", LABEL_PAGES},          {"pp", LABEL_PAGES},      {"page", LABEL_PAGES},
    {"pages", LABEL_PAGES},      {"pag", LABEL_PAGES},     {"s", LABEL_PAGES},
    {"ss", LABEL_PAGES},         {"seite", LABEL_PAGES},   {"seiten", LABEL_PAGES},
    {"str", LABEL_PAGES},        {"pagina", LABEL_PAGES},  {"paginas", LABEL_PAGES},
    {"páginas", LABEL_PAGES},    {"с", LABEL_PAGES},       {"С", LABEL_PAGES},
    {"chapter", LABEL_CHAPTER},  {"ch", LABEL_CHAPTER},    {"chap", LABEL_CHAPTER},
    {"kapitel", LABEL_CHAPTER},  {"kap", LABEL_CHAPTER},   {"chapitre", LABEL_CHAPTER},
    {"capitolo", LABEL_CHAPTER}, {"cap", LABEL_CHAPTER},   {"capítulo", LABEL_CHAPTER},
    {"part", LABEL_PART},        {"pt", LABEL_PART},       {"teil", LABEL_PART},
    {"section", LABEL_SECTION},  {"sec", LABEL_SECTION},   {"volume", LABEL_VOLUME},
    {"vol", LABEL_VOLUME},       {"v", LABEL_VOLUME},      {"bd", LABEL_VOLUME},
    {"band", LABEL_VOLUME},      {"jg", LABEL_VOLUME},     {"jahrgang", LABEL_VOLUME},
    {"tome", LABEL_VOLUME},      {"t", LABEL_VOLUME},      {"årg", LABEL_VOLUME},
    {"roč", LABEL_VOLUME},       {"том", LABEL_VOLUME},    {"т", LABEL_VOLUME},
    {"no", LABEL_ISSUE},         {"nr", LABEL_ISSUE},      {"number", LABEL_ISSUE},
    {"issue", LABEL_ISSUE},      {"heft", LABEL_ISSUE},    {"h", LABEL_ISSUE},
    {"č", LABEL_ISSUE},          {"num", LABEL_ISSUE},     {"núm", LABEL_ISSUE},
    {"№", LABEL_ISSUE},          {"extent", LABEL_EXTENT}, {"year", LABEL_YEAR},
};

static bool word_byte(char c)
{
    return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

static enum label label_of(struct slice word)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        size_t length = strlen(labels[i].word), at = 0;
        if (length != word.length)
            continue;
        while (at < length &&
               tolower((unsigned char)word.data[at]) == (unsigned char)labels[i].word[at])
            at++;
        if (at == length)
            return labels[i].label;
    }
    return LABEL_NONE;
}

static void skip(struct slice text, size_t *at, const char *set)
{
    while (*at < text.length && text.data[*at] != '\0' && strchr(set, text.data[*at]) != NULL)
        (*at)++;
}

/* A number as pages and volumes have them: digits, roman numerals, "S12", "12a". */
static struct slice take_number(struct slice text, size_t *at)
{
    size_t start = *at;
    bool digit = false, roman = true;
    while (*at < text.length && isalnum((unsigned char)text.data[*at])) {
        digit |= isdigit((unsigned char)text.data[*at]) != 0;
        roman &= strchr("ivxlcdmIVXLCDM", text.data[*at]) != NULL;
        (*at)++;
    }
    if (*at > start && (digit || roman))
        return slice_part(text, start, *at - start);
    *at = start;
    return (struct slice){NULL, 0};
}

/* A hyphen or dash (with spaces around it) between the ends of a range. */
static bool take_dash(struct slice text, size_t *at)
{
    size_t from = *at;
    skip(text, &from, " ]");
    size_t start = from;
    skip(text, &from, "-");
    while (slice_starts(slice_part(text, from, 3), "\xE2\x80\x93") ||
           slice_starts(slice_part(text, from, 3), "\xE2\x80\x94") ||
           slice_starts(slice_part(text, from, 3), "\xE2\x80\x91"))
        from += 3;
    if (from == start)
        return false;
    skip(text, &from, " [");
    *at = from;
    return true;
}

static bool all_digits(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!isdigit((unsigned char)text.data[i]))
            return false;
    return text.length > 0;
}

/* "211-56" is written for 211-256. */
static struct slice whole_end(struct slice start, struct slice end, struct arena *arena)
{
    if (!all_digits(start) || !all_digits(end) || end.length >= start.length)
        return end;
    char *whole = arena_copy(arena, start.data, start.length);
    memcpy(whole + start.length - end.length, end.data, end.length);
    return memcmp(whole, start.data, start.length) > 0 ? slice_make(whole, start.length) : end;
}

static void set(struct slice *target, struct slice value)
{
    if (target->length == 0)
        *target = value;
}

static void take_pages(struct part *part, struct slice text, size_t *at, struct arena *arena)
{
    struct slice start = take_number(text, at), end = {NULL, 0};
    if (start.length == 0)
        return;
    if (take_dash(text, at))
        end = whole_end(start, take_number(text, at), arena);
    if (part->start.length > 0)
        return;
    part->start = start;
    part->end = end;
}

static void take_numbered(struct part *part, enum label label, struct slice number)
{
    static const char *const kinds[] = {
        [LABEL_CHAPTER] = "chapter", [LABEL_PART] = "part", [LABEL_SECTION] = "section"};
    if (number.length == 0)
        return;
    if (label == LABEL_VOLUME)
        set(&part->volume, number);
    else if (label == LABEL_ISSUE)
        set(&part->issue, number);
    else if (label == LABEL_EXTENT)
        set(&part->total, number);
    else if (label == LABEL_YEAR && number.length == 4)
        set(&part->date, number);
    else if ((label == LABEL_CHAPTER || label == LABEL_PART || label == LABEL_SECTION) &&
             (part->number.length == 0 || part->kind.length == 0)) {
        part->number = number;
        part->kind = slice_of(kinds[label]);
    }
}

/* "24(3):211-256", "24:3<12": a volume, an issue, and after the colon pages. */
static void take_compact(struct part *part, struct slice text, struct arena *arena)
{
    size_t at = 0;
    struct slice volume = take_number(text, &at), issue = {NULL, 0};
    if (volume.length == 0 || !isdigit((unsigned char)volume.data[0]))
        return;
    if (at < text.length && text.data[at] == '(') {
        at++;
        issue = take_number(text, &at);
        skip(text, &at, ")");
    }
    skip(text, &at, " ");
    if (at >= text.length || text.data[at] != ':')
        return;
    at++;
    skip(text, &at, " ");
    set(&part->volume, volume);
    set(&part->issue, issue);
    take_pages(part, text, &at, arena);
}

void part_read_display(struct part *part, struct slice display, struct arena *arena)
{
    bool labelled = false;
    size_t at = 0;
    while (at < display.length) {
        size_t start = at;
        while (at < display.length && word_byte(display.data[at]))
            at++;
        if (at == start) {
            /* A number stays whole, so that the letter in "12p" is not taken for a label. */
            while (at < display.length && isalnum((unsigned char)display.data[at]))
                at++;
            at += at == start;
            continue;
        }
        enum label label = label_of(slice_part(display, start, at - start));
        if (label == LABEL_NONE)
            continue;
        skip(display, &at, ".: [(");
        labelled = true;
        if (label == LABEL_PAGES)
            take_pages(part, display, &at, arena);
        else
            take_numbered(part, label, take_number(display, &at));
    }
    if (!labelled)
        take_compact(part, slice_trim(display), arena);
}

/* 773 $q: enumeration, levels parted by colons, then "<" and the first page. */
void part_read_enumeration(struct part *part, struct slice enumeration, struct arena *arena)
{
    const char *mark =
        enumeration.length > 0 ? memchr(enumeration.data, '<', enumeration.length) : NULL;
    size_t end = mark != NULL ? (size_t)(mark - enumeration.data) : enumeration.length;
    struct slice levels = slice_trim(slice_part(enumeration, 0, end));
    size_t at = 0;
    struct slice first = take_number(levels, &at), second = {NULL, 0};
    if (at < levels.length && levels.data[at] == ':') {
        at++;
        second = take_number(levels, &at);
    }
    if (part->serial || second.length > 0) {
        set(&part->volume, first);
        set(&part->issue, second);
    } else {
        set(&part->number, first);
    }
    at = end + 1;
    skip(enumeration, &at, " ");
    take_pages(part, enumeration, &at, arena);
}

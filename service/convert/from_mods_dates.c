/* Dates: 008/06-14, 033, 046, and what 264 $c says. */
#include <string.h>

#include <offprint/arena.h>

#include "convert/date.h"
#include "convert/from_mods.h"

/* What an originInfo says by the dates of one name. */
struct found {
    struct slice plain, start, end; /* start and end by their point */
    struct slice shown;             /* without an encoding: as it stands on the resource */
    struct slice qualifier;
};

static bool is_coded(const xmlNode *date)
{
    return node_has_attribute(date, "encoding");
}

static void find(const struct from_mods *from, const xmlNode *origin, const char *name,
                 struct found *found)
{
    *found = (struct found){.plain = {NULL, 0}};
    for (const xmlNode *date = node_child(origin, name); date != NULL;
         date = node_sibling(date, name)) {
        struct slice text = node_text(date, from->arena);

        if (text.length == 0)
            continue;
        if (found->qualifier.length == 0)
            found->qualifier = from_mods_attribute(from, date, "qualifier");
        if (node_attribute_is(date, "point", "end"))
            found->end = text;
        else if (node_attribute_is(date, "point", "start"))
            found->start = text;
        else if (!is_coded(date) && found->shown.length == 0)
            found->shown = text;
        else if (is_coded(date) && found->plain.length == 0)
            found->plain = text;
    }
}

/* --- as text --------------------------------------------------------------------------- */

/* "[1997?]", "[approximately 1997]", as cataloguers write what they are not sure of. */
static struct slice qualified(const struct from_mods *from, struct slice text,
                              struct slice qualifier)
{
    const char *open = slice_is(qualifier, "approximate") ? "[approximately "
                       : slice_is(qualifier, "inferred") || slice_is(qualifier, "questionable")
                           ? "["
                           : "";
    const char *close = slice_is(qualifier, "questionable") ? "?]" : open[0] != '\0' ? "]" : "";

    if (text.length == 0 || memchr(text.data, '[', text.length) != NULL || open[0] == '\0')
        return text;
    if (memchr(text.data, '?', text.length) != NULL)
        close = "]";
    return slice_of(
        arena_printf(from->arena, "%s%.*s%s", open, (int)text.length, text.data, close));
}

struct slice from_mods_date(const struct from_mods *from, const xmlNode *origin, const char *name)
{
    struct found found;

    find(from, origin, name, &found);
    if (found.shown.length > 0)
        return qualified(from, found.shown, found.qualifier);
    if (found.start.length > 0) {
        if (slice_is(found.end, "9999") || slice_is(found.end, "uuuu"))
            found.end = slice_make(NULL, 0);
        return qualified(from,
                         slices_join(from->arena,
                                     slices_join(from->arena, found.start, "", slice_of("-")), "",
                                     found.end),
                         found.qualifier);
    }
    return qualified(from, found.plain.length > 0 ? found.plain : found.end, found.qualifier);
}

/* --- as code ------------------------------------------------------------------------------ */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The year of a date as 008 has it, "1977" or "19uu", to `year`; false where there is none. */
static bool year_of(struct slice text, char year[4])
{
    static const char unknown[] = "uUxX?";
    int number = date_year_in(text);
    size_t length = 0;

    while (length < text.length && length < 4 &&
           (is_digit(text.data[length]) ||
            (length >= 1 && memchr(unknown, text.data[length], sizeof unknown - 1) != NULL)))
        length++;
    if (length == 4 && (text.length == 4 || text.data[4] == '-' || text.length == 8)) {
        for (size_t i = 0; i < 4; i++)
            year[i] = is_digit(text.data[i]) ? text.data[i] : 'u';
        return true;
    }
    for (size_t i = 4; number > 0 && i-- > 0; number /= 10)
        year[i] = (char)('0' + number % 10);
    return number == 0 && date_year_in(text) > 0;
}

/* Month and day of "1997-05-12", "19970512", "1997-05" as four characters, blanks for no day. */
static bool day_of(struct slice text, char day[4])
{
    char digits[8];
    size_t count = 0;

    for (size_t i = 0; i < text.length; i++) {
        if (is_digit(text.data[i]) && count < 8)
            digits[count++] = text.data[i];
        else if (text.data[i] == 'T' && count == 8)
            break;
        else if (text.data[i] != '-' || (i != 4 && i != 7))
            return false;
    }
    if (count < 8 && (count != 6 || text.length != 7))
        return false;
    memcpy(day, "    ", 4);
    memcpy(day, digits + 4, count - 4);
    return digits[4] <= '1' && memcmp(day, "00", 2) != 0;
}

/* "1924-1927": both years. */
static bool range_of(struct slice text, char start[4], char end[4])
{
    size_t dash = 4;

    while (dash < text.length && text.data[dash] == ' ')
        dash++;
    if (dash >= text.length || (text.data[dash] != '-' && text.data[dash] != '/'))
        return false;
    return year_of(slice_part(text, 0, 4), start) &&
           year_of(slice_trim(slice_part(text, dash + 1, text.length)), end) &&
           slice_trim(slice_part(text, dash + 1, text.length)).length == 4;
}

static void put(char *field, char kind, const char *first, const char *second)
{
    field[6] = kind;
    memcpy(field + 7, first, 4);
    memcpy(field + 11, second, 4);
}

/* A serial, or what is updated: when it began, and whether it has ended. */
static void put_continuing(char *field, const struct found *found, const char *start)
{
    char end[4];

    if (found->end.length == 0)
        put(field, found->start.length > 0 ? 'c' : 'u', start,
            found->start.length > 0 ? "9999" : "uuuu");
    else if (year_of(found->end, end))
        put(field,
            memcmp(end, "9999", 4) == 0   ? 'c'
            : memcmp(end, "uuuu", 4) == 0 ? 'u'
                                          : 'd',
            start, end);
}

static void put_single(const struct from_mods *from, const xmlNode *origin, const char *name,
                       struct slice text, const char *year)
{
    char *field = from->fixed, other[4], end[4];

    if (strcmp(name, "dateIssued") == 0 &&
        year_of(from_mods_text(from, origin, NULL, "copyrightDate"), other))
        put(field, 't', year, other);
    else if (range_of(text, other, end) && memcmp(other, end, 4) < 0)
        put(field, from->level == 'c' ? 'i' : 'm', other, end);
    else if (day_of(text, other))
        put(field, 'e', year, other);
    else
        put(field, 's', year, "    ");
}

/* 008/06-14 out of the dates of one name in one originInfo; false where they say no year. */
static bool put_dates(const struct from_mods *from, const xmlNode *origin, const char *name)
{
    struct found found;
    char start[4], end[4];
    struct slice text;

    find(from, origin, name, &found);
    text = found.start.length > 0   ? found.start
           : found.plain.length > 0 ? found.plain
           : found.shown.length > 0 ? found.shown
                                    : found.end;
    if (!year_of(text, start))
        return false;
    if (from->level == 's' || from->level == 'i')
        put_continuing(from->fixed, &found, start);
    else if (found.start.length > 0 && found.end.length > 0 && year_of(found.end, end))
        put(from->fixed,
            slice_is(found.qualifier, "questionable") ? 'q'
            : from->level == 'c'                      ? 'i'
                                                      : 'm',
            start, end);
    else
        put_single(from, origin, name, text, start);
    return true;
}

static bool has_key_date(const xmlNode *origin, const char *name)
{
    const xmlNode *date = node_child(origin, name);

    while (date != NULL && !node_attribute_is(date, "keyDate", "yes"))
        date = node_sibling(date, name);
    return date != NULL;
}

void from_mods_fixed_dates(const struct from_mods *from)
{
    static const char *const names[] = {"dateIssued",   "dateCreated", "copyrightDate",
                                        "dateCaptured", "dateOther",   "displayDate"};
    const xmlNode *first = node_child(from->mods, "originInfo");

    /* keyDate says which date counts; else what comes first in the list does. */
    for (int key = 1; key >= 0; key--)
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            for (const xmlNode *origin = first; origin != NULL;
                 origin = node_sibling(origin, "originInfo"))
                if ((!key || has_key_date(origin, names[i])) &&
                    from_mods_original(origin) == origin && put_dates(from, origin, names[i]))
                    return;
}

/* --- 033, 046 -------------------------------------------------------------------------------- */

/* "2026-11-23" as "20261123"; empty for what is not made of digits. */
static struct slice digits_of(const struct from_mods *from, struct slice text)
{
    char digits[9];
    size_t count = 0;

    for (size_t i = 0; i < text.length && count < 8 && text.data[i] != 'T'; i++) {
        if (is_digit(text.data[i]))
            digits[count++] = text.data[i];
        else if (text.data[i] != '-' || (i != 4 && i != 7))
            return slice_make(NULL, 0);
    }
    if (count < 4 || count % 2 != 0)
        return slice_make(NULL, 0);
    return slice_make(arena_copy(from->arena, digits, count), count);
}

static void add_captured(struct from_mods *from, const xmlNode *origin)
{
    const xmlNode *date = node_child(origin, "dateCaptured");
    bool range = node_has_attribute(date, "point");

    building_field(&from->building, "033", range ? '2' : '0', '0');
    for (; date != NULL; date = node_sibling(date, "dateCaptured"))
        building_add(&from->building, 'a', digits_of(from, node_text(date, from->arena)));
}

void from_mods_coded_dates(struct from_mods *from, const xmlNode *origin)
{
    static const struct {
        const char *name;
        char start, end;
    } dates[] = {{"dateModified", 'j', 'j'}, {"dateCreated", 'k', 'l'}, {"dateValid", 'm', 'n'}};

    building_field(&from->building, "046", ' ', ' ');
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        struct found found;

        find(from, origin, dates[i].name, &found);
        if (found.start.length == 0)
            found.start = found.plain.length > 0 ? found.plain : found.shown;
        building_add(&from->building, dates[i].start, digits_of(from, found.start));
        if (dates[i].end != dates[i].start)
            building_add(&from->building, dates[i].end, digits_of(from, found.end));
    }
    add_captured(from, origin);
}

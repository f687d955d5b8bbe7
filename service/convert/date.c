#include "convert/date.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include <offprint/arena.h>
#include <offprint/record.h>

#include "convert/isbd.h"

static const char *const months[] = {"january",   "february", "march",    "april",
                                     "may",       "june",     "july",     "august",
                                     "september", "october",  "november", "december"};

/* The number that `text` is, if it is nothing but 1 to `most` digits; else -1. */
static int number_of(struct slice text, size_t most)
{
    if (text.length == 0 || text.length > most)
        return -1;
    int value = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (!isdigit((unsigned char)text.data[i]))
            return -1;
        value = value * 10 + (text.data[i] - '0');
    }
    return value;
}

static int month_of(struct slice word)
{
    if (word.length > 0 && word.data[word.length - 1] == '.')
        word.length--;
    for (int i = 0; i < 12 && word.length >= 3; i++)
        if (word.length <= strlen(months[i]) && strncasecmp(months[i], word.data, word.length) == 0)
            return i + 1;
    return 0;
}

static bool day_exists(int year, int month, int day)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month >= 1 && month <= 12 && day >= 1 &&
           day <= lengths[month - 1] + (month == 2 && leap);
}

static struct slice w3cdtf(struct arena *arena, int year, int month, int day)
{
    if (month < 1 || month > 12)
        return slice_of(arena_printf(arena, "%04d", year));
    if (!day_exists(year, month, day))
        return slice_of(arena_printf(arena, "%04d-%02d", year, month));
    return slice_of(arena_printf(arena, "%04d-%02d-%02d", year, month, day));
}

/* The first year from byte `i` on. */
static int year_from(struct slice text, size_t i)
{
    for (; i + 4 <= text.length; i++) {
        size_t digits = 0;
        while (i + digits < text.length && isdigit((unsigned char)text.data[i + digits]))
            digits++;
        if (digits == 4) {
            int year = number_of(slice_part(text, i, 4), 4);
            if (year >= 1000 && year <= 2100)
                return year;
        }
        if (digits > 0)
            i += digits - 1;
    }
    return 0;
}

/* A year in brackets corrects or converts the one before it: "1312 [1895]", "1977 [i.e. 1979]". */
int date_year_in(struct slice text)
{
    const char *bracket = text.length > 0 ? memchr(text.data, '[', text.length) : NULL;
    int year = bracket != NULL ? year_from(text, (size_t)(bracket - text.data)) : 0;
    return year != 0 ? year : year_from(text, 0);
}

/* Takes the last word off `*text`. */
static struct slice last_word(struct slice *text)
{
    size_t end = text->length;
    while (end > 0 && strchr(" ,;:()[]", text->data[end - 1]) != NULL)
        end--;
    size_t start = end;
    while (start > 0 && strchr(" ,;:()[]", text->data[start - 1]) == NULL)
        start--;
    struct slice word = slice_part(*text, start, end - start);
    text->length = start;
    return word;
}

/* "2011-06-01", "2011-06". */
static bool parse_iso(struct slice word, int *year, int *month, int *day)
{
    if ((word.length != 10 && word.length != 7) || word.data[4] != '-')
        return false;
    *year = number_of(slice_part(word, 0, 4), 4);
    *month = number_of(slice_part(word, 5, 2), 2);
    *day = 0;
    if (word.length == 10) {
        *day = word.data[7] == '-' ? number_of(slice_part(word, 8, 2), 2) : -1;
        return *year > 0 && day_exists(*year, *month, *day);
    }
    return *year > 0 && *month >= 1 && *month <= 12;
}

struct slice date_parse(struct slice text, struct arena *arena)
{
    const struct slice nothing = {NULL, 0};
    text = isbd_trim(text);
    int year, month, day;
    struct slice word = last_word(&text);
    if (parse_iso(word, &year, &month, &day))
        return w3cdtf(arena, year, month, day);
    year = word.length == 4 ? number_of(word, 4) : -1;
    if (year < 1000 || year > 2100)
        return nothing;
    struct slice second = last_word(&text), third = last_word(&text);
    month = month_of(second);
    if (month > 0) /* 1 June 2011 */
        return w3cdtf(arena, year, month, number_of(third, 2));
    month = month_of(third);
    if (month > 0 && number_of(second, 2) > 0) /* June 1, 2011 */
        return w3cdtf(arena, year, month, number_of(second, 2));
    return w3cdtf(arena, year, 0, 0);
}

/* The first field of publication: 264 with second indicator 1, else 260, else any 264 with $c but
 * that of copyright. */
static const struct marc_field *imprint_of(const struct marc_record *record)
{
    const struct marc_field *field = NULL, *other = NULL;
    while ((field = marc_record_field(record, "264", field)) != NULL) {
        bool dated = marc_field_subfield(field, 'c').length > 0;
        if (dated && field->indicator[1] == '1')
            return field;
        if (dated && field->indicator[1] != '4' && other == NULL)
            other = field;
    }
    field = marc_record_field(record, "260", NULL);
    return field != NULL ? field : other;
}

static int copyright_of(const struct marc_record *record, struct slice transcribed)
{
    const struct marc_field *field = NULL;
    while ((field = marc_record_field(record, "264", field)) != NULL)
        if (field->indicator[1] == '4')
            return date_year_in(marc_field_subfield(field, 'c'));
    for (size_t i = 0; i + 5 <= transcribed.length; i++)
        if ((transcribed.data[i] == 'c' ||
             slice_starts(slice_part(transcribed, i, 2), "\xC2\xA9") ||
             transcribed.data[i] == 'p') &&
            (i == 0 || !isalpha((unsigned char)transcribed.data[i - 1])))
            return date_year_in(slice_part(transcribed, i, transcribed.length));
    return 0;
}

/* 008/06-14, MARC 21: what the two dates mean depends on the type. */
static void read_fixed(struct dates *dates, struct slice fixed, struct arena *arena)
{
    char type = fixed.length > 6 ? fixed.data[6] : ' ';
    int first = number_of(slice_part(fixed, 7, 4), 4);
    int second = number_of(slice_part(fixed, 11, 4), 4);
    if (first < 1 || first == 9999 || type == 'b' || type == 'n')
        return;
    dates->year = first;
    dates->issued = w3cdtf(arena, first, 0, 0);
    if (type == 'e') {
        int month = number_of(slice_part(fixed, 11, 2), 2);
        int day = number_of(slice_part(fixed, 13, 2), 2);
        dates->issued = w3cdtf(arena, first, month, day);
    } else if (type != '\0' && strchr("cdmiku", type) != NULL) {
        dates->open = second == 9999 && type != 'd';
        if (second >= first && second != 9999)
            dates->year_end = second;
    } else if (type == 't' && second > 0 && second != 9999) {
        dates->copyright = second;
    }
}

static bool mentions_online(struct slice note)
{
    static const char phrase[] = "published online";
    for (size_t i = 0; i + sizeof phrase - 1 <= note.length; i++)
        if ((note.data[i] == 'p' || note.data[i] == 'P') &&
            strncasecmp(note.data + i, phrase, sizeof phrase - 1) == 0)
            return true;
    return false;
}

void dates_read(struct dates *dates, const struct marc_record *record, struct arena *arena)
{
    *dates = (struct dates){0};
    read_fixed(dates, marc_record_control(record, "008"), arena);
    const struct marc_field *imprint = imprint_of(record);
    if (imprint != NULL)
        dates->transcribed = slice_trim(marc_field_subfield(imprint, 'c'));
    if (dates->copyright == 0)
        dates->copyright = copyright_of(record, dates->transcribed);
    if (dates->year == 0) {
        dates->year = date_year_in(dates->transcribed);
        if (dates->year == 0)
            dates->year = dates->copyright;
        if (dates->year != 0)
            dates->issued = w3cdtf(arena, dates->year, 0, 0);
    }
    const struct marc_field *note = NULL;
    while (dates->online.length == 0 && (note = marc_record_field(record, "500", note)) != NULL) {
        struct slice text = marc_field_subfield(note, 'a');
        if (mentions_online(text))
            dates->online = date_parse(text, arena);
    }
}

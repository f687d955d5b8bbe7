#include "base/datestamp.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

int64_t datestamp_now(void)
{
    return (int64_t)time(NULL);
}

uint64_t clock_milliseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static struct tm calendar(int64_t seconds)
{
    /* Years 0000 to 9999: what four digits can say. */
    const int64_t first = -62167219200, last = 253402300799;
    time_t when = (time_t)(seconds < first ? first : seconds > last ? last : seconds);
    struct tm parts;

    gmtime_r(&when, &parts);
    return parts;
}

void datestamp_format(char text[DATESTAMP_SIZE], int64_t seconds)
{
    struct tm parts = calendar(seconds);

    snprintf(text, DATESTAMP_SIZE, "%04u-%02u-%02uT%02u:%02u:%02uZ",
             (unsigned)(parts.tm_year + 1900) % 10000, (unsigned)(parts.tm_mon + 1) % 100,
             (unsigned)parts.tm_mday % 100, (unsigned)parts.tm_hour % 100,
             (unsigned)parts.tm_min % 100, (unsigned)parts.tm_sec % 100);
}

static const char *const weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

void datestamp_format_http(char text[32], int64_t seconds)
{
    struct tm parts = calendar(seconds);

    snprintf(text, 32, "%s, %02u %s %04u %02u:%02u:%02u GMT", weekdays[parts.tm_wday % 7],
             (unsigned)parts.tm_mday % 100, months[parts.tm_mon % 12],
             (unsigned)(parts.tm_year + 1900) % 10000, (unsigned)parts.tm_hour % 100,
             (unsigned)parts.tm_min % 100, (unsigned)parts.tm_sec % 100);
}

/* Days from 1970-01-01 to a day of the proleptic Gregorian calendar. */
static int64_t days_from_civil(int64_t year, unsigned month, unsigned day)
{
    int64_t shifted = month <= 2 ? year - 1 : year;
    int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
    int64_t year_of_era = shifted - era * 400;
    int64_t day_of_year = (153 * (int64_t)(month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

static bool day_exists(unsigned year, unsigned month, unsigned day)
{
    static const unsigned lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    if (month < 1 || month > 12 || day < 1)
        return false;
    return day <= lengths[month - 1] + (month == 2 && leap ? 1 : 0);
}

/*
 * Matches `text` against `pattern`, where runs of 'Y', 'M', 'D', 'h', 'm', 's' stand for digits
 * that are stored in the fields of those letters and everything else for itself.
 */
static bool match(struct slice text, const char *pattern, unsigned fields[128])
{
    if (text.length != strlen(pattern))
        return false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];

        if (strchr("YMDhms", pattern[i]) == NULL) {
            if (c != pattern[i])
                return false;
            continue;
        }
        if (c < '0' || c > '9')
            return false;
        fields[(unsigned char)pattern[i]] =
            fields[(unsigned char)pattern[i]] * 10 + (unsigned)(c - '0');
    }
    return true;
}

static bool assemble(const unsigned fields[128], int64_t *seconds)
{
    if (!day_exists(fields['Y'], fields['M'], fields['D']) || fields['h'] > 23 ||
        fields['m'] > 59 || fields['s'] > 59)
        return false;
    *seconds = days_from_civil(fields['Y'], fields['M'], fields['D']) * 86400 + fields['h'] * 3600 +
               fields['m'] * 60 + fields['s'];
    return true;
}

bool datestamp_parse(struct slice text, int64_t *seconds, bool *day)
{
    unsigned fields[128] = {0};

    *day = text.length == 10;
    return match(text, *day ? "YYYY-MM-DD" : "YYYY-MM-DDThh:mm:ssZ", fields) &&
           assemble(fields, seconds);
}

bool datestamp_parse_http(struct slice text, int64_t *seconds)
{
    unsigned fields[128] = {0};
    struct slice month = slice_part(text, 8, 3);

    if (text.length != 29 || !match(slice_part(text, 4, 4), " DD ", fields) ||
        !match(slice_part(text, 11, 14), " YYYY hh:mm:ss", fields) ||
        !slice_is(slice_part(text, 25, 4), " GMT"))
        return false;
    for (unsigned i = 0; i < 12; i++) {
        if (slice_is(month, months[i]))
            fields['M'] = i + 1;
    }
    return assemble(fields, seconds);
}

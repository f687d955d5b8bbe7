/* Dates of a record: when it was published, from 008, 260/264, 046 and the notes. */
#ifndef OFFPRINT_CONVERT_DATE_H
#define OFFPRINT_CONVERT_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include <offprint/slice.h>

struct arena;
struct marc_record;

/* Everything is borrowed from the record or lives in the arena it was read with. */
struct dates {
    int year;                 /* of publication; 0 where not known */
    int year_end;             /* of a range (serials, multipart); 0 where none or open */
    bool open;                /* a range that goes on: 008/11-14 is 9999 */
    struct slice issued;      /* "1977", "1977-05" or "1977-05-12": W3C date form, or empty */
    struct slice transcribed; /* 264 $c or 260 $c as it stands, trimmed: "1977", "c2003." */
    int copyright;            /* year; 0 where not known */
    struct slice online;      /* "2011-06-01", from a "Published online" note; or empty */
};

void dates_read(struct dates *dates, const struct marc_record *record, struct arena *arena);

/* The first plausible year (1000 to 2100) written in `text` as four digits; 0 where none. */
int date_year_in(struct slice text);

/*
 * Reads the date that `text` ends with or is: "1 June 2011.", "June 1, 2011", "2011-06-01",
 * "June 2011", "2011". Gives W3C date form in `arena`, empty where there is none.
 */
struct slice date_parse(struct slice text, struct arena *arena);

#endif

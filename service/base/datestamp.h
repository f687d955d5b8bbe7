/* Datestamps: seconds since 1970 UTC, and their ISO 8601 form (YYYY-MM-DDThh:mm:ssZ). */
#ifndef OFFPRINT_BASE_DATESTAMP_H
#define OFFPRINT_BASE_DATESTAMP_H

#include <stdbool.h>
#include <stdint.h>

#include <offprint/slice.h>

#define DATESTAMP_SIZE 24 /* of the longest form and its NUL */

int64_t datestamp_now(void);
/* Writes "2026-11-23T09:00:00Z". */
void datestamp_format(char text[DATESTAMP_SIZE], int64_t seconds);
/* Writes "Mon, 23 Nov 2026 09:00:00 GMT" (RFC 9110 clause 5.6.7). */
void datestamp_format_http(char text[32], int64_t seconds);
/*
 * Reads "YYYY-MM-DD" (`*day` is set to true) or "YYYY-MM-DDThh:mm:ssZ". False for anything else,
 * a day that does not exist included.
 */
bool datestamp_parse(struct slice text, int64_t *seconds, bool *day);
/* Reads HTTP's IMF-fixdate; false for anything else. */
bool datestamp_parse_http(struct slice text, int64_t *seconds);

/* Milliseconds of a clock that only goes forward: for limits, never for what is stored. */
uint64_t clock_milliseconds(void);

#endif

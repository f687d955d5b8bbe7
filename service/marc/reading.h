/* What the tolerant readers share: findings, and the repair of what a record may not hold. */
#ifndef OFFPRINT_MARC_READING_H
#define OFFPRINT_MARC_READING_H

#include <stdbool.h>
#include <stddef.h>

#include <offprint/buffer.h>
#include <offprint/reader.h>
#include <offprint/slice.h>
#include <offprint/status.h>

#include "marc/iso2709_marks.h"

struct arena;
struct marc8;
struct unimarc;

/* More than this are not given for one record: the last one says so. */
#define FINDINGS_LIMIT 100u

/* One record being read. */
struct reading {
    struct arena *arena; /* the record's: borrowed */
    finding_handler *handler;
    void *context;
    unsigned findings;       /* given for this record */
    struct marc8 *marc8;     /* made when first needed; owned by the reader */
    struct unimarc *unimarc; /* the same */
    struct buffer scratch;
    struct marks marks; /* of ISO 2709 */
};

void reading_init(struct reading *reading, finding_handler *handler, void *context);
void reading_finish(struct reading *reading);
/* Begins a record in `arena`. */
void reading_begin(struct reading *reading, struct arena *arena);

/* Gives a finding. `field` is a tag (three bytes of anything, or "" or NULL for none). */
void reading_report(struct reading *reading, enum finding_severity severity, const char *rule,
                    const char *field, const char *format, ...) OFFPRINT_PRINTF(5, 6);

/*
 * Bytes from outside made fit for a message: what is not printable ASCII or UTF-8 as \xNN, cut at
 * about 60 bytes. `out` must have PRINTABLE_SIZE bytes. Returns `out`.
 */
#define PRINTABLE_SIZE 72
const char *printable(char *out, struct slice bytes);

/* Makes `leader` what MARC 21 in UTF-8 may have: letters, digits and blanks in their places, 09 a.
 */
void reading_repair_leader(struct reading *reading, char *leader);

/* Makes `leader`, which has a default, what `text` says, blank where there is none. */
void reading_take_leader(struct reading *reading, char *leader, struct slice text);

/* Three ASCII letters or digits, and not 000. `tag` need not end after three bytes. */
bool reading_tag_is_good(const char *tag);

static inline bool reading_indicator_is_good(char indicator)
{
    return indicator >= ' ' && indicator <= '~';
}

/* A printable ASCII character; everything else becomes a blank. */
char reading_repair_indicator(struct reading *reading, const char *tag, int number, char indicator);

static inline bool reading_code_is_good(char code)
{
    return code > ' ' && code <= '~';
}

/* A graphic ASCII character; everything else becomes '?'. */
char reading_repair_code(struct reading *reading, const char *tag, char code);

/* `value` without ISO 2709's delimiter and terminators: a copy with spaces where it had some. */
struct slice reading_repair_value(struct reading *reading, const char *tag, struct slice value);

#endif

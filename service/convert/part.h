/* Component parts: the host that a record is part of (773), and where in it. */
#ifndef OFFPRINT_CONVERT_PART_H
#define OFFPRINT_CONVERT_PART_H

#include <stdbool.h>

#include <offprint/slice.h>

#include "convert/title.h"

struct arena;
struct convert_context;
struct marc_field;
struct marc_record;

/* Everything is borrowed from the records or lives in the arena it was read with. */
struct part {
    const struct marc_field *field; /* the 773 */
    bool serial;                    /* the host is a serial: the part is an article */
    struct title title;             /* of the host: its own 245 where it is at hand, else $t */
    struct title linked_title;      /* of the host as 773 $t names it, else its own 245 */
    struct slice heading;           /* $a: the host's main entry, trimmed */
    struct slice author;            /* the host's 1XX where it is at hand, else `heading` */
    struct slice place, publisher;  /* from $d; "not identified" phrases are left out */
    struct slice date;              /* year of the host, four digits */
    struct slice kind;              /* "chapter", "part", "section" …; "" where not said */
    struct slice number;            /* "6" */
    struct slice volume, issue;     /* of a serial */
    struct slice start, end, total; /* pages; digits or roman numerals */
    struct slice display;           /* $g as it stands, the first readable one */
    struct slice isbn, issn;        /* $z, $x */
    struct slice host_number;       /* $w without its prefix: "pt1977" */
    struct slice host_source;       /* the prefix: "XX-LOCAL" */
};

/*
 * Reads the host of `record` from its 773s; `context->host` (when given) says more about it. A
 * second 773 that only carries labels ($g "pages:211-256") adds to the first. False, with `*part`
 * empty, where the record has no host.
 */
bool part_read(struct part *part, const struct marc_record *record,
               const struct convert_context *context, struct arena *arena);

/* Adds what one $g ("Chapter 6, pages 211-256", "Vol. 24, no. 3 (May 2001), p. 12-20",
 * "pages:211-256") or $q ("6<211", "24:3<12") says to what is not known yet. */
void part_read_display(struct part *part, struct slice display, struct arena *arena);
void part_read_enumeration(struct part *part, struct slice enumeration, struct arena *arena);

/* A place, publisher or date without brackets and ISBD punctuation; empty where it is a phrase that
 * says it is not known ("[Place of publication not identified]", "s.n."). */
struct slice part_known(struct slice text);

/* Does a 773 only say where in the host the part is, not which host: no title, number or name? */
bool part_is_labels(const struct marc_field *field);

/* Splits "Place : Publisher, 1977" (773 $d) into `part`. */
void part_read_imprint(struct part *part, struct slice imprint, struct arena *arena);

/* "(XX-LOCAL)pt1977" without its prefix, which goes to `*source` (empty where there is none). */
struct slice part_control_number(struct slice value, struct slice *source);

#endif

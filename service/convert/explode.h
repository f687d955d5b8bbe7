/* What the sources of component parts share. */
#ifndef OFFPRINT_CONVERT_EXPLODE_H
#define OFFPRINT_CONVERT_EXPLODE_H

#include <offprint/explode.h>

#include "marc/input.h"

/* Parts that one book may have: more is no book. */
#define EXPLODE_PARTS_MAX 5000u
/* Names of one part; the rest is reported and left out. */
#define EXPLODE_NAMES_MAX 1000u

struct tree_reader;

struct explode_reader {
    enum explode_input format;
    struct input input;
    struct tree_reader *xml;
    struct crossref *crossref;
    finding_handler *handler;
    void *context;
    bool ended;
};

/* Each reads the next book of its format, as explode_reader_next. */
typedef int explode_source(struct explode_reader *reader, struct explode_book *book,
                           struct arena *arena, struct diag *diag);
explode_source explode_bits_next, explode_onix_next, explode_crossref_next;

/* Reads the whole JSON file. OFFPRINT_MALFORMED with the line, OFFPRINT_LIMIT. */
struct crossref;
int explode_crossref_create(struct crossref **crossref, struct input *input, struct diag *diag);
void explode_crossref_destroy(struct crossref *crossref);

/* Tells the reader's handler what is wrong with a part; `line` 0 is not said. */
void explode_report(const struct explode_reader *reader, enum finding_severity severity,
                    const char *rule, uint64_t line, const char *format, ...) OFFPRINT_PRINTF(5, 6);

/* --- parts within parts ---------------------------------------------------------------------- */

/* A part with what it stands in, while a book is being read. */
struct explode_item {
    struct explode_part part;
    size_t parent; /* place in the list, from 1; 0 at the top */
    bool groups;   /* a division ("Part II") that is no part of its own where it has parts */
};

struct explode_items {
    struct explode_item *list; /* in the arena */
    size_t count, capacity;
};

/* Room for one more, empty; NULL where the book has too many. */
struct explode_item *explode_items_add(struct explode_items *items, struct arena *arena);

/*
 * The parts of the book: divisions with parts in them fall away, and so does what stands within a
 * part. Those without title are reported.
 */
void explode_items_settle(struct explode_book *book, const struct explode_items *items,
                          const struct explode_reader *reader, struct arena *arena);

/* --- values ---------------------------------------------------------------------------------- */

/* Sets kind and number from a label: "Chapter 6", "6.", "VI". */
void explode_read_label(struct explode_part *part, struct slice label, struct arena *arena);

/* Sets the pages from "211-256", "pages 211–256", "(pp. 3-10)", "211"; keeps what is set. */
void explode_read_pages(struct explode_part *part, struct slice pages, struct arena *arena);

/* "10.1234/x" from itself or its address; empty where it is no DOI. */
struct slice explode_doi(struct slice text, struct arena *arena);

/* Splits "Title : subtitle" where there is no subtitle yet. */
void explode_split_title(struct explode_part *part);

#endif

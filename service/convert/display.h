/* A record as labelled lines: what the text and the page both show, in one order. */
#ifndef OFFPRINT_CONVERT_DISPLAY_H
#define OFFPRINT_CONVERT_DISPLAY_H

#include <stdbool.h>
#include <stddef.h>

#include <offprint/slice.h>

struct arena;
struct citation;
struct convert_context;
struct marc_record;

struct display_line {
    const char *label;  /* "Author"; several lines in a row may share one */
    struct slice value; /* one line, clean as struct citation's */
    struct slice link;  /* address that the value leads to; empty where none */
    bool own_language;  /* is it in the language of the record, not in that of the catalogue? */
};

/*
 * All lines but the title and the parts: makers, host, publication, description, subjects, notes,
 * identifiers. `*lines` is an array in `arena`; returns how many.
 */
size_t display_lines(struct display_line **lines, const struct citation *citation,
                     const struct marc_record *record, const struct convert_context *context,
                     struct arena *arena);

/* "Chapter 6, pages 211–256" of a part, as far as it is known. */
struct slice display_place(struct slice kind, struct slice number, struct slice first,
                           struct slice last, struct arena *arena);

#endif

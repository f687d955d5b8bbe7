/* ISBD punctuation: MARC carries it in the data, other formats must not. */
#ifndef OFFPRINT_CONVERT_ISBD_H
#define OFFPRINT_CONVERT_ISBD_H

#include <stdbool.h>

#include <offprint/slice.h>

struct arena;
struct marc_field;

/*
 * `text` without white space at its ends and without the marks that close it for the next element:
 * " /", " :", " ;", " =", "," and a full stop, unless the stop belongs to an initial, an
 * abbreviation or an ellipsis ("Jr.", "J. R. R.", "etc.", "...").
 */
struct slice isbd_trim(struct slice text);

/* As isbd_trim, and without square brackets, where they enclose the whole or are not paired. */
struct slice isbd_unbracket(struct slice text);

/* Would isbd_trim keep the full stop that ends `text`? */
bool isbd_keeps_stop(struct slice text);

/*
 * The subfields of `field` whose codes are in `codes`, in the order of the field, trimmed of white
 * space, empty ones left out, joined by `separator`. One alone is borrowed from the record, several
 * live in `arena`. Nothing is taken off their ends.
 */
struct slice isbd_join(const struct marc_field *field, const char *codes, const char *separator,
                       struct arena *arena);

#endif

/* Terms as people are shown them: a heading as a cataloguer wrote it, a code by its name. */
#ifndef OFFPRINT_CATALOGUE_DISPLAY_H
#define OFFPRINT_CATALOGUE_DISPLAY_H

#include <offprint/slice.h>
#include <offprint/status.h>

#include "index/index.h"

struct arena;
struct buffer;
struct marc_record;
struct term_viewer;

/*
 * What to show for a term of `point` that has the number `number` (of a union, that of any member
 * that has the term): how the first record that has it writes it, without the punctuation that
 * closes it for the next element. `*display`, in `arena`, is empty where it would not differ from
 * the term: words and codes without name have no other form.
 */
int display_term(struct slice *display, struct term_viewer *viewer,
                 const struct access_point *point, enum term_kind kind, struct slice term,
                 uint32_t number, struct arena *arena, struct diag *diag);

/* The title of a record; its id where it has none. In `arena`. */
struct slice display_title(const struct marc_record *record, struct slice id, struct arena *arena);

#endif

/* Terms as people know them: what term a number stands for, and how a record writes it. */
#ifndef OFFPRINT_INDEX_TERM_VIEWER_H
#define OFFPRINT_INDEX_TERM_VIEWER_H

#include <stdbool.h>
#include <stdint.h>

#include <offprint/slice.h>
#include <offprint/status.h>

#include "index/index.h"

struct buffer;
struct term_viewer;

/* Borrows the transaction and the table. Owned by the caller; one thread. */
struct term_viewer *term_viewer_create(struct store_transaction *transaction,
                                       const struct access_points *table);
void term_viewer_destroy(struct term_viewer *viewer); /* NULL is accepted */

/* Reads the first record that has the term of that number: 1, or 0 where none has it any more. */
int term_viewer_seek(struct term_viewer *viewer, uint32_t number, struct diag *diag);

/*
 * The term of the number that was sought, which is a heading or key of `point`. Terms have no list
 * by number: it is one of those that the record makes. Borrowed until the viewer is used again.
 */
int term_viewer_term(struct term_viewer *viewer, const struct access_point *point, uint32_t number,
                     struct slice *term, struct diag *diag);

/*
 * Appends how the record that was sought writes a heading or key of `point`, or of one of its
 * members: the subfields as they stand, with spaces between and " -- " before the subdivisions of
 * a subject. Keys have a form only where they are the value itself: call numbers, control numbers.
 * False, with nothing appended, where the record has no such field.
 */
bool term_viewer_form(struct term_viewer *viewer, const struct access_point *point,
                      enum term_kind kind, struct slice term, struct buffer *out);

#endif

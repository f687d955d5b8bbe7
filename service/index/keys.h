/* Values as keys: what is searched whole and sorts as it compares. */
#ifndef OFFPRINT_INDEX_KEYS_H
#define OFFPRINT_INDEX_KEYS_H

#include <stdbool.h>

#include "index/access_table.h"
#include "index/index.h"

/* Terms are at most this long, and so every key of ours below LMDB's 511 bytes. */
#define TERM_CUT 480
#define TERM_MAX (TERM_CUT + 16)

/*
 * Appends the next key within `*value` and moves `*value` past it; false at the end. A value that
 * a record holds may give several keys: years in a text, codes run together, a control number with
 * and without its source.
 */
bool key_next(struct buffer *out, enum key_form form, struct slice *value);

/* Closes a key that began at `from`, cutting it where it is too long. */
void key_close(struct buffer *out, size_t from);

/* Appends the key that a query's value means, or nothing. */
void key_add(struct buffer *out, enum key_form form, struct slice value);

#endif

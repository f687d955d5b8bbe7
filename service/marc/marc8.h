/* MARC-8 to UTF-8 by YAZ's tables. */
#ifndef OFFPRINT_MARC_MARC8_H
#define OFFPRINT_MARC_MARC8_H

#include <stdbool.h>
#include <stddef.h>

#include <offprint/slice.h>

struct buffer;
struct marc8;

/* A converter, owned by the caller; one thread. */
struct marc8 *marc8_create(void);
void marc8_destroy(struct marc8 *marc8); /* NULL is accepted */

/*
 * Appends one subfield's or control field's `text` as UTF-8, as decomposed as it came. Every value
 * begins in the default sets (MARC 21 Specifications, MARC-8: sets do not last beyond a subfield).
 * Returns how many characters could not be read: U+FFFD, or nothing, stands for each.
 */
size_t marc8_decode(struct marc8 *marc8, struct buffer *out, struct slice text);

/* Is there an escape sequence that MARC-8 knows? */
bool marc8_has_escape(struct slice text);

#endif

/* MARC-8 to UTF-8 and back, by YAZ's tables. */
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

/*
 * Appends one subfield's or control field's UTF-8 `text` as MARC-8. It begins and ends in the
 * default sets, and nothing of it is lost: read back, with its references ("&#xHHHH;") resolved, it
 * is `text` in NFC, but for marks over two letters written in halves (U+FE20 to U+FE23), which come
 * back whole. Control characters, which MARC-8 does not have and YAZ's reader drops, become
 * references too. The sets that it needed are added to `*sets`, 0 to begin with. Any thread.
 */
void marc8_encode(struct buffer *out, struct slice text, unsigned *sets);

/*
 * The sets among `sets` as field 066 $c names them ("(3", "$1"): `*at` is 0 for the first and moves
 * on; NULL at the end.
 */
const char *marc8_set_code(unsigned sets, unsigned *at);

#endif

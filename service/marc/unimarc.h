/* UNIMARC's character sets: field 100 names them, where MARC 21 has leader/09. */
#ifndef OFFPRINT_MARC_UNIMARC_H
#define OFFPRINT_MARC_UNIMARC_H

#include <stdbool.h>
#include <stddef.h>

#include <offprint/slice.h>

#include "marc/encoding.h"

struct buffer;
struct directory;
struct reading;
struct unimarc;

/*
 * Is the record UNIMARC, with sets in its 100 $a/26-29 (UNIMARC Manual, field 100) that its bytes
 * do not contradict, or in UTF-8 whatever it says? Then `*encoding` is how to read it; where the
 * field and the bytes disagree it is reported. False leaves the judgement to encoding_judge.
 */
bool unimarc_judge(enum marc_encoding *encoding, struct reading *reading,
                   const struct directory *directory);

/*
 * Appends one value of the record that was judged last as UTF-8. Returns how many characters could
 * not be read: U+FFFD, or nothing, stands for each.
 */
size_t unimarc_decode(struct reading *reading, struct buffer *out, struct slice value);

void unimarc_destroy(struct unimarc *unimarc); /* NULL is accepted */

#endif

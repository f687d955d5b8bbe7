/* "&#x0654;": what MARC-8 writes characters with that it does not have. */
#ifndef OFFPRINT_MARC_CHARACTER_REFERENCE_H
#define OFFPRINT_MARC_CHARACTER_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

#include <offprint/slice.h>

struct buffer;

/* Could there be a reference in `text`? */
bool character_reference_in(struct slice text);

/*
 * Appends `text` with its references as the characters that they stand for: "&#x", four to six
 * hexadecimal digits, ";" (LC's lossless conversion from Unicode to MARC-8). All else stays: a
 * reference to ASCII, which MARC-8 can say itself, is text, and one to no character a mistake.
 * Returns how many there were.
 */
size_t character_reference_resolve(struct buffer *out, struct slice text);

#endif

/* A look over the bytes of a request before libyaz decodes them. */
#ifndef OFFPRINT_Z3950_BER_H
#define OFFPRINT_Z3950_BER_H

#include <stdbool.h>

#include <offprint/slice.h>

/* Values within values: more than any query that is answered needs. */
#define BER_DEPTH_LIMIT 512

/*
 * Is this one APDU in BER (X.690) whose values all end where the value around them says, and that
 * libyaz can be trusted with? libyaz 5.34 writes through a null pointer at a string that is
 * encoded as a constructed value without a part, so nothing constructed may be empty but what
 * is a list: where strings and lists look alike, by its place in the APDU.
 */
bool ber_is_sound(struct slice apdu);

#endif

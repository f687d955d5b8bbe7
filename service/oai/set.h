/* Sets are collections; their names as setSpecs. */
#ifndef OFFPRINT_OAI_SET_H
#define OFFPRINT_OAI_SET_H

#include <stdbool.h>

#include <offprint/slice.h>

struct buffer;

/*
 * Appends a collection's name as setSpec: letters, digits and most marks stand for themselves,
 * every other byte is "!" and two hexadecimal digits ("Rare books" is "Rare!20books"). Not "~",
 * which the protocol allows and HTTP::OAI does not.
 */
void oai_set_write(struct buffer *out, const char *collection);

/* Appends the name that a setSpec stands for; false where it is not as oai_set_write writes it. */
bool oai_set_read(struct buffer *out, struct slice set);

#endif

/* MARC relators: the codes of $4 and the terms that they stand for. */
#ifndef OFFPRINT_CONVERT_RELATOR_H
#define OFFPRINT_CONVERT_RELATOR_H

#include <stdbool.h>

#include <offprint/slice.h>

/* The English term of a relator code ("aut": "author"), NULL where the code is unknown. */
const char *relator_term(struct slice code);

/* Does `term` ("author", "Author", "ed") say what `code` says? */
bool relator_is(struct slice code, struct slice term);

#endif

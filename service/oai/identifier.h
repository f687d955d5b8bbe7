/* Item identifiers, "oai:{repository}:{id}" (OAI's guidelines for the oai scheme). */
#ifndef OFFPRINT_OAI_IDENTIFIER_H
#define OFFPRINT_OAI_IDENTIFIER_H

#include <stdbool.h>

#include <offprint/slice.h>

struct buffer;

/* Appends a record's identifier; bytes of the id that a URI cannot hold become %XX. */
void oai_identifier_write(struct buffer *out, const char *repository, const char *id);

/* Appends the id within an identifier of this repository; false for any other. */
bool oai_identifier_read(struct buffer *out, const char *repository, struct slice identifier);

/* Could this repository's name stand in an oai-identifier: labels of letters, digits and hyphens,
 * each after a letter, at least two of them? */
bool oai_repository_is_domain(const char *repository);

/* Is it made of characters that a URI may have (RFC 3986 clause 2), % with two hexadecimal digits?
 */
bool oai_is_uri(struct slice text);

#endif

/* Opaque tokens for lists that go on: bytes as base64url text that notices when it was altered. */
#ifndef OFFPRINT_HTTP_TOKEN_H
#define OFFPRINT_HTTP_TOKEN_H

#include <stdbool.h>

#include <offprint/slice.h>

struct buffer;

/*
 * Appends `bytes` as a token (RFC 4648 clause 5, no padding) of letters, digits, '-' and '_'.
 * `purpose` is what the token is good for (a verb, a query): the same is asked for when it comes
 * back. It guards against mistakes, not against forgers: whoever reads a token bounds every value
 * in it.
 */
void http_token_write(struct buffer *out, struct slice bytes, struct slice purpose);

/* Appends a token's bytes; false, with nothing appended, for anything that was not written here
 * for that purpose. */
bool http_token_read(struct buffer *out, struct slice token, struct slice purpose);

#endif

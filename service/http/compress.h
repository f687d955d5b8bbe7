/* gzip for response bodies (RFC 1952). */
#ifndef OFFPRINT_HTTP_COMPRESS_H
#define OFFPRINT_HTTP_COMPRESS_H

#include <stdbool.h>

struct buffer;

/* Bodies below this many bytes fit one packet as they are. */
#define COMPRESS_FROM 1024

/* Puts the gzip form of `body` in its place; false, with nothing changed, where that fails. */
bool compress_gzip(struct buffer *body);

#endif

/* schema.org JSON-LD of a citation item: a file of its own, and a block within the page. */
#ifndef OFFPRINT_CONVERT_JSONLD_H
#define OFFPRINT_CONVERT_JSONLD_H

struct arena;
struct buffer;
struct citation;
struct convert_context;

void jsonld_write(struct buffer *out, const struct citation *citation,
                  const struct convert_context *context, struct arena *arena);

#endif

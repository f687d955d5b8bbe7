/* Resumption tokens: all that a list needs to go on, so that the server keeps nothing. */
#ifndef OFFPRINT_OAI_TOKEN_H
#define OFFPRINT_OAI_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include <offprint/slice.h>

struct arena;
struct buffer;
struct format;

struct oai_token {
    unsigned verb; /* number of the verb that gave it out */
    const struct format *format;
    int64_t from, until;    /* as in struct change_filter */
    const char *collection; /* NULL: all */
    uint64_t after;         /* the list goes on after this change */
    uint64_t cursor;        /* items given out before */
    uint64_t total;         /* of the list, 0 where not known */
};

void oai_token_write(struct buffer *out, const struct oai_token *token);
/* False for what was never given out for that verb. `collection` is copied into `arena`. */
bool oai_token_read(struct oai_token *token, struct slice text, unsigned verb, struct arena *arena);

#endif

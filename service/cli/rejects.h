/* Refused records, kept as they came so that they can be mended and read again. */
#ifndef OFFPRINT_CLI_REJECTS_H
#define OFFPRINT_CLI_REJECTS_H

#include <stdint.h>
#include <stdio.h>

#include <offprint/slice.h>

struct rejects {
    FILE *file; /* NULL where nobody asked for them */
    const char *path;
    uint64_t kept, lost; /* records; lost are those too large to be kept */
};

/* Begins the file `path` anew; NULL keeps nothing. Returns 0, or -1 after complaining. */
int rejects_open(struct rejects *rejects, const char *path);
/* Adds a record; on a line of its own where its format does not say where it ends. */
void rejects_add(struct rejects *rejects, struct slice bytes);
/* Returns 0, or -1 after complaining that not everything could be written. */
int rejects_close(struct rejects *rejects);

#endif

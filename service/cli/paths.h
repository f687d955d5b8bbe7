/* The files that a command is to read: named ones, standard input, folders read through. */
#ifndef OFFPRINT_CLI_PATHS_H
#define OFFPRINT_CLI_PATHS_H

#include <stddef.h>
#include <stdint.h>

struct paths {
    char **path;
    size_t count, capacity;
    uint64_t bytes; /* of the regular files among them */
};

/* Adds a file, "-", or all files of a folder and those below it, by name; hidden ones are passed
 * over. Returns 0, or -1 after complaining about what cannot be read; the rest is added. */
int paths_add(struct paths *paths, const char *path);
void paths_finish(struct paths *paths);

#endif

/* The daemon's configuration: a file, then the command line over it. */
#ifndef OFFPRINT_DAEMON_CONFIGURATION_H
#define OFFPRINT_DAEMON_CONFIGURATION_H

#include <stddef.h>
#include <stdint.h>

#include <offprint/status.h>

/* Listeners that one face may have. */
#define ADDRESSES_LARGEST 16

struct addresses {
    char *address[ADDRESSES_LARGEST]; /* "127.0.0.1:9999" */
    size_t count;
};

/* Strings are owned. Numbers that are 0 leave the choice to the face. */
struct configuration {
    char *file; /* NULL: none */
    char *catalogue;
    char *repository;
    char *base_url; /* NULL: made from the address or the request */
    struct addresses z3950, http;
    uint64_t map_size;
    unsigned threads;
    unsigned sessions, sessions_per_address;
    unsigned idle_seconds;
    unsigned present_limit;
    unsigned sort_limit;
    int log_level; /* enum log_level */
};

void configuration_init(struct configuration *configuration);
void configuration_finish(struct configuration *configuration);

/* Reads a file over what is there. OFFPRINT_IO, or OFFPRINT_MALFORMED with file, line and the
 * setting in `diag`. */
int configuration_read(struct configuration *configuration, const char *path, struct diag *diag);

/* Adds a listener: OFFPRINT_INVALID where it is not HOST:PORT, OFFPRINT_LIMIT where there are
 * too many. */
int addresses_add(struct addresses *addresses, const char *address, struct diag *diag);

/* Moves the listeners of `from` to `to`, in place of its own, where there are any. */
void addresses_replace(struct addresses *to, struct addresses *from);

/* Replaces an owned string. */
void configuration_set(char **setting, const char *value);

#endif

/* Z39.50: listeners and sessions on YAZ's COMSTACK and codecs. */
#ifndef OFFPRINT_Z3950_Z3950_H
#define OFFPRINT_Z3950_Z3950_H

#include <stddef.h>
#include <stdint.h>

#include <offprint/status.h>

struct catalogue;
struct z3950_server;

/* The caps of design section 7; 0 means the default given there. */
struct z3950_options {
    const char *const *addresses; /* "127.0.0.1:9999", "[::1]:9999", port 0 for a free one */
    size_t address_count;
    const char *base_url;           /* for the URLs within records; "" where not known */
    unsigned threads;               /* event threads; 0: one a core */
    uint32_t pdu_limit_before_init; /* bytes */
    uint32_t pdu_limit;
    unsigned sessions;
    unsigned sessions_per_address;
    unsigned idle_seconds;
    unsigned idle_seconds_before_init;
    unsigned result_sets;   /* a session */
    unsigned present_limit; /* records */
    unsigned scan_limit;    /* entries */
};

int z3950_server_start(struct z3950_server **server, struct catalogue *catalogue,
                       const struct z3950_options *options, struct diag *diag);
/* The address that listener `index` was bound to, with its real port. */
const char *z3950_server_address(const struct z3950_server *server, size_t index);
/* Stops accepting, finishes the requests in flight within `seconds`, sends Close(shutdown). */
void z3950_server_stop(struct z3950_server *server, unsigned seconds);

#endif

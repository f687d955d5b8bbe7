/* Listening sockets from addresses as people write them. */
#ifndef OFFPRINT_HTTP_LISTEN_H
#define OFFPRINT_HTTP_LISTEN_H

#include <stddef.h>

#include <offprint/status.h>

#define LISTEN_ADDRESS_SIZE 64 /* "[" 45 characters of IPv6 "]:65535" and NUL */

/*
 * Takes "host:port" apart: a name, an IPv4 address or an IPv6 address in brackets, and a port from
 * 0 to 65535. OFFPRINT_INVALID with the address for anything else.
 */
int listen_address_parse(char host[256], char port[6], const char *address, struct diag *diag);

/*
 * Binds and listens. `*socket` is the caller's to close; `bound` receives the numeric address with
 * the real port. OFFPRINT_INVALID or, where the system refuses, OFFPRINT_IO with its reason.
 */
int listen_open(int *socket, char bound[LISTEN_ADDRESS_SIZE], const char *address,
                struct diag *diag);

#endif

/* Listening sockets from addresses as people write them. */
#ifndef OFFPRINT_BASE_LISTEN_H
#define OFFPRINT_BASE_LISTEN_H

#include <stddef.h>

#include <offprint/status.h>

#define LISTEN_ADDRESS_SIZE 96 /* "[IPv6%scope]:port" and NUL */

/*
 * Takes "host:port" apart: a name, an IPv4 address or an IPv6 address in brackets, and a port from
 * 0 to 65535. OFFPRINT_INVALID with the address for anything else.
 */
int listen_address_parse(char host[256], char port[6], const char *address, struct diag *diag);

/*
 * Opens `count` sockets that listen on `address` and share its port, to be accepted from by as
 * many threads: the kernel spreads the clients over them. Port 0 takes a free one. The sockets do
 * not block and are the caller's to close; `bound` receives the numeric address with the real
 * port. OFFPRINT_INVALID or, where the system refuses, OFFPRINT_IO with its reason.
 */
int listen_open(int *sockets, size_t count, char bound[LISTEN_ADDRESS_SIZE], const char *address,
                struct diag *diag);

#endif

/* Sockets that wait for clients: one a thread for each address, all on one port. */
#ifndef OFFPRINT_Z3950_LISTENER_H
#define OFFPRINT_Z3950_LISTENER_H

#include <stddef.h>

#include <offprint/status.h>

/* The longest text of an address: "[IPv6%scope]:port". */
#define LISTENER_ADDRESS_SIZE 96

/*
 * Opens `count` sockets on `address` ("host:port", "[IPv6]:port"), to be accepted from by as many
 * threads, and writes where they are bound into `bound`: port 0 takes a free one. The sockets are
 * the caller's to close.
 *
 * OFFPRINT_INVALID for what is no address, OFFPRINT_IO where it cannot be listened on.
 */
int listener_open(int *sockets, size_t count, const char *address,
                  char bound[LISTENER_ADDRESS_SIZE], struct diag *diag);

#endif

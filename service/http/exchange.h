/* One request and its answer, from the request line to the last byte sent. */
#ifndef OFFPRINT_HTTP_EXCHANGE_H
#define OFFPRINT_HTTP_EXCHANGE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <microhttpd.h>

#include "http/http.h"
#include "base/listen.h"

/* A listening socket and the threads behind it. */
struct http_listener {
    struct http_server *server;
    struct MHD_Daemon *daemon;
    int socket;
    char address[LISTEN_ADDRESS_SIZE];
};

struct http_server {
    struct catalogue *catalogue;
    struct http_options options; /* with the defaults filled in */
    char *base_url;              /* NULL: taken from each request */
    struct http_listener *listeners;
    size_t listener_count;
    _Atomic(const struct http_face *) faces;
    atomic_uint in_flight; /* requests begun and not yet answered whole */
};

struct exchange;

/* Begins with the request line's target (borrowed; NULL for a line without one). */
struct exchange *exchange_create(struct http_listener *listener, const char *uri);
void exchange_destroy(struct exchange *exchange);

/*
 * What libmicrohttpd's access handler gets, call by call: headers first, then body bytes while
 * `*size` is not 0, then the end, which answers.
 */
enum MHD_Result exchange_advance(struct exchange *exchange, struct MHD_Connection *connection,
                                 const char *method, const char *bytes, size_t *size);

#endif

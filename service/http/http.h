/* HTTP: listeners, routes, limits and the plumbing that every HTTP face shares. */
#ifndef OFFPRINT_HTTP_HTTP_H
#define OFFPRINT_HTTP_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/buffer.h>
#include <offprint/slice.h>
#include <offprint/status.h>

struct arena;
struct catalogue;
struct format;

enum http_method {
    HTTP_GET = 1,
    HTTP_HEAD = 2,
    HTTP_POST = 4,
    HTTP_OPTIONS = 8,
};

struct http_parameter {
    struct slice name;
    struct slice value; /* percent-decoded UTF-8 without control characters but tab and line ends */
};

/* A face of the daemon beside HTTP, for the page that says where everything is. Lists end with a
 * NULL label. */
struct http_face {
    const char *label;   /* "Z39.50" */
    const char *address; /* "127.0.0.1:9999" */
};

/* One request. Everything is borrowed for the length of the handler. */
struct http_request {
    enum http_method method; /* HEAD comes to handlers as HTTP_GET; its body is not sent */
    struct slice path;       /* percent-decoded, "/records/x": UTF-8 without control characters */
    struct slice raw_path;   /* as sent: where an id may hold a "/" that came as %2F */
    const struct http_parameter *parameters; /* query string, then a form body, in order */
    size_t parameter_count;
    const char *base_url; /* "http://host:port": configured, else from a sane Host header */
    struct arena *arena;  /* the request's own */
    struct catalogue *catalogue;
    const struct http_face *faces; /* NULL where none were told */
    void *connection; /* libmicrohttpd's: for http_request_header; NULL has no headers */
};

/* A request header's value by name without case, or NULL. Lines of one name are joined by ", "
 * (RFC 9110 clause 5.3). */
const char *http_request_header(const struct http_request *request, const char *name);
/* The first parameter of that name: true and `*value`. */
bool http_request_parameter(const struct http_request *request, const char *name,
                            struct slice *value);
/*
 * Refuses, with OFFPRINT_INVALID, a parameter that is not in `names` (ends with NULL) or that is
 * repeated: what is not understood is never passed over.
 */
int http_request_allow(const struct http_request *request, const char *const *names,
                       struct diag *diag);

/* What a handler fills in. `status` starts as 200. */
struct http_response {
    unsigned status;
    struct buffer body;
    const char *content_type; /* borrowed from the arena or static */
    struct http_header *headers;
    size_t header_count, header_capacity;
    struct arena *arena;
    bool
        validated; /* give it a strong ETag made from its bytes, and answer conditions (304, 412) */
    bool negotiated;       /* it depends on Accept, and says so in Vary */
    int64_t last_modified; /* seconds, 0 for none */
};
struct http_header {
    const char *name, *value;
};
/* Both strings are copied into the request's arena. */
void http_response_header(struct http_response *response, const char *name, const char *format, ...)
    OFFPRINT_PRINTF(3, 4);

/*
 * Answers with problem+json (RFC 9457): type, title, status, detail, instance, the name of the
 * status as "code" and the offending value as "value". Replaces what the response held. What goes
 * wrong on our side (a status that means 500) is logged, and told to the client without its cause.
 * `diag` may be NULL.
 */
void http_problem(struct http_response *response, const struct http_request *request,
                  unsigned status, const struct diag *diag);
/* Adds a member, a string, to the problem just answered with. */
void http_problem_add(struct http_response *response, const char *name, struct slice value);

/* The HTTP status for an offprint_status, by the one table. */
unsigned http_status_of(int status);
/* "Not Found": the phrase of RFC 9110 for a status that this service sends. */
const char *http_status_phrase(unsigned status);

/*
 * Chooses a format for a request: path suffix (already taken off by the caller, may be NULL),
 * then ?format=, then Accept by q-values; `standard` where none of them says anything.
 * Sets `negotiated` where Accept took part.
 * OFFPRINT_FORMAT where nothing offered will do; `diag` lists what is offered.
 */
int http_negotiate(const struct format **format, const struct http_request *request,
                   struct http_response *response, const struct format *suffix,
                   const struct format *standard, struct diag *diag);

/* A format's media type, with charset=utf-8 where its bytes do not say that themselves. */
const char *http_content_type(const struct format *format);

typedef void http_handler(const struct http_request *request, struct http_response *response);

/* A route takes the paths equal to `path`, or below it where it ends in '/' ("/" takes only
 * itself). The longest wins. */
struct http_route {
    const char *path;
    unsigned methods; /* enum http_method, or-ed; HEAD goes with GET, OPTIONS is the server's */
    http_handler *handler;
};

struct http_options {
    const char *const *addresses; /* "127.0.0.1:8080", "[::1]:8080", port 0 for a free one */
    size_t address_count;
    const struct http_route *routes; /* borrowed as long as the server runs */
    size_t route_count;
    const char *base_url;             /* configured; NULL: taken from each request */
    unsigned threads;                 /* of each listener; 0: one a core */
    uint64_t body_limit;              /* bytes; 0: 64 KiB */
    unsigned connections;             /* of each listener; 0: 1,024 */
    unsigned connections_per_address; /* of each listener; 0: 32 */
    unsigned idle_seconds;            /* 0: 60 */
};

struct http_server;
/*
 * Listens and answers on threads of its own until it is stopped. The caller blocks the signals
 * that it handles itself before. OFFPRINT_INVALID for an address that is none, OFFPRINT_IO for one
 * that cannot be had.
 */
int http_server_start(struct http_server **server, struct catalogue *catalogue,
                      const struct http_options *options, struct diag *diag);
/* The address that listener `index` was bound to, with its real port: "127.0.0.1:34567". */
const char *http_server_address(const struct http_server *server, size_t index);
/* Tells what else there is, at any time: often known only when HTTP already runs. Borrowed as long
 * as the server runs. */
void http_server_set_faces(struct http_server *server, const struct http_face *faces);
/* Stops accepting, finishes what is in flight within `seconds`, releases everything. NULL is
 * accepted. */
void http_server_stop(struct http_server *server, unsigned seconds);

#endif

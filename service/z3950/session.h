/* One client's connection: bytes in, requests answered one at a time, bytes out. */
#ifndef OFFPRINT_Z3950_SESSION_H
#define OFFPRINT_Z3950_SESSION_H

#include <stdbool.h>

#include <uv.h>
#include <yaz/comstack.h>

#include "z3950/admission.h"
#include "z3950/association.h"

struct worker;

enum session_state {
    SESSION_READING,   /* a request is awaited, or coming in */
    SESSION_WRITING,   /* a reply is larger than the socket takes: nothing is read meanwhile */
    SESSION_LINGERING, /* the last reply is out; what still comes in is thrown away */
    SESSION_CLOSED,
};

struct session {
    struct worker *worker;
    struct session *previous, *next; /* the worker's list */
    COMSTACK stack;                  /* owns the socket */
    uv_poll_t poll;
    uv_timer_t timer;
    uv_idle_t again; /* runs while requests that have come in already wait for their turn */
    unsigned handles_open;
    int events; /* polled for: UV_READABLE or UV_WRITABLE */
    enum session_state state;
    bool begun;       /* the first byte was one of an APDU */
    bool ends;        /* nothing follows the reply that is being written */
    uint64_t active;  /* loop time of the last request or progress */
    uint64_t framing; /* ns spent on finding the end of the request that comes in; 0: none */
    char *input;      /* COMSTACK's, which resizes it */
    int input_size;
    char *output; /* the whole reply, where it could not be sent at once */
    int output_length;
    char peer[64];
    struct client_address address;
    enum admitted admitted;
    struct association association;
};

/* Takes over a connected socket; it is closed where there is no room for it. */
void session_begin(struct worker *worker, int fd, const struct sockaddr *address);

/* The service ends: what has come in whole is answered, then Close(shutdown). */
void session_drain(struct session *session);

/* Ends it here and now. */
void session_close(struct session *session);

#endif

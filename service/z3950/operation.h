/* One request and its answer (an operation, Z39.50 3.1.3), and the services that answer. */
#ifndef OFFPRINT_Z3950_OPERATION_H
#define OFFPRINT_Z3950_OPERATION_H

#include <stdbool.h>
#include <stdint.h>

#include <yaz/proto.h>

struct arena;
struct association;
struct buffer;

/* Everything is borrowed, and lives until the answer has been encoded. */
struct operation {
    struct association *association;
    ODR odr;                /* memory of the answer */
    struct arena *arena;    /* and of what it takes to make it */
    struct buffer *scratch; /* for whoever writes a record, empty between records */
    bool ends;              /* set by a service: after its answer the session is over */
};

/*
 * Decodes the request that is `length` bytes, into the memory of `decoder`; the request points
 * into `bytes`. NULL where they are none, with a reason in `text`.
 */
Z_APDU *z3950_decode(ODR decoder, char *bytes, int length, char *text, size_t text_size);

/*
 * Answers one request that has been decoded. NULL where there is nothing to say: Z39.50 has
 * requests without response.
 */
Z_APDU *z3950_answer(struct operation *operation, const Z_APDU *request);

/*
 * Ends the session with a Close: `reason` is a Z_Close_…, `text` is for the log of the other side.
 * NULL where the version agreed on has no Close (Z39.50 version 2).
 */
Z_APDU *z3950_end(struct operation *operation, int reason, const char *text);

/* The services, one a file. Each answers a request of its own kind. */
typedef Z_APDU *z3950_service(struct operation *operation, const Z_APDU *request);
z3950_service z3950_init;
z3950_service z3950_search;
z3950_service z3950_present;
z3950_service z3950_scan;
z3950_service z3950_delete;
z3950_service z3950_close;
z3950_service z3950_sort;
z3950_service z3950_extended_services;
z3950_service z3950_resource_report;
z3950_service z3950_duplicate_detection;

/* An empty answer of kind `which` (a Z_APDU_…), to be filled in. */
Z_APDU *operation_response(struct operation *operation, int which);

/* Numbers in the answer's memory. */
static inline Odr_int *operation_int(struct operation *operation, Odr_int value)
{
    return odr_intdup(operation->odr, value);
}

static inline Odr_bool *operation_bool(struct operation *operation, bool value)
{
    return odr_booldup(operation->odr, value ? 1 : 0);
}

/* A number that came in, or `absent` where it was left out. */
static inline Odr_int operation_value(const Odr_int *value, Odr_int absent)
{
    return value != NULL ? *value : absent;
}

#endif

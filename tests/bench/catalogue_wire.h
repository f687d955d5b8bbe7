/* Z39.50 requests made beforehand, and just enough reading of the answers. */
#ifndef OFFPRINT_BENCH_CATALOGUE_WIRE_H
#define OFFPRINT_BENCH_CATALOGUE_WIRE_H

#include <stddef.h>
#include <stdint.h>

/* An encoded APDU; owned. */
struct request {
    char *bytes;
    size_t length;
};

/* An Init that offers search and present. */
void request_init(struct request *request);

/* A Search without piggyback into the set "default". 0, or -1 where the PQF is not valid. */
int request_search(struct request *request, const char *pqf);

/* A Present of the first record of the set "default", as USMARC. */
void request_present(struct request *request);

void request_finish(struct request *request);

/* What an answer said. */
struct answer {
    enum { ANSWER_INIT = 21, ANSWER_SEARCH = 23, ANSWER_PRESENT = 25 } service;
    uint64_t hits;     /* of a search */
    uint64_t returned; /* records in it */
    int succeeded;     /* searchStatus, or a present that returned its record */
};

/*
 * Reads an answer from the start of the bytes. The number of bytes it took, 0 where it is not all
 * there yet, -1 where it is something else.
 */
long answer_read(struct answer *answer, const char *bytes, size_t length);

#endif

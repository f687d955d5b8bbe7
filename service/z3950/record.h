/* Records of a result set, in a record syntax. */
#ifndef OFFPRINT_Z3950_RECORD_H
#define OFFPRINT_Z3950_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include <yaz/proto.h>

struct composition;
struct operation;
struct result_set;

/* One record, or the diagnostic that stands for it. In the answer's and the operation's memory. */
struct presented_record {
    Z_NamePlusRecord *record;
    size_t size;          /* bytes that count against the agreed sizes */
    const char *database; /* the record's collection; NULL where it could not be fetched */
};

/* The record at `position` of the set, from 1. Whatever is wrong with it is said by a surrogate
 * diagnostic: one bad record never fails the others. */
struct presented_record record_present(struct operation *operation, struct result_set *set,
                                       uint64_t position, const struct composition *composition);

/* The surrogate diagnostic for a record that is over one of the agreed sizes. */
struct presented_record record_too_large(struct operation *operation,
                                         const struct presented_record *record, int status,
                                         uint32_t limit);

/* What Search and Present say about the records that they bring. */
struct retrieval {
    Z_Records *records; /* NULL where there are none */
    Odr_int returned;
    Odr_int next;   /* position after the last one, 0 at the end of the set */
    Odr_int status; /* a Z_PresentStatus_… */
};

/* Sizes that hold for one request, in bytes (Z39.50 3.3). */
struct retrieval_limits {
    uint32_t message; /* records of the response together */
    uint32_t record;  /* a record that comes alone */
};

/* Records `start` to `start + number - 1`, which must be in the set, as many as the limits allow.
 */
struct retrieval record_retrieve(struct operation *operation, struct result_set *set,
                                 uint64_t start, uint64_t number,
                                 const struct composition *composition,
                                 const struct retrieval_limits *limits);

#endif

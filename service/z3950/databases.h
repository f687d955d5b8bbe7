/* Database names of a request, as collections of the catalogue. */
#ifndef OFFPRINT_Z3950_DATABASES_H
#define OFFPRINT_Z3950_DATABASES_H

#include <stddef.h>

#include <offprint/status.h>

struct operation;

/* More names than this in one request are refused. */
#define DATABASE_NAMES_LIMIT 100

struct databases {
    const char *const *collections; /* in the operation's arena; NULL where all are meant */
    size_t count;
};

/*
 * Names are matched without case (Z39.50 3.2.2.1.2); "Default" means all collections.
 * OFFPRINT_DATABASE for one that there is not, Z3950_DATABASE_COUNT for too many.
 */
int databases_resolve(struct databases *databases, struct operation *operation, char *const *names,
                      int count, struct diag *diag);

#endif

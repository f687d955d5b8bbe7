/* gzip (RFC 1952) unpacked as it streams by: one member behind the other. */
#ifndef OFFPRINT_MARC_GUNZIP_H
#define OFFPRINT_MARC_GUNZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>
#include <offprint/status.h>

struct gunzip;

/* Where packed bytes come from: up to `room` of them, 0 at the end, or OFFPRINT_IO. */
typedef ptrdiff_t gunzip_source(void *context, char *at, size_t room, struct diag *diag);

/* Do these bytes begin a gzip member? */
bool gunzip_is_packed(struct slice start);

/*
 * `before` are the packed bytes that have been read already; they stand in memory borrowed from
 * the caller, or in `owned`, which is freed with the gunzip.
 */
struct gunzip *gunzip_create(struct slice before, char *owned);
void gunzip_destroy(struct gunzip *gunzip);

/*
 * Unpacks up to `room` bytes: how many, 0 at the end, OFFPRINT_IO for packed bytes that are broken
 * or cut short, with the place in the file; what comes before that place is given first.
 */
ptrdiff_t gunzip_take(struct gunzip *gunzip, char *at, size_t room, gunzip_source *source,
                      void *context, struct diag *diag);

/* Packed bytes that have been read and not unpacked yet. */
size_t gunzip_waiting(const struct gunzip *gunzip);

#endif

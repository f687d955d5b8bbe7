/* REST: records, their parts, and searches over HTTP. */
#ifndef OFFPRINT_REST_REST_H
#define OFFPRINT_REST_REST_H

#include "http/http.h"

/* /records, /records/{id}[suffix], /records/{id}/parts. Routes end with a NULL path. */
extern const struct http_route rest_routes[];

#endif

/* OAI-PMH 2.0: the six verbs. */
#ifndef OFFPRINT_OAI_OAI_H
#define OFFPRINT_OAI_OAI_H

#include "http/http.h"

/* /oai. Routes end with a NULL path. */
extern const struct http_route oai_routes[];

#endif

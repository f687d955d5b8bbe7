/* Which handler takes a request. */
#ifndef OFFPRINT_HTTP_ROUTE_H
#define OFFPRINT_HTTP_ROUTE_H

#include "http/http.h"

/* 0 for a method that no route takes. */
enum http_method http_method_of(const char *name);

/* The route with the longest path that takes `path`, or NULL. */
const struct http_route *http_route_find(const struct http_route *routes, size_t count,
                                         struct slice path);

/* Answers a request: by its route's handler, or 404, 405, and 204 for OPTIONS. */
void http_route(const struct http_route *routes, size_t count, struct http_request *request,
                struct http_response *response);

#endif

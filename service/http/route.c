#include "http/route.h"

#include <offprint/arena.h>

enum http_method http_method_of(const char *name)
{
    if (strcmp(name, "GET") == 0)
        return HTTP_GET;
    if (strcmp(name, "HEAD") == 0)
        return HTTP_HEAD;
    if (strcmp(name, "POST") == 0)
        return HTTP_POST;
    if (strcmp(name, "OPTIONS") == 0)
        return HTTP_OPTIONS;
    return 0;
}

const struct http_route *http_route_find(const struct http_route *routes, size_t count,
                                         struct slice path)
{
    const struct http_route *best = NULL;
    size_t longest = 0;

    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(routes[i].path);
        bool takes =
            slice_is(path, routes[i].path) ||
            (length > 1 && routes[i].path[length - 1] == '/' && slice_starts(path, routes[i].path));
        if (takes && length > longest) {
            best = &routes[i];
            longest = length;
        }
    }
    return best;
}

static const char *allowed(unsigned methods)
{
    if ((methods & HTTP_POST) != 0)
        return (methods & HTTP_GET) != 0 ? "GET, HEAD, POST, OPTIONS" : "POST, OPTIONS";
    return "GET, HEAD, OPTIONS";
}

/* OPTIONS, and the preflight of browsers (Fetch standard, "CORS protocol"). */
static void answer_options(struct http_response *response, unsigned methods)
{
    response->status = 204;
    http_response_header(response, "Allow", "%s", allowed(methods));
    http_response_header(response, "Access-Control-Allow-Methods", "%s", allowed(methods));
    http_response_header(response, "Access-Control-Allow-Headers", "*");
    http_response_header(response, "Access-Control-Max-Age", "86400");
}

void http_route(const struct http_route *routes, size_t count, struct http_request *request,
                struct http_response *response)
{
    const struct http_route *route = http_route_find(routes, count, request->path);
    struct diag diag = {0};

    if (request->method == HTTP_OPTIONS && slice_is(request->path, "*")) {
        answer_options(response, HTTP_GET | HTTP_POST);
        return;
    }
    if (route == NULL) {
        diag_refuse(&diag, OFFPRINT_NOT_FOUND, arena_slice(request->arena, request->path).data,
                    "there is nothing at this address");
        http_problem(response, request, 404, &diag);
        return;
    }
    if (request->method == HTTP_OPTIONS) {
        answer_options(response, route->methods);
        return;
    }
    if (request->method == HTTP_HEAD)
        request->method = HTTP_GET; /* the server leaves the body out */
    if ((request->method & route->methods) == 0) {
        diag_set(&diag, OFFPRINT_OK, "this address takes %s", allowed(route->methods));
        http_problem(response, request, 405, &diag);
        http_response_header(response, "Allow", "%s", allowed(route->methods));
        return;
    }
    route->handler(request, response);
}

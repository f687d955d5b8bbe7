/* What a request line asks for: path and parameters, decoded and checked. */
#ifndef OFFPRINT_HTTP_TARGET_H
#define OFFPRINT_HTTP_TARGET_H

#include <stddef.h>

#include <offprint/slice.h>
#include <offprint/status.h>

#include "http/http.h"

#define HTTP_TARGET_LIMIT 8192 /* bytes of a request target */
#define HTTP_PARAMETER_LIMIT 64

struct http_target {
    struct slice path;     /* decoded, in the arena */
    struct slice raw_path; /* as sent; borrowed */
    struct slice query;    /* as sent, without its '?'; borrowed */
};

/*
 * Takes a request target (RFC 9112 clause 3.2) apart: "/records/x?format=mods", with scheme and
 * host before it, or "*". OFFPRINT_INVALID, with the place and value, for bad percent-encoding,
 * what is not UTF-8, control characters, and anything that is not a target.
 */
int http_target_parse(struct http_target *target, const char *uri, struct arena *arena,
                      struct diag *diag);

/* Decodes one segment of a raw path, under the same rules. */
int http_segment_decode(struct slice *decoded, struct slice raw, struct arena *arena,
                        struct diag *diag);

struct http_parameters {
    struct http_parameter *list; /* in the arena */
    size_t count;
};

/* Adds the parameters of a query string or a form body (application/x-www-form-urlencoded). */
int http_parameters_add(struct http_parameters *parameters, struct slice encoded,
                        struct arena *arena, struct diag *diag);

/* Is `host` what a Host header may say: letters, digits, '.', '-', ':', '[' and ']', at most 255?
 */
bool http_host_is_sane(const char *host);

#endif

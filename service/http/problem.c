/* Errors as problem+json (RFC 9457), and the one table from our statuses to HTTP's. */
#include "http/http.h"

#include <offprint/arena.h>

#include "base/escape.h"
#include "base/log.h"

static const struct {
    int status;
    unsigned http;
} statuses[] = {
    {OFFPRINT_NOT_FOUND, 404},
    {OFFPRINT_GONE, 410},
    {OFFPRINT_TOO_LARGE, 406}, /* the format asked for cannot hold the record; others can */
    {OFFPRINT_FORMAT, 406},
    {OFFPRINT_FORMAT_UNAVAILABLE, 406},
    {OFFPRINT_IO, 500},
    {OFFPRINT_STORAGE, 500},
    {OFFPRINT_STORAGE_FULL, 507},
    {OFFPRINT_FOREIGN, 500},
    {OFFPRINT_STALE_INDEX, 503},
    {OFFPRINT_CORRUPT, 500},
    {OFFPRINT_BUSY, 503},
    {OFFPRINT_TIMEOUT, 503},
    /* A stored record that does not decode is our fault: what clients send is refused as INVALID.
     */
    {OFFPRINT_MALFORMED, 500},
    {OFFPRINT_NO_IDENTIFIER, 500},
};

/* Whatever is not in the table is about what the client asked. */
unsigned http_status_of(int status)
{
    if (status >= 0)
        return 200;
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        if (statuses[i].status == status)
            return statuses[i].http;
    return 400;
}

static const struct {
    unsigned status;
    const char *phrase;
} phrases[] = {
    {200, "OK"},
    {204, "No Content"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
    {507, "Insufficient Storage"},
};

const char *http_status_phrase(unsigned status)
{
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (phrases[i].status == status)
            return phrases[i].phrase;
    return "";
}

/* What went wrong on our side is for the log: it may name files, and no client can mend it. */
static bool is_ours(unsigned status, const struct diag *diag)
{
    return status == 500 || (diag != NULL && http_status_of(diag->status) == 500);
}

static const char *detail_of(unsigned status, const struct diag *diag)
{
    if (is_ours(status, diag))
        return "the service could not answer; its log says why";
    return diag != NULL ? diag->message : "";
}

static void write_problem(struct buffer *out, const struct http_request *request, unsigned status,
                          const struct diag *diag)
{
    const char *detail = detail_of(status, diag);

    buffer_printf(out, "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%u",
                  http_status_phrase(status), status);
    if (*detail != '\0') {
        buffer_add_string(out, ",\"detail\":");
        escape_json(out, slice_of(detail));
    }
    if (request->raw_path.length > 0) {
        buffer_add_string(out, ",\"instance\":");
        escape_json(out, request->raw_path);
    }
    if (diag != NULL && diag->status < 0 && !is_ours(status, diag)) {
        buffer_add_string(out, ",\"code\":");
        escape_json(out, slice_of(status_name(diag->status)));
        if (diag->value[0] != '\0') {
            buffer_add_string(out, ",\"value\":");
            escape_json(out, slice_of(diag->value));
        }
    }
    buffer_add_string(out, "}\n");
}

void http_problem(struct http_response *response, const struct http_request *request,
                  unsigned status, const struct diag *diag)
{
    if (is_ours(status, diag))
        log_error("http", "%.*s: %s", (int)request->raw_path.length, request->raw_path.data,
                  diag != NULL ? diag->message : "no reason was given");
    buffer_truncate(&response->body, 0);
    response->header_count = 0;
    response->validated = false;
    response->last_modified = 0;
    response->status = status;
    response->content_type = "application/problem+json";
    write_problem(&response->body, request, status, diag);
    if (status == 503)
        http_response_header(response, "Retry-After", "1");
}

void http_problem_add(struct http_response *response, const char *name, struct slice value)
{
    buffer_truncate(&response->body, response->body.length - strlen("}\n"));
    buffer_printf(&response->body, ",\"%s\":", name);
    escape_json(&response->body, value);
    buffer_add_string(&response->body, "}\n");
}

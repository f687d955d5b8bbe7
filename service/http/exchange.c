#include "http/exchange.h"

#include <stdlib.h>
#include <strings.h>

#include <offprint/arena.h>

#include "base/datestamp.h"
#include "base/log.h"
#include "base/memory.h"
#include "http/compress.h"
#include "http/condition.h"
#include "http/quality.h"
#include "http/route.h"
#include "http/target.h"

/* Bytes of a body over the limit that are read and thrown away, so that the client gets to read
 * why it was refused; after that its connection is closed. */
#define DISCARD_LIMIT (1024 * 1024)

struct exchange {
    struct http_listener *listener;
    struct MHD_Connection *connection;
    struct arena *arena;
    char *uri; /* NULL where it is too long or missing */
    bool uri_too_long;
    struct buffer body;
    bool begun;
    bool body_too_large;
    uint64_t received; /* bytes of body */
    struct http_request request;
    struct http_response response;
};

struct exchange *exchange_create(struct http_listener *listener, const char *uri)
{
    struct exchange *exchange = memory_zeroed(1, sizeof *exchange);

    atomic_fetch_add(&listener->server->in_flight, 1);
    exchange->listener = listener;
    exchange->arena = arena_create();
    if (uri != NULL && strlen(uri) <= HTTP_TARGET_LIMIT)
        exchange->uri = arena_string(exchange->arena, uri);
    exchange->uri_too_long = uri != NULL && exchange->uri == NULL;
    return exchange;
}

void exchange_destroy(struct exchange *exchange)
{
    if (exchange == NULL)
        return;
    atomic_fetch_sub(&exchange->listener->server->in_flight, 1);
    buffer_finish(&exchange->body);
    buffer_finish(&exchange->response.body);
    arena_destroy(exchange->arena);
    free(exchange);
}

/* --- the request ----------------------------------------------------------------------------- */

static void begin(struct exchange *exchange, struct MHD_Connection *connection)
{
    struct http_server *server = exchange->listener->server;
    struct http_request *request = &exchange->request;

    exchange->begun = true;
    exchange->connection = connection;
    exchange->response.status = 200;
    exchange->response.arena = exchange->arena;
    request->arena = exchange->arena;
    request->catalogue = server->catalogue;
    request->faces = atomic_load(&server->faces);
    request->connection = connection;
    request->base_url = server->base_url;
    if (request->base_url == NULL) {
        const char *host = http_request_header(request, "Host");
        if (host == NULL || !http_host_is_sane(host))
            host = exchange->listener->address;
        request->base_url = arena_printf(exchange->arena, "http://%s", host);
    }
}

static bool is_form(const struct http_request *request)
{
    static const char form[] = "application/x-www-form-urlencoded";
    const char *type = http_request_header(request, "Content-Type");
    size_t length = sizeof form - 1;

    return type != NULL && strncasecmp(type, form, length) == 0 &&
           (type[length] == '\0' || type[length] == ';' || type[length] == ' ');
}

/* Path and parameters, refused where they are not clean text. */
static int read_request(struct exchange *exchange, const char *method, struct diag *diag)
{
    struct http_request *request = &exchange->request;
    struct http_target target;
    int status;

    if (exchange->uri == NULL)
        return diag_set(diag, OFFPRINT_INVALID, "the request has no target");
    if ((status = http_target_parse(&target, exchange->uri, exchange->arena, diag)) < 0)
        return status;
    request->path = target.path;
    request->raw_path = target.raw_path;
    request->method = http_method_of(method);
    struct http_parameters parameters = {0};
    status = http_parameters_add(&parameters, target.query, exchange->arena, diag);
    if (status == OFFPRINT_OK && request->method == HTTP_POST && is_form(request))
        status =
            http_parameters_add(&parameters, buffer_slice(&exchange->body), exchange->arena, diag);
    request->parameters = parameters.list;
    request->parameter_count = parameters.count;
    return status;
}

/* A body that is no form, sent where a form would be read. */
static bool has_foreign_body(const struct exchange *exchange)
{
    const struct http_options *options = &exchange->listener->server->options;
    const struct http_request *request = &exchange->request;
    const struct http_route *route =
        http_route_find(options->routes, options->route_count, request->path);

    return request->method == HTTP_POST && exchange->body.length > 0 && !is_form(request) &&
           route != NULL && (route->methods & HTTP_POST) != 0;
}

static void problem(struct exchange *exchange, unsigned status, const char *detail)
{
    struct diag diag = {0};

    diag_set(&diag, OFFPRINT_OK, "%s", detail);
    http_problem(&exchange->response, &exchange->request, status, &diag);
}

static void dispatch(struct exchange *exchange, const char *method)
{
    const struct http_server *server = exchange->listener->server;
    struct http_request *request = &exchange->request;
    struct http_response *response = &exchange->response;
    struct diag diag = {0};
    int status;

    if (exchange->uri_too_long) {
        problem(exchange, 414, "a request's target may be 8,192 bytes long");
        return;
    }
    if (exchange->body_too_large) {
        problem(exchange, 413,
                arena_printf(exchange->arena, "a request's body may be %llu bytes long",
                             (unsigned long long)server->options.body_limit));
        return;
    }
    if ((status = read_request(exchange, method, &diag)) < 0)
        http_problem(response, request, http_status_of(status), &diag);
    else if (has_foreign_body(exchange))
        problem(exchange, 415, "a request's body is read as application/x-www-form-urlencoded");
    else
        http_route(server->options.routes, server->options.route_count, request, response);
}

/* --- the answer ------------------------------------------------------------------------------ */

static const char *header(const struct exchange *exchange, const char *name)
{
    return http_request_header(&exchange->request, name);
}

/* Gives the response its validators, and turns it into a 304 or 412 where the request says so. */
static void validate(struct exchange *exchange, const char *coding)
{
    struct http_response *response = &exchange->response;
    struct conditions conditions = {
        header(exchange, "If-Match"), header(exchange, "If-Unmodified-Since"),
        header(exchange, "If-None-Match"), header(exchange, "If-Modified-Since")};
    char tag[ENTITY_TAG_SIZE], date[32];
    unsigned status;

    entity_tag_make(tag, buffer_slice(&response->body), coding);
    status = conditions_evaluate(&conditions, tag, response->last_modified);
    if (status == 412) {
        problem(exchange, 412, "the record is not what If-Match or If-Unmodified-Since names");
        return;
    }
    http_response_header(response, "ETag", "%s", tag);
    if (response->last_modified != 0) {
        datestamp_format_http(date, response->last_modified);
        http_response_header(response, "Last-Modified", "%s", date);
    }
    if (status == 304) {
        response->status = 304;
        buffer_truncate(&response->body, 0);
    }
}

/* What goes with every answer, errors included. */
static void add_common_headers(struct http_response *response)
{
    http_response_header(response, "Server", "Offprint/" OFFPRINT_VERSION);
    http_response_header(response, "Access-Control-Allow-Origin", "*");
    http_response_header(response, "Access-Control-Expose-Headers",
                         "Content-Disposition, Content-Location, ETag, Last-Modified, Link, "
                         "Location, Retry-After, Vary");
    http_response_header(response, "X-Content-Type-Options", "nosniff");
    if (response->status != 204)
        http_response_header(response, "Vary", "%s",
                             response->negotiated ? "Accept, Accept-Encoding" : "Accept-Encoding");
    if (response->content_type == NULL || response->status == 304 || response->status == 204)
        return;
    http_response_header(response, "Content-Type", "%s", response->content_type);
    /* Pages hold what cataloguers wrote: nothing in them may run or load anything. */
    if (strncmp(response->content_type, "text/html", 9) == 0)
        http_response_header(response, "Content-Security-Policy",
                             "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
                             "form-action 'self'; base-uri 'none'");
}

static enum MHD_Result queue(struct exchange *exchange)
{
    struct http_response *response = &exchange->response;
    struct MHD_Response *queued;
    enum MHD_Result result;
    size_t length;
    char *bytes = buffer_take(&response->body, &length);

    queued = MHD_create_response_from_buffer(length, bytes, MHD_RESPMEM_MUST_FREE);
    if (queued == NULL) {
        free(bytes);
        return MHD_NO;
    }
    for (size_t i = 0; i < response->header_count; i++)
        if (MHD_add_response_header(queued, response->headers[i].name,
                                    response->headers[i].value) == MHD_NO)
            log_debug("http", "header %s left out", response->headers[i].name);
    result = MHD_queue_response(exchange->connection, response->status, queued);
    MHD_destroy_response(queued);
    return result;
}

static enum MHD_Result finish(struct exchange *exchange, const char *method)
{
    struct http_response *response = &exchange->response;
    bool gzip = response->status != 204 && response->body.length >= COMPRESS_FROM &&
                accepts_gzip(header(exchange, "Accept-Encoding"));

    if (response->validated && response->status == 200)
        validate(exchange, gzip ? "gzip" : "");
    if (gzip && response->body.length >= COMPRESS_FROM && compress_gzip(&response->body))
        http_response_header(response, "Content-Encoding", "gzip");
    add_common_headers(response);
    log_debug("http", "%s %s %u %zu", method, exchange->uri != NULL ? exchange->uri : "",
              response->status, response->body.length);
    return queue(exchange);
}

/* --- libmicrohttpd's calls ------------------------------------------------------------------- */

static uint64_t announced_length(const struct exchange *exchange)
{
    const char *length = header(exchange, "Content-Length");

    return length != NULL ? strtoull(length, NULL, 10) : 0;
}

static void take_body(struct exchange *exchange, const char *bytes, size_t size)
{
    exchange->received += size;
    if (exchange->received > exchange->listener->server->options.body_limit)
        exchange->body_too_large = true;
    else
        buffer_add(&exchange->body, bytes, size);
}

enum MHD_Result exchange_advance(struct exchange *exchange, struct MHD_Connection *connection,
                                 const char *method, const char *bytes, size_t *size)
{
    uint64_t limit = exchange->listener->server->options.body_limit;

    if (!exchange->begun) {
        begin(exchange, connection);
        if (announced_length(exchange) <= limit + DISCARD_LIMIT)
            return MHD_YES;
        exchange->body_too_large = true;
    } else if (*size > 0) {
        take_body(exchange, bytes, *size);
        *size = 0;
        return exchange->received <= limit + DISCARD_LIMIT ? MHD_YES : MHD_NO;
    }
    dispatch(exchange, method);
    return finish(exchange, method);
}

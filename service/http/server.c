/*
 * Listeners and threads: libmicrohttpd, one pool of threads a listening socket.
 *
 * They wait by poll, not epoll: libmicrohttpd 0.9.75 takes epoll's edges, and where a client's last
 * bytes and its end come together it misses the end and holds the connection until it is idle for
 * too long. Some thirty of those lock an address out. Measured, poll is as fast here.
 */
#include "http/http.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/datestamp.h"
#include "base/log.h"
#include "base/memory.h"
#include "http/exchange.h"

/* A connection's buffer for request head and response head: a target of 8 KiB and as much of
 * headers, on their way in and out, fit. */
#define CONNECTION_MEMORY ((size_t)64 * 1024)

OFFPRINT_PRINTF(2, 0)
static void write_log(void *context, const char *format, va_list arguments)
{
    char line[256];

    (void)context;
    vsnprintf(line, sizeof line, format, arguments);
    line[strcspn(line, "\n")] = '\0';
    log_debug("http", "%s", line);
}

static void *on_target(void *context, const char *uri, struct MHD_Connection *connection)
{
    (void)connection;
    return exchange_create(context, uri);
}

/* Percent-encoding is undone in http/target.c, where what is wrong with it can be told. */
static size_t keep_escapes(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context;
    (void)connection;
    return strlen(text);
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *bytes,
                                  size_t *size, void **request)
{
    (void)url;
    (void)version;
    if (*request == NULL)
        *request = exchange_create(context, NULL);
    return exchange_advance(*request, connection, method, bytes, size);
}

static void on_completed(void *context, struct MHD_Connection *connection, void **request,
                         enum MHD_RequestTerminationCode reason)
{
    (void)context;
    (void)connection;
    (void)reason;
    exchange_destroy(*request);
    *request = NULL;
}

static unsigned cores(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);

    return count < 1 ? 1 : count > 64 ? 64 : (unsigned)count;
}

static void fill_defaults(struct http_options *options)
{
    if (options->threads == 0)
        options->threads = cores();
    if (options->body_limit == 0)
        options->body_limit = 64 * 1024;
    if (options->connections == 0)
        options->connections = 1024;
    if (options->connections_per_address == 0)
        options->connections_per_address = 32;
    if (options->idle_seconds == 0)
        options->idle_seconds = 60;
}

static int start_listener(struct http_listener *listener, const char *address, struct diag *diag)
{
    const struct http_options *options = &listener->server->options;
    unsigned pool = options->threads > 1 ? options->threads : 0;
    int status = listen_open(&listener->socket, 1, listener->address, address, diag);

    if (status < 0) {
        listener->socket = -1;
        return status;
    }
    listener->daemon = MHD_start_daemon(
        MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_ERROR_LOG, 0, NULL, NULL, on_request,
        listener, MHD_OPTION_EXTERNAL_LOGGER, write_log, NULL, MHD_OPTION_LISTEN_SOCKET,
        listener->socket, MHD_OPTION_URI_LOG_CALLBACK, on_target, listener,
        MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL, MHD_OPTION_NOTIFY_COMPLETED, on_completed,
        NULL, MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, MHD_OPTION_CONNECTION_LIMIT,
        options->connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT, options->connections_per_address,
        MHD_OPTION_CONNECTION_TIMEOUT, options->idle_seconds, MHD_OPTION_THREAD_POOL_SIZE, pool,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    if (listener->daemon == NULL)
        return diag_refuse(diag, OFFPRINT_IO, address, "no HTTP server could be started on %s",
                           listener->address);
    return OFFPRINT_OK;
}

/* Paths are put behind it, and begin with one. NULL stays NULL. */
static char *without_slash(const char *base_url)
{
    char *copy = base_url != NULL ? memory_string(base_url) : NULL;

    for (size_t end = copy != NULL ? strlen(copy) : 0; end > 0 && copy[end - 1] == '/'; end--)
        copy[end - 1] = '\0';
    return copy;
}

int http_server_start(struct http_server **server, struct catalogue *catalogue,
                      const struct http_options *options, struct diag *diag)
{
    struct http_server *made = memory_zeroed(1, sizeof *made);
    int status = OFFPRINT_OK;

    made->catalogue = catalogue;
    made->options = *options;
    fill_defaults(&made->options);
    made->base_url = without_slash(options->base_url);
    made->listeners = memory_zeroed(options->address_count + 1, sizeof *made->listeners);
    for (size_t i = 0; i < options->address_count && status == OFFPRINT_OK; i++) {
        struct http_listener *listener = &made->listeners[made->listener_count++];
        listener->server = made;
        status = start_listener(listener, options->addresses[i], diag);
    }
    if (status < 0) {
        http_server_stop(made, 0);
        return status;
    }
    *server = made;
    return OFFPRINT_OK;
}

const char *http_server_address(const struct http_server *server, size_t index)
{
    return index < server->listener_count ? server->listeners[index].address : "";
}

void http_server_set_faces(struct http_server *server, const struct http_face *faces)
{
    atomic_store(&server->faces, faces);
}

/* New connections are turned away at once, those there are go on. */
static void stop_accepting(struct http_listener *listener)
{
    if (listener->daemon != NULL)
        MHD_quiesce_daemon(listener->daemon);
    if (listener->socket >= 0)
        shutdown(listener->socket, SHUT_RDWR);
}

static void stop_listener(struct http_listener *listener)
{
    if (listener->daemon != NULL)
        MHD_stop_daemon(listener->daemon);
    /* Only now: threads of the daemon may have used it until it was stopped. */
    if (listener->socket >= 0)
        close(listener->socket);
}

void http_server_stop(struct http_server *server, unsigned seconds)
{
    if (server == NULL)
        return;
    uint64_t deadline = clock_milliseconds() + (uint64_t)seconds * 1000;
    for (size_t i = 0; i < server->listener_count; i++)
        stop_accepting(&server->listeners[i]);
    while (atomic_load(&server->in_flight) > 0 && clock_milliseconds() < deadline)
        nanosleep(&(struct timespec){.tv_nsec = 10 * 1000 * 1000}, NULL);
    for (size_t i = 0; i < server->listener_count; i++)
        stop_listener(&server->listeners[i]);
    free(server->listeners);
    free(server->base_url);
    free(server);
}

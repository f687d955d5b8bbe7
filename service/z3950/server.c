/* The Z39.50 server: addresses, threads, start and stop. */
#include "z3950/z3950.h"

#include <stdlib.h>
#include <unistd.h>

#include <yaz/log.h>

#include "base/listen.h"
#include "base/log.h"
#include "base/memory.h"
#include "z3950/admission.h"
#include "z3950/association.h"
#include "z3950/worker.h"

struct z3950_server {
    struct z3950_options options; /* every cap filled in; without the addresses */
    char *base_url;
    char (*addresses)[LISTEN_ADDRESS_SIZE]; /* as bound */
    size_t address_count;
    struct admission *admission;
    struct worker *workers;
    size_t worker_count; /* those that have been initialized */
};

/* libyaz writes to standard error of its own accord; what there is to say, we say ourselves. */
static void silence_yaz(void)
{
    yaz_log_init_level(0);
}

static size_t thread_count(const struct z3950_options *options)
{
    return options->threads != 0 ? options->threads : uv_available_parallelism();
}

static struct z3950_server *create(const struct z3950_options *options)
{
    struct z3950_server *server = memory_zeroed(1, sizeof *server);

    server->options = *options;
    server->base_url = memory_string(options->base_url != NULL ? options->base_url : "");
    server->options.base_url = server->base_url;
    server->options.addresses = NULL;
    server->options.address_count = 0;
    z3950_options_fill(&server->options);
    server->addresses = memory_zeroed(options->address_count, sizeof *server->addresses);
    server->admission =
        admission_create(server->options.sessions, server->options.sessions_per_address);
    server->workers = memory_zeroed(thread_count(options), sizeof *server->workers);
    return server;
}

static void destroy(struct z3950_server *server)
{
    for (size_t i = 0; i < server->worker_count; i++)
        worker_join(&server->workers[i]);
    for (size_t i = 0; i < server->worker_count; i++)
        worker_finish(&server->workers[i]);
    free(server->workers);
    admission_destroy(server->admission);
    free(server->addresses);
    free(server->base_url);
    free(server);
}

static void close_from(const int *sockets, size_t from, size_t count)
{
    for (size_t i = from; i < count; i++)
        close(sockets[i]);
}

/* `sockets` holds those of the first address for every thread, then those of the second … */
static int open_addresses(struct z3950_server *server, int *sockets, size_t threads,
                          const struct z3950_options *options, struct diag *diag)
{
    for (size_t i = 0; i < options->address_count; i++) {
        int status = listen_open(sockets + i * threads, threads, server->addresses[i],
                                 options->addresses[i], diag);

        if (status < 0) {
            close_from(sockets, 0, i * threads);
            return status;
        }
        server->address_count++;
    }
    return OFFPRINT_OK;
}

static int make_workers(struct z3950_server *server, struct catalogue *catalogue,
                        const int *sockets, size_t threads, struct diag *diag)
{
    size_t addresses = server->address_count;
    int *own = memory_zeroed(addresses, sizeof *own);
    int status = OFFPRINT_OK;

    for (size_t i = 0; i < threads; i++) {
        for (size_t j = 0; j < addresses; j++)
            own[j] = sockets[j * threads + i];
        if (status < 0) {
            close_from(own, 0, addresses);
            continue;
        }
        status = worker_init(&server->workers[i], catalogue, &server->options, server->admission,
                             own, addresses, diag);
        server->worker_count++;
    }
    free(own);
    return status;
}

static int start_workers(struct z3950_server *server, struct diag *diag)
{
    for (size_t i = 0; i < server->worker_count; i++) {
        server->workers[i].team = server->workers;
        server->workers[i].team_count = server->worker_count;
    }
    for (size_t i = 0; i < server->worker_count; i++) {
        int status = worker_start(&server->workers[i], diag);

        if (status < 0)
            return status;
    }
    return OFFPRINT_OK;
}

static void stop_workers(struct z3950_server *server, unsigned seconds)
{
    for (size_t i = 0; i < server->worker_count; i++)
        if (server->workers[i].running)
            worker_stop(&server->workers[i], seconds);
}

int z3950_server_start(struct z3950_server **started, struct catalogue *catalogue,
                       const struct z3950_options *options, struct diag *diag)
{
    size_t threads = thread_count(options);
    struct z3950_server *server = create(options);
    int *sockets = memory_zeroed(threads * options->address_count, sizeof *sockets);
    int status = open_addresses(server, sockets, threads, options, diag);

    silence_yaz();
    if (status == OFFPRINT_OK)
        status = make_workers(server, catalogue, sockets, threads, diag);
    if (status == OFFPRINT_OK)
        status = start_workers(server, diag);
    free(sockets);
    if (status < 0) {
        stop_workers(server, 0);
        destroy(server);
        return status;
    }
    for (size_t i = 0; i < server->address_count; i++)
        log_notice("z3950", "listening on %s with %zu threads", server->addresses[i], threads);
    *started = server;
    return OFFPRINT_OK;
}

const char *z3950_server_address(const struct z3950_server *server, size_t index)
{
    return index < server->address_count ? server->addresses[index] : NULL;
}

void z3950_server_stop(struct z3950_server *server, unsigned seconds)
{
    if (server == NULL)
        return;
    stop_workers(server, seconds);
    destroy(server);
    log_notice("z3950", "stopped");
}

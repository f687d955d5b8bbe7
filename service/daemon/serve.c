#include "daemon/serve.h"

#include <stdlib.h>

#include <offprint/arena.h>
#include <offprint/catalogue.h>

#include "base/memory.h"
#include "daemon/configuration.h"
#include "http/http.h"
#include "oai/oai.h"
#include "rest/rest.h"
#include "web/web.h"
#include "z3950/z3950.h"

/* What is in flight gets this long to end (design section 7). */
#define DRAIN_SECONDS 10

struct service {
    struct arena *arena; /* holds what the faces borrow */
    struct catalogue *catalogue;
    struct http_server *http;
    struct z3950_server *z3950;
    struct http_face *faces;        /* what the front page lists beside HTTP's own */
    size_t http_count, z3950_count; /* listeners */
};

static size_t count_routes(const struct http_route *routes)
{
    size_t count = 0;

    while (routes[count].path != NULL)
        count++;
    return count;
}

/* The routes of all faces that speak HTTP, in one list. */
static const struct http_route *join_routes(struct arena *arena, size_t *count)
{
    static const struct http_route *const faces[] = {rest_routes, oai_routes, web_routes};
    struct http_route *routes;

    *count = 0;
    for (size_t i = 0; i < sizeof faces / sizeof faces[0]; i++)
        *count += count_routes(faces[i]);
    routes = arena_array(arena, *count, sizeof *routes);
    *count = 0;
    for (size_t i = 0; i < sizeof faces / sizeof faces[0]; i++) {
        for (size_t j = 0; faces[i][j].path != NULL; j++)
            routes[(*count)++] = faces[i][j];
    }
    return routes;
}

static int start_http(struct service *service, const struct configuration *configuration,
                      struct diag *diag)
{
    struct http_options options = {
        .addresses = (const char *const *)configuration->http.address,
        .address_count = configuration->http.count,
        .base_url = configuration->base_url,
        .threads = configuration->threads,
        .connections = configuration->sessions,
        .connections_per_address = configuration->sessions_per_address,
        .idle_seconds = configuration->idle_seconds,
    };

    options.routes = join_routes(service->arena, &options.route_count);
    service->http_count = options.address_count;
    return http_server_start(&service->http, service->catalogue, &options, diag);
}

/* URLs within records that leave over Z39.50 point to the first HTTP listener, unless configured.
 */
static const char *record_base_url(const struct service *service,
                                   const struct configuration *configuration)
{
    if (configuration->base_url != NULL)
        return configuration->base_url;
    return arena_printf(service->arena, "http://%s", http_server_address(service->http, 0));
}

static int start_z3950(struct service *service, const struct configuration *configuration,
                       struct diag *diag)
{
    const struct z3950_options options = {
        .addresses = (const char *const *)configuration->z3950.address,
        .address_count = configuration->z3950.count,
        .base_url = record_base_url(service, configuration),
        .threads = configuration->threads,
        .sessions = configuration->sessions,
        .sessions_per_address = configuration->sessions_per_address,
        .idle_seconds = configuration->idle_seconds,
        .present_limit = configuration->present_limit,
    };

    service->z3950_count = options.address_count;
    return z3950_server_start(&service->z3950, service->catalogue, &options, diag);
}

/* Tells the front page where Z39.50 listens. */
static void list_faces(struct service *service)
{
    service->faces = arena_array(service->arena, service->z3950_count + 1, sizeof *service->faces);
    for (size_t i = 0; i < service->z3950_count; i++)
        service->faces[i] = (struct http_face){"Z39.50", z3950_server_address(service->z3950, i)};
    http_server_set_faces(service->http, service->faces);
}

int service_start(struct service **service, const struct configuration *configuration,
                  struct diag *diag)
{
    const struct catalogue_options options = {
        .map_size = configuration->map_size,
        .repository = configuration->repository,
        .sort_limit = configuration->sort_limit,
    };
    struct service *started = memory_zeroed(1, sizeof *started);
    int status;

    started->arena = arena_create();
    status = catalogue_open(&started->catalogue, configuration->catalogue, &options, diag);
    if (status >= 0)
        status = start_http(started, configuration, diag);
    if (status >= 0)
        status = start_z3950(started, configuration, diag);
    if (status < 0) {
        service_stop(started);
        return status;
    }
    list_faces(started);
    *service = started;
    return OFFPRINT_OK;
}

void service_announce(const struct service *service, FILE *to)
{
    for (size_t i = 0; i < service->z3950_count; i++) {
        const char *address = z3950_server_address(service->z3950, i);

        fprintf(to,
                "z3950 %s  try: zoomsh 'connect %s/Default' 'find @attr 1=4 rupture' 'show 0 1'"
                " quit\n",
                address, address);
    }
    for (size_t i = 0; i < service->http_count; i++) {
        const char *address = http_server_address(service->http, i);

        fprintf(to, "http http://%s  try: a browser\n", address);
        fprintf(to, "rest http://%s/records  try: curl 'http://%s/records?query=rupture'\n",
                address, address);
        fprintf(to,
                "oai http://%s/oai  try: curl 'http://%s/oai?verb=ListRecords"
                "&metadataPrefix=oai_dc'\n",
                address, address);
    }
    fflush(to);
}

void service_stop(struct service *service)
{
    if (service == NULL)
        return;
    z3950_server_stop(service->z3950, DRAIN_SECONDS);
    http_server_stop(service->http, DRAIN_SECONDS);
    catalogue_close(service->catalogue);
    arena_destroy(service->arena);
    free(service);
}

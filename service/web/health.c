/* /health: can the catalogue be read? For load balancers and monitoring. */
#include "web/private.h"

#include <inttypes.h>

#include <offprint/catalogue.h>

void web_health(const struct http_request *request, struct http_response *response)
{
    struct catalogue_statistics statistics;
    struct diag diag = {0};

    if (catalogue_statistics(&statistics, request->catalogue, &diag) < 0) {
        http_problem(response, request, 503, &diag);
        return;
    }
    response->content_type = "application/json";
    http_response_header(response, "Cache-Control", "no-store");
    buffer_printf(&response->body,
                  "{\"status\": \"ok\", \"version\": \"" OFFPRINT_VERSION
                  "\", \"records\": %" PRIu64 ", \"last_change\": %" PRIu64 "}\n",
                  statistics.records, statistics.last_change);
}

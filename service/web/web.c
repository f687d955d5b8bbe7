/* Routes of the pages. */
#include "web/web.h"

#include "web/private.h"

const struct http_route web_routes[] = {
    {"/", HTTP_GET, web_front},
    {"/robots.txt", HTTP_GET, web_robots},
    {"/health", HTTP_GET, web_health},
    {NULL, 0, NULL},
};

/* /robots.txt: records may be read one by one; searches and harvests have interfaces of their own.
 */
#include "web/private.h"

void web_robots(const struct http_request *request, struct http_response *response)
{
    (void)request;
    response->content_type = "text/plain; charset=utf-8";
    response->validated = true;
    http_response_header(response, "Cache-Control", "public, max-age=86400");
    buffer_add_string(&response->body, "User-agent: *\n"
                                       "Allow: /records/\n"
                                       "Disallow: /records?\n"
                                       "Disallow: /oai\n");
}

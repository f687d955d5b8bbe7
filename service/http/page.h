/* The frame of our HTML pages, and a record as an entry of a list in one. */
#ifndef OFFPRINT_HTTP_PAGE_H
#define OFFPRINT_HTTP_PAGE_H

#include <offprint/slice.h>

struct catalogue_record;
struct http_request;
struct http_response;

/* The path that comes before our own in links: "" or, behind a proxy, "/catalogue". */
const char *http_base_path(const struct http_request *request);

/* Begins and ends a page: `title` is plain text. The search form stands at its top with `query`
 * in it. */
void http_page_begin(struct http_response *response, const struct http_request *request,
                     struct slice title, struct slice query);
void http_page_end(struct http_response *response, const struct http_request *request);

/* Appends a record as <li>: its title as a link, who made it, when, and what it is part of. */
void http_page_record(struct http_response *response, const struct http_request *request,
                      const struct catalogue_record *record);

#endif

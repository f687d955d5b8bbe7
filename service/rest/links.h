/* Link headers of a record (RFC 8288). */
#ifndef OFFPRINT_REST_LINKS_H
#define OFFPRINT_REST_LINKS_H

struct catalogue_record;
struct http_request;
struct http_response;

/*
 * Adds one Link header: the record in every format (alternate), its own address (cite-as), its
 * host (up, collection), its parts (item, and their list as contents). A host that has more parts
 * than fit names the first of them.
 */
void rest_add_links(const struct http_request *request, struct http_response *response,
                    const struct catalogue_record *record);

#endif

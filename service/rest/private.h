/* What the operations of REST share. */
#ifndef OFFPRINT_REST_PRIVATE_H
#define OFFPRINT_REST_PRIVATE_H

#include <offprint/catalogue.h>
#include <offprint/convert.h>

#include "http/http.h"

/* Answers for a failed call, by the one table. Returns false, to be returned on. */
bool rest_refuse(const struct http_request *request, struct http_response *response,
                 const struct diag *diag);

/* Answers 410 for a record that was deleted, with the day. */
void rest_answer_deleted(const struct http_request *request, struct http_response *response,
                         const struct catalogue_record *record);

/* "{base_url}/records/{id}", the id percent-encoded; in the request's arena. */
const char *rest_record_url(const struct http_request *request, const char *id);

/* record.c: one record; `name` is its id, perhaps with a suffix. */
void rest_answer_record(const struct http_request *request, struct http_response *response,
                        struct slice name);
/* parts.c: the component parts of a record. */
void rest_answer_parts(const struct http_request *request, struct http_response *response,
                       struct slice id);
/* search.c: all records, or those that a query finds. */
void rest_answer_list(const struct http_request *request, struct http_response *response);

#endif

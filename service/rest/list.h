/* Several records as one document, a page of a longer list. */
#ifndef OFFPRINT_REST_LIST_H
#define OFFPRINT_REST_LIST_H

#include <stddef.h>
#include <stdint.h>

#include <offprint/slice.h>
#include <offprint/status.h>

#include "rest/facets.h"
#include "rest/sort.h"

struct arena;
struct catalogue_record;
struct format;
struct http_request;
struct http_response;

#define LIST_LIMIT_STANDARD 20
#define LIST_LIMIT_MAX 1000
/* Bytes of records, as stored, after which a page ends before its limit. */
#define LIST_BYTES_MAX (16u * 1024 * 1024)

struct rest_list {
    const struct catalogue_record *records;
    size_t count;
    uint64_t total;     /* of the whole list */
    const char *next;   /* address of the next page, NULL on the last */
    struct slice title; /* heading of the HTML page */
    struct slice query; /* shown in its search form */
    struct rest_sort sort;
    struct rest_facets facets;
};

/* Chooses the format of a list, JSON where nothing is asked for. OFFPRINT_FORMAT. */
int rest_list_negotiate(const struct format **format, const struct http_request *request,
                        struct http_response *response, struct diag *diag);

/* Answers with the list: body, Content-Type, Link to the next page. */
int rest_list_write(const struct http_request *request, struct http_response *response,
                    const struct rest_list *list, const struct format *format, struct diag *diag);

/* ?limit=: 1 to LIST_LIMIT_MAX, `standard` where it was not sent. OFFPRINT_INVALID otherwise. */
int rest_list_limit(size_t *limit, const struct http_request *request, size_t standard,
                    struct diag *diag);

/* A parameter that is a number without sign, `low` to `high`; `*number` stays where it was not
 * sent. */
int rest_list_number(uint64_t *number, const struct http_request *request, const char *name,
                     uint64_t low, uint64_t high, struct diag *diag);

/* ?cursor=: the place after which the page begins, 0 for the beginning. OFFPRINT_INVALID for a
 * cursor that was not made for `purpose`. */
int rest_list_cursor(uint64_t *place, const struct http_request *request, struct slice purpose,
                     struct diag *diag);

/* The address of the page after `place`: this request's own with another cursor. */
const char *rest_list_next(const struct http_request *request, uint64_t place,
                           struct slice purpose);

/* Appends this request's own address without some parameters (their names, then NULL), ready for
 * others behind it. */
struct buffer;
void rest_list_add_address(struct buffer *out, const struct http_request *request,
                           const char *const *without);

/* The same two where the place is bytes that only the list knows: none for the beginning. */
int rest_list_cursor_bytes(struct slice *place, const struct http_request *request,
                           struct slice purpose, struct diag *diag);
const char *rest_list_next_bytes(const struct http_request *request, struct slice place,
                                 struct slice purpose);

#endif

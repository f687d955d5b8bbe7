/* The order of a list: ?sort=, and the menu that offers it on the page. */
#ifndef OFFPRINT_REST_SORT_H
#define OFFPRINT_REST_SORT_H

#include <stdbool.h>

#include <offprint/slice.h>
#include <offprint/status.h>

struct buffer;
struct http_request;
struct sort_order;

struct rest_sort {
    struct slice text;        /* as asked for; empty: in the order of the catalogue */
    struct sort_order *order; /* in the request's arena; NULL where nothing was asked for */
    bool menu;                /* offer others on the page */
    bool relevance;           /* that too: there is something to be relevant to */
};

/* Reads ?sort=title,-date. Errors as sort_order_read. */
int rest_sort_read(struct rest_sort *sort, const struct http_request *request, struct diag *diag);

/* Appends the menu, where there is to be one: this list's own address in other orders. */
void rest_sort_menu(struct buffer *out, const struct http_request *request,
                    const struct rest_sort *sort);

#endif

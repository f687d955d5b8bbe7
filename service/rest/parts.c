/* GET /records/{id}/parts: the component parts of a host, in order. */
#include "rest/private.h"

#include <offprint/arena.h>

#include "rest/list.h"

#define PAGE_LARGEST 99999999u

struct parts {
    const struct http_request *request;
    struct slice id;
    struct slice purpose; /* what cursors are made for: this record and page */
    const struct format *format;
    size_t limit;
    uint64_t page;  /* of the book; 0: all of it */
    uint64_t after; /* parts before the first one of this answer */
};

static int read_parameters(struct parts *parts, struct diag *diag)
{
    static const char *const parameters[] = {"page", "limit", "cursor", "format", NULL};
    const struct http_request *request = parts->request;
    int status = http_request_allow(request, parameters, diag);

    if (status == OFFPRINT_OK)
        status = rest_list_number(&parts->page, request, "page", 1, PAGE_LARGEST, diag);
    if (status == OFFPRINT_OK)
        status = rest_list_limit(&parts->limit, request, LIST_LIMIT_MAX, diag);
    parts->purpose =
        slice_of(arena_printf(request->arena, "parts?%llu %.*s", (unsigned long long)parts->page,
                              (int)parts->id.length, parts->id.data));
    if (status == OFFPRINT_OK)
        status = rest_list_cursor(&parts->after, request, parts->purpose, diag);
    return status;
}

static int write_parts(const struct parts *parts, struct http_response *response, struct diag *diag)
{
    const struct http_request *request = parts->request;
    struct catalogue_record *all;
    struct rest_list list = {.query = slice_of("")};
    ptrdiff_t count = catalogue_parts(&all, request->catalogue, parts->id, (uint32_t)parts->page, 0,
                                      request->arena, diag);
    uint64_t first;
    size_t bytes = 0;

    if (count < 0)
        return (int)count;
    list.total = (uint64_t)count;
    list.title = slice_of(
        arena_printf(request->arena, "Parts of %.*s", (int)parts->id.length, parts->id.data));
    first = parts->after < list.total ? parts->after : list.total;
    list.records = count > 0 ? all + first : NULL;
    while (first + list.count < list.total && list.count < parts->limit && bytes < LIST_BYTES_MAX) {
        bytes += list.records[list.count].packed.length + list.records[list.count].source.length;
        list.count++;
    }
    if (first + list.count < list.total)
        list.next = rest_list_next(request, first + list.count, parts->purpose);
    return rest_list_write(request, response, &list, parts->format, diag);
}

void rest_answer_parts(const struct http_request *request, struct http_response *response,
                       struct slice id)
{
    struct parts parts = {.request = request, .id = id};
    struct catalogue_record host;
    struct diag diag = {0};

    if (catalogue_fetch(&host, request->catalogue, id, request->arena, &diag) < 0) {
        rest_refuse(request, response, &diag);
        return;
    }
    if (host.deleted) {
        rest_answer_deleted(request, response, &host);
        return;
    }
    if (rest_list_negotiate(&parts.format, request, response, &diag) < 0 ||
        read_parameters(&parts, &diag) < 0 || write_parts(&parts, response, &diag) < 0)
        rest_refuse(request, response, &diag);
}

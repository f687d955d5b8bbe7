/* Routes of REST. */
#include "rest/rest.h"

#include <offprint/arena.h>

#include "base/datestamp.h"
#include "base/escape.h"
#include "http/target.h"
#include "rest/private.h"

bool rest_refuse(const struct http_request *request, struct http_response *response,
                 const struct diag *diag)
{
    http_problem(response, request, http_status_of(diag->status), diag);
    return false;
}

void rest_answer_deleted(const struct http_request *request, struct http_response *response,
                         const struct catalogue_record *record)
{
    struct diag diag = {0};
    char date[DATESTAMP_SIZE];

    datestamp_format(date, record->datestamp);
    diag_refuse(&diag, OFFPRINT_GONE, record->id, "the record was deleted at %s", date);
    http_problem(response, request, http_status_of(OFFPRINT_GONE), &diag);
    http_problem_add(response, "deleted", slice_of(date));
}

const char *rest_record_url(const struct http_request *request, const char *id)
{
    struct buffer url;
    const char *copy;

    buffer_init(&url);
    buffer_printf(&url, "%s/records/", request->base_url);
    escape_url(&url, slice_of(id));
    copy = arena_slice(request->arena, buffer_slice(&url)).data;
    buffer_finish(&url);
    return copy;
}

/* An id may hold a "/", which then came as %2F: the path is taken apart before it is decoded. */
static void answer_below(const struct http_request *request, struct http_response *response)
{
    struct slice rest = slice_part(request->raw_path, strlen("/records/"), SIZE_MAX);
    struct diag diag = {0};
    struct slice name;
    size_t end = 0;

    while (end < rest.length && rest.data[end] != '/')
        end++;
    if (http_segment_decode(&name, slice_part(rest, 0, end), request->arena, &diag) < 0)
        rest_refuse(request, response, &diag);
    else if (end == rest.length)
        rest_answer_record(request, response, name);
    else if (slice_is(slice_part(rest, end, SIZE_MAX), "/parts"))
        rest_answer_parts(request, response, name);
    else {
        diag_refuse(&diag, OFFPRINT_NOT_FOUND,
                    arena_slice(request->arena, slice_part(rest, end, SIZE_MAX)).data,
                    "below a record there is /parts; a / within an id is written %%2F");
        rest_refuse(request, response, &diag);
    }
}

const struct http_route rest_routes[] = {
    {"/records", HTTP_GET, rest_answer_list},
    {"/records/", HTTP_GET, answer_below},
    {NULL, 0, NULL},
};

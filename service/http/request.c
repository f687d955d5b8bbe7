/* What handlers ask of a request, and tell of a response. */
#include "http/http.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <strings.h>

#include <microhttpd.h>

#include <offprint/arena.h>

struct header_search {
    const char *name;
    const char *value;
    struct arena *arena;
};

static enum MHD_Result join_header(void *context, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
    struct header_search *search = context;

    (void)kind;
    if (strcasecmp(name, search->name) != 0 || value == NULL)
        return MHD_YES;
    if (search->value == NULL)
        search->value = value;
    else
        search->value = arena_printf(search->arena, "%s, %s", search->value, value);
    return MHD_YES;
}

const char *http_request_header(const struct http_request *request, const char *name)
{
    struct header_search search = {name, NULL, request->arena};

    if (request->connection != NULL)
        MHD_get_connection_values(request->connection, MHD_HEADER_KIND, join_header, &search);
    return search.value;
}

bool http_request_parameter(const struct http_request *request, const char *name,
                            struct slice *value)
{
    for (size_t i = 0; i < request->parameter_count; i++) {
        if (slice_is(request->parameters[i].name, name)) {
            *value = request->parameters[i].value;
            return true;
        }
    }
    return false;
}

static bool is_listed(struct slice name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (slice_is(name, *names))
            return true;
    return false;
}

int http_request_allow(const struct http_request *request, const char *const *names,
                       struct diag *diag)
{
    for (size_t i = 0; i < request->parameter_count; i++) {
        struct slice name = request->parameters[i].name;
        const char *text = arena_slice(request->arena, name).data;
        if (!is_listed(name, names))
            return diag_refuse(diag, OFFPRINT_INVALID, text, "there is no parameter %s here", text);
        for (size_t j = 0; j < i; j++)
            if (slice_equal(name, request->parameters[j].name))
                return diag_refuse(diag, OFFPRINT_INVALID, text, "the parameter %s is repeated",
                                   text);
    }
    return OFFPRINT_OK;
}

void http_response_header(struct http_response *response, const char *name, const char *format, ...)
{
    va_list arguments;
    char *value;
    int length;

    assert(format != NULL);
    va_start(arguments, format);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0)
        return;
    value = arena_alloc(response->arena, (size_t)length + 1);
    va_start(arguments, format);
    vsnprintf(value, (size_t)length + 1, format, arguments);
    va_end(arguments);
    if (response->header_count == response->header_capacity) {
        size_t capacity = response->header_capacity == 0 ? 8 : 2 * response->header_capacity;
        struct http_header *grown = arena_array(response->arena, capacity, sizeof *grown);
        if (response->header_count > 0)
            memcpy(grown, response->headers, response->header_count * sizeof *grown);
        response->headers = grown;
        response->header_capacity = capacity;
    }
    response->headers[response->header_count++] =
        (struct http_header){arena_string(response->arena, name), value};
}

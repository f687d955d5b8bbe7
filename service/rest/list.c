#include "rest/list.h"

#include <inttypes.h>

#include <offprint/arena.h>
#include <offprint/catalogue.h>
#include <offprint/convert.h>

#include "base/bytes.h"
#include "base/escape.h"
#include "http/http.h"
#include "http/page.h"
#include "http/token.h"

int rest_list_negotiate(const struct format **format, const struct http_request *request,
                        struct http_response *response, struct diag *diag)
{
    return http_negotiate(format, request, response, NULL, format_by_name(slice_of("json")), diag);
}

/* The records one behind the other, as one list of their format takes them. */
static int add_records(const struct http_request *request, struct buffer *body,
                       const struct rest_list *list, const struct format *format, struct diag *diag)
{
    const struct write_options options = {.format = format, .base_url = request->base_url};
    struct buffer record;
    int status = OFFPRINT_OK;

    buffer_init(&record);
    for (size_t i = 0; i < list->count && status >= 0; i++) {
        buffer_truncate(&record, 0);
        status = catalogue_write(&record, request->catalogue, &list->records[i], &options,
                                 request->arena, diag);
        if (status >= 0)
            convert_list_add(body, format, buffer_slice(&record), i == 0);
    }
    buffer_finish(&record);
    return status;
}

static int write_records(const struct http_request *request, struct http_response *response,
                         const struct rest_list *list, const struct format *format,
                         struct diag *diag)
{
    int status;

    convert_list_begin(&response->body, format);
    status = add_records(request, &response->body, list, format, diag);
    convert_list_end(&response->body, format);
    return status;
}

static int write_json(const struct http_request *request, struct http_response *response,
                      const struct rest_list *list, const struct format *format, struct diag *diag)
{
    struct buffer *body = &response->body;
    int status;

    buffer_printf(body, "{\"total\": %" PRIu64 ", \"count\": %zu, \"next\": ", list->total,
                  list->count);
    if (list->next != NULL)
        escape_json(body, slice_of(list->next));
    else
        buffer_add_string(body, "null");
    buffer_add_string(body, ", ");
    rest_facets_write_json(body, &list->facets, list->query);
    buffer_add_string(body, "\"records\": [\n");
    status = add_records(request, body, list, format, diag);
    buffer_add_string(body, "\n]}\n");
    return status;
}

static void write_page(const struct http_request *request, struct http_response *response,
                       const struct rest_list *list)
{
    struct buffer *body = &response->body;

    http_page_begin(response, request, list->title, list->query);
    buffer_add_string(body, "<h1>");
    escape_xml(body, list->title);
    buffer_printf(body, "</h1>\n<p class=\"quiet\">%" PRIu64 " %s</p>\n", list->total,
                  list->total == 1 ? "record" : "records");
    if (list->total > 1)
        rest_sort_menu(body, request, &list->sort);
    buffer_add_string(body, "<div class=\"found\">\n<div>\n");
    if (list->count > 0) {
        buffer_add_string(body, "<ol class=\"records\">\n");
        for (size_t i = 0; i < list->count; i++)
            http_page_record(response, request, &list->records[i]);
        buffer_add_string(body, "</ol>\n");
    }
    if (list->next != NULL) {
        buffer_add_string(body, "<nav aria-label=\"Pages\"><a rel=\"next\" href=\"");
        escape_xml(body, slice_of(list->next));
        buffer_add_string(body, "\">Next page</a></nav>\n");
    }
    buffer_add_string(body, "</div>\n");
    rest_facets_write_page(body, request, &list->facets, list->query, list->total);
    buffer_add_string(body, "</div>\n");
    http_page_end(response, request);
}

int rest_list_write(const struct http_request *request, struct http_response *response,
                    const struct rest_list *list, const struct format *format, struct diag *diag)
{
    int status = OFFPRINT_OK;

    if (strcmp(format->name, "html") == 0)
        write_page(request, response, list);
    else if (strcmp(format->name, "json") == 0)
        status = write_json(request, response, list, format, diag);
    else
        status = write_records(request, response, list, format, diag);
    response->content_type = http_content_type(format);
    response->validated = true;
    http_response_header(response, "Cache-Control", "no-cache");
    if (list->next != NULL)
        http_response_header(response, "Link", "<%s>; rel=\"next\"", list->next);
    return status;
}

/* --- parameters ------------------------------------------------------------------------------ */

int rest_list_number(uint64_t *number, const struct http_request *request, const char *name,
                     uint64_t low, uint64_t high, struct diag *diag)
{
    struct slice text;
    uint64_t value = 0;
    bool good;

    if (!http_request_parameter(request, name, &text))
        return OFFPRINT_OK;
    good = text.length > 0 && text.length <= 9;
    for (size_t i = 0; good && i < text.length; i++) {
        good = text.data[i] >= '0' && text.data[i] <= '9';
        value = value * 10 + (uint64_t)(text.data[i] - '0');
    }
    if (!good || value < low || value > high)
        return diag_refuse(diag, OFFPRINT_INVALID, arena_slice(request->arena, text).data,
                           "%s is a number from %" PRIu64 " to %" PRIu64, name, low, high);
    *number = value;
    return OFFPRINT_OK;
}

int rest_list_limit(size_t *limit, const struct http_request *request, size_t standard,
                    struct diag *diag)
{
    uint64_t number = standard;
    int status = rest_list_number(&number, request, "limit", 1, LIST_LIMIT_MAX, diag);

    *limit = (size_t)number;
    return status;
}

static int refuse_cursor(const struct http_request *request, struct slice token, struct diag *diag)
{
    return diag_refuse(diag, OFFPRINT_INVALID, arena_slice(request->arena, token).data,
                       "the cursor was not given out for this list");
}

int rest_list_cursor_bytes(struct slice *place, const struct http_request *request,
                           struct slice purpose, struct diag *diag)
{
    struct slice token;
    struct buffer buffer;
    bool good;

    *place = slice_of("");
    if (!http_request_parameter(request, "cursor", &token))
        return OFFPRINT_OK;
    buffer_init(&buffer);
    good = http_token_read(&buffer, token, purpose);
    *place = arena_slice(request->arena, buffer_slice(&buffer));
    buffer_finish(&buffer);
    return good && place->length > 0 ? OFFPRINT_OK : refuse_cursor(request, token, diag);
}

int rest_list_cursor(uint64_t *place, const struct http_request *request, struct slice purpose,
                     struct diag *diag)
{
    struct slice token, place_bytes;
    struct bytes in;
    int status = rest_list_cursor_bytes(&place_bytes, request, purpose, diag);

    *place = 0;
    if (status < 0 || place_bytes.length == 0)
        return status;
    bytes_init(&in, place_bytes.data, place_bytes.length);
    *place = bytes_take_u64(&in);
    if (!bytes_failed(&in) && bytes_left(&in) == 0)
        return OFFPRINT_OK;
    http_request_parameter(request, "cursor", &token);
    return refuse_cursor(request, token, diag);
}

void rest_list_add_address(struct buffer *out, const struct http_request *request,
                           const char *const *without)
{
    buffer_printf(out, "%s%.*s?", request->base_url, (int)request->raw_path.length,
                  request->raw_path.data);
    for (size_t i = 0; i < request->parameter_count; i++) {
        const struct http_parameter *parameter = &request->parameters[i];
        bool left_out = false;

        for (size_t j = 0; without[j] != NULL; j++)
            left_out = left_out || slice_is(parameter->name, without[j]);
        if (left_out)
            continue;
        escape_url(out, parameter->name);
        buffer_add_char(out, '=');
        escape_url(out, parameter->value);
        buffer_add_char(out, '&');
    }
}

const char *rest_list_next_bytes(const struct http_request *request, struct slice place,
                                 struct slice purpose)
{
    static const char *const without[] = {"cursor", NULL};
    struct buffer url;
    const char *copy;

    buffer_init(&url);
    rest_list_add_address(&url, request, without);
    buffer_add_string(&url, "cursor=");
    http_token_write(&url, place, purpose);
    copy = arena_slice(request->arena, buffer_slice(&url)).data;
    buffer_finish(&url);
    return copy;
}

const char *rest_list_next(const struct http_request *request, uint64_t place, struct slice purpose)
{
    uint8_t bytes[8];

    put_u64(bytes, place);
    return rest_list_next_bytes(request, slice_make((const char *)bytes, sizeof bytes), purpose);
}

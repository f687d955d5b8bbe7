/* GET /records: every record, or those that ?query= (CQL) finds. */
#include "rest/private.h"

#include <offprint/arena.h>
#include <offprint/query.h>

#include "base/escape.h"
#include "http/page.h"
#include "rest/list.h"

struct search {
    const struct http_request *request;
    struct slice cql;     /* empty: all records */
    struct slice purpose; /* what cursors are made for: this query */
    const struct format *format;
    size_t limit;
    uint64_t after; /* mark */
    struct rest_list list;
};

static int read_parameters(struct search *search, struct diag *diag)
{
    static const char *const parameters[] = {"query", "limit", "cursor", "format", NULL};
    const struct http_request *request = search->request;
    struct slice cql;
    int status = http_request_allow(request, parameters, diag);

    if (status < 0)
        return status;
    if (http_request_parameter(request, "query", &cql))
        search->cql = slice_trim(cql);
    search->purpose = slice_of(
        arena_printf(request->arena, "records?%.*s", (int)search->cql.length, search->cql.data));
    if ((status = rest_list_limit(&search->limit, request, LIST_LIMIT_STANDARD, diag)) < 0)
        return status;
    return rest_list_cursor(&search->after, request, search->purpose, diag);
}

static int run(struct result_set **result, const struct search *search, struct diag *diag)
{
    const struct http_request *request = search->request;
    struct query all = {.kind = QUERY_ALL};
    struct query *query = &all;
    struct search_options options = {0};

    if (search->cql.length > 0) {
        int status =
            query_from_cql(&query, request->arena, catalogue_access_points(request->catalogue),
                           arena_slice(request->arena, search->cql).data, diag);
        if (status < 0)
            return status;
    }
    return catalogue_search(result, request->catalogue, query, &options, diag);
}

/* Fetches the page's records; those that were deleted since the search are left out. */
static int gather(struct search *search, struct result_set *result, struct diag *diag)
{
    struct arena *arena = search->request->arena;
    struct catalogue_record *records = arena_array(arena, search->limit, sizeof *records);
    uint64_t position = result_set_position_after(result, search->after);
    struct rest_list *list = &search->list;
    size_t bytes = 0;

    list->records = records;
    list->total = result_set_count(result);
    while (position <= list->total && list->count < search->limit && bytes < LIST_BYTES_MAX) {
        int status = result_set_fetch(&records[list->count], result, position++, arena, diag);
        if (status == OFFPRINT_GONE)
            continue;
        if (status < 0)
            return status;
        bytes += records[list->count].packed.length + records[list->count].source.length;
        list->count++;
    }
    if (position <= list->total)
        list->next =
            rest_list_next(search->request, result_set_mark(result, position - 1), search->purpose);
    return OFFPRINT_OK;
}

static int answer(struct search *search, struct http_response *response, struct diag *diag)
{
    struct result_set *result = NULL;
    int status = run(&result, search, diag);

    if (status == OFFPRINT_OK)
        status = gather(search, result, diag);
    if (status == OFFPRINT_OK)
        status = rest_list_write(search->request, response, &search->list, search->format, diag);
    result_set_destroy(result);
    return status;
}

/* Whoever typed a query into the page's form is told there what is wrong with it. */
static void refuse_on_page(const struct search *search, struct http_response *response,
                           const struct diag *diag)
{
    struct buffer *body = &response->body;

    buffer_truncate(body, 0);
    response->status = http_status_of(diag->status);
    http_page_begin(response, search->request, slice_of("This query cannot be answered"),
                    search->cql);
    buffer_add_string(body, "<h1>This query cannot be answered</h1>\n<p>");
    escape_xml(body, slice_of(diag->message));
    buffer_add_string(body, ".</p>\n<p>Queries are written in CQL: "
                            "<code>rupture</code>, <code>title = \"general strike\"</code>, "
                            "<code>author = gorodetsky and date = 1977</code>.</p>\n");
    http_page_end(response, search->request);
}

void rest_answer_list(const struct http_request *request, struct http_response *response)
{
    struct search search = {.request = request, .cql = slice_of("")};
    struct diag diag = {0};
    int status = rest_list_negotiate(&search.format, request, response, &diag);

    if (status == OFFPRINT_OK)
        status = read_parameters(&search, &diag);
    if (status < 0) {
        rest_refuse(request, response, &diag);
        return;
    }
    search.list.query = search.cql;
    search.list.title = slice_of("All records");
    if (search.cql.length > 0)
        search.list.title = slice_of(
            arena_printf(request->arena, "Search: %.*s", (int)search.cql.length, search.cql.data));
    status = answer(&search, response, &diag);
    if (status == OFFPRINT_OK)
        return;
    if (strcmp(search.format->name, "html") == 0 && http_status_of(status) == 400)
        refuse_on_page(&search, response, &diag);
    else
        rest_refuse(request, response, &diag);
}

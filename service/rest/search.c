/* GET /records: every record, or those that ?query= (CQL) finds. */
#include "rest/private.h"

#include <offprint/arena.h>
#include <offprint/query.h>

#include "base/escape.h"
#include "http/page.h"
#include "rest/list.h"
#include "rest/narrow.h"

struct search {
    const struct http_request *request;
    struct slice cql;        /* identifiers among it; empty: all records */
    struct query *query;     /* NULL: all records */
    bool words;              /* a query was typed, which something can be relevant to */
    struct slice collection; /* empty: all of them */
    struct slice purpose;    /* what cursors are made for: this query */
    const struct format *format;
    size_t limit;
    struct slice after; /* mark */
    struct rest_list list;
};

static int read_parameters(struct search *search, struct diag *diag)
{
    static const char *const parameters[] = {
        "query",       "sort",          "limit",       "cursor",     "format",         "facets",
        "facet-limit", "facet-minimum", "facet-order", "collection", REST_IDENTIFIERS, NULL};
    const struct http_request *request = search->request;
    uint64_t limit = LIST_LIMIT_STANDARD;
    int status = http_request_allow(request, parameters, diag);

    if (status < 0)
        return status;
    http_request_parameter(request, "collection", &search->collection);
    if ((status = rest_sort_read(&search->list.sort, request, diag)) < 0)
        return status;
    if ((status = rest_facets_read(&search->list.facets, request, search->format, diag)) < 0 ||
        (status = rest_list_number(&limit, request, "limit", search->list.facets.asked ? 0 : 1,
                                   LIST_LIMIT_MAX, diag)) < 0)
        return status;
    search->limit = (size_t)limit;
    return OFFPRINT_OK;
}

static int read_query(struct search *search, struct diag *diag)
{
    const struct http_request *request = search->request;
    struct slice cql;
    int status = OFFPRINT_OK;

    if (http_request_parameter(request, "query", &cql))
        search->cql = slice_trim(cql);
    search->words = search->cql.length > 0;
    if (search->words)
        status = query_from_cql(&search->query, request->arena,
                                catalogue_access_points(request->catalogue),
                                arena_slice(request->arena, search->cql).data, diag);
    return status < 0 ? status : rest_identifiers_read(&search->query, &search->cql, request, diag);
}

static int read_cursor(struct search *search, struct diag *diag)
{
    const struct http_request *request = search->request;

    search->purpose = slice_of(
        arena_printf(request->arena, "records?%.*s?%.*s?%.*s", (int)search->list.sort.text.length,
                     search->list.sort.text.data, (int)search->collection.length,
                     search->collection.data, (int)search->cql.length, search->cql.data));
    return rest_list_cursor_bytes(&search->after, request, search->purpose, diag);
}

static int run(struct result_set **result, struct search *search, struct diag *diag)
{
    const struct http_request *request = search->request;
    const struct query all = {.kind = QUERY_ALL};
    const struct query *query = search->query != NULL ? search->query : &all;
    const char *collection = arena_slice(request->arena, search->collection).data;
    const struct search_options options = {.sort = search->list.sort.order,
                                           .collections = &collection,
                                           .collection_count =
                                               search->collection.length > 0 ? 1 : 0};

    search->list.sort.menu = query->sort == NULL;
    search->list.sort.relevance = search->words;
    return catalogue_search(result, request->catalogue, query, &options, diag);
}

/* The page after the one whose last record stood at `last`, or before it if that is gone. */
static int find_next(struct search *search, struct result_set *result, uint64_t last,
                     struct diag *diag)
{
    struct buffer mark;
    int status;

    buffer_init(&mark);
    while ((status = result_set_mark(&mark, result, last, diag)) == OFFPRINT_GONE && last > 1)
        last--;
    if (status == OFFPRINT_OK)
        search->list.next =
            rest_list_next_bytes(search->request, buffer_slice(&mark), search->purpose);
    buffer_finish(&mark);
    return status;
}

/* Fetches the page's records; those that were deleted since the search are left out. */
static int gather(struct search *search, struct result_set *result, struct diag *diag)
{
    struct arena *arena = search->request->arena;
    struct catalogue_record *records = arena_array(arena, search->limit + 1, sizeof *records);
    uint64_t position, last = 0;
    struct rest_list *list = &search->list;
    size_t bytes = 0;
    int status = result_set_position_after(&position, result, search->after, diag);

    list->records = records;
    list->total = result_set_count(result);
    for (; status == OFFPRINT_OK && position <= list->total && list->count < search->limit &&
           bytes < LIST_BYTES_MAX;
         position++) {
        status = result_set_fetch(&records[list->count], result, position, arena, diag);
        if (status == OFFPRINT_GONE) {
            status = OFFPRINT_OK;
            continue;
        }
        if (status < 0)
            return status;
        last = position;
        bytes += records[list->count].packed.length + records[list->count].source.length;
        list->count++;
    }
    if (status == OFFPRINT_OK && position <= list->total && search->limit > 0)
        status = find_next(search, result, last, diag);
    return status;
}

static int answer(struct search *search, struct http_response *response, struct diag *diag)
{
    struct result_set *result = NULL;
    int status = run(&result, search, diag);

    if (status == OFFPRINT_OK)
        status = gather(search, result, diag);
    if (status == OFFPRINT_OK)
        status = rest_facets_count(&search->list.facets, search->request, result, diag);
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

static void refuse(const struct search *search, struct http_response *response,
                   const struct diag *diag)
{
    if (strcmp(search->format->name, "html") == 0 && http_status_of(diag->status) == 400)
        refuse_on_page(search, response, diag);
    else
        rest_refuse(search->request, response, diag);
}

void rest_answer_list(const struct http_request *request, struct http_response *response)
{
    struct search search = {.request = request, .cql = slice_of(""), .collection = slice_of("")};
    struct diag diag = {0};

    if (rest_list_negotiate(&search.format, request, response, &diag) < 0 ||
        read_parameters(&search, &diag) < 0) {
        rest_refuse(request, response, &diag);
        return;
    }
    if (read_query(&search, &diag) < 0) {
        refuse(&search, response, &diag);
        return;
    }
    if (read_cursor(&search, &diag) < 0) {
        rest_refuse(request, response, &diag);
        return;
    }
    search.list.query = search.cql;
    search.list.title = slice_of("All records");
    if (search.cql.length > 0)
        search.list.title = slice_of(
            arena_printf(request->arena, "Search: %.*s", (int)search.cql.length, search.cql.data));
    if (answer(&search, response, &diag) < 0)
        refuse(&search, response, &diag);
}

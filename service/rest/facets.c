#include "rest/facets.h"

#include <inttypes.h>
#include <string.h>

#include <offprint/access_points.h>
#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/convert.h>

#include "base/escape.h"
#include "http/http.h"
#include "rest/list.h"
#include "rest/narrow.h"

#define LIMIT_STANDARD 10
/* On a page, where nothing else is asked for. */
#define LIMIT_PAGE 6

/* --- parameters ------------------------------------------------------------------------------- */

static bool says_how(const struct http_request *request)
{
    struct slice ignored;

    return http_request_parameter(request, "facet-limit", &ignored) ||
           http_request_parameter(request, "facet-minimum", &ignored) ||
           http_request_parameter(request, "facet-order", &ignored);
}

static int read_order(enum facet_order *order, const struct http_request *request,
                      struct diag *diag)
{
    struct slice text;

    *order = FACET_ORDER_COUNT;
    if (!http_request_parameter(request, "facet-order", &text) || slice_is(text, "count"))
        return OFFPRINT_OK;
    *order = FACET_ORDER_TERM;
    return slice_is(text, "term")
               ? OFFPRINT_OK
               : diag_refuse(diag, OFFPRINT_INVALID, arena_slice(request->arena, text).data,
                             "facet-order is count or term");
}

int rest_facets_read(struct rest_facets *facets, const struct http_request *request,
                     const struct format *format, struct diag *diag)
{
    bool page = strcmp(format->name, "html") == 0;
    uint64_t limit = LIMIT_STANDARD, minimum = 1;
    struct slice names;
    int status;

    *facets = (struct rest_facets){.asked = http_request_parameter(request, "facets", &names)};
    facets->wanted = facets->asked || page;
    if (facets->asked && !page && strcmp(format->name, "json") != 0)
        return diag_refuse(diag, OFFPRINT_INVALID, format->name,
                           "facets are given in JSON and on the page, not in this format");
    if (!facets->asked && says_how(request))
        return diag_set(diag, OFFPRINT_INVALID, "it is said how, and no facets are asked for");
    if (page && !facets->asked)
        limit = LIMIT_PAGE;
    if (facets->asked && !slice_is(slice_trim(names), "all"))
        facets->options.name_count =
            facet_names_read(&facets->options.names, names, request->arena);
    status = rest_list_number(&limit, request, "facet-limit", 0, FACET_LIMIT_MAX, diag);
    if (status == OFFPRINT_OK)
        status = rest_list_number(&minimum, request, "facet-minimum", 1, 999999999, diag);
    if (status == OFFPRINT_OK)
        status = read_order(&facets->options.order, request, diag);
    facets->options.limit = (uint32_t)limit;
    facets->options.minimum = minimum;
    return status;
}

int rest_facets_count(struct rest_facets *facets, const struct http_request *request,
                      const struct result_set *result, struct diag *diag)
{
    ptrdiff_t count;

    if (!facets->wanted)
        return OFFPRINT_OK;
    count = catalogue_facets(&facets->facets, request->catalogue, result, &facets->options,
                             request->arena, diag);
    facets->count = count > 0 ? (size_t)count : 0;
    /* A page that nobody asked for facets on is one without them where they take too long. */
    if (!facets->asked && (count == OFFPRINT_TIMEOUT || count == OFFPRINT_LIMIT)) {
        diag_clear(diag);
        return OFFPRINT_OK;
    }
    return count < 0 ? (int)count : OFFPRINT_OK;
}

/* --- values ----------------------------------------------------------------------------------- */

/* Appends the query that finds those of `query` which have the value. False, with nothing appended,
 * for one that no query names. */
static bool add_narrowed(struct buffer *out, struct slice query, const struct facet *facet,
                         const struct facet_value *value)
{
    struct buffer clause;
    bool named;

    buffer_init(&clause);
    if ((named = facet_value_query(&clause, facet, value)))
        rest_narrow(out, query, buffer_slice(&clause));
    buffer_finish(&clause);
    return named;
}

static struct slice shown(const struct facet_value *value)
{
    return value->display.length > 0 ? value->display : value->term;
}

/* --- JSON ------------------------------------------------------------------------------------- */

static void write_json_value(struct buffer *out, const struct facet *facet,
                             const struct facet_value *value, struct slice query)
{
    struct buffer narrowed;

    buffer_init(&narrowed);
    buffer_add_string(out, "{\"term\": ");
    escape_json(out, value->term);
    buffer_add_string(out, ", \"label\": ");
    escape_json(out, shown(value));
    buffer_printf(out, ", \"count\": %" PRIu64 ", \"query\": ", value->count);
    if (add_narrowed(&narrowed, query, facet, value))
        escape_json(out, buffer_slice(&narrowed));
    else
        buffer_add_string(out, "null");
    buffer_add_char(out, '}');
    buffer_finish(&narrowed);
}

void rest_facets_write_json(struct buffer *out, const struct rest_facets *facets,
                            struct slice query)
{
    if (!facets->asked)
        return;
    buffer_add_string(out, "\"facets\": [");
    for (size_t i = 0; i < facets->count; i++) {
        const struct facet *facet = &facets->facets[i];

        buffer_printf(out, "%s\n{\"name\": \"%s\", \"label\": ", i > 0 ? "," : "", facet->name);
        escape_json(out, slice_of(facet->label));
        buffer_printf(out, ", \"distinct\": %" PRIu64 ", \"values\": [", facet->distinct);
        for (size_t j = 0; j < facet->count; j++) {
            buffer_add_string(out, j > 0 ? ",\n " : "\n ");
            write_json_value(out, facet, &facet->values[j], query);
        }
        buffer_add_string(out, "]}");
    }
    buffer_add_string(out, "], ");
}

/* --- the page --------------------------------------------------------------------------------- */

/* The address of this list with another query, and its first page; of a collection, within it. */
static bool add_address(struct buffer *out, const struct http_request *request, struct slice query,
                        const struct facet *facet, const struct facet_value *value)
{
    /* What these say is in `query`. */
    static const char *const query_less[] = {"cursor", "query", REST_IDENTIFIERS, NULL};
    static const char *const collection_less[] = {"cursor", "collection", NULL};
    bool collection = strcmp(facet->name, FACET_COLLECTION) == 0;
    struct buffer narrowed;
    bool good;

    /* As a collection to search in, Default means all of them. */
    if (collection && slice_is(value->term, OFFPRINT_DEFAULT_COLLECTION))
        return false;
    buffer_init(&narrowed);
    good = collection || add_narrowed(&narrowed, query, facet, value);
    if (good) {
        rest_list_add_address(out, request, collection ? collection_less : query_less);
        buffer_add_string(out, collection ? "collection=" : "query=");
        escape_url(out, collection ? value->term : buffer_slice(&narrowed));
    }
    buffer_finish(&narrowed);
    return good;
}

static void write_page_value(struct buffer *out, const struct http_request *request,
                             const struct facet *facet, const struct facet_value *value,
                             struct slice query, uint64_t total)
{
    struct buffer url;
    bool link;

    buffer_init(&url);
    link = value->count < total && add_address(&url, request, query, facet, value);
    buffer_add_string(out, "<li>");
    if (link) {
        buffer_add_string(out, "<a href=\"");
        escape_xml(out, buffer_slice(&url));
        buffer_add_string(out, "\">");
    }
    buffer_add_string(out, "<span dir=\"auto\">");
    escape_xml(out, shown(value));
    buffer_printf(out,
                  "</span>%s <span class=\"quiet\">%" PRIu64
                  "<span class=\"label\"> %s</span></span></li>\n",
                  link ? "</a>" : "", value->count, value->count == 1 ? "record" : "records");
    buffer_finish(&url);
}

/* The address of this list with one facet in full. */
static void write_more(struct buffer *out, const struct http_request *request,
                       const struct facet *facet)
{
    static const char *const without[] = {"cursor", "facets", "facet-limit", NULL};
    uint64_t more = facet->distinct - facet->count;
    struct buffer url;

    buffer_init(&url);
    rest_list_add_address(&url, request, without);
    buffer_printf(&url, "facets=%s&facet-limit=%d#facet-%s", facet->name, FACET_LIMIT_MAX,
                  facet->name);
    buffer_printf(out, "<li class=\"more\">");
    if (facet->count < FACET_LIMIT_MAX) {
        buffer_add_string(out, "<a href=\"");
        escape_xml(out, buffer_slice(&url));
        buffer_printf(out, "\">%" PRIu64 " more<span class=\"label\">: ", more);
        escape_xml(out, slice_of(facet->label));
        buffer_add_string(out, "</span></a>");
    } else {
        buffer_printf(out, "%" PRIu64 " more", more);
    }
    buffer_add_string(out, "</li>\n");
    buffer_finish(&url);
}

/* Does any of its values leave out a record? */
static bool narrows(const struct facet *facet, uint64_t total)
{
    return facet->count > 1 || (facet->count == 1 && facet->values[0].count < total);
}

void rest_facets_write_page(struct buffer *out, const struct http_request *request,
                            const struct rest_facets *facets, struct slice query, uint64_t total)
{
    bool any = false;

    for (size_t i = 0; i < facets->count; i++)
        any = any || narrows(&facets->facets[i], total);
    if (!any)
        return;
    buffer_add_string(out, "<nav class=\"facets\" aria-labelledby=\"narrow\">\n"
                           "<h2 id=\"narrow\">Narrow these results</h2>\n");
    for (size_t i = 0; i < facets->count; i++) {
        const struct facet *facet = &facets->facets[i];

        if (!narrows(facet, total))
            continue;
        buffer_printf(out, "<h3 id=\"facet-%s\">", facet->name);
        escape_xml(out, slice_of(facet->label));
        buffer_printf(out, "</h3>\n<ul aria-labelledby=\"facet-%s\">\n", facet->name);
        for (size_t j = 0; j < facet->count; j++)
            write_page_value(out, request, facet, &facet->values[j], query, total);
        if (facet->distinct > facet->count)
            write_more(out, request, facet);
        buffer_add_string(out, "</ul>\n");
    }
    buffer_add_string(out, "</nav>\n");
}

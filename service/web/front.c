/* The front page: what this is, how to ask it, and a few records to begin with. */
#include "web/private.h"

#include <inttypes.h>

#include <offprint/arena.h>
#include <offprint/catalogue.h>
#include <offprint/query.h>

#include "base/escape.h"
#include "http/page.h"

#define RECORDS_SHOWN 10

/* One face: its name, its address, and what to do with it. */
static void add_face(struct buffer *out, const char *label, const char *address, bool link,
                     const char *use)
{
    buffer_add_string(out, "<dt>");
    escape_xml(out, slice_of(label));
    buffer_add_string(out, "</dt>\n<dd>");
    if (link) {
        buffer_add_string(out, "<a href=\"");
        escape_xml(out, slice_of(address));
        buffer_add_string(out, "\">");
    }
    buffer_add_string(out, "<code>");
    escape_xml(out, slice_of(address));
    buffer_printf(out, "</code>%s%s</dd>\n", link ? "</a>" : "", use);
}

static void add_faces(struct buffer *out, const struct http_request *request)
{
    const char *base = request->base_url;

    buffer_add_string(out, "<h2>For programs</h2>\n<dl>\n");
    add_face(out, "REST", arena_printf(request->arena, "%s/records", base), true,
             " – add <code>/</code>, an identifier and a suffix, as "
             "<code>.marcxml</code>, <code>.mods</code>, <code>.json</code>, <code>.ris</code> or "
             "<code>.bib</code>; or search by <code>?query=</code> in CQL, or by number: "
             "<code>?isbn=</code>, <code>?issn=</code>, <code>?lccn=</code>, <code>?doi=</code>");
    add_face(out, "OAI-PMH", arena_printf(request->arena, "%s/oai?verb=Identify", base), true,
             " – harvest <code>oai_dc</code>, <code>marcxml</code> and <code>mods</code>");
    for (const struct http_face *face = request->faces; face != NULL && face->label != NULL; face++)
        add_face(out, face->label, face->address, false, "");
    buffer_add_string(out, "</dl>\n");
}

static int add_records(const struct http_request *request, struct http_response *response,
                       struct result_set *result, struct diag *diag)
{
    uint64_t count = result_set_count(result);

    if (count == 0)
        return OFFPRINT_OK;
    buffer_add_string(&response->body, "<h2>Records</h2>\n<ol class=\"records\">\n");
    for (uint64_t i = 1; i <= count && i <= RECORDS_SHOWN; i++) {
        struct catalogue_record record;
        int status = result_set_fetch(&record, result, i, request->arena, diag);
        if (status == OFFPRINT_GONE)
            continue;
        if (status < 0)
            return status;
        http_page_record(response, request, &record);
    }
    buffer_printf(&response->body,
                  "</ol>\n<nav aria-label=\"Records\"><a href=\"%s/records\">All "
                  "%" PRIu64 " records</a></nav>\n",
                  http_base_path(request), count);
    return OFFPRINT_OK;
}

static int write_front(const struct http_request *request, struct http_response *response,
                       struct result_set *result, struct diag *diag)
{
    struct buffer *out = &response->body;
    uint64_t count = result_set_count(result);
    int status;

    http_page_begin(response, request, slice_of(catalogue_repository(request->catalogue)),
                    slice_of(""));
    buffer_printf(out,
                  "<h1>A catalogue of %" PRIu64 " %s</h1>\n"
                  "<p>Books and their chapters, described for libraries. Every record has an "
                  "address of its own, and comes as a page, as MARC, MODS or Dublin Core, and in "
                  "the forms that reference managers read.</p>\n",
                  count, count == 1 ? "record" : "records");
    status = add_records(request, response, result, diag);
    add_faces(out, request);
    http_page_end(response, request);
    return status;
}

void web_front(const struct http_request *request, struct http_response *response)
{
    const struct query all = {.kind = QUERY_ALL};
    const struct search_options options = {0};
    struct result_set *result = NULL;
    struct diag diag = {0};
    int status = catalogue_search(&result, request->catalogue, &all, &options, &diag);

    if (status == OFFPRINT_OK)
        status = write_front(request, response, result, &diag);
    result_set_destroy(result);
    if (status < 0) {
        http_problem(response, request, http_status_of(status), &diag);
        return;
    }
    response->validated = true;
    http_response_header(response, "Cache-Control", "no-cache");
}

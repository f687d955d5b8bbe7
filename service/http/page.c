#include "http/page.h"

#include <offprint/arena.h>
#include <offprint/catalogue.h>
#include <offprint/convert.h>

#include "base/escape.h"
#include "convert/citation.h"
#include "convert/html.h"
#include "http/http.h"

/* Names that an entry shows before it says that there are more. */
#define NAMES_SHOWN 3

/* What lists and the front page have beside what a record's page has. */
static const char style[] =
    "header{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:center}\n"
    "form{display:flex;flex:1 1 18rem;gap:.5rem}\n"
    "input,button{font:inherit;font-size:1rem;padding:.4rem .7rem;border:1px solid var(--quiet);"
    "border-radius:.3rem;background:var(--paper);color:var(--ink)}\n"
    "input{flex:1;min-width:0}button{cursor:pointer}\n"
    "input:focus-visible,button:focus-visible{outline:3px solid var(--link);outline-offset:2px}\n"
    "code{font:.875em ui-monospace,Menlo,Consolas,monospace}\n"
    "ol.records{list-style:none;margin:1rem 0;padding:0}\n"
    "ol.records>li{padding:.6rem 0;border-top:1px solid var(--line)}\n"
    "ol.records p,.quiet{color:var(--quiet);font-size:.9375rem;margin:0}\n"
    "nav{margin-top:1.5rem}\n"
    ".facets h2{font-size:1rem;margin:0}.facets h3{font-size:.9375rem;margin:1rem 0 .25rem}\n"
    ".facets ul{list-style:none;margin:0;padding:0;font-size:.9375rem}\n"
    ".facets li{padding:.15rem 0;overflow-wrap:anywhere}.facets .more{font-style:italic}\n"
    "@media(min-width:52rem){.found{display:grid;grid-template-columns:minmax(0,1fr) 15rem;"
    "gap:0 2.5rem;align-items:start}}\n"
    ".label{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}\n";

const char *http_base_path(const struct http_request *request)
{
    const char *host = strstr(request->base_url, "://");
    const char *path = host != NULL ? strchr(host + 3, '/') : NULL;

    return path != NULL ? path : "";
}

void http_page_begin(struct http_response *response, const struct http_request *request,
                     struct slice title, struct slice query)
{
    struct buffer *out = &response->body;
    const char *base = http_base_path(request);
    const char *repository = catalogue_repository(request->catalogue);

    response->content_type = "text/html; charset=utf-8";
    buffer_add_string(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                           "<meta name=\"viewport\" content=\"width=device-width, "
                           "initial-scale=1\">\n<title>");
    escape_xml(out, title);
    buffer_printf(out,
                  "</title>\n<style>\n%s%s</style>\n</head>\n<body>\n"
                  "<a class=\"skip\" href=\"#content\">Skip to content</a>\n"
                  "<header>\n<a href=\"%s/\">",
                  html_style, style, base);
    escape_xml(out, slice_of(repository));
    buffer_printf(out,
                  "</a>\n<form role=\"search\" action=\"%s/records\" method=\"get\">\n"
                  "<label class=\"label\" for=\"query\">Search the catalogue</label>\n"
                  "<input id=\"query\" name=\"query\" type=\"search\" value=\"",
                  base);
    escape_xml(out, query);
    buffer_add_string(out, "\">\n<button type=\"submit\">Search</button>\n</form>\n</header>\n"
                           "<main id=\"content\">\n");
}

void http_page_end(struct http_response *response, const struct http_request *request)
{
    buffer_printf(&response->body,
                  "</main>\n<footer>\n<p><a href=\"%s/\">Offprint " OFFPRINT_VERSION
                  "</a></p>\n</footer>\n</body>\n</html>\n",
                  http_base_path(request));
}

static void add_names(struct buffer *out, const struct citation *citation)
{
    size_t shown = 0;

    for (size_t i = 0; i < citation->name_count; i++) {
        if (citation->names[i].role >= CITATION_CONTAINER_AUTHOR)
            continue;
        if (shown == NAMES_SHOWN) {
            buffer_add_string(out, " and others");
            break;
        }
        if (shown++ > 0)
            buffer_add_string(out, "; ");
        escape_xml(out, citation->names[i].whole);
    }
}

/* "In: The precarious truce, pages 211–256" */
static void add_container(struct buffer *out, const struct citation *citation, struct arena *arena)
{
    struct slice pages =
        citation_pages(citation->page_first, citation->page_last, "\xe2\x80\x93", arena);

    if (citation->container_title.length == 0)
        return;
    buffer_add_string(out, "\n<p>In <cite dir=\"auto\">");
    escape_xml(out, citation->container_title);
    buffer_add_string(out, "</cite>");
    if (pages.length > 0) {
        buffer_add_string(out, ", pages ");
        escape_xml(out, pages);
    }
    buffer_add_string(out, "</p>");
}

/* The record as its own page would cite it: with its host's title where the host is here. */
static void cite(struct citation *citation, const struct http_request *request,
                 const struct catalogue_record *record)
{
    struct convert_context context = {.id = record->id,
                                      .repository = catalogue_repository(request->catalogue),
                                      .base_url = request->base_url,
                                      .collection = record->collection,
                                      .datestamp = record->datestamp};
    struct catalogue_record host;

    if (catalogue_host(&host, request->catalogue, record, request->arena, NULL) > 0) {
        context.host_id = host.id;
        context.host = host.record;
    }
    citation_from_record(citation, record->record, &context, request->arena);
}

void http_page_record(struct http_response *response, const struct http_request *request,
                      const struct catalogue_record *record)
{
    struct buffer *out = &response->body;
    struct citation citation;

    cite(&citation, request, record);
    buffer_printf(out, "<li><a href=\"%s/records/", http_base_path(request));
    escape_url(out, slice_of(record->id));
    buffer_add_string(out, "\" dir=\"auto\">");
    escape_xml(out, citation.title.length > 0 ? citation.title : slice_of(record->id));
    buffer_add_string(out, "</a>\n<p dir=\"auto\">");
    size_t before = out->length;
    add_names(out, &citation);
    struct slice date = citation_date_text(&citation.issued, "\xe2\x80\x93", request->arena);
    if (out->length > before && date.length > 0)
        buffer_add_string(out, ", ");
    escape_xml(out, date);
    buffer_add_string(out, "</p>");
    add_container(out, &citation, request->arena);
    buffer_add_string(out, "</li>\n");
}

#include "rest/links.h"

#include <offprint/arena.h>
#include <offprint/catalogue.h>
#include <offprint/convert.h>

#include "http/http.h"
#include "rest/private.h"

/* Headers share the connection's buffer, and clients have limits of their own. */
#define LINKS_LIMIT 8192
#define PARTS_LINKED 64

/* Adds one link where it fits. */
static void add(struct buffer *links, const char *url, const char *suffix, const char *rest)
{
    size_t length = strlen(url) + strlen(suffix) + strlen(rest) + 8;

    if (links->length + length > LINKS_LIMIT)
        return;
    buffer_printf(links, "%s<%s%s>; %s", links->length > 0 ? ", " : "", url, suffix, rest);
}

static void add_formats(struct buffer *links, const char *url, struct arena *arena)
{
    size_t count;
    const struct format *formats = formats_all(&count);

    for (size_t i = 0; i < count; i++)
        add(links, url, formats[i].suffix,
            arena_printf(arena, "rel=\"alternate\"; type=\"%s\"; title=\"%s\"",
                         formats[i].media_type, formats[i].label));
}

static void add_host(struct buffer *links, const struct http_request *request,
                     const struct catalogue_record *record)
{
    struct catalogue_record host;

    if (catalogue_host(&host, request->catalogue, record, request->arena, NULL) > 0)
        add(links, rest_record_url(request, host.id), "", "rel=\"up collection\"");
}

static void add_parts(struct buffer *links, const struct http_request *request, const char *url,
                      const struct catalogue_record *record)
{
    struct catalogue_record *parts;
    ptrdiff_t count = catalogue_parts(&parts, request->catalogue, slice_of(record->id), 0,
                                      PARTS_LINKED, request->arena, NULL);

    if (count > 0)
        add(links, url, "/parts", "rel=\"contents\"");
    for (ptrdiff_t i = 0; i < count && links->length < LINKS_LIMIT; i++)
        add(links, rest_record_url(request, parts[i].id), "", "rel=\"item\"");
}

void rest_add_links(const struct http_request *request, struct http_response *response,
                    const struct catalogue_record *record)
{
    const char *url = rest_record_url(request, record->id);
    struct buffer links;

    buffer_init(&links);
    add(&links, url, "", "rel=\"cite-as\"");
    add_formats(&links, url, request->arena);
    add_host(&links, request, record);
    add_parts(&links, request, url, record);
    http_response_header(response, "Link", "%s", links.data);
    buffer_finish(&links);
}

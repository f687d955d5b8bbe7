/* Which format a request asks for. */
#include "http/http.h"

#include <offprint/arena.h>
#include <offprint/convert.h>

#include "http/quality.h"

static int refuse_format(struct diag *diag, const char *wanted)
{
    struct buffer names;
    size_t count;
    const struct format *formats = formats_all(&count);

    buffer_init(&names);
    for (size_t i = 0; i < count; i++)
        buffer_printf(&names, "%s%s",
                      i == 0          ? ""
                      : i + 1 < count ? ", "
                                      : " and ",
                      formats[i].name);
    diag_refuse(diag, OFFPRINT_FORMAT, wanted, "that format is not offered; these are: %s",
                names.data);
    buffer_finish(&names);
    return OFFPRINT_FORMAT;
}

int http_negotiate(const struct format **format, const struct http_request *request,
                   struct http_response *response, const struct format *suffix,
                   const struct format *standard, struct diag *diag)
{
    struct slice wanted;
    const char *accept;

    if (http_request_parameter(request, "format", &wanted)) {
        *format = format_by_name(wanted);
        if (*format == NULL)
            return refuse_format(diag, arena_slice(request->arena, wanted).data);
        if (suffix != NULL && suffix != *format)
            return diag_refuse(diag, OFFPRINT_FORMAT, arena_slice(request->arena, wanted).data,
                               "the address ends in %s and asks for another format",
                               suffix->suffix);
        return OFFPRINT_OK;
    }
    *format = suffix;
    if (suffix != NULL)
        return OFFPRINT_OK;
    response->negotiated = true;
    accept = http_request_header(request, "Accept");
    *format =
        accept == NULL || *accept == '\0' ? standard : accept_choose(slice_of(accept), standard);
    return *format != NULL ? OFFPRINT_OK : refuse_format(diag, accept);
}

/* XML and JSON say their encoding themselves or have only one. */
const char *http_content_type(const struct format *format)
{
    static const struct {
        const char *media_type, *sent;
    } unmarked[] = {
        {"text/plain", "text/plain; charset=utf-8"},
        {"text/html", "text/html; charset=utf-8"},
        {"text/x-bibliography", "text/x-bibliography; charset=utf-8"},
        {"application/x-bibtex", "application/x-bibtex; charset=utf-8"},
        {"application/x-research-info-systems",
         "application/x-research-info-systems; charset=utf-8"},
    };

    for (size_t i = 0; i < sizeof unmarked / sizeof *unmarked; i++)
        if (strcmp(unmarked[i].media_type, format->media_type) == 0)
            return unmarked[i].sent;
    return format->media_type;
}

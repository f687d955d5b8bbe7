/* The one address of OAI-PMH: finds the verb, and turns what it returns into an answer. */
#include "oai/oai.h"

#include <offprint/arena.h>

#include "base/escape.h"
#include "oai/private.h"

const char *oai_base_url(const struct oai_request *request)
{
    return arena_printf(request->http->arena, "%s/oai", request->http->base_url);
}

/* Every error of the protocol travels as HTTP 200 (OAI-PMH 3.6). */
static void answer_error(const struct oai_request *request, int error, const struct diag *diag)
{
    buffer_truncate(request->out, 0);
    oai_envelope_begin(request, error != OAI_BAD_VERB && error != OAI_BAD_ARGUMENT);
    buffer_printf(request->out, "<error code=\"%s\">", oai_error_code((enum oai_error)error));
    escape_xml(request->out, slice_of(diag->message));
    buffer_add_string(request->out, "</error>\n");
    oai_envelope_end(request);
}

static void answer(const struct http_request *http, struct http_response *response)
{
    struct oai_request request = {.http = http, .out = &response->body};
    struct diag diag = {0};
    int result = oai_arguments_read(&request, &diag);

    response->content_type = "text/xml; charset=utf-8";
    http_response_header(response, "Cache-Control", "no-cache");
    if (result == 0) {
        oai_envelope_begin(&request, true);
        result = request.verb->handler(&request, &diag);
        oai_envelope_end(&request);
    }
    if (result < 0 && oai_error_of(result) != 0)
        result = oai_error_of(result);
    if (result > 0)
        answer_error(&request, result, &diag);
    else if (result < 0)
        http_problem(response, http, http_status_of(result), &diag);
}

const struct http_route oai_routes[] = {
    {"/oai", HTTP_GET | HTTP_POST, answer},
    {NULL, 0, NULL},
};

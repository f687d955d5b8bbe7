#include "http/target.h"

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "base/escape.h"
#include "base/text.h"

/* Decoded text must be UTF-8 without control characters; forms may send tabs and line ends. */
static bool text_is_clean(struct slice text, bool lines)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == 0x7f || (c < 0x20 && !(lines && (c == '\t' || c == '\n' || c == '\r'))))
            return false;
    }
    return text_is_utf8(text);
}

static int decode(struct slice *decoded, struct slice raw, bool form, const char *what,
                  struct arena *arena, struct diag *diag)
{
    struct buffer buffer;
    int status = OFFPRINT_OK;

    buffer_init(&buffer);
    if (!unescape_url(&buffer, raw, form)) {
        status = diag_refuse(diag, OFFPRINT_INVALID, arena_slice(arena, raw).data,
                             "%s has a %% that two hexadecimal digits do not follow", what);
        goto out;
    }
    if (!text_is_clean(buffer_slice(&buffer), form)) {
        status = diag_refuse(diag, OFFPRINT_INVALID, arena_slice(arena, raw).data,
                             "%s is not UTF-8 text, or has control characters", what);
        goto out;
    }
    *decoded = arena_slice(arena, buffer_slice(&buffer));
out:
    buffer_finish(&buffer);
    return status;
}

/* What begins at the path, where the target is in absolute form (RFC 9112 clause 3.2.2). */
static struct slice without_authority(struct slice target)
{
    size_t start = 0;

    if (slice_starts(target, "http://"))
        start = 7;
    else if (slice_starts(target, "https://"))
        start = 8;
    else
        return target;
    while (start < target.length && target.data[start] != '/' && target.data[start] != '?')
        start++;
    return slice_part(target, start, target.length);
}

int http_target_parse(struct http_target *target, const char *uri, struct arena *arena,
                      struct diag *diag)
{
    struct slice whole = slice_of(uri);
    struct slice rest = without_authority(whole);
    size_t end = 0;

    *target = (struct http_target){.query = {"", 0}};
    if (slice_is(rest, "*")) {
        target->path = target->raw_path = rest;
        return OFFPRINT_OK;
    }
    while (end < rest.length && rest.data[end] != '?')
        end++;
    target->raw_path = slice_part(rest, 0, end);
    if (end < rest.length)
        target->query = slice_part(rest, end + 1, rest.length);
    if (end == 0 && rest.length < whole.length)
        target->raw_path = slice_of("/"); /* "http://host" asks for the root */
    if (target->raw_path.length == 0 || target->raw_path.data[0] != '/')
        return diag_refuse(diag, OFFPRINT_INVALID, uri, "the request's target is not a path");
    return decode(&target->path, target->raw_path, false, "the path", arena, diag);
}

int http_segment_decode(struct slice *decoded, struct slice raw, struct arena *arena,
                        struct diag *diag)
{
    return decode(decoded, raw, false, "the path", arena, diag);
}

static int add_one(struct http_parameters *parameters, struct slice piece, struct arena *arena,
                   struct diag *diag)
{
    struct http_parameter *parameter = &parameters->list[parameters->count];
    size_t equals = 0;
    int status;

    while (equals < piece.length && piece.data[equals] != '=')
        equals++;
    status = decode(&parameter->name, slice_part(piece, 0, equals), true, "a parameter's name",
                    arena, diag);
    if (status < 0)
        return status;
    parameter->value = slice_of("");
    if (equals < piece.length)
        status = decode(&parameter->value, slice_part(piece, equals + 1, piece.length), true,
                        "a parameter's value", arena, diag);
    if (status == OFFPRINT_OK)
        parameters->count++;
    return status;
}

int http_parameters_add(struct http_parameters *parameters, struct slice encoded,
                        struct arena *arena, struct diag *diag)
{
    if (parameters->list == NULL)
        parameters->list = arena_array(arena, HTTP_PARAMETER_LIMIT, sizeof *parameters->list);
    while (encoded.length > 0) {
        size_t end = 0;
        while (end < encoded.length && encoded.data[end] != '&')
            end++;
        if (end > 0) {
            if (parameters->count == HTTP_PARAMETER_LIMIT)
                return diag_set(diag, OFFPRINT_INVALID, "there are more than %d parameters",
                                HTTP_PARAMETER_LIMIT);
            int status = add_one(parameters, slice_part(encoded, 0, end), arena, diag);
            if (status < 0)
                return status;
        }
        encoded = slice_part(encoded, end + 1, encoded.length);
    }
    return OFFPRINT_OK;
}

bool http_host_is_sane(const char *host)
{
    size_t length = strlen(host);

    if (length == 0 || length > 255)
        return false;
    return strspn(host, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-:[]") ==
           length;
}

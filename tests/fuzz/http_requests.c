/*
 * Fuzz target: what a client writes into a request. The input's lines are, in order, the target,
 * Accept, Accept-Encoding, If-None-Match, Host, and all the rest a form body.
 */
#include <stdint.h>
#include <stdlib.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/convert.h>

#include "base/text.h"
#include "http/condition.h"
#include "http/quality.h"
#include "http/target.h"
#include "http/token.h"
#include "oai/identifier.h"
#include "oai/set.h"
#include "oai/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static struct slice take_line(struct slice *rest)
{
    size_t end = 0;

    while (end < rest->length && rest->data[end] != '\n')
        end++;
    struct slice line = slice_part(*rest, 0, end);
    *rest = slice_part(*rest, end + 1, rest->length);
    return line;
}

/* Whatever is let in is UTF-8 without NUL. */
static void must_be_clean(struct slice text)
{
    must(text_is_utf8(text));
    must(text.length == 0 || memchr(text.data, '\0', text.length) == NULL);
}

/* What is read as an identifier or a set is written the same way again. */
static void try_names(struct slice value)
{
    struct buffer name, again;

    buffer_init(&name);
    buffer_init(&again);
    if (oai_set_read(&name, value)) {
        oai_set_write(&again, name.data);
        must(slice_equal(buffer_slice(&again), value));
    }
    buffer_truncate(&name, 0);
    buffer_truncate(&again, 0);
    if (oai_identifier_read(&name, "a.b", value)) {
        must_be_clean(buffer_slice(&name));
        oai_identifier_write(&again, "a.b", name.data);
        must(oai_is_uri(buffer_slice(&again)));
    }
    buffer_finish(&name);
    buffer_finish(&again);
}

/* A token is taken only as it was written. */
static void try_tokens(struct slice value, struct arena *arena)
{
    struct buffer bytes, again;
    struct oai_token token;

    buffer_init(&bytes);
    buffer_init(&again);
    if (http_token_read(&bytes, value, slice_of("fuzz"))) {
        http_token_write(&again, buffer_slice(&bytes), slice_of("fuzz"));
        must(slice_equal(buffer_slice(&again), value));
    }
    if (oai_token_read(&token, value, 6, arena))
        must(token.format != NULL);
    buffer_truncate(&again, 0);
    /* With the right check, so that what is inside is read too. */
    http_token_write(&again, value, slice_of("oai-pmh resumption"));
    if (oai_token_read(&token, buffer_slice(&again), 6, arena))
        must(token.format->prefixes[0] != NULL && token.verb == 6);
    buffer_finish(&bytes);
    buffer_finish(&again);
}

static void try_parameters(struct slice encoded, struct arena *arena)
{
    struct http_parameters parameters = {0};

    http_parameters_add(&parameters, encoded, arena, NULL);
    must(parameters.count <= HTTP_PARAMETER_LIMIT);
    for (size_t i = 0; i < parameters.count; i++) {
        must_be_clean(parameters.list[i].name);
        must_be_clean(parameters.list[i].value);
        try_names(parameters.list[i].value);
        try_tokens(parameters.list[i].value, arena);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_create();
    struct slice rest = {(const char *)data, size};
    struct http_target target;
    struct diag diag = {0};

    struct slice line = arena_slice(arena, take_line(&rest));
    if (http_target_parse(&target, line.data, arena, &diag) == OFFPRINT_OK) {
        must_be_clean(target.path);
        try_parameters(target.query, arena);
    } else {
        must(diag.message[0] != '\0');
    }
    accept_choose(take_line(&rest), format_by_name(slice_of("json")));
    accepts_gzip(arena_slice(arena, take_line(&rest)).data);
    entity_tag_listed(arena_slice(arena, take_line(&rest)).data, "\"a\"", false);
    http_host_is_sane(arena_slice(arena, take_line(&rest)).data);
    try_parameters(rest, arena);
    arena_destroy(arena);
    return 0;
}

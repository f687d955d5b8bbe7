#include "convert/json_out.h"

#include <inttypes.h>

#include <offprint/buffer.h>

#include "base/escape.h"

void json_init(struct json *json, struct buffer *out)
{
    *json = (struct json){.out = out};
}

static bool on_line(const struct json *json)
{
    return json->line_depth != 0 && json->depth >= json->line_depth;
}

static void new_line(struct json *json)
{
    buffer_add_char(json->out, '\n');
    for (unsigned i = 0; i < json->depth; i++)
        buffer_add_string(json->out, "  ");
}

/* What stands between the last value and the next: a comma, and a new line or a space. */
static void separate(struct json *json)
{
    if (json->keyed) {
        json->keyed = false;
        return;
    }
    if (json->filled)
        buffer_add_char(json->out, ',');
    if (json->depth > 0 && !on_line(json))
        new_line(json);
    else if (json->filled)
        buffer_add_char(json->out, ' ');
}

static void open(struct json *json, char opening, char closing, bool line)
{
    separate(json);
    buffer_add_char(json->out, opening);
    json->closing[json->depth] = closing; /* our own nesting: never JSON_DEPTH_MAX deep */
    json->depth++;
    if (line && json->line_depth == 0)
        json->line_depth = json->depth;
    json->filled = false;
}

void json_open_object(struct json *json)
{
    open(json, '{', '}', false);
}

void json_open_array(struct json *json)
{
    open(json, '[', ']', false);
}

void json_open_object_on_line(struct json *json)
{
    open(json, '{', '}', true);
}

void json_open_array_on_line(struct json *json)
{
    open(json, '[', ']', true);
}

void json_end(struct json *json)
{
    bool line = on_line(json);
    json->depth--;
    if (json->line_depth > json->depth)
        json->line_depth = 0;
    if (!line && json->filled)
        new_line(json);
    buffer_add_char(json->out, json->closing[json->depth]);
    json->filled = true;
    if (json->depth == 0)
        buffer_add_char(json->out, '\n');
}

void json_key(struct json *json, const char *key)
{
    separate(json);
    buffer_add_char(json->out, '"');
    buffer_add_string(json->out, key);
    buffer_add_string(json->out, "\": ");
    json->filled = true;
    json->keyed = true;
}

void json_text(struct json *json, struct slice text)
{
    separate(json);
    escape_json(json->out, text);
    json->filled = true;
}

void json_number(struct json *json, int64_t number)
{
    separate(json);
    buffer_printf(json->out, "%" PRId64, number);
    json->filled = true;
}

void json_boolean(struct json *json, bool value)
{
    separate(json);
    buffer_add_string(json->out, value ? "true" : "false");
    json->filled = true;
}

void json_member(struct json *json, const char *key, struct slice text)
{
    if (text.length == 0)
        return;
    json_key(json, key);
    json_text(json, text);
}

void json_member_number(struct json *json, const char *key, int64_t number)
{
    json_key(json, key);
    json_number(json, number);
}

/* JSON written straight into a buffer: commas, line breaks and nesting are looked after. */
#ifndef OFFPRINT_CONVERT_JSON_OUT_H
#define OFFPRINT_CONVERT_JSON_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include <offprint/slice.h>

struct buffer;

#define JSON_DEPTH_MAX 16

/* Keys are our own ASCII names, written as they are; values are escaped and NFC. */
struct json {
    struct buffer *out;
    unsigned depth;
    unsigned line_depth; /* nesting from which all is on one line; 0 for none */
    bool filled;         /* something stands before what comes next */
    bool keyed;          /* a key has just been written */
    char closing[JSON_DEPTH_MAX];
};

void json_init(struct json *json, struct buffer *out);

/* Opens an object or array as the next value; the others open one that stays on one line. */
void json_open_object(struct json *json);
void json_open_array(struct json *json);
void json_open_object_on_line(struct json *json);
void json_open_array_on_line(struct json *json);
/* Closes what was opened last. */
void json_end(struct json *json);

/* The key of the value that comes next. */
void json_key(struct json *json, const char *key);
void json_text(struct json *json, struct slice text);
void json_number(struct json *json, int64_t number);
void json_boolean(struct json *json, bool value);

/* A key and its text; nothing where the text is empty. */
void json_member(struct json *json, const char *key, struct slice text);
void json_member_number(struct json *json, const char *key, int64_t number);

#endif

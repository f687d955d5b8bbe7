/* JSON that was written, read back by jansson: where a test may look into it. */
#ifndef OFFPRINT_TEST_JSON_IN_H
#define OFFPRINT_TEST_JSON_IN_H

#include "citations.h"

#include <jansson.h>

/* Fails the test where `text` is not JSON, has a key twice, or bytes behind its end. */
static inline json_t *json_read(const char *name, const char *text)
{
    json_error_t error;
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (root == NULL)
        fail_msg("%s: line %d: %s in:\n%s", name, error.line, error.text, text);
    return root;
}

/* The string at a path of keys and positions, as "0.author.0.family"; "" where there is none. */
static inline const char *json_at(json_t *value, const char *path)
{
    while (value != NULL && *path != '\0') {
        char step[64];
        size_t length = strcspn(path, ".");
        assert_true(length < sizeof step);
        memcpy(step, path, length);
        step[length] = '\0';
        value = json_is_array(value) ? json_array_get(value, strtoul(step, NULL, 10))
                                     : json_object_get(value, step);
        path += length + (path[length] == '.');
    }
    return json_is_string(value) ? json_string_value(value) : "";
}

static inline long long json_number_at(json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    assert_true(json_is_integer(value));
    return json_integer_value(value);
}

#endif

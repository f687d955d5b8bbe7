/*
 * A record out of JSON, in any of three forms:
 *
 *   MARC-in-JSON  {"leader": "…", "fields": [{"001": "…"},
 *                  {"245": {"ind1": "1", "ind2": "0", "subfields": [{"a": "…"}]}}]}
 *   marc-hash     {"leader": "…", "fields": [["001", "…"], ["245", "1", "0", [["a", "…"]]]]}
 *   our own       {"leader": "…", "fields": [{"tag": "001", "value": "…"},
 *                  {"tag": "245", "indicators": "10", "subfields": [{"code": "a", "value": "…"}]}]}
 */
#include <string.h>

#include <jansson.h>

#include <offprint/arena.h>
#include <offprint/record.h>

#include "marc/iso2709.h"
#include "marc/reading.h"
#include "marc/text_read.h"

struct making {
    struct reading *reading;
    struct marc_record *record;
    size_t subfields;
};

/* A string's text; data is NULL for what is none. */
static struct slice text_of(const json_t *value)
{
    if (!json_is_string(value))
        return slice_make(NULL, 0);
    return slice_make(json_string_value(value), json_string_length(value));
}

static struct slice copy(struct making *making, const char *tag, const json_t *value)
{
    struct slice text = text_of(value);

    if (text.data == NULL)
        reading_report(making->reading, FINDING_REPAIR, "json-value", tag,
                       "a value is not a string; read as empty");
    return reading_repair_value(making->reading, tag, arena_slice(making->reading->arena, text));
}

/* The one character of an indicator or a code; a NUL byte where it is not one. */
static char one_character(const json_t *value)
{
    struct slice text = text_of(value);

    return text.length == 1 ? text.data[0] : '\0';
}

/* --- fields ------------------------------------------------------------------- */

static void add_subfield(struct making *making, const char *tag, char code, const json_t *value)
{
    struct marc_record *record = making->record;

    making->subfields++;
    if (making->subfields > MARC_SUBFIELDS_LIMIT)
        return;
    code = reading_repair_code(making->reading, tag, code);
    marc_field_add(record, &record->fields[record->field_count - 1], code,
                   copy(making, tag, value));
}

static void add_subfields(struct making *making, const char *tag, json_t *subfields)
{
    json_t *one, *value;
    const char *key;
    size_t i;

    json_array_foreach(subfields, i, one)
    {
        if (json_is_array(one))
            add_subfield(making, tag, one_character(json_array_get(one, 0)),
                         json_array_get(one, 1));
        else if (json_object_get(one, "code") != NULL)
            add_subfield(making, tag, one_character(json_object_get(one, "code")),
                         json_object_get(one, "value"));
        else
            json_object_foreach(one, key, value)
                add_subfield(making, tag, key[0] != '\0' && key[1] == '\0' ? key[0] : '\0', value);
    }
}

static void add_data(struct making *making, const char *tag, char first, char second,
                     json_t *subfields)
{
    struct marc_record *record = making->record;

    marc_record_add_field(record, tag, reading_repair_indicator(making->reading, tag, 1, first),
                          reading_repair_indicator(making->reading, tag, 2, second));
    add_subfields(making, tag, subfields);
    if (record->fields[record->field_count - 1].subfield_count > 0)
        return;
    record->field_count--;
    reading_report(making->reading, FINDING_REPAIR, "empty-field", tag,
                   "the field has no subfields; it was left out");
}

/* A field of either kind. What kind it is, its tag says. */
static void add_field(struct making *making, const char *tag, const json_t *value, char first,
                      char second, json_t *subfields)
{
    bool control = marc_tag_is_control(tag);
    char shown[PRINTABLE_SIZE];

    if (strlen(tag) != 3 || !reading_tag_is_good(tag)) {
        reading_report(making->reading, FINDING_ERROR, "tag", "",
                       "the tag '%s' is none of MARC's; the field was left out",
                       printable(shown, slice_of(tag)));
        return;
    }
    if (control != (subfields == NULL)) {
        reading_report(making->reading, FINDING_ERROR, "field-kind", tag,
                       "the field is written as a %s; its tag says that it is none; it was left "
                       "out",
                       control ? "data field" : "control field");
        return;
    }
    if (control)
        marc_record_add_control(making->record, tag, copy(making, tag, value));
    else
        add_data(making, tag, first, second, subfields);
}

/* ["001", "…"] or ["245", "1", "0", […]] */
static void add_hash_field(struct making *making, const json_t *field)
{
    struct slice tag = text_of(json_array_get(field, 0));
    json_t *subfields = json_array_get(field, 3);

    add_field(making, tag.data != NULL ? tag.data : "", json_array_get(field, 1),
              one_character(json_array_get(field, 1)), one_character(json_array_get(field, 2)),
              json_is_array(subfields) ? subfields : NULL);
}

/* {"tag": "245", …} */
static void add_own_field(struct making *making, const json_t *field)
{
    struct slice tag = text_of(json_object_get(field, "tag"));
    struct slice indicators = text_of(json_object_get(field, "indicators"));
    json_t *subfields = json_object_get(field, "subfields");

    add_field(making, tag.data != NULL ? tag.data : "", json_object_get(field, "value"),
              indicators.length == 2 ? indicators.data[0] : '\0',
              indicators.length == 2 ? indicators.data[1] : '\0',
              json_is_array(subfields) ? subfields : NULL);
}

/* {"001": "…"} or {"245": {…}} */
static void add_member_fields(struct making *making, json_t *field)
{
    const char *tag;
    json_t *value;

    json_object_foreach(field, tag, value)
    {
        json_t *subfields = json_object_get(value, "subfields");

        add_field(making, tag, value, one_character(json_object_get(value, "ind1")),
                  one_character(json_object_get(value, "ind2")),
                  json_is_array(subfields) ? subfields : NULL);
    }
}

static void add_fields(struct making *making, json_t *fields)
{
    json_t *field;
    size_t i;

    json_array_foreach(fields, i, field)
    {
        if (json_is_array(field))
            add_hash_field(making, field);
        else if (json_is_object(field) && json_object_get(field, "tag") != NULL)
            add_own_field(making, field);
        else if (json_is_object(field))
            add_member_fields(making, field);
        else
            reading_report(making->reading, FINDING_ERROR, "json-value", "",
                           "a field is neither an object nor an array; it was left out");
    }
}

/* --- the record --------------------------------------------------------------- */

static int make(struct making *making, json_t *root, struct diag *diag)
{
    json_t *fields = json_object_get(root, "fields");

    if (!json_is_array(fields))
        return diag_set(diag, OFFPRINT_MALFORMED, "the JSON object has no array 'fields'");
    if (json_array_size(fields) > MARC_FIELDS_LIMIT)
        return diag_set(diag, OFFPRINT_LIMIT, "the record has over %u fields", MARC_FIELDS_LIMIT);
    reading_take_leader(making->reading, making->record->leader,
                        text_of(json_object_get(root, "leader")));
    add_fields(making, fields);
    if (making->subfields > MARC_SUBFIELDS_LIMIT || making->record->field_count > MARC_FIELDS_LIMIT)
        return diag_set(diag, OFFPRINT_LIMIT, "the record has over %u fields or %u subfields",
                        MARC_FIELDS_LIMIT, MARC_SUBFIELDS_LIMIT);
    if (making->record->field_count == 0)
        return diag_set(diag, OFFPRINT_MALFORMED, "none of the record's %zu fields can be read",
                        json_array_size(fields));
    return 0;
}

int json_read(struct marc_record **record, struct reading *reading, struct slice bytes,
              struct diag *diag)
{
    struct making making = {reading, marc_record_create(reading->arena), 0};
    json_error_t error;
    json_t *root = json_loadb(bytes.data, bytes.length, JSON_ALLOW_NUL, &error);
    char shown[PRINTABLE_SIZE];
    int status;

    if (root == NULL)
        return diag_set(diag, OFFPRINT_MALFORMED, "byte %d of the record: %s", error.position,
                        printable(shown, slice_of(error.text)));
    status = make(&making, root, diag);
    json_decref(root);
    if (status == 0)
        *record = making.record;
    return status;
}

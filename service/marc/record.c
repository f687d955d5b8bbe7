/* Records in memory: built, searched, compared. */
#include <offprint/record.h>

#include <assert.h>
#include <string.h>

#include <offprint/arena.h>

/* Most records have fewer; a decoder that knows better makes its own arrays. */
#define FIELDS_FIRST 32u
#define SUBFIELDS_FIRST 4u

struct marc_record *marc_record_create(struct arena *arena)
{
    struct marc_record *record = arena_alloc(arena, sizeof *record);

    memcpy(record->leader, "00000nam a2200000   4500", MARC_LEADER_LENGTH);
    record->arena = arena;
    return record;
}

/* Doubles an array in the arena; what it held before stays behind there. */
static void *grown(struct arena *arena, const void *array, uint32_t count, uint32_t *capacity,
                   uint32_t first, size_t size)
{
    void *larger;

    assert(*capacity <= UINT32_MAX / 2);
    *capacity = *capacity > 0 ? *capacity * 2 : first;
    larger = arena_array(arena, *capacity, size);
    if (count > 0)
        memcpy(larger, array, count * size);
    return larger;
}

static struct marc_field *add_field(struct marc_record *record, const char *tag)
{
    struct marc_field *field;

    assert(strlen(tag) == 3);
    if (record->field_count == record->field_capacity)
        record->fields = grown(record->arena, record->fields, record->field_count,
                               &record->field_capacity, FIELDS_FIRST, sizeof *record->fields);
    field = &record->fields[record->field_count++];
    memset(field, 0, sizeof *field);
    memcpy(field->tag, tag, 3);
    return field;
}

struct marc_field *marc_record_add_control(struct marc_record *record, const char *tag,
                                           struct slice value)
{
    struct marc_field *field = add_field(record, tag);

    field->control = true;
    field->indicator[0] = field->indicator[1] = ' ';
    field->value = value;
    return field;
}

struct marc_field *marc_record_add_field(struct marc_record *record, const char *tag,
                                         char indicator1, char indicator2)
{
    struct marc_field *field = add_field(record, tag);

    field->indicator[0] = indicator1;
    field->indicator[1] = indicator2;
    return field;
}

void marc_field_add(struct marc_record *record, struct marc_field *field, char code,
                    struct slice value)
{
    assert(!field->control);
    if (field->subfield_count == field->subfield_capacity)
        field->subfields =
            grown(record->arena, field->subfields, field->subfield_count, &field->subfield_capacity,
                  SUBFIELDS_FIRST, sizeof *field->subfields);
    field->subfields[field->subfield_count++] = (struct marc_subfield){code, value};
}

bool marc_tag_matches(const char *tag, const char *pattern)
{
    for (int i = 0; i < 3; i++)
        if (pattern[i] != tag[i] && pattern[i] != 'X' && pattern[i] != '.')
            return false;
    return true;
}

/* Does `tag` match others than itself? */
static bool is_pattern(const char *tag)
{
    bool found = false;

    for (int i = 0; i < 3; i++)
        found |= tag[i] == 'X' || tag[i] == '.';
    return found;
}

const struct marc_field *marc_record_field(const struct marc_record *record, const char *tag,
                                           const struct marc_field *after)
{
    const struct marc_field *field = after != NULL ? after + 1 : record->fields;
    const struct marc_field *end = record->fields;
    bool pattern = is_pattern(tag);

    if (record->field_count == 0)
        return NULL;
    for (end += record->field_count; field < end; field++)
        if (memcmp(field->tag, tag, 3) == 0 || (pattern && marc_tag_matches(field->tag, tag)))
            return field;
    return NULL;
}

struct slice marc_record_control(const struct marc_record *record, const char *tag)
{
    const struct marc_field *field = NULL;

    while ((field = marc_record_field(record, tag, field)) != NULL)
        if (field->control)
            return field->value;
    return (struct slice){NULL, 0};
}

struct slice marc_field_subfield(const struct marc_field *field, char code)
{
    for (uint32_t i = 0; i < field->subfield_count; i++)
        if (field->subfields[i].code == code)
            return field->subfields[i].value;
    return (struct slice){NULL, 0};
}

struct slice marc_record_subfield(const struct marc_record *record, const char *tag, char code)
{
    const struct marc_field *field = marc_record_field(record, tag, NULL);

    return field != NULL ? marc_field_subfield(field, code) : (struct slice){NULL, 0};
}

struct slice marc_record_identifier(const struct marc_record *record)
{
    return slice_trim(marc_record_control(record, "001"));
}

/* Positions 0-4, 10-16 and 20-23 describe the bytes of one encoding, not the record. */
static bool leaders_equal(const char *a, const char *b)
{
    return memcmp(a + 5, b + 5, 5) == 0 && memcmp(a + 17, b + 17, 3) == 0;
}

static bool fields_equal(const struct marc_field *a, const struct marc_field *b)
{
    if (memcmp(a->tag, b->tag, 3) != 0 || a->control != b->control)
        return false;
    if (a->control)
        return slice_equal(a->value, b->value);
    if (memcmp(a->indicator, b->indicator, 2) != 0 || a->subfield_count != b->subfield_count)
        return false;
    for (uint32_t i = 0; i < a->subfield_count; i++)
        if (a->subfields[i].code != b->subfields[i].code ||
            !slice_equal(a->subfields[i].value, b->subfields[i].value))
            return false;
    return true;
}

bool marc_record_equal(const struct marc_record *a, const struct marc_record *b)
{
    if (!leaders_equal(a->leader, b->leader) || a->field_count != b->field_count)
        return false;
    for (uint32_t i = 0; i < a->field_count; i++)
        if (!fields_equal(&a->fields[i], &b->fields[i]))
            return false;
    return true;
}

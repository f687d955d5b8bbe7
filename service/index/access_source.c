/* Where an access point's values come from: <field>, <control>, <leader>, <record>. */
#include "index/access_element.h"

#include <string.h>

#include <offprint/arena.h>

#include "index/access_table.h"

#define POSITION_LAST 9999

static const char *const value_names[] = {
    [RECORD_ID] = "id",
    [RECORD_ADDED] = "added",
    [RECORD_CHANGED] = "changed",
    [RECORD_CHANGED + 1] = NULL,
};

static const char *keep_slice(const struct loader *loader, struct slice text)
{
    return arena_copy(loader->table->arena, text.data, text.length);
}

static int read_tags(const struct loader *loader, const struct element *element,
                     struct access_point_source *source)
{
    struct slice list, tag;
    int status = element_required(loader, element, "tag", &source->tags);

    if (status < 0)
        return status;
    list = slice_of(source->tags);
    while ((tag = access_table_next(&list)).length > 0) {
        bool good = tag.length == 3;

        for (size_t i = 0; i < tag.length && good; i++)
            good = tag.data[i] == 'X' || (tag.data[i] >= '0' && tag.data[i] <= '9');
        if (!good)
            return element_refuse(loader, element, keep_slice(loader, tag),
                                  "a tag is three digits, or X for any digit");
        if ((tag.data[0] == '0' && tag.data[1] == '0') != (source->kind != SOURCE_FIELD))
            return element_refuse(loader, element, keep_slice(loader, tag),
                                  "<control> takes tags 00X, <field> all others");
    }
    return OFFPRINT_OK;
}

/* All letters where the attribute is not there. */
static int read_subfields(const struct loader *loader, const struct element *element,
                          struct access_point_source *source)
{
    const char *codes = element_attribute(element, "subfields");

    if (codes == NULL)
        codes = "abcdefghijklmnopqrstuvwxyz";
    if (*codes == '\0')
        return element_refuse(loader, element, "subfields", "the attribute is empty");
    for (; *codes != '\0'; codes++) {
        unsigned code = (unsigned char)*codes;

        if (code <= ' ' || code >= 0x7f)
            return element_refuse(loader, element, codes, "not a subfield code");
        source->subfields[code / 64] |= UINT64_C(1) << code % 64;
    }
    return OFFPRINT_OK;
}

/* where="2=doi" */
static int read_where(const struct loader *loader, const struct element *element,
                      struct access_point_source *source)
{
    const char *where = element_attribute(element, "where");

    if (where == NULL)
        return OFFPRINT_OK;
    if (strlen(where) < 3 || where[1] != '=')
        return element_refuse(loader, element, where, "not a subfield code, = and a value");
    source->where_code = where[0];
    source->where_value = where + 2;
    return OFFPRINT_OK;
}

static int read_indicator(const struct loader *loader, const struct element *element,
                          const char *name, char *indicator)
{
    const char *value = element_attribute(element, name);

    if (value == NULL)
        return OFFPRINT_OK;
    if (strlen(value) != 1)
        return element_refuse(loader, element, value, "an indicator is one character");
    *indicator = *value;
    return OFFPRINT_OK;
}

static int read_sort(const struct loader *loader, const struct element *element,
                     struct access_point_source *source)
{
    int rank = 0, status = element_number(loader, element, "sort", 1, 9, &rank);

    source->sort = (uint8_t)rank;
    return status;
}

static int read_field(const struct loader *loader, const struct element *element,
                      struct access_point_source *source)
{
    int status, nonfiling = 0;

    source->kind = SOURCE_FIELD;
    if ((status = element_check_attributes(
             loader, element, "tag subfields where ind1 ind2 nonfiling sort joined")) < 0 ||
        (status = element_check_empty(loader, element)) < 0 ||
        (status = read_tags(loader, element, source)) < 0 ||
        (status = read_subfields(loader, element, source)) < 0 ||
        (status = read_where(loader, element, source)) < 0 ||
        (status = read_indicator(loader, element, "ind1", &source->indicator[0])) < 0 ||
        (status = read_indicator(loader, element, "ind2", &source->indicator[1])) < 0 ||
        (status = element_number(loader, element, "nonfiling", 1, 2, &nonfiling)) < 0 ||
        (status = element_flag(loader, element, "joined", &source->joined)) < 0)
        return status;
    source->nonfiling = (uint8_t)nonfiling;
    return read_sort(loader, element, source);
}

/* <map code="am" name="book"/> */
static int read_maps(const struct loader *loader, const struct element *element,
                     struct access_point_source *source)
{
    struct code_name *names;
    int status;

    if (element->child_count == 0)
        return OFFPRINT_OK;
    names = arena_array(loader->table->arena, element->child_count, sizeof *names);
    for (size_t i = 0; i < element->child_count; i++) {
        const struct element *map = &element->children[i];

        if (strcmp(map->name, "map") != 0)
            return element_refuse(loader, map, map->name, "only <map> may stand here");
        if ((status = element_check_attributes(loader, map, "code name")) < 0 ||
            (status = element_check_empty(loader, map)) < 0 ||
            (status = element_required(loader, map, "code", &names[i].code)) < 0 ||
            (status = element_required(loader, map, "name", &names[i].name)) < 0)
            return status;
        if (strlen(names[i].code) != source->length)
            return element_refuse(loader, map, names[i].code,
                                  "the code is not as long as `length` says");
    }
    source->names = names;
    source->name_count = element->child_count;
    return OFFPRINT_OK;
}

static int read_positions(const struct loader *loader, const struct element *element,
                          struct access_point_source *source)
{
    int from = 0, length = 0, status;

    if ((status = element_number(loader, element, "from", 0, POSITION_LAST, &from)) < 0 ||
        (status = element_number(loader, element, "length", 1, POSITION_LAST, &length)) < 0)
        return status;
    source->from = (uint16_t)from;
    source->length = (uint16_t)length;
    if ((status = read_sort(loader, element, source)) < 0)
        return status;
    return read_maps(loader, element, source);
}

static int read_control(const struct loader *loader, const struct element *element,
                        struct access_point_source *source)
{
    static const char *const takes[] = {"text", "dates", NULL};
    unsigned take = 0;
    int status;

    source->kind = SOURCE_CONTROL;
    if ((status = element_check_attributes(loader, element, "tag from length take sort")) < 0 ||
        (status = read_tags(loader, element, source)) < 0 ||
        (status = element_choice(loader, element, "take", takes, &take)) < 0)
        return status;
    if (take == 1)
        source->kind = SOURCE_DATES;
    return read_positions(loader, element, source);
}

static int read_leader(const struct loader *loader, const struct element *element,
                       struct access_point_source *source)
{
    int status = element_check_attributes(loader, element, "from length sort");

    source->kind = SOURCE_LEADER;
    return status < 0 ? status : read_positions(loader, element, source);
}

static int read_record(const struct loader *loader, const struct element *element,
                       struct access_point_source *source)
{
    const char *value;
    unsigned which = 0;
    int status;

    source->kind = SOURCE_RECORD;
    if ((status = element_check_attributes(loader, element, "value sort")) < 0 ||
        (status = element_check_empty(loader, element)) < 0 ||
        (status = element_required(loader, element, "value", &value)) < 0 ||
        (status = element_choice(loader, element, "value", value_names, &which)) < 0)
        return status;
    source->value = (enum record_value)which;
    return read_sort(loader, element, source);
}

int access_source_read(const struct loader *loader, const struct element *element,
                       struct access_point_source *source)
{
    static const struct {
        const char *name;
        int (*read)(const struct loader *, const struct element *, struct access_point_source *);
    } readers[] = {
        {"field", read_field},
        {"control", read_control},
        {"leader", read_leader},
        {"record", read_record},
    };

    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        if (strcmp(element->name, readers[i].name) == 0)
            return readers[i].read(loader, element, source);
    }
    return element_refuse(loader, element, element->name, "there is no such element");
}

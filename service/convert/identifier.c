#include "convert/identifier.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include <offprint/arena.h>
#include <offprint/record.h>

#include "convert/isbd.h"

struct identifier_list {
    struct identifier *items;
    size_t count;
    struct arena *arena;
};

static void add(struct identifier_list *list, const struct marc_field *field, const char *type,
                struct slice value, struct slice qualifier, bool invalid)
{
    value = slice_trim(value);
    if (value.length == 0)
        return;
    list->items[list->count++] =
        (struct identifier){type, value, slice_trim(qualifier), invalid, field};
}

static void add_plain(struct identifier_list *list, const struct marc_field *field,
                      const char *type, struct slice value, bool invalid)
{
    add(list, field, type, value, (struct slice){NULL, 0}, invalid);
}

/* "0521215471 (hardback) : £9.50" is a number, a qualifier and terms of availability. */
static void add_qualified(struct identifier_list *list, const struct marc_field *field,
                          const char *type, struct slice text, bool invalid)
{
    text = slice_trim(text);
    size_t end = 0;
    while (end < text.length && strchr(" (:;,", text.data[end]) == NULL)
        end++;
    struct slice qualifier = marc_field_subfield(field, 'q');
    const char *open = text.length > 0 ? memchr(text.data, '(', text.length) : NULL;
    if (open != NULL) {
        qualifier = slice_part(text, (size_t)(open - text.data) + 1, text.length);
        const char *close =
            qualifier.length > 0 ? memchr(qualifier.data, ')', qualifier.length) : NULL;
        if (close != NULL)
            qualifier.length = (size_t)(close - qualifier.data);
    }
    qualifier = isbd_trim(qualifier);
    if (qualifier.length >= 2 && qualifier.data[0] == '(' &&
        qualifier.data[qualifier.length - 1] == ')')
        qualifier = slice_part(qualifier, 1, qualifier.length - 2);
    add(list, field, type, slice_part(text, 0, end), qualifier, invalid);
}

static void read_issn(struct identifier_list *list, const struct marc_field *field,
                      const struct marc_subfield *subfield)
{
    bool linking = subfield->code == 'l' || subfield->code == 'm';
    if (subfield->code != '\0' && strchr("ayzlm", subfield->code) != NULL)
        add_qualified(list, field, linking ? "issn-l" : "issn", subfield->value,
                      subfield->code != 'a' && subfield->code != 'l');
}

/* 024: the first indicator names the type, 7 says that $2 does. */
static const char *standard_type(const struct marc_field *field, struct arena *arena)
{
    static const char *const types[] = {"isrc", "upc", "ismn", "ian", "sici"};
    char kind = field->indicator[0];
    if (kind >= '0' && kind <= '4')
        return types[kind - '0'];
    struct slice source = isbd_trim(marc_field_subfield(field, '2'));
    if (kind != '7' || source.length == 0)
        return "";
    char *type = arena_copy(arena, source.data, source.length);
    for (char *c = type; *c != '\0'; c++)
        *c = (char)tolower((unsigned char)*c);
    return type;
}

/* The DOI or handle in a URI, without the resolver. */
static struct slice resolved(struct slice uri, const char *host)
{
    size_t length = strlen(host);
    for (size_t i = 0; i + length < uri.length; i++)
        if (strncasecmp(uri.data + i, host, length) == 0)
            return slice_part(uri, i + length, uri.length);
    return (struct slice){NULL, 0};
}

static bool resolves(struct slice uri, const char **type, struct slice *value)
{
    static const struct {
        const char *host, *type;
    } resolvers[] = {
        {"doi.org/", "doi"}, {"doi:", "doi"}, {"hdl.handle.net/", "hdl"}, {"hdl.loc.gov/", "hdl"}};
    for (size_t i = 0; i < sizeof resolvers / sizeof *resolvers; i++) {
        *value = resolved(uri, resolvers[i].host);
        *type = resolvers[i].type;
        if (value->length > 0)
            return true;
    }
    return false;
}

static void read_standard(struct identifier_list *list, const struct marc_field *field,
                          const struct marc_subfield *subfield)
{
    if (subfield->code != 'a' && subfield->code != 'z')
        return;
    const char *type = standard_type(field, list->arena), *resolver;
    struct slice value = slice_trim(subfield->value), bare;
    if (strcmp(type, "doi") == 0 && resolves(value, &resolver, &bare))
        value = bare;
    add(list, field, type, value, marc_field_subfield(field, 'q'), subfield->code == 'z');
}

static void read_publisher_number(struct identifier_list *list, const struct marc_field *field,
                                  const struct marc_subfield *subfield)
{
    static const char *const types[] = {"issue number",
                                        "matrix number",
                                        "music plate",
                                        "music publisher",
                                        "videorecording identifier",
                                        "publisher number",
                                        "distributor number"};
    char kind = field->indicator[0];
    struct slice qualifier = marc_field_subfield(field, 'q');
    if (qualifier.length == 0) /* whose number it is */
        qualifier = isbd_trim(marc_field_subfield(field, 'b'));
    if (subfield->code == 'a')
        add(list, field, kind >= '0' && kind <= '6' ? types[kind - '0'] : "publisher number",
            subfield->value, qualifier, false);
}

static void read_system_number(struct identifier_list *list, const struct marc_field *field,
                               const struct marc_subfield *subfield)
{
    struct slice value = slice_trim(subfield->value);
    if (slice_starts(value, "(OCoLC)") && (subfield->code == 'a' || subfield->code == 'z'))
        add_plain(list, field, "oclc", slice_part(value, 7, value.length), subfield->code == 'z');
}

static void read_location(struct identifier_list *list, const struct marc_field *field,
                          const struct marc_subfield *subfield)
{
    const char *type;
    struct slice value;
    /* Second indicator 2: a related resource, whose identifier is not this record's. */
    if (subfield->code == 'u' && field->indicator[1] != '2' &&
        resolves(slice_trim(subfield->value), &type, &value))
        add_plain(list, field, type, value, false);
}

static void read_subfield(struct identifier_list *list, const struct marc_field *field,
                          const struct marc_subfield *subfield)
{
    char code = subfield->code;
    if (strcmp(field->tag, "010") == 0 && (code == 'a' || code == 'z'))
        add_plain(list, field, "lccn", subfield->value, code == 'z');
    else if (strcmp(field->tag, "020") == 0 && (code == 'a' || code == 'z'))
        add_qualified(list, field, "isbn", subfield->value, code == 'z');
    else if (strcmp(field->tag, "022") == 0)
        read_issn(list, field, subfield);
    else if (strcmp(field->tag, "024") == 0)
        read_standard(list, field, subfield);
    else if (strcmp(field->tag, "028") == 0)
        read_publisher_number(list, field, subfield);
    else if (strcmp(field->tag, "035") == 0)
        read_system_number(list, field, subfield);
    else if (strcmp(field->tag, "037") == 0 && code == 'a')
        add(list, field, "stock number", subfield->value,
            isbd_trim(isbd_join(field, "bc", " ", list->arena)), false);
    else if (strcmp(field->tag, "088") == 0 && (code == 'a' || code == 'z'))
        add_plain(list, field, "report number", subfield->value, code == 'z');
    else if (strcmp(field->tag, "856") == 0)
        read_location(list, field, subfield);
}

static bool has_identifiers(const struct marc_field *field)
{
    static const char tags[][4] = {"010", "020", "022", "024", "028", "035", "037", "088", "856"};
    bool found = false;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        found |= memcmp(field->tag, tags[i], sizeof *tags) == 0;
    return found;
}

/* A DOI that stands in 024 and again as an address in 856 is one. The first few are looked at: a
 * record with thousands of addresses must not cost their square. */
static void drop_repeated(struct identifier_list *list)
{
    const size_t looked_at = 64;
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        bool again = false;
        for (size_t j = 0; j < kept && j < looked_at && !again; j++)
            again = strcmp(list->items[i].type, list->items[j].type) == 0 &&
                    list->items[i].invalid == list->items[j].invalid &&
                    slice_equal(list->items[i].value, list->items[j].value);
        if (!again)
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

size_t identifiers_read(struct identifier **items, const struct marc_record *record,
                        struct arena *arena)
{
    size_t most = 0;
    for (uint32_t i = 0; i < record->field_count; i++)
        if (has_identifiers(&record->fields[i]))
            most += record->fields[i].subfield_count;
    struct identifier_list list = {arena_array(arena, most + 1, sizeof *list.items), 0, arena};
    for (uint32_t i = 0; i < record->field_count; i++) {
        const struct marc_field *field = &record->fields[i];
        if (has_identifiers(field))
            for (uint32_t j = 0; j < field->subfield_count; j++)
                read_subfield(&list, field, &field->subfields[j]);
    }
    drop_repeated(&list);
    *items = list.items;
    return list.count;
}

const struct identifier *identifier_find(const struct identifier *list, size_t count,
                                         const char *type)
{
    for (size_t i = 0; i < count; i++)
        if (!list[i].invalid && strcmp(list[i].type, type) == 0)
            return &list[i];
    return NULL;
}

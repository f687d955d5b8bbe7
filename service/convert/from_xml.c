#include "convert/from_xml.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/record.h>

#define FIELDS_LIMIT 10000u
#define SUBFIELDS_LIMIT 100000u

/* --- reading --------------------------------------------------------------------- */

static void keep_quiet(void *context, xmlErrorPtr error)
{
    (void)context;
    (void)error;
}

int node_parse(xmlDocPtr *document, struct slice bytes, uint64_t line, struct diag *diag)
{
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    const xmlError *error;
    int length;

    if (parser == NULL)
        abort(); /* out of memory */
    parser->sax->serror = keep_quiet;
    *document = bytes.length > INT_MAX
                    ? NULL
                    : xmlCtxtReadMemory(parser, bytes.data, (int)bytes.length, NULL, "UTF-8",
                                        XML_PARSE_NONET | XML_PARSE_COMPACT);
    error = xmlCtxtGetLastError(parser);
    if (*document == NULL) {
        length = error != NULL && error->message != NULL ? (int)strcspn(error->message, "\n") : 0;
        diag_set(diag, OFFPRINT_MALFORMED, "line %llu: %.*s",
                 (unsigned long long)line +
                     (error != NULL && error->line > 0 ? (unsigned long long)error->line - 1 : 0),
                 length > 300 ? 300 : length, length > 0 ? error->message : "");
    }
    xmlFreeParserCtxt(parser);
    return *document != NULL ? 0 : OFFPRINT_MALFORMED;
}

bool node_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static const xmlNode *first_named(const xmlNode *node, const char *name)
{
    while (node != NULL && !node_is(node, name))
        node = node->next;
    return node;
}

const xmlNode *node_child(const xmlNode *node, const char *name)
{
    return node != NULL ? first_named(node->children, name) : NULL;
}

const xmlNode *node_sibling(const xmlNode *node, const char *name)
{
    return node != NULL ? first_named(node->next, name) : NULL;
}

const xmlNode *node_element(const xmlNode *parent, const xmlNode *after)
{
    const xmlNode *node = after != NULL ? after->next : parent != NULL ? parent->children : NULL;

    while (node != NULL && node->type != XML_ELEMENT_NODE)
        node = node->next;
    return node;
}

/* Appends text with white space as single spaces; delimiters of ISO 2709 cannot be in XML. */
static void add_text(struct buffer *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (!slice_is_space(*text))
            buffer_add_char(out, *text);
        else if (out->length > 0 && out->data[out->length - 1] != ' ')
            buffer_add_char(out, ' ');
    }
}

static void add_all_text(struct buffer *out, const xmlNode *node)
{
    for (node = node->children; node != NULL; node = node->next) {
        if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) &&
            node->content != NULL)
            add_text(out, (const char *)node->content);
        else if (node->type == XML_ELEMENT_NODE)
            add_all_text(out, node); /* the parser bounds the depth */
    }
}

struct slice node_text(const xmlNode *node, struct arena *arena)
{
    struct buffer text;
    struct slice copy;

    if (node == NULL)
        return slice_make(NULL, 0);
    buffer_init(&text);
    add_all_text(&text, node);
    copy = slice_trim(arena_slice(arena, buffer_slice(&text)));
    buffer_finish(&text);
    return copy;
}

struct slice node_attribute(const xmlNode *node, const char *name, struct arena *arena)
{
    const xmlAttr *attribute = node != NULL ? node->properties : NULL;
    struct buffer text;
    struct slice copy;

    while (attribute != NULL && strcmp((const char *)attribute->name, name) != 0)
        attribute = attribute->next;
    if (attribute == NULL)
        return slice_make(NULL, 0);
    buffer_init(&text);
    for (const xmlNode *part = attribute->children; part != NULL; part = part->next)
        if (part->type == XML_TEXT_NODE && part->content != NULL)
            add_text(&text, (const char *)part->content);
    copy = slice_trim(arena_slice(arena, buffer_slice(&text)));
    buffer_finish(&text);
    return copy;
}

bool node_attribute_is(const xmlNode *node, const char *name, const char *value)
{
    for (const xmlAttr *attribute = node != NULL ? node->properties : NULL; attribute != NULL;
         attribute = attribute->next)
        if (strcmp((const char *)attribute->name, name) == 0)
            return attribute->children != NULL && attribute->children->content != NULL &&
                   strcmp((const char *)attribute->children->content, value) == 0;
    return false;
}

bool node_has_attribute(const xmlNode *node, const char *name)
{
    for (const xmlAttr *attribute = node != NULL ? node->properties : NULL; attribute != NULL;
         attribute = attribute->next)
        if (strcmp((const char *)attribute->name, name) == 0)
            return true;
    return false;
}

/* --- building -------------------------------------------------------------------- */

void building_begin(struct building *building, struct arena *arena)
{
    *building = (struct building){.record = marc_record_create(arena), .arena = arena};
}

void building_settle(struct building *building)
{
    struct marc_record *record = building->record;

    if (record->field_count > 0 && !record->fields[record->field_count - 1].control &&
        record->fields[record->field_count - 1].subfield_count == 0)
        record->field_count--;
}

static bool has_room(struct building *building)
{
    building_settle(building);
    building->skipping = building->record->field_count >= FIELDS_LIMIT;
    building->full |= building->skipping;
    return !building->skipping;
}

/* Remembers what the last field is made of. */
static void keep_source(struct building *building)
{
    size_t count = building->record->field_count, most = building->source_capacity;
    const xmlNode **sources;

    if (count > most) {
        most = most > 0 ? most * 2 : 32;
        sources = arena_array(building->arena, most, sizeof *sources);
        if (count > 1)
            memcpy(sources, building->sources, (count - 1) * sizeof *sources);
        building->sources = sources;
        building->source_capacity = most;
    }
    building->sources[count - 1] = building->source;
}

void building_field(struct building *building, const char *tag, char indicator1, char indicator2)
{
    if (has_room(building)) {
        marc_record_add_field(building->record, tag, indicator1, indicator2);
        keep_source(building);
    }
}

void building_add(struct building *building, char code, struct slice value)
{
    struct marc_record *record = building->record;

    if (value.length == 0 || building->skipping)
        return;
    if (building->subfields >= SUBFIELDS_LIMIT) {
        building->full = true;
        return;
    }
    building->subfields++;
    marc_field_add(record, &record->fields[record->field_count - 1], code, value);
}

void building_control(struct building *building, const char *tag, struct slice value)
{
    if (value.length > 0 && has_room(building)) {
        marc_record_add_control(building->record, tag, value);
        keep_source(building);
    }
}

void building_add_first(struct building *building, size_t number, char code, struct slice value)
{
    struct marc_field *field = &building->record->fields[number];

    building->subfields++;
    marc_field_add(building->record, field, code, value);
    memmove(field->subfields + 1, field->subfields,
            (field->subfield_count - 1) * sizeof *field->subfields);
    field->subfields[0] = (struct marc_subfield){code, value};
}

void building_one(struct building *building, const char *tag, const char *indicators, char code,
                  struct slice value)
{
    if (value.length == 0)
        return;
    building_field(building, tag, indicators[0], indicators[1]);
    building_add(building, code, value);
}

struct ordered {
    struct marc_field field;
    size_t place;
};

static int compare(const void *left, const void *right)
{
    const struct ordered *a = left, *b = right;
    int tag = strcmp(a->field.tag, b->field.tag);

    return tag != 0 ? tag : (a->place > b->place) - (a->place < b->place);
}

void building_end(struct building *building)
{
    struct marc_record *record = building->record;
    struct ordered *ordered;

    building_settle(building);
    if (record->field_count == 0)
        return;
    ordered = arena_array(building->arena, record->field_count, sizeof *ordered);
    for (size_t i = 0; i < record->field_count; i++)
        ordered[i] = (struct ordered){record->fields[i], i};
    qsort(ordered, record->field_count, sizeof *ordered, compare);
    for (size_t i = 0; i < record->field_count; i++)
        record->fields[i] = ordered[i].field;
}

struct slice slices_join(struct arena *arena, struct slice a, const char *between, struct slice b)
{
    if (a.length == 0 || b.length == 0)
        return a.length == 0 ? b : a;
    return slice_of(
        arena_printf(arena, "%.*s%s%.*s", (int)a.length, a.data, between, (int)b.length, b.data));
}

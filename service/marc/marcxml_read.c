/*
 * Builds records from libxml2's events. Namespaces and prefixes do not matter: a record is the
 * innermost element of that name that has leader, controlfield or datafield for children. No entity
 * is ever expanded but the five of XML itself, and nothing is fetched.
 */
#include "marc/marcxml_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/SAX2.h>

#include "base/memory.h"
#include "marc/iso2709.h"
#include "marc/reading.h"

/* Forgets the record and keeps the memory. */
static void begin_record(struct marcxml_builder *builder, unsigned depth)
{
    buffer_truncate(&builder->text, 0);
    builder->field_count = builder->subfield_count = 0;
    builder->has_leader = builder->stray = false;
    builder->refused = 0;
    builder->state = BUILD_NOTHING;
    builder->record_depth = depth;
    builder->record_line = builder->parser->input != NULL ? builder->parser->input->line : 0;
}

static bool has_content(const struct marcxml_builder *builder)
{
    return builder->has_leader || builder->field_count > 0 || builder->refused < 0;
}

static bool is_named(const xmlChar *name, const char *wanted)
{
    return strcmp((const char *)name, wanted) == 0;
}

/* Of open elements: libxml2 has a limit of its own only for trees. */
#define DEPTH_LIMIT 256u

/* --- attributes --------------------------------------------------------------- */

/* As SAX2 gives them: name, prefix, namespace, value, its end; five pointers each. */
struct attributes {
    const xmlChar **all;
    int count;
};

/* The value of an attribute; data is NULL where it is missing. */
static struct slice attribute(struct attributes attributes, const char *name)
{
    for (int i = 0; i < attributes.count; i++) {
        const xmlChar **one = attributes.all + (ptrdiff_t)i * 5;
        struct slice value;

        if (!is_named(one[0], name))
            continue;
        value = slice_make((const char *)one[3], (size_t)(one[4] - one[3]));
        /* libxml2 leaves this one as a reference where entities are not expanded. */
        return slice_is(value, "&#38;") ? slice_of("&") : value;
    }
    return slice_make(NULL, 0);
}

static char read_indicator(struct marcxml_builder *builder, struct attributes attributes,
                           const char *tag, int number)
{
    struct slice value = attribute(attributes, number == 1 ? "ind1" : "ind2");
    char shown[PRINTABLE_SIZE];

    if (value.length == 1)
        return reading_repair_indicator(builder->reading, tag, number, value.data[0]);
    reading_report(builder->reading, FINDING_REPAIR, "indicators", tag,
                   "indicator %d is '%s', not one character; read as blank", number,
                   printable(shown, value));
    return ' ';
}

static char read_code(struct marcxml_builder *builder, struct attributes attributes,
                      const char *tag)
{
    struct slice value = attribute(attributes, "code");
    char shown[PRINTABLE_SIZE];

    if (value.length == 1)
        return reading_repair_code(builder->reading, tag, value.data[0]);
    reading_report(builder->reading, FINDING_REPAIR, "subfield-code", tag,
                   "'%s' is no subfield code; read as '?'", printable(shown, value));
    return '?';
}

/* --- fields ------------------------------------------------------------------- */

/* From here on only the end of the record matters. */
static void refuse(struct marcxml_builder *builder)
{
    builder->refused = OFFPRINT_LIMIT;
    builder->state = BUILD_NOTHING;
}

static void begin_value(struct marcxml_builder *builder, struct built_value *value)
{
    value->start = builder->text.length;
    value->length = 0;
    builder->value_depth = builder->depth;
}

static void add_subfield(struct marcxml_builder *builder, char code)
{
    struct built_subfield *subfield;

    if (builder->subfield_count >= MARC_SUBFIELDS_LIMIT) {
        refuse(builder);
        return;
    }
    builder->subfields = memory_grow(builder->subfields, &builder->subfield_capacity,
                                     builder->subfield_count, sizeof *builder->subfields);
    subfield = &builder->subfields[builder->subfield_count++];
    subfield->code = code;
    begin_value(builder, &subfield->value);
    builder->fields[builder->field_count - 1].count++;
    builder->state = BUILD_SUBFIELD;
}

/* A controlfield or datafield begins. What kind of field it is, its tag says. */
static void add_field(struct marcxml_builder *builder, struct attributes attributes, bool control)
{
    struct slice tag = attribute(attributes, "tag");
    struct built_field *field;
    char shown[PRINTABLE_SIZE];

    if (tag.length != 3 || !reading_tag_is_good(tag.data)) {
        reading_report(builder->reading, FINDING_ERROR, "tag", "",
                       "the tag '%s' is none of MARC's; the field was left out",
                       printable(shown, tag));
        return;
    }
    if (builder->field_count >= MARC_FIELDS_LIMIT) {
        refuse(builder);
        return;
    }
    builder->fields = memory_grow(builder->fields, &builder->field_capacity, builder->field_count,
                                  sizeof *builder->fields);
    field = &builder->fields[builder->field_count++];
    *field = (struct built_field){.indicator = {' ', ' '}, .first = builder->subfield_count};
    memcpy(field->tag, tag.data, 3);
    if (control != marc_tag_is_control(field->tag))
        reading_report(builder->reading, FINDING_REPAIR, "field-kind", field->tag,
                       "the field is written as a %s; its tag says that it is none",
                       control ? "controlfield" : "datafield");
    builder->stray = false;
    builder->divided = !control;
    if (marc_tag_is_control(field->tag)) {
        begin_value(builder, &field->value);
        builder->state = BUILD_CONTROL;
    } else if (control) {
        add_subfield(builder, 'a');
    } else {
        field->indicator[0] = read_indicator(builder, attributes, field->tag, 1);
        field->indicator[1] = read_indicator(builder, attributes, field->tag, 2);
        builder->state = BUILD_FIELD;
        builder->value_depth = builder->depth;
    }
}

/* --- events ------------------------------------------------------------------- */

/* Nothing more is to be heard of this parser. */
static void fail(struct marcxml_builder *builder, int code, int line, const char *message)
{
    struct xml_failure *failure = &builder->failure;

    if (failure->failed)
        return;
    *failure = (struct xml_failure){.failed = true, .code = code, .line = line};
    failure->offset = xmlByteConsumed(builder->parser);
    snprintf(failure->message, sizeof failure->message, "%.*s", (int)strcspn(message, "\n"),
             message);
    builder->parser->disableSAX = 1;
}

static void start_record(struct marcxml_builder *builder)
{
    char message[80];

    if (builder->completed) {
        fail(builder, 0, 0, "");
        builder->failure.nested = builder->failure.silent = true;
        return;
    }
    if (builder->record_depth > 0 && has_content(builder)) {
        snprintf(message, sizeof message, "a record begins within the one that began on line %d",
                 builder->record_line);
        fail(builder, 0, builder->parser->input->line, message);
        builder->failure.nested = true;
        return;
    }
    begin_record(builder, builder->depth);
}

static void start_child(struct marcxml_builder *builder, const xmlChar *name,
                        struct attributes attributes)
{
    if (is_named(name, "leader") && !builder->has_leader) {
        builder->has_leader = true;
        begin_value(builder, &builder->leader);
        builder->state = BUILD_LEADER;
    } else if (is_named(name, "controlfield") || is_named(name, "datafield")) {
        add_field(builder, attributes, is_named(name, "controlfield"));
    }
}

/* A control field has one value: what stands in its subfields is kept apart by blanks. */
static void divide_value(struct marcxml_builder *builder)
{
    if (builder->text.length > builder->fields[builder->field_count - 1].value.start)
        buffer_add_char(&builder->text, ' ');
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attribute_count,
                     int defaulted, const xmlChar **all)
{
    struct marcxml_builder *builder = context;
    struct attributes attributes = {all, attribute_count};

    (void)prefix, (void)uri, (void)namespace_count, (void)namespaces, (void)defaulted;
    if (++builder->depth > DEPTH_LIMIT) {
        fail(builder, 0, builder->parser->input->line, "elements are nested too deep");
        return;
    }
    if (builder->depth == 1 && builder->root[0] == '\0')
        snprintf(builder->root, sizeof builder->root, "%s", (const char *)name);
    if (is_named(name, "record"))
        start_record(builder);
    else if (builder->record_depth == 0 || builder->refused < 0)
        return;
    else if (builder->depth == builder->record_depth + 1)
        start_child(builder, name, attributes);
    else if (builder->state == BUILD_FIELD && builder->depth == builder->record_depth + 2 &&
             is_named(name, "subfield"))
        add_subfield(builder,
                     read_code(builder, attributes, builder->fields[builder->field_count - 1].tag));
    else if (builder->state == BUILD_CONTROL && builder->divided && is_named(name, "subfield"))
        divide_value(builder);
}

static void end_value(struct marcxml_builder *builder)
{
    struct built_value *value = &builder->leader;

    if (builder->state == BUILD_CONTROL)
        value = &builder->fields[builder->field_count - 1].value;
    else if (builder->state == BUILD_SUBFIELD)
        value = &builder->subfields[builder->subfield_count - 1].value;
    if (builder->state != BUILD_FIELD)
        value->length = builder->text.length - value->start;
    builder->state =
        builder->state == BUILD_SUBFIELD && builder->value_depth == builder->record_depth + 2
            ? BUILD_FIELD
            : BUILD_NOTHING;
    builder->value_depth = builder->record_depth + 1;
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct marcxml_builder *builder = context;

    (void)name, (void)prefix, (void)uri;
    if (builder->state != BUILD_NOTHING && builder->depth == builder->value_depth)
        end_value(builder);
    if (builder->depth == builder->record_depth) {
        builder->completed = has_content(builder);
        builder->record_depth = 0;
    }
    if (builder->depth > 0)
        builder->depth--;
}

static bool takes_text(const struct marcxml_builder *builder)
{
    return builder->state == BUILD_LEADER || builder->state == BUILD_CONTROL ||
           builder->state == BUILD_SUBFIELD;
}

static void on_text(void *context, const xmlChar *text, int length)
{
    struct marcxml_builder *builder = context;
    struct slice slice = slice_make((const char *)text, length > 0 ? (size_t)length : 0);
    char shown[PRINTABLE_SIZE];

    if (builder->state == BUILD_CONTROL && builder->divided &&
        builder->depth == builder->value_depth && slice_trim(slice).length == 0)
        return; /* between its subfields */
    if (takes_text(builder)) {
        if (slice.length > MARC_RECORD_LIMIT - builder->text.length)
            refuse(builder);
        else
            buffer_add_slice(&builder->text, slice);
    } else if (builder->state == BUILD_FIELD && !builder->stray && slice_trim(slice).length > 0) {
        builder->stray = true;
        reading_report(builder->reading, FINDING_ERROR, "stray-text",
                       builder->fields[builder->field_count - 1].tag,
                       "text outside of subfields was left out: '%s'", printable(shown, slice));
    }
}

/* With a document type that declares entities: the reference stays as it was written. */
static void on_reference(void *context, const xmlChar *name)
{
    struct marcxml_builder *builder = context;
    struct slice slice = slice_of((const char *)name);
    char shown[PRINTABLE_SIZE];

    if (!takes_text(builder))
        return;
    reading_report(builder->reading, FINDING_REPAIR, "entity", "",
                   "the entity '%s' is not expanded; it stays as it is", printable(shown, slice));
    on_text(builder, (const xmlChar *)"&", 1);
    on_text(builder, name, (int)slice.length);
    on_text(builder, (const xmlChar *)";", 1);
}

/*
 * After an error that on_error has passed over, libxml2 would drop references without a word
 * (xmlParseReference returns where wellFormed is 0): OLDSAX has it ask here first.
 */
static xmlEntityPtr on_entity(void *context, const xmlChar *name)
{
    struct marcxml_builder *builder = context;

    if (!builder->failure.failed)
        builder->parser->wellFormed = 1;
    return xmlGetPredefinedEntity(name);
}

static void on_error(void *context, xmlErrorPtr error)
{
    struct marcxml_builder *builder = context;
    const char *tag = builder->field_count > 0 ? builder->fields[builder->field_count - 1].tag : "";

    if (error == NULL || error->level != XML_ERR_FATAL || builder->failure.failed)
        return;
    /* XML 1.0 clause 2.2 forbids these characters; nothing else is wrong, so a space will do. */
    if (error->code == XML_ERR_INVALID_CHAR && takes_text(builder)) {
        reading_report(builder->reading, FINDING_REPAIR, "control-character",
                       builder->state == BUILD_LEADER ? "LDR" : tag,
                       "character %d, which XML forbids, was read as a space", error->int1);
        on_text(builder, (const xmlChar *)" ", 1);
        return;
    }
    fail(builder, error->code, error->line, error->message != NULL ? error->message : "");
}

xmlParserCtxtPtr marcxml_parser_create(struct marcxml_builder *builder)
{
    xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = on_text,
        .reference = on_reference,
        .getEntity = on_entity,
        .serror = on_error,
    };
    xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&handler, builder, NULL, 0, NULL);

    if (parser == NULL)
        abort(); /* out of memory */
    /* RECOVER: on_error decides what can be passed over and stops everything else. */
    xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_RECOVER |
                                  XML_PARSE_OLDSAX);
    builder->parser = parser;
    builder->depth = builder->record_depth = 0;
    builder->state = BUILD_NOTHING;
    builder->completed = false;
    builder->failure = (struct xml_failure){.failed = false};
    return parser;
}

void marcxml_parser_destroy(xmlParserCtxtPtr parser)
{
    if (parser == NULL)
        return;
    if (parser->myDoc != NULL)
        xmlFreeDoc(parser->myDoc);
    xmlFreeParserCtxt(parser);
}

#include "convert/explode_tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/xmlreader.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "base/memory.h"
#include "marc/input.h"

/* What one element may hold when it is taken: a thousand times what a table of contents needs. */
#define TAKE_NODES 200000u
#define TAKE_BYTES (8u * 1024u * 1024u)
/* What may be taken of one book altogether. */
#define BOOK_BYTES (64u * 1024u * 1024u)
/* Elements within one another. */
#define DEPTH_MAX 200

struct tree_reader {
    xmlTextReaderPtr reader;
    struct input *input;
    size_t taken;        /* bytes of this book */
    struct diag failure; /* of the input, or the parser's first */
    bool ended;
};

/* What has been taken of one element so far. */
struct taking {
    struct arena *arena;
    struct tree_node *open[DEPTH_MAX + 1];
    unsigned depth;
    size_t nodes, bytes, bytes_most;
    char entity[64];
};

/* --- the parser ------------------------------------------------------------------------------ */

static int read_input(void *context, char *buffer, int length)
{
    struct tree_reader *reader = context;
    struct slice window;

    if (length <= 0)
        return 0;
    if (input_want(reader->input, 1, &reader->failure) < 0)
        return -1;
    window = slice_part(input_window(reader->input), 0, (size_t)length);
    if (window.length > 0)
        memcpy(buffer, window.data, window.length);
    input_skip(reader->input, window.length);
    return (int)window.length;
}

/* Keeps the first error: those that follow are its consequences. */
static void keep_error(void *context, xmlErrorPtr error)
{
    struct tree_reader *reader = context;
    int length;

    if (error->level < XML_ERR_ERROR || reader->failure.status != 0)
        return;
    length = error->message != NULL ? (int)strcspn(error->message, "\n") : 0;
    diag_set(&reader->failure, OFFPRINT_MALFORMED, "line %d: %.*s", error->line,
             length > 300 ? 300 : length, length > 0 ? error->message : "");
}

int tree_reader_create(struct tree_reader **reader, struct input *input, struct diag *diag)
{
    struct tree_reader *made = memory_zeroed(1, sizeof *made);

    made->input = input;
    made->reader = xmlReaderForIO(read_input, NULL, made, NULL, NULL,
                                  XML_PARSE_NONET | XML_PARSE_COMPACT | XML_PARSE_NOCDATA |
                                      XML_PARSE_BIG_LINES);
    if (made->reader == NULL) {
        free(made);
        return diag_set(diag, OFFPRINT_IO, "the XML parser could not be started");
    }
    xmlTextReaderSetStructuredErrorHandler(made->reader, (xmlStructuredErrorFunc)keep_error, made);
    *reader = made;
    return OFFPRINT_OK;
}

void tree_reader_destroy(struct tree_reader *reader)
{
    if (reader == NULL)
        return;
    xmlFreeTextReader(reader->reader);
    free(reader);
}

/* Of the node at hand: the parser itself is ahead of it. */
uint64_t tree_line(const struct tree_reader *reader)
{
    long line = xmlGetLineNo(xmlTextReaderCurrentNode(reader->reader));

    return line > 0 ? (uint64_t)line : 0;
}

/* The next node: 1, 0 at the end, or why not. */
static int step(struct tree_reader *reader, struct diag *diag)
{
    int status;

    if (reader->ended)
        return 0;
    status = xmlTextReaderRead(reader->reader);
    if (status == 1 && xmlTextReaderDepth(reader->reader) > DEPTH_MAX) {
        diag_set(&reader->failure, OFFPRINT_MALFORMED,
                 "line %llu: elements stand more than %d deep",
                 (unsigned long long)tree_line(reader), DEPTH_MAX);
        status = -1;
    }
    if (status == 1)
        return 1;
    reader->ended = true;
    if (status == 0)
        return 0;
    if (reader->failure.status == 0)
        diag_set(&reader->failure, OFFPRINT_MALFORMED, "line %llu: this is not well-formed XML",
                 (unsigned long long)tree_line(reader));
    if (diag != NULL)
        *diag = reader->failure;
    return reader->failure.status;
}

int tree_next(struct tree_reader *reader, struct diag *diag)
{
    int status;

    while ((status = step(reader, diag)) > 0) {
        if (xmlTextReaderNodeType(reader->reader) == XML_READER_TYPE_ELEMENT)
            return 1;
    }
    return status;
}

const char *tree_name(const struct tree_reader *reader)
{
    const xmlChar *name = xmlTextReaderConstLocalName(reader->reader);

    return name != NULL ? (const char *)name : "";
}

unsigned tree_depth(const struct tree_reader *reader)
{
    int depth = xmlTextReaderDepth(reader->reader);

    return depth > 0 ? (unsigned)depth : 0;
}

struct slice tree_read_attribute(const struct tree_reader *reader, const char *name,
                                 struct arena *arena)
{
    xmlChar *value = xmlTextReaderGetAttribute(reader->reader, (const xmlChar *)name);
    struct slice copy = slice_make(NULL, 0);

    if (value != NULL)
        copy = slice_of(arena_string(arena, (const char *)value));
    xmlFree(value);
    return copy;
}

/* --- taking an element ----------------------------------------------------------------------- */

static struct tree_node *add_node(struct taking *taking, const char *name, uint64_t line)
{
    struct tree_node *node = arena_alloc(taking->arena, sizeof *node), *parent;

    node->name = name != NULL ? arena_string(taking->arena, name) : NULL;
    node->line = line;
    taking->nodes++;
    if (taking->depth == 0)
        return node;
    parent = taking->open[taking->depth - 1];
    if (parent->last != NULL)
        parent->last->next = node;
    else
        parent->children = node;
    parent->last = node;
    return node;
}

static void take_attributes(struct tree_reader *reader, struct taking *taking,
                            struct tree_node *node)
{
    while (xmlTextReaderMoveToNextAttribute(reader->reader) == 1) {
        const char *name = tree_name(reader);
        const char *value = (const char *)xmlTextReaderConstValue(reader->reader);
        struct tree_attribute *attribute;

        if (xmlTextReaderIsNamespaceDecl(reader->reader) == 1 || value == NULL)
            continue;
        attribute = arena_alloc(taking->arena, sizeof *attribute);
        attribute->name = arena_string(taking->arena, name);
        attribute->value = slice_of(arena_string(taking->arena, value));
        attribute->next = node->attributes;
        node->attributes = attribute;
        taking->bytes += attribute->value.length;
        taking->nodes++;
    }
    xmlTextReaderMoveToElement(reader->reader);
}

/* Has the element grown over what is taken? Then the rest of it is only passed. */
static bool is_full(const struct taking *taking)
{
    return taking->nodes >= TAKE_NODES || taking->bytes >= taking->bytes_most;
}

static struct tree_node *take_element(struct tree_reader *reader, struct taking *taking)
{
    bool empty = xmlTextReaderIsEmptyElement(reader->reader) == 1;
    struct tree_node *node = add_node(taking, tree_name(reader), tree_line(reader));

    take_attributes(reader, taking, node);
    if (!empty)
        taking->open[taking->depth++] = node;
    return node;
}

static void take_text(struct tree_reader *reader, struct taking *taking)
{
    const char *value = (const char *)xmlTextReaderConstValue(reader->reader);
    struct tree_node *node;

    if (value == NULL)
        return;
    node = add_node(taking, NULL, 0);
    node->text = slice_of(arena_string(taking->arena, value));
    taking->bytes += node->text.length;
}

/* One node within the element that began at `depth`. */
static void take_node(struct tree_reader *reader, struct taking *taking)
{
    switch (xmlTextReaderNodeType(reader->reader)) {
    case XML_READER_TYPE_ELEMENT:
        take_element(reader, taking);
        break;
    case XML_READER_TYPE_END_ELEMENT:
        taking->depth--;
        break;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_WHITESPACE:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        take_text(reader, taking);
        break;
    case XML_READER_TYPE_ENTITY_REFERENCE:
        if (taking->entity[0] == '\0')
            snprintf(taking->entity, sizeof taking->entity, "%s", tree_name(reader));
        break;
    default:
        break;
    }
}

void tree_begin_book(struct tree_reader *reader)
{
    reader->taken = 0;
}

static size_t bytes_left(const struct tree_reader *reader)
{
    size_t left = BOOK_BYTES - reader->taken;

    return left < TAKE_BYTES ? left : TAKE_BYTES;
}

int tree_take(struct tree_reader *reader, struct tree_node **node, struct arena *arena,
              struct diag *diag)
{
    struct taking taking = {.arena = arena, .bytes_most = bytes_left(reader)};
    unsigned long long line = tree_line(reader);
    int bottom = xmlTextReaderDepth(reader->reader), status = 1;
    const char *name;

    *node = take_element(reader, &taking);
    name = (*node)->name;
    while (taking.depth > 0 && status > 0) {
        status = step(reader, diag);
        if (status > 0 && is_full(&taking)) {
            if (xmlTextReaderNodeType(reader->reader) == XML_READER_TYPE_END_ELEMENT &&
                xmlTextReaderDepth(reader->reader) == bottom)
                return diag_set(diag, OFFPRINT_LIMIT, "line %llu: <%s> is larger than is read",
                                line, name);
        } else if (status > 0) {
            take_node(reader, &taking);
        }
    }
    if (status < 0)
        return status;
    reader->taken += taking.bytes < taking.bytes_most ? taking.bytes : taking.bytes_most;
    if (taking.entity[0] != '\0')
        return diag_refuse(diag, OFFPRINT_UNSUPPORTED, taking.entity,
                           "line %llu: <%s> refers to the entity \"%s\"; entities are not read",
                           line, name, taking.entity);
    return OFFPRINT_OK;
}

/* --- in what was taken ----------------------------------------------------------------------- */

const struct tree_node *tree_sibling(const struct tree_node *after, const char *name)
{
    const struct tree_node *node = after != NULL ? after->next : NULL;

    while (node != NULL && (node->name == NULL || strcmp(node->name, name) != 0))
        node = node->next;
    return node;
}

const struct tree_node *tree_child(const struct tree_node *node, const char *name)
{
    const struct tree_node *child = node != NULL ? node->children : NULL;

    if (child == NULL || (child->name != NULL && strcmp(child->name, name) == 0))
        return child;
    return tree_sibling(child, name);
}

struct slice tree_attribute(const struct tree_node *node, const char *name)
{
    const struct tree_attribute *attribute = node != NULL ? node->attributes : NULL;

    while (attribute != NULL && strcmp(attribute->name, name) != 0)
        attribute = attribute->next;
    return attribute != NULL ? attribute->value : slice_make(NULL, 0);
}

static bool is_left_out(const char *name, const char *without)
{
    char word[80];

    return snprintf(word, sizeof word, " %s ", name) < (int)sizeof word &&
           strstr(without, word) != NULL;
}

static void add_text(struct buffer *out, const struct tree_node *node, const char *without)
{
    for (size_t i = 0; i < node->text.length; i++) {
        char c = slice_is_space(node->text.data[i]) ? ' ' : node->text.data[i];

        if (c != ' ' || (out->length > 0 && out->data[out->length - 1] != ' '))
            buffer_add_char(out, c);
    }
    /* As deep as elements may stand. */
    for (const struct tree_node *child = node->children; child != NULL; child = child->next) {
        if (child->name == NULL || !is_left_out(child->name, without))
            add_text(out, child, without);
    }
}

struct slice tree_text(const struct tree_node *node, const char *without, struct arena *arena)
{
    struct slice text = slice_make(NULL, 0);
    struct buffer out;

    if (node == NULL)
        return text;
    buffer_init(&out);
    add_text(&out, node, without);
    text = slice_trim(arena_slice(arena, buffer_slice(&out)));
    buffer_finish(&out);
    return text;
}

struct slice tree_child_text(const struct tree_node *node, const char *name, struct arena *arena)
{
    return tree_text(tree_child(node, name), "", arena);
}

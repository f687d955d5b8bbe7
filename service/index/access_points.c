/* Loads the access-point table: the only place where the index meets libxml2. */
#include <offprint/access_points.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "base/memory.h"
#include "index/access_element.h"
#include "index/access_table.h"

/* schemas/access-points.xml, built in (schemas/embed.sh). */
extern const unsigned char access_points_data[];
extern const size_t access_points_length;

#define BUILT_IN "the built-in access-points.xml"
#define FILE_MAX (1024 * 1024)
/* Elements within elements: the table needs three. */
#define DEPTH_MAX 8

/* --- from libxml2's tree to ours -------------------------------------------------------------- */

static void copy_attributes(struct arena *arena, struct element *element, const xmlNode *node)
{
    const xmlAttr *at;
    size_t count = 0;

    for (at = node->properties; at != NULL; at = at->next)
        count++;
    if (count == 0)
        return;
    element->attributes = arena_array(arena, count, sizeof *element->attributes);
    for (at = node->properties; at != NULL; at = at->next) {
        xmlChar *value = xmlNodeListGetString(node->doc, at->children, 1);

        element->attributes[element->attribute_count++] = (struct element_attribute){
            arena_string(arena, (const char *)at->name),
            arena_string(arena, value != NULL ? (const char *)value : "")};
        xmlFree(value);
    }
}

/* Text between elements means nothing in the table, and is left out. */
static void copy_element(struct arena *arena, struct element *element, const xmlNode *node,
                         unsigned depth)
{
    const xmlNode *child;
    size_t count = 0;

    *element = (struct element){.name = arena_string(arena, (const char *)node->name),
                                .line = xmlGetLineNo(node)};
    copy_attributes(arena, element, node);
    for (child = node->children; child != NULL; child = child->next)
        count += child->type == XML_ELEMENT_NODE;
    if (count == 0 || depth == DEPTH_MAX)
        return;
    element->children = arena_array(arena, count, sizeof *element->children);
    for (child = node->children; child != NULL; child = child->next) {
        if (child->type == XML_ELEMENT_NODE)
            copy_element(arena, &element->children[element->child_count++], child, depth + 1);
    }
}

/* --- reading ---------------------------------------------------------------------------------- */

static int read_file(struct buffer *bytes, const char *path, struct diag *diag)
{
    FILE *file = fopen(path, "rbe");
    int status = OFFPRINT_OK;
    size_t got;

    if (file == NULL)
        return diag_set(diag, OFFPRINT_IO, "cannot open %s: %s", path, strerror(errno));
    do {
        got = fread(buffer_reserve(bytes, 4096), 1, 4096, file);
        bytes->length += got;
    } while (got > 0 && bytes->length <= FILE_MAX);
    if (ferror(file))
        status = diag_set(diag, OFFPRINT_IO, "cannot read %s: %s", path, strerror(errno));
    else if (bytes->length > FILE_MAX)
        status = diag_set(diag, OFFPRINT_MALFORMED, "%s is larger than %d bytes", path, FILE_MAX);
    fclose(file);
    return status;
}

static int refuse_xml(xmlParserCtxt *context, const char *path, struct diag *diag)
{
    const xmlError *error = xmlCtxtGetLastError(context);
    struct slice reason = slice_of(error != NULL ? error->message : NULL);

    reason = slice_trim(reason);
    return diag_set(diag, OFFPRINT_MALFORMED, "%s, line %d: %.*s", path,
                    error != NULL ? error->line : 0, (int)reason.length,
                    reason.length > 0 ? reason.data : "");
}

/* Neither network nor external entities: the table is one file. */
static int read_table(struct access_points *table, struct slice bytes, const char *path,
                      struct diag *diag)
{
    xmlParserCtxt *context = xmlNewParserCtxt();
    struct element root;
    xmlDoc *document;
    int status;

    if (context == NULL)
        return diag_set(diag, OFFPRINT_IO, "cannot read %s: no memory for an XML parser", path);
    document = xmlCtxtReadMemory(context, bytes.data, (int)bytes.length, path, NULL,
                                 XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (document == NULL || xmlDocGetRootElement(document) == NULL) {
        status = refuse_xml(context, path, diag);
    } else {
        copy_element(table->arena, &root, xmlDocGetRootElement(document), 0);
        status = access_table_read(&(struct loader){table, path, diag}, &root);
    }
    xmlFreeDoc(document);
    xmlFreeParserCtxt(context);
    return status;
}

static int read_new(struct access_points **read, struct slice text, const char *name,
                    struct diag *diag)
{
    struct access_points *table = memory_zeroed(1, sizeof *table);
    int status;

    *read = NULL;
    table->arena = arena_create();
    if (text.length > FILE_MAX)
        status = diag_set(diag, OFFPRINT_MALFORMED, "%s is larger than %d bytes", name, FILE_MAX);
    else
        status = read_table(table, text, name, diag);
    if (status < 0) {
        access_points_destroy(table);
        return status;
    }
    *read = table;
    return OFFPRINT_OK;
}

int access_points_read(struct access_points **read, struct slice text, const char *name,
                       struct diag *diag)
{
    int status = read_new(read, text, name, diag);

    if (status >= 0)
        (*read)->text = arena_slice((*read)->arena, text);
    return status;
}

struct slice access_points_text(const struct access_points *table)
{
    return table->text;
}

int access_points_load(struct access_points **loaded, const char *path, struct diag *diag)
{
    struct buffer bytes;
    int status;

    *loaded = NULL;
    if (path == NULL)
        return read_new(loaded, slice_make((const char *)access_points_data, access_points_length),
                        BUILT_IN, diag);
    buffer_init(&bytes);
    if ((status = read_file(&bytes, path, diag)) >= 0)
        status = access_points_read(loaded, buffer_slice(&bytes), path, diag);
    buffer_finish(&bytes);
    return status;
}

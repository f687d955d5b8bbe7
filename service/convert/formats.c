#include <offprint/convert.h>

#include <limits.h>
#include <pthread.h>
#include <strings.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <offprint/arena.h>

#include "convert/formats.h"

static struct formats table;
/* Never released and never read again: "used" keeps it where leak checkers find it. */
__attribute__((used)) static struct arena *table_arena;
static pthread_once_t table_once = PTHREAD_ONCE_INIT;

static bool element_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static char *take(xmlChar *text, struct arena *arena)
{
    struct slice trimmed = slice_trim(slice_of((const char *)text));
    char *copy = arena_copy(arena, trimmed.data, trimmed.length);
    xmlFree(text);
    return copy;
}

static const char *attribute(xmlNode *node, const char *name, struct arena *arena)
{
    xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
    return value != NULL ? take(value, arena) : "";
}

static const char *const *texts(xmlNode *format, const char *name, struct arena *arena)
{
    size_t count = 0;
    for (const xmlNode *child = format->children; child != NULL; child = child->next)
        count += element_is(child, name);
    const char **list = arena_array(arena, count + 1, sizeof *list);
    size_t at = 0;
    for (xmlNode *child = format->children; child != NULL; child = child->next)
        if (element_is(child, name))
            list[at++] = take(xmlNodeGetContent(child), arena);
    return list;
}

static const char *first(const char *const *list)
{
    return list[0] != NULL ? list[0] : "";
}

static const char *attribute_of_child(xmlNode *format, const char *name, const char *key,
                                      struct arena *arena)
{
    for (xmlNode *child = format->children; child != NULL; child = child->next)
        if (element_is(child, name)) {
            const char *value = attribute(child, key, arena);
            if (value[0] != '\0')
                return value;
        }
    return "";
}

static void read_format(struct format *format, xmlNode *node, struct arena *arena)
{
    format->name = attribute(node, "name", arena);
    format->label = attribute(node, "label", arena);
    format->media_type = attribute(node, "media-type", arena);
    format->suffix = attribute(node, "suffix", arena);
    format->namespace_uri = first(texts(node, "namespace", arena));
    format->schema_location = attribute_of_child(node, "namespace", "location", arena);
    format->schema_identifier = attribute_of_child(node, "schema", "identifier", arena);
    format->schemas = texts(node, "schema", arena);
    format->prefixes = texts(node, "prefix", arena);
    format->xml = format->namespace_uri[0] != '\0';
}

static int check_format(const struct formats *formats, const struct format *format, long line,
                        struct diag *diag)
{
    const char *const required[] = {format->name, format->label, format->media_type,
                                    format->suffix};
    static const char *const names[] = {"name", "label", "media-type", "suffix"};
    for (size_t i = 0; i < sizeof required / sizeof *required; i++)
        if (required[i][0] == '\0')
            return diag_refuse(diag, OFFPRINT_MALFORMED, format->name,
                               "formats.xml line %ld: a format has no %s", line, names[i]);
    for (const struct format *other = formats->formats; other < format; other++)
        if (strcasecmp(other->name, format->name) == 0 ||
            strcasecmp(other->suffix, format->suffix) == 0)
            return diag_refuse(diag, OFFPRINT_MALFORMED, format->name,
                               "formats.xml line %ld: format %s has the name or suffix of %s", line,
                               format->name, other->name);
    return OFFPRINT_OK;
}

static int read_formats(struct formats *formats, xmlNode *root, struct arena *arena,
                        struct diag *diag)
{
    size_t count = 0;
    for (const xmlNode *child = root->children; child != NULL; child = child->next)
        count += element_is(child, "format");
    formats->formats = arena_array(arena, count + 1, sizeof *formats->formats);
    formats->accepts = arena_array(arena, count + 1, sizeof *formats->accepts);
    formats->count = 0;
    for (xmlNode *child = root->children; child != NULL; child = child->next) {
        if (!element_is(child, "format"))
            continue;
        struct format *format = &formats->formats[formats->count];
        read_format(format, child, arena);
        int status = check_format(formats, format, xmlGetLineNo(child), diag);
        if (status < 0)
            return status;
        formats->accepts[formats->count++] = texts(child, "accept", arena);
    }
    return OFFPRINT_OK;
}

int formats_parse(struct formats *formats, struct arena *arena, const void *xml, size_t length,
                  struct diag *diag)
{
    *formats = (struct formats){0};
    if (length > INT_MAX)
        return diag_set(diag, OFFPRINT_MALFORMED, "formats.xml is larger than %d bytes", INT_MAX);
    xmlDoc *document = xmlReadMemory(xml, (int)length, "formats.xml", NULL,
                                     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (document == NULL) {
        const xmlError *error = xmlGetLastError();
        return diag_set(diag, OFFPRINT_MALFORMED, "formats.xml line %d is not well-formed XML",
                        error != NULL ? error->line : 0);
    }
    xmlNode *root = xmlDocGetRootElement(document);
    int status = root != NULL && element_is(root, "formats")
                     ? read_formats(formats, root, arena, diag)
                     : diag_set(diag, OFFPRINT_MALFORMED, "formats.xml has no <formats>");
    xmlFreeDoc(document);
    if (status < 0)
        *formats = (struct formats){0};
    return status;
}

/* The built-in table lives as long as the process. A unit test reads it; should it be broken all
 * the same, there is no format, and every request for one is refused with a diagnostic. */
static void table_load(void)
{
    table_arena = arena_create();
    formats_parse(&table, table_arena, formats_data, formats_length, NULL);
}

const struct format *formats_all(size_t *count)
{
    pthread_once(&table_once, table_load);
    *count = table.count;
    return table.formats;
}

static bool same(struct slice a, const char *b)
{
    return a.length > 0 && strlen(b) == a.length && strncasecmp(a.data, b, a.length) == 0;
}

static bool among(struct slice name, const char *const *list)
{
    while (*list != NULL && !same(name, *list))
        list++;
    return *list != NULL;
}

/* Is `key` how a client asks for format number `i`? */
typedef bool format_test(size_t i, struct slice key);

static const struct format *find(format_test *test, struct slice key)
{
    size_t count;
    const struct format *formats = formats_all(&count);
    for (size_t i = 0; i < count; i++)
        if (test(i, key))
            return &formats[i];
    return NULL;
}

static bool has_name(size_t i, struct slice name)
{
    return same(name, table.formats[i].name);
}

static bool has_suffix(size_t i, struct slice suffix)
{
    return same(suffix, table.formats[i].suffix);
}

static bool has_media_type(size_t i, struct slice type)
{
    return same(type, table.formats[i].media_type) || among(type, table.accepts[i]);
}

static bool has_prefix(size_t i, struct slice prefix)
{
    const char *const *list = table.formats[i].prefixes;
    while (*list != NULL && !slice_is(prefix, *list))
        list++;
    return *list != NULL;
}

static bool has_schema(size_t i, struct slice schema)
{
    const struct format *format = &table.formats[i];
    return among(schema, format->schemas) || same(schema, format->schema_identifier) ||
           same(schema, format->namespace_uri);
}

const struct format *format_by_name(struct slice name)
{
    return find(has_name, name);
}

const struct format *format_by_suffix(struct slice suffix)
{
    return find(has_suffix, suffix);
}

const struct format *format_by_media_type(struct slice media_type)
{
    return find(has_media_type, media_type);
}

const struct format *format_by_prefix(struct slice prefix)
{
    return find(has_prefix, prefix);
}

const struct format *format_by_schema(struct slice schema)
{
    return find(has_schema, schema);
}

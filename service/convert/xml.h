/* XML written straight into a buffer: elements that are left out when they would be empty. */
#ifndef OFFPRINT_CONVERT_XML_H
#define OFFPRINT_CONVERT_XML_H

#include <stddef.h>

#include <offprint/slice.h>

struct buffer;

/* Character data or the value of an attribute, without the marks (0098, 009C and their like) that
 * enclose what does not sort. */
void xml_text(struct buffer *out, struct slice text);

/* ` name="value"`; nothing where `value` is empty. */
void xml_attribute(struct buffer *out, const char *name, struct slice value);

/* The same for a URI; what an xs:anyURI must not hold is percent-encoded. */
void xml_uri_attribute(struct buffer *out, const char *name, struct slice uri);
void xml_uri(struct buffer *out, struct slice uri);

/*
 * `<open>text</name>`, `open` being a name, perhaps with attributes: "namePart type=\"family\"".
 * Nothing where `text` is empty or white space.
 */
void xml_element(struct buffer *out, const char *open, struct slice text);

/*
 * An element with content. xml_open writes `<open`; then come attributes; xml_content closes the
 * start tag; then comes what is inside; xml_close writes the end tag, or takes everything back
 * where nothing was written inside.
 */
struct xml_scope {
    struct buffer *out;
    const char *open;
    size_t before, inside;
};
struct xml_scope xml_open(struct buffer *out, const char *open);
void xml_content(struct xml_scope *scope);
void xml_close(struct xml_scope *scope);

/* xml_open and xml_content at once, for elements without more attributes. */
struct xml_scope xml_begin(struct buffer *out, const char *open);

#endif

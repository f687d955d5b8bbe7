/* What the page of a record is put together from. */
#ifndef OFFPRINT_CONVERT_HTML_H
#define OFFPRINT_CONVERT_HTML_H

#include <offprint/slice.h>

struct arena;
struct buffer;
struct citation;
struct convert_context;

/* html_meta.c: Highwire's citation_* meta tags, as Google Scholar and Zotero read them. */
void html_add_meta(struct buffer *out, const struct citation *citation);

/* html_coins.c: a COinS span (OpenURL 1.0 as key and value pairs in a title attribute). */
void html_add_coins(struct buffer *out, const struct citation *citation,
                    const struct convert_context *context);

/* html_style.c: the style sheet that every page carries. */
extern const char html_style[];

#endif

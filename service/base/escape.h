/* Text made safe for where it is written to. All of them pass on UTF-8 in NFC. */
#ifndef OFFPRINT_BASE_ESCAPE_H
#define OFFPRINT_BASE_ESCAPE_H

#include <offprint/slice.h>

struct buffer;

/* XML or HTML character data, also within "…" attributes. Characters that XML 1.0 forbids are
 * left out (XML 1.0 clause 2.2). */
void escape_xml(struct buffer *out, struct slice text);

/* A JSON string with its quotes (RFC 8259 clause 7). */
void escape_json(struct buffer *out, struct slice text);

/* One component of a URL path or query: everything but RFC 3986's unreserved characters as %XX. */
void escape_url(struct buffer *out, struct slice text);

/* Undoes %XX, and '+' to space where `plus` is set. False, with nothing appended, where a % is
 * not followed by two hexadecimal digits. */
bool unescape_url(struct buffer *out, struct slice text, bool plus);

#endif

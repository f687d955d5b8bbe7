/* The vocabulary of formats as convert/ needs it beside <offprint/convert.h>. */
#ifndef OFFPRINT_CONVERT_FORMATS_H
#define OFFPRINT_CONVERT_FORMATS_H

#include <stddef.h>

#include <offprint/status.h>

struct arena;
struct format;

/* The text of schemas/formats.xml, built in (schemas/embed.sh). */
extern const unsigned char formats_data[];
extern const size_t formats_length;

/* The formats that `xml` lists, and for each its further media types (lists that end in NULL). */
struct formats {
    struct format *formats;
    const char *const **accepts;
    size_t count;
};

/*
 * Reads a table of formats into `arena`. OFFPRINT_MALFORMED with line and reason in `diag` where
 * it is not XML, a format lacks name, label, media type or suffix, or a name is given twice.
 */
int formats_parse(struct formats *formats, struct arena *arena, const void *xml, size_t length,
                  struct diag *diag);

#endif

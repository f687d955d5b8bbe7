/* The access-point table's XML, without the XML library, and the readers of its parts. */
#ifndef OFFPRINT_INDEX_ACCESS_ELEMENT_H
#define OFFPRINT_INDEX_ACCESS_ELEMENT_H

#include <stdbool.h>
#include <stddef.h>

#include <offprint/slice.h>
#include <offprint/status.h>

struct access_point_source;
struct access_points;

struct element_attribute {
    const char *name, *value;
};

/* Lives in the table's arena. */
struct element {
    const char *name;
    long line;
    struct element_attribute *attributes;
    size_t attribute_count;
    struct element *children; /* elements only */
    size_t child_count;
};

/* A table being read. All of it is borrowed. */
struct loader {
    struct access_points *table;
    const char *path; /* for messages */
    struct diag *diag;
};

/* Fills the table from the root element. OFFPRINT_MALFORMED with path, line and reason. */
int access_table_read(const struct loader *loader, const struct element *root);

/* Reads one <field>, <control>, <leader> or <record>. */
int access_source_read(const struct loader *loader, const struct element *element,
                       struct access_point_source *source);

/* --- attributes: each refuses with path, line, reason and value
 * ------------------------------------ */

int element_refuse(const struct loader *loader, const struct element *element, const char *value,
                   const char *reason);

/* NULL where it is not there. */
const char *element_attribute(const struct element *element, const char *name);
/* Refuses attributes that are not in `known`, a list with spaces. */
int element_check_attributes(const struct loader *loader, const struct element *element,
                             const char *known);
int element_check_empty(const struct loader *loader, const struct element *element);
int element_required(const struct loader *loader, const struct element *element, const char *name,
                     const char **value);
/* Decimal digits, at most `last`: the number, or -1. */
int element_to_number(struct slice text, int last);
/* A number from `first` to `last`; `*value` stays where the attribute is not there. */
int element_number(const struct loader *loader, const struct element *element, const char *name,
                   int first, int last, int *value);
/* "yes" or "no"; false where the attribute is not there. */
int element_flag(const struct loader *loader, const struct element *element, const char *name,
                 bool *value);
/* The place of the attribute's value in `choices`, which ends with NULL; `*value` stays where the
 * attribute is not there. */
int element_choice(const struct loader *loader, const struct element *element, const char *name,
                   const char *const *choices, unsigned *value);

#endif

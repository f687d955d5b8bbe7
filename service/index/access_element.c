/* Elements of the access-point table: their attributes read, and what is wrong refused. */
#include "index/access_element.h"

#include <string.h>

#include "index/access_table.h"

/* --- what is wrong, and where ----------------------------------------------------------------- */

int element_refuse(const struct loader *loader, const struct element *element, const char *value,
                   const char *reason)
{
    return diag_refuse(loader->diag, OFFPRINT_MALFORMED, value, "%s, line %ld: %s: \"%s\"",
                       loader->path, element->line, reason, value);
}

const char *element_attribute(const struct element *element, const char *name)
{
    for (size_t i = 0; i < element->attribute_count; i++) {
        if (strcmp(element->attributes[i].name, name) == 0)
            return element->attributes[i].value;
    }
    return NULL;
}

/* Refuses attributes that are not in `known`, a list with spaces. */
int element_check_attributes(const struct loader *loader, const struct element *element,
                             const char *known)
{
    for (size_t i = 0; i < element->attribute_count; i++) {
        struct slice list = slice_of(known), name;

        do
            name = access_table_next(&list);
        while (name.length > 0 && !slice_is(name, element->attributes[i].name));
        if (name.length == 0)
            return element_refuse(loader, element, element->attributes[i].name,
                                  "this element has no such attribute");
    }
    return OFFPRINT_OK;
}

int element_check_empty(const struct loader *loader, const struct element *element)
{
    if (element->child_count > 0)
        return element_refuse(loader, &element->children[0], element->children[0].name,
                              "no element may stand here");
    return OFFPRINT_OK;
}

/* --- attributes ------------------------------------------------------------------------------- */

int element_required(const struct loader *loader, const struct element *element, const char *name,
                     const char **value)
{
    *value = element_attribute(element, name);
    if (*value == NULL || slice_trim(slice_of(*value)).length == 0)
        return element_refuse(loader, element, name, "the element lacks an attribute");
    return OFFPRINT_OK;
}

/* Decimal digits, at most `last`: the number, or -1. */
int element_to_number(struct slice text, int last)
{
    int value = 0;

    if (text.length == 0 || text.length > 6)
        return -1;
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return -1;
        value = value * 10 + (text.data[i] - '0');
    }
    return value <= last ? value : -1;
}

/* A number from `first` to `last`; `*number` stays where the attribute is not there. */
int element_number(const struct loader *loader, const struct element *element, const char *name,
                   int first, int last, int *value)
{
    const char *text = element_attribute(element, name);

    if (text == NULL)
        return OFFPRINT_OK;
    *value = element_to_number(slice_of(text), last);
    if (*value < first)
        return element_refuse(loader, element, text, "not a number, or out of range");
    return OFFPRINT_OK;
}

int element_flag(const struct loader *loader, const struct element *element, const char *name,
                 bool *value)
{
    const char *text = element_attribute(element, name);

    *value = text != NULL && strcmp(text, "yes") == 0;
    if (text != NULL && !*value && strcmp(text, "no") != 0)
        return element_refuse(loader, element, text, "the attribute says neither yes nor no");
    return OFFPRINT_OK;
}

/* The place of the attribute's value in `choices`; `*value` stays where it is not there. */
int element_choice(const struct loader *loader, const struct element *element, const char *name,
                   const char *const *choices, unsigned *value)
{
    const char *text = element_attribute(element, name);

    if (text == NULL)
        return OFFPRINT_OK;
    for (*value = 0; choices[*value] != NULL; ++*value) {
        if (strcmp(choices[*value], text) == 0)
            return OFFPRINT_OK;
    }
    return element_refuse(loader, element, text, "the attribute has no such value");
}

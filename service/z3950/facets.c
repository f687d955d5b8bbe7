#include "z3950/facets.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <yaz/facet.h>
#include <yaz/matchstr.h>
#include <yaz/pquery.h>

#include <offprint/access_points.h>
#include <offprint/arena.h>
#include <offprint/catalogue.h>

#include "z3950/association.h"
#include "z3950/operation.h"

#define LIMIT_STANDARD 10
/* More than there are facets: further ones are named twice. */
#define WISHES_MAX 32
/* Bytes of BER around a term and its count. */
#define TERM_FRAME 16

enum facet_attribute { FACET_NAME = 1, FACET_ORDER = 2, FACET_LIMIT = 3, FACET_START = 4 };

/* --- the request ------------------------------------------------------------------------------ */

static int refuse(struct diag *diag, int status, Odr_int value, const char *reason)
{
    char text[24];

    snprintf(text, sizeof text, "%lld", (long long)value);
    return diag_refuse(diag, status, text, "%s", reason);
}

static int find_by_text(struct facet_wish *wish, const struct operation *operation,
                        const char *text, struct diag *diag)
{
    const struct access_points *table = catalogue_access_points(operation->association->catalogue);
    const struct access_point *point = access_point_by_facet(table, slice_of(text));

    if (wish->name != NULL)
        return diag_refuse(diag, OFFPRINT_COMBINATION, text, "a facet has one name");
    wish->text = text;
    if (point != NULL)
        wish->name = point->facet;
    else if (yaz_matchstr(text, FACET_COLLECTION) == 0)
        wish->name = FACET_COLLECTION;
    else if (yaz_matchstr(text, FACET_HOST) == 0)
        wish->name = FACET_HOST;
    return wish->name != NULL
               ? OFFPRINT_OK
               : diag_refuse(diag, OFFPRINT_ACCESS_POINT, text, "no facet is called so");
}

static int find_by_use(struct facet_wish *wish, const struct operation *operation, Odr_int use,
                       struct diag *diag)
{
    const struct access_points *table = catalogue_access_points(operation->association->catalogue);
    const struct access_point *point = access_point_by_use(table, use);

    if (wish->name != NULL)
        return refuse(diag, OFFPRINT_COMBINATION, use, "a facet has one name");
    if (point == NULL || point->facet == NULL)
        return refuse(diag, OFFPRINT_ACCESS_POINT, use, "that use attribute is no facet");
    wish->name = point->facet;
    wish->use = use;
    return OFFPRINT_OK;
}

static int read_name(struct facet_wish *wish, const struct operation *operation,
                     const Z_AttributeElement *element, struct diag *diag)
{
    const Z_ComplexAttribute *complex;

    if (element->which == Z_AttributeValue_numeric)
        return find_by_use(wish, operation, *element->value.numeric, diag);
    complex = element->value.complex;
    if (complex->num_list != 1 || complex->num_semanticAction > 0)
        return refuse(diag, OFFPRINT_ATTRIBUTE_COMPLEX, FACET_NAME, "a facet has one name");
    if (complex->list[0]->which == Z_StringOrNumeric_string)
        return find_by_text(wish, operation, complex->list[0]->u.string, diag);
    return find_by_use(wish, operation, *complex->list[0]->u.numeric, diag);
}

static int read_attribute(struct facet_wish *wish, const struct operation *operation,
                          const Z_AttributeElement *element, struct diag *diag)
{
    Odr_int type = *element->attributeType, value;

    if (type == FACET_NAME)
        return read_name(wish, operation, element, diag);
    if (type < FACET_NAME || type > FACET_START)
        return refuse(diag, OFFPRINT_ATTRIBUTE_TYPE, type,
                      "a facet has attributes of the types 1 to 4");
    if (element->which != Z_AttributeValue_numeric)
        return refuse(diag, OFFPRINT_ATTRIBUTE_COMPLEX, type, "that attribute is a number");
    value = *element->value.numeric;
    if (type == FACET_ORDER) {
        wish->by_term = value == 1;
        return value == 0 || value == 1
                   ? OFFPRINT_OK
                   : refuse(diag, OFFPRINT_SORT, value,
                            "values come in the order of their counts (0) or terms (1)");
    }
    if (value < 1 || value > FACET_LIMIT_MAX)
        return refuse(diag, OFFPRINT_TERM_FORMAT, value,
                      "number and start of a facet's values are 1 to 1000");
    if (type == FACET_LIMIT)
        wish->limit = (uint32_t)value;
    else
        wish->start = (uint32_t)value;
    return OFFPRINT_OK;
}

static int read_wish(struct facet_wish *wish, const struct operation *operation,
                     const Z_AttributeList *attributes, struct diag *diag)
{
    int status = OFFPRINT_OK;

    *wish = (struct facet_wish){.limit = LIMIT_STANDARD, .start = 1};
    for (int i = 0; i < attributes->num_attributes && status >= 0; i++)
        status = read_attribute(wish, operation, attributes->attributes[i], diag);
    if (status < 0)
        return status;
    if (wish->name == NULL)
        return diag_set(diag, OFFPRINT_ACCESS_POINT_MISSING, "a facet is asked for without a name");
    if (wish->start - 1 + wish->limit > FACET_LIMIT_MAX)
        return refuse(diag, OFFPRINT_TERM_FORMAT, wish->start - 1 + wish->limit,
                      "a facet's values are given up to the 1000th");
    return OFFPRINT_OK;
}

int facets_read(struct facet_wishes *wishes, struct operation *operation,
                Z_OtherInformation *information, struct diag *diag)
{
    const Z_FacetList *list = yaz_oi_get_facetlist(&information);
    int status = OFFPRINT_OK;

    *wishes = (struct facet_wishes){NULL, 0};
    if (list == NULL || list->num == 0)
        return OFFPRINT_OK;
    if (list->num > WISHES_MAX)
        return refuse(diag, OFFPRINT_LIMIT, list->num, "more facets are asked for than there are");
    wishes->wishes = arena_array(operation->arena, (size_t)list->num, sizeof *wishes->wishes);
    for (int i = 0; i < list->num && status >= 0; i++)
        status = read_wish(&wishes->wishes[wishes->count++], operation,
                           list->elements[i]->attributes, diag);
    return status;
}

/* --- the answer ------------------------------------------------------------------------------- */

/* The facet's name as the client gave it: by that it finds the list again. The attribute set is
 * left out: libyaz encodes an arc of the client's over 32,767 without end. */
static Z_AttributeList *name_of(struct operation *operation, const struct facet_wish *wish)
{
    ODR odr = operation->odr;
    Z_AttributeList *list = odr_malloc(odr, sizeof *list);
    Z_AttributeElement *element = odr_malloc(odr, sizeof *element);

    *element = (Z_AttributeElement){0};
    element->attributeType = operation_int(operation, FACET_NAME);
    if (wish->text == NULL) {
        element->which = Z_AttributeValue_numeric;
        element->value.numeric = operation_int(operation, wish->use);
    } else {
        Z_ComplexAttribute *complex = odr_malloc(odr, sizeof *complex);

        *complex = (Z_ComplexAttribute){.num_list = 1};
        complex->list = odr_malloc(odr, sizeof *complex->list);
        complex->list[0] = odr_malloc(odr, sizeof **complex->list);
        complex->list[0]->which = Z_StringOrNumeric_string;
        complex->list[0]->u.string = odr_strdup(odr, wish->text);
        element->which = Z_AttributeValue_complex;
        element->value.complex = complex;
    }
    list->num_attributes = 1;
    list->attributes = odr_malloc(odr, sizeof *list->attributes);
    list->attributes[0] = element;
    return list;
}

/* What a search for the value takes: a heading as it is shown, a code as it is indexed. */
static struct slice term_of(const struct facet *facet, const struct facet_value *value)
{
    bool heading = facet->access_point != NULL && facet->access_point->kind == ACCESS_TEXT;

    return heading && value->display.length > 0 ? value->display : value->term;
}

static Z_FacetField *field_of(struct operation *operation, const struct facet_wish *wish,
                              const struct facet *facet, size_t *size)
{
    size_t first = wish->start - 1 < facet->count ? wish->start - 1 : facet->count;
    size_t count = facet->count - first < wish->limit ? facet->count - first : wish->limit;
    Z_FacetField *field =
        facet_field_create(operation->odr, name_of(operation, wish), (int)count + 1);

    field->num_terms = 0;
    for (size_t i = 0; i < count; i++) {
        const struct facet_value *value = &facet->values[first + i];
        struct slice term = term_of(facet, value);
        Z_FacetTerm *made = odr_malloc(operation->odr, sizeof *made);

        *size += term.length + TERM_FRAME;
        if (*size > operation->association->preferred_message_size)
            break;
        made->term = z_Term_create(operation->odr, Z_Term_general, term.data, term.length);
        made->count = operation_int(operation, (Odr_int)value->count);
        field->terms[field->num_terms++] = made;
    }
    return field;
}

/* Counts those facets that are wanted in one of the orders, together, and puts them where their
 * wishes stand. */
static int count_ordered(struct facet *counted, struct operation *operation,
                         const struct facet_wishes *wishes, const struct result_set *set,
                         enum facet_order order, struct diag *diag)
{
    const char *names[WISHES_MAX];
    struct facet_options options = {.names = names, .order = order};
    struct facet *facets;
    ptrdiff_t count;

    for (size_t i = 0; i < wishes->count; i++) {
        const struct facet_wish *wish = &wishes->wishes[i];

        if (wish->by_term != (order == FACET_ORDER_TERM))
            continue;
        names[options.name_count++] = wish->name;
        if (options.limit < wish->start - 1 + wish->limit)
            options.limit = wish->start - 1 + wish->limit;
    }
    if (options.name_count == 0)
        return OFFPRINT_OK;
    count = catalogue_facets(&facets, operation->association->catalogue, set, &options,
                             operation->arena, diag);
    for (size_t i = 0; i < wishes->count && count >= 0; i++) {
        if (wishes->wishes[i].by_term == (order == FACET_ORDER_TERM))
            counted[i] = *facets++;
    }
    return count < 0 ? (int)count : OFFPRINT_OK;
}

/* A facet is answered under its name, so that one asked for in two orders could not be told apart.
 */
static int check_names(const struct facet_wishes *wishes, struct diag *diag)
{
    for (size_t i = 0; i < wishes->count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (strcmp(wishes->wishes[i].name, wishes->wishes[j].name) == 0)
                return diag_refuse(diag, OFFPRINT_INVALID, wishes->wishes[i].name,
                                   "the facet is named twice");
        }
    }
    return OFFPRINT_OK;
}

int facets_answer(Z_SearchResponse *response, struct operation *operation,
                  const struct facet_wishes *wishes, const struct result_set *set,
                  struct diag *diag)
{
    struct facet facets[WISHES_MAX];
    Z_FacetList *list;
    size_t size = 0;
    int status;

    if (wishes->count == 0)
        return OFFPRINT_OK;
    if ((status = check_names(wishes, diag)) < 0 ||
        (status = count_ordered(facets, operation, wishes, set, FACET_ORDER_COUNT, diag)) < 0 ||
        (status = count_ordered(facets, operation, wishes, set, FACET_ORDER_TERM, diag)) < 0)
        return status;
    list = facet_list_create(operation->odr, (int)wishes->count);
    for (size_t i = 0; i < wishes->count; i++)
        facet_list_field_set(operation->odr, list,
                             field_of(operation, &wishes->wishes[i], &facets[i], &size), (int)i);
    yaz_oi_set_facetlist(&response->additionalSearchInfo, operation->odr, list);
    return OFFPRINT_OK;
}

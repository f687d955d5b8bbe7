/* RPN (Z39.50 type 1 and 101 queries, as YAZ decodes them) into the query tree. */
#include "query/rpn.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <offprint/arena.h>

#include <yaz/oid_db.h>
#include <yaz/oid_std.h>

#include "query/bib1.h"
#include "query/tree.h"

struct reader {
    struct arena *arena;
    const struct access_points *table;
    const Odr_oid *attribute_set; /* of the query; NULL: each attribute names its own */
    size_t operands, depth;
    struct diag *diag;
};

/* --- attributes ------------------------------------------------------------------------------ */

static int check_set(const Odr_oid *set, struct diag *diag)
{
    char dotted[OID_STR_MAX];

    if (set == NULL)
        return diag_set(diag, OFFPRINT_ATTRIBUTE_SET, "no attribute set is named");
    if (oid_oidcmp(set, yaz_oid_attset_bib_1) == 0)
        return OFFPRINT_OK;
    oid_oid_to_dotstring(set, dotted);
    return diag_refuse(diag, OFFPRINT_ATTRIBUTE_SET, dotted,
                       "the one attribute set offered is Bib-1, 1.2.840.10003.3.1");
}

/*
 * A complex value is taken where it is one value in disguise, which is how YAZ sends names. Lists
 * of alternatives and semantic actions are not offered.
 */
static int read_complex(struct bib1_value *value, const Z_ComplexAttribute *complex,
                        struct diag *diag)
{
    const Z_StringOrNumeric *item;

    if (complex == NULL || complex->num_list != 1 || complex->num_semanticAction != 0)
        return query_refuse_number(diag, OFFPRINT_ATTRIBUTE_COMPLEX,
                                   complex != NULL ? complex->num_list : 0,
                                   "a complex attribute may have one value and no semantic action");
    item = complex->list[0];
    if (item->which == Z_StringOrNumeric_numeric) {
        value->number = *item->u.numeric;
        return OFFPRINT_OK;
    }
    value->name = slice_of(item->u.string);
    if (value->name.length == 0)
        return diag_set(diag, OFFPRINT_ATTRIBUTE_COMPLEX, "the name of an attribute is empty");
    return OFFPRINT_OK;
}

static int read_attribute(struct bib1 *attributes, const struct reader *reader,
                          const Z_AttributeElement *element)
{
    struct bib1_value *value;
    int64_t type = *element->attributeType;
    int status;

    status =
        check_set(element->attributeSet != NULL ? element->attributeSet : reader->attribute_set,
                  reader->diag);
    if (status < 0 || (status = bib1_check_type(type, reader->diag)) < 0)
        return status;
    value = &attributes->values[type];
    if (value->given)
        return query_refuse_number(reader->diag, OFFPRINT_COMBINATION, type,
                                   "attribute type %" PRId64 " is given twice", type);
    value->given = true;
    if (element->which == Z_AttributeValue_complex)
        return read_complex(value, element->value.complex, reader->diag);
    value->number = *element->value.numeric;
    return OFFPRINT_OK;
}

/* --- operands -------------------------------------------------------------------------------- */

/* Octets and character strings as they are, numbers as their digits (Z39.50 3.7.4, Term). */
static int read_term(struct slice *value, char digits[24], const Z_Term *term, struct diag *diag)
{
    switch (term->which) {
    case Z_Term_general:
        *value = slice_make((const char *)term->u.general->buf, (size_t)term->u.general->len);
        return OFFPRINT_OK;
    case Z_Term_characterString:
        *value = slice_of(term->u.characterString);
        return OFFPRINT_OK;
    case Z_Term_numeric:
        snprintf(digits, 24, "%" PRId64, (int64_t)*term->u.numeric);
        *value = slice_of(digits);
        return OFFPRINT_OK;
    case Z_Term_null:
        return diag_set(diag, OFFPRINT_TERM_EMPTY, "the term is null");
    default:
        return query_refuse_number(diag, OFFPRINT_TERM_FORMAT, term->which,
                                   "a term is an octet string, a character string or a number");
    }
}

static int read_attributes(struct bib1 *attributes, const struct reader *reader,
                           const Z_AttributeList *list)
{
    int status = OFFPRINT_OK;

    memset(attributes, 0, sizeof *attributes);
    for (int i = 0; list != NULL && i < list->num_attributes && status == OFFPRINT_OK; i++)
        status = read_attribute(attributes, reader, list->attributes[i]);
    return status;
}

static int read_apt(struct query **query, const struct reader *reader,
                    const Z_AttributesPlusTerm *apt, bool scanning)
{
    struct bib1 attributes;
    struct slice value;
    char digits[24];
    int status;

    if ((status = read_attributes(&attributes, reader, apt->attributes)) < 0 ||
        (status = read_term(&value, digits, apt->term, reader->diag)) < 0)
        return status;
    return bib1_term(query, reader->arena, reader->table, &attributes, value, scanning,
                     reader->diag);
}

static int read_operand(struct query **query, struct reader *reader, const Z_Operand *operand)
{
    struct diag *diag = reader->diag;

    if (++reader->operands > QUERY_OPERANDS_BOUND)
        return diag_set(diag, OFFPRINT_TOO_MANY_OPERANDS, "the query has more than %d operands",
                        QUERY_OPERANDS_BOUND);
    switch (operand->which) {
    case Z_Operand_APT:
        return read_apt(query, reader, operand->u.attributesPlusTerm, false);
    case Z_Operand_resultSetId:
        *query = query_result_set(reader->arena, slice_of(operand->u.resultSetId));
        return OFFPRINT_OK;
    case Z_Operand_resultAttr:
        return diag_refuse(diag, OFFPRINT_RESULT_SET_ATTRIBUTES, operand->u.resultAttr->resultSet,
                           "a result set narrowed by attributes is not offered as an operand");
    default:
        return query_refuse_number(diag, OFFPRINT_QUERY_SYNTAX, operand->which,
                                   "not a kind of operand");
    }
}

/* --- operators ------------------------------------------------------------------------------- */

static int read_proximity(struct query **query, const struct reader *reader,
                          const Z_ProximityOperator *prox, struct query *left, struct query *right)
{
    struct proximity_request request = {
        .exclusion = prox->exclusion != NULL && *prox->exclusion != 0,
        .ordered = *prox->ordered != 0,
        .distance = *prox->distance,
        .relation = *prox->relationType,
        .private_unit = prox->which != Z_ProximityOperator_known,
    };

    request.unit = request.private_unit ? *prox->u.zprivate : *prox->u.known;
    return query_proximity(query, reader->arena, &request, left, right, reader->diag);
}

static int read_structure(struct query **query, struct reader *reader,
                          const Z_RPNStructure *structure);

static int read_operator(struct query **query, struct reader *reader, const Z_Complex *complex)
{
    struct query *left, *right;
    enum query_kind kind;
    int status;

    if ((status = read_structure(&left, reader, complex->s1)) < 0 ||
        (status = read_structure(&right, reader, complex->s2)) < 0)
        return status;
    switch (complex->roperator->which) {
    case Z_Operator_and:
        kind = QUERY_AND;
        break;
    case Z_Operator_or:
        kind = QUERY_OR;
        break;
    case Z_Operator_and_not:
        kind = QUERY_NOT;
        break;
    case Z_Operator_prox:
        return read_proximity(query, reader, complex->roperator->u.prox, left, right);
    default:
        return query_refuse_number(reader->diag, OFFPRINT_OPERATOR, complex->roperator->which,
                                   "not an operator that is offered");
    }
    *query = query_operator(reader->arena, kind, left, right);
    return OFFPRINT_OK;
}

static int read_structure(struct query **query, struct reader *reader,
                          const Z_RPNStructure *structure)
{
    int status;

    if (structure->which == Z_RPNStructure_simple)
        return read_operand(query, reader, structure->u.simple);
    if (structure->which != Z_RPNStructure_complex)
        return query_refuse_number(reader->diag, OFFPRINT_QUERY_SYNTAX, structure->which,
                                   "not a kind of RPN structure");
    if (++reader->depth > QUERY_OPERANDS_BOUND)
        return diag_set(reader->diag, OFFPRINT_TOO_MANY_OPERANDS,
                        "the query is nested more than %d levels deep", QUERY_OPERANDS_BOUND);
    status = read_operator(query, reader, structure->u.complex);
    reader->depth--;
    return status;
}

int query_from_rpn(struct query **query, struct arena *arena, const struct access_points *table,
                   const Z_RPNQuery *rpn, struct diag *diag)
{
    struct reader reader = {arena, table, rpn->attributeSetId, 0, 0, diag};
    int status = check_set(rpn->attributeSetId, diag);

    if (status < 0)
        return status;
    return read_structure(query, &reader, rpn->RPNStructure);
}

int query_from_apt(struct query **query, struct arena *arena, const struct access_points *table,
                   const Odr_oid *attribute_set, const Z_AttributesPlusTerm *apt, struct diag *diag)
{
    const struct reader reader = {arena, table, attribute_set, 0, 0, diag};

    return read_apt(query, &reader, apt, true);
}

int query_from_sort_attributes(const struct access_point **access_point,
                               const struct access_points *table, const Z_SortAttributes *sent,
                               struct diag *diag)
{
    const struct reader reader = {NULL, table, sent->id, 0, 0, diag};
    struct bib1 attributes;
    int status = read_attributes(&attributes, &reader, sent->list);

    for (int type = BIB1_USE + 1; type < BIB1_TYPES && status == OFFPRINT_OK; type++) {
        if (attributes.values[type].given)
            status =
                query_refuse_number(diag, OFFPRINT_COMBINATION, type,
                                    "a sort key takes a use attribute alone, not type %d", type);
    }
    if (status == OFFPRINT_OK && !attributes.values[BIB1_USE].given)
        status = diag_set(diag, OFFPRINT_ACCESS_POINT_MISSING, "a sort key has no use attribute");
    if (status == OFFPRINT_OK)
        status = bib1_access_point(access_point, table, &attributes.values[BIB1_USE], diag);
    return status;
}

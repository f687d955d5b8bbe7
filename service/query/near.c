/* Proximity: which requests are honoured, and between which operands. */
#include "query/tree.h"

#include <offprint/arena.h>

#define UNIT_WORD 2 /* KnownProximityUnit */

static int check_operand(const struct query *operand, struct diag *diag)
{
    const struct query_term *term = &operand->term;

    if (operand->kind != QUERY_TERM)
        return diag_set(diag, OFFPRINT_PROXIMITY,
                        "an operand of proximity must be a term, not a query or a result set");
    if (term->access_point->kind != ACCESS_TEXT)
        return diag_refuse(diag, OFFPRINT_PROXIMITY, term->access_point->name,
                           "%s has no words that could be near each other",
                           term->access_point->name);
    if (term->structure != STRUCTURE_WORD && term->structure != STRUCTURE_PHRASE)
        return diag_refuse(diag, OFFPRINT_PROXIMITY, query_structure_name(term->structure),
                           "an operand of proximity must be a word or a phrase");
    return OFFPRINT_OK;
}

/* Words can only be near each other within one field, thus within one access point. */
static bool share_words(const struct access_point *a, const struct access_point *b)
{
    struct member_list ours, theirs;

    query_members(&ours, a);
    query_members(&theirs, b);
    for (size_t i = 0; i < ours.count; i++) {
        for (size_t j = 0; j < theirs.count; j++) {
            if (ours.items[i] == theirs.items[j] && ours.items[i]->kind == ACCESS_TEXT)
                return true;
        }
    }
    return false;
}

static int check_request(const struct proximity_request *request, struct diag *diag)
{
    if (request->private_unit)
        return query_refuse_number(diag, OFFPRINT_PROXIMITY_UNIT, request->unit,
                                   "private proximity units are not offered");
    if (request->unit != UNIT_WORD)
        return query_refuse_number(diag, OFFPRINT_PROXIMITY_UNIT, request->unit,
                                   "proximity is offered by word (2) only");
    if (request->relation < 1 || request->relation > 6)
        return query_refuse_number(diag, OFFPRINT_PROXIMITY_RELATION, request->relation,
                                   "not a relation of proximity (1 to 6)");
    if (request->distance < 1 || request->distance > QUERY_DISTANCE_BOUND)
        return query_refuse_number(diag, OFFPRINT_PROXIMITY_DISTANCE, request->distance,
                                   "a distance is between 1 (side by side) and %d words",
                                   QUERY_DISTANCE_BOUND);
    return OFFPRINT_OK;
}

int query_proximity(struct query **query, struct arena *arena,
                    const struct proximity_request *request, struct query *left,
                    struct query *right, struct diag *diag)
{
    static const enum query_relation relations[] = {
        [1] = RELATION_LESS,    [2] = RELATION_LESS_OR_EQUAL,
        [3] = RELATION_EQUAL,   [4] = RELATION_GREATER_OR_EQUAL,
        [5] = RELATION_GREATER, [6] = RELATION_NOT_EQUAL,
    };
    int status;

    if ((status = check_request(request, diag)) < 0 || (status = check_operand(left, diag)) < 0 ||
        (status = check_operand(right, diag)) < 0)
        return status;
    if (!share_words(left->term.access_point, right->term.access_point))
        return diag_refuse(diag, OFFPRINT_PROXIMITY, right->term.access_point->name,
                           "words of %s and of %s are never in one field",
                           left->term.access_point->name, right->term.access_point->name);
    *query = query_operator(arena, QUERY_PROXIMITY, left, right);
    (*query)->proximity.exclusion = request->exclusion;
    (*query)->proximity.ordered = request->ordered;
    (*query)->proximity.distance = (uint32_t)request->distance;
    (*query)->proximity.relation = relations[request->relation];
    return OFFPRINT_OK;
}

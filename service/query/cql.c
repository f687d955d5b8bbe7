/*
 * CQL 1.1, 1.2 and 2.0 into the query tree.
 *
 * Read here rather than by YAZ's parser, which reads "title = author = x" as author = x, ends the
 * query at a line break and closes an open quote by itself: nothing that was asked may get lost.
 * Booleans have one precedence and go from left to right (CQL 1.2, "Booleans").
 */
#include <string.h>

#include <offprint/arena.h>

#include "query/clause.h"
#include "query/lexer.h"
#include "query/names.h"
#include "query/sort.h"
#include "query/tree.h"

struct parser {
    struct clause_context context;
    struct lexer lexer;
    struct token token; /* the one to be read next */
    const struct prefix *prefixes;
    size_t depth;
    struct diag *diag;
};

static int refuse(const struct parser *parser, const char *reason)
{
    const struct slice rest =
        slice_part(parser->lexer.input, parser->token.offset, parser->lexer.input.length);

    return query_refuse(parser->diag, OFFPRINT_QUERY_SYNTAX, rest, "%s at byte %zu of the query",
                        reason, parser->token.offset + 1);
}

static int advance(struct parser *parser)
{
    return lexer_next(&parser->token, &parser->lexer, parser->diag);
}

/* Takes a word or string. */
static int take_text(struct parser *parser, struct slice *text, const char *reason)
{
    if (!token_is_text(&parser->token))
        return refuse(parser, reason);
    *text = parser->token.text;
    return advance(parser);
}

/* --- modifiers ------------------------------------------------------------------------------- */

static int read_modifier(struct parser *parser, struct modifier *modifier)
{
    int status = take_text(parser, &modifier->name, "a modifier's name is missing");

    if (status < 0 || parser->token.kind != TOKEN_RELATION)
        return status;
    modifier->relation = parser->token.text;
    if ((status = advance(parser)) < 0)
        return status;
    return take_text(parser, &modifier->value, "a modifier's value is missing");
}

/* In the order in which they stand. */
static int read_modifiers(struct parser *parser, const struct modifier **first)
{
    struct modifier *last = NULL;
    int status;

    *first = NULL;
    while (parser->token.kind == TOKEN_SLASH) {
        struct modifier *modifier = arena_alloc(parser->context.arena, sizeof *modifier);

        if ((status = advance(parser)) < 0 || (status = read_modifier(parser, modifier)) < 0)
            return status;
        if (last == NULL)
            *first = modifier;
        else
            last->next = modifier;
        last = modifier;
    }
    return OFFPRINT_OK;
}

/* --- booleans -------------------------------------------------------------------------------- */

struct boolean {
    enum query_kind kind;
    struct proximity_request proximity;
};

/* Does the next token join two clauses? */
static bool at_boolean(const struct parser *parser)
{
    return token_is_word(&parser->token, "and") || token_is_word(&parser->token, "or") ||
           token_is_word(&parser->token, "not") || token_is_word(&parser->token, "prox");
}

static int read_unit(struct proximity_request *request, const struct modifier *modifier,
                     struct diag *diag)
{
    if (!slice_is(modifier->relation, "=") || !names_equal(modifier->value, slice_of("word")))
        return query_refuse(diag, OFFPRINT_PROXIMITY_UNIT, modifier->value,
                            "proximity is offered by word only");
    request->unit = 2;
    return OFFPRINT_OK;
}

static int read_distance(struct proximity_request *request, const struct modifier *modifier,
                         struct diag *diag)
{
    static const char *const relations[] = {"", "<", "<=", "=", ">=", ">", "<>"};

    for (int i = 1; i <= 6; i++) {
        if (slice_is(modifier->relation, relations[i]))
            request->relation = i;
    }
    if (!slice_is(modifier->relation, relations[request->relation]))
        return query_refuse(diag, OFFPRINT_PROXIMITY_RELATION, modifier->relation,
                            "not a relation of distances");
    request->distance = modifier->value.length > 0 && modifier->value.length <= 9 ? 0 : -1;
    for (size_t i = 0; i < modifier->value.length && request->distance >= 0; i++) {
        char c = modifier->value.data[i];

        request->distance = c >= '0' && c <= '9' ? request->distance * 10 + (c - '0') : -1;
    }
    if (request->distance < 0)
        return query_refuse(diag, OFFPRINT_PROXIMITY_DISTANCE, modifier->value,
                            "a distance is a number");
    return OFFPRINT_OK;
}

/* What the modifiers of prox are about: each may be said once. */
enum prox_modifier {
    PROX_UNIT = 1,
    PROX_DISTANCE = 2,
    PROX_ORDER = 4,
};

/* One modifier of prox (CQL 1.2, context set cql: distance, unit, ordered, unordered). */
static int read_prox_modifier(struct proximity_request *request, unsigned *said,
                              const struct modifier *modifier, const struct prefix *prefixes,
                              struct diag *diag)
{
    static const struct {
        const char *name;
        enum prox_modifier about;
    } modifiers[] = {{"unit", PROX_UNIT},
                     {"distance", PROX_DISTANCE},
                     {"ordered", PROX_ORDER},
                     {"unordered", PROX_ORDER}};
    struct slice name = modifier->name;
    bool known = names_in_cql(&name, prefixes);
    unsigned about = 0;

    for (size_t i = 0; known && i < sizeof modifiers / sizeof modifiers[0]; i++) {
        if (names_equal(name, slice_of(modifiers[i].name)))
            about = modifiers[i].about;
    }
    if (about == 0 || (about == PROX_ORDER && modifier->relation.length > 0))
        return query_refuse(diag, OFFPRINT_PROXIMITY, modifier->name,
                            "that modifier of prox is not offered");
    if ((*said & about) != 0)
        return query_refuse(diag, OFFPRINT_PROXIMITY, modifier->name,
                            "the modifiers of prox say that twice");
    *said |= about;
    if (about == PROX_UNIT)
        return read_unit(request, modifier, diag);
    if (about == PROX_DISTANCE)
        return read_distance(request, modifier, diag);
    request->ordered = names_equal(name, slice_of("ordered"));
    return OFFPRINT_OK;
}

/* Words side by side in any order, unless the modifiers say otherwise. */
static int read_proximity(struct proximity_request *request, const struct modifier *modifiers,
                          const struct prefix *prefixes, struct diag *diag)
{
    unsigned said = 0;
    int status = OFFPRINT_OK;

    *request = (struct proximity_request){.distance = 1, .relation = 2, .unit = 2};
    for (const struct modifier *at = modifiers; at != NULL && status == OFFPRINT_OK; at = at->next)
        status = read_prox_modifier(request, &said, at, prefixes, diag);
    return status;
}

static int read_boolean(struct parser *parser, struct boolean *boolean)
{
    const struct modifier *modifiers;
    int status;

    if (token_is_word(&parser->token, "and"))
        boolean->kind = QUERY_AND;
    else if (token_is_word(&parser->token, "or"))
        boolean->kind = QUERY_OR;
    else
        boolean->kind = token_is_word(&parser->token, "not") ? QUERY_NOT : QUERY_PROXIMITY;
    if ((status = advance(parser)) < 0 || (status = read_modifiers(parser, &modifiers)) < 0)
        return status;
    if (boolean->kind == QUERY_PROXIMITY)
        return read_proximity(&boolean->proximity, modifiers, parser->prefixes, parser->diag);
    if (modifiers != NULL)
        return query_refuse(parser->diag, OFFPRINT_OPERATOR, modifiers->name,
                            "that modifier of a boolean is not offered");
    return OFFPRINT_OK;
}

/* --- clauses --------------------------------------------------------------------------------- */

static int read_group(struct query **query, struct parser *parser);

/* What follows an index: relation, modifiers, term. */
static int read_relation(struct parser *parser, struct clause *clause)
{
    int status;

    clause->relation = parser->token.text;
    if ((status = advance(parser)) < 0 || (status = read_modifiers(parser, &clause->modifiers)) < 0)
        return status;
    return take_text(parser, &clause->term,
                     "a term is missing (several words of one term go in quotes)");
}

/* A relation's name may be quoted (namedComparitor is an identifier): then a term follows it. */
static bool at_quoted_relation(const struct parser *parser)
{
    struct parser ahead = *parser;
    struct diag none;

    if (parser->token.kind != TOKEN_STRING)
        return false;
    ahead.diag = &none;
    return advance(&ahead) == OFFPRINT_OK && !at_boolean(&ahead) &&
           !token_is_word(&ahead.token, "sortby") &&
           (token_is_text(&ahead.token) || ahead.token.kind == TOKEN_SLASH);
}

/*
 * index relation term, or a term alone. Which it is shows after the first word: a sign, or a word
 * that is no boolean, makes it an index.
 */
static int read_clause(struct query **query, struct parser *parser)
{
    struct clause clause = {.prefixes = parser->prefixes};
    struct slice first;
    int status = take_text(parser, &first, "a search term is missing");

    if (status < 0)
        return status;
    if (parser->token.kind == TOKEN_RELATION || at_quoted_relation(parser) ||
        (parser->token.kind == TOKEN_WORD && !at_boolean(parser) &&
         !token_is_word(&parser->token, "sortby"))) {
        clause.index = first;
        if (first.length == 0)
            return refuse(parser, "the name of an index is empty");
        if ((status = read_relation(parser, &clause)) < 0)
            return status;
    } else {
        clause.term = first;
    }
    return clause_read(query, &parser->context, &clause);
}

/* A clause, or a query in parentheses: declarations in it end with it. */
static int read_operand(struct query **query, struct parser *parser)
{
    const struct prefix *prefixes = parser->prefixes;
    int status;

    if (parser->token.kind != TOKEN_OPEN)
        return read_clause(query, parser);
    if (++parser->depth > QUERY_OPERANDS_BOUND)
        return diag_set(parser->diag, OFFPRINT_TOO_MANY_OPERANDS,
                        "the query is nested more than %d levels deep", QUERY_OPERANDS_BOUND);
    if ((status = advance(parser)) < 0 || (status = read_group(query, parser)) < 0)
        return status;
    if (parser->token.kind != TOKEN_CLOSE)
        return refuse(parser, "a closing parenthesis is missing");
    parser->depth--;
    parser->prefixes = prefixes;
    return advance(parser);
}

/* > name = "identifier", or > "identifier" for names without prefix. */
static int read_prefix(struct parser *parser)
{
    struct prefix *prefix = arena_alloc(parser->context.arena, sizeof *prefix);
    int status;

    if ((status = advance(parser)) < 0 ||
        (status = take_text(parser, &prefix->identifier, "a context set is missing")) < 0)
        return status;
    if (parser->token.kind == TOKEN_RELATION && slice_is(parser->token.text, "=")) {
        prefix->name = prefix->identifier;
        if ((status = advance(parser)) < 0 ||
            (status = take_text(parser, &prefix->identifier, "a context set is missing")) < 0)
            return status;
    }
    prefix->outer = parser->prefixes;
    parser->prefixes = prefix;
    return OFFPRINT_OK;
}

static int read_group(struct query **query, struct parser *parser)
{
    struct query *right;
    struct boolean boolean;
    int status;

    while (parser->token.kind == TOKEN_RELATION && slice_is(parser->token.text, ">")) {
        if ((status = read_prefix(parser)) < 0)
            return status;
    }
    if ((status = read_operand(query, parser)) < 0)
        return status;
    while (at_boolean(parser)) {
        if ((status = read_boolean(parser, &boolean)) < 0 ||
            (status = read_operand(&right, parser)) < 0)
            return status;
        if (boolean.kind != QUERY_PROXIMITY)
            *query = query_operator(parser->context.arena, boolean.kind, *query, right);
        else if ((status = query_proximity(query, parser->context.arena, &boolean.proximity, *query,
                                           right, parser->diag)) < 0)
            return status;
    }
    return OFFPRINT_OK;
}

/* --- queries --------------------------------------------------------------------------------- */

/* sortby index/modifiers …, to the end of the query (CQL 1.2, "Sorting"). */
static int read_sort(const struct sort_order **sort, struct parser *parser)
{
    struct sort_order *order = arena_alloc(parser->context.arena, sizeof *order);
    const struct modifier *modifiers;
    struct clause clause = {.prefixes = parser->prefixes};
    int status = advance(parser);

    while (status == OFFPRINT_OK && (order->count == 0 || parser->token.kind != TOKEN_END)) {
        status = take_text(parser, &clause.index, "an index to sort by is missing");
        if (status == OFFPRINT_OK)
            status = read_modifiers(parser, &modifiers);
        clause.modifiers = modifiers;
        if (status == OFFPRINT_OK)
            status = sort_clause_read(order, &parser->context, &clause);
    }
    *sort = order;
    return status;
}

int query_from_cql(struct query **query, struct arena *arena, const struct access_points *table,
                   const char *cql, struct diag *diag)
{
    struct parser parser = {
        .context = {.arena = arena, .table = table, .diag = diag},
        .lexer = {.input = slice_of(cql)},
        .diag = diag,
    };
    int status;

    if ((status = query_text_check(parser.lexer.input, diag)) < 0 ||
        (status = advance(&parser)) < 0)
        return status;
    if (parser.token.kind == TOKEN_END)
        return diag_set(diag, OFFPRINT_QUERY_SYNTAX, "the query is empty");
    if ((status = read_group(query, &parser)) < 0)
        return status;
    if (token_is_word(&parser.token, "sortby"))
        return read_sort(&(*query)->sort, &parser);
    if (parser.token.kind == TOKEN_STRING)
        return refuse(&parser, "two terms have no boolean between them");
    if (parser.token.kind != TOKEN_END)
        return refuse(&parser, "something follows the query");
    return OFFPRINT_OK;
}

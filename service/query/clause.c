/* CQL search clauses: what index, relation, modifiers and term mean (CQL 1.2, context set cql). */
#include "query/clause.h"

#include <string.h>
#include <strings.h>

#include <offprint/access_points.h>
#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "query/masks.h"
#include "query/names.h"
#include "query/tree.h"

enum shape {
    SHAPE_PHRASE, /* = and scr: the server's choice, which is words side by side */
    SHAPE_ADJACENT,
    SHAPE_EXACT,
    SHAPE_ALL,
    SHAPE_ANY,
    SHAPE_ORDER, /* < <= >= > <> within: `relation` says which */
};

struct relation_rule {
    const char *name;
    enum shape shape;
    enum query_relation relation;
};

static const struct relation_rule relation_rules[] = {
    {"=", SHAPE_PHRASE, RELATION_EQUAL},         {"scr", SHAPE_PHRASE, RELATION_EQUAL},
    {"adj", SHAPE_ADJACENT, RELATION_EQUAL},     {"==", SHAPE_EXACT, RELATION_EQUAL},
    {"exact", SHAPE_EXACT, RELATION_EQUAL},      {"all", SHAPE_ALL, RELATION_EQUAL},
    {"any", SHAPE_ANY, RELATION_EQUAL},          {"<", SHAPE_ORDER, RELATION_LESS},
    {"<=", SHAPE_ORDER, RELATION_LESS_OR_EQUAL}, {">=", SHAPE_ORDER, RELATION_GREATER_OR_EQUAL},
    {">", SHAPE_ORDER, RELATION_GREATER},        {"<>", SHAPE_ORDER, RELATION_NOT_EQUAL},
    {"within", SHAPE_ORDER, RELATION_WITHIN},
};

/* What the modifiers of a relation came to. */
struct manner {
    bool masked, unmasked;
    bool word, string; /* how the term is to be taken */
    bool iso_date, number;
    bool relevant;
};

/* --- relations ------------------------------------------------------------------------------- */

static int find_relation(struct relation_rule *rule, const struct clause *clause, struct diag *diag)
{
    struct slice name = clause->relation.length > 0 ? clause->relation : slice_of("=");
    struct slice plain = name;

    if (names_in_cql(&plain, clause->prefixes)) {
        for (size_t i = 0; i < sizeof relation_rules / sizeof relation_rules[0]; i++) {
            if (names_equal(plain, slice_of(relation_rules[i].name))) {
                *rule = relation_rules[i];
                return OFFPRINT_OK;
            }
        }
    }
    return query_refuse(diag, OFFPRINT_RELATION, name, "that relation is not offered");
}

/* Does the modifier say how masks are to be read? Then it is taken into `manner`. */
static bool read_masking(struct manner *manner, struct slice name)
{
    bool masked = names_equal(name, slice_of("masked"));

    if (!masked && !names_equal(name, slice_of("unmasked")))
        return false;
    *(masked ? &manner->masked : &manner->unmasked) = true;
    return true;
}

/*
 * Does the modifier say what the term is, and can it be that here? A string is not taken apart into
 * words. An identifier is compared whole, be it a URI or not, and its forms know those of DOI, ISBN
 * and ISSN.
 */
static bool read_term_format(struct manner *manner, struct relation_rule *rule, struct slice name,
                             enum access_kind kind)
{
    bool words = kind == ACCESS_TEXT;

    if (names_equal(name, slice_of("word"))) {
        manner->word = true;
        return words && rule->shape != SHAPE_EXACT;
    }
    if (names_equal(name, slice_of("string"))) {
        manner->string = true;
        if (rule->shape == SHAPE_PHRASE)
            rule->shape = SHAPE_EXACT;
        return rule->shape == SHAPE_EXACT || !words;
    }
    if (names_equal(name, slice_of("isoDate"))) {
        manner->iso_date = true;
        return kind == ACCESS_DATE;
    }
    if (names_equal(name, slice_of("number"))) {
        manner->number = true;
        return kind == ACCESS_DATE;
    }
    return names_equal(name, slice_of("uri")) && kind == ACCESS_IDENTIFIER;
}

/* One modifier of a relation: case and accents never matter, so saying so changes nothing. */
static bool read_modifier(struct manner *manner, struct relation_rule *rule, struct slice name,
                          enum access_kind kind)
{
    if (names_equal(name, slice_of("ignoreCase")) || names_equal(name, slice_of("ignoreAccents")))
        return true;
    if (names_equal(name, slice_of("relevant"))) {
        manner->relevant = true;
        return kind == ACCESS_TEXT;
    }
    if (!read_masking(manner, name) && !read_term_format(manner, rule, name, kind))
        return false;
    return !(manner->masked && manner->unmasked) && !(manner->word && manner->string) &&
           !(manner->iso_date && manner->number);
}

static int read_modifiers(struct manner *manner, struct relation_rule *rule,
                          const struct clause *clause, enum access_kind kind, struct diag *diag)
{
    for (const struct modifier *modifier = clause->modifiers; modifier != NULL;
         modifier = modifier->next) {
        struct slice name = modifier->name;

        if (modifier->relation.length > 0 || !names_in_cql(&name, clause->prefixes) ||
            !read_modifier(manner, rule, name, kind))
            return query_refuse(diag, OFFPRINT_RELATION_MODIFIER, modifier->name,
                                "that relation modifier is not offered here");
    }
    return OFFPRINT_OK;
}

/* --- terms ----------------------------------------------------------------------------------- */

/* Anchors and shapes of words, as position and completeness. */
static int place_words(struct query_term *term, const struct masked_term *masked, enum shape shape,
                       struct slice raw, struct diag *diag)
{
    term->structure = STRUCTURE_PHRASE;
    if (shape == SHAPE_EXACT) {
        if (masked->truncation != TRUNCATION_NONE && masked->truncation != TRUNCATION_RIGHT)
            return query_refuse(diag, OFFPRINT_COMBINATION, raw,
                                "a whole field may be masked at its end only");
        term->position = POSITION_FIRST_IN_FIELD;
        /* A field that begins so: the mask stands for the rest of it. */
        if (masked->truncation == TRUNCATION_NONE)
            term->completeness = COMPLETENESS_FIELD;
        return OFFPRINT_OK;
    }
    if (masked->anchored_end && !masked->anchored_start)
        return query_refuse(diag, OFFPRINT_POSITION, raw,
                            "the end of a field can only be asked for together with its beginning");
    if (masked->anchored_start)
        term->position = POSITION_FIRST_IN_FIELD;
    if (masked->anchored_end)
        term->completeness = COMPLETENESS_FIELD;
    return OFFPRINT_OK;
}

static int place_key(struct query_term *term, enum shape shape, struct manner manner,
                     struct diag *diag)
{
    if (shape == SHAPE_ADJACENT)
        return diag_refuse(diag, OFFPRINT_COMBINATION, "adj",
                           "%s has no words to stand side by side", term->access_point->name);
    if (term->access_point->kind != ACCESS_DATE)
        term->structure = STRUCTURE_KEY;
    else
        term->structure = manner.iso_date ? STRUCTURE_DATE
                          : manner.number ? STRUCTURE_YEAR
                                          : query_date_structure(term->value);
    return OFFPRINT_OK;
}

static int count_operand(struct clause_context *context)
{
    if (++context->operands <= QUERY_OPERANDS_BOUND)
        return OFFPRINT_OK;
    return diag_set(context->diag, OFFPRINT_TOO_MANY_OPERANDS,
                    "the query has more than %d operands", QUERY_OPERANDS_BOUND);
}

/* `raw` as one term. */
static int read_term(struct query **query, struct clause_context *context,
                     const struct access_point *access_point, const struct relation_rule *rule,
                     struct manner manner, struct slice raw)
{
    struct query_term term = {
        .access_point = access_point,
        .relation = rule->relation,
        .relevant = manner.relevant,
    };
    struct masked_term masked;
    int status = masks_read(&masked, context->arena, raw,
                            manner.unmasked ? MASK_CQL_PLAIN : MASK_CQL, context->diag);

    if (status < 0)
        return status;
    term.value = masked.value;
    term.truncation = masked.truncation;
    if (access_point->kind == ACCESS_TEXT)
        status = place_words(&term, &masked, rule->shape, raw, context->diag);
    else
        status = place_key(&term, rule->shape, manner, context->diag);
    if (status < 0 || (status = query_term_check(&term, context->diag)) < 0 ||
        (status = query_value_check(&term, context->diag)) < 0 ||
        (status = count_operand(context)) < 0)
        return status;
    *query = query_term(context->arena, &term);
    return OFFPRINT_OK;
}

/* --- lists of words -------------------------------------------------------------------------- */

/*
 * Is every word of the list a plain one? Then `*value` is the list without escapes. A masked or
 * anchored word has to stand as a term of its own.
 */
static int plain_list(bool *plain, struct slice *value, const struct clause_context *context,
                      struct slice raw, bool unmasked)
{
    struct masked_term masked;
    struct buffer list;
    struct slice word;
    int status = OFFPRINT_OK;

    *plain = true;
    buffer_init(&list);
    while (*plain && (word = query_next_part(&raw)).length > 0) {
        status = masks_read(&masked, context->arena, word, unmasked ? MASK_CQL_PLAIN : MASK_CQL,
                            context->diag);
        if (status < 0)
            break;
        *plain =
            masked.truncation == TRUNCATION_NONE && !masked.anchored_start && !masked.anchored_end;
        if (list.length > 0)
            buffer_add_char(&list, ' ');
        buffer_add_slice(&list, masked.value);
    }
    *value = arena_slice(context->arena, buffer_slice(&list));
    buffer_finish(&list);
    return status;
}

/* Each word as a term, joined by `kind`. Words that have nothing to search in them are left out,
 * as they are from a phrase; one that has must remain. */
static int read_each(struct query **query, struct clause_context *context,
                     const struct access_point *access_point, struct manner manner,
                     struct slice raw, enum query_kind kind)
{
    const struct relation_rule each = {"=", SHAPE_PHRASE, RELATION_EQUAL};
    struct query *term;
    struct slice word;
    int status = OFFPRINT_OK;

    *query = NULL;
    while ((word = query_next_part(&raw)).length > 0) {
        status = read_term(&term, context, access_point, &each, manner, word);
        if (status == OFFPRINT_TERM_EMPTY)
            continue;
        if (status < 0)
            return status;
        *query = *query == NULL ? term : query_operator(context->arena, kind, *query, term);
    }
    if (*query == NULL && status == OFFPRINT_OK)
        return diag_set(context->diag, OFFPRINT_TERM_EMPTY, "the term is empty");
    if (*query == NULL)
        return status;
    diag_clear(context->diag);
    return OFFPRINT_OK;
}

static int read_list(struct query **query, struct clause_context *context,
                     const struct access_point *access_point, enum shape shape,
                     struct manner manner, struct slice raw)
{
    struct query_term term = {
        .access_point = access_point,
        .relation = RELATION_EQUAL,
        .relevant = manner.relevant,
    };
    bool plain;
    int status = plain_list(&plain, &term.value, context, raw, manner.unmasked);

    if (status < 0)
        return status;
    if (!plain || access_point->kind != ACCESS_TEXT)
        return read_each(query, context, access_point, manner, raw,
                         shape == SHAPE_ALL ? QUERY_AND : QUERY_OR);
    term.structure = shape == SHAPE_ALL ? STRUCTURE_WORD_LIST : STRUCTURE_ANY_WORD;
    if ((status = query_value_check(&term, context->diag)) < 0 ||
        (status = count_operand(context)) < 0)
        return status;
    *query = query_term(context->arena, &term);
    return OFFPRINT_OK;
}

/* --- clauses --------------------------------------------------------------------------------- */

/* cql.allRecords = 1 and cql.resultSetId = "name": no access points, but queries of their own. */
static int read_special(struct query **query, struct clause_context *context,
                        const struct clause *clause, const struct relation_rule *rule,
                        enum index_meaning meaning)
{
    struct masked_term value;
    int status;

    if (rule->shape != SHAPE_PHRASE && rule->shape != SHAPE_EXACT)
        return query_refuse(context->diag, OFFPRINT_RELATION, clause->relation,
                            "that index takes the relation = only");
    if (clause->modifiers != NULL)
        return query_refuse(context->diag, OFFPRINT_RELATION_MODIFIER, clause->modifiers->name,
                            "that index takes no relation modifiers");
    if ((status = masks_read(&value, context->arena, clause->term, MASK_CQL_PLAIN, context->diag)) <
            0 ||
        (status = count_operand(context)) < 0)
        return status;
    if (meaning == INDEX_ALL_RECORDS && !slice_is(value.value, "1"))
        return query_refuse(context->diag, OFFPRINT_TERM_FORMAT, clause->term,
                            "cql.allRecords can only be 1");
    if (meaning == INDEX_RESULT_SET && value.value.length == 0)
        return diag_set(context->diag, OFFPRINT_TERM_EMPTY, "the name of the result set is empty");
    *query = meaning == INDEX_ALL_RECORDS ? query_all(context->arena)
                                          : query_result_set(context->arena, value.value);
    return OFFPRINT_OK;
}

int clause_read(struct query **query, struct clause_context *context, const struct clause *clause)
{
    const struct access_point *access_point = NULL;
    struct relation_rule rule;
    struct manner manner = {.unmasked = false};
    enum index_meaning meaning;
    int status;

    if ((status = names_find_index(&meaning, &access_point, context->table, clause,
                                   context->diag)) < 0 ||
        (status = find_relation(&rule, clause, context->diag)) < 0)
        return status;
    if (meaning != INDEX_ACCESS_POINT)
        return read_special(query, context, clause, &rule, meaning);
    if ((status = read_modifiers(&manner, &rule, clause, access_point->kind, context->diag)) < 0)
        return status;
    if (rule.shape == SHAPE_ALL || rule.shape == SHAPE_ANY)
        return read_list(query, context, access_point, rule.shape, manner, clause->term);
    return read_term(query, context, access_point, &rule, manner, clause->term);
}

/* The tree as one line of text, for logs and tests. */
#include "query/tree.h"

#include <stdio.h>

#include <offprint/buffer.h>

#include "base/escape.h"

const char *query_relation_name(enum query_relation relation)
{
    static const char *const names[] = {
        [RELATION_EQUAL] = "=",          [RELATION_LESS] = "<",
        [RELATION_LESS_OR_EQUAL] = "<=", [RELATION_GREATER_OR_EQUAL] = ">=",
        [RELATION_GREATER] = ">",        [RELATION_NOT_EQUAL] = "<>",
        [RELATION_WITHIN] = "within",
    };
    return names[relation];
}

const char *query_position_name(enum query_position position)
{
    static const char *const names[] = {
        [POSITION_ANY] = "any-position",
        [POSITION_FIRST_IN_SUBFIELD] = "first-in-subfield",
        [POSITION_FIRST_IN_FIELD] = "first-in-field",
    };
    return names[position];
}

const char *query_structure_name(enum query_structure structure)
{
    static const char *const names[] = {
        [STRUCTURE_WORD] = "word",       [STRUCTURE_PHRASE] = "phrase",
        [STRUCTURE_WORD_LIST] = "words", [STRUCTURE_ANY_WORD] = "any-word",
        [STRUCTURE_KEY] = "key",         [STRUCTURE_YEAR] = "year",
        [STRUCTURE_DATE] = "date",
    };
    return names[structure];
}

const char *query_truncation_name(enum query_truncation truncation)
{
    static const char *const names[] = {
        [TRUNCATION_NONE] = "not-truncated", [TRUNCATION_RIGHT] = "right",
        [TRUNCATION_LEFT] = "left",          [TRUNCATION_BOTH] = "both",
        [TRUNCATION_MASKED] = "masked",
    };
    return names[truncation];
}

const char *query_completeness_name(enum query_completeness completeness)
{
    static const char *const names[] = {
        [COMPLETENESS_NONE] = "incomplete",
        [COMPLETENESS_SUBFIELD] = "complete-subfield",
        [COMPLETENESS_FIELD] = "complete-field",
    };
    return names[completeness];
}

/* (title phrase = "the truce" first-in-field right): what is not usual follows the value. */
static void describe_term(struct buffer *out, const struct query_term *term)
{
    buffer_printf(out, "(%s %s %s ", term->access_point->name,
                  query_structure_name(term->structure), query_relation_name(term->relation));
    escape_json(out, term->value);
    if (term->position != POSITION_ANY)
        buffer_printf(out, " %s", query_position_name(term->position));
    if (term->truncation != TRUNCATION_NONE)
        buffer_printf(out, " %s", query_truncation_name(term->truncation));
    if (term->completeness != COMPLETENESS_NONE)
        buffer_printf(out, " %s", query_completeness_name(term->completeness));
    buffer_add_char(out, ')');
}

static void describe_operands(struct buffer *out, const struct query *query)
{
    buffer_add_char(out, ' ');
    query_describe(out, query->left);
    buffer_add_char(out, ' ');
    query_describe(out, query->right);
    buffer_add_char(out, ')');
}

static void describe_proximity(struct buffer *out, const struct query *query)
{
    const struct query_proximity *proximity = &query->proximity;

    buffer_printf(out, "(%s %s %s %u", proximity->exclusion ? "not-near" : "near",
                  proximity->ordered ? "ordered" : "unordered",
                  query_relation_name(proximity->relation), (unsigned)proximity->distance);
    describe_operands(out, query);
}

void query_describe(struct buffer *out, const struct query *query)
{
    switch (query->kind) {
    case QUERY_TERM:
        describe_term(out, &query->term);
        return;
    case QUERY_ALL:
        buffer_add_string(out, "(all)");
        return;
    case QUERY_RESULT_SET:
        buffer_add_string(out, "(set ");
        escape_json(out, slice_of(query->result_set));
        buffer_add_char(out, ')');
        return;
    case QUERY_AND:
        buffer_add_string(out, "(and");
        break;
    case QUERY_OR:
        buffer_add_string(out, "(or");
        break;
    case QUERY_NOT:
        buffer_add_string(out, "(not");
        break;
    case QUERY_PROXIMITY:
        describe_proximity(out, query);
        return;
    }
    describe_operands(out, query);
}

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
    if (term->relevant)
        buffer_add_string(out, " relevant");
    buffer_add_char(out, ')');
}

/* After the query: by title, date descending; how missing values count where it is not usual. */
static void describe_order(struct buffer *out, const struct sort_order *order)
{
    static const char *const missing[] = {
        [SORT_MISSING_LAST] = "",
        [SORT_MISSING_FIRST] = " missing-first",
        [SORT_MISSING_OMIT] = " missing-omit",
        [SORT_MISSING_FAIL] = " missing-fail",
        [SORT_MISSING_VALUE] = " missing-value ",
    };

    for (size_t i = 0; i < order->count; i++) {
        const struct sort_key *key = &order->keys[i];

        buffer_printf(out, "%s%s%s%s", i == 0 ? " by " : ", ",
                      key->access_point != NULL ? key->access_point->name : "relevance",
                      key->descending ? " descending" : "", missing[key->missing]);
        if (key->missing == SORT_MISSING_VALUE)
            escape_json(out, key->value);
    }
}

static void describe_tree(struct buffer *out, const struct query *query);

static void describe_operands(struct buffer *out, const struct query *query)
{
    buffer_add_char(out, ' ');
    describe_tree(out, query->left);
    buffer_add_char(out, ' ');
    describe_tree(out, query->right);
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

static void describe_tree(struct buffer *out, const struct query *query)
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

void query_describe(struct buffer *out, const struct query *query)
{
    describe_tree(out, query);
    if (query->sort != NULL)
        describe_order(out, query->sort);
}

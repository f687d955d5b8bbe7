/* Looks the terms of a query up. */
#include "query/plan.h"

#include <string.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "base/text.h"
#include "index/index.h"
#include "query/expand.h"
#include "query/keys.h"
#include "query/pairs.h"
#include "query/patterns.h"
#include "query/tree.h"

/* --- headings -------------------------------------------------------------------------------- */

/* Headings that are `folded`, or that begin with it: with a word of it, or with its letters. */
static int find_headings(struct numbers *whole, struct engine *engine,
                         const struct access_point *member, struct slice folded,
                         const struct query_term *term)
{
    struct buffer key;
    int status;

    buffer_init(&key);
    index_add_heading(&key, folded);
    status = expand_exact(whole, engine, member, TERM_HEADING, buffer_slice(&key));
    if (status == OFFPRINT_OK && term->completeness == COMPLETENESS_NONE &&
        folded.length < EXPAND_PREFIX_MAX) {
        buffer_truncate(&key, 0);
        buffer_add_slice(&key, folded);
        if (term->truncation == TRUNCATION_NONE && !pattern_runs_on(folded))
            buffer_add_char(&key, ' ');
        buffer_add_char(&key, PATTERN_RUN);
        status = expand_pattern(whole, engine, member, TERM_HEADING, buffer_slice(&key));
    }
    buffer_finish(&key);
    return status;
}

/*
 * Do headings answer the term? They begin where a field begins but for its article (MARC 21's
 * nonfiling characters), so that a title is found with it, by its words, and without it.
 */
static bool wants_headings(const struct query_term *term)
{
    if (term->structure != STRUCTURE_PHRASE && term->structure != STRUCTURE_WORD)
        return false;
    if (term->completeness == COMPLETENESS_FIELD)
        return term->truncation == TRUNCATION_NONE;
    return term->completeness == COMPLETENESS_NONE && term->position == POSITION_FIRST_IN_FIELD &&
           (term->truncation == TRUNCATION_NONE || term->truncation == TRUNCATION_RIGHT);
}

static int add_headings(struct plan_term *plan, struct engine *engine,
                        const struct member_list *members, const struct query_term *term)
{
    struct buffer folded;
    int status = OFFPRINT_OK;

    buffer_init(&folded);
    text_add_folded(&folded, term->value);
    for (size_t i = 0; i < members->count && status == OFFPRINT_OK; i++) {
        if (members->items[i]->kind == ACCESS_TEXT)
            status =
                find_headings(&plan->whole, engine, members->items[i], buffer_slice(&folded), term);
    }
    buffer_finish(&folded);
    return status;
}

/* --- words ----------------------------------------------------------------------------------- */

static int find_word(struct numbers *word, struct engine *engine, const struct member_list *members,
                     struct slice pattern)
{
    int status = OFFPRINT_OK;

    for (size_t i = 0; i < members->count && status == OFFPRINT_OK; i++) {
        if (members->items[i]->kind == ACCESS_TEXT)
            status = expand_pattern(word, engine, members->items[i], TERM_WORD, pattern);
    }
    return status;
}

static void place(struct plan_term *plan, const struct query_term *term)
{
    static const enum boundary starts[] = {
        [POSITION_ANY] = BOUNDARY_NONE,
        [POSITION_FIRST_IN_SUBFIELD] = BOUNDARY_SUBFIELD,
        [POSITION_FIRST_IN_FIELD] = BOUNDARY_FIELD,
    };
    static const enum boundary ends[] = {
        [COMPLETENESS_NONE] = BOUNDARY_NONE,
        [COMPLETENESS_SUBFIELD] = BOUNDARY_SUBFIELD,
        [COMPLETENESS_FIELD] = BOUNDARY_FIELD,
    };

    plan->end = ends[term->completeness];
    /* What fills a subfield or a field begins where that begins. */
    plan->start = starts[term->position] > plan->end ? starts[term->position] : plan->end;
    plan->one_subfield = term->completeness == COMPLETENESS_SUBFIELD;
    if (term->structure == STRUCTURE_WORD_LIST)
        plan->join = WORDS_ALL;
    else if (term->structure == STRUCTURE_ANY_WORD)
        plan->join = WORDS_ANY;
    else
        plan->join = WORDS_SEQUENCE;
}

/*
 * A union may hold access points of keys beside those of words: `anywhere` finds an ISBN. There
 * the value counts as a whole; in a list of words, each word by itself does.
 */
static int add_member_keys(struct plan_term *plan, struct engine *engine,
                           const struct access_point *member, const struct query_term *term,
                           const struct pattern_list *patterns)
{
    struct query_term key = *term;
    int status = OFFPRINT_OK;

    if (plan->join == WORDS_SEQUENCE) {
        /* No key is as long as the words of a field together may be. */
        if (term->truncation != TRUNCATION_NONE && term->value.length > EXPAND_PREFIX_MAX)
            return OFFPRINT_OK;
        return keys_find(&plan->whole, engine, member, term);
    }
    for (size_t i = 0; i < plan->word_count && status == OFFPRINT_OK; i++) {
        key.value = patterns->items[i];
        key.truncation = TRUNCATION_NONE;
        if (pattern_is_masked(key.value))
            status = expand_pattern(&plan->words[i], engine, member, TERM_KEY, key.value);
        else
            status = keys_find(&plan->words[i], engine, member, &key);
    }
    return status;
}

static int plan_words(struct plan_term *plan, struct engine *engine,
                      const struct member_list *members, const struct query_term *term)
{
    struct pattern_list patterns;
    int status = patterns_of_words(&patterns, engine->arena, term, engine->diag);

    if (status < 0)
        return status;
    place(plan, term);
    plan->word_count = patterns.count;
    plan->words = arena_array(engine->arena, patterns.count, sizeof *plan->words);
    for (size_t i = 0; i < patterns.count && status == OFFPRINT_OK; i++)
        status = find_word(&plan->words[i], engine, members, patterns.items[i]);
    if (status == OFFPRINT_OK && wants_headings(term))
        status = add_headings(plan, engine, members, term);
    for (size_t i = 0; i < members->count && status == OFFPRINT_OK; i++) {
        if (members->items[i]->kind != ACCESS_TEXT)
            status = add_member_keys(plan, engine, members->items[i], term, &patterns);
    }
    return status == OFFPRINT_OK ? pairs_plan_needs(plan, engine, members, &patterns) : status;
}

static int plan_keys(struct plan_term *plan, struct engine *engine,
                     const struct member_list *members, const struct query_term *term)
{
    int status = OFFPRINT_OK;

    for (size_t i = 0; i < members->count && status == OFFPRINT_OK; i++) {
        if (members->items[i]->kind != ACCESS_TEXT)
            status = keys_find(&plan->whole, engine, members->items[i], term);
    }
    return status;
}

/* --- leaves ---------------------------------------------------------------------------------- */

static int make_term(struct plan *plan, struct engine *engine)
{
    const struct query_term *term = &plan->query->term;
    struct member_list members;
    int status;

    query_members(&members, term->access_point);
    if (term->access_point->kind == ACCESS_TEXT)
        status = plan_words(&plan->term, engine, &members, term);
    else
        status = plan_keys(&plan->term, engine, &members, term);
    numbers_seal(&plan->term.whole);
    for (size_t i = 0; i < plan->term.word_count; i++)
        numbers_seal(&plan->term.words[i]);
    return status;
}

static int find_result_set(struct plan *plan, struct engine *engine)
{
    const struct evaluation *evaluation = engine->evaluation;
    const char *name = plan->query->result_set;

    if (evaluation->find_result_set != NULL)
        plan->named = evaluation->find_result_set(evaluation->context, name);
    if (plan->named == NULL)
        return diag_refuse(engine->diag, OFFPRINT_RESULT_SET, name,
                           "there is no result set of that name");
    return OFFPRINT_OK;
}

/* --- the tree -------------------------------------------------------------------------------- */

static int make_operator(struct plan *plan, struct engine *engine)
{
    int status = plan_make(&plan->left, engine, plan->query->left);

    return status < 0 ? status : plan_make(&plan->right, engine, plan->query->right);
}

int plan_make(struct plan **plan, struct engine *engine, const struct query *query)
{
    *plan = arena_alloc(engine->arena, sizeof **plan);
    (*plan)->query = query;
    switch (query->kind) {
    case QUERY_TERM:
        return make_term(*plan, engine);
    case QUERY_RESULT_SET:
        return find_result_set(*plan, engine);
    case QUERY_ALL:
        return OFFPRINT_OK;
    case QUERY_AND:
    case QUERY_OR:
    case QUERY_NOT:
    case QUERY_PROXIMITY:
        break;
    }
    return make_operator(*plan, engine);
}

/* Answers a query: docset algebra, cheapest part first, each only within what is left. */
#include "query/evaluate.h"

#include <assert.h>
#include <stdlib.h>

#include <offprint/arena.h>

#include "index/docset.h"
#include "index/index.h"
#include "query/estimate.h"
#include "query/phrase.h"
#include "query/plan.h"
#include "query/tree.h"

/*
 * `*docs` are the records that answer the plan, only those in `within` where it is not NULL. The
 * caller's to destroy; NULL where it failed.
 */
static int run(struct docset **docs, struct engine *engine, const struct plan *plan,
               const struct docset *within);

/* --- terms ----------------------------------------------------------------------------------- */

/* Takes the rarest need not yet taken; `need_count` at the end. */
static size_t next_rarest(const struct plan_term *term, bool *taken)
{
    size_t rarest = term->need_count;

    for (size_t i = 0; i < term->need_count; i++) {
        if (!taken[i] &&
            (rarest == term->need_count || term->needs[i].estimate < term->needs[rarest].estimate))
            rarest = i;
    }
    if (rarest < term->need_count)
        taken[rarest] = true;
    return rarest;
}

/* The records that have everything that the words need. */
static int run_every(struct docset **docs, struct engine *engine, const struct plan_term *term,
                     const struct docset *within)
{
    bool *taken = arena_array(engine->arena, term->need_count, sizeof *taken);
    const struct docset *left = within;
    struct docset *found;
    size_t need;
    int status = OFFPRINT_OK;

    *docs = NULL;
    for (size_t i = 0; i < term->need_count && term->need_count > 1 && status == OFFPRINT_OK; i++)
        status = estimate_need(&term->needs[i], engine);
    while (status == OFFPRINT_OK && (need = next_rarest(term, taken)) < term->need_count) {
        found = docset_create();
        status = numbers_docs(found, term->needs[need].numbers, left, engine);
        docset_destroy(*docs);
        left = *docs = found;
        if (docset_is_empty(found))
            break;
    }
    if (*docs == NULL)
        *docs = docset_create();
    return status;
}

static int run_any(struct docset **docs, struct engine *engine, const struct plan_term *term,
                   const struct docset *within)
{
    int status = OFFPRINT_OK;

    *docs = docset_create();
    for (size_t i = 0; i < term->word_count && status == OFFPRINT_OK; i++)
        status = numbers_docs(*docs, &term->words[i], within, engine);
    return status;
}

/* The records that answer a term by its words; `whole` has those that answer already. */
static int run_words(struct docset **docs, struct engine *engine, const struct plan_term *term,
                     const struct docset *within, const struct docset *whole)
{
    int status;

    if (term->join == WORDS_ANY)
        return run_any(docs, engine, term, within);
    if ((status = run_every(docs, engine, term, within)) < 0 || !phrase_needs_places(term))
        return status;
    docset_not(*docs, whole);
    return phrase_filter(*docs, term, engine);
}

static int run_term(struct docset **docs, struct engine *engine, const struct plan_term *term,
                    const struct docset *within)
{
    struct docset *words = NULL;
    int status;

    *docs = docset_create();
    status = numbers_docs(*docs, &term->whole, within, engine);
    if (status == OFFPRINT_OK && term->word_count > 0) {
        status = run_words(&words, engine, term, within, *docs);
        if (status == OFFPRINT_OK)
            docset_take(*docs, words);
        else
            docset_destroy(words);
    }
    return status;
}

/* --- leaves of other kinds ------------------------------------------------------------------- */

static int run_all(struct docset **docs, struct engine *engine, const struct docset *within)
{
    int status;

    *docs = docset_create();
    status = index_all_docs(engine->transaction, *docs, engine->diag);
    if (status == OFFPRINT_OK && within != NULL)
        docset_and(*docs, within);
    return status;
}

static int run_result_set(struct docset **docs, const struct docset *named,
                          const struct docset *within)
{
    *docs = docset_copy(named);
    if (within != NULL)
        docset_and(*docs, within);
    return OFFPRINT_OK;
}

/* --- operators ------------------------------------------------------------------------------- */

/* The operands of a chain of ANDs: (and (and a b) c) has three. */
struct operand {
    const struct plan *plan;
    uint64_t estimate;
};

struct chain {
    struct operand *items;
    size_t count;
};

static size_t chain_length(const struct plan *plan)
{
    if (plan->query->kind != QUERY_AND)
        return 1;
    return chain_length(plan->left) + chain_length(plan->right);
}

static void collect(struct chain *chain, const struct plan *plan)
{
    if (plan->query->kind != QUERY_AND) {
        chain->items[chain->count++].plan = plan;
        return;
    }
    collect(chain, plan->left);
    collect(chain, plan->right);
}

static int compare(const void *a, const void *b)
{
    const struct operand *first = a, *second = b;

    if (first->estimate != second->estimate)
        return first->estimate < second->estimate ? -1 : 1;
    return 0;
}

static int run_and(struct docset **docs, struct engine *engine, const struct plan *plan,
                   const struct docset *within)
{
    struct chain chain = {0};
    const struct docset *left = within;
    struct docset *found;
    int status = OFFPRINT_OK;

    chain.items = arena_array(engine->arena, chain_length(plan), sizeof *chain.items);
    collect(&chain, plan);
    for (size_t i = 0; i < chain.count && status == OFFPRINT_OK; i++)
        status = estimate_plan(&chain.items[i].estimate, chain.items[i].plan, engine);
    qsort(chain.items, chain.count, sizeof *chain.items, compare);
    for (size_t i = 0; i < chain.count && status == OFFPRINT_OK; i++) {
        if (i > 0 && docset_is_empty(left))
            break;
        status = run(&found, engine, chain.items[i].plan, left);
        docset_destroy(*docs);
        left = *docs = found;
    }
    return status;
}

static int run_or(struct docset **docs, struct engine *engine, const struct plan *plan,
                  const struct docset *within)
{
    struct docset *right = NULL;
    int status;

    if ((status = run(docs, engine, plan->left, within)) < 0 ||
        (status = run(&right, engine, plan->right, within)) < 0)
        return status;
    docset_take(*docs, right);
    return OFFPRINT_OK;
}

static int run_not(struct docset **docs, struct engine *engine, const struct plan *plan,
                   const struct docset *within)
{
    struct docset *right = NULL;
    int status;

    if ((status = run(docs, engine, plan->left, within)) < 0 ||
        (status = run(&right, engine, plan->right, *docs)) < 0)
        return status;
    docset_not(*docs, right);
    docset_destroy(right);
    return OFFPRINT_OK;
}

/* Both operands are terms of words: what reads queries (near.c) sees to that. */
static int run_proximity(struct docset **docs, struct engine *engine, const struct plan *plan,
                         const struct docset *within)
{
    const struct plan_term *left = &plan->left->term, *right = &plan->right->term;
    struct docset *found = NULL;
    int status;

    assert(plan->left->query->kind == QUERY_TERM && plan->right->query->kind == QUERY_TERM);
    status = run_every(&found, engine, left, within);

    if (status == OFFPRINT_OK)
        status = run_every(docs, engine, right, found);
    if (status == OFFPRINT_OK)
        status = proximity_filter(*docs, left, right, &plan->query->proximity, engine);
    docset_destroy(found);
    return status;
}

static int run_plan(struct docset **docs, struct engine *engine, const struct plan *plan,
                    const struct docset *within)
{
    switch (plan->query->kind) {
    case QUERY_TERM:
        return run_term(docs, engine, &plan->term, within);
    case QUERY_ALL:
        return run_all(docs, engine, within);
    case QUERY_RESULT_SET:
        return run_result_set(docs, plan->named, within);
    case QUERY_AND:
        return run_and(docs, engine, plan, within);
    case QUERY_OR:
        return run_or(docs, engine, plan, within);
    case QUERY_NOT:
        return run_not(docs, engine, plan, within);
    case QUERY_PROXIMITY:
        break;
    }
    return run_proximity(docs, engine, plan, within);
}

static int run(struct docset **docs, struct engine *engine, const struct plan *plan,
               const struct docset *within)
{
    int status;

    *docs = NULL;
    status = run_plan(docs, engine, plan, within);
    if (status < 0) {
        docset_destroy(*docs);
        *docs = NULL;
    }
    return status;
}

/* --- the query ------------------------------------------------------------------------------- */

static size_t count_operands(const struct query *query)
{
    if (query->left == NULL)
        return 1;
    return count_operands(query->left) + count_operands(query->right);
}

static int check_operands(const struct query *query, const struct evaluation *evaluation,
                          struct diag *diag)
{
    uint64_t limit =
        evaluation->limits.operands > 0 ? evaluation->limits.operands : QUERY_OPERANDS_DEFAULT;
    size_t operands = count_operands(query);

    if (operands > limit || operands > QUERY_OPERANDS_BOUND)
        return query_refuse_number(diag, OFFPRINT_TOO_MANY_OPERANDS, (int64_t)operands,
                                   "the query has more than %llu operands",
                                   (unsigned long long)limit);
    return OFFPRINT_OK;
}

int query_evaluate(struct docset **docs, const struct evaluation *evaluation,
                   const struct query *query, struct diag *diag)
{
    struct engine engine;
    struct plan *plan;
    int status;

    *docs = NULL;
    if ((status = check_operands(query, evaluation, diag)) < 0)
        return status;
    engine_begin(&engine, evaluation, diag);
    engine.arena = arena_create();
    status = plan_make(&plan, &engine, query);
    if (status == OFFPRINT_OK)
        status = run(docs, &engine, plan, NULL);
    arena_destroy(engine.arena);
    return status;
}

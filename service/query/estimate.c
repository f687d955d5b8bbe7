#include "query/estimate.h"

#include "index/docset.h"

static uint64_t add(uint64_t a, uint64_t b)
{
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

int estimate_need(struct plan_need *need, struct engine *engine)
{
    if (need->estimated)
        return OFFPRINT_OK;
    need->estimated = true;
    return numbers_estimate(&need->estimate, need->numbers, engine);
}

/* With "any" there may be as many as all words have together. */
static int estimate_any(uint64_t *estimate, const struct plan_term *term, struct engine *engine)
{
    int status = OFFPRINT_OK;

    *estimate = 0;
    for (size_t i = 0; i < term->word_count && status == OFFPRINT_OK; i++) {
        uint64_t one = 0;

        status = numbers_estimate(&one, &term->words[i], engine);
        *estimate = add(*estimate, one);
    }
    return status;
}

/* There are no more than the rarest of what is needed has. */
static int estimate_needs(uint64_t *estimate, const struct plan_term *term, struct engine *engine)
{
    int status = OFFPRINT_OK;

    *estimate = term->need_count > 0 ? UINT64_MAX : 0;
    for (size_t i = 0; i < term->need_count && status == OFFPRINT_OK; i++) {
        status = estimate_need(&term->needs[i], engine);
        if (term->needs[i].estimate < *estimate)
            *estimate = term->needs[i].estimate;
    }
    return status;
}

static int estimate_term(uint64_t *estimate, const struct plan_term *term, struct engine *engine)
{
    uint64_t whole, words = 0;
    int status;

    if ((status = numbers_estimate(&whole, &term->whole, engine)) < 0)
        return status;
    if (term->join == WORDS_ANY)
        status = estimate_any(&words, term, engine);
    else
        status = estimate_needs(&words, term, engine);
    *estimate = add(whole, words);
    return status;
}

/* Of two parts joined by `kind`. */
static uint64_t join(enum query_kind kind, uint64_t left, uint64_t right)
{
    if (kind == QUERY_OR)
        return add(left, right);
    return kind == QUERY_NOT || left < right ? left : right;
}

int estimate_plan(uint64_t *estimate, const struct plan *plan, struct engine *engine)
{
    uint64_t left, right;
    int status;

    *estimate = UINT64_MAX;
    if (plan->query->kind == QUERY_TERM)
        return estimate_term(estimate, &plan->term, engine);
    if (plan->query->kind == QUERY_RESULT_SET)
        *estimate = docset_count(plan->named);
    if (plan->left == NULL)
        return OFFPRINT_OK;
    if ((status = estimate_plan(&left, plan->left, engine)) < 0 ||
        (status = estimate_plan(&right, plan->right, engine)) < 0)
        return status;
    *estimate = join(plan->query->kind, left, right);
    return OFFPRINT_OK;
}

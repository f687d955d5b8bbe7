#include "query/pairs.h"

#include <offprint/arena.h>
#include <offprint/buffer.h>

#include "index/index.h"
#include "query/expand.h"

/* Do all access points that have the words have their pairs too? */
static bool have_pairs(const struct member_list *members)
{
    for (size_t i = 0; i < members->count; i++) {
        if (members->items[i]->kind == ACCESS_TEXT && !members->items[i]->pairs)
            return false;
    }
    return true;
}

/* Looks up a pair in every access point that has the words. */
static int find_pair(struct numbers *pair, struct engine *engine, const struct member_list *members,
                     struct slice term)
{
    int status = OFFPRINT_OK;

    for (size_t i = 0; i < members->count && status == OFFPRINT_OK; i++) {
        if (members->items[i]->kind == ACCESS_TEXT)
            status = expand_exact(pair, engine, members->items[i], TERM_PAIR, term);
    }
    return status;
}

/* Takes the pairs of a sequence among what is needed, and marks the words that stand in one. */
static int add_pairs(struct plan_term *plan, struct engine *engine,
                     const struct member_list *members, const struct pattern_list *patterns,
                     bool *covered)
{
    struct buffer term;
    int status = OFFPRINT_OK;

    buffer_init(&term);
    for (size_t i = 0; i + 1 < patterns->count && status == OFFPRINT_OK; i++) {
        struct slice first = patterns->items[i], second = patterns->items[i + 1];

        buffer_truncate(&term, 0);
        if (pattern_is_masked(first) || pattern_is_masked(second) ||
            !index_add_pair(&term, engine->evaluation->table, first, second))
            continue;
        covered[i] = covered[i + 1] = true;
        plan->needs[plan->need_count].numbers =
            arena_alloc(engine->arena, sizeof *plan->needs[0].numbers);
        status = find_pair(plan->needs[plan->need_count++].numbers, engine, members,
                           buffer_slice(&term));
    }
    buffer_finish(&term);
    return status;
}

int pairs_plan_needs(struct plan_term *plan, struct engine *engine,
                     const struct member_list *members, const struct pattern_list *patterns)
{
    bool *covered = arena_array(engine->arena, plan->word_count, sizeof *covered);
    int status = OFFPRINT_OK;

    plan->needs = arena_array(engine->arena, 2 * plan->word_count, sizeof *plan->needs);
    if (plan->join == WORDS_SEQUENCE && have_pairs(members))
        status = add_pairs(plan, engine, members, patterns, covered);
    /* Two words side by side, wherever: that is what a pair says. */
    plan->needs_suffice = plan->word_count == 2 && plan->need_count == 1 &&
                          plan->start == BOUNDARY_NONE && plan->end == BOUNDARY_NONE;
    for (size_t i = 0; i < plan->word_count; i++) {
        if (!covered[i])
            plan->needs[plan->need_count++].numbers = &plan->words[i];
    }
    return status;
}

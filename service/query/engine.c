/* The clock of an evaluation, and sets of term numbers. */
#include "query/engine.h"

#include <stdlib.h>
#include <string.h>

#include <offprint/arena.h>

#include "base/datestamp.h"
#include "index/index.h"
#include "query/tree.h"

/* The clock costs about as much as a hundred steps. */
#define STEPS_BETWEEN_LOOKS 64
/* Postings read between two looks at the clock. */
#define TERMS_AT_ONCE 64

static int look_at_clock(struct engine *engine)
{
    if (clock_milliseconds() <= engine->deadline)
        return OFFPRINT_OK;
    return diag_set(engine->diag, OFFPRINT_TIMEOUT, "the query took longer than it may");
}

static uint64_t or_default(uint32_t limit, uint64_t standard)
{
    return limit > 0 ? limit : standard;
}

uint64_t query_deadline(const struct query_limits *limits)
{
    return clock_milliseconds() + or_default(limits->milliseconds, QUERY_MILLISECONDS_DEFAULT);
}

void engine_begin(struct engine *engine, const struct evaluation *evaluation, struct diag *diag)
{
    const struct query_limits *limits = &evaluation->limits;

    *engine = (struct engine){
        .evaluation = evaluation,
        .transaction = evaluation->transaction,
        .deadline = evaluation->deadline > 0 ? evaluation->deadline : query_deadline(limits),
        .expanded_limit = or_default(limits->expanded_terms, QUERY_EXPANDED_TERMS_DEFAULT),
        .diag = diag,
    };
}

int engine_step(struct engine *engine)
{
    if (++engine->steps < STEPS_BETWEEN_LOOKS)
        return OFFPRINT_OK;
    engine->steps = 0;
    return look_at_clock(engine);
}

void numbers_add(struct numbers *numbers, struct engine *engine, uint32_t number)
{
    if (numbers->count == numbers->capacity) {
        size_t capacity = numbers->capacity > 0 ? numbers->capacity * 2 : 4;
        uint32_t *items = arena_array(engine->arena, capacity, sizeof *items);

        if (numbers->count > 0)
            memcpy(items, numbers->items, numbers->count * sizeof *items);
        numbers->items = items;
        numbers->capacity = capacity;
    }
    numbers->items[numbers->count++] = number;
}

int numbers_expand(struct numbers *numbers, struct engine *engine, uint32_t number)
{
    if (++engine->expanded > engine->expanded_limit)
        return diag_set(engine->diag, OFFPRINT_TERM_EXPANSION,
                        "the query stands for more than %llu terms of the index",
                        (unsigned long long)engine->expanded_limit);
    numbers_add(numbers, engine, number);
    return OFFPRINT_OK;
}

static int compare(const void *a, const void *b)
{
    uint32_t first, second;

    memcpy(&first, a, sizeof first);
    memcpy(&second, b, sizeof second);
    return first < second ? -1 : first > second;
}

void numbers_seal(struct numbers *numbers)
{
    size_t kept = 0;

    if (numbers->count < 2)
        return;
    qsort(numbers->items, numbers->count, sizeof *numbers->items, compare);
    for (size_t i = 0; i < numbers->count; i++) {
        if (i == 0 || numbers->items[i] != numbers->items[kept - 1])
            numbers->items[kept++] = numbers->items[i];
    }
    numbers->count = kept;
}

bool numbers_hold(const struct numbers *numbers, uint32_t number)
{
    size_t low = 0, high = numbers->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (numbers->items[middle] == number)
            return true;
        if (numbers->items[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

int numbers_estimate(uint64_t *estimate, const struct numbers *numbers, struct engine *engine)
{
    size_t looked_at = numbers->count < 32 ? numbers->count : 32;
    uint64_t sum;
    int status =
        index_terms_count(engine->transaction, numbers->items, looked_at, &sum, engine->diag);

    *estimate = looked_at > 0 ? sum * numbers->count / looked_at : 0;
    return status;
}

int numbers_docs(struct docset *docs, const struct numbers *numbers, const struct docset *within,
                 struct engine *engine)
{
    struct term_union *terms;
    int status;

    if (numbers->count == 0)
        return OFFPRINT_OK;
    if (numbers->count == 1)
        return index_term_docs(engine->transaction, numbers->items[0], within, docs, engine->diag);
    status = term_union_open(&terms, engine->transaction, within, engine->diag);
    for (size_t i = 0; i < numbers->count && status == OFFPRINT_OK; i += TERMS_AT_ONCE) {
        size_t left = numbers->count - i;

        status =
            term_union_add(terms, numbers->items + i, left < TERMS_AT_ONCE ? left : TERMS_AT_ONCE);
        if (status == OFFPRINT_OK && left > TERMS_AT_ONCE)
            status = look_at_clock(engine);
    }
    term_union_close(terms, status == OFFPRINT_OK ? docs : NULL);
    return status;
}

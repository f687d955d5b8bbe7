/* The clock of an evaluation, and sets of term numbers. */
#include "query/engine.h"

#include <stdlib.h>
#include <string.h>

#include <offprint/arena.h>

#include "base/datestamp.h"
#include "index/index.h"

/* The clock costs about as much as a hundred steps. */
#define STEPS_BETWEEN_LOOKS 64

int engine_step(struct engine *engine)
{
    if (++engine->steps < STEPS_BETWEEN_LOOKS)
        return OFFPRINT_OK;
    engine->steps = 0;
    if (clock_milliseconds() <= engine->deadline)
        return OFFPRINT_OK;
    return diag_set(engine->diag, OFFPRINT_TIMEOUT, "the query took longer than it may");
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
    uint64_t count, sum = 0;
    int status;

    for (size_t i = 0; i < looked_at; i++) {
        status = index_term_count(engine->transaction, numbers->items[i], &count, engine->diag);
        if (status < 0)
            return status;
        sum += count;
    }
    *estimate = looked_at > 0 ? sum * numbers->count / looked_at : 0;
    return OFFPRINT_OK;
}

int numbers_docs(struct docset *docs, const struct numbers *numbers, const struct docset *within,
                 struct engine *engine)
{
    int status;

    for (size_t i = 0; i < numbers->count; i++) {
        if ((status = engine_step(engine)) < 0 ||
            (status = index_term_docs(engine->transaction, numbers->items[i], within, docs,
                                      engine->diag)) < 0)
            return status;
    }
    return OFFPRINT_OK;
}

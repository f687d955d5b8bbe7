/* What one evaluation carries along: transaction, limits, and the sets of term numbers it made. */
#ifndef OFFPRINT_QUERY_ENGINE_H
#define OFFPRINT_QUERY_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "query/evaluate.h"

struct engine {
    const struct evaluation *evaluation;
    struct store_transaction *transaction;
    struct arena *arena; /* the plan's; released with the evaluation */
    uint64_t deadline;   /* of clock_milliseconds */
    uint64_t expanded;   /* terms that masks and ranges have brought in */
    uint64_t expanded_limit;
    unsigned steps; /* since the clock was last looked at */
    struct diag *diag;
};

/* Sets up an engine: all but its arena. */
void engine_begin(struct engine *engine, const struct evaluation *evaluation, struct diag *diag);

/* Call it in every loop whose length the data decides. OFFPRINT_TIMEOUT past the deadline. */
int engine_step(struct engine *engine);

/* A set of term numbers, in order and each once when it is sealed. In the engine's arena. */
struct numbers {
    uint32_t *items;
    size_t count, capacity;
};

void numbers_add(struct numbers *numbers, struct engine *engine, uint32_t number);
/* Adds one that a mask or a range found: OFFPRINT_TERM_EXPANSION beyond the limit. */
int numbers_expand(struct numbers *numbers, struct engine *engine, uint32_t number);
void numbers_seal(struct numbers *numbers);
bool numbers_hold(const struct numbers *numbers, uint32_t number);

/* How many records they have, about: counted for a few, guessed from those for many. */
int numbers_estimate(uint64_t *estimate, const struct numbers *numbers, struct engine *engine);
/* Adds the records of all of them to `docs`, only those in `within` where it is not NULL. */
int numbers_docs(struct docset *docs, const struct numbers *numbers, const struct docset *within,
                 struct engine *engine);

#endif

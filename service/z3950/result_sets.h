/* The named result sets of one association. */
#ifndef OFFPRINT_Z3950_RESULT_SETS_H
#define OFFPRINT_Z3950_RESULT_SETS_H

#include <stddef.h>

#include <offprint/status.h>

struct result_set;

/* The longest name that is taken, in bytes. */
#define RESULT_SET_NAME_LIMIT 255

struct named_result_set {
    char *name;
    struct result_set *set;
};

/* Names are kept and matched as they come, case and all. */
struct result_sets {
    struct named_result_set *sets;
    size_t count;
    size_t capacity;
    size_t limit;
};

void result_sets_init(struct result_sets *sets, size_t limit);
/* Destroys every set; `sets` is empty and may be used again. */
void result_sets_finish(struct result_sets *sets);

/* The set of that name, borrowed, or NULL. */
struct result_set *result_sets_find(const struct result_sets *sets, const char *name);

/*
 * May a search make a set of that name? OFFPRINT_RESULT_SET_NAME for a name that is empty, too
 * long or no text, OFFPRINT_RESULT_SET_LIMIT where there are too many already.
 */
int result_sets_allow(const struct result_sets *sets, const char *name, struct diag *diag);

/* Keeps `set` (consumed) under a name that result_sets_allow has passed, in place of the one that
 * has it. */
void result_sets_put(struct result_sets *sets, const char *name, struct result_set *set);

/* Destroys the set of that name. OFFPRINT_RESULT_SET where there is none. */
int result_sets_delete(struct result_sets *sets, const char *name);

#endif

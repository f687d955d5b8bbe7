/* A query tree with its terms looked up in the index: ready to be answered. */
#ifndef OFFPRINT_QUERY_PLAN_H
#define OFFPRINT_QUERY_PLAN_H

#include "query/engine.h"

/* What must stand at an end of a run of words. */
enum boundary {
    BOUNDARY_NONE,
    BOUNDARY_SUBFIELD,
    BOUNDARY_FIELD,
};

enum words_join {
    WORDS_SEQUENCE, /* side by side, between `start` and `end` */
    WORDS_ALL,
    WORDS_ANY,
};

/* Terms of which a record has at least one. */
struct plan_need {
    struct numbers *numbers;
    uint64_t estimate; /* of records, once it is looked up (estimate.h) */
    bool estimated;
};

/*
 * A record answers a term where it has one of `whole` (headings and keys, which answer by
 * themselves), or the words as they are joined.
 */
struct plan_term {
    struct numbers whole;
    struct numbers *words;
    size_t word_count;
    enum words_join join;
    enum boundary start, end;
    bool one_subfield; /* no subfield may end within the sequence */
    /* What a record must have to answer by its words, unless they are joined by WORDS_ANY. */
    struct plan_need *needs;
    size_t need_count;
    bool needs_suffice; /* and nothing else: where the words stand need not be looked at */
};

struct plan {
    const struct query *query;
    struct plan *left, *right;
    struct plan_term term;      /* QUERY_TERM */
    const struct docset *named; /* QUERY_RESULT_SET; borrowed */
};

/* In the engine's arena. Refusals as query_evaluate gives them. */
int plan_make(struct plan **plan, struct engine *engine, const struct query *query);

#endif

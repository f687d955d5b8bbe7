/* The words that relevance is judged by, looked up in the index. */
#ifndef OFFPRINT_QUERY_RANK_TERMS_H
#define OFFPRINT_QUERY_RANK_TERMS_H

#include "query/engine.h"

/* A word in one access point. */
struct rank_field {
    struct numbers numbers; /* several where it is masked */
    uint8_t access_point;
    float weight;
};

struct rank_word {
    struct rank_field *fields; /* only those that some record has the word in */
    size_t field_count;
    float idf;
    size_t place; /* among the words as they were found */
};

struct rank_words {
    struct rank_word *items; /* the rarest first */
    size_t count, capacity;
};

/* In the engine's arena. OFFPRINT_SORT where no word of the query counts. */
int rank_words_find(struct rank_words *words, struct engine *engine, const struct query *query);

#endif

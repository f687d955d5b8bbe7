#include "query/rank_terms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <offprint/access_points.h>
#include <offprint/arena.h>

#include "index/index.h"
#include "query/expand.h"
#include "query/patterns.h"
#include "query/rank.h"
#include "query/tree.h"

bool query_asks_relevance(const struct query *query)
{
    if (query->kind == QUERY_TERM)
        return query->term.relevant;
    if (query->left == NULL)
        return false;
    return query_asks_relevance(query->left) || query_asks_relevance(query->right);
}

static void add_word(struct rank_words *words, struct engine *engine, struct rank_word word)
{
    if (words->count == words->capacity) {
        size_t capacity = words->capacity > 0 ? words->capacity * 2 : 8;
        struct rank_word *items = arena_array(engine->arena, capacity, sizeof *items);

        if (words->count > 0)
            memcpy(items, words->items, words->count * sizeof *items);
        words->items = items;
        words->capacity = capacity;
    }
    words->items[words->count++] = word;
}

static float idf_of(uint64_t total, uint64_t df)
{
    double n = (double)total, d = df < total ? (double)df : n;

    return (float)log(1.0 + (n - d + 0.5) / (d + 0.5));
}

/* Looks one word up in every access point that it may stand in. */
static int find_word(struct rank_words *words, struct engine *engine,
                     const struct member_list *members, struct slice pattern, uint64_t total)
{
    struct rank_word word = {.fields =
                                 arena_array(engine->arena, members->count, sizeof *word.fields)};
    uint64_t df = 0, count;
    int status;

    for (size_t i = 0; i < members->count; i++) {
        const struct access_point *member = members->items[i];
        struct rank_field *field = &word.fields[word.field_count];

        if (member->kind != ACCESS_TEXT)
            continue;
        *field =
            (struct rank_field){.access_point = member->number, .weight = (float)member->weight};
        status = expand_pattern(&field->numbers, engine, member, TERM_WORD, pattern);
        if (status < 0)
            return status;
        numbers_seal(&field->numbers);
        if ((status = numbers_estimate(&count, &field->numbers, engine)) < 0)
            return status;
        df += count;
        word.field_count += count > 0 ? 1 : 0;
    }
    word.idf = idf_of(total, df);
    word.place = words->count;
    add_word(words, engine, word);
    return OFFPRINT_OK;
}

static int find_words(struct rank_words *words, struct engine *engine,
                      const struct query_term *term, uint64_t total)
{
    struct pattern_list patterns;
    struct member_list members;
    int status = patterns_of_words(&patterns, engine->arena, term, engine->diag);

    query_members(&members, term->access_point);
    for (size_t i = 0; status == OFFPRINT_OK && i < patterns.count; i++)
        status = find_word(words, engine, &members, patterns.items[i], total);
    return status;
}

/* The words of all terms that a record may have; with `asking`, of those that ask for it alone. */
static int collect(struct rank_words *words, struct engine *engine, const struct query *query,
                   bool asking, uint64_t total)
{
    int status = OFFPRINT_OK;

    if (query->kind == QUERY_TERM) {
        const struct query_term *term = &query->term;

        if (term->access_point->kind != ACCESS_TEXT || (asking && !term->relevant))
            return OFFPRINT_OK;
        return find_words(words, engine, term, total);
    }
    if (query->left != NULL)
        status = collect(words, engine, query->left, asking, total);
    if (status == OFFPRINT_OK && query->right != NULL && query->kind != QUERY_NOT)
        status = collect(words, engine, query->right, asking, total);
    return status;
}

/* The rarest first, equal ones as they were found. */
static int compare(const void *left, const void *right)
{
    const struct rank_word *a = left, *b = right;

    if (a->idf < b->idf || a->idf > b->idf)
        return a->idf > b->idf ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

static int count_records(uint64_t *total, struct engine *engine)
{
    uint32_t number;
    int found = index_find_term(engine->transaction, ACCESS_POINT_ALL, TERM_KEY,
                                slice_make(NULL, 0), &number, engine->diag);

    *total = 0;
    if (found > 0)
        found = index_term_count(engine->transaction, number, total, engine->diag);
    return found < 0 ? found : OFFPRINT_OK;
}

int rank_words_find(struct rank_words *words, struct engine *engine, const struct query *query)
{
    uint64_t total;
    int status = count_records(&total, engine);

    *words = (struct rank_words){0};
    if (status == OFFPRINT_OK)
        status = collect(words, engine, query, query_asks_relevance(query), total);
    if (status < 0)
        return status;
    if (words->count == 0)
        return diag_refuse(engine->diag, OFFPRINT_SORT, "relevance",
                           "the query has no words that a record could be relevant to");
    qsort(words->items, words->count, sizeof *words->items, compare);
    if (words->count > RANK_WORDS_MAX)
        words->count = RANK_WORDS_MAX;
    return OFFPRINT_OK;
}

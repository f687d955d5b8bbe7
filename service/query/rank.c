#include "query/rank.h"

#include <stdlib.h>
#include <string.h>

#include <offprint/arena.h>

#include "base/memory.h"
#include "index/docset.h"
#include "query/evaluate.h"
#include "query/rank_terms.h"
#include "query/rank_words.h"

#define K1 1.2f

/* What frequency and rarity of one word come to. */
static float score_of(const struct rank_word *word, float frequency)
{
    return word->idf * (K1 + 1) * frequency / (K1 + frequency);
}

/* Scores are not negative: as numbers their bits compare as they do. */
static uint32_t bits_of(float score)
{
    uint32_t bits;

    memcpy(&bits, &score, sizeof bits);
    return bits;
}

/* --- by which words a record has -------------------------------------------------------------- */

/* Adds `weight` for each docid of `found`, which are all among `docids`. */
static void add_presence(float *frequencies, const uint32_t *docids, const struct docset *found,
                         float weight)
{
    size_t count = (size_t)docset_count(found), at = 0;
    uint32_t *list = memory_alloc((count + 1) * sizeof *list);

    docset_list(found, 0, list, count);
    for (size_t i = 0; i < count; i++, at++) {
        while (docids[at] < list[i])
            at++;
        frequencies[at] += weight;
    }
    free(list);
}

static int judge_word(float *scores, float *frequencies, struct engine *engine,
                      const struct rank_word *word, const struct docset *docs,
                      const uint32_t *docids, size_t count)
{
    int status = OFFPRINT_OK;

    memset(frequencies, 0, count * sizeof *frequencies);
    for (size_t i = 0; i < word->field_count && status == OFFPRINT_OK; i++) {
        struct docset *found = docset_create();

        status = numbers_docs(found, &word->fields[i].numbers, docs, engine);
        if (status == OFFPRINT_OK)
            add_presence(frequencies, docids, found, word->fields[i].weight);
        docset_destroy(found);
    }
    for (size_t i = 0; i < count && status == OFFPRINT_OK; i++)
        scores[i] += score_of(word, frequencies[i]);
    return status;
}

static int judge_all(uint32_t *ranks, struct engine *engine, const struct rank_words *words,
                     const struct docset *docs, const uint32_t *docids, size_t count)
{
    float *scores = memory_zeroed(count, sizeof *scores);
    float *frequencies = memory_zeroed(count, sizeof *frequencies);
    int status = OFFPRINT_OK;

    for (size_t i = 0; i < words->count && status == OFFPRINT_OK; i++)
        status = judge_word(scores, frequencies, engine, &words->items[i], docs, docids, count);
    for (size_t i = 0; i < count; i++)
        ranks[i] = bits_of(scores[i]);
    free(frequencies);
    free(scores);
    return status;
}

/* --- the best of them ------------------------------------------------------------------------- */

/*
 * The lowest upper half of a rank, or lower half of those with the upper half `within` (-1: any),
 * from which on there are no more than `*most`; `*most` becomes how many may still be taken below.
 */
static uint32_t threshold(const uint32_t *ranks, size_t count, int32_t within, size_t *most)
{
    uint32_t *counts = memory_zeroed(65536, sizeof *counts), half = 65536;

    for (size_t i = 0; i < count; i++) {
        if (within < 0)
            counts[ranks[i] >> 16]++;
        else if (ranks[i] >> 16 == (uint32_t)within)
            counts[ranks[i] & 0xffff]++;
    }
    while (half > 0 && counts[half - 1] <= *most)
        *most -= counts[--half];
    free(counts);
    return half;
}

/* The places of the best `most`, in order of place; of equal ones the first. */
static void choose(uint32_t *places, const uint32_t *ranks, size_t count, size_t most)
{
    size_t left = most, chosen = 0;
    uint32_t upper = threshold(ranks, count, -1, &left);
    uint32_t lower = upper > 0 ? threshold(ranks, count, (int32_t)upper - 1, &left) : 0;
    uint64_t from = upper > 0 ? ((uint64_t)(upper - 1) << 16) + lower : 0;

    for (size_t i = 0; i < count; i++) {
        bool edge = from > 0 && ranks[i] == from - 1 && left > 0;

        if (ranks[i] < from && !edge)
            continue;
        left -= edge ? 1 : 0;
        places[chosen++] = (uint32_t)i;
    }
}

/* --- by where the words stand ----------------------------------------------------------------- */

/* Those that are judged so stand before all others: no score has the uppermost bit. */
static int judge_closely(uint32_t *ranks, struct engine *engine, const struct rank_words *words,
                         const uint32_t *docids, const uint32_t *places, size_t count)
{
    struct rank_reader *reader;
    float frequencies[RANK_WORDS_MAX];
    size_t step = count / RANK_SAMPLE + 1;
    int status = rank_reader_open(&reader, engine, words);

    for (size_t i = 0; i < count && status == OFFPRINT_OK; i += step)
        status = rank_reader_sample(reader, docids[places[i]]);
    for (size_t i = 0; i < count && status == OFFPRINT_OK; i++) {
        float score = 0;

        if ((status = engine_step(engine)) < 0 ||
            (status = rank_reader_read(reader, docids[places[i]], frequencies)) < 0)
            break;
        for (size_t j = 0; j < words->count; j++)
            score += score_of(&words->items[j], frequencies[j]);
        ranks[places[i]] = bits_of(score) | UINT32_C(0x80000000);
    }
    rank_reader_close(reader);
    return status;
}

static int judge(uint32_t *ranks, struct engine *engine, const struct rank_words *words,
                 const struct docset *docs, const uint32_t *docids, size_t count)
{
    size_t closely = count < RANK_CLOSELY ? count : RANK_CLOSELY;
    uint32_t *places = memory_alloc((closely + 1) * sizeof *places);
    int status = OFFPRINT_OK;

    if (count > closely) {
        status = judge_all(ranks, engine, words, docs, docids, count);
        if (status == OFFPRINT_OK)
            choose(places, ranks, count, closely);
    } else {
        for (size_t i = 0; i < count; i++)
            places[i] = (uint32_t)i;
    }
    if (status == OFFPRINT_OK)
        status = judge_closely(ranks, engine, words, docids, places, closely);
    free(places);
    return status;
}

int query_rank(uint32_t *ranks, const struct evaluation *evaluation, const struct query *query,
               const struct docset *docs, const uint32_t *docids, size_t count, struct diag *diag)
{
    struct engine engine;
    struct rank_words words;
    int status;

    engine_begin(&engine, evaluation, diag);
    engine.arena = arena_create();
    status = rank_words_find(&words, &engine, query);
    if (status == OFFPRINT_OK)
        status = judge(ranks, &engine, &words, docs, docids, count);
    arena_destroy(engine.arena);
    return status;
}

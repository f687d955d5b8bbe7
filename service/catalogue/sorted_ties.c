/*
 * Ties: the values of many records that begin alike, put in order.
 *
 * The index says of most which value they have (columns_match). Those of which it does not are
 * read. Both lists of values are in order, so that one walk over them numbers all.
 */
#include <stdlib.h>

#include <offprint/access_points.h>
#include <offprint/arena.h>

#include "base/datestamp.h"
#include "base/memory.h"
#include "catalogue/private.h"
#include "catalogue/sorted.h"
#include "index/columns.h"

/* Fewer records than this are read: the walk over the terms has its price too. */
#define FEW 6
/* So many terms cost what reading one record does, or less. */
#define TERMS_PER_RECORD 3
/* The clock costs about as much as looking at a record. */
#define RECORDS_BETWEEN_LOOKS 64

/* A value that was read, and of which record. */
struct read_value {
    const struct sorted_key *key;
    struct slice value;
    size_t place; /* of the record in the tie */
};

struct ranking {
    const struct sorted_view *view;
    const struct sorted_tie *tie;
    const struct sorted_key *key;
    struct column_match match;
    struct read_value *reads; /* room for all */
    size_t read_count;
    struct arena *arena;
};

/* Is the value of that record to be read? */
static bool is_unknown(const struct ranking *ranking, size_t place)
{
    return ranking->match.places == NULL || ranking->match.places[place] >= COLUMN_TERM_UNSURE;
}

/* What stands in for missing values may begin so as well, and no term says which are missing. */
static bool may_stand_in(const struct ranking *ranking)
{
    return ranking->key->value.length > 0 &&
           sorted_prefix(ranking->key, slice_make(NULL, 0)) == ranking->tie->prefix;
}

static int ask_index(struct ranking *ranking)
{
    const struct sorted_tie *tie = ranking->tie;
    const struct column_question question = {
        .transaction = ranking->view->transaction,
        .point = ranking->key->access_point,
        .prefix = tie->prefix,
        .docids = tie->docids,
        .count = tie->count,
        .term_limit = tie->count * TERMS_PER_RECORD,
        .deadline = tie->deadline,
    };

    if (tie->count < FEW || may_stand_in(ranking))
        return OFFPRINT_OK;
    return columns_match(&ranking->match, &question, ranking->arena, ranking->view->diag);
}

static int check_time(const struct ranking *ranking, size_t place)
{
    if (place % RECORDS_BETWEEN_LOOKS != 0 || clock_milliseconds() <= ranking->tie->deadline)
        return OFFPRINT_OK;
    return diag_set(ranking->view->diag, OFFPRINT_TIMEOUT,
                    "putting %zu records in order took longer than it may", ranking->tie->count);
}

static int read_unknown(struct ranking *ranking)
{
    const struct sorted_tie *tie = ranking->tie;
    struct sorted_loader *loader = sorted_loader_create(ranking->view);
    int status = OFFPRINT_OK;

    for (size_t i = 0; i < tie->count && status >= 0; i++) {
        struct read_value *read = &ranking->reads[ranking->read_count];

        if (!is_unknown(ranking, i))
            continue;
        read->key = ranking->key;
        read->place = i;
        status = sorted_load_value(&read->value, loader, tie->key, tie->docids[i], ranking->arena);
        if (status >= 0)
            status = check_time(ranking, ranking->read_count++);
    }
    sorted_loader_destroy(loader);
    return status < 0 ? status : OFFPRINT_OK;
}

static int compare_reads(const void *left, const void *right)
{
    const struct read_value *a = left, *b = right;
    int order = sorted_compare_values(a->key, a->value, b->value, 0);

    if (order != 0)
        return order;
    return a->place < b->place ? -1 : a->place > b->place;
}

/* The term at a place of the order, which is the index's or the reverse of it. */
static size_t term_at(const struct ranking *ranking, size_t place)
{
    return ranking->key->descending ? ranking->match.term_count - 1 - place : place;
}

/* Numbers terms, in `numbers`, and the records that were read, in `ranks`. */
static void number_values(uint32_t *ranks, uint32_t *numbers, const struct ranking *ranking)
{
    const struct column_match *match = &ranking->match;
    struct slice last = {NULL, 0};
    uint32_t number = 0;
    size_t term = 0, read = 0;

    while (term < match->term_count || read < ranking->read_count) {
        const struct slice *of_term =
            term < match->term_count ? &match->terms[term_at(ranking, term)] : NULL;
        const struct slice *of_read =
            read < ranking->read_count ? &ranking->reads[read].value : NULL;
        bool take_term =
            of_read == NULL ||
            (of_term != NULL && sorted_compare_values(ranking->key, *of_term, *of_read, 0) <= 0);
        struct slice value = take_term ? *of_term : *of_read;

        if (number == 0 || sorted_compare_values(ranking->key, last, value, 0) != 0)
            number++;
        last = value;
        if (take_term)
            numbers[term_at(ranking, term++)] = number;
        else
            ranks[ranking->reads[read++].place] = number;
    }
}

static void rank(uint32_t *ranks, struct ranking *ranking)
{
    const struct column_match *match = &ranking->match;
    uint32_t *numbers = memory_alloc((match->term_count + 1) * sizeof *numbers);

    if (ranking->read_count > 1)
        qsort(ranking->reads, ranking->read_count, sizeof *ranking->reads, compare_reads);
    number_values(ranks, numbers, ranking);
    for (size_t i = 0; i < ranking->tie->count; i++) {
        if (!is_unknown(ranking, i))
            ranks[i] = numbers[match->places[i]];
    }
    free(numbers);
}

int sorted_rank_tie(uint32_t *ranks, const struct sorted_view *view, const struct sorted_tie *tie)
{
    struct ranking ranking = {
        .view = view,
        .tie = tie,
        .key = &view->sorted->keys[tie->key],
        .reads = memory_alloc((tie->count + 1) * sizeof *ranking.reads),
        .arena = arena_create(),
    };
    int status = ask_index(&ranking);

    if (status >= 0)
        status = read_unknown(&ranking);
    if (status >= 0)
        rank(ranks, &ranking);
    column_match_finish(&ranking.match);
    free(ranking.reads);
    arena_destroy(ranking.arena);
    return status;
}

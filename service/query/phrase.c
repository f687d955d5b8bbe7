/* Words where they stand in a record's forward list. */
#include "query/phrase.h"

#include <stdlib.h>

#include <offprint/arena.h>

#include "base/memory.h"
#include "index/docset.h"
#include "index/index.h"

/* The words of a record's forward list. */
struct forward {
    const uint32_t *items;
    size_t count;
};

static bool is_break(struct forward forward, size_t at, enum boundary boundary)
{
    return forward.items[at] == FORWARD_FIELD_BREAK ||
           (boundary == BOUNDARY_SUBFIELD && forward.items[at] == FORWARD_SUBFIELD_BREAK);
}

/* Does a field or subfield begin, or end, at the word at `at`? */
static bool begins(struct forward forward, size_t at, enum boundary boundary)
{
    return boundary == BOUNDARY_NONE || at == 0 || is_break(forward, at - 1, boundary);
}

static bool ends(struct forward forward, size_t at, enum boundary boundary)
{
    return boundary == BOUNDARY_NONE || at + 1 == forward.count ||
           is_break(forward, at + 1, boundary);
}

/* Where the word after `at` stands in the same field; `forward.count` where there is none. */
static size_t next_word(struct forward forward, size_t at, bool one_subfield)
{
    at++;
    while (!one_subfield && at < forward.count && forward.items[at] == FORWARD_SUBFIELD_BREAK)
        at++;
    if (at < forward.count && forward.items[at] < TERM_FIRST)
        return forward.count;
    return at;
}

/* Does the sequence begin at `at`? Then `*last` is where its last word stands. */
static bool stands_at(struct forward forward, size_t at, const struct plan_term *term, size_t *last)
{
    if (!numbers_hold(&term->words[0], forward.items[at]) || !begins(forward, at, term->start))
        return false;
    for (size_t word = 1; word < term->word_count; word++) {
        at = next_word(forward, at, term->one_subfield);
        if (at == forward.count || !numbers_hold(&term->words[word], forward.items[at]))
            return false;
    }
    *last = at;
    return ends(forward, at, term->end);
}

static bool stands_somewhere(struct forward forward, const struct plan_term *term)
{
    size_t last;

    for (size_t at = 0; at < forward.count; at++) {
        if (forward.items[at] >= TERM_FIRST && stands_at(forward, at, term, &last))
            return true;
    }
    return false;
}

bool phrase_needs_places(const struct plan_term *term)
{
    return term->join == WORDS_SEQUENCE && !term->needs_suffice &&
           (term->word_count > 1 || term->start != BOUNDARY_NONE || term->end != BOUNDARY_NONE);
}

/* --- walking over records -------------------------------------------------------------------- */

/* A record, and its words as they are stored. */
struct candidate {
    uint32_t docid;
    struct slice words;
};

/* Is it one to keep? A negative status ends the walk. */
typedef int record_judge(void *context, const struct candidate *candidate, struct arena *arena,
                         struct engine *engine);

struct walk {
    record_judge *judge;
    void *context;
    struct forward_reader *reader;
    struct arena *arena; /* of one record at a time */
    struct engine *engine;
};

/* Judges up to FORWARD_AHEAD records, which are looked up together. */
static int judge_some(const struct walk *walk, struct docset *kept, const uint32_t *docids,
                      size_t count)
{
    struct slice words[FORWARD_AHEAD];
    int status = forward_reader_words(walk->reader, docids, count, words);

    for (size_t i = 0; i < count && status >= 0; i++) {
        const struct candidate candidate = {docids[i], words[i]};

        if ((status = engine_step(walk->engine)) < 0)
            break;
        status = walk->judge(walk->context, &candidate, walk->arena, walk->engine);
        if (status > 0)
            docset_add(kept, docids[i]);
    }
    return status < 0 ? status : OFFPRINT_OK;
}

static int filter(struct docset *docs, record_judge *judge, void *context, struct engine *engine)
{
    struct walk walk = {judge, context, NULL, arena_create(), engine};
    struct docset *kept = docset_create();
    uint32_t docids[FORWARD_AHEAD], last = 0;
    int status = forward_reader_open(&walk.reader, engine->transaction, engine->diag);
    size_t count;

    while (status >= 0 && (count = docset_list(docs, last, docids, FORWARD_AHEAD)) > 0) {
        status = judge_some(&walk, kept, docids, count);
        last = docids[count - 1];
    }
    if (status == OFFPRINT_OK)
        docset_and(docs, kept);
    forward_reader_close(walk.reader);
    arena_destroy(walk.arena);
    docset_destroy(kept);
    return status;
}

static int read_forward(struct forward *forward, const struct candidate *candidate,
                        struct arena *arena, struct engine *engine)
{
    uint32_t *items;
    ptrdiff_t count;

    arena_reset(arena);
    count = forward_words_decode(&items, candidate->docid, candidate->words, arena, engine->diag);
    *forward = (struct forward){items, count > 0 ? (size_t)count : 0};
    return count < 0 ? (int)count : OFFPRINT_OK;
}

struct phrase {
    const struct plan_term *term;
    struct forward_word *words; /* where it may begin and end anywhere in a field; else NULL */
};

static int judge_phrase(void *context, const struct candidate *candidate, struct arena *arena,
                        struct engine *engine)
{
    const struct phrase *phrase = context;
    const struct plan_term *term = phrase->term;
    struct forward forward;
    int status;

    if (phrase->words != NULL)
        return forward_words_have(candidate->words, phrase->words, term->word_count,
                                  term->one_subfield);
    status = read_forward(&forward, candidate, arena, engine);
    return status < 0 ? status : stands_somewhere(forward, term);
}

/* More terms than this for one word, as a mask has, are found quicker in the order they are in. */
#define WORD_TERMS_MAX 8

/* The words as the index looks for them; NULL where it cannot. */
static struct forward_word *plain_words(const struct plan_term *term, struct engine *engine)
{
    struct forward_word *words;

    if (term->start != BOUNDARY_NONE || term->end != BOUNDARY_NONE)
        return NULL;
    words = arena_array(engine->arena, term->word_count, sizeof *words);
    for (size_t i = 0; i < term->word_count; i++) {
        words[i] = (struct forward_word){term->words[i].items, term->words[i].count};
        if (words[i].count > WORD_TERMS_MAX)
            return NULL;
    }
    return words;
}

int phrase_filter(struct docset *docs, const struct plan_term *term, struct engine *engine)
{
    struct phrase phrase = {.term = term, .words = plain_words(term, engine)};

    return filter(docs, judge_phrase, &phrase, engine);
}

/* --- proximity ------------------------------------------------------------------------------- */

/* One place where a term stands: the words from `first` to `last`, counted over the record. */
struct place {
    uint32_t field;
    uint32_t first, last;
};

struct places {
    struct place *items;
    size_t count, capacity;
};

struct nearness {
    const struct plan_term *left, *right;
    const struct query_proximity *proximity;
    struct places lefts, rights;
};

/* How many words lie from `at` to `last`: breaks between them are none. */
static uint32_t words_between(struct forward forward, size_t at, size_t last)
{
    uint32_t words = 0;

    while (at < last)
        words += forward.items[++at] >= TERM_FIRST;
    return words;
}

static void find_places(struct places *places, struct forward forward, const struct plan_term *term)
{
    uint32_t field = 0, word = 0;
    size_t last;

    places->count = 0;
    for (size_t at = 0; at < forward.count; at++) {
        if (forward.items[at] == FORWARD_FIELD_BREAK)
            field++;
        if (forward.items[at] < TERM_FIRST)
            continue;
        word++;
        if (!stands_at(forward, at, term, &last))
            continue;
        places->items =
            memory_grow(places->items, &places->capacity, places->count, sizeof *places->items);
        places->items[places->count++] =
            (struct place){field, word, word + words_between(forward, at, last)};
    }
}

static bool relation_holds(enum query_relation relation, uint32_t distance, uint32_t bound)
{
    switch (relation) {
    case RELATION_LESS:
        return distance < bound;
    case RELATION_LESS_OR_EQUAL:
        return distance <= bound;
    case RELATION_GREATER_OR_EQUAL:
        return distance >= bound;
    case RELATION_GREATER:
        return distance > bound;
    case RELATION_NOT_EQUAL:
        return distance != bound;
    case RELATION_EQUAL:
    case RELATION_WITHIN: /* which no proximity has */
        break;
    }
    return distance == bound;
}

/* Are they near, in the sense asked for? Places that share a word are none of them. */
static bool are_near(const struct place *left, const struct place *right,
                     const struct query_proximity *proximity)
{
    uint32_t distance;

    if (left->field != right->field)
        return false;
    if (right->first > left->last)
        distance = right->first - left->last;
    else if (left->first > right->last && !proximity->ordered)
        distance = left->first - right->last;
    else
        return false;
    return relation_holds(proximity->relation, distance, proximity->distance);
}

/* Every pair: both lists are within one record, and the clock bounds even the longest. */
static int judge_nearness(void *context, const struct candidate *candidate, struct arena *arena,
                          struct engine *engine)
{
    struct nearness *nearness = context;
    const struct query_proximity *proximity = nearness->proximity;
    struct forward forward;
    int status = read_forward(&forward, candidate, arena, engine);

    if (status < 0)
        return status;
    find_places(&nearness->lefts, forward, nearness->left);
    find_places(&nearness->rights, forward, nearness->right);
    if (nearness->lefts.count == 0 || nearness->rights.count == 0)
        return 0;
    for (size_t i = 0; i < nearness->lefts.count; i++) {
        if ((status = engine_step(engine)) < 0)
            return status;
        for (size_t j = 0; j < nearness->rights.count; j++) {
            if (are_near(&nearness->lefts.items[i], &nearness->rights.items[j], proximity))
                return proximity->exclusion ? 0 : 1;
        }
    }
    return proximity->exclusion ? 1 : 0;
}

int proximity_filter(struct docset *docs, const struct plan_term *left,
                     const struct plan_term *right, const struct query_proximity *proximity,
                     struct engine *engine)
{
    struct nearness nearness = {.left = left, .right = right, .proximity = proximity};
    int status = filter(docs, judge_nearness, &nearness, engine);

    free(nearness.lefts.items);
    free(nearness.rights.items);
    return status;
}

/* Postings against themselves, and against the forward lists. */
#include <stdio.h>
#include <stdlib.h>

#include <offprint/buffer.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "index/forward.h"
#include "index/postings.h"
#include "index/verify.h"
#include "store/value.h"

#define IN_LIST 1u
#define IN_CHUNKS 2u

/* The block that the walk is at: its terms' lists and chunks come behind it. */
struct postings_check {
    struct index_check *check;
    bool any;    /* before the first there is none */
    bool broken; /* what its terms have is not known */
    uint32_t first;
    struct postings_view view;
    uint64_t listed[POSTINGS_BLOCK_TERMS]; /* apart from the block */
    unsigned places[POSTINGS_BLOCK_TERMS]; /* of those: a list, chunks */
};

static void say(const struct postings_check *at, uint32_t term, const char *what)
{
    char where[40];

    if (!at->check->first)
        return;
    snprintf(where, sizeof where, "postings of term %u", term);
    verify_say(at->check->verify, where, "%s", what);
}

static void say_of_block(const struct postings_check *at, const char *what)
{
    char where[60];

    if (!at->check->first)
        return;
    snprintf(where, sizeof where, "postings of terms %u to %u", at->first,
             at->first + POSTINGS_BLOCK_TERMS - 1);
    verify_say(at->check->verify, where, "%s", what);
}

static void take_away(const struct postings_check *at, uint32_t number, uint32_t docid)
{
    struct term_check *term = term_check_at(at->check, number);

    if (term != NULL)
        term->docs -= index_check_docid(at->check, docid);
}

/* --- lists and chunks -------------------------------------------------------------------------
 */

/* Is the term one whose docids stand apart? If not, that is said. */
static bool is_announced(const struct postings_check *at, uint32_t term, const char *otherwise)
{
    bool here = at->any && at->first == postings_block_of(term);

    if (here && at->broken)
        return false;
    if (here && !postings_are_here(at->view.heads[postings_slot_of(term)]))
        return true;
    say(at, term, otherwise);
    return false;
}

static void take_list(struct postings_check *at, uint32_t term, struct slice data)
{
    uint32_t docids[POSTINGS_LIST_MAX], count;

    if (!is_announced(at, term, "have a list that no count announces"))
        return;
    if ((count = postings_list_decode(docids, data)) == 0)
        say(at, term, "have a malformed list");
    for (uint32_t i = 0; i < count; i++)
        take_away(at, term, docids[i]);
    at->listed[postings_slot_of(term)] += count;
    at->places[postings_slot_of(term)] |= IN_LIST;
}

static void take_chunk(struct postings_check *at, uint32_t term, uint16_t number, struct slice data)
{
    struct docset *chunk;
    uint32_t docid = 0;
    bool astray = false;

    if (!is_announced(at, term, "have a chunk that no count announces"))
        return;
    chunk = docset_create();
    if (!docset_read(chunk, data) || docset_is_empty(chunk))
        say(at, term, "have a malformed chunk");
    while (docset_next(chunk, &docid)) {
        astray = astray || docid >> 16 != number;
        take_away(at, term, docid);
    }
    if (astray)
        say(at, term, "have docids in a chunk that is not theirs");
    at->listed[postings_slot_of(term)] += docset_count(chunk);
    at->places[postings_slot_of(term)] |= IN_CHUNKS;
    docset_destroy(chunk);
}

/* Looks back at a term whose docids stand apart. */
static void leave_term(const struct postings_check *at, unsigned slot)
{
    uint32_t term = at->first + slot, count = postings_head_count(at->view.heads[slot]);
    char what[80];

    if (at->places[slot] == (IN_LIST | IN_CHUNKS))
        say(at, term, "are in a list and in chunks");
    else if (at->places[slot] == IN_CHUNKS && count <= POSTINGS_LIST_AGAIN)
        say(at, term, "are in chunks, though so few that they belong in a list");
    else if (at->places[slot] == IN_LIST && count <= POSTINGS_HERE_AGAIN)
        say(at, term, "are in a list, though so few that they belong with their count");
    if (at->listed[slot] == count)
        return;
    snprintf(what, sizeof what, "count %u records, but list %llu", count,
             (unsigned long long)at->listed[slot]);
    say(at, term, what);
}

/* --- blocks -----------------------------------------------------------------------------------
 */

static void leave_block(const struct postings_check *at)
{
    for (unsigned slot = 0; at->any && slot < POSTINGS_BLOCK_TERMS; slot++) {
        if (!postings_are_here(at->view.heads[slot]))
            leave_term(at, slot);
    }
}

/* The docids that stand in the block. */
static void take_here(struct postings_check *at, unsigned slot)
{
    uint32_t docids[POSTINGS_HERE_MAX], head = at->view.heads[slot], term = at->first + slot;

    if (head > 0 && (term < TERM_FIRST || term >= at->check->next_term))
        say(at, term, "stand under a number that was never given");
    if (!postings_are_here(head) || !postings_view_docids(&at->view, slot, docids))
        return;
    for (uint32_t i = 0; i < head; i++)
        take_away(at, term, docids[i]);
}

/* Of one that is malformed what can be read still counts: the terms that have lost something are
 * named later. */
static void enter_block(struct postings_check *at, uint32_t first, struct slice data)
{
    struct postings_block block;

    leave_block(at);
    *at = (struct postings_check){.check = at->check, .any = true, .first = first};
    if (postings_slot_of(first) != 0) {
        say(at, first, "have a malformed key");
        at->any = false;
        return;
    }
    if (!postings_block_decode(&block, data))
        say_of_block(at, "are malformed");
    if (!postings_view_init(&at->view, data)) {
        postings_view_clear(&at->view);
        at->broken = true;
    }
    for (unsigned slot = 0; slot < POSTINGS_BLOCK_TERMS; slot++)
        take_here(at, slot);
}

static int check_posting(void *context, struct slice key, struct slice data)
{
    struct postings_check *at = context;
    MDB_val bytes = value_of_slice(key);
    struct bytes in;
    uint32_t term;
    uint16_t chunk;

    bytes_init(&in, key.data, key.length);
    term = bytes_take_u32(&in);
    if (key.length == POSTINGS_BLOCK_KEY_SIZE)
        enter_block(at, term, data);
    else if (postings_list_of(&bytes, term))
        take_list(at, term, data);
    else if (postings_chunk_of(&bytes, term, &chunk))
        take_chunk(at, term, chunk, data);
    else
        say(at, term, "have a malformed key");
    return OFFPRINT_OK;
}

int index_check_postings(struct index_check *check)
{
    struct postings_check at = {.check = check};
    struct verify *verify = check->verify;
    int status = store_walk(verify->transaction, STORE_POSTS, check_posting, &at, verify->diag);

    if (status >= 0)
        leave_block(&at);
    return status;
}

/* --- terms that have come out wrong ----------------------------------------------------------- */

struct wrong_term {
    uint32_t number;
    struct buffer place;
    struct docset *forward, *postings;
};

struct explanation {
    const struct index_check *check;
    struct wrong_term *terms; /* by number */
    size_t count;
    uint32_t *numbers;
    size_t capacity;
};

static int compare_numbers(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = ((const struct wrong_term *)right)->number;

    return a < b ? -1 : a > b;
}

static struct wrong_term *find_wrong(const struct explanation *explanation, uint32_t number)
{
    return bsearch(&number, explanation->terms, explanation->count, sizeof *explanation->terms,
                   compare_numbers);
}

static void name_wrong(void *context, struct slice key, uint32_t number)
{
    const struct explanation *explanation = context;
    struct wrong_term *term = find_wrong(explanation, number);

    if (term != NULL && term->place.length == 0)
        index_check_describe(&term->place, explanation->check->table, key);
}

static void list_of(struct explanation *explanation, uint32_t docid,
                    const struct forward_list *list)
{
    size_t most = forward_list_length(list);
    ptrdiff_t count;

    if (most >= explanation->capacity) {
        explanation->capacity = most * 2 + 1024;
        explanation->numbers =
            memory_resize(explanation->numbers, explanation->capacity * sizeof(uint32_t));
    }
    count = forward_decode(explanation->numbers, docid, list, NULL);
    for (ptrdiff_t i = 0; i < count; i++) {
        struct wrong_term *term = find_wrong(explanation, explanation->numbers[i]);

        if (term != NULL)
            docset_add(term->forward, docid);
    }
}

static int list_wrong(void *context, struct slice key, struct slice data)
{
    struct explanation *explanation = context;
    struct forward_block block;
    struct bytes in;

    bytes_init(&in, key.data, key.length);
    if (!forward_block_read(&block, bytes_take_u32(&in), data) || !forward_block_is_sound(&block))
        return OFFPRINT_OK;
    for (uint32_t i = 0; i < block.count; i++) {
        struct forward_list list;

        forward_block_list(&list, &block, block.first + i);
        if (docids_has(&explanation->check->verify->live, block.first + i))
            list_of(explanation, block.first + i, &list);
    }
    return OFFPRINT_OK;
}

/* Says which records only one side has. */
static void say_wrong(struct verify *verify, struct wrong_term *term)
{
    struct docset *extra = docset_copy(term->postings);
    uint32_t docid = 0;

    if (term->place.length == 0)
        buffer_printf(&term->place, "term %u", term->number);
    docset_not(extra, term->forward);
    while (docset_next(extra, &docid))
        verify_say(verify, term->place.data, "lists %s, which %s",
                   verify_record_place(verify, docid),
                   docids_has(&verify->live, docid) ? "does not have it" : "is not there");
    docset_not(term->forward, term->postings);
    docid = 0;
    while (docset_next(term->forward, &docid))
        verify_say(verify, term->place.data, "does not list %s, which has it",
                   verify_record_place(verify, docid));
    docset_destroy(extra);
}

int index_check_explain(struct index_check *check, const uint32_t *numbers, size_t count)
{
    struct explanation explanation = {.check = check, .count = count};
    struct verify *verify = check->verify;
    int status;

    explanation.terms = memory_zeroed(count, sizeof *explanation.terms);
    for (size_t i = 0; i < count; i++)
        explanation.terms[i] =
            (struct wrong_term){numbers[i], {0}, docset_create(), docset_create()};
    status = index_check_walk_terms(check, name_wrong, &explanation);
    if (status >= 0)
        status =
            store_walk(verify->transaction, STORE_FORWARD, list_wrong, &explanation, verify->diag);
    for (size_t i = 0; i < count; i++) {
        struct wrong_term *term = &explanation.terms[i];

        /* Postings that cannot be read have been said; the rest of them counts. */
        index_term_docs(verify->transaction, term->number, NULL, term->postings, NULL);
        if (status >= 0)
            say_wrong(verify, term);
        docset_destroy(term->forward);
        docset_destroy(term->postings);
        buffer_finish(&term->place);
    }
    free(explanation.terms);
    free(explanation.numbers);
    return status;
}

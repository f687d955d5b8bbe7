/* The postings of all runs, term by term, with what the documents no longer have taken out. */
#include <stdlib.h>

#include "base/memory.h"
#include "base/relay.h"
#include "index/docset.h"
#include "index/merge.h"
#include "index/postings.h"
#include "store/store.h"

/* What makes the docids of each term. */
struct docids_merge {
    const struct merge *merge;
    const uint8_t *heads[RUNS_MAX]; /* of each run: its postings of the next term it has */
};

/* One term's, as they are handed over: in order, behind it. */
struct made_docids {
    uint32_t number;
    uint32_t count;
    uint32_t docids[];
};

/* What writes them. */
struct postings_merge {
    struct merge *merge;
    /* New terms go to the end and others to all places: with one cursor, each would lose its. */
    struct postings_writer behind, between;
    uint32_t *removed;
    bool *taken; /* of each first removal of a term: it was part of the term's update */
};

/* --- what comes ------------------------------------------------------------------------------- */

/* How many docids the runs have for the term at hand. */
static size_t count_docids(const struct docids_merge *merge, uint64_t runs)
{
    size_t count = 0;

    for (; runs != 0; runs &= runs - 1) {
        const uint8_t *at = merge->heads[__builtin_ctzll(runs)];

        count += run_take(&at);
    }
    return count;
}

/* Takes a run's docids of the term at hand, but for those that a later run has; returns the end. */
static uint32_t *take_docids(struct docids_merge *merge, size_t run, uint32_t *docids)
{
    const struct docset *replaced = merge->merge->runs[run].replaced;
    const uint8_t **at = &merge->heads[run];
    uint32_t count = run_take(at), docid = 0;

    for (uint32_t i = 0; i < count; i++) {
        docid += run_take(at);
        if (replaced == NULL || !docset_contains(replaced, docid))
            *docids++ = docid;
    }
    return docids;
}

static int compare_u32(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

    return a < b ? -1 : a > b;
}

static void make_term(struct relay *relay, struct docids_merge *merge,
                      const struct merged_term *term)
{
    size_t most = count_docids(merge, term->runs) * sizeof(uint32_t);
    struct made_docids *made = (void *)relay_reserve(relay, sizeof *made + most);
    uint32_t *end = made->docids;
    bool sorted = true;

    for (uint64_t runs = term->runs; runs != 0; runs &= runs - 1) {
        uint32_t *from = end;

        end = take_docids(merge, (size_t)__builtin_ctzll(runs), end);
        sorted = sorted && (from == made->docids || from == end || from[-1] < from[0]);
    }
    made->number = term->number;
    made->count = (uint32_t)(end - made->docids);
    if (!sorted)
        qsort(made->docids, made->count, sizeof *made->docids, compare_u32);
    relay_advance(relay, (const uint8_t *)end);
}

static void make_docids(struct relay *relay, void *context)
{
    const struct merge *merge = context;
    struct docids_merge docids = {.merge = merge};
    const struct merged_term *terms = merge->terms;

    for (size_t i = 0; i < merge->run_count; i++)
        docids.heads[i] = (const uint8_t *)merge->postings.data + merge->runs[i].postings;
    for (size_t i = 0; i < merge->term_count && !relay_is_over(relay); i++)
        make_term(relay, &docids, &terms[i]);
}

/* --- what goes -------------------------------------------------------------------------------- */

/* The first removal of a term that is not before `number`. */
static size_t find_removal(const struct merge *merge, uint32_t number)
{
    size_t low = 0, high = merge->removal_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (merge->removals[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Takes the docids of the removals from `from` on that are of one term. */
static size_t take_removals(struct postings_merge *postings, size_t from, uint32_t number)
{
    const struct merge *merge = postings->merge;
    size_t count = 0;

    for (size_t i = from; i < merge->removal_count && merge->removals[i].number == number; i++)
        postings->removed[count++] = merge->removals[i].docid;
    if (count > 0)
        postings->taken[from] = true;
    return count;
}

/* --- one term, and all -------------------------------------------------------------------------
 */

static int write_term(struct postings_merge *postings, const struct made_docids *made)
{
    const struct merge *merge = postings->merge;
    bool new = made->number >= merge->first_new;
    size_t removed = 0;

    if (!new && merge->removal_count > 0)
        removed = take_removals(postings, find_removal(merge, made->number), made->number);
    if (made->count + removed == 0)
        return OFFPRINT_OK;
    return postings_update(new ? &postings->behind : &postings->between, made->number, made->docids,
                           made->count, postings->removed, removed, new, merge->diag);
}

static int write_terms(struct postings_merge *postings)
{
    struct merge *merge = postings->merge;
    struct relay *relay = relay_start(make_docids, merge, merge->alone);
    int status = OFFPRINT_OK;
    struct slice block;

    while (status >= 0 && relay_take(relay, &block)) {
        for (size_t at = 0; at < block.length && status >= 0;) {
            const struct made_docids *made = (const void *)(block.data + at);

            status = write_term(postings, made);
            at += relay_size(sizeof *made + made->count * sizeof *made->docids);
        }
    }
    relay_destroy(relay);
    return status;
}

/* Takes records out of terms that no run has. */
static int write_removals(struct postings_merge *postings)
{
    struct merge *merge = postings->merge;
    int status = OFFPRINT_OK;
    size_t count;

    for (size_t i = 0; i < merge->removal_count && status >= 0; i += count) {
        uint32_t number = merge->removals[i].number;
        bool taken = postings->taken[i];

        count = take_removals(postings, i, number);
        if (!taken)
            status = postings_update(&postings->between, number, NULL, 0, postings->removed, count,
                                     false, merge->diag);
    }
    return status;
}

int merge_postings(struct merge *merge)
{
    struct postings_merge postings = {.merge = merge};
    int status = postings_writer_open(&postings.behind, merge->transaction, merge->diag);

    if (status >= 0)
        status = postings_writer_open(&postings.between, merge->transaction, merge->diag);
    postings.removed = memory_alloc(merge->removal_count * sizeof *postings.removed);
    postings.taken = memory_zeroed(merge->removal_count, sizeof *postings.taken);
    if (status >= 0)
        status = write_terms(&postings);
    if (status >= 0)
        status = write_removals(&postings);
    postings_writer_close(&postings.behind);
    postings_writer_close(&postings.between);
    free(postings.removed);
    free(postings.taken);
    return status;
}

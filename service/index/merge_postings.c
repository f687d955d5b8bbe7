/* The postings of all runs, term by term, with what the documents no longer have taken out. */
#include <stdlib.h>

#include "base/memory.h"
#include "index/docset.h"
#include "index/merge.h"
#include "index/postings.h"
#include "store/store.h"

struct postings_merge {
    struct merge *merge;
    const uint8_t *heads[RUNS_MAX]; /* of each run: its postings of the next term it has */
    /* New terms go to the end and others to all places: with one cursor, each would lose its. */
    struct postings_writer behind, between;
    uint32_t *added;
    size_t added_count, added_capacity;
    uint32_t *removed;
    bool *taken; /* of each first removal of a term: it was part of the term's update */
};

/* --- what comes ------------------------------------------------------------------------------- */

static void reserve(struct postings_merge *postings, size_t count)
{
    size_t needed = postings->added_count + count;

    if (needed <= postings->added_capacity)
        return;
    postings->added_capacity = needed * 2;
    postings->added =
        memory_resize(postings->added, postings->added_capacity * sizeof *postings->added);
}

/* Takes a run's docids of the term at hand, but for those that a later run has. */
static void take_docids(struct postings_merge *postings, size_t run)
{
    const struct docset *replaced = postings->merge->runs[run].replaced;
    const uint8_t **at = &postings->heads[run];
    uint32_t count = run_take(at), docid = 0;

    reserve(postings, count);
    for (uint32_t i = 0; i < count; i++) {
        docid += run_take(at);
        if (replaced == NULL || !docset_contains(replaced, docid))
            postings->added[postings->added_count++] = docid;
    }
}

static int compare_u32(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

    return a < b ? -1 : a > b;
}

static void take_all(struct postings_merge *postings, uint64_t runs)
{
    bool sorted = true;

    postings->added_count = 0;
    for (; runs != 0; runs &= runs - 1) {
        size_t before = postings->added_count;

        take_docids(postings, (size_t)__builtin_ctzll(runs));
        sorted = sorted && (before == 0 || before == postings->added_count ||
                            postings->added[before - 1] < postings->added[before]);
    }
    if (!sorted)
        qsort(postings->added, postings->added_count, sizeof *postings->added, compare_u32);
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

static int write_term(struct postings_merge *postings, const struct merged_term *term)
{
    const struct merge *merge = postings->merge;
    bool new = term->number >= merge->first_new;
    size_t removed = 0;

    take_all(postings, term->runs);
    if (!new && merge->removal_count > 0)
        removed = take_removals(postings, find_removal(merge, term->number), term->number);
    if (postings->added_count + removed == 0)
        return OFFPRINT_OK;
    return postings_update(new ? &postings->behind : &postings->between, term->number,
                           postings->added, postings->added_count, postings->removed, removed, new,
                           merge->diag);
}

static int write_terms(struct postings_merge *postings)
{
    struct merge *merge = postings->merge;
    const struct merged_term *terms;
    int status = OFFPRINT_OK, code;
    struct slice bytes;

    if ((code = spool_map(&merge->sequence, &bytes)) != 0)
        return store_failed(merge->diag, code, "cannot write a temporary file");
    terms = (const struct merged_term *)(const void *)bytes.data;
    for (size_t i = 0; i < bytes.length / sizeof *terms && status >= 0; i++)
        status = write_term(postings, &terms[i]);
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
    for (size_t i = 0; i < merge->run_count; i++)
        postings.heads[i] = (const uint8_t *)merge->postings.data + merge->runs[i].postings;
    postings.removed = memory_alloc(merge->removal_count * sizeof *postings.removed);
    postings.taken = memory_zeroed(merge->removal_count, sizeof *postings.taken);
    if (status >= 0)
        status = write_terms(&postings);
    if (status >= 0)
        status = write_removals(&postings);
    postings_writer_close(&postings.behind);
    postings_writer_close(&postings.between);
    free(postings.added);
    free(postings.removed);
    free(postings.taken);
    return status;
}

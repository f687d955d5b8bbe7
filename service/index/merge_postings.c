/* The postings of all runs, term by term, with what the documents no longer have taken out. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/order.h"
#include "base/relay.h"
#include "index/docset.h"
#include "index/index.h"
#include "index/merge.h"
#include "index/postings.h"
#include "index/postings_make.h"
#include "store/store.h"
#include "store/value.h"

/*
 * What makes the postings. Those of terms in blocks that there are none of yet are made into
 * entries, which are only put; docids of other terms are joined with those that are there.
 */
struct docids_merge {
    const struct merge *merge;
    uint64_t first_made;            /* number of the first term whose entries are made */
    const uint8_t *heads[RUNS_MAX]; /* of each run: its postings of the next term it has */
    uint32_t *docids;               /* of the term at hand */
    size_t capacity;
    struct postings_maker maker;
};

/* What is handed over: entries, or docids of one term. */
struct made_postings {
    size_t length;   /* of what follows, in bytes */
    uint32_t number; /* of the term; 0: they are entries */
    _Alignas(8) uint8_t bytes[];
};

/* What writes them. */
struct postings_merge {
    struct merge *merge;
    /* New entries go to the end and others to all places: with one cursor, each would lose its. */
    MDB_cursor *behind;
    struct postings_writer between;
    uint32_t *removed;
    bool *taken; /* of each first removal of a term: it was part of the term's update */
};

/* --- what comes ------------------------------------------------------------------------------- */

/* Takes a run's docids of the term at hand behind the `count` that there are, but for those that a
 * later run has; returns how many there are then. */
static size_t take_docids(struct docids_merge *merge, size_t run, size_t count)
{
    const struct docset *replaced = merge->merge->runs[run].replaced;
    const uint8_t *at = merge->heads[run];
    uint32_t left = run_take(&at), docid = 0;

    if (merge->capacity < count + left) {
        merge->capacity = (count + left) * 2;
        merge->docids = memory_resize(merge->docids, merge->capacity * sizeof *merge->docids);
    }
    for (; left > 0; left--) {
        docid += run_take(&at);
        if (replaced == NULL || !docset_contains(replaced, docid))
            merge->docids[count++] = docid;
    }
    merge->heads[run] = at;
    return count;
}

/* All runs' docids of a term, in order: how many. */
static size_t merge_docids(struct docids_merge *merge, uint64_t runs)
{
    size_t count = 0;
    bool sorted = true;

    for (; runs != 0; runs &= runs - 1) {
        size_t from = count;

        count = take_docids(merge, (size_t)__builtin_ctzll(runs), count);
        sorted =
            sorted && (from == 0 || from == count || merge->docids[from - 1] < merge->docids[from]);
    }
    if (!sorted)
        qsort(merge->docids, count, sizeof *merge->docids, order_u32);
    return count;
}

static void hand_over_docids(struct relay *relay, const struct docids_merge *merge, uint32_t number,
                             size_t count)
{
    size_t length = count * sizeof *merge->docids;
    struct made_postings *made = (void *)relay_reserve(relay, sizeof *made + length);

    *made = (struct made_postings){.number = number, .length = length};
    if (count > 0)
        memcpy(made->bytes, merge->docids, length);
    relay_advance(relay, made->bytes + length);
}

/* The entries of the block at hand. */
static void hand_over_entries(struct relay *relay, struct postings_maker *maker)
{
    size_t most = postings_maker_size(maker);
    struct made_postings *made;
    const uint8_t *end;

    if (most == 0)
        return;
    made = (void *)relay_reserve(relay, sizeof *made + most);
    end = postings_maker_take(maker, made->bytes);
    *made = (struct made_postings){.length = (size_t)(end - made->bytes)};
    relay_advance(relay, end);
}

static void make_term(struct relay *relay, struct docids_merge *merge,
                      const struct merged_term *term)
{
    size_t count = merge_docids(merge, term->runs);

    if (term->number < merge->first_made) {
        hand_over_docids(relay, merge, term->number, count);
        return;
    }
    if (postings_maker_is_behind(&merge->maker, term->number))
        hand_over_entries(relay, &merge->maker);
    if (count > 0)
        postings_maker_add(&merge->maker, term->number, merge->docids, (uint32_t)count);
}

/* Blocks that have numbers of which none was given yet are made whole. */
static uint64_t find_first_made(uint32_t first_new)
{
    uint64_t block = postings_block_of(first_new);

    return first_new <= TERM_FIRST || block == first_new ? block : block + POSTINGS_BLOCK_TERMS;
}

static void make_postings(struct relay *relay, void *context)
{
    const struct merge *merge = context;
    struct docids_merge docids = {
        .merge = merge,
        .first_made = find_first_made(merge->first_new),
    };

    postings_maker_init(&docids.maker);
    for (size_t i = 0; i < merge->run_count; i++)
        docids.heads[i] = (const uint8_t *)merge->postings.data + merge->runs[i].postings;
    for (size_t i = 0; i < merge->term_count && !relay_is_over(relay); i++)
        make_term(relay, &docids, &merge->terms[i]);
    hand_over_entries(relay, &docids.maker);
    postings_maker_finish(&docids.maker);
    free(docids.docids);
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

/* --- all of it ---------------------------------------------------------------------------------
 */

/* Takes records out of a term, and puts those in that the runs have. */
static int write_term(struct postings_merge *postings, const struct made_postings *made)
{
    const struct merge *merge = postings->merge;
    struct postings_change change = {
        .added = (const void *)made->bytes,
        .added_count = made->length / sizeof(uint32_t),
        .removed = postings->removed,
    };

    if (made->number < merge->first_new && merge->removal_count > 0)
        change.removed_count =
            take_removals(postings, find_removal(merge, made->number), made->number);
    if (change.added_count + change.removed_count == 0)
        return OFFPRINT_OK;
    return postings_update(&postings->between, made->number, &change);
}

static int put_entries(struct postings_merge *postings, const struct made_postings *made)
{
    int code = 0;

    for (size_t at = 0; at < made->length && code == 0;) {
        const struct made_entry *entry = (const void *)(made->bytes + at);
        MDB_val key = value_of(entry->key, entry->key_size);
        MDB_val data = value_of(entry->value, entry->length);

        code = mdb_cursor_put(postings->behind, &key, &data, MDB_APPEND);
        at += relay_size(sizeof *entry + entry->length);
    }
    return code == 0 ? OFFPRINT_OK
                     : store_failed(postings->merge->diag, code, "cannot write postings");
}

static int write_made(struct postings_merge *postings)
{
    struct merge *merge = postings->merge;
    struct relay *relay = relay_start(make_postings, merge, merge->alone);
    int status = OFFPRINT_OK;
    struct slice block;

    while (status >= 0 && relay_take(relay, &block)) {
        for (size_t at = 0; at < block.length && status >= 0;) {
            const struct made_postings *made = (const void *)(block.data + at);

            status = made->number > 0 ? write_term(postings, made) : put_entries(postings, made);
            at += relay_size(sizeof *made + made->length);
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
            status = postings_update(
                &postings->between, number,
                &(struct postings_change){.removed = postings->removed, .removed_count = count});
    }
    return status;
}

static int open_both(struct postings_merge *postings)
{
    struct store_transaction *transaction = postings->merge->transaction;
    struct diag *diag = postings->merge->diag;
    int code = mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_POSTS),
                               &postings->behind);

    if (code == 0)
        return postings_writer_open(&postings->between, transaction, diag);
    postings->behind = NULL;
    return store_failed(diag, code, "cannot write postings");
}

int merge_postings(struct merge *merge)
{
    struct postings_merge postings = {.merge = merge};
    int status = open_both(&postings);

    postings.removed = memory_alloc(merge->removal_count * sizeof *postings.removed);
    postings.taken = memory_zeroed(merge->removal_count, sizeof *postings.taken);
    if (status >= 0)
        status = write_made(&postings);
    if (status >= 0)
        status = write_removals(&postings);
    if (status >= 0)
        status = postings_writer_flush(&postings.between);
    postings_writer_close(&postings.between);
    if (postings.behind != NULL)
        mdb_cursor_close(postings.behind);
    free(postings.removed);
    free(postings.taken);
    return status;
}

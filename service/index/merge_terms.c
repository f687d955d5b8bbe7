/* The keys of all runs in one order, each looked up in the store once. */
#include <string.h>

#include "base/bytes.h"
#include "base/relay.h"
#include "index/merge.h"
#include "store/store.h"
#include "store/value.h"

/* What makes the keys, in order. */
struct keys_merge {
    struct run_keys heads[RUNS_MAX];
    uint8_t heap[RUNS_MAX]; /* of runs: the least key first */
    size_t heap_count;
    struct run_keys least; /* the key at hand */
};

/* One of them, as it is handed over: the key is behind it. */
struct made_key {
    uint64_t runs; /* a bit for each that has it */
    uint32_t length;
    uint8_t key[];
};

/* What looks them up. */
struct terms_merge {
    struct merge *merge;
    MDB_cursor *cursor; /* over STORE_TERMS */
    uint8_t last[512];  /* the store's last key, as it was before */
    size_t last_length;
    bool append; /* keys stand behind all of the store's from here on */
};

/* --- the order -------------------------------------------------------------------------------- */

static int compare(const struct run_keys *a, const struct run_keys *b)
{
    size_t length = a->length < b->length ? a->length : b->length, known = sizeof a->order;
    int order = 0;

    if (a->order[0] != b->order[0])
        return a->order[0] < b->order[0] ? -1 : 1;
    if (a->order[1] != b->order[1])
        return a->order[1] < b->order[1] ? -1 : 1;
    if (length > known)
        order = memcmp(a->key + known, b->key + known, length - known);
    return order != 0 ? order : (int)a->length - (int)b->length;
}

static void sift_down(struct keys_merge *keys, size_t at)
{
    uint8_t moved = keys->heap[at];

    for (size_t child; (child = at * 2 + 1) < keys->heap_count; at = child) {
        if (child + 1 < keys->heap_count &&
            compare(&keys->heads[keys->heap[child + 1]], &keys->heads[keys->heap[child]]) < 0)
            child++;
        if (compare(&keys->heads[moved], &keys->heads[keys->heap[child]]) <= 0)
            break;
        keys->heap[at] = keys->heap[child];
    }
    keys->heap[at] = moved;
}

static void begin(struct keys_merge *keys, const struct merge *merge)
{
    for (size_t i = 0; i < merge->run_count; i++) {
        run_keys_begin(&keys->heads[i], &merge->runs[i], merge->keys);
        if (run_keys_next(&keys->heads[i]))
            keys->heap[keys->heap_count++] = (uint8_t)i;
    }
    for (size_t i = keys->heap_count / 2; i-- > 0;)
        sift_down(keys, i);
}

/* Takes the least key from the run that has it. */
static uint64_t take_least(struct keys_merge *keys)
{
    size_t run = keys->heap[0];

    if (!run_keys_next(&keys->heads[run]))
        keys->heap[0] = keys->heap[--keys->heap_count];
    if (keys->heap_count > 1)
        sift_down(keys, 0);
    return UINT64_C(1) << run;
}

/* The next key, in keys->least, and which runs have it; 0 at the end. */
static uint64_t next_key(struct keys_merge *keys)
{
    const struct run_keys *least;
    uint64_t runs;

    if (keys->heap_count == 0)
        return 0;
    least = &keys->heads[keys->heap[0]];
    memcpy(keys->least.order, least->order, sizeof least->order);
    keys->least.length = least->length;
    memcpy(keys->least.key, least->key, least->length);
    runs = take_least(keys);
    while (keys->heap_count > 0 && compare(&keys->heads[keys->heap[0]], &keys->least) == 0)
        runs |= take_least(keys);
    return runs;
}

static void make_keys(struct relay *relay, void *context)
{
    struct keys_merge keys = {.heap_count = 0};
    uint64_t runs;

    begin(&keys, context);
    while (!relay_is_over(relay) && (runs = next_key(&keys)) != 0) {
        struct made_key *made = (void *)relay_reserve(relay, sizeof *made + keys.least.length);

        made->runs = runs;
        made->length = (uint32_t)keys.least.length;
        memcpy(made->key, keys.least.key, keys.least.length);
        relay_advance(relay, made->key + made->length);
    }
}

/* --- the store -------------------------------------------------------------------------------- */

static int open_terms(struct terms_merge *terms)
{
    struct store_transaction *transaction = terms->merge->transaction;
    MDB_val last, data;
    int code =
        mdb_cursor_open(transaction->txn, store_handle(transaction, STORE_TERMS), &terms->cursor);

    if (code != 0) {
        terms->cursor = NULL;
        return store_failed(terms->merge->diag, code, "cannot write the terms");
    }
    code = mdb_cursor_get(terms->cursor, &last, &data, MDB_LAST);
    terms->append = code == MDB_NOTFOUND;
    if (code != 0 && code != MDB_NOTFOUND)
        return store_failed(terms->merge->diag, code, "cannot read the terms");
    if (code == 0 && last.mv_size <= sizeof terms->last) {
        terms->last_length = last.mv_size;
        memcpy(terms->last, last.mv_data, last.mv_size);
    }
    return OFFPRINT_OK;
}

static bool is_behind_all(const struct terms_merge *terms, const struct made_key *key)
{
    size_t length = key->length < terms->last_length ? key->length : terms->last_length;
    int order = memcmp(key->key, terms->last, length);

    return order > 0 || (order == 0 && key->length > terms->last_length);
}

/* The number that a key has in the store, or the next one. */
static int resolve(struct terms_merge *terms, const struct made_key *made, uint32_t *number)
{
    struct merge *merge = terms->merge;
    uint8_t bytes[4];
    MDB_val key = value_of(made->key, made->length), data = value_of(bytes, sizeof bytes);
    struct bytes in;
    int code;

    terms->append = terms->append || is_behind_all(terms, made);
    put_u32(bytes, merge->next);
    code = mdb_cursor_put(terms->cursor, &key, &data, terms->append ? MDB_APPEND : MDB_NOOVERWRITE);
    if (code == 0) {
        if (merge->next == UINT32_MAX)
            return diag_set(merge->diag, OFFPRINT_LIMIT, "the index can take no more terms");
        *number = merge->next++;
        return OFFPRINT_OK;
    }
    if (code != MDB_KEYEXIST || terms->append)
        return store_failed(merge->diag, code, "cannot write the terms");
    bytes_init(&in, data.mv_data, data.mv_size);
    *number = bytes_take_u32(&in);
    if (bytes_failed(&in) || *number < TERM_FIRST || *number >= merge->first_new)
        return diag_set(merge->diag, OFFPRINT_CORRUPT, "a term's entry is not its number");
    return OFFPRINT_OK;
}

/* --- all of them ------------------------------------------------------------------------------ */

static void keep(struct merge *merge, uint32_t number, uint64_t runs)
{
    const struct merged_term term = {.runs = runs, .number = number};

    spool_add(&merge->sequence, &term, sizeof term);
    for (; runs != 0; runs &= runs - 1)
        spool_add(&merge->numbers[__builtin_ctzll(runs)], &number, sizeof number);
}

static int map_numbers(struct merge *merge)
{
    struct slice sequence;
    int failed = spool_map(&merge->sequence, &sequence);

    if (failed != 0)
        return store_failed(merge->diag, failed, "cannot write a temporary file");
    merge->terms = (const struct merged_term *)(const void *)sequence.data;
    merge->term_count = sequence.length / sizeof *merge->terms;
    for (size_t i = 0; i < merge->run_count; i++) {
        struct slice bytes;
        int code = spool_map(&merge->numbers[i], &bytes);

        if (code != 0)
            return store_failed(merge->diag, code, "cannot write a temporary file");
        merge->number_of[i] = (const uint32_t *)(const void *)bytes.data;
    }
    return OFFPRINT_OK;
}

static int take_keys(struct terms_merge *terms, struct slice block)
{
    int status = OFFPRINT_OK;

    for (size_t at = 0; at < block.length && status >= 0;) {
        const struct made_key *made = (const void *)(block.data + at);
        uint32_t number = 0;

        if ((status = resolve(terms, made, &number)) >= 0)
            keep(terms->merge, number, made->runs);
        at += relay_size(offsetof(struct made_key, key) + made->length);
    }
    return status;
}

int merge_terms(struct merge *merge)
{
    struct terms_merge terms = {.merge = merge};
    struct relay *relay;
    struct slice block;
    uint64_t next;
    int status = store_meta_get(merge->transaction, META_NEXT_TERM, &next, merge->diag);

    if (status < 0)
        return status;
    if (next > UINT32_MAX)
        return diag_set(merge->diag, OFFPRINT_CORRUPT, "the number of terms is out of range");
    merge->first_new = merge->next = next < TERM_FIRST ? TERM_FIRST : (uint32_t)next;
    relay = relay_start(make_keys, merge, merge->alone);
    status = open_terms(&terms);
    while (status >= 0 && relay_take(relay, &block))
        status = take_keys(&terms, block);
    relay_destroy(relay);
    if (terms.cursor != NULL)
        mdb_cursor_close(terms.cursor);
    if (status >= 0)
        status = map_numbers(merge);
    if (status >= 0)
        status = store_meta_put(merge->transaction, META_NEXT_TERM, merge->next, merge->diag);
    return status;
}

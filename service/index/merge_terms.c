/* The keys of all runs in one order, each looked up in the store once. */
#include <string.h>

#include "base/bytes.h"
#include "index/merge.h"
#include "store/store.h"
#include "store/value.h"

struct terms_merge {
    struct merge *merge;
    struct run_keys heads[RUNS_MAX];
    uint8_t heap[RUNS_MAX]; /* of runs: the least key first */
    size_t heap_count;
    struct run_keys least; /* the key at hand */
    MDB_cursor *cursor;    /* over STORE_TERMS */
    uint8_t last[512];     /* the store's last key, as it was before */
    size_t last_length;
    bool append; /* keys stand behind all of the store's from here on */
};

/* --- the order -------------------------------------------------------------------------------- */

static int compare(const struct run_keys *a, const struct run_keys *b)
{
    size_t length = a->length < b->length ? a->length : b->length;
    int order;

    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    order = memcmp(a->key, b->key, length);
    return order != 0 ? order : (int)a->length - (int)b->length;
}

static void sift_down(struct terms_merge *terms, size_t at)
{
    uint8_t moved = terms->heap[at];

    for (size_t child; (child = at * 2 + 1) < terms->heap_count; at = child) {
        if (child + 1 < terms->heap_count &&
            compare(&terms->heads[terms->heap[child + 1]], &terms->heads[terms->heap[child]]) < 0)
            child++;
        if (compare(&terms->heads[moved], &terms->heads[terms->heap[child]]) <= 0)
            break;
        terms->heap[at] = terms->heap[child];
    }
    terms->heap[at] = moved;
}

static void begin(struct terms_merge *terms)
{
    const struct merge *merge = terms->merge;

    for (size_t i = 0; i < merge->run_count; i++) {
        run_keys_begin(&terms->heads[i], &merge->runs[i], merge->keys);
        if (run_keys_next(&terms->heads[i]))
            terms->heap[terms->heap_count++] = (uint8_t)i;
    }
    for (size_t i = terms->heap_count / 2; i-- > 0;)
        sift_down(terms, i);
}

/* Takes the least key from the run that has it. */
static uint64_t take_least(struct terms_merge *terms)
{
    size_t run = terms->heap[0];

    if (!run_keys_next(&terms->heads[run]))
        terms->heap[0] = terms->heap[--terms->heap_count];
    if (terms->heap_count > 1)
        sift_down(terms, 0);
    return UINT64_C(1) << run;
}

/* The next key, in terms->least, and which runs have it; 0 at the end. */
static uint64_t next_key(struct terms_merge *terms)
{
    const struct run_keys *least;
    uint64_t runs;

    if (terms->heap_count == 0)
        return 0;
    least = &terms->heads[terms->heap[0]];
    terms->least.order = least->order;
    terms->least.length = least->length;
    memcpy(terms->least.key, least->key, least->length);
    runs = take_least(terms);
    while (terms->heap_count > 0 && compare(&terms->heads[terms->heap[0]], &terms->least) == 0)
        runs |= take_least(terms);
    return runs;
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

static bool is_behind_all(const struct terms_merge *terms)
{
    const struct run_keys *key = &terms->least;
    size_t length = key->length < terms->last_length ? key->length : terms->last_length;
    int order = memcmp(key->key, terms->last, length);

    return order > 0 || (order == 0 && key->length > terms->last_length);
}

/* The number that the key at hand has in the store, or the next one. */
static int resolve(struct terms_merge *terms, uint32_t *number)
{
    struct merge *merge = terms->merge;
    uint8_t bytes[4];
    MDB_val key = value_of(terms->least.key, terms->least.length),
            data = value_of(bytes, sizeof bytes);
    struct bytes in;
    int code;

    terms->append = terms->append || is_behind_all(terms);
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
    for (size_t i = 0; i < merge->run_count; i++) {
        struct slice bytes;
        int code = spool_map(&merge->numbers[i], &bytes);

        if (code != 0)
            return store_failed(merge->diag, code, "cannot write a temporary file");
        merge->number_of[i] = (const uint32_t *)(const void *)bytes.data;
    }
    return OFFPRINT_OK;
}

int merge_terms(struct merge *merge)
{
    struct terms_merge terms = {.merge = merge};
    uint64_t next, runs;
    uint32_t number = 0;
    int status = store_meta_get(merge->transaction, META_NEXT_TERM, &next, merge->diag);

    if (status < 0)
        return status;
    if (next > UINT32_MAX)
        return diag_set(merge->diag, OFFPRINT_CORRUPT, "the number of terms is out of range");
    merge->first_new = merge->next = next < TERM_FIRST ? TERM_FIRST : (uint32_t)next;
    status = open_terms(&terms);
    begin(&terms);
    while (status >= 0 && (runs = next_key(&terms)) != 0) {
        if ((status = resolve(&terms, &number)) >= 0)
            keep(merge, number, runs);
    }
    if (terms.cursor != NULL)
        mdb_cursor_close(terms.cursor);
    if (status >= 0)
        status = map_numbers(merge);
    if (status >= 0)
        status = store_meta_put(merge->transaction, META_NEXT_TERM, merge->next, merge->diag);
    return status;
}

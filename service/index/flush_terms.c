/* A flush's terms: numbered in the order of their keys, laid out in the order of their numbers. */
#include <string.h>

#include "base/bytes.h"
#include "index/flush.h"
#include "store/store.h"
#include "store/value.h"

static void collect_terms(struct flush *flush)
{
    const struct index_writer *writer = flush->writer;

    /* The second half is room to sort in. */
    flush->terms =
        large_reserve(&flush->terms_memory, 2 * writer->term_count * sizeof *flush->terms);
    for (size_t at = 0; at < writer->pool_used;) {
        struct pending_term *term = pending_term_at(writer, (uint32_t)(at / 4));

        if (term->count > 0)
            flush->terms[flush->term_count++] = (struct radix_item){0, {term}};
        at += pending_term_size(term->length);
    }
    term_sort_keys(flush->terms, flush->term_count, flush->terms + writer->term_count);
}

/* The first of the sorted terms that stands after every term of the store. */
static int find_append(struct flush *flush, MDB_cursor *cursor, size_t *first)
{
    size_t low = 0, high = flush->term_count;
    MDB_val last, data;
    int code = mdb_cursor_get(cursor, &last, &data, MDB_LAST);

    *first = 0;
    if (code == MDB_NOTFOUND)
        return OFFPRINT_OK;
    if (code != 0)
        return store_failed(flush->diag, code, "cannot read the terms");
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct pending_term *term = flush->terms[middle].pointer;
        size_t length = term->length < last.mv_size ? term->length : last.mv_size;
        int order = memcmp(term->key, last.mv_data, length);

        if (order > 0 || (order == 0 && term->length > last.mv_size))
            high = middle;
        else
            low = middle + 1;
    }
    *first = low;
    return OFFPRINT_OK;
}

/* Gives a term the number that it has in the store, or the next one. */
static int resolve(struct flush *flush, MDB_cursor *cursor, struct pending_term *term, bool append)
{
    uint8_t bytes[4];
    MDB_val key = value_of(term->key, term->length), data = value_of(bytes, sizeof bytes);
    struct bytes in;
    int code;

    put_u32(bytes, flush->next);
    code = mdb_cursor_put(cursor, &key, &data, append ? MDB_APPEND : MDB_NOOVERWRITE);
    if (code == 0) {
        if (flush->next == UINT32_MAX)
            return diag_set(flush->diag, OFFPRINT_LIMIT, "the index can take no more terms");
        term->number = flush->next++;
        return OFFPRINT_OK;
    }
    if (code != MDB_KEYEXIST || append)
        return store_failed(flush->diag, code, "cannot write the terms");
    bytes_init(&in, data.mv_data, data.mv_size);
    term->number = bytes_take_u32(&in);
    if (bytes_failed(&in) || term->number < TERM_FIRST || term->number >= flush->first_new)
        return diag_set(flush->diag, OFFPRINT_CORRUPT, "a term's entry is not its number");
    return OFFPRINT_OK;
}

static int resolve_terms(struct flush *flush)
{
    MDB_cursor *cursor;
    uint64_t next;
    size_t first = 0;
    int status = store_meta_get(flush->transaction, META_NEXT_TERM, &next, flush->diag), code;

    if (status < 0)
        return status;
    if (next > UINT32_MAX)
        return diag_set(flush->diag, OFFPRINT_CORRUPT, "the number of terms is out of range");
    flush->first_new = flush->next = next < TERM_FIRST ? TERM_FIRST : (uint32_t)next;
    code = mdb_cursor_open(flush->transaction->txn, store_handle(flush->transaction, STORE_TERMS),
                           &cursor);
    if (code != 0)
        return store_failed(flush->diag, code, "cannot write the terms");
    status = find_append(flush, cursor, &first);
    for (size_t i = 0; i < flush->term_count && status >= 0; i++) {
        if (i + PENDING_AHEAD < flush->term_count)
            __builtin_prefetch(flush->terms[i + PENDING_AHEAD].pointer, 1);
        status = resolve(flush, cursor, flush->terms[i].pointer, i >= first);
        flush->terms[i].order = ((const struct pending_term *)flush->terms[i].pointer)->number;
    }
    mdb_cursor_close(cursor);
    if (status < 0)
        return status;
    return store_meta_put(flush->transaction, META_NEXT_TERM, flush->next, flush->diag);
}

/* Sorts the terms by number and gives each its place among the docids. */
static void lay_out(struct flush *flush)
{
    bool sorted = true;
    size_t start = 0;

    for (size_t i = 1; i < flush->term_count; i++)
        sorted = sorted && flush->terms[i - 1].order < flush->terms[i].order;
    if (!sorted)
        radix_sort(flush->terms, flush->term_count, flush->terms + flush->writer->term_count);
    for (size_t i = 0; i < flush->term_count; i++) {
        struct pending_term *term = flush->terms[i].pointer;

        if (i + PENDING_AHEAD < flush->term_count)
            __builtin_prefetch(flush->terms[i + PENDING_AHEAD].pointer, 1);
        term->start = (uint32_t)start;
        term->last = 0;
        start += term->count;
    }
    flush->docids = large_reserve(&flush->docids_memory, start * sizeof *flush->docids);
}

int flush_terms(struct flush *flush)
{
    int status;

    collect_terms(flush);
    if ((status = resolve_terms(flush)) >= 0)
        lay_out(flush);
    return status;
}

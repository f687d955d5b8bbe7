/* The index writer's second half: writes what was gathered, in the order of the store's keys. */
#include "index/flush.h"

#include <stdlib.h>

#include "base/memory.h"
#include "index/columns.h"
#include "index/postings.h"
#include "store/store.h"

/* --- postings --------------------------------------------------------------------------------- */

static int compare_removals(const void *left, const void *right)
{
    const struct removal *a = left, *b = right;

    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return a->docid < b->docid ? -1 : a->docid > b->docid;
}

/* Takes the docids of the removals from `*from` on that are of `number`, into `docids`. */
static size_t take_removals(const struct flush *flush, size_t *from, uint32_t number,
                            uint32_t *docids)
{
    size_t count = 0;

    while (*from < flush->removal_count && flush->removals[*from].number == number)
        docids[count++] = flush->removals[(*from)++].docid;
    return count;
}

/* Walks terms and removals side by side, both in order of number. */
static int write_postings(struct flush *flush)
{
    uint32_t *removed = memory_alloc(flush->removal_count * sizeof *removed);
    struct postings_writer writer;
    size_t i = 0, j = 0;
    int status = postings_writer_open(&writer, flush->transaction, flush->diag);

    if (flush->removal_count > 0)
        qsort(flush->removals, flush->removal_count, sizeof *flush->removals, compare_removals);
    while (status >= 0 && (i < flush->term_count || j < flush->removal_count)) {
        const struct pending_term *term = i < flush->term_count ? flush->terms[i].pointer : NULL;
        uint32_t number = term != NULL ? term->number : flush->removals[j].number;
        size_t added_count = 0, removed_count;
        const uint32_t *added = NULL;

        if (i + PENDING_AHEAD < flush->term_count)
            __builtin_prefetch(flush->terms[i + PENDING_AHEAD].pointer);
        if (j < flush->removal_count && flush->removals[j].number < number)
            number = flush->removals[j].number;
        if (term != NULL && term->number == number) {
            added = flush->docids + term->start;
            added_count = term->last;
            i++;
        }
        removed_count = take_removals(flush, &j, number, removed);
        if (added_count + removed_count > 0)
            status = postings_update(&writer, number, added, added_count, removed, removed_count,
                                     number >= flush->first_new, flush->diag);
    }
    postings_writer_close(&writer);
    free(removed);
    return status;
}

/* --- sort columns ----------------------------------------------------------------------------- */

static int write_columns(struct flush *flush)
{
    const struct index_writer *writer = flush->writer;
    size_t columns = writer->table->column_count, count = 0;
    struct column_value *values = memory_alloc(flush->live_count * columns * sizeof *values);
    int status;

    for (size_t i = 0; i < flush->live_count; i++) {
        const struct pending_document *document = flush->live[i];
        const uint64_t *sorts =
            pending_sorts(writer) + (size_t)(document - pending_documents(writer)) * columns;

        for (size_t j = 0; j < columns; j++)
            values[count++] =
                (struct column_value){writer->table->columns[j], document->docid, sorts[j]};
    }
    status = columns_write(flush->transaction, values, count, flush->diag);
    free(values);
    return status;
}

/* --- all of it -------------------------------------------------------------------------------- */

static void finish(struct flush *flush)
{
    if (flush->forward != NULL)
        mdb_cursor_close(flush->forward);
    facet_writer_finish(&flush->facets);
    free(flush->live);
    large_finish(&flush->terms_memory);
    large_finish(&flush->docids_memory);
    free(flush->old);
    free(flush->kept);
    free(flush->removals);
    buffer_finish(&flush->bytes);
}

int index_writer_flush(struct index_writer *writer, struct store_transaction *transaction,
                       struct diag *diag)
{
    struct flush flush = {.writer = writer, .transaction = transaction, .diag = diag};
    int status;

    if (writer->document_count == 0)
        return OFFPRINT_OK;
    /* Nothing is looked up any more, and the pages to come can use the room. */
    large_finish(&writer->slots);
    writer->slot_count = 0;
    flush_find_live(&flush);
    if ((status = flush_terms(&flush)) < 0 || (status = flush_documents(&flush)) < 0)
        goto out;
    large_finish(&writer->items);
    if ((status = write_postings(&flush)) < 0 || (status = write_columns(&flush)) < 0)
        goto out;
    index_writer_forget(writer);
out:
    finish(&flush);
    return status;
}

/* The index writer: has what documents are found by gathered into runs, and merges these. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "index/forward.h"
#include "index/gatherer.h"
#include "index/merge.h"
#include "store/store.h"

#define MEMORY_STANDARD (UINT64_C(512) << 20)
#define PAGE_SIZE 4096
/* The dirty pages at which LMDB 0.9 writes some out before the commit: MDB_IDL_UM_MAX. A
 * transaction never holds more of them, so who may have as many need not care how large it is. */
#define DIRTY_MAX (UINT64_C(131071) * PAGE_SIZE)
/* With less memory, what is gathered gets one part in so many, whatever the pages take. */
#define GATHERED_LEAST 6
/*
 * Every batch writes much of a large index anew, whatever it brings. So it brings many documents,
 * or half as many as there are: then each is written anew twice on the average, not a hundred
 * times.
 */
#define DOCUMENTS_LEAST ((uint64_t)1 << 20)
/* Runs of fewer bytes are merged by one thread. */
#define ALONE_MAX ((size_t)256 << 10)
/* What finding out costs which terms a document no longer has, in bytes. */
#define REPLACED_COST 3072

struct index_writer {
    const struct access_points *table;
    uint64_t memory;
    struct gatherer *gatherer;
    struct index_entries entries; /* of the document being taken in */
    struct index_entries own;     /* what the catalogue knows of it */
    struct index_document last;   /* whose `own` these are; its pointers are dead */

    uint64_t documents, replaced;      /* since the last flush */
    uint64_t counted;                  /* index_writer_count() */
    uint64_t terms_pages, posts_pages; /* of the store, before the batch */
    uint32_t last_docid;               /* the last document in the store then: about how many */
};

struct index_writer *index_writer_create(const struct access_points *table, uint64_t memory)
{
    struct index_writer *writer = memory_zeroed(1, sizeof *writer);

    writer->table = table;
    writer->memory = memory > 0 ? memory : MEMORY_STANDARD;
    writer->gatherer = gatherer_create(table, writer->memory);
    index_entries_init(&writer->entries);
    index_entries_init(&writer->own);
    return writer;
}

void index_writer_destroy(struct index_writer *writer)
{
    if (writer == NULL)
        return;
    gatherer_destroy(writer->gatherer);
    index_entries_finish(&writer->entries);
    index_entries_finish(&writer->own);
    free(writer);
}

void index_writer_forget(struct index_writer *writer)
{
    gatherer_clear(writer->gatherer);
    writer->documents = writer->replaced = writer->counted = 0;
}

/* --- how much there is -------------------------------------------------------------------------
 */

/* How many of `pages` are met by `count` terms that may stand in any: pages (1 - e^(-count/pages)),
 * near enough. */
static uint64_t pages_met(uint64_t count, uint64_t pages)
{
    double x = pages > 0 ? (double)count / (double)pages : 0, power = x + x * x / 2;

    return (uint64_t)((double)pages * power / (1 + power));
}

/*
 * LMDB holds every page that a transaction writes until it is committed. New entries come in new
 * pages; and a term, new or not, has one page of the terms copied, one in four (those that are not
 * new, and common) one of the postings.
 */
static uint64_t dirtied(const struct index_writer *writer, const struct gathered *gathered)
{
    uint64_t entries = gathered->key_bytes + gathered->terms * 16 + gathered->items * 4;
    uint64_t pages = pages_met(gathered->terms, writer->terms_pages) +
                     pages_met(gathered->terms / 4, writer->posts_pages);

    return entries + pages * PAGE_SIZE + writer->counted;
}

bool index_writer_is_full(const struct index_writer *writer)
{
    struct gathered gathered = gatherer_gathered(writer->gatherer);
    uint64_t half = writer->last_docid / 2, most = half > DOCUMENTS_LEAST ? half : DOCUMENTS_LEAST;

    if (writer->documents >= most || gathered.runs + 1 >= RUNS_MAX ||
        writer->replaced * REPLACED_COST >= writer->memory / 2)
        return true;
    return writer->memory < DIRTY_MAX && dirtied(writer, &gathered) >= writer->memory &&
           gathered.key_bytes + gathered.items * 4 >= writer->memory / GATHERED_LEAST;
}

void index_writer_count(struct index_writer *writer, uint64_t bytes)
{
    writer->counted += bytes;
}

/* --- taking in ---------------------------------------------------------------------------------
 */

/* Of two values of a column that of the better rank stays: the record's own where they are equal.
 */
static void merge_sorts(uint64_t *sorts, size_t columns, const struct index_entries *record,
                        const struct index_entries *own)
{
    for (size_t i = 0; i < columns; i++) {
        bool better =
            own->ranks[i] != 0 && (record->ranks[i] == 0 || own->ranks[i] < record->ranks[i]);

        sorts[i] = better ? own->sorts[i] : record->sorts[i];
    }
}

/* Records that come together are mostly of one collection and one second. */
static void extract_own(struct index_writer *writer, const struct index_document *document)
{
    const struct index_document *last = &writer->last;

    if (writer->own.count == 0 || last->collection != document->collection ||
        last->added != document->added || last->changed != document->changed)
        index_extract_own(&writer->own, writer->table, document);
    writer->last = *document;
}

/* What the batch's first document finds in the store. */
static int look_at_store(struct index_writer *writer, struct store_transaction *transaction,
                         struct diag *diag)
{
    writer->terms_pages = store_pages(transaction, STORE_TERMS);
    writer->posts_pages = store_pages(transaction, STORE_POSTS);
    return index_last_forward(&writer->last_docid, transaction, diag);
}

static int count_document(struct index_writer *writer, struct store_transaction *transaction,
                          uint32_t docid, struct diag *diag)
{
    int status = OFFPRINT_OK;

    if (writer->documents++ == 0)
        status = look_at_store(writer, transaction, diag);
    writer->replaced += docid <= writer->last_docid ? 1 : 0;
    return status;
}

static int cannot_put_aside(int code, struct diag *diag)
{
    return store_failed(diag, code, "cannot write a temporary file");
}

int index_writer_put(struct index_writer *writer, struct store_transaction *transaction,
                     const struct index_document *document, struct diag *diag)
{
    const struct index_entries *parts[] = {document->entries, &writer->own};
    int status = count_document(writer, transaction, document->docid, diag);
    uint64_t sorts[SORT_COLUMNS_MAX];
    int code;

    if (status < 0)
        return status;
    /* What the record had before is read when the batch is written, in the store's order. */
    if (parts[0] == NULL) {
        index_extract_record(&writer->entries, writer->table, document->record, document->id);
        parts[0] = &writer->entries;
    }
    extract_own(writer, document);
    merge_sorts(sorts, writer->table->column_count, parts[0], parts[1]);
    code = gatherer_add(writer->gatherer, document->docid, parts, 2, sorts,
                        store_folder(transaction->store));
    return code == 0 ? OFFPRINT_OK : cannot_put_aside(code, diag);
}

int index_writer_remove(struct index_writer *writer, struct store_transaction *transaction,
                        uint32_t docid, struct diag *diag)
{
    int status = count_document(writer, transaction, docid, diag), code;

    if (status < 0)
        return status;
    code = gatherer_add(writer->gatherer, docid, NULL, 0, NULL, store_folder(transaction->store));
    return code == 0 ? OFFPRINT_OK : cannot_put_aside(code, diag);
}

/* --- writing ---------------------------------------------------------------------------------- */

static int map_runs(struct merge *merge, struct run_spools *spools)
{
    int code = spool_map(&spools->documents, &merge->documents);

    if (code == 0)
        code = spool_map(&spools->keys, &merge->keys);
    if (code == 0)
        code = spool_map(&spools->postings, &merge->postings);
    merge->alone = merge->documents.length < ALONE_MAX;
    return code == 0 ? OFFPRINT_OK : cannot_put_aside(code, merge->diag);
}

/* Each step's bytes are let go before the next one's come: room for what is written. */
static int merge_all(struct merge *merge, struct run_spools *spools)
{
    int status = map_runs(merge, spools);

    if (status < 0 || (status = merge_terms(merge)) < 0)
        return status;
    spool_clear(&spools->keys);
    if ((status = merge_documents(merge)) < 0)
        return status;
    spool_clear(&spools->documents);
    for (size_t i = 0; i < merge->run_count; i++)
        spool_clear(&merge->numbers[i]);
    return merge_postings(merge);
}

static int merge_runs(struct merge *merge, struct run_spools *spools)
{
    const char *folder = store_folder(merge->transaction->store);
    int status;

    spool_init(&merge->sequence, folder, SPOOL_PENDING);
    for (size_t i = 0; i < merge->run_count; i++)
        spool_init(&merge->numbers[i], folder, SPOOL_PENDING / 16); /* there are many */
    status = merge_all(merge, spools);
    spool_finish(&merge->sequence);
    for (size_t i = 0; i < merge->run_count; i++)
        spool_finish(&merge->numbers[i]);
    free(merge->removals);
    return status;
}

int index_writer_flush(struct index_writer *writer, struct store_transaction *transaction,
                       struct diag *diag)
{
    struct merge merge = {.transaction = transaction, .table = writer->table, .diag = diag};
    struct run_spools *spools;
    int status;

    if (writer->documents == 0)
        return OFFPRINT_OK;
    merge.run_count = gatherer_settle(writer->gatherer, &merge.runs, &spools);
    status = merge_runs(&merge, spools);
    if (status >= 0)
        index_writer_forget(writer);
    return status;
}

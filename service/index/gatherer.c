#include "index/gatherer.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "index/docset.h"

/* Of the memory, in parts: what is pending, one block, all blocks under way. */
#define PENDING_PART 8
#define BLOCK_PART 64
#define QUEUE_PART 16
#define PENDING_LEAST (UINT64_C(64) << 10)
#define PENDING_MOST (UINT64_C(2) << 30)
#define BLOCK_LEAST (UINT64_C(16) << 10)
#define BLOCK_MOST (UINT64_C(256) << 10)

/* Documents on their way into the thread: each a struct block_document with what belongs to it. */
struct block {
    struct block *next;
    size_t size, used;
    _Alignas(8) uint8_t data[];
};

/* Behind it: sort values, entries, keys; then up to 7 bytes. */
struct block_document {
    uint32_t docid;
    uint32_t count;
    uint32_t key_bytes;
    uint32_t removed;
};

struct gatherer {
    const struct access_points *table;
    const char *folder;
    uint64_t pending_most;
    size_t block_size, queue_most;
    struct block *filling; /* the caller's */
    size_t added;          /* documents since the last clear */
    int error;             /* as it was at the last hand-over */

    pthread_mutex_t guard; /* over what follows up to `gathered` */
    pthread_cond_t changed;
    pthread_t thread;
    struct block *first, *last; /* the queue */
    size_t queued;              /* bytes, that being taken in among them */
    bool started, stopping;
    struct gathered gathered;

    /* The thread's while anything is queued; the caller's otherwise. */
    struct pending pending;
    struct gathered in_runs;
    struct run_spools spools;
    struct run runs[RUNS_MAX];
    size_t run_count;
};

static uint64_t part_of(uint64_t memory, uint64_t part, uint64_t least, uint64_t most)
{
    uint64_t size = memory / part;

    return size < least ? least : size > most ? most : size;
}

struct gatherer *gatherer_create(const struct access_points *table, uint64_t memory)
{
    struct gatherer *gatherer = memory_zeroed(1, sizeof *gatherer);

    gatherer->table = table;
    gatherer->pending_most = part_of(memory, PENDING_PART, PENDING_LEAST, PENDING_MOST);
    gatherer->block_size = (size_t)part_of(memory, BLOCK_PART, BLOCK_LEAST, BLOCK_MOST);
    gatherer->queue_most = (size_t)part_of(memory, QUEUE_PART, 2 * BLOCK_LEAST, PENDING_MOST);
    gatherer->pending.columns = table->column_count;
    pthread_mutex_init(&gatherer->guard, NULL);
    pthread_cond_init(&gatherer->changed, NULL);
    spool_init(&gatherer->spools.documents, NULL);
    spool_init(&gatherer->spools.keys, NULL);
    spool_init(&gatherer->spools.postings, NULL);
    return gatherer;
}

/* --- taking in -------------------------------------------------------------------------------- */

/* What earlier runs say of the document does not count any more. */
static void replace_in_runs(struct gatherer *gatherer, uint32_t docid)
{
    for (size_t i = 0; i < gatherer->run_count; i++) {
        struct run *run = &gatherer->runs[i];

        if (docid > run->last_docid)
            continue;
        if (run->replaced == NULL)
            run->replaced = docset_create();
        docset_add(run->replaced, docid);
    }
}

static int first_error(const struct run_spools *spools)
{
    int error = spool_error(&spools->documents);

    if (error == 0)
        error = spool_error(&spools->keys);
    return error != 0 ? error : spool_error(&spools->postings);
}

static void write_run(struct gatherer *gatherer)
{
    struct gathered *in_runs = &gatherer->in_runs;

    in_runs->key_bytes += gatherer->pending.pool_used;
    in_runs->terms += gatherer->pending.term_count;
    in_runs->items += gatherer->pending.item_count;
    in_runs->runs++;
    run_write(&gatherer->runs[gatherer->run_count++], &gatherer->spools, &gatherer->pending,
              gatherer->table);
    in_runs->error = first_error(&gatherer->spools);
}

static size_t document_size(size_t columns, size_t count, size_t key_bytes)
{
    size_t size = sizeof(struct block_document) + columns * sizeof(uint64_t) +
                  count * sizeof(struct index_entry) + key_bytes;

    return (size + 7) & ~(size_t)7;
}

static void take_block(struct gatherer *gatherer, const struct block *block)
{
    size_t columns = gatherer->table->column_count;

    for (size_t at = 0; at < block->used;) {
        const struct block_document *document = (const void *)(block->data + at);
        const uint64_t *sorts = (const void *)(document + 1);
        const struct index_entry *entries = (const void *)(sorts + columns);
        const struct pending_put put = {
            .docid = document->docid,
            .removed = document->removed != 0,
            .entries = entries,
            .count = document->count,
            .keys = (const uint8_t *)(entries + document->count),
            .sorts = sorts,
        };

        /* The last run there can be takes whatever comes: the writer was full long before. */
        if (pending_held(&gatherer->pending) >= gatherer->pending_most &&
            gatherer->run_count + 1 < RUNS_MAX)
            write_run(gatherer);
        replace_in_runs(gatherer, put.docid);
        pending_add(&gatherer->pending, &put);
        at += document_size(columns, document->count, document->key_bytes);
    }
}

/* What there is in runs and pending; for the caller to see. */
static struct gathered count_all(const struct gatherer *gatherer)
{
    struct gathered all = gatherer->in_runs;

    all.key_bytes += gatherer->pending.pool_used;
    all.terms += gatherer->pending.term_count;
    all.items += gatherer->pending.item_count;
    return all;
}

/* --- the thread --------------------------------------------------------------------------------
 */

static void *take_blocks(void *context)
{
    struct gatherer *gatherer = context;

    pthread_mutex_lock(&gatherer->guard);
    for (;;) {
        struct block *block;
        struct gathered all;

        while (gatherer->first == NULL && !gatherer->stopping)
            pthread_cond_wait(&gatherer->changed, &gatherer->guard);
        if (gatherer->stopping)
            break;
        block = gatherer->first;
        gatherer->first = block->next;
        pthread_mutex_unlock(&gatherer->guard);
        take_block(gatherer, block);
        all = count_all(gatherer);
        pthread_mutex_lock(&gatherer->guard);
        gatherer->gathered = all;
        gatherer->queued -= block->size;
        free(block);
        pthread_cond_broadcast(&gatherer->changed);
    }
    pthread_mutex_unlock(&gatherer->guard);
    return NULL;
}

/* Signals are the caller's. */
static void start_thread(struct gatherer *gatherer)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    if (pthread_create(&gatherer->thread, NULL, take_blocks, gatherer) != 0)
        abort(); /* there is no memory for its stack */
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    gatherer->started = true;
}

/* Hands the block that was filled to the thread, and waits where it has too many. */
static void hand_over(struct gatherer *gatherer)
{
    struct block *block = gatherer->filling;

    gatherer->filling = NULL;
    if (!gatherer->started)
        start_thread(gatherer);
    pthread_mutex_lock(&gatherer->guard);
    while (gatherer->queued > 0 && gatherer->queued + block->size > gatherer->queue_most)
        pthread_cond_wait(&gatherer->changed, &gatherer->guard);
    if (gatherer->first == NULL)
        gatherer->first = block;
    else
        gatherer->last->next = block;
    gatherer->last = block;
    gatherer->queued += block->size;
    gatherer->error = gatherer->gathered.error;
    pthread_cond_broadcast(&gatherer->changed);
    pthread_mutex_unlock(&gatherer->guard);
}

static void wait_for_all(struct gatherer *gatherer)
{
    pthread_mutex_lock(&gatherer->guard);
    while (gatherer->queued > 0)
        pthread_cond_wait(&gatherer->changed, &gatherer->guard);
    pthread_mutex_unlock(&gatherer->guard);
}

/* --- the caller's side -------------------------------------------------------------------------
 */

static struct block *make_room(struct gatherer *gatherer, size_t needed)
{
    size_t size = needed > gatherer->block_size ? needed : gatherer->block_size;

    if (gatherer->filling != NULL && gatherer->filling->size - gatherer->filling->used < needed)
        hand_over(gatherer);
    if (gatherer->filling == NULL) {
        gatherer->filling = memory_alloc(sizeof *gatherer->filling + size);
        *gatherer->filling = (struct block){.size = size};
    }
    return gatherer->filling;
}

/* Copies the parts behind one another: the entries of a later one refer to keys further on. */
static void copy_parts(uint8_t *at, const struct index_entries *const *parts, size_t part_count,
                       size_t count)
{
    struct index_entry *entries = (void *)at;
    uint8_t *keys = at + count * sizeof *entries;
    uint32_t offset = 0;

    for (size_t i = 0; i < part_count; i++) {
        memcpy(entries, parts[i]->entries, parts[i]->count * sizeof *entries);
        for (size_t j = 0; offset > 0 && j < parts[i]->count; j++)
            entries[j].offset += entries[j].length > 0 ? offset : 0;
        if (parts[i]->keys.length > 0)
            memcpy(keys + offset, parts[i]->keys.data, parts[i]->keys.length);
        entries += parts[i]->count;
        offset += (uint32_t)parts[i]->keys.length;
    }
}

static void name_folder(struct gatherer *gatherer, const char *folder)
{
    gatherer->spools.documents.folder = folder;
    gatherer->spools.keys.folder = folder;
    gatherer->spools.postings.folder = folder;
}

int gatherer_add(struct gatherer *gatherer, uint32_t docid,
                 const struct index_entries *const *parts, size_t part_count, const uint64_t *sorts,
                 const char *folder)
{
    size_t columns = gatherer->table->column_count, count = 0, key_bytes = 0, needed;
    struct block_document *document;
    struct block *block;

    if (gatherer->added++ == 0)
        name_folder(gatherer, folder);
    for (size_t i = 0; i < part_count; i++) {
        count += parts[i]->count;
        key_bytes += parts[i]->keys.length;
    }
    needed = document_size(columns, count, key_bytes);
    block = make_room(gatherer, needed);
    document = (void *)(block->data + block->used);
    *document = (struct block_document){docid, (uint32_t)count, (uint32_t)key_bytes, sorts == NULL};
    if (sorts == NULL)
        memset(document + 1, 0, columns * sizeof *sorts);
    else
        memcpy(document + 1, sorts, columns * sizeof *sorts);
    copy_parts((uint8_t *)(document + 1) + columns * sizeof *sorts, parts, part_count, count);
    block->used += needed;
    return gatherer->error;
}

struct gathered gatherer_gathered(struct gatherer *gatherer)
{
    struct gathered gathered;

    pthread_mutex_lock(&gatherer->guard);
    gathered = gatherer->gathered;
    pthread_mutex_unlock(&gatherer->guard);
    return gathered;
}

size_t gatherer_settle(struct gatherer *gatherer, const struct run **runs,
                       struct run_spools **spools)
{
    wait_for_all(gatherer);
    if (gatherer->filling != NULL)
        take_block(gatherer, gatherer->filling);
    free(gatherer->filling);
    gatherer->filling = NULL;
    if (gatherer->pending.document_count > 0)
        write_run(gatherer);
    /* What comes next needs the room for LMDB's pages. */
    pending_finish(&gatherer->pending);
    *runs = gatherer->runs;
    *spools = &gatherer->spools;
    return gatherer->run_count;
}

void gatherer_clear(struct gatherer *gatherer)
{
    wait_for_all(gatherer);
    free(gatherer->filling);
    gatherer->filling = NULL;
    pending_clear(&gatherer->pending);
    for (size_t i = 0; i < gatherer->run_count; i++)
        docset_destroy(gatherer->runs[i].replaced);
    gatherer->run_count = 0;
    gatherer->added = 0;
    gatherer->error = 0;
    gatherer->in_runs = gatherer->gathered = (struct gathered){0};
    spool_clear(&gatherer->spools.documents);
    spool_clear(&gatherer->spools.keys);
    spool_clear(&gatherer->spools.postings);
}

void gatherer_destroy(struct gatherer *gatherer)
{
    if (gatherer == NULL)
        return;
    gatherer_clear(gatherer);
    pthread_mutex_lock(&gatherer->guard);
    gatherer->stopping = true;
    pthread_cond_broadcast(&gatherer->changed);
    pthread_mutex_unlock(&gatherer->guard);
    if (gatherer->started)
        pthread_join(gatherer->thread, NULL);
    pending_finish(&gatherer->pending);
    spool_finish(&gatherer->spools.documents);
    spool_finish(&gatherer->spools.keys);
    spool_finish(&gatherer->spools.postings);
    pthread_cond_destroy(&gatherer->changed);
    pthread_mutex_destroy(&gatherer->guard);
    free(gatherer);
}

#include "index/gatherer.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/relay.h"
#include "base/thread.h"
#include "index/docset.h"

/* Of the memory, in parts: what is pending, one block of documents, all blocks that wait. */
#define PENDING_PART 8
#define BLOCK_PART 64
#define WAITING_PART 16
#define PENDING_LEAST (UINT64_C(64) << 10)
#define PENDING_MOST (UINT64_C(2) << 30)
#define BLOCK_LEAST (UINT64_C(16) << 10)
#define BLOCK_MOST (UINT64_C(256) << 10)
/* Documents after which who adds them looks at what has become of earlier ones. */
#define LOOK_EACH 16

/* A document on its way into the thread. Behind it: sort values, entries, keys. */
struct relayed {
    uint32_t docid;
    uint32_t count;
    uint32_t key_bytes;
    uint32_t removed;
};

struct gatherer {
    const struct access_points *table;
    uint64_t pending_most;
    size_t block_size, waiting_most;
    size_t added;        /* documents since the last clear */
    struct relay *relay; /* of struct relayed; NULL while nothing is under way */
    bool has_thread;
    pthread_t thread;

    pthread_mutex_t guard; /* over `gathered` */
    struct gathered gathered;

    /* The thread's while there is one. */
    struct pending pending;
    struct run_room room;
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
    gatherer->waiting_most =
        (size_t)part_of(memory, WAITING_PART, 2 * BLOCK_LEAST, PENDING_MOST) / gatherer->block_size;
    gatherer->pending.columns = table->column_count;
    pthread_mutex_init(&gatherer->guard, NULL);
    spool_init(&gatherer->spools.documents, NULL, SPOOL_PENDING);
    spool_init(&gatherer->spools.keys, NULL, SPOOL_PENDING);
    spool_init(&gatherer->spools.postings, NULL, SPOOL_PENDING);
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
    run_write(&gatherer->runs[gatherer->run_count++], &gatherer->spools, &gatherer->room,
              &gatherer->pending, gatherer->table);
    in_runs->error = first_error(&gatherer->spools);
}

static size_t document_size(size_t columns, size_t count, size_t key_bytes)
{
    return sizeof(struct relayed) + columns * sizeof(uint64_t) +
           count * sizeof(struct index_entry) + key_bytes + PENDING_SLACK;
}

static void take_block(struct gatherer *gatherer, struct slice block)
{
    size_t columns = gatherer->table->column_count;

    for (size_t at = 0; at < block.length;) {
        const struct relayed *document = (const void *)(block.data + at);
        const uint64_t *sorts = (const void *)(document + 1);
        const struct index_entry *entries = (const void *)(sorts + columns);
        const struct pending_put put = {
            .docid = document->docid,
            .removed = document->removed != 0,
            .entries = entries,
            .count = document->count,
            .keys = (const uint8_t *)(entries + document->count),
            .key_bytes = document->key_bytes,
            .sorts = sorts,
        };

        /* The last run there can be takes whatever comes: the writer was full long before. */
        if (pending_held(&gatherer->pending) >= gatherer->pending_most &&
            gatherer->run_count + 1 < RUNS_MAX)
            write_run(gatherer);
        replace_in_runs(gatherer, put.docid);
        pending_add(&gatherer->pending, &put);
        at += relay_size(document_size(columns, document->count, document->key_bytes));
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

static void take_all(struct gatherer *gatherer)
{
    struct slice block;

    while (relay_take(gatherer->relay, &block)) {
        struct gathered all;

        take_block(gatherer, block);
        all = count_all(gatherer);
        pthread_mutex_lock(&gatherer->guard);
        gatherer->gathered = all;
        pthread_mutex_unlock(&gatherer->guard);
    }
}

/* --- the caller's side -------------------------------------------------------------------------
 */

static void *run_thread(void *context)
{
    take_all(context);
    return NULL;
}

/* Documents that do not fill one block need no thread. At least two blocks can wait for it, so that
 * it is there before who adds must wait. */
static void start_thread(struct gatherer *gatherer)
{
    if (gatherer->has_thread || !relay_is_waiting(gatherer->relay))
        return;
    gatherer->has_thread = true;
    thread_start(&gatherer->thread, run_thread, gatherer);
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

static void begin(struct gatherer *gatherer, const char *folder)
{
    gatherer->relay = relay_create(gatherer->block_size, gatherer->waiting_most);
    gatherer->spools.documents.folder = folder;
    gatherer->spools.keys.folder = folder;
    gatherer->spools.postings.folder = folder;
}

int gatherer_add(struct gatherer *gatherer, uint32_t docid,
                 const struct index_entries *const *parts, size_t part_count, const uint64_t *sorts,
                 const char *folder)
{
    size_t columns = gatherer->table->column_count, count = 0, key_bytes = 0, size;
    struct relayed *document;
    uint8_t *at;

    if (gatherer->relay == NULL)
        begin(gatherer, folder);
    for (size_t i = 0; i < part_count; i++) {
        count += parts[i]->count;
        key_bytes += parts[i]->keys.length;
    }
    size = document_size(columns, count, key_bytes);
    start_thread(gatherer);
    at = relay_reserve(gatherer->relay, size);
    document = (void *)at;
    *document = (struct relayed){docid, (uint32_t)count, (uint32_t)key_bytes, sorts == NULL};
    if (sorts == NULL)
        memset(document + 1, 0, columns * sizeof *sorts);
    else
        memcpy(document + 1, sorts, columns * sizeof *sorts);
    copy_parts((uint8_t *)(document + 1) + columns * sizeof *sorts, parts, part_count, count);
    relay_advance(gatherer->relay, at + size);
    return ++gatherer->added % LOOK_EACH != 0 ? 0 : gatherer_gathered(gatherer).error;
}

struct gathered gatherer_gathered(struct gatherer *gatherer)
{
    struct gathered gathered;

    pthread_mutex_lock(&gatherer->guard);
    gathered = gatherer->gathered;
    pthread_mutex_unlock(&gatherer->guard);
    return gathered;
}

/* Has all that was added taken in, and ends the thread. */
static void take_rest(struct gatherer *gatherer)
{
    if (gatherer->relay == NULL)
        return;
    relay_end(gatherer->relay);
    if (gatherer->has_thread)
        pthread_join(gatherer->thread, NULL);
    else
        take_all(gatherer);
    gatherer->has_thread = false;
    relay_destroy(gatherer->relay);
    gatherer->relay = NULL;
}

size_t gatherer_settle(struct gatherer *gatherer, const struct run **runs,
                       struct run_spools **spools)
{
    take_rest(gatherer);
    if (gatherer->pending.document_count > 0)
        write_run(gatherer);
    /* What comes next needs the room for LMDB's pages. */
    pending_finish(&gatherer->pending);
    run_room_finish(&gatherer->room);
    *runs = gatherer->runs;
    *spools = &gatherer->spools;
    return gatherer->run_count;
}

void gatherer_clear(struct gatherer *gatherer)
{
    take_rest(gatherer);
    pending_clear(&gatherer->pending);
    for (size_t i = 0; i < gatherer->run_count; i++)
        docset_destroy(gatherer->runs[i].replaced);
    gatherer->run_count = 0;
    gatherer->added = 0;
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
    pending_finish(&gatherer->pending);
    run_room_finish(&gatherer->room);
    spool_finish(&gatherer->spools.documents);
    spool_finish(&gatherer->spools.keys);
    spool_finish(&gatherer->spools.postings);
    pthread_mutex_destroy(&gatherer->guard);
    free(gatherer);
}

#include "cli/pipeline.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <offprint/arena.h>
#include <offprint/convert.h>

#include "base/datestamp.h"
#include "base/memory.h"
#include "base/thread.h"
#include "cli/findings.h"

/* Records travel in chunks, so that threads seldom meet. */
#define CHUNK_ITEMS 64
#define CHUNK_BYTES (256u << 10)
/* Bytes of input that may be under way at once; one record may be more. */
#define UNDERWAY_MAX (32u << 20)
#define WORKERS_MAX 32
#define SLOTS_MAX (4 * WORKERS_MAX)
/* How long a thread that waits for its input is waited for. */
#define STOP_MILLISECONDS 1000
#define LOOK_MILLISECONDS 100

/* What happens to a slot, in this order. */
enum chunk_state {
    CHUNK_FREE,
    CHUNK_READ,
    CHUNK_PREPARED,
};

struct chunk {
    enum chunk_state state;
    struct pipeline_item items[CHUNK_ITEMS];
    struct put_options options[CHUNK_ITEMS];
    size_t count;
    uint64_t bytes; /* of the input */
    struct arena *arena;
};

/*
 * A ring of slots. Chunk number n stands in slot n modulo the number of slots; the three counters
 * say which one the reader fills, the next worker takes, and the caller gets next.
 */
struct pipeline {
    struct pipeline_options options;
    struct chunk slots[SLOTS_MAX];
    size_t slot_count;

    pthread_mutex_t guard; /* over what follows, and the states of the slots */
    pthread_cond_t changed;
    uint64_t reading, preparing, handing;
    uint64_t underway; /* bytes of input between reader and caller */
    bool all_read, stopped;
    unsigned running; /* threads */

    size_t at;                /* of the chunk being handed over */
    uint64_t bytes_before;    /* of the files that are done; the reader's */
    struct findings findings; /* the reader's */
    pthread_t threads[1 + WORKERS_MAX];
    size_t thread_count;
};

static struct chunk *slot(struct pipeline *pipeline, uint64_t number)
{
    return &pipeline->slots[number % pipeline->slot_count];
}

static void lock(struct pipeline *pipeline)
{
    pthread_mutex_lock(&pipeline->guard);
}

/* Also tells everybody to look again. */
static void unlock(struct pipeline *pipeline)
{
    pthread_cond_broadcast(&pipeline->changed);
    pthread_mutex_unlock(&pipeline->guard);
}

/* --- reading ---------------------------------------------------------------------------------- */

/* The slot that is to be filled next, once it is free; NULL when it is time to stop. */
static struct chunk *begin_chunk(struct pipeline *pipeline)
{
    struct chunk *chunk = slot(pipeline, pipeline->reading);
    bool stopped;

    lock(pipeline);
    while (!pipeline->stopped && (chunk->state != CHUNK_FREE || pipeline->underway > UNDERWAY_MAX))
        pthread_cond_wait(&pipeline->changed, &pipeline->guard);
    stopped = pipeline->stopped;
    pthread_mutex_unlock(&pipeline->guard);
    if (stopped)
        return NULL;
    arena_rewind(chunk->arena);
    chunk->count = 0;
    chunk->bytes = 0;
    return chunk;
}

static void end_chunk(struct pipeline *pipeline, struct chunk *chunk)
{
    lock(pipeline);
    chunk->state = CHUNK_READ;
    pipeline->underway += chunk->bytes;
    pipeline->reading++;
    unlock(pipeline);
}

/* Room for one more item; NULL when it is time to stop. */
static struct pipeline_item *add_item(struct pipeline *pipeline, struct chunk **chunk)
{
    struct pipeline_item *item;

    if (*chunk != NULL && ((*chunk)->count == CHUNK_ITEMS || (*chunk)->bytes >= CHUNK_BYTES)) {
        end_chunk(pipeline, *chunk);
        *chunk = NULL;
    }
    if (*chunk == NULL && (*chunk = begin_chunk(pipeline)) == NULL)
        return NULL;
    item = &(*chunk)->items[(*chunk)->count];
    *item = (struct pipeline_item){0};
    return item;
}

static const struct diag *keep_reason(struct arena *arena, const struct diag *reason)
{
    return (const struct diag *)(const void *)arena_copy(arena, reason, sizeof *reason);
}

/* Reads one record into an item: 1, 0 at the end of the file, -1 when nothing can follow. */
static int read_item(struct pipeline *pipeline, struct chunk *chunk, struct pipeline_item *item,
                     struct record_reader *reader)
{
    struct put_options *options = &chunk->options[chunk->count];
    uint64_t before = item->bytes_done, done, size;
    struct record_read read = {0};
    struct diag reason;
    int status;

    findings_next(&pipeline->findings);
    status = record_reader_next(reader, &read, chunk->arena, &reason);
    record_reader_progress(reader, &done, &size);
    item->bytes_done = pipeline->bytes_before + done;
    chunk->bytes += item->bytes_done - before;
    if (status == 0)
        return 0;
    item->place = record_reader_place(reader);
    item->findings = arena_slice(chunk->arena, buffer_slice(&pipeline->findings.pending));
    if (pipeline->options.keep_bytes)
        item->bytes = arena_slice(chunk->arena, record_reader_bytes(reader));
    item->whole_file = status == OFFPRINT_IO;
    *options = pipeline->options.put;
    options->source = read.source;
    options->source_format = read.source_format;
    if (status < 0)
        item->reason = keep_reason(chunk->arena, &reason);
    else
        item->record = read.record;
    chunk->count++;
    return status == OFFPRINT_IO ? -1 : 1;
}

/* Reads a file to its end. False when it is time to stop. */
static bool read_records(struct pipeline *pipeline, struct chunk **chunk, const char *path,
                         struct record_reader *reader)
{
    uint64_t done = pipeline->bytes_before;
    int status;

    do {
        struct pipeline_item *item = add_item(pipeline, chunk);

        if (item == NULL)
            return false;
        item->path = path;
        item->bytes_done = done;
        status = read_item(pipeline, *chunk, item, reader);
        done = item->bytes_done;
    } while (status > 0);
    pipeline->bytes_before = done;
    return true;
}

static bool read_file(struct pipeline *pipeline, struct chunk **chunk, const char *path)
{
    struct record_reader *reader;
    struct diag reason;
    bool going;

    if (record_reader_open(&reader, path, pipeline->options.format, findings_handle,
                           &pipeline->findings, &reason) < 0) {
        struct pipeline_item *item = add_item(pipeline, chunk);

        if (item == NULL)
            return false;
        item->path = path;
        item->whole_file = true;
        item->bytes_done = pipeline->bytes_before;
        item->reason = keep_reason((*chunk)->arena, &reason);
        (*chunk)->count++;
        return true;
    }
    if (pipeline->options.keep_bytes)
        record_reader_keep_bytes(reader);
    going = read_records(pipeline, chunk, path, reader);
    record_reader_close(reader);
    return going;
}

static void end_thread(struct pipeline *pipeline)
{
    lock(pipeline);
    pipeline->running--;
    unlock(pipeline);
}

static void *read_files(void *context)
{
    struct pipeline *pipeline = context;
    const struct paths *paths = pipeline->options.paths;
    struct chunk *chunk = NULL;
    bool going = true;

    findings_begin(&pipeline->findings, FINDING_REPAIR);
    for (size_t i = 0; i < paths->count && going; i++)
        going = read_file(pipeline, &chunk, paths->path[i]);
    findings_finish(&pipeline->findings);
    if (chunk != NULL)
        end_chunk(pipeline, chunk);
    lock(pipeline);
    pipeline->all_read = true;
    unlock(pipeline);
    end_thread(pipeline);
    return NULL;
}

/* --- preparing -------------------------------------------------------------------------------- */

static void prepare_chunk(struct catalogue_preparer *preparer, struct chunk *chunk)
{
    for (size_t i = 0; i < chunk->count; i++) {
        struct pipeline_item *item = &chunk->items[i];
        struct diag reason;

        if (item->record != NULL &&
            catalogue_prepare(&item->prepared, preparer, item->record, &chunk->options[i],
                              chunk->arena, &reason) < 0)
            item->reason = keep_reason(chunk->arena, &reason);
    }
}

/* The next chunk that has been read; NULL where none will come. */
static struct chunk *take_chunk(struct pipeline *pipeline)
{
    struct chunk *chunk = NULL;

    lock(pipeline);
    while (!pipeline->stopped && !pipeline->all_read && pipeline->preparing == pipeline->reading)
        pthread_cond_wait(&pipeline->changed, &pipeline->guard);
    if (!pipeline->stopped && pipeline->preparing < pipeline->reading)
        chunk = slot(pipeline, pipeline->preparing++);
    pthread_mutex_unlock(&pipeline->guard);
    return chunk;
}

static void *prepare_chunks(void *context)
{
    struct pipeline *pipeline = context;
    struct catalogue_preparer *preparer = catalogue_preparer_create(pipeline->options.catalogue);
    struct chunk *chunk;

    while ((chunk = take_chunk(pipeline)) != NULL) {
        prepare_chunk(preparer, chunk);
        lock(pipeline);
        chunk->state = CHUNK_PREPARED;
        unlock(pipeline);
    }
    catalogue_preparer_destroy(preparer);
    end_thread(pipeline);
    return NULL;
}

/* --- handing over ----------------------------------------------------------------------------- */

static void wait_a_little(struct pipeline *pipeline, long milliseconds)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += milliseconds * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    pthread_cond_timedwait(&pipeline->changed, &pipeline->guard, &until);
}

/* Gives the slot at hand back to the reader. */
static void finish_chunk(struct pipeline *pipeline, struct chunk *chunk)
{
    lock(pipeline);
    pipeline->underway -= chunk->bytes;
    chunk->state = CHUNK_FREE;
    pipeline->handing++;
    unlock(pipeline);
    pipeline->at = 0;
}

const struct pipeline_item *pipeline_next(struct pipeline *pipeline,
                                          const volatile sig_atomic_t *stop)
{
    for (;;) {
        struct chunk *chunk = slot(pipeline, pipeline->handing);
        bool ready;

        if (pipeline->at > 0 && pipeline->at < chunk->count)
            return &chunk->items[pipeline->at++];
        if (pipeline->at > 0)
            finish_chunk(pipeline, chunk);
        chunk = slot(pipeline, pipeline->handing);
        lock(pipeline);
        while (chunk->state != CHUNK_PREPARED && (stop == NULL || !*stop) &&
               !(pipeline->all_read && pipeline->handing == pipeline->reading))
            wait_a_little(pipeline, LOOK_MILLISECONDS);
        ready = chunk->state == CHUNK_PREPARED && (stop == NULL || !*stop);
        pthread_mutex_unlock(&pipeline->guard);
        if (!ready)
            return NULL;
        if (chunk->count == 0)
            finish_chunk(pipeline, chunk);
        else
            return &chunk->items[pipeline->at++];
    }
}

/* --- beginning and end ------------------------------------------------------------------------ */

static size_t worker_count(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    if (cores < 1)
        return 1;
    return cores > WORKERS_MAX ? WORKERS_MAX : (size_t)cores;
}

static void start_thread(struct pipeline *pipeline, void *(*body)(void *))
{
    thread_start(&pipeline->threads[pipeline->thread_count++], body, pipeline);
}

struct pipeline *pipeline_start(const struct pipeline_options *options)
{
    struct pipeline *pipeline = memory_zeroed(1, sizeof *pipeline);
    size_t workers = worker_count();
    pthread_condattr_t clock;

    pipeline->options = *options;
    pipeline->slot_count = 4 * workers;
    for (size_t i = 0; i < pipeline->slot_count; i++)
        pipeline->slots[i].arena = arena_create();
    pthread_mutex_init(&pipeline->guard, NULL);
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&pipeline->changed, &clock);
    pthread_condattr_destroy(&clock);
    pipeline->running = (unsigned)workers + 1;
    start_thread(pipeline, read_files);
    for (size_t i = 0; i < workers; i++)
        start_thread(pipeline, prepare_chunks);
    return pipeline;
}

/* True when all threads are at their end; the reader may be stuck in a read from a terminal. */
static bool all_ended(struct pipeline *pipeline)
{
    uint64_t until = clock_milliseconds() + STOP_MILLISECONDS;
    bool ended;

    lock(pipeline);
    pipeline->stopped = true;
    pthread_cond_broadcast(&pipeline->changed);
    while (pipeline->running > 0 && (pipeline->all_read || clock_milliseconds() < until))
        wait_a_little(pipeline, LOOK_MILLISECONDS);
    ended = pipeline->running == 0;
    unlock(pipeline);
    return ended;
}

void pipeline_stop(struct pipeline *pipeline)
{
    bool ended;

    if (pipeline == NULL)
        return;
    ended = all_ended(pipeline);
    for (size_t i = 0; i < pipeline->thread_count; i++) {
        if (ended)
            pthread_join(pipeline->threads[i], NULL);
        else
            pthread_detach(pipeline->threads[i]);
    }
    /* A thread that waits for input still has all this in its hands; it ends with the process. */
    if (!ended)
        return;
    for (size_t i = 0; i < pipeline->slot_count; i++)
        arena_destroy(pipeline->slots[i].arena);
    pthread_cond_destroy(&pipeline->changed);
    pthread_mutex_destroy(&pipeline->guard);
    free(pipeline);
}

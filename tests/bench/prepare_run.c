/*
 * prepare_run ROUNDS FILE...: prepares every record of the files as an import does, but in one
 * thread and without a catalogue, and prints the microseconds of processor time that one takes:
 * reading, packing and extracting apart, as medians of ROUNDS. The digest is of all that was made
 * and of all that was reported on the way: two builds with the same one make the same.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <offprint/access_points.h>
#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/catalogue.h>
#include <offprint/convert.h>
#include <offprint/reader.h>

#include "base/hash.h"
#include "catalogue/prepare.h"
#include "index/extract.h"

/* Records go through in chunks, as in service/cli/pipeline.c. */
enum { CHUNK = 64, SLOTS = 8 };

enum step { READING, PACKING, EXTRACTING, STEPS };

struct run {
    struct access_points *table;
    struct index_preparer *preparer;
    struct arena *arenas[SLOTS];
    size_t slot;
    struct buffer packed;
    const struct marc_record *records[CHUNK];
    struct catalogue_prepared prepared[CHUNK];
    const struct index_entries *entries[CHUNK];
    size_t count; /* of the chunk */
    double spent[STEPS];
    size_t total, terms;
    bool digesting;
    uint64_t digest;
};

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

/* --- digest ----------------------------------------------------------------------------------- */

static void digest(struct run *run, const void *bytes, size_t length)
{
    run->digest = hash_add(run->digest, slice_make((const char *)&length, sizeof length));
    run->digest = hash_add(run->digest, slice_make(bytes, length));
}

static void digest_finding(void *context, const struct finding *finding)
{
    struct run *run = context;

    if (!run->digesting)
        return;
    digest(run, finding->rule, strlen(finding->rule));
    digest(run, finding->message, strlen(finding->message));
}

/* Hashes and offsets are another matter of each process. */
static void digest_entries(struct run *run, const struct index_entries *entries)
{
    for (size_t i = 0; i < entries->count; i++) {
        const struct index_entry *entry = &entries->entries[i];

        if (entry->length == 0)
            digest(run, &entry->offset, sizeof entry->offset);
        else
            digest(run, entries->keys.data + entry->offset, entry->length);
    }
    digest(run, entries->sorts, sizeof entries->sorts);
    digest(run, entries->ranks, sizeof entries->ranks);
    run->terms += entries->count;
}

static void digest_chunk(struct run *run)
{
    for (size_t i = 0; i < run->count; i++) {
        digest(run, run->prepared[i].packed.data, run->prepared[i].packed.length);
        digest(run, run->prepared[i].id.data, run->prepared[i].id.length);
        digest_entries(run, run->entries[i]);
    }
}

/* --- steps ------------------------------------------------------------------------------------ */

/* Adds the time since `*begun` to a step's, and begins anew. */
static void count_time(struct run *run, enum step step, double *begun)
{
    double ended = now();

    run->spent[step] += ended - *begun;
    *begun = ended;
}

/* Fills the chunk: false at the end of the file. */
static bool read_chunk(struct run *run, struct record_reader *reader, struct arena *arena)
{
    struct record_read read;
    struct diag diag;
    int status;

    arena_rewind(arena);
    run->count = 0;
    while (run->count < CHUNK) {
        status = record_reader_next(reader, &read, arena, &diag);
        if (status == 0 || status == OFFPRINT_IO)
            return false;
        if (status > 0)
            run->records[run->count++] = read.record;
        else if (run->digesting)
            digest(run, diag.message, strlen(diag.message));
    }
    return true;
}

static void pack_chunk(struct run *run, struct arena *arena)
{
    static const struct put_options options = {.make_ids = true};
    struct diag diag;

    for (size_t i = 0; i < run->count; i++) {
        if (prepare_record(&run->prepared[i], run->records[i], &options, &run->packed, arena,
                           &diag) < 0)
            run->prepared[i].id = slice_of("-");
    }
}

static void extract_chunk(struct run *run, struct arena *arena)
{
    for (size_t i = 0; i < run->count; i++)
        run->entries[i] = index_prepare(run->preparer, run->records[i], run->prepared[i].id, arena);
}

static void run_file(struct run *run, const char *path)
{
    struct record_reader *reader;
    struct diag diag;
    bool more = true;

    if (record_reader_open(&reader, path, NULL, digest_finding, run, &diag) < 0) {
        if (run->digesting)
            fprintf(stderr, "%s: %s\n", path, diag.message);
        return;
    }
    while (more) {
        struct arena *arena = run->arenas[run->slot++ % SLOTS];
        double begun = now();

        more = read_chunk(run, reader, arena);
        count_time(run, READING, &begun);
        pack_chunk(run, arena);
        count_time(run, PACKING, &begun);
        extract_chunk(run, arena);
        count_time(run, EXTRACTING, &begun);
        run->total += run->count;
        if (run->digesting)
            digest_chunk(run);
    }
    record_reader_close(reader);
}

/* --- rounds ----------------------------------------------------------------------------------- */

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return a < b ? -1 : a > b;
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare);
    return values[count / 2];
}

/* Goes through all files once; the times are of one record. */
static void run_round(struct run *run, char **paths, int count)
{
    run->total = 0;
    for (size_t i = 0; i < STEPS; i++)
        run->spent[i] = 0;
    for (int i = 0; i < count; i++)
        run_file(run, paths[i]);
    for (size_t i = 0; i < STEPS && run->total > 0; i++)
        run->spent[i] /= (double)run->total;
}

static void run_rounds(struct run *run, size_t rounds, char **paths, int count)
{
    double *times = calloc((STEPS + 1) * rounds, sizeof *times);

    run->digesting = true;
    run_round(run, paths, count);
    run->digesting = false;
    for (size_t i = 0; i < rounds; i++) {
        run_round(run, paths, count);
        for (size_t k = 0; k < STEPS; k++) {
            times[k * rounds + i] = run->spent[k];
            times[STEPS * rounds + i] += run->spent[k];
        }
    }
    printf("%zu records, %zu entries, digest %016llx\n", run->total, run->terms,
           (unsigned long long)run->digest);
    if (rounds > 0)
        printf("µs a record: reading %.2f, packing %.2f, extracting %.2f; together %.2f\n",
               median(times, rounds), median(times + rounds, rounds),
               median(times + 2 * rounds, rounds), median(times + 3 * rounds, rounds));
    free(times);
}

int main(int count, char **arguments)
{
    struct run run = {.digest = HASH_EMPTY};
    struct diag diag;

    if (count < 3 || atoi(arguments[1]) < 0) {
        fprintf(stderr, "prepare_run ROUNDS FILE...\n");
        return 2;
    }
    if (access_points_load(&run.table, NULL, &diag) < 0) {
        fprintf(stderr, "%s\n", diag.message);
        return 1;
    }
    run.preparer = index_preparer_create(run.table);
    for (size_t i = 0; i < SLOTS; i++)
        run.arenas[i] = arena_create();
    run_rounds(&run, (size_t)atoi(arguments[1]), arguments + 2, count - 2);
    for (size_t i = 0; i < SLOTS; i++)
        arena_destroy(run.arenas[i]);
    buffer_finish(&run.packed);
    index_preparer_destroy(run.preparer);
    access_points_destroy(run.table);
    return 0;
}

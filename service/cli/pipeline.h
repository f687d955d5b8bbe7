/*
 * Records on their way into the catalogue, over all cores: one thread reads the files, others
 * prepare what was read, and whoever asks gets it in the order of the files.
 */
#ifndef OFFPRINT_CLI_PIPELINE_H
#define OFFPRINT_CLI_PIPELINE_H

#include <signal.h>
#include <stdbool.h>

#include <offprint/catalogue.h>
#include <offprint/reader.h>

#include "cli/paths.h"

struct catalogue_prepared;
struct pipeline;

struct pipeline_options {
    const struct catalogue *catalogue;
    const struct paths *paths;
    const char *format; /* of the files; NULL has their bytes tell */
    struct put_options put;
    bool keep_bytes; /* give each record as it came */
};

/* One record, or what was refused in its place. Borrowed until the next call. */
struct pipeline_item {
    const char *path;
    struct marc_place place;
    struct slice findings;                     /* lines, each with a NUL at its end */
    const struct marc_record *record;          /* NULL where it could not be read */
    const struct catalogue_prepared *prepared; /* NULL where it was refused */
    const struct diag *reason;                 /* then this says why */
    struct slice bytes;                        /* as it came, where that was asked for */
    bool whole_file;                           /* not one record but a file was refused */
    uint64_t bytes_done;                       /* of all files, when this was read */
};

/* What `options` points to must outlive the pipeline. */
struct pipeline *pipeline_start(const struct pipeline_options *options);

/*
 * The next item, or NULL at the end. Where `stop` (may be NULL) becomes true while it waits, as a
 * signal handler sets it, that is the end too.
 */
const struct pipeline_item *pipeline_next(struct pipeline *pipeline,
                                          const volatile sig_atomic_t *stop);

/* Ends the threads, wherever they are. NULL is accepted. */
void pipeline_stop(struct pipeline *pipeline);

#endif

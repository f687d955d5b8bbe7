#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <offprint/catalogue.h>
#include <offprint/convert.h>

#include "cli/command.h"
#include "cli/findings.h"
#include "cli/paths.h"
#include "cli/pipeline.h"
#include "cli/progress.h"
#include "cli/rejects.h"

/* Records, by what became of them. */
struct tally {
    uint64_t added, replaced, unchanged, refused;
};

/* One import, over all its files. */
struct import {
    struct catalogue *catalogue;
    struct catalogue_batch *batch;
    struct put_options put;
    const char *format; /* of the files; NULL has their bytes tell */
    struct rejects rejects;
    struct progress progress;
    struct findings findings;
    struct tally tally, committed; /* with the batch, and without it */
    uint64_t bytes;                /* of all files, 0 where not known */
};

/* The signal that asks for an end; 0 is none. */
static volatile sig_atomic_t interrupted;

static void interrupt(int signal_number)
{
    interrupted = signal_number;
}

/* Once is a request; whoever asks again gets what the signal does by itself. */
static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND};

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

static uint64_t total(const struct tally *tally)
{
    return tally->added + tally->replaced + tally->unchanged + tally->refused;
}

/* A link that no control number made: a cataloguer should look at it. */
static void say_guess(void *context, const struct link_guess *guess)
{
    struct import *import = context;

    progress_clear(&import->progress);
    fprintf(stderr, "record %s: note: 773: its host is taken to be %s, by %s [host-guess]\n",
            guess->part, guess->host, guess->by);
}

static int begin_batch(struct import *import, struct diag *diag)
{
    int status = catalogue_batch_begin(&import->batch, import->catalogue, say_waiting, NULL, diag);

    if (status >= 0)
        catalogue_batch_on_guess(import->batch, say_guess, import);
    return status;
}

static int commit_batch(struct import *import, struct diag *diag)
{
    struct catalogue_batch *batch = import->batch;
    int status;

    import->batch = NULL; /* consumed, also where the commit fails */
    status = catalogue_batch_commit(batch, diag);
    if (status >= 0)
        import->committed = import->tally;
    return status;
}

/* --- one record ------------------------------------------------------------------------------- */

static void refuse(struct import *import, const struct pipeline_item *item,
                   const struct diag *reason)
{
    struct finding finding = {FINDING_ERROR, status_name(reason->status), "", reason->message};

    import->tally.refused++;
    progress_clear(&import->progress);
    findings_take(&import->findings, &finding);
    if (!item->whole_file)
        rejects_add(&import->rejects, item->bytes);
}

/* A refused record is reported and the batch goes on; a store that fails ends the import. */
static int put_record(struct import *import, const struct pipeline_item *item, struct diag *diag)
{
    int outcome = catalogue_batch_put_prepared(import->batch, item->prepared, diag);

    switch (outcome) {
    case PUT_ADDED:
        import->tally.added++;
        break;
    case PUT_REPLACED:
        import->tally.replaced++;
        break;
    case PUT_UNCHANGED:
        import->tally.unchanged++;
        break;
    case OFFPRINT_NO_IDENTIFIER:
    case OFFPRINT_INVALID:
        refuse(import, item, diag);
        break;
    default:
        return outcome;
    }
    if (!catalogue_batch_is_full(import->batch))
        return OFFPRINT_OK;
    outcome = commit_batch(import, diag);
    return outcome < 0 ? outcome : begin_batch(import, diag);
}

static int take_item(struct import *import, const struct pipeline_item *item, struct diag *diag)
{
    struct findings *findings = &import->findings;
    int status = OFFPRINT_OK;

    if (findings->path != item->path)
        findings_file(findings, item->path);
    findings_next(findings);
    findings->place = item->place;
    if (item->findings.length > 0) {
        progress_clear(&import->progress);
        buffer_add_slice(&findings->pending, item->findings);
    }
    findings_flush(findings, item->record);
    if (item->reason != NULL)
        refuse(import, item, item->reason);
    else
        status = put_record(import, item, diag);
    progress_show(&import->progress, total(&import->tally), item->bytes_done, import->bytes);
    return status;
}

/* --- all of them ------------------------------------------------------------------------------ */

static int import_records(struct import *import, const struct paths *paths, struct diag *diag)
{
    const struct pipeline_options options = {
        .catalogue = import->catalogue,
        .paths = paths,
        .format = import->format,
        .put = import->put,
        .keep_bytes = import->rejects.file != NULL,
    };
    struct pipeline *pipeline = pipeline_start(&options);
    const struct pipeline_item *item;
    int status = OFFPRINT_OK;

    while (status >= 0 && !interrupted && (item = pipeline_next(pipeline, &interrupted)) != NULL)
        status = take_item(import, item, diag);
    pipeline_stop(pipeline);
    return status;
}

/* What is in the catalogue now: a batch that was given up is not. */
static void report(struct import *import)
{
    const struct tally *tally = &import->committed;

    progress_clear(&import->progress);
    if (interrupted)
        fprintf(stderr,
                "offprint: interrupted; the last %" PRIu64
                " records read are not in the catalogue, those before are\n",
                total(&import->tally) - total(tally));
    printf("%" PRIu64 " added, %" PRIu64 " replaced, %" PRIu64 " unchanged, %" PRIu64
           " refused (%.0f records a second)\n",
           tally->added, tally->replaced, tally->unchanged, import->tally.refused,
           progress_rate(&import->progress, total(tally)));
}

static int exit_status(const struct import *import, int status)
{
    if (interrupted)
        return EXIT_SIGNAL + interrupted;
    if (status < 0)
        return EXIT_CATALOGUE;
    return import->tally.refused > 0 ? EXIT_PARTLY : EXIT_DONE;
}

static int import_all(struct import *import, const struct paths *paths)
{
    struct diag diag;
    int status;

    progress_begin(&import->progress, "records read");
    import->bytes = paths->bytes;
    findings_begin(&import->findings, FINDING_REPAIR);
    status = begin_batch(import, &diag);
    catch_signals();
    if (status >= 0)
        status = import_records(import, paths, &diag);
    if (status >= 0 && !interrupted)
        status = commit_batch(import, &diag);
    catalogue_batch_abort(import->batch);
    report(import);
    if (status < 0)
        complain(&diag);
    findings_finish(&import->findings);
    return exit_status(import, status);
}

/* What the command line asks for. */
struct request {
    struct import import;
    const char *rejects;
    unsigned long long memory, map_size;
};

static int parse_options(struct request *request, const struct command *command, int count,
                         char **arguments)
{
    static const struct option options[] = {{"collection", required_argument, NULL, 'c'},
                                            {"prefix", required_argument, NULL, 'p'},
                                            {"format", required_argument, NULL, 'f'},
                                            {"rejects", required_argument, NULL, 'r'},
                                            {"make-ids", no_argument, NULL, 'i'},
                                            {"memory", required_argument, NULL, 'm'},
                                            {"map-size", required_argument, NULL, 's'},
                                            COMMON_OPTIONS,
                                            {NULL, 0, NULL, 0}};
    int letter;

    while ((letter = next_option(command, count, arguments, options)) != -1) {
        if (letter == 'c')
            request->import.put.collection = optarg;
        else if (letter == 'p')
            request->import.put.prefix = optarg;
        else if (letter == 'i')
            request->import.put.make_ids = true;
        else if (letter == 'r')
            request->rejects = optarg;
        else if (letter == 'f' && !record_reader_has(request->import.format = optarg))
            return usage_error(command, "cannot import \"%s\": %s", optarg,
                               record_reader_formats());
        else if ((letter == 'm' && !parse_size(optarg, &request->memory)) ||
                 (letter == 's' && !parse_size(optarg, &request->map_size)))
            return usage_error(command, "\"%s\" is not a size (512M, 64G)", optarg);
    }
    if (optind == count)
        return usage_error(command, "which file? (- is standard input)");
    return EXIT_DONE;
}

static int run(const struct command *command, int count, char **arguments)
{
    struct request request = {0};
    struct paths paths = {0};
    bool unreadable = false;
    int status = parse_options(&request, command, count, arguments);

    if (status != EXIT_DONE)
        return status;
    if (rejects_open(&request.import.rejects, request.rejects) < 0)
        return EXIT_PARTLY;
    for (int i = optind; i < count; i++)
        unreadable |= paths_add(&paths, arguments[i]) < 0;
    request.import.catalogue = open_catalogue(true, request.memory, request.map_size);
    status =
        request.import.catalogue != NULL ? import_all(&request.import, &paths) : EXIT_CATALOGUE;
    unreadable |= rejects_close(&request.import.rejects) < 0;
    if (status == EXIT_DONE && unreadable)
        status = EXIT_PARTLY;
    catalogue_close(request.import.catalogue);
    paths_finish(&paths);
    return status;
}

const struct command command_import = {
    .name = "import",
    .synopsis = "[--catalogue DIR] [--collection NAME] [--prefix P] [--format F] [--make-ids] "
                "[--rejects FILE] [--memory SIZE] [--map-size SIZE] FILE…",
    .summary = "Read records into the catalogue; - is standard input, a folder is read through",
    .options =
        "  --collection NAME the collection they belong to (Default)\n"
        "  --prefix P        put P before each id, so that two sources do not clash\n"
        "  --format F        marc, marcxml, lines, json, mods or dc; else the file's bytes tell\n"
        "  --rejects FILE    write records that are refused to FILE, as they came\n"
        "  --make-ids        give records without control number an id of their content\n"
        "  --memory SIZE     hold up to SIZE before it is written (512M)\n"
        "  --map-size SIZE   let the catalogue grow up to SIZE (64G)\n",
    .run = run,
};

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/catalogue.h>
#include <offprint/reader.h>
#include <offprint/record.h>

#include "cli/command.h"
#include "cli/findings.h"
#include "cli/paths.h"
#include "cli/progress.h"

/* One import, over all its files. */
struct import {
    struct catalogue *catalogue;
    struct catalogue_batch *batch;
    struct put_options put;
    enum marc_input input;
    struct arena *arena; /* of one record */
    struct progress progress;
    struct findings findings;
    uint64_t added, replaced, unchanged, refused;
    uint64_t bytes_before; /* of the files that are done */
    uint64_t bytes;        /* of all files, 0 where not known */
};

static void say_waiting(void *context)
{
    (void)context;
    fprintf(stderr, "offprint: waiting for another writer to finish\n");
}

static uint64_t read_records(const struct import *import)
{
    return import->added + import->replaced + import->unchanged + import->refused;
}

static int begin_batch(struct import *import, struct diag *diag)
{
    return catalogue_batch_begin(&import->batch, import->catalogue, say_waiting, NULL, diag);
}

static int commit_batch(struct import *import, struct diag *diag)
{
    struct catalogue_batch *batch = import->batch;

    import->batch = NULL; /* consumed, also where the commit fails */
    return catalogue_batch_commit(batch, diag);
}

static void refuse(struct import *import, const struct diag *diag)
{
    struct finding finding = {FINDING_ERROR, status_name(diag->status), "", diag->message};

    import->refused++;
    progress_clear(&import->progress);
    findings_take(&import->findings, &finding);
}

/* A refused record is reported and the batch goes on; a store that fails ends the import. */
static int put_record(struct import *import, const struct marc_record *record, struct diag *diag)
{
    int outcome = catalogue_batch_put(import->batch, record, &import->put, diag);

    switch (outcome) {
    case PUT_ADDED:
        import->added++;
        break;
    case PUT_REPLACED:
        import->replaced++;
        break;
    case PUT_UNCHANGED:
        import->unchanged++;
        break;
    case OFFPRINT_NO_IDENTIFIER:
    case OFFPRINT_INVALID:
        refuse(import, diag);
        break;
    default:
        return outcome;
    }
    if (!catalogue_batch_is_full(import->batch))
        return OFFPRINT_OK;
    outcome = commit_batch(import, diag);
    return outcome < 0 ? outcome : begin_batch(import, diag);
}

static void show_progress(struct import *import, const struct marc_reader *reader)
{
    uint64_t done, size;

    marc_reader_progress(reader, &done, &size);
    progress_show(&import->progress, read_records(import), import->bytes_before + done,
                  import->bytes);
}

/* Reads one file to its end. Negative where the catalogue cannot take any more. */
static int import_records(struct import *import, struct marc_reader *reader, struct diag *diag)
{
    for (;;) {
        struct marc_record *record;
        struct diag reason;
        int status;

        arena_reset(import->arena);
        findings_next(&import->findings);
        status = marc_reader_next(reader, &record, import->arena, &reason);
        if (status == 0)
            return OFFPRINT_OK;
        import->findings.place = marc_reader_place(reader);
        if (status < 0) {
            findings_flush(&import->findings, NULL);
            refuse(import, &reason);
            if (status == OFFPRINT_IO)
                return OFFPRINT_OK;
            continue;
        }
        findings_flush(&import->findings, record);
        status = put_record(import, record, diag);
        if (status < 0)
            return status;
        show_progress(import, reader);
    }
}

static int import_file(struct import *import, const char *path, struct diag *diag)
{
    struct marc_reader *reader;
    struct diag reason;
    uint64_t done, size;
    int status;

    findings_file(&import->findings, path);
    if (marc_reader_open(&reader, path, import->input, findings_handle, &import->findings,
                         &reason) < 0) {
        refuse(import, &reason);
        return OFFPRINT_OK;
    }
    status = import_records(import, reader, diag);
    marc_reader_progress(reader, &done, &size);
    import->bytes_before += done;
    marc_reader_close(reader);
    return status;
}

static void report(struct import *import)
{
    progress_clear(&import->progress);
    printf("%" PRIu64 " added, %" PRIu64 " replaced, %" PRIu64 " unchanged, %" PRIu64
           " refused (%.0f records a second)\n",
           import->added, import->replaced, import->unchanged, import->refused,
           progress_rate(&import->progress, read_records(import)));
}

static int import_all(struct import *import, const struct paths *paths)
{
    struct diag diag;
    int status;

    progress_begin(&import->progress, "records read");
    import->arena = arena_create();
    import->bytes = paths->bytes;
    findings_begin(&import->findings, FINDING_REPAIR);
    status = begin_batch(import, &diag);
    for (size_t i = 0; i < paths->count && status >= 0; i++)
        status = import_file(import, paths->path[i], &diag);
    if (status >= 0)
        status = commit_batch(import, &diag);
    catalogue_batch_abort(import->batch);
    report(import);
    if (status < 0)
        complain(&diag);
    findings_finish(&import->findings);
    arena_destroy(import->arena);
    if (status < 0)
        return EXIT_CATALOGUE;
    return import->refused > 0 ? EXIT_PARTLY : EXIT_DONE;
}

/* What the command line asks for. */
struct request {
    struct import import;
    unsigned long long memory, map_size;
};

static bool parse_format(const char *name, enum marc_input *input)
{
    static const struct {
        const char *name;
        enum marc_input input;
    } inputs[] = {{"marc", MARC_INPUT_ISO2709}, {"marcxml", MARC_INPUT_MARCXML}};

    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
        if (strcmp(inputs[i].name, name) == 0) {
            *input = inputs[i].input;
            return true;
        }
    }
    return false;
}

static int parse_options(struct request *request, const struct command *command, int count,
                         char **arguments)
{
    static const struct option options[] = {{"collection", required_argument, NULL, 'c'},
                                            {"prefix", required_argument, NULL, 'p'},
                                            {"format", required_argument, NULL, 'f'},
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
        else if (letter == 'f' && !parse_format(optarg, &request->import.input))
            return usage_error(command, "cannot import \"%s\": marc or marcxml", optarg);
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
    for (int i = optind; i < count; i++)
        unreadable |= paths_add(&paths, arguments[i]) < 0;
    request.import.catalogue = open_catalogue(true, request.memory, request.map_size);
    status =
        request.import.catalogue != NULL ? import_all(&request.import, &paths) : EXIT_CATALOGUE;
    if (status == EXIT_DONE && unreadable)
        status = EXIT_PARTLY;
    catalogue_close(request.import.catalogue);
    paths_finish(&paths);
    return status;
}

const struct command command_import = {
    .name = "import",
    .synopsis = "[--catalogue DIR] [--collection NAME] [--prefix P] [--format F] [--make-ids] "
                "FILE…",
    .summary = "Read records into the catalogue; - is standard input, a folder is read through",
    .options = "  --collection NAME the collection they belong to (Default)\n"
               "  --prefix P        put P before each id, so that two sources do not clash\n"
               "  --format F        marc or marcxml; without it the file's bytes tell\n"
               "  --make-ids        give records without control number an id of their content\n"
               "  --memory SIZE     gather up to SIZE before writing (512M)\n"
               "  --map-size SIZE   let the catalogue grow up to SIZE (64G)\n",
    .run = run,
};

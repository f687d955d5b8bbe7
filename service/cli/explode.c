/*
 * Makes component parts of contents notes and of publishers' files. The host's record is the
 * anchor: what has none in the catalogue is reported, and nothing is made of it.
 */
#include "cli/explode.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <offprint/arena.h>
#include <offprint/convert.h>
#include <offprint/record.h>

#include "base/datestamp.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/paths.h"

/* Records looked at under one look at the catalogue. */
#define PAGE 200

/* What the command line asks for. */
struct request {
    struct explosion explosion;
    enum explode_input input;
    bool contents; /* arguments are ids, whatever files there are */
    bool all;
    const char *host;
};

/* --- contents notes -------------------------------------------------------------------------- */

static bool is_part_itself(const struct marc_record *record)
{
    char level = record->leader[MARC_LEADER_LEVEL];

    return level == 'a' || level == 'b' || level == 'd';
}

/* 1 where the record has an enhanced contents note, and parts were made of it as far as may be. */
static int explode_record(struct explosion *explosion, const struct catalogue_record *host,
                          struct diag *diag)
{
    struct explode_book book;
    int status;

    if (explode_contents(&book, host->record, explosion->arena) == 0)
        return 0;
    status = explosion_take(explosion, host, &book, diag);
    return status < 0 ? status : 1;
}

/* One record named on the command line. Negative where the catalogue fails. */
static int explode_id(struct explosion *explosion, const char *id, struct diag *diag)
{
    struct catalogue_record host;
    struct diag reason;
    int status =
        catalogue_fetch(&host, explosion->catalogue, slice_of(id), explosion->arena, &reason);

    if (status >= 0 && host.deleted)
        status = diag_refuse(&reason, OFFPRINT_GONE, id, "record \"%s\" was deleted", id);
    if (status < 0) {
        explosion_refuse(explosion, id, reason.message);
        return OFFPRINT_OK;
    }
    if (is_part_itself(host.record)) {
        explosion_refuse(explosion, id, "it is a component part itself (leader/07)");
        return OFFPRINT_OK;
    }
    status = explode_record(explosion, &host, diag);
    if (status == 0)
        explosion_refuse(explosion, id,
                         "it has no enhanced contents note (505, second indicator 0, with $t)");
    return status < 0 ? status : OFFPRINT_OK;
}

/* Every host there is. What is written on the way comes behind `last`, and is not looked at. */
static int explode_all(struct explosion *explosion, struct diag *diag)
{
    struct change_filter filter = {
        .from = INT64_MIN, .until = INT64_MAX, .limit = PAGE, .with_records = true};
    struct catalogue_statistics statistics;
    struct arena *arena = arena_create();
    int status = catalogue_statistics(&statistics, explosion->catalogue, diag);
    bool more = true;

    while (more && status >= 0) {
        struct catalogue_record *records;
        ptrdiff_t count;

        arena_reset(arena);
        count = catalogue_changes(&records, &more, explosion->catalogue, &filter, arena, diag);
        status = count < 0 ? (int)count : status;
        for (ptrdiff_t i = 0; i < count && status >= 0; i++) {
            filter.after = records[i].change;
            more = more && records[i].change <= statistics.last_change;
            if (!more && records[i].change > statistics.last_change)
                break;
            arena_reset(explosion->arena);
            if (!records[i].deleted && !is_part_itself(records[i].record))
                status = explode_record(explosion, &records[i], diag);
        }
    }
    arena_destroy(arena);
    return status < 0 ? status : OFFPRINT_OK;
}

/* --- files ----------------------------------------------------------------------------------- */

static void report_finding(void *context, const struct finding *finding)
{
    struct explosion *explosion = context;

    if (finding->severity == FINDING_ERROR)
        explosion->refused++;
    fprintf(stderr, "%s: %s: %s [%s]\n", explosion->source,
            finding_severity_name(finding->severity), finding->message, finding->rule);
}

/* One book of a file: finds its host, or says why there is none. */
static int explode_book(struct explosion *explosion, const struct request *request,
                        struct explode_book *book, struct diag *diag)
{
    struct catalogue_record host;
    struct diag reason;
    int status;

    if (request->host != NULL) {
        status = catalogue_fetch(&host, explosion->catalogue, slice_of(request->host),
                                 explosion->arena, &reason);
        if (status >= 0 && host.deleted)
            status = diag_refuse(&reason, OFFPRINT_GONE, request->host, "record \"%s\" was deleted",
                                 request->host);
    } else {
        status = explosion_find_host(&host, explosion, book, &reason);
    }
    if (status < 0) {
        explosion_refuse_book(explosion, book, reason.message);
        return OFFPRINT_OK;
    }
    return explosion_take(explosion, &host, book, diag);
}

/* Takes the books of an open file. Negative only where the catalogue can take no more. */
static int explode_books(struct explosion *explosion, const struct request *request,
                         struct explode_reader *reader, struct diag *diag)
{
    int status = OFFPRINT_OK;

    while (status >= 0) {
        struct explode_book book;
        struct diag reason;
        int read;

        arena_reset(explosion->arena);
        read = explode_reader_next(reader, &book, explosion->arena, &reason);
        if (read == 0)
            break;
        if (read < 0)
            explosion_refuse(explosion, explosion->source, reason.message);
        else
            status = explode_book(explosion, request, &book, diag);
    }
    return status;
}

static int explode_file(struct explosion *explosion, const struct request *request,
                        const char *path, struct diag *diag)
{
    struct explode_reader *reader;
    struct diag reason;
    int status;

    explosion->source = strcmp(path, "-") == 0 ? "standard input" : path;
    if (explode_reader_open(&reader, path, request->input, report_finding, explosion, &reason) <
        0) {
        explosion_refuse(explosion, explosion->source, reason.message);
        return OFFPRINT_OK;
    }
    status = explode_books(explosion, request, reader, diag);
    explode_reader_close(reader);
    return status;
}

/* --- the command ----------------------------------------------------------------------------- */

/* A file where there is one of that name, else an id. */
static int explode_argument(struct explosion *explosion, const struct request *request,
                            const char *argument, struct diag *diag)
{
    bool file = !request->contents && (request->input != EXPLODE_SNIFF || request->host != NULL ||
                                       strcmp(argument, "-") == 0 || access(argument, F_OK) == 0);
    struct paths paths = {0};
    int status = OFFPRINT_OK;

    arena_reset(explosion->arena);
    if (!file)
        return explode_id(explosion, argument, diag);
    if (paths_add(&paths, argument) < 0)
        explosion->refused++;
    for (size_t i = 0; i < paths.count && status >= 0; i++)
        status = explode_file(explosion, request, paths.path[i], diag);
    paths_finish(&paths);
    return status;
}

static int explode_everything(struct request *request, int count, char **arguments)
{
    struct explosion *explosion = &request->explosion;
    struct diag diag;
    int status;

    explosion->arena = arena_create();
    explosion->entered = datestamp_now();
    explosion->source = "";
    status = explosion_begin(explosion, &diag);
    if (status >= 0 && request->all)
        status = explode_all(explosion, &diag);
    for (int i = 0; i < count && status >= 0; i++)
        status = explode_argument(explosion, request, arguments[i], &diag);
    if (status >= 0)
        status = explosion_end(explosion, &diag);
    if (status < 0)
        complain(&diag);
    explosion_finish(explosion);
    arena_destroy(explosion->arena);
    if (status < 0)
        return EXIT_CATALOGUE;
    return explosion->refused > 0 ? EXIT_PARTLY : EXIT_DONE;
}

static bool parse_format(struct request *request, const char *name)
{
    static const struct {
        const char *name;
        enum explode_input input;
    } inputs[] = {{"bits", EXPLODE_BITS}, {"onix", EXPLODE_ONIX}, {"crossref", EXPLODE_CROSSREF}};

    request->contents = strcmp(name, "contents") == 0;
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
        if (strcmp(inputs[i].name, name) == 0) {
            request->input = inputs[i].input;
            return true;
        }
    }
    return request->contents;
}

static int parse_options(struct request *request, const struct command *command, int count,
                         char **arguments)
{
    static const struct option options[] = {{"dry-run", no_argument, NULL, 'n'},
                                            {"format", required_argument, NULL, 'f'},
                                            {"output", required_argument, NULL, 'o'},
                                            {"collection", required_argument, NULL, 'c'},
                                            {"host", required_argument, NULL, 'H'},
                                            {"all", no_argument, NULL, 'a'},
                                            COMMON_OPTIONS,
                                            {NULL, 0, NULL, 0}};
    struct explosion *explosion = &request->explosion;
    int letter;

    while ((letter = next_option(command, count, arguments, options)) != -1) {
        if (letter == 'n')
            explosion->dry = true;
        else if (letter == 'a')
            request->all = true;
        else if (letter == 'c')
            explosion->collection = optarg;
        else if (letter == 'H')
            request->host = optarg;
        else if (letter == 'f' && !parse_format(request, optarg))
            return usage_error(command, "\"%s\" is not bits, onix, crossref or contents", optarg);
        else if (letter == 'o' && (explosion->format = output_format(command, optarg)) == NULL)
            return EXIT_USAGE;
    }
    if (explosion->format != NULL && !explosion->dry)
        return usage_error(command, "--output shows what --dry-run would make");
    if (request->all &&
        (optind < count || request->host != NULL || request->input != EXPLODE_SNIFF))
        return usage_error(command, "--all takes the contents notes of all records, and nothing "
                                    "else");
    if (request->contents && request->host != NULL)
        return usage_error(command, "a contents note is its own record's: name that, not --host");
    if (!request->all && optind == count)
        return usage_error(command, "which file or record? (- is standard input)");
    return EXIT_DONE;
}

static int run(const struct command *command, int count, char **arguments)
{
    struct request request = {0};
    int status = parse_options(&request, command, count, arguments);

    if (status != EXIT_DONE)
        return status;
    if ((request.explosion.catalogue = open_catalogue(false, 0, 0)) == NULL)
        return EXIT_CATALOGUE;
    status = explode_everything(&request, count - optind, arguments + optind);
    catalogue_close(request.explosion.catalogue);
    return status;
}

const struct command command_explode = {
    .name = "explode",
    .synopsis = "[--catalogue DIR] [--dry-run [--output F]] [--format F] [--collection NAME] "
                "[--host ID] FILE… | ID… | --all",
    .summary = "Make component part records of contents notes, BITS, ONIX or Crossref",
    .options = "  --dry-run         show what would be made, and write nothing\n"
               "  --output F        with --dry-run: the records themselves, in that format\n"
               "  --format F        bits, onix, crossref, or contents for the notes (505) of\n"
               "                    the records named; without it the file's bytes tell\n"
               "  --host ID         the record that the file's parts belong to; without it\n"
               "                    ISBN, or title and date, tell\n"
               "  --collection NAME the collection of the parts; without it their host's\n"
               "  --all             the contents notes of all records\n",
    .run = run,
};

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"
#include "cli/upkeep.h"

#define LIMIT 100

struct request {
    unsigned long long memory, limit;
};

static int parse_options(struct request *request, const struct command *command, int count,
                         char **arguments)
{
    static const struct option options[] = {{"limit", required_argument, NULL, 'l'},
                                            {"memory", required_argument, NULL, 'm'},
                                            COMMON_OPTIONS,
                                            {NULL, 0, NULL, 0}};
    int letter;

    while ((letter = next_option(command, count, arguments, options)) != -1) {
        if (letter == 'l' && !parse_size(optarg, &request->limit))
            return usage_error(command, "\"%s\" is not a number", optarg);
        if (letter == 'm' && !parse_size(optarg, &request->memory))
            return usage_error(command, "\"%s\" is not a size (512M, 2G)", optarg);
    }
    if (optind < count)
        return usage_error(command, "\"%s\" is one word too many", arguments[optind]);
    return EXIT_DONE;
}

static void report(const struct verification *result, const struct upkeep_view *view)
{
    if (result->contradictions > view->printed)
        printf("and %" PRIu64 " more\n", result->contradictions - view->printed);
    printf("%" PRIu64 " records, %" PRIu64 " deleted, %" PRIu64 " changes, %" PRIu64
           " terms: %" PRIu64 " contradiction%s\n",
           result->records, result->deleted, result->changes, result->terms, result->contradictions,
           result->contradictions == 1 ? "" : "s");
}

static int run(const struct command *command, int count, char **arguments)
{
    struct request request = {.limit = LIMIT};
    int status = parse_options(&request, command, count, arguments);
    struct verification result;
    struct catalogue *catalogue;
    struct upkeep_view view;
    struct upkeep upkeep;
    struct diag diag;

    if (status != EXIT_DONE)
        return status;
    if ((catalogue = open_catalogue(false, request.memory, 0)) == NULL)
        return EXIT_CATALOGUE;
    view = (struct upkeep_view){.limit = request.limit};
    upkeep = upkeep_begin(&view, "records verified");
    status = catalogue_verify(&result, catalogue, &upkeep, &diag);
    progress_clear(&view.progress);
    catalogue_close(catalogue);
    if (status < 0) {
        complain(&diag);
        return EXIT_CATALOGUE;
    }
    report(&result, &view);
    return result.contradictions > 0 ? EXIT_PARTLY : EXIT_DONE;
}

const struct command command_verify = {
    .name = "verify",
    .synopsis = "[--catalogue DIR] [--limit N] [--memory SIZE]",
    .summary = "Compare every index entry with every record, both ways",
    .options = "  --limit N         print so many contradictions; all are counted (100)\n"
               "  --memory SIZE     hold up to SIZE at a time (512M)\n",
    .run = run,
};

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>

#include "cli/command.h"
#include "cli/upkeep.h"

struct request {
    const char *access_points;
    unsigned long long memory, map_size;
};

static int parse_options(struct request *request, const struct command *command, int count,
                         char **arguments)
{
    static const struct option options[] = {{"access-points", required_argument, NULL, 'a'},
                                            {"built-in", no_argument, NULL, 'b'},
                                            {"memory", required_argument, NULL, 'm'},
                                            {"map-size", required_argument, NULL, 's'},
                                            COMMON_OPTIONS,
                                            {NULL, 0, NULL, 0}};
    int letter;

    while ((letter = next_option(command, count, arguments, options)) != -1) {
        if (letter == 'a')
            request->access_points = optarg;
        else if (letter == 'b')
            request->access_points = "";
        else if ((letter == 'm' && !parse_size(optarg, &request->memory)) ||
                 (letter == 's' && !parse_size(optarg, &request->map_size)))
            return usage_error(command, "\"%s\" is not a size (512M, 64G)", optarg);
    }
    if (optind < count)
        return usage_error(command, "\"%s\" is one word too many", arguments[optind]);
    return EXIT_DONE;
}

static int run(const struct command *command, int count, char **arguments)
{
    struct request request = {0};
    int status = parse_options(&request, command, count, arguments);
    struct catalogue *catalogue;
    struct upkeep_view view = {0};
    struct upkeep upkeep;
    struct diag diag;
    uint64_t records;

    if (status != EXIT_DONE)
        return status;
    if ((catalogue =
             open_stale_catalogue(request.access_points, request.memory, request.map_size)) == NULL)
        return EXIT_CATALOGUE;
    upkeep = upkeep_begin(&view, "records indexed");
    status = catalogue_reindex(&records, catalogue, &upkeep, &diag);
    progress_clear(&view.progress);
    catalogue_close(catalogue);
    if (status < 0) {
        complain(&diag);
        return EXIT_CATALOGUE;
    }
    printf("%" PRIu64 " records indexed (%.0f a second)\n", records,
           progress_rate(&view.progress, records));
    return EXIT_DONE;
}

const struct command command_reindex = {
    .name = "reindex",
    .synopsis = "[--catalogue DIR] [--access-points FILE | --built-in] [--memory SIZE] "
                "[--map-size SIZE]",
    .summary = "Make the index anew, as after a change of the access-point table",
    .options = "  --access-points FILE\n"
               "                    index by the table in FILE, which the catalogue keeps\n"
               "  --built-in        index by the program's own table again\n"
               "  --memory SIZE     hold up to SIZE before it is written (512M)\n"
               "  --map-size SIZE   let the catalogue grow up to SIZE (64G)\n",
    .run = run,
};

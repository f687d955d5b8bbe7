#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>

#include "cli/command.h"
#include "cli/upkeep.h"

static int run(const struct command *command, int count, char **arguments)
{
    static const struct option options[] = {COMMON_OPTIONS, {NULL, 0, NULL, 0}};
    struct catalogue *catalogue;
    struct upkeep_view view = {0};
    struct upkeep upkeep;
    struct diag diag;

    while (next_option(command, count, arguments, options) != -1)
        ;
    if (optind < count)
        return usage_error(command, "\"%s\" is one word too many", arguments[optind]);
    if ((catalogue = open_stale_catalogue(NULL, 0, 0)) == NULL)
        return EXIT_CATALOGUE;
    upkeep = upkeep_begin(&view, "");
    if (catalogue_compact(catalogue, &upkeep, &diag) < 0) {
        complain(&diag);
        return EXIT_CATALOGUE;
    }
    printf("compacted\n");
    return EXIT_DONE;
}

const struct command command_compact = {
    .name = "compact",
    .synopsis = "[--catalogue DIR]",
    .summary = "Give back the room that replaced records have left; nobody else may have it open",
    .options = "",
    .run = run,
};

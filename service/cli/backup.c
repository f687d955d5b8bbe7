#include <getopt.h>
#include <stdio.h>

#include <offprint/catalogue.h>

#include "cli/command.h"

static int run(const struct command *command, int count, char **arguments)
{
    static const struct option options[] = {COMMON_OPTIONS, {NULL, 0, NULL, 0}};
    struct catalogue *catalogue;
    struct diag diag;
    int status;

    while (next_option(command, count, arguments, options) != -1)
        ;
    if (optind + 1 != count)
        return usage_error(command, optind == count ? "into which folder?"
                                                    : "a backup goes into one folder");
    /* The records are the treasure: they are saved whatever state the index is in. */
    if ((catalogue = open_stale_catalogue(NULL, 0, 0)) == NULL)
        return EXIT_CATALOGUE;
    status = catalogue_backup(catalogue, arguments[optind], &diag);
    catalogue_close(catalogue);
    if (status < 0) {
        complain(&diag);
        return EXIT_CATALOGUE;
    }
    printf("backed up to %s\n", arguments[optind]);
    return EXIT_DONE;
}

const struct command command_backup = {
    .name = "backup",
    .synopsis = "[--catalogue DIR] FOLDER",
    .summary = "Copy the catalogue into an empty folder while it is in use",
    .options = "",
    .run = run,
};

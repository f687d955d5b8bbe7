#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>

#include <offprint/access_points.h>
#include <offprint/arena.h>
#include <offprint/catalogue.h>

#include "base/datestamp.h"
#include "cli/command.h"

static void print(const struct catalogue_statistics *statistics)
{
    char earliest[DATESTAMP_SIZE], latest[DATESTAMP_SIZE];

    datestamp_format(earliest, statistics->earliest);
    datestamp_format(latest, statistics->latest);
    printf("records      %" PRIu64 "\n", statistics->records);
    printf("  parts      %" PRIu64 "\n", statistics->parts);
    printf("deleted      %" PRIu64 "\n", statistics->deleted);
    printf("terms        %" PRIu64 "\n", statistics->terms);
    printf("bytes        %" PRIu64 "\n", statistics->bytes);
    printf("last change  %" PRIu64 "\n", statistics->last_change);
    if (statistics->last_change > 0)
        printf("changed      %s to %s\n", earliest, latest);
}

static int print_collections(struct catalogue *catalogue, struct diag *diag)
{
    struct arena *arena = arena_create();
    const char *const *names;
    ptrdiff_t count = catalogue_collections(&names, catalogue, arena, diag);

    if (count > 0)
        printf("collections ");
    for (ptrdiff_t i = 0; i < count; i++)
        printf(" %s", names[i]);
    if (count > 0)
        printf("\n");
    arena_destroy(arena);
    return count < 0 ? (int)count : OFFPRINT_OK;
}

static int run(const struct command *command, int count, char **arguments)
{
    static const struct option options[] = {COMMON_OPTIONS, {NULL, 0, NULL, 0}};
    struct catalogue_statistics statistics;
    struct catalogue *catalogue;
    struct diag diag;
    int status;

    while (next_option(command, count, arguments, options) != -1)
        ;
    if (optind < count)
        return usage_error(command, "\"%s\" is one word too many", arguments[optind]);
    if ((catalogue = open_catalogue(false, 0, 0)) == NULL)
        return EXIT_CATALOGUE;
    status = catalogue_statistics(&statistics, catalogue, &diag);
    if (status >= 0) {
        print(&statistics);
        status = print_collections(catalogue, &diag);
    }
    if (status < 0)
        complain(&diag);
    catalogue_close(catalogue);
    return status < 0 ? EXIT_CATALOGUE : EXIT_DONE;
}

const struct command command_stats = {
    .name = "stats",
    .synopsis = "[--catalogue DIR]",
    .summary = "Say how much is in the catalogue",
    .options = "",
    .run = run,
};

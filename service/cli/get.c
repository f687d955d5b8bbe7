#include <getopt.h>

#include <offprint/arena.h>
#include <offprint/catalogue.h>

#include "cli/command.h"
#include "cli/output.h"

/* Writes each record that can be had. Returns how many could not. */
static int get_all(struct output *output, struct catalogue *catalogue, int count, char **ids)
{
    struct arena *arena = arena_create();
    int failed = 0;

    for (int i = 0; i < count; i++) {
        struct catalogue_record record;
        struct diag diag;

        arena_reset(arena);
        if (catalogue_fetch(&record, catalogue, slice_of(ids[i]), arena, &diag) < 0) {
            complain(&diag);
            failed++;
        } else if (output_record(output, &record, arena) < 0) {
            failed++;
        }
    }
    arena_destroy(arena);
    return failed;
}

static int run(const struct command *command, int count, char **arguments)
{
    static const struct option options[] = {
        {"format", required_argument, NULL, 'f'}, COMMON_OPTIONS, {NULL, 0, NULL, 0}};
    const char *name = "marcxml";
    const struct format *format;
    struct catalogue *catalogue;
    struct output output;
    int failed;

    while (next_option(command, count, arguments, options) != -1)
        name = optarg;
    if (optind == count)
        return usage_error(command, "which record?");
    if ((format = output_format(command, name)) == NULL)
        return EXIT_USAGE;
    if ((catalogue = open_catalogue(false, 0, 0)) == NULL)
        return EXIT_CATALOGUE;
    output_begin(&output, catalogue, format, count - optind > 1);
    failed = get_all(&output, catalogue, count - optind, arguments + optind);
    if (failed == count - optind && count - optind == 1)
        buffer_truncate(&output.text, 0); /* nothing at all: not even a declaration */
    if (output_end(&output) < 0)
        failed++;
    catalogue_close(catalogue);
    return failed > 0 ? EXIT_PARTLY : EXIT_DONE;
}

const struct command command_get = {
    .name = "get",
    .synopsis = "[--catalogue DIR] [--format F] ID…",
    .summary = "Write records, by their ids, to standard output",
    .options = "  --format F        marc, marcxml (the default), mods, dc, json, csl, ris …\n",
    .run = run,
};

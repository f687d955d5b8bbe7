#include <getopt.h>
#include <stdint.h>

#include <offprint/arena.h>
#include <offprint/catalogue.h>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/progress.h"

/* Records read under one look at the catalogue. */
#define PAGE 500

static int write_page(struct output *output, const struct catalogue_record *records,
                      ptrdiff_t count, struct arena *arena)
{
    int failed = 0;

    for (ptrdiff_t i = 0; i < count; i++) {
        if (!records[i].deleted && output_record(output, &records[i], arena) < 0)
            failed++;
    }
    return failed;
}

/* Everything, in the order it last changed. Returns how many records could not be written, or -1
 * after complaining. */
static int export_all(struct output *output, struct catalogue *catalogue, const char *collection)
{
    struct change_filter filter = {.from = INT64_MIN,
                                   .until = INT64_MAX,
                                   .collection = collection,
                                   .limit = PAGE,
                                   .with_records = true};
    struct arena *arena = arena_create();
    struct progress progress;
    int failed = 0;
    bool more = true;

    progress_begin(&progress, "records exported");
    while (more && failed >= 0) {
        struct catalogue_record *records;
        struct diag diag;
        ptrdiff_t count;

        arena_reset(arena);
        count = catalogue_changes(&records, &more, catalogue, &filter, arena, &diag);
        if (count < 0) {
            complain(&diag);
            failed = -1;
            break;
        }
        failed += write_page(output, records, count, arena);
        if (count > 0)
            filter.after = records[count - 1].change;
        progress_show(&progress, output->written, 0, 0);
    }
    progress_clear(&progress);
    arena_destroy(arena);
    return failed;
}

static int run(const struct command *command, int count, char **arguments)
{
    static const struct option options[] = {{"format", required_argument, NULL, 'f'},
                                            {"collection", required_argument, NULL, 'c'},
                                            COMMON_OPTIONS,
                                            {NULL, 0, NULL, 0}};
    const char *name = "marcxml", *collection = NULL;
    const struct format *format;
    struct catalogue *catalogue;
    struct output output;
    int letter, failed;

    while ((letter = next_option(command, count, arguments, options)) != -1)
        *(letter == 'f' ? &name : &collection) = optarg;
    if (optind < count)
        return usage_error(command, "\"%s\" is one word too many", arguments[optind]);
    if ((format = output_format(command, name)) == NULL)
        return EXIT_USAGE;
    if ((catalogue = open_catalogue(false, 0, 0)) == NULL)
        return EXIT_CATALOGUE;
    output_begin(&output, catalogue, format, true);
    failed = export_all(&output, catalogue, collection);
    if (output_end(&output) < 0)
        failed = -1;
    catalogue_close(catalogue);
    if (failed < 0)
        return EXIT_CATALOGUE;
    return failed > 0 ? EXIT_PARTLY : EXIT_DONE;
}

const struct command command_export = {
    .name = "export",
    .synopsis = "[--catalogue DIR] [--format F] [--collection NAME]",
    .summary = "Write all records to standard output",
    .options = "  --format F        marc, marcxml (the default), mods, dc, json, csl, ris …\n"
               "  --collection NAME only the records of that collection\n",
    .run = run,
};

#include <getopt.h>
#include <stdio.h>

#include <offprint/catalogue.h>

#include "cli/command.h"

/* Deletes what is there in one batch. Returns how many could not be, or -1 after complaining. */
static int delete_all(struct catalogue *catalogue, int count, char **ids)
{
    struct catalogue_batch *batch;
    struct diag diag;
    int failed = 0;

    if (catalogue_batch_begin(&batch, catalogue, say_waiting, NULL, &diag) < 0) {
        complain(&diag);
        return -1;
    }
    for (int i = 0; i < count; i++) {
        int status = catalogue_batch_delete(batch, slice_of(ids[i]), &diag);

        if (status >= 0)
            continue;
        complain(&diag);
        if (status != OFFPRINT_NOT_FOUND && status != OFFPRINT_GONE) {
            catalogue_batch_abort(batch);
            return -1;
        }
        failed++;
    }
    if (catalogue_batch_commit(batch, &diag) < 0) {
        complain(&diag);
        return -1;
    }
    printf("%d deleted\n", count - failed);
    return failed;
}

static int run(const struct command *command, int count, char **arguments)
{
    static const struct option options[] = {COMMON_OPTIONS, {NULL, 0, NULL, 0}};
    struct catalogue *catalogue;
    int failed;

    while (next_option(command, count, arguments, options) != -1)
        ;
    if (optind == count)
        return usage_error(command, "which record?");
    if ((catalogue = open_catalogue(false, 0, 0)) == NULL)
        return EXIT_CATALOGUE;
    failed = delete_all(catalogue, count - optind, arguments + optind);
    catalogue_close(catalogue);
    if (failed < 0)
        return EXIT_CATALOGUE;
    return failed > 0 ? EXIT_PARTLY : EXIT_DONE;
}

const struct command command_delete = {
    .name = "delete",
    .synopsis = "[--catalogue DIR] ID…",
    .summary = "Delete records, leaving a tombstone for harvesters",
    .options = "",
    .run = run,
};

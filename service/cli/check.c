#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>

#include <offprint/arena.h>
#include <offprint/reader.h>

#include "cli/command.h"
#include "cli/findings.h"
#include "cli/paths.h"

/* What was looked at, for the summary. */
struct check {
    struct findings findings;
    struct arena *arena; /* of one record */
    uint64_t records, refused;
};

static void refuse(struct check *check, const struct diag *diag)
{
    struct finding finding = {FINDING_ERROR, status_name(diag->status), "", diag->message};

    check->refused++;
    findings_take(&check->findings, &finding);
}

static void check_records(struct check *check, struct marc_reader *reader)
{
    for (;;) {
        struct marc_record *record;
        struct diag diag;
        int status;

        arena_reset(check->arena);
        findings_next(&check->findings);
        status = marc_reader_next(reader, &record, check->arena, &diag);
        if (status == 0)
            return;
        check->findings.place = marc_reader_place(reader);
        check->records++;
        if (status > 0)
            marc_check(record, findings_handle, &check->findings);
        findings_flush(&check->findings, status > 0 ? record : NULL);
        if (status < 0)
            refuse(check, &diag);
        if (status == OFFPRINT_IO)
            return;
    }
}

static void check_file(struct check *check, const char *path)
{
    struct marc_reader *reader;
    struct diag diag;

    findings_file(&check->findings, path);
    if (marc_reader_open(&reader, path, MARC_INPUT_SNIFF, findings_handle, &check->findings,
                         &diag) < 0) {
        refuse(check, &diag);
        return;
    }
    check_records(check, reader);
    marc_reader_close(reader);
}

static void print_summary(const struct check *check)
{
    printf("%" PRIu64 " records, %" PRIu64 " of them refused\n", check->records, check->refused);
    for (int i = FINDING_ERROR; i >= FINDING_NOTE; i--)
        printf("%-8s %" PRIu64 "\n", finding_severity_name((enum finding_severity)i),
               check->findings.counts[i]);
}

static int run(const struct command *command, int count, char **arguments)
{
    static const struct option options[] = {COMMON_OPTIONS, {NULL, 0, NULL, 0}};
    struct check check = {0};
    struct paths paths = {0};
    bool unreadable = false;

    while (next_option(command, count, arguments, options) != -1)
        ;
    if (optind == count)
        return usage_error(command, "which file? (- is standard input)");
    for (int i = optind; i < count; i++)
        unreadable |= paths_add(&paths, arguments[i]) < 0;
    findings_begin(&check.findings, FINDING_NOTE);
    check.arena = arena_create();
    for (size_t i = 0; i < paths.count; i++)
        check_file(&check, paths.path[i]);
    print_summary(&check);
    unreadable |= check.findings.counts[FINDING_ERROR] > 0;
    arena_destroy(check.arena);
    findings_finish(&check.findings);
    paths_finish(&paths);
    return unreadable ? EXIT_PARTLY : EXIT_DONE;
}

const struct command command_check = {
    .name = "check",
    .synopsis = "FILE…",
    .summary = "Say what is wrong with records, without importing them",
    .options = "",
    .run = run,
};

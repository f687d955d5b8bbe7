#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/convert.h>

#include "base/escape.h"
#include "cli/check_links.h"
#include "cli/check_summary.h"
#include "cli/command.h"
#include "cli/findings.h"
#include "cli/paths.h"

struct check {
    struct findings findings;
    struct check_summary summary;
    struct check_links links;
    struct arena *arena;      /* of one record */
    struct buffer text;       /* of one finding, or the summary */
    const char *input_format; /* NULL has the bytes tell */
    bool json;
    uint64_t records, refused;
};

/* --- findings ----------------------------------------------------------------- */

static void write_text(struct check *check)
{
    fwrite(check->text.data, 1, check->text.length, stdout);
    buffer_truncate(&check->text, 0);
}

static void add_member(struct buffer *out, const char *name, const char *value)
{
    buffer_printf(out, ",\"%s\":", name);
    escape_json(out, slice_of(value));
}

/* A finding as one line of JSON; members that have no value are left out. */
static void add_json(struct buffer *out, const struct findings *findings,
                     const struct finding *finding)
{
    const struct marc_place *place = &findings->place;

    buffer_printf(out, "{\"severity\":\"%s\"", finding_severity_name(finding->severity));
    add_member(out, "rule", finding->rule);
    add_member(out, "file", findings_file_name(findings));
    if (place->number > 0) {
        buffer_printf(out, ",\"record\":%" PRIu64, place->number);
        buffer_printf(out, ",\"%s\":%" PRIu64, place->line > 0 ? "line" : "offset",
                      place->line > 0 ? place->line : place->offset);
    }
    if (findings->id.length > 0)
        add_member(out, "id", findings->id.data);
    if (finding->field[0] != '\0')
        add_member(out, "field", finding->field);
    add_member(out, "message", finding->message);
    buffer_add_string(out, "}\n");
}

/* A findings_output. */
static void take_finding(void *context, const struct findings *findings,
                         const struct finding *finding)
{
    struct check *check = context;

    check_summary_add(&check->summary, findings, finding);
    if (check->json)
        add_json(&check->text, findings, finding);
    else
        findings_line(&check->text, findings, finding);
    write_text(check);
}

static void refuse(struct check *check, const struct diag *diag)
{
    struct finding finding = {FINDING_ERROR, status_name(diag->status), "", diag->message};

    check->refused++;
    findings_take(&check->findings, &finding);
}

/* --- reading ------------------------------------------------------------------ */

static void check_record(struct check *check, const struct marc_record *record)
{
    marc_check(record, findings_handle, &check->findings);
    check_links_add(&check->links, record, &check->findings);
}

static void check_records(struct check *check, struct record_reader *reader)
{
    for (;;) {
        struct record_read read;
        struct diag diag;
        int status;

        arena_reset(check->arena);
        findings_next(&check->findings);
        status = record_reader_next(reader, &read, check->arena, &diag);
        if (status == 0)
            return;
        check->findings.place = record_reader_place(reader);
        check->records++;
        if (status > 0)
            check_record(check, read.record);
        findings_flush(&check->findings, status > 0 ? read.record : NULL);
        if (status < 0)
            refuse(check, &diag);
        if (status == OFFPRINT_IO)
            return;
    }
}

static void check_file(struct check *check, const char *path)
{
    struct record_reader *reader;
    struct diag diag;

    findings_file(&check->findings, path);
    if (record_reader_open(&reader, path, check->input_format, findings_handle, &check->findings,
                           &diag) < 0) {
        refuse(check, &diag);
        return;
    }
    check_records(check, reader);
    record_reader_close(reader);
}

/* --- the summary -------------------------------------------------------------- */

static void write_summary(struct check *check)
{
    struct buffer *out = &check->text;
    const char *sign = check->json ? "," : "";

    check_summary_sort(&check->summary);
    if (check->json) {
        buffer_printf(out, "{\"summary\":{\"records\":%" PRIu64 ",\"refused\":%" PRIu64,
                      check->records, check->refused);
    } else {
        buffer_add_string(out, check->summary.count > 0 ? "\n" : "");
        check_summary_text(out, &check->summary);
        buffer_printf(out, "%" PRIu64 " records, %" PRIu64 " of them refused\n", check->records,
                      check->refused);
    }
    for (int i = FINDING_ERROR; i >= FINDING_NOTE; i--)
        buffer_printf(out, check->json ? "%s\"%s\":%" PRIu64 : "%s%-8s %" PRIu64 "\n", sign,
                      finding_severity_name((enum finding_severity)i), check->findings.counts[i]);
    if (check->json) {
        buffer_add_string(out, ",\"rules\":[");
        check_summary_json(out, &check->summary);
        buffer_add_string(out, "]}}\n");
    }
    write_text(check);
}

/* --- the command -------------------------------------------------------------- */

static bool parse_severity(const char *name, enum finding_severity *severity)
{
    for (int i = FINDING_NOTE; i <= FINDING_ERROR; i++)
        if (strcmp(name, finding_severity_name((enum finding_severity)i)) == 0) {
            *severity = (enum finding_severity)i;
            return true;
        }
    return false;
}

static int parse_options(struct check *check, const struct command *command, int count,
                         char **arguments)
{
    static const struct option options[] = {{"format", required_argument, NULL, 'f'},
                                            {"input", required_argument, NULL, 'i'},
                                            {"severity", required_argument, NULL, 's'},
                                            COMMON_OPTIONS,
                                            {NULL, 0, NULL, 0}};
    int letter;

    while ((letter = next_option(command, count, arguments, options)) != -1) {
        if (letter == 'f' && strcmp(optarg, "json") != 0 && strcmp(optarg, "text") != 0)
            return usage_error(command, "\"%s\" is neither text nor json", optarg);
        if (letter == 'f')
            check->json = strcmp(optarg, "json") == 0;
        else if (letter == 's' && !parse_severity(optarg, &check->findings.least))
            return usage_error(command, "\"%s\" is no severity: note, repair, warning or error",
                               optarg);
        else if (letter == 'i' && !record_reader_has(check->input_format = optarg))
            return usage_error(command, "cannot read \"%s\": %s", optarg, record_reader_formats());
    }
    if (optind == count)
        return usage_error(command, "which file? (- is standard input)");
    return EXIT_DONE;
}

static void check_begin(struct check *check)
{
    *check = (struct check){.json = false};
    findings_begin(&check->findings, FINDING_NOTE);
    check->findings.output = take_finding;
    check->findings.context = check;
    check->arena = arena_create();
    check_links_begin(&check->links);
}

static void check_finish(struct check *check)
{
    check_links_finish(&check->links);
    check_summary_finish(&check->summary);
    arena_destroy(check->arena);
    buffer_finish(&check->text);
    findings_finish(&check->findings);
}

static int run(const struct command *command, int count, char **arguments)
{
    struct check check;
    struct paths paths = {0};
    bool unreadable = false;
    int status;

    check_begin(&check);
    status = parse_options(&check, command, count, arguments);
    if (status == EXIT_DONE) {
        for (int i = optind; i < count; i++)
            unreadable |= paths_add(&paths, arguments[i]) < 0;
        for (size_t i = 0; i < paths.count; i++)
            check_file(&check, paths.path[i]);
        check_links_report(&check.links, &check.findings);
        write_summary(&check);
        if (unreadable || check.findings.counts[FINDING_ERROR] > 0)
            status = EXIT_PARTLY;
    }
    check_finish(&check);
    paths_finish(&paths);
    return status;
}

const struct command command_check = {
    .name = "check",
    .synopsis = "[--format F] [--severity S] [--input F] FILE…",
    .summary = "Say what is wrong with records, without importing them",
    .options = "  --format F        text, or json: one JSON value a line, the summary last\n"
               "  --severity S      leave out what is less than note, repair, warning or error\n"
               "  --input F         the files' format (as import --format); else the bytes tell\n",
    .run = run,
};

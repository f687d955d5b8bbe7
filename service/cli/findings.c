#include "cli/findings.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <offprint/record.h>

void findings_begin(struct findings *findings, enum finding_severity least)
{
    *findings = (struct findings){.least = least, .path = ""};
}

void findings_finish(struct findings *findings)
{
    buffer_finish(&findings->pending);
    buffer_finish(&findings->id);
}

void findings_file(struct findings *findings, const char *path)
{
    findings->path = path;
    findings->place = (struct marc_place){0};
    findings_next(findings);
}

void findings_next(struct findings *findings)
{
    buffer_truncate(&findings->pending, 0);
    buffer_truncate(&findings->id, 0);
}

/* "error: 008: 39 characters long [length]" and a NUL, so that the place can be put before it. */
static void describe(struct buffer *out, const struct finding *finding)
{
    buffer_printf(out, "%s: %s%s%s [%s]", finding_severity_name(finding->severity), finding->field,
                  finding->field[0] != '\0' ? ": " : "", finding->message, finding->rule);
    buffer_add_char(out, '\0');
}

void findings_handle(void *context, const struct finding *finding)
{
    struct findings *findings = context;

    findings->counts[finding->severity]++;
    if (finding->severity >= findings->least)
        describe(&findings->pending, finding);
}

/* "file.mrc: record 3 (ocm00012), byte 1234: " */
static void print_place(const struct findings *findings)
{
    const struct marc_place *place = &findings->place;

    fprintf(stderr, "%s", strcmp(findings->path, "-") == 0 ? "standard input" : findings->path);
    if (place->number > 0)
        fprintf(stderr, ": record %" PRIu64, place->number);
    if (findings->id.length > 0)
        fprintf(stderr, " (%s)", findings->id.data);
    if (place->line > 0)
        fprintf(stderr, ", line %" PRIu64, place->line);
    else if (place->number > 0)
        fprintf(stderr, ", byte %" PRIu64, place->offset);
    fprintf(stderr, ": ");
}

void findings_flush(struct findings *findings, const struct marc_record *record)
{
    const char *at = findings->pending.data;

    if (record != NULL)
        buffer_add_slice(&findings->id, marc_record_identifier(record));
    for (size_t done = 0; done < findings->pending.length;) {
        print_place(findings);
        fprintf(stderr, "%s\n", at + done);
        done += strlen(at + done) + 1;
    }
    buffer_truncate(&findings->pending, 0);
}

void findings_take(struct findings *findings, const struct finding *finding)
{
    struct buffer line;

    findings->counts[finding->severity]++;
    if (finding->severity < findings->least)
        return;
    buffer_init(&line);
    describe(&line, finding);
    print_place(findings);
    fprintf(stderr, "%s\n", line.data);
    buffer_finish(&line);
}

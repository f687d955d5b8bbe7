#include "cli/findings.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <offprint/record.h>

/* The beginning's output. */
static void print(void *context, const struct findings *findings, const struct finding *finding)
{
    struct buffer line;

    (void)context;
    buffer_init(&line);
    findings_line(&line, findings, finding);
    fwrite(line.data, 1, line.length, stderr);
    buffer_finish(&line);
}

void findings_begin(struct findings *findings, enum finding_severity least)
{
    *findings = (struct findings){.least = least, .output = print, .path = ""};
    buffer_add_string(&findings->id, "");
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

/* A finding in `pending`: its severity as a byte, then three strings, each with its NUL. */
static void keep(struct buffer *pending, const struct finding *finding)
{
    buffer_add_char(pending, (char)finding->severity);
    buffer_add(pending, finding->rule, strlen(finding->rule) + 1);
    buffer_add(pending, finding->field, strlen(finding->field) + 1);
    buffer_add(pending, finding->message, strlen(finding->message) + 1);
}

static const char *take_string(const char **at)
{
    const char *string = *at;

    *at += strlen(string) + 1;
    return string;
}

static struct finding take_kept(const char **at)
{
    struct finding finding = {.severity = (enum finding_severity) * *at};

    ++*at;
    finding.rule = take_string(at);
    finding.field = take_string(at);
    finding.message = take_string(at);
    return finding;
}

void findings_handle(void *context, const struct finding *finding)
{
    struct findings *findings = context;

    findings->counts[finding->severity]++;
    if (finding->severity >= findings->least)
        keep(&findings->pending, finding);
}

void findings_flush(struct findings *findings, const struct marc_record *record)
{
    const char *at = findings->pending.data;
    const char *end = at != NULL ? at + findings->pending.length : NULL;

    if (record != NULL)
        buffer_add_slice(&findings->id, marc_record_identifier(record));
    while (at < end) {
        struct finding finding = take_kept(&at);

        findings->output(findings->context, findings, &finding);
    }
    buffer_truncate(&findings->pending, 0);
}

void findings_take(struct findings *findings, const struct finding *finding)
{
    findings->counts[finding->severity]++;
    if (finding->severity >= findings->least)
        findings->output(findings->context, findings, finding);
}

/* --- words -------------------------------------------------------------------- */

const char *findings_file_name(const struct findings *findings)
{
    return strcmp(findings->path, "-") == 0 ? "standard input" : findings->path;
}

void findings_place(struct buffer *out, const struct findings *findings)
{
    const struct marc_place *place = &findings->place;

    buffer_add_string(out, findings_file_name(findings));
    if (place->number == 0)
        return;
    buffer_printf(out, ": record %" PRIu64, place->number);
    if (findings->id.length > 0)
        buffer_printf(out, " (%s)", findings->id.data);
    if (place->line > 0)
        buffer_printf(out, ", line %" PRIu64, place->line);
    else
        buffer_printf(out, ", byte %" PRIu64, place->offset);
}

void findings_line(struct buffer *out, const struct findings *findings,
                   const struct finding *finding)
{
    findings_place(out, findings);
    buffer_printf(out, ": %s: %s%s%s [%s]\n", finding_severity_name(finding->severity),
                  finding->field, finding->field[0] != '\0' ? ": " : "", finding->message,
                  finding->rule);
}

#include "cli/check_summary.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <offprint/buffer.h>

#include "base/escape.h"
#include "base/memory.h"
#include "cli/findings.h"

void check_summary_finish(struct check_summary *summary)
{
    for (size_t i = 0; i < summary->count; i++) {
        free(summary->rules[i].rule);
        free(summary->rules[i].example);
    }
    free(summary->rules);
}

static char *describe(const struct findings *findings, const struct finding *finding)
{
    struct buffer text;

    buffer_init(&text);
    findings_place(&text, findings);
    buffer_printf(&text, ": %s", finding->message);
    return buffer_take(&text, NULL);
}

/* There are some dozens of rules: looking through them is quick. */
void check_summary_add(struct check_summary *summary, const struct findings *findings,
                       const struct finding *finding)
{
    struct check_rule *rule;

    for (size_t i = 0; i < summary->count; i++) {
        rule = &summary->rules[i];
        if (rule->severity == finding->severity && strcmp(rule->rule, finding->rule) == 0) {
            rule->count++;
            return;
        }
    }
    summary->rules =
        memory_grow(summary->rules, &summary->capacity, summary->count, sizeof *summary->rules);
    rule = &summary->rules[summary->count++];
    *rule = (struct check_rule){finding->severity, memory_string(finding->rule), 1,
                                describe(findings, finding)};
}

static int compare(const void *left, const void *right)
{
    const struct check_rule *a = left, *b = right;

    if (a->severity != b->severity)
        return a->severity > b->severity ? -1 : 1;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return strcmp(a->rule, b->rule);
}

void check_summary_sort(struct check_summary *summary)
{
    if (summary->count > 0)
        qsort(summary->rules, summary->count, sizeof *summary->rules, compare);
}

void check_summary_text(struct buffer *out, const struct check_summary *summary)
{
    if (summary->count == 0)
        return;
    buffer_printf(out, "%-8s  %-22s  %9s  %s\n", "severity", "rule", "findings", "the first");
    for (size_t i = 0; i < summary->count; i++) {
        const struct check_rule *rule = &summary->rules[i];

        buffer_printf(out, "%-8s  %-22s  %9" PRIu64 "  %s\n", finding_severity_name(rule->severity),
                      rule->rule, rule->count, rule->example);
    }
    buffer_add_char(out, '\n');
}

void check_summary_json(struct buffer *out, const struct check_summary *summary)
{
    for (size_t i = 0; i < summary->count; i++) {
        const struct check_rule *rule = &summary->rules[i];

        buffer_printf(out, "%s{\"severity\":\"%s\",\"rule\":", i > 0 ? "," : "",
                      finding_severity_name(rule->severity));
        escape_json(out, slice_of(rule->rule));
        buffer_printf(out, ",\"count\":%" PRIu64 ",\"example\":", rule->count);
        escape_json(out, slice_of(rule->example));
        buffer_add_char(out, '}');
    }
}

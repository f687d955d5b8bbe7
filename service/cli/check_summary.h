/* What a check found, by rule: severity, how often, and the first place. */
#ifndef OFFPRINT_CLI_CHECK_SUMMARY_H
#define OFFPRINT_CLI_CHECK_SUMMARY_H

#include <stddef.h>
#include <stdint.h>

#include <offprint/reader.h>

struct buffer;
struct findings;

/* One rule, by one severity. Strings are owned. */
struct check_rule {
    enum finding_severity severity;
    char *rule;
    uint64_t count;
    char *example; /* the first: place and message */
};

struct check_summary {
    struct check_rule *rules;
    size_t count, capacity;
};

void check_summary_finish(struct check_summary *summary);
void check_summary_add(struct check_summary *summary, const struct findings *findings,
                       const struct finding *finding);
/* What is worst first, then what is most frequent. */
void check_summary_sort(struct check_summary *summary);

/* Appends the table as text, or as the members of a JSON array. */
void check_summary_text(struct buffer *out, const struct check_summary *summary);
void check_summary_json(struct buffer *out, const struct check_summary *summary);

#endif

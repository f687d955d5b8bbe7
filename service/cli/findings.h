/* Findings about records, given with where they were found, and counted. */
#ifndef OFFPRINT_CLI_FINDINGS_H
#define OFFPRINT_CLI_FINDINGS_H

#include <stdint.h>

#include <offprint/buffer.h>
#include <offprint/reader.h>

struct findings;
struct marc_record;

/* Takes a finding about the record that `findings` names: path, place, id. */
typedef void findings_output(void *context, const struct findings *findings,
                             const struct finding *finding);

/*
 * What a reader finds comes before it is known where the record stands and which one it is: it is
 * kept until findings_flush.
 */
struct findings {
    enum finding_severity least; /* what is less severe is counted, not given */
    findings_output *output; /* where it is given to; the beginning is standard error, as text */
    void *context;
    const char *path;
    struct marc_place place;
    struct buffer pending;
    struct buffer id; /* "" where the record has none, or was refused */
    uint64_t counts[FINDING_ERROR + 1];
};

void findings_begin(struct findings *findings, enum finding_severity least);
void findings_finish(struct findings *findings);
void findings_file(struct findings *findings, const char *path);

/* Forgets the last record. */
void findings_next(struct findings *findings);
/* A finding_handler whose context is a struct findings: keeps the finding. */
void findings_handle(void *context, const struct finding *finding);
/* Gives what was kept, for the record at findings->place; NULL where it was refused. */
void findings_flush(struct findings *findings, const struct marc_record *record);
/* Gives one finding about the record that was flushed last. */
void findings_take(struct findings *findings, const struct finding *finding);

/* Appends where it was found: "file.mrc: record 3 (ocm00012), byte 1234". */
void findings_place(struct buffer *out, const struct findings *findings);
/* Appends the finding as a line: place, severity, field, message, rule. */
void findings_line(struct buffer *out, const struct findings *findings,
                   const struct finding *finding);
/* "standard input" for "-". */
const char *findings_file_name(const struct findings *findings);

#endif

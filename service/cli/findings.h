/* Findings about records, printed with where they were found, and counted. */
#ifndef OFFPRINT_CLI_FINDINGS_H
#define OFFPRINT_CLI_FINDINGS_H

#include <stdint.h>

#include <offprint/buffer.h>
#include <offprint/reader.h>

struct marc_record;

/*
 * What a reader finds comes before it is known where the record stands and which one it is: it is
 * kept until findings_flush.
 */
struct findings {
    enum finding_severity least; /* what is less severe is counted, not printed */
    const char *path;
    struct marc_place place;
    struct buffer pending;
    struct buffer id;
    uint64_t counts[FINDING_ERROR + 1];
};

void findings_begin(struct findings *findings, enum finding_severity least);
void findings_finish(struct findings *findings);
void findings_file(struct findings *findings, const char *path);

/* Forgets the last record. */
void findings_next(struct findings *findings);
/* A finding_handler whose context is a struct findings: keeps the finding. */
void findings_handle(void *context, const struct finding *finding);
/* Prints what was kept, for the record at findings->place; NULL where it was refused. */
void findings_flush(struct findings *findings, const struct marc_record *record);
/* Prints one finding for the record that was flushed last. */
void findings_take(struct findings *findings, const struct finding *finding);

#endif

/* Progress of long work: a live line on a terminal, else a line a second at most. */
#ifndef OFFPRINT_CLI_PROGRESS_H
#define OFFPRINT_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    const char *what;      /* "records imported" */
    uint64_t began, shown; /* milliseconds */
    bool terminal, drawn;
};

void progress_begin(struct progress *progress, const char *what);
/* `done` of `size` bytes (0: not known) and how many records; cheap when nothing is due. */
void progress_show(struct progress *progress, uint64_t records, uint64_t done, uint64_t size);
/* Clears the live line, so that other lines can be written. */
void progress_clear(struct progress *progress);
/* Records a second since the beginning. */
double progress_rate(const struct progress *progress, uint64_t records);

#endif

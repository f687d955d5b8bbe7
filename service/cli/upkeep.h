/* What the commands of upkeep share: waiting is said, progress shown. */
#ifndef OFFPRINT_CLI_UPKEEP_H
#define OFFPRINT_CLI_UPKEEP_H

#include <stdint.h>

#include <offprint/catalogue.h>

#include "cli/progress.h"

struct upkeep_view {
    struct progress progress;
    uint64_t printed, limit; /* contradictions */
};

/* Handlers that show what happens in `view`; `what` are the records: "records checked". */
struct upkeep upkeep_begin(struct upkeep_view *view, const char *what);

#endif

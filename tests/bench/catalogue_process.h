/* What a server takes: its process and all those that it started. */
#ifndef OFFPRINT_BENCH_CATALOGUE_PROCESS_H
#define OFFPRINT_BENCH_CATALOGUE_PROCESS_H

#include <sys/types.h>

struct usage {
    double cpu_seconds; /* of all threads that are running */
    double anonymous;   /* RssAnon, in MiB */
};

/* Measures the process `root` and its descendants, as Linux's /proc has them. */
struct usage usage_of(pid_t root);

#endif

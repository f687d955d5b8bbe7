#include "cli/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "base/datestamp.h"

#define TERMINAL_INTERVAL 200 /* milliseconds */
#define LINE_INTERVAL 1000

void progress_begin(struct progress *progress, const char *what)
{
    uint64_t now = clock_milliseconds();

    *progress = (struct progress){what, now, now, isatty(STDERR_FILENO) == 1, false};
}

double progress_rate(const struct progress *progress, uint64_t records)
{
    uint64_t elapsed = clock_milliseconds() - progress->began;

    return (double)records * 1000 / (double)(elapsed > 0 ? elapsed : 1);
}

void progress_show(struct progress *progress, uint64_t records, uint64_t done, uint64_t size)
{
    uint64_t now = clock_milliseconds();
    double elapsed = (double)(now - progress->began) / 1000;

    if (now - progress->shown < (progress->terminal ? TERMINAL_INTERVAL : LINE_INTERVAL))
        return;
    progress->shown = now;
    progress->drawn = progress->terminal;
    fprintf(stderr, "%s%llu %s, %.0f a second", progress->terminal ? "\r\033[K" : "",
            (unsigned long long)records, progress->what, progress_rate(progress, records));
    if (size > 0 && done > 0)
        fprintf(stderr, ", %.0f %%, %.0f s left", 100.0 * (double)done / (double)size,
                elapsed * ((double)size / (double)done - 1));
    fputs(progress->terminal ? "" : "\n", stderr);
}

void progress_clear(struct progress *progress)
{
    if (!progress->drawn)
        return;
    fputs("\r\033[K", stderr);
    progress->drawn = false;
}

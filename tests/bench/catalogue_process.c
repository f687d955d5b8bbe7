#include "catalogue_process.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More processes than any server here forks. */
#define FAMILY_LARGEST 4096

/* Nanoseconds on a processor: the first number of a thread's schedstat. Its ticks are too coarse.
 */
static double thread_seconds(const char *process, const char *thread)
{
    char path[128];
    unsigned long long nanoseconds = 0;
    FILE *file;

    snprintf(path, sizeof path, "/proc/%.20s/task/%.20s/schedstat", process, thread);
    file = fopen(path, "r");
    if (file == NULL)
        return 0;
    if (fscanf(file, "%llu", &nanoseconds) != 1)
        nanoseconds = 0;
    fclose(file);
    return (double)nanoseconds / 1e9;
}

static double process_seconds(const char *process)
{
    char path[64];
    double sum = 0;
    DIR *threads;
    const struct dirent *entry;

    snprintf(path, sizeof path, "/proc/%.20s/task", process);
    threads = opendir(path);
    if (threads == NULL)
        return 0;
    while ((entry = readdir(threads)) != NULL)
        if (entry->d_name[0] != '.')
            sum += thread_seconds(process, entry->d_name);
    closedir(threads);
    return sum;
}

/* A number of /proc/PID/status, by its label. */
static long status_number(const char *process, const char *label)
{
    char path[64], line[256];
    long value = 0;
    FILE *file;

    snprintf(path, sizeof path, "/proc/%.20s/status", process);
    file = fopen(path, "r");
    if (file == NULL)
        return 0;
    while (fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, label, strlen(label)) == 0)
            value = strtol(line + strlen(label), NULL, 10);
    fclose(file);
    return value;
}

struct family {
    long members[FAMILY_LARGEST];
    size_t count;
};

static int is_member(const struct family *family, long process)
{
    for (size_t i = 0; i < family->count; i++)
        if (family->members[i] == process)
            return 1;
    return 0;
}

/* Adds the children of those who are in it; 1 where there were any. */
static int family_grow(struct family *family)
{
    DIR *processes = opendir("/proc");
    const struct dirent *entry;
    size_t before = family->count;

    if (processes == NULL)
        return 0;
    while ((entry = readdir(processes)) != NULL) {
        long process = strtol(entry->d_name, NULL, 10);

        if (process > 0 && family->count < FAMILY_LARGEST && !is_member(family, process) &&
            is_member(family, status_number(entry->d_name, "PPid:")))
            family->members[family->count++] = process;
    }
    closedir(processes);
    return family->count > before;
}

struct usage usage_of(pid_t root)
{
    static struct family family;
    struct usage usage = {0, 0};

    family.members[0] = root;
    family.count = 1;
    while (family_grow(&family))
        ;
    for (size_t i = 0; i < family.count; i++) {
        char process[24];

        snprintf(process, sizeof process, "%ld", family.members[i]);
        usage.cpu_seconds += process_seconds(process);
        usage.anonymous += (double)status_number(process, "RssAnon:") / 1024;
    }
    return usage;
}

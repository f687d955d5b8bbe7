#include "cli/paths.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <offprint/buffer.h>

#include "base/memory.h"

/* Folders below one another; deeper is a loop of links. */
#define DEPTH_LARGEST 64

static int add(struct paths *paths, const char *path, unsigned depth);

static void append(struct paths *paths, const char *path, uint64_t bytes)
{
    paths->path = memory_grow(paths->path, &paths->capacity, paths->count, sizeof *paths->path);
    paths->path[paths->count++] = memory_string(path);
    paths->bytes += bytes;
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int add_folder(struct paths *paths, const char *folder, unsigned depth)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_visible, alphasort), status = 0;

    if (count < 0 || depth == DEPTH_LARGEST) {
        fprintf(stderr, "offprint: cannot read folder %s: %s\n", folder, strerror(errno));
        return -1;
    }
    for (int i = 0; i < count; i++) {
        struct buffer path;

        buffer_init(&path);
        buffer_printf(&path, "%s/%s", folder, entries[i]->d_name);
        if (add(paths, path.data, depth + 1) < 0)
            status = -1;
        buffer_finish(&path);
        free(entries[i]);
    }
    free(entries);
    return status;
}

static int add(struct paths *paths, const char *path, unsigned depth)
{
    struct stat status;

    if (strcmp(path, "-") == 0) {
        append(paths, path, 0);
        return 0;
    }
    if (stat(path, &status) != 0) {
        fprintf(stderr, "offprint: cannot read %s: %s\n", path, strerror(errno));
        return -1;
    }
    if (S_ISDIR(status.st_mode))
        return add_folder(paths, path, depth);
    append(paths, path, S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0);
    return 0;
}

int paths_add(struct paths *paths, const char *path)
{
    return add(paths, path, 0);
}

void paths_finish(struct paths *paths)
{
    for (size_t i = 0; i < paths->count; i++)
        free(paths->path[i]);
    free(paths->path);
}

#define _GNU_SOURCE /* O_TMPFILE */
#include "base/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Bytes of one write. */
#define STEP_MAX ((size_t)1 << 24)

void spool_init(struct spool *spool, const char *folder, size_t pending_max)
{
    *spool = (struct spool){.folder = folder, .file = -1, .pending_max = pending_max};
    buffer_init(&spool->pending);
}

static void unmap(struct spool *spool)
{
    if (spool->map != NULL)
        munmap(spool->map, spool->mapped);
    spool->map = NULL;
}

void spool_finish(struct spool *spool)
{
    unmap(spool);
    if (spool->file >= 0)
        close(spool->file);
    spool->file = -1;
    buffer_finish(&spool->pending);
}

void spool_clear(struct spool *spool)
{
    unmap(spool);
    spool->written = 0;
    spool->error = 0;
    buffer_truncate(&spool->pending, 0);
    if (spool->file >= 0 && ftruncate(spool->file, 0) != 0)
        spool->error = errno;
}

/* --- the file --------------------------------------------------------------------------------- */

/* Where the file system has no files without a name, one with a name that is gone at once. */
static int open_named(const char *folder)
{
    struct buffer path;
    int file;

    buffer_init(&path);
    buffer_printf(&path, "%s/.spool-XXXXXX", folder);
    file = mkostemp(path.data, O_CLOEXEC);
    if (file >= 0)
        unlink(path.data);
    buffer_finish(&path);
    return file;
}

static int open_file(const char *folder)
{
    int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    if (file < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL))
        file = open_named(folder);
    return file;
}

static int write_all(int file, const char *bytes, size_t length, uint64_t offset)
{
    while (length > 0) {
        ssize_t done = pwrite(file, bytes, length < STEP_MAX ? length : STEP_MAX, (off_t)offset);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return done < 0 ? errno : ENOSPC;
        bytes += done;
        length -= (size_t)done;
        offset += (uint64_t)done;
    }
    return 0;
}

void spool_write(struct spool *spool)
{
    unmap(spool);
    if (spool->error == 0 && spool->file < 0 && (spool->file = open_file(spool->folder)) < 0)
        spool->error = errno;
    if (spool->error == 0)
        spool->error =
            write_all(spool->file, spool->pending.data, spool->pending.length, spool->written);
    if (spool->error == 0)
        spool->written += spool->pending.length;
    buffer_truncate(&spool->pending, 0);
}

/* --- reading ---------------------------------------------------------------------------------- */

int spool_map(struct spool *spool, struct slice *bytes)
{
    if (spool->written == 0 && spool->error == 0) {
        *bytes = buffer_slice(&spool->pending);
        return 0;
    }
    if (spool->pending.length > 0)
        spool_write(spool);
    if (spool->error != 0)
        return spool->error;
    if (spool->map == NULL) {
        void *map = mmap(NULL, spool->written, PROT_READ, MAP_SHARED, spool->file, 0);

        if (map == MAP_FAILED)
            return errno;
        spool->map = map;
        spool->mapped = spool->written;
    }
    *bytes = slice_make(spool->map, spool->mapped);
    return 0;
}

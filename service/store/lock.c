/* The writer's lock: one writer at a time, among threads and among processes. */
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <offprint/buffer.h>

/*
 * LMDB has a lock of its own, but no way to ask whether it is free: who has to wait could not be
 * told so. flock() belongs to the open file, so that the kernel drops it however a process ends.
 */
int store_lock_open(struct store *store, struct diag *diag)
{
    struct buffer path;

    if (store->read_only)
        return OFFPRINT_OK;
    buffer_init(&path);
    buffer_printf(&path, "%s/writer.lock", store->path);
    store->lock_file = open(path.data, O_RDWR | O_CREAT | O_CLOEXEC, 0664);
    buffer_finish(&path);
    if (store->lock_file < 0)
        return diag_set(diag, OFFPRINT_STORAGE, "cannot open %s/writer.lock: %s", store->path,
                        strerror(errno));
    return OFFPRINT_OK;
}

/* 0, or an errno. */
static int lock_file(int file, int operation)
{
    while (flock(file, operation) != 0) {
        if (errno != EINTR)
            return errno;
    }
    return 0;
}

int store_lock(struct store *store, void (*waiting)(void *), void *context, struct diag *diag)
{
    bool told = waiting == NULL;
    int code;

    if (pthread_mutex_trylock(&store->writer) != 0) {
        if (!told)
            waiting(context);
        told = true;
        pthread_mutex_lock(&store->writer);
    }
    code = lock_file(store->lock_file, LOCK_EX | LOCK_NB);
    if (code == EWOULDBLOCK) {
        if (!told)
            waiting(context);
        code = lock_file(store->lock_file, LOCK_EX);
    }
    if (code == 0 && store_is_current(store))
        return OFFPRINT_OK;
    if (code == 0) {
        store_unlock(store);
        return diag_set(diag, OFFPRINT_BUSY,
                        "the catalogue %s has been compacted since it was opened; open it again",
                        store->path);
    }
    pthread_mutex_unlock(&store->writer);
    return diag_set(diag, OFFPRINT_STORAGE, "cannot lock %s/writer.lock: %s", store->path,
                    strerror(code));
}

void store_unlock(struct store *store)
{
    lock_file(store->lock_file, LOCK_UN);
    pthread_mutex_unlock(&store->writer);
}

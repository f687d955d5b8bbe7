/*
 * What a long transaction writes, put on the disk as it comes. LMDB hands its pages over to the
 * kernel when it holds too many, and the kernel keeps them until the commit asks for all at once:
 * then everybody waits for the disk, which had nothing to do before.
 */
#define _GNU_SOURCE /* sync_file_range */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>

#include "base/memory.h"
#include "base/thread.h"
#include "store/internal.h"

#define PAUSE_NANOSECONDS 100000000

struct write_ahead {
    int file;
    pthread_t thread;
    pthread_mutex_t guard; /* over `stopping` */
    pthread_cond_t changed;
    bool stopping;
};

/* Waits a little: false when it is time to stop. */
static bool pause_a_little(struct write_ahead *ahead)
{
    struct timespec until;
    bool stopping;
    int code = 0;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += PAUSE_NANOSECONDS;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    pthread_mutex_lock(&ahead->guard);
    while (!ahead->stopping && code != ETIMEDOUT)
        code = pthread_cond_timedwait(&ahead->changed, &ahead->guard, &until);
    stopping = ahead->stopping;
    pthread_mutex_unlock(&ahead->guard);
    return !stopping;
}

/* It only begins to write: what fails shows in the commit, which makes sure of all of it. */
static void *push(void *context)
{
    struct write_ahead *ahead = context;

    while (pause_a_little(ahead))
        sync_file_range(ahead->file, 0, 0, SYNC_FILE_RANGE_WRITE);
    return NULL;
}

void store_write_ahead(struct store_transaction *transaction)
{
    struct write_ahead *ahead;
    pthread_condattr_t monotonic;
    int file;

    if (transaction->ahead != NULL || mdb_env_get_fd(transaction->store->env, &file) != 0)
        return;
    ahead = memory_zeroed(1, sizeof *ahead);
    ahead->file = file;
    pthread_mutex_init(&ahead->guard, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&ahead->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    thread_start(&ahead->thread, push, ahead);
    transaction->ahead = ahead;
}

void store_end_write_ahead(struct store_transaction *transaction)
{
    struct write_ahead *ahead = transaction->ahead;

    if (ahead == NULL)
        return;
    pthread_mutex_lock(&ahead->guard);
    ahead->stopping = true;
    pthread_cond_broadcast(&ahead->changed);
    pthread_mutex_unlock(&ahead->guard);
    pthread_join(ahead->thread, NULL);
    pthread_cond_destroy(&ahead->changed);
    pthread_mutex_destroy(&ahead->guard);
    free(ahead);
    transaction->ahead = NULL;
}

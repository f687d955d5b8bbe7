/* One event thread: its listening sockets, its sessions and the memory that they share. */
#ifndef OFFPRINT_Z3950_WORKER_H
#define OFFPRINT_Z3950_WORKER_H

#include <stdatomic.h>
#include <stdbool.h>

#include <uv.h>
#include <yaz/odr.h>

#include <offprint/buffer.h>
#include <offprint/status.h>

#include "z3950/arrivals.h"

struct admission;
struct arena;
struct catalogue;
struct session;
struct worker_listener;
struct z3950_options;

/*
 * Requests of one thread are answered one after the other, so that all of its sessions share one
 * decoder, one encoder and one arena; a session by itself holds little.
 *
 * The kernel deals clients out to the threads by chance: of eight, six or more are with the same of
 * two threads in three cases of ten. So the thread that accepts a client hands it to the one that
 * has the fewest.
 */
struct worker {
    struct worker *team; /* borrowed: all workers of the service, this one among them */
    size_t team_count;
    atomic_uint load; /* sessions, and clients that are to be one */
    struct arrivals arrivals;
    struct catalogue *catalogue;         /* borrowed */
    const struct z3950_options *options; /* borrowed */
    struct admission *admission;         /* borrowed, shared by all threads */
    uv_loop_t loop;
    uv_thread_t thread;
    bool has_loop, running;
    uv_async_t stop;     /* sent by another thread: drain */
    uv_timer_t deadline; /* for draining */
    unsigned drain_seconds;
    bool draining;
    struct worker_listener *listeners;
    size_t listener_count;
    struct session *sessions; /* a list */
    ODR decoder;
    ODR encoder;
    struct arena *arena;
    struct buffer scratch;
};

/*
 * `sockets` are consumed. Also after a failure, worker_finish releases what there is. A worker
 * starts alone: `team` and `team_count` are set when all of a team have been initialized, and
 * before any is started.
 */
int worker_init(struct worker *worker, struct catalogue *catalogue,
                const struct z3950_options *options, struct admission *admission,
                const int *sockets, size_t socket_count, struct diag *diag);
int worker_start(struct worker *worker, struct diag *diag);

/* Asks a started worker to finish what is in flight within `seconds` and to end; does not wait. */
void worker_stop(struct worker *worker, unsigned seconds);
/* Waits for the end of a worker that was started and stopped. */
void worker_join(struct worker *worker);
/* Releases what a worker had, once all of its team have ended. */
void worker_finish(struct worker *worker);

/* For sessions: gives back what the last operation needed. */
void worker_reset(struct worker *worker);
/* For sessions: one of them is over, or did not come about. */
void worker_session_ended(struct worker *worker);

#endif

/* Event threads: accepting, draining, and the memory that a thread's sessions share. */
#include "z3950/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <offprint/arena.h>

#include "base/log.h"
#include "base/memory.h"
#include "z3950/session.h"
#include "z3950/z3950.h"

/* Clients taken in at a time, so that those who are in are served in between. */
#define ACCEPT_AT_ONCE 64
/* How long to leave clients waiting when there are no descriptors for them. */
#define ACCEPT_REST_MS 100
/* A reply that was larger does not keep its memory. */
#define ENCODER_KEEPS (2 * 1024 * 1024)

struct worker_listener {
    struct worker *worker;
    int fd;
    uv_poll_t poll;
    uv_timer_t rest;
};

static void on_readable(uv_poll_t *poll, int status, int events);

static void on_rested(uv_timer_t *timer)
{
    struct worker_listener *listener = timer->data;

    uv_poll_start(&listener->poll, UV_READABLE, on_readable);
}

/* Without a pause, a client that cannot be accepted would keep the loop spinning. */
static void rest(struct worker_listener *listener)
{
    log_error("z3950", "cannot accept a client: %s", strerror(errno));
    uv_poll_stop(&listener->poll);
    uv_timer_start(&listener->rest, on_rested, ACCEPT_REST_MS, 0);
}

static bool is_fault_of_client(int error)
{
    return error == ECONNABORTED || error == EINTR || error == EPROTO || error == EPERM;
}

static struct worker *least_loaded(struct worker *worker)
{
    struct worker *least = worker;

    for (size_t i = 0; i < worker->team_count; i++) {
        if (atomic_load(&worker->team[i].load) < atomic_load(&least->load))
            least = &worker->team[i];
    }
    return least;
}

/* A client that another thread is too late for stays here. */
static void place(struct worker *worker, const struct arrival *arrival)
{
    struct worker *least = least_loaded(worker);

    atomic_fetch_add(&least->load, 1);
    if (least != worker && arrivals_put(&least->arrivals, arrival))
        return;
    if (least != worker) {
        atomic_fetch_sub(&least->load, 1);
        atomic_fetch_add(&worker->load, 1);
    }
    session_begin(worker, arrival->fd, (const struct sockaddr *)&arrival->address);
}

static void take_arrivals(struct worker *worker)
{
    struct arrival arrival;

    while (arrivals_take(&worker->arrivals, &arrival))
        session_begin(worker, arrival.fd, (const struct sockaddr *)&arrival.address);
}

static void on_arrival(uv_async_t *async)
{
    take_arrivals(async->data);
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
    struct worker_listener *listener = poll->data;
    struct arrival arrival;

    (void)status;
    (void)events;
    for (int i = 0; i < ACCEPT_AT_ONCE; i++) {
        socklen_t length = sizeof arrival.address;
        int on = 1;
        int fd = accept(listener->fd, (struct sockaddr *)&arrival.address, &length);

        if (fd < 0 && is_fault_of_client(errno))
            continue;
        if (fd < 0 && errno != EAGAIN && errno != EWOULDBLOCK)
            rest(listener);
        if (fd < 0)
            return;
        fcntl(fd, F_SETFD, FD_CLOEXEC); /* O_NONBLOCK is set by libuv */
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
        arrival.fd = fd;
        place(listener->worker, &arrival);
    }
}

static void close_listeners(struct worker *worker)
{
    for (size_t i = 0; i < worker->listener_count; i++) {
        struct worker_listener *listener = &worker->listeners[i];

        uv_close((uv_handle_t *)&listener->poll, NULL);
        uv_close((uv_handle_t *)&listener->rest, NULL);
        close(listener->fd);
    }
}

/* With the last session the loop runs out of handles, and the thread ends. */
static void end_if_drained(struct worker *worker)
{
    if (!worker->draining || worker->sessions != NULL ||
        uv_is_closing((uv_handle_t *)&worker->stop))
        return;
    uv_close((uv_handle_t *)&worker->stop, NULL);
    uv_close((uv_handle_t *)&worker->deadline, NULL);
    uv_close((uv_handle_t *)&worker->arrivals.wake, NULL);
}

void worker_session_ended(struct worker *worker)
{
    atomic_fetch_sub(&worker->load, 1);
    end_if_drained(worker);
}

static void on_deadline(uv_timer_t *timer)
{
    struct worker *worker = timer->data;

    for (struct session *session = worker->sessions, *next; session != NULL; session = next) {
        next = session->next;
        session_close(session);
    }
}

static void on_stop(uv_async_t *async)
{
    struct worker *worker = async->data;

    if (worker->draining)
        return;
    close_listeners(worker);
    arrivals_shut(&worker->arrivals);
    take_arrivals(worker);
    worker->draining = true;
    uv_timer_start(&worker->deadline, on_deadline, (uint64_t)worker->drain_seconds * 1000, 0);
    for (struct session *session = worker->sessions, *next; session != NULL; session = next) {
        next = session->next;
        session_drain(session);
    }
    end_if_drained(worker);
}

static int add_listener(struct worker *worker, struct worker_listener *listener, int fd)
{
    int error;

    listener->worker = worker;
    listener->fd = fd;
    listener->poll.data = listener;
    listener->rest.data = listener;
    if ((error = uv_poll_init(&worker->loop, &listener->poll, fd)) < 0 ||
        (error = uv_timer_init(&worker->loop, &listener->rest)) < 0 ||
        (error = uv_poll_start(&listener->poll, UV_READABLE, on_readable)) < 0)
        return error;
    return 0;
}

static int init_loop(struct worker *worker, const int *sockets, size_t socket_count)
{
    int error;

    if ((error = uv_loop_init(&worker->loop)) < 0)
        return error;
    worker->has_loop = true;
    if ((error = uv_async_init(&worker->loop, &worker->stop, on_stop)) < 0 ||
        (error = uv_timer_init(&worker->loop, &worker->deadline)) < 0 ||
        (error = arrivals_init(&worker->arrivals, &worker->loop, on_arrival, worker)) < 0)
        return error;
    worker->stop.data = worker;
    worker->deadline.data = worker;
    worker->listeners = memory_zeroed(socket_count, sizeof *worker->listeners);
    for (size_t i = 0; i < socket_count; i++) {
        if ((error = add_listener(worker, &worker->listeners[i], sockets[i])) < 0)
            return error;
        worker->listener_count++;
    }
    return 0;
}

int worker_init(struct worker *worker, struct catalogue *catalogue,
                const struct z3950_options *options, struct admission *admission,
                const int *sockets, size_t socket_count, struct diag *diag)
{
    int error;

    memset(worker, 0, sizeof *worker);
    worker->catalogue = catalogue;
    worker->options = options;
    worker->admission = admission;
    worker->decoder = odr_createmem(ODR_DECODE);
    worker->encoder = odr_createmem(ODR_ENCODE);
    worker->arena = arena_create();
    buffer_init(&worker->scratch);
    error = init_loop(worker, sockets, socket_count);
    if (error == 0)
        return OFFPRINT_OK;
    for (size_t i = worker->listener_count; i < socket_count; i++)
        close(sockets[i]);
    return diag_set(diag, OFFPRINT_IO, "cannot make an event loop: %s", uv_strerror(error));
}

static void run(void *context)
{
    struct worker *worker = context;

    uv_run(&worker->loop, UV_RUN_DEFAULT);
}

/* Signals are the main thread's; only those that a thread raises by itself are left to it. */
static void block_signals(sigset_t *before)
{
    static const int own[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};
    sigset_t blocked;

    sigfillset(&blocked);
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        sigdelset(&blocked, own[i]);
    pthread_sigmask(SIG_SETMASK, &blocked, before);
}

int worker_start(struct worker *worker, struct diag *diag)
{
    sigset_t before;
    int error;

    block_signals(&before);
    error = uv_thread_create(&worker->thread, run, worker);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (error < 0)
        return diag_set(diag, OFFPRINT_IO, "cannot start a thread: %s", uv_strerror(error));
    worker->running = true;
    return OFFPRINT_OK;
}

void worker_stop(struct worker *worker, unsigned seconds)
{
    worker->drain_seconds = seconds;
    uv_async_send(&worker->stop);
}

static void close_handle(uv_handle_t *handle, void *context)
{
    (void)context;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

static void finish_loop(struct worker *worker)
{
    uv_walk(&worker->loop, close_handle, NULL);
    uv_run(&worker->loop, UV_RUN_DEFAULT);
    uv_loop_close(&worker->loop);
}

void worker_join(struct worker *worker)
{
    if (worker->running)
        uv_thread_join(&worker->thread);
}

void worker_finish(struct worker *worker)
{
    if (worker->has_loop)
        finish_loop(worker);
    arrivals_finish(&worker->arrivals);
    for (size_t i = 0; i < worker->listener_count && !worker->draining; i++)
        close(worker->listeners[i].fd);
    odr_destroy(worker->decoder);
    odr_destroy(worker->encoder);
    arena_destroy(worker->arena);
    buffer_finish(&worker->scratch);
    free(worker->listeners);
}

void worker_reset(struct worker *worker)
{
    int length, size;

    odr_getbuf(worker->encoder, &length, &size);
    if (size > ENCODER_KEEPS) {
        odr_destroy(worker->encoder);
        worker->encoder = odr_createmem(ODR_ENCODE);
    }
    odr_reset(worker->encoder);
    odr_reset(worker->decoder);
    arena_reset(worker->arena);
    if (worker->scratch.capacity > ENCODER_KEEPS)
        buffer_finish(&worker->scratch);
}

/* Clients that one thread has accepted and another is to serve. */
#ifndef OFFPRINT_Z3950_ARRIVALS_H
#define OFFPRINT_Z3950_ARRIVALS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#include <uv.h>

struct arrival {
    int fd; /* a connected socket, owned by whoever has the arrival */
    struct sockaddr_storage address;
};

/* The serving thread's. Only arrivals_put is for others. */
struct arrivals {
    uv_mutex_t guard;
    uv_async_t wake;
    bool usable; /* the mutex is there */
    bool open;   /* whoever puts one in now is heard */
    struct arrival *items;
    size_t count, capacity;
};

/* 0, or an error of libuv. `on_wake` is called in the loop's thread when there are any. */
int arrivals_init(struct arrivals *arrivals, uv_loop_t *loop, uv_async_cb on_wake, void *context);

/* From any thread. False, and the arrival stays the caller's, where it is too late for it. */
bool arrivals_put(struct arrivals *arrivals, const struct arrival *arrival);

/* Takes one out; false where there is none. */
bool arrivals_take(struct arrivals *arrivals, struct arrival *arrival);

/* Lets nobody put in more. What is in it can still be taken. */
void arrivals_shut(struct arrivals *arrivals);

/* Closes what nobody took, once the loop is at its end. */
void arrivals_finish(struct arrivals *arrivals);

#endif

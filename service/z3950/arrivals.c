#include "z3950/arrivals.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"

int arrivals_init(struct arrivals *arrivals, uv_loop_t *loop, uv_async_cb on_wake, void *context)
{
    int error = uv_mutex_init(&arrivals->guard);

    if (error < 0)
        return error;
    arrivals->usable = true;
    if ((error = uv_async_init(loop, &arrivals->wake, on_wake)) < 0)
        return error;
    arrivals->wake.data = context;
    arrivals->open = true;
    return 0;
}

/* Woken under the lock: once it is shut, nobody touches a handle that may be closed. */
bool arrivals_put(struct arrivals *arrivals, const struct arrival *arrival)
{
    bool open;

    uv_mutex_lock(&arrivals->guard);
    if ((open = arrivals->open)) {
        arrivals->items = memory_grow(arrivals->items, &arrivals->capacity, arrivals->count,
                                      sizeof *arrivals->items);
        arrivals->items[arrivals->count++] = *arrival;
        uv_async_send(&arrivals->wake);
    }
    uv_mutex_unlock(&arrivals->guard);
    return open;
}

bool arrivals_take(struct arrivals *arrivals, struct arrival *arrival)
{
    bool any;

    uv_mutex_lock(&arrivals->guard);
    if ((any = arrivals->count > 0))
        *arrival = arrivals->items[--arrivals->count];
    uv_mutex_unlock(&arrivals->guard);
    return any;
}

void arrivals_shut(struct arrivals *arrivals)
{
    uv_mutex_lock(&arrivals->guard);
    arrivals->open = false;
    uv_mutex_unlock(&arrivals->guard);
}

void arrivals_finish(struct arrivals *arrivals)
{
    struct arrival arrival;

    if (!arrivals->usable)
        return;
    while (arrivals_take(arrivals, &arrival))
        close(arrival.fd);
    free(arrivals->items);
    uv_mutex_destroy(&arrivals->guard);
}

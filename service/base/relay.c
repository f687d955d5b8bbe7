#include "base/relay.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/memory.h"

#define BLOCK_SIZE ((size_t)256 << 10)
/* Blocks that wait to be taken. */
#define WAITING_MAX 8

struct block {
    struct block *next;
    size_t size, used;
    _Alignas(8) uint8_t data[];
};

struct relay {
    relay_maker *make;
    void *context;
    bool alone;
    pthread_t thread;
    struct block *making; /* the maker's */
    struct block *taken;  /* the taker's */
    atomic_bool over;

    pthread_mutex_t guard; /* over what follows */
    pthread_cond_t changed;
    struct block *first, *last;
    size_t waiting;
    bool all_made;
};

/* --- making ----------------------------------------------------------------------------------- */

static struct block *block_create(size_t size)
{
    struct block *block = memory_alloc(sizeof *block + size);

    *block = (struct block){.size = size};
    return block;
}

/* Puts the block at hand among those that wait; once it is over, without waiting itself. */
static void hand_over(struct relay *relay)
{
    struct block *block = relay->making;

    if (block == NULL)
        return;
    pthread_mutex_lock(&relay->guard);
    while (!relay->alone && !relay->over && relay->waiting >= WAITING_MAX)
        pthread_cond_wait(&relay->changed, &relay->guard);
    relay->making = NULL;
    if (relay->first == NULL)
        relay->first = block;
    else
        relay->last->next = block;
    relay->last = block;
    relay->waiting++;
    pthread_cond_broadcast(&relay->changed);
    pthread_mutex_unlock(&relay->guard);
}

uint8_t *relay_reserve(struct relay *relay, size_t length)
{
    length = relay_size(length);
    if (relay->making != NULL && relay->making->size - relay->making->used < length)
        hand_over(relay);
    if (relay->making == NULL)
        relay->making = block_create(length > BLOCK_SIZE ? length : BLOCK_SIZE);
    return relay->making->data + relay->making->used;
}

void relay_advance(struct relay *relay, const uint8_t *end)
{
    relay->making->used = relay_size((size_t)(end - relay->making->data));
}

bool relay_is_over(struct relay *relay)
{
    return relay->over;
}

static void *make_all(void *context)
{
    struct relay *relay = context;

    relay->make(relay, relay->context);
    hand_over(relay);
    pthread_mutex_lock(&relay->guard);
    relay->all_made = true;
    pthread_cond_broadcast(&relay->changed);
    pthread_mutex_unlock(&relay->guard);
    return NULL;
}

/* --- taking ----------------------------------------------------------------------------------- */

/* Signals are the caller's. */
static void start_thread(struct relay *relay)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    if (pthread_create(&relay->thread, NULL, make_all, relay) != 0)
        abort(); /* there is no memory for its stack */
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct relay *relay_start(relay_maker *make, void *context, bool alone)
{
    struct relay *relay = memory_zeroed(1, sizeof *relay);

    relay->make = make;
    relay->context = context;
    relay->alone = alone;
    pthread_mutex_init(&relay->guard, NULL);
    pthread_cond_init(&relay->changed, NULL);
    if (alone)
        make_all(relay);
    else
        start_thread(relay);
    return relay;
}

bool relay_take(struct relay *relay, struct slice *bytes)
{
    struct block *block;

    free(relay->taken);
    pthread_mutex_lock(&relay->guard);
    while (relay->first == NULL && !relay->all_made)
        pthread_cond_wait(&relay->changed, &relay->guard);
    block = relay->first;
    if (block != NULL) {
        relay->first = block->next;
        relay->waiting--;
        pthread_cond_broadcast(&relay->changed);
    }
    pthread_mutex_unlock(&relay->guard);
    relay->taken = block;
    *bytes =
        block != NULL ? slice_make((const char *)block->data, block->used) : slice_make(NULL, 0);
    return block != NULL;
}

void relay_finish(struct relay *relay)
{
    if (relay == NULL)
        return;
    relay->over = true;
    pthread_mutex_lock(&relay->guard);
    pthread_cond_broadcast(&relay->changed);
    pthread_mutex_unlock(&relay->guard);
    if (!relay->alone)
        pthread_join(relay->thread, NULL);
    while (relay->first != NULL) {
        struct block *next = relay->first->next;

        free(relay->first);
        relay->first = next;
    }
    free(relay->taken);
    free(relay->making);
    pthread_cond_destroy(&relay->changed);
    pthread_mutex_destroy(&relay->guard);
    free(relay);
}

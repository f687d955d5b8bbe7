#include "base/relay.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/thread.h"

/* Of those that relay_start makes. */
#define BLOCK_SIZE ((size_t)256 << 10)
#define WAITING_MAX 8

struct block {
    struct block *next;
    size_t size, used;
    _Alignas(8) uint8_t data[];
};

struct relay {
    size_t block_size, waiting_max;
    relay_maker *make; /* of relay_start */
    void *context;
    bool has_thread;
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
    while (!relay->over && relay->waiting >= relay->waiting_max)
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
        relay->making = block_create(length > relay->block_size ? length : relay->block_size);
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

void relay_end(struct relay *relay)
{
    hand_over(relay);
    pthread_mutex_lock(&relay->guard);
    relay->all_made = true;
    pthread_cond_broadcast(&relay->changed);
    pthread_mutex_unlock(&relay->guard);
}

/* --- taking ----------------------------------------------------------------------------------- */

bool relay_is_waiting(struct relay *relay)
{
    bool waiting;

    pthread_mutex_lock(&relay->guard);
    waiting = relay->first != NULL;
    pthread_mutex_unlock(&relay->guard);
    return waiting;
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

/* --- beginning and end ------------------------------------------------------------------------ */

struct relay *relay_create(size_t block_size, size_t waiting_max)
{
    struct relay *relay = memory_zeroed(1, sizeof *relay);

    relay->block_size = relay_size(block_size);
    relay->waiting_max = waiting_max;
    pthread_mutex_init(&relay->guard, NULL);
    pthread_cond_init(&relay->changed, NULL);
    return relay;
}

static void *make_all(void *context)
{
    struct relay *relay = context;

    relay->make(relay, relay->context);
    relay_end(relay);
    return NULL;
}

struct relay *relay_start(relay_maker *make, void *context, bool alone)
{
    struct relay *relay = relay_create(BLOCK_SIZE, alone ? SIZE_MAX : WAITING_MAX);

    relay->make = make;
    relay->context = context;
    relay->has_thread = !alone;
    if (alone)
        make_all(relay);
    else
        thread_start(&relay->thread, make_all, relay);
    return relay;
}

void relay_destroy(struct relay *relay)
{
    if (relay == NULL)
        return;
    relay->over = true;
    pthread_mutex_lock(&relay->guard);
    pthread_cond_broadcast(&relay->changed);
    pthread_mutex_unlock(&relay->guard);
    if (relay->has_thread)
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

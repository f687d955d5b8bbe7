/* Caps on sessions: one small table for all threads, touched when a session begins or ends. */
#include "z3950/admission.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/memory.h"

/* Sessions beyond the caps that may wait for their Init to be refused. */
#define CROWDED_LIMIT 64

struct address_count {
    struct client_address address;
    unsigned sessions;
};

struct admission {
    pthread_mutex_t mutex;
    unsigned limit;
    unsigned limit_per_address;
    unsigned sessions;
    unsigned crowded;
    struct address_count *addresses; /* those with sessions, in no order */
    size_t count;
    size_t capacity;
};

struct admission *admission_create(unsigned sessions, unsigned sessions_per_address)
{
    struct admission *admission = memory_zeroed(1, sizeof *admission);

    pthread_mutex_init(&admission->mutex, NULL);
    admission->limit = sessions;
    admission->limit_per_address = sessions_per_address;
    return admission;
}

void admission_destroy(struct admission *admission)
{
    if (admission == NULL)
        return;
    pthread_mutex_destroy(&admission->mutex);
    free(admission->addresses);
    free(admission);
}

struct client_address client_address_of(const struct sockaddr *address)
{
    static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    struct client_address client = {{0}};

    if (address->sa_family == AF_INET) {
        const struct sockaddr_in *four = (const void *)address;

        memcpy(client.bytes, mapped, sizeof mapped);
        memcpy(client.bytes + sizeof mapped, &four->sin_addr, 4);
    } else if (address->sa_family == AF_INET6) {
        const struct sockaddr_in6 *six = (const void *)address;

        memcpy(client.bytes, &six->sin6_addr, sizeof client.bytes);
    }
    return client;
}

static struct address_count *find(struct admission *admission, const struct client_address *address)
{
    for (size_t i = 0; i < admission->count; i++)
        if (memcmp(&admission->addresses[i].address, address, sizeof *address) == 0)
            return &admission->addresses[i];
    return NULL;
}

static void add(struct admission *admission, const struct client_address *address,
                struct address_count *known)
{
    admission->sessions++;
    if (known != NULL) {
        known->sessions++;
        return;
    }
    admission->addresses = memory_grow(admission->addresses, &admission->capacity, admission->count,
                                       sizeof *admission->addresses);
    admission->addresses[admission->count++] = (struct address_count){*address, 1};
}

enum admitted admission_enter(struct admission *admission, const struct client_address *address)
{
    enum admitted admitted = ADMITTED_NOT;
    struct address_count *known;

    pthread_mutex_lock(&admission->mutex);
    known = find(admission, address);
    if (admission->sessions < admission->limit &&
        (known == NULL || known->sessions < admission->limit_per_address)) {
        admitted = ADMITTED;
        add(admission, address, known);
    } else if (admission->crowded < CROWDED_LIMIT) {
        admitted = ADMITTED_CROWDED;
        admission->crowded++;
    }
    pthread_mutex_unlock(&admission->mutex);
    return admitted;
}

void admission_leave(struct admission *admission, const struct client_address *address,
                     enum admitted admitted)
{
    struct address_count *known;

    pthread_mutex_lock(&admission->mutex);
    if (admitted == ADMITTED_CROWDED) {
        admission->crowded--;
    } else if (admitted == ADMITTED) {
        known = find(admission, address);
        admission->sessions--;
        if (known != NULL && --known->sessions == 0)
            *known = admission->addresses[--admission->count];
    }
    pthread_mutex_unlock(&admission->mutex);
}

#include "base/thread.h"

#include <signal.h>
#include <stdlib.h>

void thread_start(pthread_t *thread, void *(*body)(void *), void *context)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    if (pthread_create(thread, NULL, body, context) != 0)
        abort();
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

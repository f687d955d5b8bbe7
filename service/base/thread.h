#ifndef OFFPRINT_BASE_THREAD_H
#define OFFPRINT_BASE_THREAD_H

#include <pthread.h>

/* Starts a thread that takes no signals: these are for the one that waits for them. Aborts where
 * there is no memory for its stack. */
void thread_start(pthread_t *thread, void *(*body)(void *), void *context);

#endif

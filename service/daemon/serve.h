/* The running service: catalogue, listeners, and their end. */
#ifndef OFFPRINT_DAEMON_SERVE_H
#define OFFPRINT_DAEMON_SERVE_H

#include <stdio.h>

#include <offprint/status.h>

struct configuration;
struct service;

/* Opens the catalogue and starts every face. What was started is stopped again where one fails. */
int service_start(struct service **service, const struct configuration *configuration,
                  struct diag *diag);
/* One line a face: its address, and something to try. */
void service_announce(const struct service *service, FILE *to);
/* Stops accepting, finishes what is in flight, closes the catalogue. */
void service_stop(struct service *service);

#endif

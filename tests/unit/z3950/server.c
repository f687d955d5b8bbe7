/* The server's threads: each has as many of the clients as any other. */
#include "../test.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "z3950/z3950.h"

#define THREADS 4
#define CLIENTS 32

static int client(unsigned port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (const struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

/* Is it the server's end of a client's connection? */
static bool is_session(int fd, unsigned port)
{
    struct sockaddr_in here = {0}, there = {0};
    socklen_t here_size = sizeof here, there_size = sizeof there;

    return getsockname(fd, (struct sockaddr *)&here, &here_size) == 0 &&
           getpeername(fd, (struct sockaddr *)&there, &there_size) == 0 &&
           here.sin_family == AF_INET && ntohs(here.sin_port) == port;
}

/* How many sessions a thread waits for, by the descriptor of its epoll (proc(5), fdinfo). */
static unsigned sessions_of(const char *epoll, unsigned port)
{
    char path[288], line[160];
    unsigned sessions = 0;
    FILE *info;
    int fd;

    snprintf(path, sizeof path, "/proc/self/fdinfo/%s", epoll);
    info = fopen(path, "r");
    while (info != NULL && fgets(line, sizeof line, info) != NULL) {
        if (sscanf(line, "tfd: %d", &fd) == 1)
            sessions += is_session(fd, port);
    }
    if (info != NULL)
        fclose(info);
    return sessions;
}

/* Fills in how many threads have sessions, and the fewest and the most that one of them has. */
static unsigned count_sessions(unsigned port, unsigned *threads, unsigned *fewest, unsigned *most)
{
    DIR *descriptors = opendir("/proc/self/fdinfo");
    struct dirent *entry;
    unsigned all = 0;

    *threads = *most = 0;
    *fewest = CLIENTS;
    while (descriptors != NULL && (entry = readdir(descriptors)) != NULL) {
        unsigned sessions = sessions_of(entry->d_name, port);

        if (sessions == 0)
            continue;
        all += sessions;
        ++*threads;
        *fewest = sessions < *fewest ? sessions : *fewest;
        *most = sessions > *most ? sessions : *most;
    }
    if (descriptors != NULL)
        closedir(descriptors);
    return all;
}

/* Until the server has taken in all clients, and seen off those that are gone. */
static void await_sessions(unsigned port, unsigned wanted, unsigned *threads, unsigned *fewest,
                           unsigned *most)
{
    for (int i = 0; i < 10000; i++) {
        if (count_sessions(port, threads, fewest, most) == wanted)
            return;
        usleep(1000);
    }
    fail_msg("there are not %u sessions", wanted);
}

static void clients_are_shared_out_evenly(void **state)
{
    const char *address = "127.0.0.1:0";
    struct z3950_options options = {
        .addresses = &address,
        .address_count = 1,
        .threads = THREADS,
        .sessions_per_address = 2 * CLIENTS,
    };
    unsigned port, threads, fewest, most;
    struct z3950_server *server;
    struct diag diag = {0};
    int clients[CLIENTS];

    (void)state;
    assert_int_equal(z3950_server_start(&server, NULL, &options, &diag), OFFPRINT_OK);
    assert_int_equal(sscanf(z3950_server_address(server, 0), "127.0.0.1:%u", &port), 1);
    for (unsigned i = 0; i < CLIENTS; i++) { /* each has its place before the next one comes */
        clients[i] = client(port);
        await_sessions(port, i + 1, &threads, &fewest, &most);
    }
    assert_int_equal(threads, THREADS);
    assert_int_equal(most, CLIENTS / THREADS);
    for (unsigned i = 0; i < CLIENTS; i += 4) /* some go, of one thread more than of another */
        close(clients[i]);
    await_sessions(port, CLIENTS - CLIENTS / 4, &threads, &fewest, &most);
    for (unsigned i = 0; i < CLIENTS; i += 4) {
        clients[i] = client(port);
        await_sessions(port, CLIENTS - CLIENTS / 4 + i / 4 + 1, &threads, &fewest, &most);
    }
    assert_int_equal(threads, THREADS);
    assert_int_equal(fewest, CLIENTS / THREADS);
    assert_int_equal(most, CLIENTS / THREADS);
    z3950_server_stop(server, 1);
    for (unsigned i = 0; i < CLIENTS; i++)
        close(clients[i]);
}

/* Clients come while the threads end, one after the other. */
static void clients_may_come_while_it_stops(void **state)
{
    const char *address = "127.0.0.1:0";
    struct z3950_options options = {
        .addresses = &address, .address_count = 1, .threads = THREADS, .sessions_per_address = 999};
    struct z3950_server *server;
    struct diag diag = {0};
    int clients[CLIENTS];
    unsigned port;

    (void)state;
    for (int round = 0; round < 20; round++) {
        assert_int_equal(z3950_server_start(&server, NULL, &options, &diag), OFFPRINT_OK);
        assert_int_equal(sscanf(z3950_server_address(server, 0), "127.0.0.1:%u", &port), 1);
        for (unsigned i = 0; i < CLIENTS; i++)
            clients[i] = client(port);
        for (unsigned i = 0; i < CLIENTS; i++)
            shutdown(clients[i], SHUT_WR);
        z3950_server_stop(server, 1);
        for (unsigned i = 0; i < CLIENTS; i++)
            close(clients[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clients_are_shared_out_evenly),
        cmocka_unit_test(clients_may_come_while_it_stops),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

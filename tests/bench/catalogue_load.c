/*
 * catalogue_load count HOST:PORT QUERIES
 *     Asks each query of the file once; prints the hits, a line each ("failed" where it was
 * refused). catalogue_load run HOST:PORT QUERIES CLASS CONNECTIONS SECONDS PID Asks the queries of
 * a class over and over on some connections, each search followed by a present of the first record
 * as USMARC, and prints one line of JSON. PID is the server, whose processor time and memory are
 * measured meanwhile.
 *
 * One thread and requests encoded beforehand: the less it takes, the more is the server's.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>

#include "catalogue_process.h"
#include "catalogue_wire.h"

#define CONNECTIONS_LARGEST 1024
#define ANSWER_LARGEST 262144

struct queries {
    struct request *searches;
    size_t count;
};

struct connection {
    int socket;
    size_t next;  /* query to ask */
    double began; /* the operation under way */
    char *bytes;  /* of the answer so far */
    size_t length;
};

struct load {
    struct queries queries;
    struct request present;
    struct connection connections[CONNECTIONS_LARGEST];
    size_t connection_count;
    float *latencies; /* seconds, of each operation */
    size_t operations, room;
    size_t failures, empty;
    uint64_t hits;
};

static void die(const char *what)
{
    fprintf(stderr, "catalogue_load: %s: %s\n", what, errno != 0 ? strerror(errno) : "failed");
    exit(1);
}

static double read_clock(clockid_t clock)
{
    struct timespec time;

    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double now(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

static void *must(void *memory)
{
    if (memory == NULL)
        die("memory");
    return memory;
}

/* Reads the queries of a class, or of every one where it is NULL. */
static void queries_read(struct queries *queries, const char *path, const char *class)
{
    char line[512];
    FILE *file = fopen(path, "r");

    if (file == NULL)
        die(path);
    while (fgets(line, sizeof line, file) != NULL) {
        char *query = strchr(line, '\t');

        if (query == NULL)
            die("a line without a tab");
        *query++ = '\0';
        query[strcspn(query, "\n")] = '\0';
        if (class != NULL && strcmp(class, line) != 0)
            continue;
        queries->searches =
            must(realloc(queries->searches, (queries->count + 1) * sizeof *queries->searches));
        if (request_search(&queries->searches[queries->count++], query) < 0)
            die(query);
    }
    fclose(file);
    if (queries->count == 0)
        die("no queries of that class");
}

static int open_socket(const char *address)
{
    struct sockaddr_in where = {.sin_family = AF_INET};
    char host[64];
    const char *colon = strchr(address, ':');
    int one = 1, opened = socket(AF_INET, SOCK_STREAM, 0);

    if (colon == NULL || (size_t)(colon - address) >= sizeof host)
        die(address);
    memcpy(host, address, (size_t)(colon - address));
    host[colon - address] = '\0';
    where.sin_port = htons((uint16_t)strtoul(colon + 1, NULL, 10));
    if (opened < 0 || inet_pton(AF_INET, host, &where.sin_addr) != 1 ||
        connect(opened, (const struct sockaddr *)&where, sizeof where) != 0)
        die(address);
    setsockopt(opened, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return opened;
}

/* Requests are far smaller than a socket's buffer, which is empty: they go in one piece. */
static void send_request(const struct connection *connection, const struct request *request)
{
    if (send(connection->socket, request->bytes, request->length, MSG_NOSIGNAL) !=
        (ssize_t)request->length)
        die("send");
}

/* Reads what is there; 1 and the answer where that completes one. */
static int receive(struct answer *answer, struct connection *connection)
{
    ssize_t got = recv(connection->socket, connection->bytes + connection->length,
                       ANSWER_LARGEST - connection->length, 0);
    long taken;

    if (got <= 0) {
        errno = got == 0 ? ECONNRESET : errno;
        die("the server");
    }
    connection->length += (size_t)got;
    taken = answer_read(answer, connection->bytes, connection->length);
    if (taken < 0)
        die("an answer that is none");
    if (taken > 0)
        connection->length -= (size_t)taken; /* we ask one thing at a time: nothing follows */
    return taken > 0;
}

static struct answer ask(struct connection *connection, const struct request *request)
{
    struct answer answer;

    send_request(connection, request);
    while (!receive(&answer, connection))
        ;
    return answer;
}

static void connection_open(struct connection *connection, const char *address)
{
    struct request init;
    struct answer answer;

    *connection = (struct connection){.socket = open_socket(address)};
    connection->bytes = must(malloc(ANSWER_LARGEST));
    request_init(&init);
    answer = ask(connection, &init);
    request_finish(&init);
    if (answer.service != ANSWER_INIT)
        die("init");
}

static void begin_operation(struct load *load, struct connection *connection, double time)
{
    connection->began = time;
    send_request(connection, &load->queries.searches[connection->next]);
    connection->next = (connection->next + 1) % load->queries.count;
}

static void end_operation(struct load *load, const struct connection *connection, double time)
{
    if (load->operations == load->room) {
        load->room = load->room * 2 + 65536;
        load->latencies = must(realloc(load->latencies, load->room * sizeof *load->latencies));
    }
    load->latencies[load->operations++] = (float)(time - connection->began);
}

/* A search that found something is followed by a present, and that by the next search. */
static void take_answer(struct load *load, struct connection *connection)
{
    struct answer answer;
    double time;

    if (!receive(&answer, connection))
        return;
    if (!answer.succeeded)
        load->failures++;
    if (answer.service == ANSWER_SEARCH) {
        load->hits += answer.hits;
        if (answer.hits > 0) {
            send_request(connection, &load->present);
            return;
        }
        load->empty++;
    }
    time = now();
    end_operation(load, connection, time);
    begin_operation(load, connection, time);
}

static void run_until(struct load *load, int poll, double end)
{
    struct epoll_event events[64];

    while (now() < end) {
        int ready = epoll_wait(poll, events, 64, 1000);

        if (ready == 0)
            die("no answer for a second");
        for (int i = 0; i < ready; i++)
            take_answer(load, events[i].data.ptr);
    }
}

static int by_size(const void *left, const void *right)
{
    float one = *(const float *)left, other = *(const float *)right;

    return (one > other) - (one < other);
}

static double percentile(const struct load *load, double part)
{
    return load->operations == 0
               ? 0
               : (double)load->latencies[(size_t)(part * (double)(load->operations - 1))];
}

/* Rate a second, latencies in milliseconds, processor time in microseconds an operation. */
static void print_result(struct load *load, double seconds, double own, struct usage before,
                         struct usage after)
{
    double operations = load->operations == 0 ? 1 : (double)load->operations;

    qsort(load->latencies, load->operations, sizeof *load->latencies, by_size);
    printf("{\"operations\": %zu, \"rate\": %.1f, \"p50\": %.3f, \"p99\": %.3f, \"cpu\": %.2f, "
           "\"client\": %.2f, \"anonymous\": %.1f, \"hits\": %.1f, \"empty\": %.4f, \"failures\": "
           "%zu}\n",
           load->operations, (double)load->operations / seconds, percentile(load, 0.5) * 1e3,
           percentile(load, 0.99) * 1e3,
           (after.cpu_seconds - before.cpu_seconds) / operations * 1e6, own / operations * 1e6,
           after.anonymous, (double)load->hits / operations, (double)load->empty / operations,
           load->failures);
}

/* Connections begin at different queries, so that they don't ask the same at the same time. */
static int open_all(struct load *load, const char *address)
{
    int poll = epoll_create1(0);

    for (size_t i = 0; i < load->connection_count; i++) {
        struct connection *connection = &load->connections[i];
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};

        connection_open(connection, address);
        connection->next = i * load->queries.count / load->connection_count;
        if (epoll_ctl(poll, EPOLL_CTL_ADD, connection->socket, &event) != 0)
            die("epoll");
    }
    return poll;
}

static int run(char **arguments)
{
    static struct load load;
    double seconds = strtod(arguments[4], NULL), began, own;
    pid_t server = (pid_t)strtol(arguments[5], NULL, 10);
    struct usage before;
    int poll;

    load.connection_count = strtoul(arguments[3], NULL, 10);
    if (load.connection_count == 0 || load.connection_count > CONNECTIONS_LARGEST)
        die("connections");
    queries_read(&load.queries, arguments[1], arguments[2]);
    request_present(&load.present);
    poll = open_all(&load, arguments[0]);
    for (size_t i = 0; i < load.connection_count; i++)
        begin_operation(&load, &load.connections[i], now());
    run_until(&load, poll, now() + seconds / 5); /* to warm up: not counted */
    load.operations = load.failures = load.empty = load.hits = 0;
    before = usage_of(server);
    own = read_clock(CLOCK_PROCESS_CPUTIME_ID);
    began = now();
    run_until(&load, poll, began + seconds);
    seconds = now() - began;
    own = read_clock(CLOCK_PROCESS_CPUTIME_ID) - own;
    print_result(&load, seconds, own, before, usage_of(server));
    return 0;
}

static int count(char **arguments)
{
    struct queries queries = {NULL, 0};
    struct connection connection;
    struct request present;

    request_present(&present);
    queries_read(&queries, arguments[1], NULL);
    connection_open(&connection, arguments[0]);
    for (size_t i = 0; i < queries.count; i++) {
        struct answer answer = ask(&connection, &queries.searches[i]);

        if (answer.succeeded)
            printf("%llu\n", (unsigned long long)answer.hits);
        else
            printf("failed\n");
        if (answer.hits > 0 && !ask(&connection, &present).succeeded)
            die("a present");
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "count") == 0)
        return count(argv + 2);
    if (argc == 8 && strcmp(argv[1], "run") == 0)
        return run(argv + 2);
    fprintf(stderr, "usage: catalogue_load count HOST:PORT QUERIES\n"
                    "       catalogue_load run HOST:PORT QUERIES CLASS CONNECTIONS SECONDS PID\n");
    return 2;
}

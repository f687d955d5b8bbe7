/* offprintd: serves a catalogue over Z39.50 and HTTP, in the foreground. */
#include <getopt.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/log.h"
#include "daemon/configuration.h"
#include "daemon/serve.h"

/* Exit codes, as in offprintd(8). */
enum {
    ENDED = 0,
    NOT_STARTED = 1,
    USAGE = 2,
};

static const char usage[] =
    "usage: offprintd [--config FILE] [--catalogue DIR] [--z3950 HOST:PORT]…\n"
    "                 [--http HOST:PORT]… [--repository NAME]\n";

static const char help[] =
    "\nServes a catalogue, in the foreground; logs to standard error.\n\n"
    "  --config FILE       settings, see offprintd(8); options given here go before them\n"
    "  --catalogue DIR     the catalogue's folder (default: $OFFPRINT_CATALOGUE, else\n"
    "                      /var/lib/offprint, else $XDG_DATA_HOME/offprint)\n"
    "  --z3950 HOST:PORT   listen for Z39.50 (127.0.0.1:9999); port 0 takes a free one\n"
    "  --http HOST:PORT    listen for HTTP (127.0.0.1:8080)\n"
    "  --repository NAME   the name in OAI identifiers (offprint.localhost)\n"
    "  --debug             log every request\n"
    "  --help, --version\n\n"
    "Exit status: 0 ended by a signal, 1 could not start, 2 usage.\n";

/* What the command line says; it goes before the file, which is read when all of it is known. */
struct command_line {
    const char *file, *catalogue, *repository;
    struct addresses z3950, http;
    bool debug;
};

static int fail(int code, const struct diag *diag)
{
    fprintf(stderr, "offprintd: %s\n", diag->message);
    return code;
}

static int say_usage(void)
{
    fputs(usage, stderr);
    return USAGE;
}

/* Returns -1 to go on, else the exit code. */
static int parse(struct command_line *line, int count, char **arguments)
{
    static const struct option options[] = {{"config", required_argument, NULL, 'c'},
                                            {"catalogue", required_argument, NULL, 'C'},
                                            {"z3950", required_argument, NULL, 'z'},
                                            {"http", required_argument, NULL, 'w'},
                                            {"repository", required_argument, NULL, 'r'},
                                            {"debug", no_argument, NULL, 'd'},
                                            {"help", no_argument, NULL, 'h'},
                                            {"version", no_argument, NULL, 'V'},
                                            {NULL, 0, NULL, 0}};
    struct diag diag;
    int letter;

    while ((letter = getopt_long(count, arguments, "", options, NULL)) != -1) {
        if (letter == 'c')
            line->file = optarg;
        else if (letter == 'C')
            line->catalogue = optarg;
        else if (letter == 'r')
            line->repository = optarg;
        else if (letter == 'd')
            line->debug = true;
        else if (letter == 'h')
            return printf("%s%s", usage, help) < 0 ? NOT_STARTED : ENDED;
        else if (letter == 'V')
            return printf("offprintd %s\n", OFFPRINT_VERSION) < 0 ? NOT_STARTED : ENDED;
        else if (letter == '?')
            return say_usage();
        else if (addresses_add(letter == 'z' ? &line->z3950 : &line->http, optarg, &diag) < 0)
            return fail(USAGE, &diag);
    }
    if (optind == count)
        return -1;
    fprintf(stderr, "offprintd: \"%s\" is one word too many\n", arguments[optind]);
    return say_usage();
}

static int configure(struct configuration *configuration, struct command_line *line,
                     struct diag *diag)
{
    int status = OFFPRINT_OK;

    if (line->file != NULL)
        status = configuration_read(configuration, line->file, diag);
    if (line->catalogue != NULL)
        configuration_set(&configuration->catalogue, line->catalogue);
    if (line->repository != NULL)
        configuration_set(&configuration->repository, line->repository);
    addresses_replace(&configuration->z3950, &line->z3950);
    addresses_replace(&configuration->http, &line->http);
    if (line->debug)
        configuration->log_level = LOG_LEVEL_DEBUG;
    if (configuration->z3950.count == 0 && status >= 0)
        status = addresses_add(&configuration->z3950, "127.0.0.1:9999", diag);
    if (configuration->http.count == 0 && status >= 0)
        status = addresses_add(&configuration->http, "127.0.0.1:8080", diag);
    log_set_level((enum log_level)configuration->log_level);
    return status;
}

/* Signals are taken here and nowhere else: every thread started later inherits the mask. */
static void block_signals(sigset_t *signals)
{
    sigemptyset(signals);
    sigaddset(signals, SIGTERM);
    sigaddset(signals, SIGINT);
    sigaddset(signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, signals, NULL);
    signal(SIGPIPE, SIG_IGN);
}

/* Connections are files: as many as the system lets us have, for the soft limit is often 1,024. */
static void raise_file_limit(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

/* What can change while running: how much is logged. Addresses and folders need a new start. */
static void reread(const struct configuration *configuration)
{
    struct configuration fresh;
    struct diag diag;

    if (configuration->file == NULL)
        return;
    configuration_init(&fresh);
    if (configuration_read(&fresh, configuration->file, &diag) < 0) {
        log_error("daemon", "%s; going on as before", diag.message);
    } else {
        log_set_level((enum log_level)fresh.log_level);
        log_notice("daemon", "configuration read again");
    }
    configuration_finish(&fresh);
}

static void wait_for_end(const sigset_t *signals, const struct configuration *configuration)
{
    int taken;

    while (sigwait(signals, &taken) == 0) {
        if (taken != SIGHUP) {
            log_notice("daemon", "ending on signal %d", taken);
            return;
        }
        reread(configuration);
    }
}

int main(int count, char **arguments)
{
    struct configuration configuration;
    struct command_line line = {0};
    struct service *service;
    struct diag diag;
    sigset_t signals;
    int status = parse(&line, count, arguments);

    if (status >= 0)
        return status;
    block_signals(&signals);
    raise_file_limit();
    configuration_init(&configuration);
    if (configure(&configuration, &line, &diag) < 0 ||
        service_start(&service, &configuration, &diag) < 0) {
        configuration_finish(&configuration);
        return fail(NOT_STARTED, &diag);
    }
    service_announce(service, stdout);
    wait_for_end(&signals, &configuration);
    service_stop(service);
    configuration_finish(&configuration);
    return ENDED;
}

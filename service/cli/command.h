/* The command line: one command a file, and what they share. */
#ifndef OFFPRINT_CLI_COMMAND_H
#define OFFPRINT_CLI_COMMAND_H

#include <stdbool.h>

#include <offprint/status.h>

struct catalogue;
struct option;

/* Exit codes, as in offprint(1). */
enum exit_code {
    EXIT_DONE = 0,
    EXIT_PARTLY = 1,    /* something named could not be done; the rest was */
    EXIT_USAGE = 2,     /* the command line is not one */
    EXIT_CATALOGUE = 3, /* the catalogue cannot be opened, read or written */
    EXIT_SIGNAL = 128,  /* and the number of the signal that ended it, as shells count */
};

/* One command. `run` gets the arguments from the command's name on. */
struct command {
    const char *name;
    const char *synopsis; /* after the name: "[--format F] ID…" */
    const char *summary;
    const char *options; /* help, a line an option */
    int (*run)(const struct command *command, int count, char **arguments);
};

extern const struct command command_backup, command_compact, command_reindex, command_verify;
extern const struct command command_check, command_delete, command_explode, command_export,
    command_get, command_import, command_search, command_stats;

/* The option that every command takes; `--help` and `--version` are answered by next_option. */
#define COMMON_OPTIONS                                                                             \
    {"catalogue", required_argument, NULL, 'C'}, {"help", no_argument, NULL, 'h'},                 \
    {                                                                                              \
        "version", no_argument, NULL, 'V'                                                          \
    }

/*
 * The next option's letter, or -1 at the end. `--catalogue` is remembered and passed over;
 * `--help` and `--version` answer and exit; an unknown one says so and exits with EXIT_USAGE.
 */
int next_option(const struct command *command, int count, char **arguments,
                const struct option *options);

/* Says what is wrong with the command line. Returns EXIT_USAGE. */
int usage_error(const struct command *command, const char *format, ...) OFFPRINT_PRINTF(2, 3);

/* Says on standard error what failed: "offprint: message: \"value\"". */
void complain(const struct diag *diag);

/* What a command that writes hands to the catalogue, to be called where it has to wait. */
void say_waiting(void *context);

/* Opens the catalogue of --catalogue or the default place; NULL after complaining. */
struct catalogue *open_catalogue(bool create, unsigned long long memory,
                                 unsigned long long map_size);

/* Opens one that is there, also where its index was made with another access-point table than
 * `access_points` (as in struct catalogue_options). */
struct catalogue *open_stale_catalogue(const char *access_points, unsigned long long memory,
                                       unsigned long long map_size);

/* Reads "512M", "2G", "1000" into bytes: false where it is not a size. */
bool parse_size(const char *text, unsigned long long *bytes);

#endif

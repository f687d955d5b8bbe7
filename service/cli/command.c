#include "cli/command.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <offprint/catalogue.h>

#include "base/memory.h"

static const char *catalogue_path;

static void print_help(const struct command *command)
{
    printf("usage: offprint %s %s\n\n%s.\n\n%s", command->name, command->synopsis, command->summary,
           command->options);
    printf("  --catalogue DIR   the catalogue's folder (default: $OFFPRINT_CATALOGUE, else\n"
           "                    /var/lib/offprint, else $XDG_DATA_HOME/offprint)\n"
           "  --help            this text\n"
           "  --version         the program's version\n\n"
           "Exit status: 0 all done, 1 done but for what was named, 2 usage, 3 no catalogue.\n");
}

int next_option(const struct command *command, int count, char **arguments,
                const struct option *options)
{
    for (;;) {
        int letter = getopt_long(count, arguments, "", options, NULL);

        switch (letter) {
        case 'C':
            catalogue_path = optarg;
            break;
        case 'h':
            print_help(command);
            exit(EXIT_DONE);
        case 'V':
            printf("offprint %s\n", OFFPRINT_VERSION);
            exit(EXIT_DONE);
        case '?':
            fprintf(stderr, "usage: offprint %s %s\n", command->name, command->synopsis);
            exit(EXIT_USAGE);
        default:
            return letter;
        }
    }
}

int usage_error(const struct command *command, const char *format, ...)
{
    va_list arguments;

    fprintf(stderr, "offprint %s: ", command->name);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\nusage: offprint %s %s\n", command->name, command->synopsis);
    return EXIT_USAGE;
}

void complain(const struct diag *diag)
{
    bool told = diag->value[0] == '\0' || strstr(diag->message, diag->value) != NULL;

    fprintf(stderr, "offprint: %s%s%s%s\n", diag->message, told ? "" : ": \"",
            told ? "" : diag->value, told ? "" : "\"");
}

static struct catalogue *open_with(const struct catalogue_options *options)
{
    struct catalogue *catalogue = NULL;
    char *path = catalogue_path != NULL ? memory_string(catalogue_path) : catalogue_default_path();
    struct diag diag;

    if (catalogue_open(&catalogue, path, options, &diag) < 0) {
        complain(&diag);
        catalogue = NULL;
    }
    free(path);
    return catalogue;
}

void say_waiting(void *context)
{
    (void)context;
    fprintf(stderr, "offprint: waiting for another writer to finish\n");
}

struct catalogue *open_catalogue(bool create, unsigned long long memory,
                                 unsigned long long map_size)
{
    struct catalogue_options options = {.create = create, .memory = memory, .map_size = map_size};

    return open_with(&options);
}

struct catalogue *open_stale_catalogue(const char *access_points, unsigned long long memory,
                                       unsigned long long map_size)
{
    struct catalogue_options options = {.map_size = map_size,
                                        .memory = memory,
                                        .access_points = access_points,
                                        .stale_index = true};

    return open_with(&options);
}

bool parse_size(const char *text, unsigned long long *bytes)
{
    unsigned shift = 0;
    char *end;

    errno = 0;
    *bytes = strtoull(text, &end, 10);
    if (end == text || errno != 0 || text[0] == '-')
        return false;
    if (*end == 'K' || *end == 'k')
        shift = 10;
    else if (*end == 'M' || *end == 'm')
        shift = 20;
    else if (*end == 'G' || *end == 'g')
        shift = 30;
    if (shift > 0)
        end++;
    if (*end != '\0' || *bytes > (UINT64_MAX >> shift))
        return false;
    *bytes <<= shift;
    return true;
}

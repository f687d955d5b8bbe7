/* offprint: the command line of the catalogue. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"

static const struct command *const commands[] = {
    &command_import, &command_get,     &command_search, &command_export,
    &command_delete, &command_stats,   &command_check,  &command_explode,
    &command_verify, &command_reindex, &command_backup, &command_compact,
};

#define COMMANDS (sizeof commands / sizeof commands[0])

static void print_help(FILE *to)
{
    fprintf(to, "usage: offprint COMMAND [OPTION]… [ARGUMENT]…\n\n");
    for (size_t i = 0; i < COMMANDS; i++)
        fprintf(to, "  %-8s %s\n", commands[i]->name, commands[i]->summary);
    fprintf(to, "\n'offprint COMMAND --help' says more. The daemon is offprintd(8).\n");
}

int main(int count, char **arguments)
{
    const char *name = count > 1 ? arguments[1] : "";

    if (strcmp(name, "--help") == 0 || strcmp(name, "help") == 0) {
        print_help(stdout);
        return EXIT_DONE;
    }
    if (strcmp(name, "--version") == 0) {
        printf("offprint %s\n", OFFPRINT_VERSION);
        return EXIT_DONE;
    }
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(name, commands[i]->name) == 0)
            return commands[i]->run(commands[i], count - 1, arguments + 1);
    }
    if (name[0] != '\0')
        fprintf(stderr, "offprint: there is no command \"%s\"\n", name);
    print_help(stderr);
    return EXIT_USAGE;
}

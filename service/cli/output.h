/* Records written to standard output, one or many, in any format. */
#ifndef OFFPRINT_CLI_OUTPUT_H
#define OFFPRINT_CLI_OUTPUT_H

#include <stdbool.h>
#include <stdint.h>

#include <offprint/buffer.h>

struct arena;
struct catalogue;
struct catalogue_record;
struct command;
struct format;

struct output {
    struct catalogue *catalogue;
    const struct format *format;
    struct buffer text, record;
    bool list; /* a list of records, not one alone */
    uint64_t written;
};

/* The format of that name, or NULL after saying which there are. */
const struct format *output_format(const struct command *command, const char *name);

void output_begin(struct output *output, struct catalogue *catalogue, const struct format *format,
                  bool list);
/* Writes one record. Returns 0, or -1 after complaining. */
int output_record(struct output *output, const struct catalogue_record *record,
                  struct arena *arena);
/* Ends the list. Returns 0, or -1 where standard output could not take everything. */
int output_end(struct output *output);

#endif

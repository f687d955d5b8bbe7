#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <offprint/arena.h>
#include <offprint/catalogue.h>
#include <offprint/query.h>
#include <offprint/record.h>

#include "cli/command.h"
#include "cli/output.h"

#define DEFAULT_LIMIT 20

/* One line a record: id, title and statement of responsibility as the record has them. */
static void print_line(const struct catalogue_record *record)
{
    const struct marc_field *title = marc_record_field(record->record, "245", NULL);

    printf("%s\t", record->id);
    for (uint32_t i = 0; title != NULL && i < title->subfield_count; i++) {
        struct slice value = title->subfields[i].value;

        printf("%s%.*s", i > 0 ? " " : "", (int)value.length, value.data);
    }
    printf("\n");
}

static int print_records(struct catalogue *catalogue, struct result_set *result,
                         const struct format *format, uint64_t limit)
{
    struct arena *arena = arena_create();
    struct output output;
    int failed = 0;

    if (format != NULL)
        output_begin(&output, catalogue, format, true);
    for (uint64_t i = 1; i <= result_set_count(result) && i <= limit; i++) {
        struct catalogue_record record;
        struct diag diag;

        arena_reset(arena);
        if (result_set_fetch(&record, result, i, arena, &diag) < 0) {
            complain(&diag);
            failed++;
        } else if (format == NULL) {
            print_line(&record);
        } else if (output_record(&output, &record, arena) < 0) {
            failed++;
        }
    }
    if (format != NULL && output_end(&output) < 0)
        failed++;
    arena_destroy(arena);
    return failed > 0 ? EXIT_PARTLY : EXIT_DONE;
}

static int search(struct catalogue *catalogue, const char *text, bool pqf,
                  const struct format *format, uint64_t limit)
{
    const struct access_points *table = catalogue_access_points(catalogue);
    struct arena *arena = arena_create();
    struct result_set *result = NULL;
    struct query *query;
    struct diag diag;
    int status = pqf ? query_from_pqf(&query, arena, table, text, &diag)
                     : query_from_cql(&query, arena, table, text, &diag);

    if (status >= 0)
        status = catalogue_search(&result, catalogue, query, NULL, &diag);
    if (status < 0) {
        complain(&diag);
        status = EXIT_PARTLY;
    } else {
        fprintf(stderr, "%" PRIu64 " found\n", result_set_count(result));
        status = print_records(catalogue, result, format, limit);
    }
    result_set_destroy(result);
    arena_destroy(arena);
    return status;
}

static bool parse_limit(const char *text, uint64_t *limit)
{
    char *end;

    errno = 0;
    *limit = strtoull(text, &end, 10);
    return errno == 0 && end != text && *end == '\0' && text[0] != '-';
}

static int run(const struct command *command, int count, char **arguments)
{
    static const struct option options[] = {{"format", required_argument, NULL, 'f'},
                                            {"limit", required_argument, NULL, 'l'},
                                            {"pqf", no_argument, NULL, 'p'},
                                            COMMON_OPTIONS,
                                            {NULL, 0, NULL, 0}};
    const struct format *format = NULL;
    struct catalogue *catalogue;
    uint64_t limit = DEFAULT_LIMIT;
    bool pqf = false;
    int letter, status;

    while ((letter = next_option(command, count, arguments, options)) != -1) {
        if (letter == 'p')
            pqf = true;
        else if (letter == 'l' && !parse_limit(optarg, &limit))
            return usage_error(command, "\"%s\" is not a number of records", optarg);
        else if (letter == 'f' && (format = output_format(command, optarg)) == NULL)
            return EXIT_USAGE;
    }
    if (optind + 1 != count)
        return usage_error(command, "one query, please, in quotes");
    if ((catalogue = open_catalogue(false, 0, 0)) == NULL)
        return EXIT_CATALOGUE;
    status = search(catalogue, arguments[optind], pqf, format, limit);
    catalogue_close(catalogue);
    return status;
}

const struct command command_search = {
    .name = "search",
    .synopsis = "[--catalogue DIR] [--format F] [--limit N] [--pqf] QUERY",
    .summary = "Search the catalogue in CQL",
    .options = "  --pqf             QUERY is in PQF: @attr 1=4 rupture\n"
               "  --limit N         write the first N records (20)\n"
               "  --format F        write them in a format, not a line each\n",
    .run = run,
};

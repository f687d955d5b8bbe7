#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <offprint/arena.h>
#include <offprint/catalogue.h>
#include <offprint/convert.h>
#include <offprint/query.h>
#include <offprint/record.h>

#include "cli/command.h"
#include "cli/facets.h"
#include "cli/output.h"

#define DEFAULT_LIMIT 20
#define DEFAULT_FACET_LIMIT 10

/* What the command line asked for. */
struct request {
    const char *query;
    bool pqf;
    const char *sort; /* NULL: as they came into the catalogue */
    const struct format *format;
    uint64_t limit;
    const char *facets; /* printed behind the records; NULL: none */
    uint64_t facet_limit;
    enum facet_order facet_order;
};

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

static int find(struct result_set **result, struct catalogue *catalogue,
                const struct request *request, struct arena *arena, struct diag *diag)
{
    const struct access_points *table = catalogue_access_points(catalogue);
    struct search_options options = {.sort = NULL};
    struct sort_order *order = NULL;
    struct query *query;
    int status = request->pqf ? query_from_pqf(&query, arena, table, request->query, diag)
                              : query_from_cql(&query, arena, table, request->query, diag);

    if (status >= 0 && request->sort != NULL)
        status = sort_order_read(&order, arena, table, slice_of(request->sort), diag);
    options.sort = order;
    return status < 0 ? status : catalogue_search(result, catalogue, query, &options, diag);
}

static int search(struct catalogue *catalogue, const struct request *request)
{
    const struct facet_options facets = {.limit = (uint32_t)request->facet_limit,
                                         .order = request->facet_order};
    struct arena *arena = arena_create();
    struct result_set *result = NULL;
    struct diag diag;
    int status = find(&result, catalogue, request, arena, &diag);

    if (status < 0) {
        complain(&diag);
        status = EXIT_PARTLY;
    } else {
        fprintf(stderr, "%" PRIu64 " found\n", result_set_count(result));
        status = print_records(catalogue, result, request->format, request->limit);
        if (request->facets != NULL &&
            print_facets(catalogue, result, request->facets, &facets) != EXIT_DONE)
            status = EXIT_PARTLY;
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

static bool parse_order(const char *text, enum facet_order *order)
{
    *order = strcmp(text, "term") == 0 ? FACET_ORDER_TERM : FACET_ORDER_COUNT;
    return *order == FACET_ORDER_TERM || strcmp(text, "count") == 0;
}

static int run(const struct command *command, int count, char **arguments)
{
    static const struct option options[] = {{"format", required_argument, NULL, 'f'},
                                            {"limit", required_argument, NULL, 'l'},
                                            {"facets", required_argument, NULL, 'F'},
                                            {"facet-limit", required_argument, NULL, 'L'},
                                            {"facet-order", required_argument, NULL, 'O'},
                                            {"pqf", no_argument, NULL, 'p'},
                                            {"sort", required_argument, NULL, 's'},
                                            COMMON_OPTIONS,
                                            {NULL, 0, NULL, 0}};
    struct request request = {.limit = DEFAULT_LIMIT, .facet_limit = DEFAULT_FACET_LIMIT};
    struct catalogue *catalogue;
    int letter, status;

    while ((letter = next_option(command, count, arguments, options)) != -1) {
        if (letter == 'p')
            request.pqf = true;
        else if (letter == 's')
            request.sort = optarg;
        else if (letter == 'F')
            request.facets = optarg;
        else if (letter == 'L' && (!parse_limit(optarg, &request.facet_limit) ||
                                   request.facet_limit > FACET_LIMIT_MAX))
            return usage_error(command, "\"%s\" is not a number of values, 0 to %d", optarg,
                               FACET_LIMIT_MAX);
        else if (letter == 'O' && !parse_order(optarg, &request.facet_order))
            return usage_error(command, "\"%s\" is no order of values: count or term", optarg);
        else if (letter == 'l' && !parse_limit(optarg, &request.limit))
            return usage_error(command, "\"%s\" is not a number of records", optarg);
        else if (letter == 'f' && (request.format = output_format(command, optarg)) == NULL)
            return EXIT_USAGE;
    }
    if (request.facets != NULL && request.format != NULL)
        return usage_error(command, "--facets are printed with lines, not with --format %s",
                           request.format->name);
    if (optind + 1 != count)
        return usage_error(command, "one query, please, in quotes");
    if ((catalogue = open_catalogue(false, 0, 0)) == NULL)
        return EXIT_CATALOGUE;
    request.query = arguments[optind];
    status = search(catalogue, &request);
    catalogue_close(catalogue);
    return status;
}

const struct command command_search = {
    .name = "search",
    .synopsis =
        "[--catalogue DIR] [--format F] [--sort KEYS] [--limit N] [--facets LIST] [--pqf] QUERY",
    .summary = "Search the catalogue in CQL",
    .options =
        "  --pqf             QUERY is in PQF: @attr 1=4 rupture\n"
        "  --sort KEYS       put them in order: title,-date,relevance (date descending)\n"
        "  --limit N         write the first N records (20)\n"
        "  --format F        write them in a format, not a line each\n"
        "  --facets LIST     count what is found by author, subject … (\"all\": by everything)\n"
        "  --facet-limit N   print the N first values of each facet (10); 0: all\n"
        "  --facet-order O   put most records first (\"count\"), or go by the alphabet "
        "(\"term\")\n",
    .run = run,
};

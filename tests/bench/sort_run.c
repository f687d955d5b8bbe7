/*
 * What an order costs: results of a catalogue unsorted and sorted; the first page of twenty; the
 * page at the middle of a result that nobody has looked at yet; and finding that place again, in
 * another such result, by the mark of its record. Medians of N, in milliseconds of processor time.
 *
 *     sort_run CATALOGUE N QUERY...
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <offprint/arena.h>
#include <offprint/buffer.h>
#include <offprint/catalogue.h>

#define PAGE 20
#define ROUNDS_MAX 99
#define STEPS 4

struct bench {
    struct catalogue *catalogue;
    int rounds;
};

static double now(void)
{
    struct timespec at;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return (double)at.tv_sec * 1000 + (double)at.tv_nsec / 1e6;
}

/* Not every query has words. */
static bool has_relevance(const char *query)
{
    return strstr(query, "allRecords") == NULL;
}

static void must(int status, const struct diag *diag)
{
    if (status >= 0)
        return;
    fprintf(stderr, "sort_run: %s %s\n", diag->message, diag->value);
    exit(1);
}

static int compare(const void *a, const void *b)
{
    const double *first = a, *second = b;

    return *first < *second ? -1 : *first > *second;
}

static double median(double *times, int count)
{
    qsort(times, (size_t)count, sizeof *times, compare);
    return times[count / 2];
}

static struct result_set *search(const struct bench *bench, const char *cql)
{
    struct arena *arena = arena_create();
    struct result_set *result;
    struct query *query;
    struct diag diag;

    must(query_from_cql(&query, arena, catalogue_access_points(bench->catalogue), cql, &diag),
         &diag);
    must(catalogue_search(&result, bench->catalogue, query, NULL, &diag), &diag);
    arena_destroy(arena);
    return result;
}

static void fetch_page(struct result_set *result, uint64_t from)
{
    struct arena *arena = arena_create();
    struct catalogue_record record;
    struct diag diag;

    for (uint64_t i = from; i < from + PAGE && i <= result_set_count(result); i++)
        must(result_set_fetch(&record, result, i, arena, &diag), &diag);
    arena_destroy(arena);
}

/* One round: the times of its four steps in `times`. */
static uint64_t once(const struct bench *bench, const char *cql, double *times[STEPS], int round)
{
    double begun = now();
    struct result_set *result = search(bench, cql);
    uint64_t count = result_set_count(result), middle = count / 2 + 1, found;
    struct buffer mark;
    struct diag diag;

    times[0][round] = now() - begun;
    begun = now();
    fetch_page(result, 1);
    times[1][round] = now() - begun;
    begun = now();
    fetch_page(result, middle);
    times[2][round] = now() - begun;
    buffer_init(&mark);
    must(result_set_mark(&mark, result, middle, &diag), &diag);
    result_set_destroy(result);
    result = search(bench, cql);
    begun = now();
    must(result_set_position_after(&found, result, buffer_slice(&mark), &diag), &diag);
    times[3][round] = now() - begun;
    if (found != middle + 1)
        fprintf(stderr, "sort_run: the mark of %llu leads to %llu\n", (unsigned long long)middle,
                (unsigned long long)found);
    result_set_destroy(result);
    buffer_finish(&mark);
    return count;
}

static void measure(const struct bench *bench, const char *query, const char *order)
{
    double times[STEPS][ROUNDS_MAX], *rows[STEPS];
    char cql[400];
    uint64_t count = 0;

    snprintf(cql, sizeof cql, "%s%s%s", query, order[0] != '\0' ? " sortby " : "", order);
    for (int i = 0; i < STEPS; i++)
        rows[i] = times[i];
    for (int i = 0; i < bench->rounds; i++)
        count = once(bench, cql, rows, i);
    printf("| %s | %s | %llu |", query, order[0] != '\0' ? order : "-", (unsigned long long)count);
    for (int i = 0; i < STEPS; i++)
        printf(i == 0 ? " %.1f |" : " %.2f |", median(times[i], bench->rounds));
    printf("\n");
    fflush(stdout);
}

int main(int count, char **arguments)
{
    static const char *const orders[] = {"",
                                         "title",
                                         "author",
                                         "author title",
                                         "date/sort.descending",
                                         "date/sort.descending title",
                                         "rec.lastModificationDate/sort.descending",
                                         "relevance"};
    struct bench bench = {.rounds = count > 2 ? atoi(arguments[2]) : 5};
    const struct catalogue_options options = {0};
    struct diag diag;

    if (count < 4 || bench.rounds < 1 || bench.rounds > ROUNDS_MAX) {
        fprintf(stderr, "usage: sort_run CATALOGUE ROUNDS QUERY...\n");
        return 2;
    }
    must(catalogue_open(&bench.catalogue, arguments[1], &options, &diag), &diag);
    printf("| query | order | records | search | first page | page at the middle | by its mark |\n"
           "|---|---|---:|---:|---:|---:|---:|\n");
    for (int i = 3; i < count; i++) {
        for (size_t j = 0; j < sizeof orders / sizeof orders[0]; j++) {
            if (strcmp(orders[j], "relevance") != 0 || has_relevance(arguments[i]))
                measure(&bench, arguments[i], orders[j]);
        }
    }
    catalogue_close(bench.catalogue);
    return 0;
}
